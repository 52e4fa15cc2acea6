"""The figures of an answer: arrest shares with their intervals, and four courses of the typical patient."""

from collections.abc import Sequence

from beredd.figures import Bar, Curve, Line, Shares
from beredd.figures.numbers import interval, number
from beredd.overdose.answer import Answer
from beredd.overdose.constants import arrest_rule
from beredd.overdose.question import Question
from beredd.overdose.reading.arms import Shown
from beredd.overdose.reading.tables import COURSES, SHARES, arms_table, course_table, with_kpa
from beredd.overdose.substances import opioid
from beredd.wording import in_language, say

UNITS = {"ventilation": "l/min", "po2": "mmHg"}
TICKS_MIN = (0, 10, 20, 30)


def shares_figure(arms: Sequence[Shown]) -> Shares:
    """One line per arm from 0 to 100 per cent: the 95 % interval with its share, or the span of a fitted product."""
    bars = tuple(Bar(name=arm.name, text=_share(arm), words=arm.key, is_baseline=not arm.letter) for arm in arms)
    return Shares(
        name=SHARES,
        title=say("overdose.figure-shares"),
        alt=say("overdose.alt-shares", rows="; ".join(f"{bar.name}: {bar.text}" for bar in bars)),
        table=arms_table(arms),
        bars=bars,
        point="cardiac_arrest_pct",
        interval="interval",
    )


def _share(arm: Shown) -> str:
    one = arm.result
    if one.span_pct:
        return say("overdose.share-span", span=interval(*one.span_pct, decimals=0))
    return f"{number(one.cardiac_arrest_pct, 1)} % ({interval(*one.ci95, decimals=0)})"


def course_figure(name: str, answer: Answer, arms: Sequence[Shown]) -> Curve:
    """One quantity of the typical patient over half an hour, a curve per arm and one without antagonist."""
    given = [arm for arm in arms if arm.letter]
    table = course_table(name, answer, given)
    lines = [
        Line(
            label=arm.letter,
            column=arm.letter,
            interval=f"{arm.letter}_interval" if arm.result.is_label_fitted else "",
            words=arm.key,
        )
        for arm in given
    ]
    if name != "antagonist" or not lines:
        without = next(arm for arm in arms if not arm.letter)
        lines = [Line(label=without.name, column="without", is_baseline=True, words=without.words), *lines]
    title = str(COURSES[name][1])
    return Curve(
        name=name,
        title=title,
        alt=say("overdose.alt-course", title=title, spans=_spans(name, answer, given)),
        table=table,
        x="minute",
        lines=lines,
        ticks=[(m, say("overdose.tick-minutes", n=m) if m == TICKS_MIN[-1] else str(m)) for m in TICKS_MIN],
        unit=UNITS.get(name, "%"),
        top=None if name in UNITS else 100.0,
        limit=_limit(name, answer),
        now=(table.values("minute")[0], ""),
        says_x=say("overdose.tick-minutes", n="{x}"),
        names_apart=True,
        is_read=True,
    )


def _spans(name: str, answer: Answer, arms: Sequence[Shown]) -> str:
    quantity = COURSES[name][0]
    told = [
        say("overdose.alt-arm", letter=arm.letter, low=number(min(values), 1), last=number(values[-1], 1))
        for arm, course in zip(arms, answer.courses[1:], strict=True)
        for values in [course.value[quantity]]
    ]
    return "; ".join(told) or say("overdose.no-antagonist")


def _limit(name: str, answer: Answer) -> tuple[float, str] | None:
    """The line that a course is read against."""
    rule = arrest_rule()
    if name == "ventilation":
        share = number(100 * rule.ventilation_share)
        return rule.ventilation_share * answer.resting_l_per_min, say("overdose.of-rest", share=share)
    if name == "po2":
        return rule.pao2_mmhg, with_kpa(rule.pao2_mmhg)
    return None


def given(name: str, question: Question) -> str:
    """What a figure that stands alone must say of the question."""
    what = {"opioid": in_language(opioid(question.opioid)), "dose": question.dose_mg}
    if name == SHARES:
        return say("overdose.given-population", n=question.n, **what)
    return say("overdose.given-typical", **what)

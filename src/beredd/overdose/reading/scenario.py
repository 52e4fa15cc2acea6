"""The nitazene scenario as sentences, tables and figures: opioids side by side, and a plane for each way of giving."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from beredd.figures import Bar, Cell, Column, Shares, Table, table_of
from beredd.figures.numbers import interval, number
from beredd.overdose.names import arm_words
from beredd.overdose.nitazenes.answer import SCENARIO, Answer, Point, later_episodes
from beredd.overdose.question import Arm
from beredd.overdose.reading.plane import Plane
from beredd.overdose.results import ArmResult
from beredd.overdose.substances import FITTED, opioid, product
from beredd.wording import Sentence, in_language, say

POINTS = "opioider"


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way of giving as it is named, and its place among each point's arms."""

    letter: str
    arm: Arm

    @property
    def is_fitted(self) -> bool:
        """Fitted to a label: a span, never ranked."""
        return product(self.arm.antagonist).status == FITTED

    @property
    def words(self) -> str:
        """In full."""
        return arm_words(self.arm)

    @property
    def full_name(self) -> str:
        """Letter and words."""
        return f"{self.letter} {self.words}"


def ways_of(answer: Answer, letters: Sequence[str]) -> list[Way]:
    """The ways of giving with their letters."""
    return [Way(letter=letter, arm=arm) for letter, arm in zip(letters, answer.question.arms, strict=True)]


def result_of(point: Point, way: Way) -> ArmResult | None:
    """What a way achieves against an opioid; None where it was not run."""
    asked = (way.arm.antagonist, way.arm.strategy, way.arm.delay_s)
    return next((one for one in point.arms if (one.antagonist, one.strategy, one.delay_s) == asked), None)


def opioid_words(point: Point) -> str:
    """What an opioid of the plane is called."""
    if point.residence is None or point.onset is None:
        return in_language(opioid(point.id))
    r, s = number(point.residence), number(point.onset)
    match point.residence > 1, point.onset > 1:
        case False, False:
            return say("overdose.fentanyl-itself")
        case True, False:
            return say("overdose.slower-off", r=r)
        case False, True:
            return say("overdose.slower-on", s=s)
    return say("overdose.slower-both", r=r, s=s)


def _short_words(point: Point) -> str:
    """The same on a figure, where a name and its numbers share a line of a telephone."""
    if point.residence is None or point.onset is None:
        return opioid_words(point)
    match point.residence > 1, point.onset > 1:
        case False, False:
            return opioid_words(point)
        case True, False:
            return say("overdose.short-off", factor=number(point.residence))
        case False, True:
            return say("overdose.short-on", factor=number(point.onset))
    return say("overdose.short-both", factor=number(point.residence))


def lead_of(answer: Answer, ways: Sequence[Way]) -> list[str]:
    """What one reads first: how deadly, what the first way with published kinetics achieves, how long it must last."""
    told = [say("overdose.lead-equal", untreated=number(round(answer.target_pct)))]
    last = answer.question.factors[-1]
    corners = {"base": answer.at(1.0, 1.0), "off": answer.at(last, 1.0), "on": answer.at(1.0, last)}
    corners["both"] = answer.at(last, last)
    for way in (one for one in ways if not one.is_fitted):
        found = {name: result_of(point, way) for name, point in corners.items()}
        shares = {name: _said_share(one) for name, one in found.items()}
        told.append(say("overdose.lead-arm", arm=way.words, factor=number(last), **shares))
    medians = {name: corners[name].lasting for name in ("base", "both")}
    if all(one is not None and one.median_min is not None for one in medians.values()):
        said = {name: number(round(one.median_min)) for name, one in medians.items()}  # type: ignore[union-attr,arg-type]
        told.append(say("overdose.lead-lasting", **said))
    else:
        told.append(say("overdose.lead-lasting-open", until=number(answer.question.until_min)))
    return told


def _said_share(one: ArmResult | None) -> str:
    return say("overdose.cannot-answer") if one is None else number(round(one.cardiac_arrest_pct))


def points_table(answer: Answer, ways: Sequence[Way]) -> Table:
    """One row per opioid: its dose, what each way achieves, and how long the opioid alone holds on."""
    until = number(answer.question.until_min)
    columns = [
        Column(key="opioid", label=say("overdose.column-opioid"), kind="text"),
        Column(key="residence"),
        Column(key="onset"),
        Column(key="dose_ratio", label=say("overdose.column-dose-ratio"), decimals=2),
        Column(key="dose_mg"),
        Column(key="untreated_arrest_pct", label=say("overdose.column-untreated"), decimals=1),
    ]
    for way in ways:
        key = way.letter.lower()
        columns += [
            Column(key=f"{key}_way", kind="text"),
            Column(key=f"{key}_arrest_pct", label=say("overdose.column-arm-arrest", arm=way.letter), decimals=1),
            Column(key=f"{key}_arrest_interval", kind="interval"),
            Column(key=f"{key}_later", label=say("overdose.column-arm-later", arm=way.letter)),
        ]
    columns += [
        Column(key="holds_min", label=say("overdose.column-holds"), decimals=0),
        Column(key="left_pct", label=say("overdose.column-left", until=until), decimals=0),
        Column(key="half_life_min", label=say("overdose.column-half-life"), decimals=1),
        Column(key="ground", label=say("overdose.column-ground"), kind="text"),
    ]
    records = [_record(point, answer, ways) for point in (*answer.points, *answer.beside)]
    return table_of(POINTS, say("overdose.table-scenario"), columns, records)


def _record(point: Point, answer: Answer, ways: Sequence[Way]) -> dict[str, Any]:
    is_published = point.residence is None or point.residence == point.onset == 1.0
    ground = say("overdose.ground-published") if is_published else str(SCENARIO)
    record: dict[str, Any] = {
        "opioid": Cell(shown=opioid_words(point), raw=point.id),
        "residence": point.residence,
        "onset": point.onset,
        "dose_ratio": point.ratio(answer.question.dose_mg),
        "dose_mg": point.dose_mg,
        "half_life_min": 0.6931471805599453 * point.time_constant_min,
        "ground": Cell(shown=ground, raw=ground),
    }
    if point.refusal is not None:
        return record | {"untreated_arrest_pct": _open(point.refusal), "note": str(point.refusal)}
    record["untreated_arrest_pct"] = point.arms[0].cardiac_arrest_pct
    for way in ways:
        key, found = way.letter.lower(), result_of(point, way)
        record[f"{key}_way"] = way.words
        if found is None:
            continue
        later = later_episodes(found)
        record |= {
            f"{key}_arrest_pct": found.cardiac_arrest_pct,
            f"{key}_arrest_interval": found.ci95,
            f"{key}_later": _open(later) if isinstance(later, Sentence) else later,
        }
        if found.span_pct:
            record[f"{key}_arrest_pct"] = Cell(shown=interval(*found.span_pct, decimals=1))
            record[f"{key}_arrest_interval"] = found.span_pct
    if point.lasting is not None:
        record["left_pct"] = 100.0 * point.lasting.share_left
        open_ = point.lasting.refusal
        record["holds_min"] = _open(open_) if open_ else point.lasting.median_min
    return record


def _open(why: Sentence) -> Cell:
    """A cell for which the model has no answer; the file holds the code."""
    return Cell(shown=say("overdose.cannot-answer"), raw=why.code)


def planes(answer: Answer, ways: Sequence[Way]) -> list[Plane]:
    """A plane for every way whose kinetics are published."""
    return [_plane(answer, way) for way in ways if not way.is_fitted]


def plane_name(way: Way) -> str:
    """In addresses."""
    return f"plan-{way.letter.lower()}"


def _plane(answer: Answer, way: Way) -> Plane:
    title = say("overdose.figure-plane", arm=way.full_name)
    records: list[dict[str, Any]] = []
    for point in answer.points:
        found = result_of(point, way)
        records.append(
            {
                "residence": point.residence,
                "onset": point.onset,
                "arrest_pct": None if found is None else found.cardiac_arrest_pct,
                "interval": None if found is None else found.ci95,
                "ground": str(SCENARIO),
            }
        )
    columns = (
        Column(key="residence", label=say("overdose.axis-residence")),
        Column(key="onset", label=say("overdose.axis-onset")),
        Column(key="arrest_pct", label=say("overdose.column-arrest"), decimals=1),
        Column(key="interval", label=say("overdose.column-interval"), kind="interval", decimals=1),
        Column(key="ground", label=say("overdose.column-ground"), kind="text"),
    )
    known = [one["arrest_pct"] for one in records if one["arrest_pct"] is not None]
    cells = " ".join(
        say("overdose.alt-cell", r=number(one["residence"]), s=number(one["onset"]), share=_share(one["arrest_pct"]))
        for one in records
    )
    ends = {"low": _share(min(known, default=None)), "high": _share(max(known, default=None))}
    return Plane(
        name=plane_name(way),
        title=title,
        alt=say("overdose.alt-plane", title=title, cells=cells, **ends),
        table=table_of(plane_name(way), title, columns, records),
        across="onset",
        down="residence",
        value="arrest_pct",
        across_title=say("overdose.axis-onset"),
        down_title=say("overdose.axis-residence"),
    )


def _share(value: float | None) -> str:
    return say("overdose.cannot-answer") if value is None else number(round(value))


def opioids_figures(answer: Answer, ways: Sequence[Way]) -> list[Shares]:
    """Opioids compared in one picture, one for every way."""
    last = answer.question.factors[-1]
    points = [answer.base, *answer.beside, answer.at(last, 1.0), answer.at(1.0, last), answer.at(last, last)]
    return [_opioids(answer, way, points) for way in ways]


def opioids_name(way: Way) -> str:
    """In addresses."""
    return f"opioider-{way.letter.lower()}"


def _opioids(answer: Answer, way: Way, points: Sequence[Point]) -> Shares:
    title = say("overdose.figure-opioids", arm=way.full_name)
    untreated = answer.base.arms[0]
    rows = [
        (say("overdose.without-antagonist"), untreated),
        *((_short_words(one), result_of(one, way)) for one in points),
    ]
    records = [
        {
            "opioid": name,
            "arrest_pct": None if found is None or found.span_pct else found.cardiac_arrest_pct,
            "interval": None if found is None else found.span_pct or found.ci95,
            "ground": str(SCENARIO),
        }
        for name, found in rows
    ]
    columns = (
        Column(key="opioid", label=say("overdose.column-opioid"), kind="text"),
        Column(key="arrest_pct", label=say("overdose.column-arrest"), decimals=1),
        Column(key="interval", label=say("overdose.column-interval"), kind="interval", decimals=1),
        Column(key="ground", label=say("overdose.column-ground"), kind="text"),
    )
    bars = tuple(Bar(name=name, text=_bar(found), is_baseline=k == 0) for k, (name, found) in enumerate(rows))
    said = "; ".join(f"{bar.name}: {bar.text}" for bar in bars)
    return Shares(
        name=opioids_name(way),
        title=title,
        alt=say("overdose.alt-opioids", title=title, rows=said),
        table=table_of(opioids_name(way), title, columns, records),
        bars=bars,
        point="arrest_pct",
        interval="interval",
    )


def _bar(one: ArmResult | None) -> str:
    if one is None:
        return say("overdose.cannot-answer")
    if one.span_pct:
        return say("overdose.share-span", span=interval(*one.span_pct, decimals=0))
    return f"{number(round(one.cardiac_arrest_pct))} % ({interval(*one.ci95, decimals=0)})"

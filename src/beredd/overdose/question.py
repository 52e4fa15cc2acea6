"""What is asked of the overdose model: an opioid and its dose, who took it, and ways of giving an antagonist.

question = Question(opioid="fentanyl", dose_mg=1.625, subject="chronic",
                    arms=(Arm("im-generic-2mg"), Arm("im-evzio-2mg")), n=2000, seed=1)
"""

import itertools
from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from beredd.descriptions import Asked, Checked, Description, Fault, OneOf, Refused, Seed, command_words
from beredd.overdose.errors import OverdoseError
from beredd.overdose.strategies import check, strategies, strategy
from beredd.overdose.substances import opioid, opioids, product
from beredd.wording import Sentence

KIND = "overdose.answer"
USUAL_WAY, USUAL_DELAY_S = "1-dose", 60.0
_MOST_DOSE_MG = max(one.dose_limit_mg for one in opioids().values())
"""Of any opioid; each has its own in the register, which the whole question is checked against."""


class Arm(Description):
    """One antagonist given one way; the delay counts from breathing below 40 % of its resting value."""

    antagonist: Annotated[
        str,
        Field(max_length=40, description="A product's id, or iv-…mg for any dose into a vein."),
        Checked(product),
        Asked(Sentence("overdose.antagonist")),
    ]
    strategy: Annotated[
        str,
        Field(max_length=40, description="A strategy's id: the way of giving it."),
        OneOf(lambda: tuple(strategies())),
        Asked(Sentence("overdose.strategy")),
    ] = USUAL_WAY
    delay_s: Annotated[
        float,
        Field(ge=5, le=1800, description="Seconds from breathing below 40 % of rest to the first dose."),
        Asked(Sentence("overdose.delay"), unit="s", step=5),
    ] = USUAL_DELAY_S

    @model_validator(mode="after")
    def _can_be_given(self) -> Self:
        try:
            check(strategy(self.strategy), product(self.antagonist))
        except OverdoseError as error:
            raise Refused(faults=[Fault("strategy", error.sentence)]) from None
        return self


class Question(Description):
    """A comparison: the same people without an antagonist and under each arm. Unknown keys are refused."""

    opioid: Annotated[
        str,
        Field(max_length=40, description="An opioid's id."),
        OneOf(lambda: tuple(opioids())),
        Asked(Sentence("overdose.opioid")),
    ]
    dose_mg: Annotated[
        float,
        Field(gt=0, le=_MOST_DOSE_MG, description="Intravenous dose of the opioid in mg (1 mg = 1000 µg)."),
        Asked(Sentence("overdose.dose"), unit="mg", step=0.005),
    ]
    subject: Annotated[
        Literal["chronic", "naive"],
        Field(description="Used to opioids, or not."),
        Asked(Sentence("overdose.subject")),
    ] = "chronic"
    arms: Annotated[
        tuple[Arm, ...],
        Field(max_length=64, description="Ways of giving an antagonist, each compared with all others and with none."),
        Asked(Sentence("overdose.arms"), site_most=4),
    ] = ()
    n: Annotated[
        int,
        Field(ge=1, le=1_000_000, description="Number of subjects."),
        Asked(Sentence("overdose.population"), option="--population", site_most=2000),
    ] = 2000
    seed: Seed = 1
    recovery: Annotated[
        bool,
        Field(
            description="How long arterial gases stay beyond limits, too: runs take longer, no other figure changes."
        ),
        Asked(Sentence("overdose.recovery")),
    ] = False

    @model_validator(mode="after")
    def _can_be_computed(self) -> Self:
        faults = []
        chosen = opioid(self.opioid)
        if self.dose_mg > chosen.dose_limit_mg:
            limit = {"high": chosen.dose_limit_mg, "published": chosen.doses_mg}
            told = Sentence("overdose.opioid-dose", opioid=chosen.id, found=self.dose_mg, **limit)
            faults.append(Fault("dose_mg", told))
        for k, arm in enumerate(self.arms):
            if arm in self.arms[:k]:
                faults.append(Fault(f"arms.{k}", Sentence("overdose.arm-twice", arm=arm_name(arm))))
        if faults:
            raise Refused(faults=faults)
        return self


def arm_name(arm: Arm) -> str:
    """Short name of an arm, unique within a question."""
    plain = arm.antagonist if arm.strategy == USUAL_WAY else f"{arm.antagonist} {arm.strategy}"
    return plain if arm.delay_s == USUAL_DELAY_S else f"{plain} +{arm.delay_s:g}s"


def arms_of(antagonists: Iterable[str], strategies: Iterable[str], delays_s: Iterable[float | str]) -> tuple[Arm, ...]:
    """Every antagonist given every way after every delay, in that order."""
    return tuple(Arm(*one) for one in itertools.product(antagonists, strategies, delays_s))


def command_of(question: Question, *more: str | float) -> tuple[str, dict[str, str]]:
    """(a command line that makes the same answer again, the files that it names with their fingerprints).

    Arms that are every product given every way after every delay are named one by one; others stand in a file.
    """
    columns = [list(dict.fromkeys(column)) for column in zip(*(_way(arm) for arm in question.arms), strict=True)]
    if list(itertools.product(*columns)) != [_way(arm) for arm in question.arms] and question.arms:
        return command_words(("overdose", "run"), question, *more, in_file=KIND)
    options = [
        (option, value)
        for option, column in zip(("--antagonist", "--strategy", "--delay-s"), columns, strict=False)
        for value in column
    ]
    return command_words(("overdose", "run"), question, *itertools.chain(*options), *more, but=("arms",))


def _way(arm: Arm) -> tuple[str, str, float]:
    return arm.antagonist, arm.strategy, arm.delay_s

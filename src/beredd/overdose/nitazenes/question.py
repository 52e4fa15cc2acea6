"""What is asked: the dose of fentanyl that is the measure, how slow the opioids are, ways of giving an antagonist."""

import itertools
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from beredd.descriptions import Asked, Description, Fault, Refused, Seed, command_words
from beredd.overdose.constants import arrest_rule
from beredd.overdose.question import Arm, arm_name
from beredd.overdose.substances import opioid, product
from beredd.parameters import load
from beredd.wording import Sentence

KIND = "overdose.nitazenes"
BASE = "fentanyl"
_REFERENCE = opioid(BASE)


def slowest_with_ground() -> float:
    """How many times slower than fentanyl the slowest opioid dissociates whose binding the model was fitted to."""
    return load("overdose-opioids")["nitazenes.slowest"].number


class NitazeneQuestion(Description):
    """A plane of opioids that leave and find the receptor more slowly than fentanyl, each at an equally deadly dose."""

    dose_mg: Annotated[
        float,
        Field(gt=0, le=_REFERENCE.dose_limit_mg, description="Fentanyl's dose in mg: as many arrests untreated."),
        Asked(Sentence("overdose.reference-dose"), unit="mg", step=0.005),
    ] = _REFERENCE.doses_mg[0]
    subject: Annotated[
        Literal["chronic", "naive"],
        Field(description="Used to opioids, or not."),
        Asked(Sentence("overdose.subject")),
    ] = "chronic"
    slowest: Annotated[
        float,
        Field(ge=1.5, le=1000, description="The slowest opioid: so many times slower than fentanyl."),
        Asked(Sentence("overdose.slowest"), step=0.5),
    ] = 16.0
    steps: Annotated[
        int,
        Field(ge=2, le=5, description="Steps from fentanyl's rate to the slowest, evenly in ratio, along each axis."),
        Asked(Sentence("overdose.steps"), site_most=3),
    ] = 3
    arms: Annotated[
        tuple[Arm, ...],
        Field(min_length=1, max_length=16, description="Ways of giving an antagonist."),
        Asked(Sentence("overdose.arms"), site_most=4),
    ]
    until_min: Annotated[
        float,
        Field(ge=15, le=1440, description="Minutes that a person is followed from the injection."),
        Asked(Sentence("overdose.until"), unit="min", step=5),
    ] = 75.0
    n: Annotated[
        int,
        Field(ge=50, le=20_000, description="Number of subjects."),
        Asked(Sentence("overdose.population"), option="--population", site_most=500),
    ] = 500
    seed: Seed = 1

    @model_validator(mode="after")
    def _has_ground(self) -> Self:
        faults = []
        for k, arm in enumerate(self.arms):
            if arm in self.arms[:k]:
                faults.append(Fault(f"arms.{k}", Sentence("overdose.arm-twice", arm=arm_name(arm))))
        if self.slowest > slowest_with_ground():
            told = {"found": self.slowest, "high": slowest_with_ground()}
            faults.append(Fault("slowest", Sentence("overdose.cannot-answer-slower", **told)))
        horizon = horizon_min(self.arms)
        if self.until_min > horizon:
            told = {"found": self.until_min, "high": horizon}
            faults.append(Fault("until_min", Sentence("overdose.cannot-answer-longer", **told)))
        if faults:
            raise Refused(faults=faults)
        return self

    @property
    def factors(self) -> tuple[float, ...]:
        """So many times slower than fentanyl, 1 first."""
        return tuple(round(self.slowest ** (k / (self.steps - 1)), 3) for k in range(self.steps))

    @property
    def plane(self) -> tuple[tuple[float, float], ...]:
        """(residence, onset): every pair of factors; fentanyl itself first."""
        return tuple(itertools.product(self.factors, self.factors))


def horizon_min(arms: tuple[Arm, ...]) -> float:
    """How long the published studies followed: 75 min nose and vein, 90 min where everything goes into a muscle."""
    rule = arrest_rule()
    is_muscle = bool(arms) and all(product(arm.antagonist).route == "im" for arm in arms)
    return (rule.horizon_im_s if is_muscle else rule.horizon_in_iv_s) / 60.0


def command_of(question: NitazeneQuestion) -> tuple[str, dict[str, str]]:
    """(a command line that makes the same answer again, the files that it names with their fingerprints)."""
    return command_words(("overdose", "nitazenes"), question, in_file=KIND)

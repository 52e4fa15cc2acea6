"""What is asked of the overdose model: an opioid and its dose, who took it, and ways of giving an antagonist.

question = Question(opioid="fentanyl", dose_mg=1.625, subject="chronic",
                    arms=(Arm("im-generic-2mg"), Arm("im-evzio-2mg")), n=2000, seed=1)
"""

import math
from dataclasses import asdict, dataclass
from pathlib import Path

from beredd.overdose import strategies as ways
from beredd.overdose.constants import check_size, subject
from beredd.overdose.errors import BadQuantity, UnknownName
from beredd.overdose.substances import opioid, product

SHORTEST_DELAY_S, LONGEST_DELAY_S = 5.0, 1800.0
MAX_ARMS = 64


@dataclass(frozen=True)
class Arm:
    """One antagonist given one way; the delay is from breathing below 40 % of rest to the first dose."""

    antagonist: str
    strategy: str = "1-dose"
    delay_s: float = 60.0

    def __post_init__(self) -> None:
        ways.check(ways.strategy(self.strategy), product(self.antagonist))
        if not math.isfinite(self.delay_s) or not SHORTEST_DELAY_S <= self.delay_s <= LONGEST_DELAY_S:
            raise BadQuantity(
                f"The delay to the first dose is {self.delay_s:g} s; it must be from {SHORTEST_DELAY_S:g} to "
                f"{LONGEST_DELAY_S:g} s."
            )


@dataclass(frozen=True, kw_only=True)
class Question:
    """A validated description of a comparison."""

    opioid: str
    dose_mg: float
    subject: str = "chronic"
    arms: tuple[Arm, ...] = ()
    n: int = 2000
    seed: int = 1
    parameters: Path | None = None
    """Folder with published population rows; without it subjects are drawn from fitted distributions."""
    recovery: bool = False
    """Also follow arterial oxygen, saturation and carbon dioxide until they are back for good: runs take 2-3 times as
    long, and no other figure changes."""

    def __post_init__(self) -> None:
        opioid(self.opioid).check_dose(self.dose_mg)
        subject(self.subject)
        check_size(self.n)
        if not 0 <= self.seed < 2**64:
            raise BadQuantity(f"The seed is {self.seed}; it must be from 0 to 2**64 - 1.")
        if len(self.arms) > MAX_ARMS:
            raise BadQuantity(f"There are {len(self.arms)} arms; at most {MAX_ARMS} can be compared at once.")
        if len(set(self.arms)) < len(self.arms):
            twice = next(arm for k, arm in enumerate(self.arms) if arm in self.arms[:k])
            raise UnknownName(f"The arm {arm_name(twice)!r} is asked for twice; each arm may stand once.")

    def as_dict(self) -> dict:
        """What decides the result, JSON-ready; the folder's content counts, not its name."""
        return {**asdict(self), "parameters": None if self.parameters is None else "rows"}


def arm_name(arm: Arm) -> str:
    """Short name of an arm, unique within a question."""
    plain = arm.antagonist if arm.strategy == "1-dose" else f"{arm.antagonist} {arm.strategy}"
    return plain if arm.delay_s == 60.0 else f"{plain} +{arm.delay_s:g}s"


def arms_of(antagonists: list[str], strategies: list[str], delays_s: list[float]) -> tuple[Arm, ...]:
    """Every antagonist given every way after every delay, in that order."""
    return tuple(Arm(a, s, d) for a in antagonists for s in strategies for d in delays_s)


def command_of(question: Question) -> str:
    """A command line that makes the same result again; arms of several delays or strategies name them all."""
    words = ["beredd overdose run", f"--opioid {question.opioid}", f"--dose-mg {question.dose_mg!r}"]
    words.append(f"--subject {question.subject}")
    words += [f"--antagonist {name}" for name in dict.fromkeys(arm.antagonist for arm in question.arms)]
    words += [f"--strategy {name}" for name in dict.fromkeys(arm.strategy for arm in question.arms)]
    words += [f"--delay-s {delay:g}" for delay in dict.fromkeys(arm.delay_s for arm in question.arms)]
    words += [f"--population {question.n}", f"--seed {question.seed}"]
    if question.recovery:
        words.append("--recovery")
    if question.parameters is not None:
        words.append("--parameters DIR")
    return " ".join(words)

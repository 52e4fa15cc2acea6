"""Asking the engine: a question's answer with a population and typical courses.

`answer` asks the engine's own process (web/engines); `compute` and what it calls run there and need no Django.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from beredd.overdose.errors import OverdoseError
from beredd.web.engines.warm import Engine

if TYPE_CHECKING:
    from beredd.overdose import Arm, Question, Result

COURSE_S = 1800.0
COURSE_EVERY_S = 10.0
COURSE_STEP_S = 0.5
"""Half a second moves the typical patient's figures by less than a curve's width; the reference steps 0.1 s."""
SHORT_WAIT_S, LONG_WAIT_S = 6.0, 180.0
"""Kernels that were compiled before load within this; so most people never see the waiting page."""
QUANTITIES = ("ventilation", "pao2", "occupancy_opioid", "occupancy_antagonist")

Series = dict[str, tuple[float, ...]]


@dataclass(frozen=True, kw_only=True)
class Course:
    """The typical patient's course under one arm, each quantity every COURSE_EVERY_S.

    `low` and `high` are the span over all curves that fit the label; equal to `value` where there is one curve.
    """

    value: Series
    low: Series
    high: Series


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the lab shows for one question. `courses` has the run without antagonist first, then one per arm."""

    result: "Result"
    courses: tuple[Course, ...]
    commands: tuple[str, ...]
    resting_l_per_min: float
    """Ventilation before the opioid."""

    @property
    def differences(self) -> list[dict[str, Any]]:
        """Paired differences without label-fitted products: through a third arm they would rank them after all."""
        return [row for row in self.result.differences if not row["is_label_fitted"]]


def warm_up() -> None:
    """Compile or load every kernel that an answer needs."""
    from beredd.overdose import Arm, Question

    compute(Question(opioid="fentanyl", dose_mg=1.625, arms=(Arm("im-generic-2mg"),), n=2))


ENGINE = Engine("overdose", prepare=f"{__name__}:warm_up")
"""The first time on a machine its kernels are compiled, about a minute; afterwards it is ready in seconds."""


def answer(question: "Question") -> Answer:
    """The answer to a question, from the engine's own process; recent ones are kept."""
    found: Answer = ENGINE.ask(f"{__name__}:compute", question)
    return found


def compute(question: "Question") -> Answer:
    """Run the population and the typical patient."""
    from beredd.overdose import simulate
    from beredd.overdose.rest import resting_ventilation

    result = simulate(question)
    commands = commands_of(question)
    result = replace(result, provenance=replace(result.provenance, command=" && ".join(commands)))
    # One row per person and arm: nobody on the other side reads them.
    result = replace(result, outcomes=(), subjects=result.subjects[:0])
    return Answer(
        result=result,
        courses=courses_of(question),
        commands=commands,
        resting_l_per_min=float(resting_ventilation()),
    )


def commands_of(question: "Question") -> tuple[str, ...]:
    """Commands that make the same arms: one where arms are every product times every way, else one for each arm."""
    from beredd.overdose.question import arms_of, command_of

    def every(kind: str) -> list[Any]:
        return list(dict.fromkeys(getattr(arm, kind) for arm in question.arms))

    sizes = [every(kind) for kind in ("antagonist", "strategy", "delay_s")]
    if len(question.arms) == len(sizes[0]) * len(sizes[1]) * len(sizes[2]):
        try:
            if set(arms_of(*sizes)) == set(question.arms):
                return (command_of(question),)
        except OverdoseError:  # a product of the one arm cannot be given the way of another
            pass
    return tuple(command_of(replace(question, arms=(arm,))) for arm in question.arms)


def courses_of(question: "Question") -> tuple[Course, ...]:
    """Typical courses: without antagonist, then each arm with every curve of its product."""
    from beredd.overdose.substances import product

    jobs: list[tuple[Arm | None, int]] = [(None, 0)]
    jobs += [(arm, curve) for arm in question.arms for curve in range(len(product(arm.antagonist).curves))]
    with ThreadPoolExecutor(2) as pool:
        series = list(pool.map(lambda job: _series(question, *job), jobs))
    return tuple(
        _course([one for (mine, _), one in zip(jobs, series, strict=True) if mine is arm])
        for arm in (None, *question.arms)
    )


def _course(curves: list[Series]) -> Course:
    def over(choose) -> Series:
        return {
            name: tuple(choose(values) for values in zip(*(c[name] for c in curves), strict=True))
            for name in QUANTITIES
        }

    return Course(value=curves[0], low=over(min), high=over(max))


def _series(question: "Question", arm: "Arm | None", curve: int) -> Series:
    import numpy as np

    from beredd.overdose import model, trajectory
    from beredd.overdose.courses import course_of
    from beredd.overdose.patients import typical_patient
    from beredd.overdose.substances import opioid, product

    chosen = product(arm.antagonist) if arm else None
    pt = typical_patient(opioid(question.opioid), chosen or product("im-generic-2mg"), question.subject, curve)
    course = course_of(
        pt,
        question.dose_mg,
        chosen,
        arm.strategy if arm else "1-dose",
        arm.delay_s if arm else 60.0,
        step_s=COURSE_STEP_S,
        horizon_s=COURSE_S,
    )
    columns = {
        "ventilation": course.seen[:, trajectory.VENTILATION],
        "pao2": course.seen[:, trajectory.PAO2],
        "occupancy_opioid": 100.0 * course.states[:, model.BOUND_OP],
        "occupancy_antagonist": 100.0 * course.states[:, model.BOUND_ANT],
    }
    at = np.arange(0.0, COURSE_S + 1.0, COURSE_EVERY_S)
    return {
        name: tuple(float(v) for v in np.maximum(np.interp(at, course.times_s, column), 0.0))
        for name, column in columns.items()
    }

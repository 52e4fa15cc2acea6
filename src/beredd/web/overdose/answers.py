"""Asking the engine: getting it ready once, and answering a question with a population and typical courses.

The engine is compiled code. The first time on a machine that takes about a minute, in a thread of its own; afterwards
an answer takes less than a second, in the thread of the request. The kernels let go of the interpreter while they run.
"""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from beredd.overdose.errors import OverdoseError

if TYPE_CHECKING:
    from beredd.overdose import Arm, Question, Result

log = logging.getLogger("beredd.web.overdose")

COURSE_S = 1800.0
COURSE_EVERY_S = 10.0
COURSE_STEP_S = 0.5
"""Half a second moves the typical patient's figures by less than a curve's width; the reference steps 0.1 s."""
KEPT_ANSWERS = 32
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

    @property
    def differences(self) -> list[dict[str, Any]]:
        """Paired differences without label-fitted products: through a third arm they would rank them after all."""
        return [row for row in self.result.differences if not row["is_label_fitted"]]


class Readiness:
    """Whether the engine is compiled and loaded. One per process."""

    def __init__(self) -> None:
        self._ready = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def is_ready(self, wait_s: float = 0.0) -> bool:
        """Start getting ready if nobody has, wait at most so long, say how it stands."""
        if self._ready.is_set():
            return True
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._warm, name="overdose-lab", daemon=True)
                self._thread.start()
        return self._ready.wait(wait_s)

    def _warm(self) -> None:
        try:
            warm_up()
        except Exception:
            # The next visitor starts it anew.
            log.exception("The overdose engine could not be made ready.")
            return
        self._ready.set()


READINESS = Readiness()


def warm_up() -> None:
    """Compile or load every kernel that an answer needs."""
    from beredd.overdose import Arm, Question

    compute(Question(opioid="fentanyl", dose_mg=1.625, arms=(Arm("im-generic-2mg"),), n=2))


_ONE_AT_A_TIME = threading.Lock()


def answer(question: "Question") -> Answer:
    """The answer to a question; recent ones are kept. Questions wait for each other: each uses all cores."""
    with _ONE_AT_A_TIME:
        return _kept(question)


@lru_cache(maxsize=KEPT_ANSWERS)
def _kept(question: "Question") -> Answer:
    return compute(question)


def compute(question: "Question") -> Answer:
    """Run the population and the typical patient."""
    from beredd.overdose import simulate

    result = simulate(question)
    commands = commands_of(question)
    result = replace(result, provenance=replace(result.provenance, command=" && ".join(commands)))
    return Answer(result=result, courses=courses_of(question), commands=commands)


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

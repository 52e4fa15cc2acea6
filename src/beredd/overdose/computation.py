"""Computes a whole answer: the population, and the typical patient over half an hour."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from beredd.overdose import model, trajectory
from beredd.overdose.answer import COURSE_EVERY_S, COURSE_S, COURSE_STEP_S, QUANTITIES, Answer, Series, TypicalCourse
from beredd.overdose.courses import course_of
from beredd.overdose.patients import typical_patient
from beredd.overdose.question import USUAL_DELAY_S, USUAL_WAY, Arm, Question
from beredd.overdose.rest import resting_ventilation
from beredd.overdose.simulation import simulate
from beredd.overdose.substances import opioid, product


def answer_to(question: Question) -> Answer:
    """Run the population and the typical patient."""
    return Answer(
        result=simulate(question),
        courses=courses_of(question),
        resting_l_per_min=float(resting_ventilation()),
    )


def courses_of(question: Question) -> tuple[TypicalCourse, ...]:
    """Typical courses: without antagonist, then each arm with every curve of its product."""
    jobs: list[tuple[Arm | None, int]] = [(None, 0)]
    jobs += [(arm, curve) for arm in question.arms for curve in range(len(product(arm.antagonist).curves))]
    with ThreadPoolExecutor(2) as pool:
        series = list(pool.map(lambda job: _series(question, *job), jobs))
    return tuple(
        _course([one for (mine, _), one in zip(jobs, series, strict=True) if mine is arm])
        for arm in (None, *question.arms)
    )


def _course(curves: list[Series]) -> TypicalCourse:
    def over(choose) -> Series:
        return {
            name: tuple(choose(values) for values in zip(*(c[name] for c in curves), strict=True))
            for name in QUANTITIES
        }

    return TypicalCourse(value=curves[0], low=over(min), high=over(max))


def _series(question: Question, arm: Arm | None, curve: int) -> Series:
    chosen = product(arm.antagonist) if arm else None
    pt = typical_patient(opioid(question.opioid), chosen or product("im-generic-2mg"), question.subject, curve)
    course = course_of(
        pt,
        question.dose_mg,
        chosen,
        arm.strategy if arm else USUAL_WAY,
        arm.delay_s if arm else USUAL_DELAY_S,
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

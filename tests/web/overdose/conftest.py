"""An engine that answers at once with made-up figures, so that pages can be tested without compiling anything."""

import pytest

ARREST_PCT = {"none": 60.0, "in-4mg": 25.0, "im-generic-2mg": 30.0}


def made_up(question):
    """An answer with the shape of the engine's; label-fitted products have curves from 10 to 40 per cent."""
    import numpy as np

    from beredd.overdose import KIND, ArmResult, Result, arm_name
    from beredd.overdose.answer import COURSE_EVERY_S, COURSE_S, QUANTITIES, Answer, TypicalCourse
    from beredd.overdose.limits import LIMITS
    from beredd.overdose.results import ENGINE, RECOVERIES
    from beredd.overdose.strategies import strategy
    from beredd.overdose.substances import FITTED, product
    from beredd.provenance import Record

    def arm(name, antagonist, **more):
        return ArmResult(
            name=name,
            antagonist=antagonist,
            n=question.n,
            failed=0,
            cardiac_arrest_pct=ARREST_PCT.get(antagonist, 20.0),
            ci95=(18.0, 36.0),
            t_rescue_s=210.0,
            hypoxia_min=3.5,
            hypoxia_quartiles_min=(1.0, 9.0),
            recovery_min=dict.fromkeys(RECOVERIES, (1.0, 3.0, 9.0)) if question.recovery else None,
            doses=1.25,
            not_dosed=0,
            renarcotised=0,
            max_antagonist_occupancy=0.4,
            borderline=0,
            **{"strategy": None, "delay_s": None, **more},
        )

    arms = [arm("none", "none")]
    for one in question.arms:
        is_fitted = product(one.antagonist).status == FITTED
        spans = {"t_rescue_s": (150.0, 400.0), "hypoxia_min": (0.5, 60.0), "doses": (1.0, 1.5)}
        arms.append(
            arm(
                arm_name(one),
                one.antagonist,
                strategy=one.strategy,
                delay_s=one.delay_s,
                is_label_fitted=is_fitted,
                span_pct=(10.0, 40.0) if is_fitted else None,
                spans=spans if is_fitted else None,
                is_within_published=strategy(one.strategy).published and not is_fitted,
            )
        )
    differences = tuple(
        {
            "arm": arms[k].name,
            "minus": arms[j].name,
            "points": -12.5,
            "ci95": [-20.0, -5.0 if j else 2.0],
            "n": question.n,
            "saved": 30,
            "lost": 5,
            "is_label_fitted": arms[j].is_label_fitted or arms[k].is_label_fitted,
        }
        for j in range(len(arms))
        for k in range(j + 1, len(arms))
    )
    result = Result(
        question=question,
        population="made up",
        subjects=np.arange(1, question.n + 1),
        arms=tuple(arms),
        outcomes=(),
        differences=differences,
        wall_s=0.25,
        record=Record(
            kind=KIND,
            question=question.as_data(),
            engine=ENGINE,
            command="beredd overdose run",
            limits=LIMITS,
        ),
    )
    n = int(COURSE_S / COURSE_EVERY_S) + 1

    def course(level, span):
        return TypicalCourse(
            value={q: tuple(level + i / 50 for i in range(n)) for q in QUANTITIES},
            low={q: tuple(level - span + i / 50 for i in range(n)) for q in QUANTITIES},
            high={q: tuple(level + span + i / 50 for i in range(n)) for q in QUANTITIES},
        )

    courses = [course(5.0 + k, 2.0 if one.is_label_fitted else 0.0) for k, one in enumerate(arms)]
    return Answer(result=result, courses=tuple(courses), resting_l_per_min=6.764)


def made_up_plane(question):
    """A plane as the engine's: the slowest to bind has no equal dose, carfentanil outlasts the horizon."""
    from dataclasses import replace

    from beredd.overdose import Question
    from beredd.overdose.limits import LIMITS
    from beredd.overdose.nitazenes import KIND, Answer, Lasting, Point
    from beredd.overdose.results import ENGINE
    from beredd.provenance import Record

    arms = made_up(Question(opioid="fentanyl", dose_mg=question.dose_mg, arms=question.arms, n=question.n)).result.arms
    last = question.factors[-1]

    def point(name, residence, onset, median=30.0):
        if (residence, onset) == (1.0, last):
            return Point(id=name, residence=residence, onset=onset, time_constant_min=3.8, dose_mg=None)
        holds = Lasting(share_left=0.6, quartiles_min=(20.0, median, None), until_min=question.until_min)
        shown = tuple(
            one if one.is_label_fitted else replace(one, cardiac_arrest_pct=one.cardiac_arrest_pct + (residence or 0))
            for one in arms
        )
        return Point(
            id=name, residence=residence, onset=onset, time_constant_min=3.8, dose_mg=1.5, arms=shown, lasting=holds
        )

    return Answer(
        question=question,
        target_pct=60.0,
        points=tuple(point(f"r{r:g}-s{s:g}", r, s) for r, s in question.plane),
        beside=(point("carfentanil", None, None, None),),
        dose_tolerance=0.001,
        wall_s=0.5,
        record=Record(
            kind=KIND, question=question.as_data(), engine=ENGINE, command="beredd overdose nitazenes", limits=LIMITS
        ),
    )


class Here:
    """An engine that is ready and answers in this process, with made-up figures; `asked` notes the questions."""

    def __init__(self):
        self.asked = []
        self.is_up, self.is_cold = True, False

    def is_ready(self, wait_s=0.0):
        return self.is_up

    def has(self, function, question):
        return not self.is_cold

    def ask(self, function, question):
        self.asked.append(question)
        if function.endswith(":compute_plane"):
            return made_up_plane(question)
        assert function.endswith(":compute")
        return made_up(question)


@pytest.fixture
def engine(monkeypatch):
    """The engine is ready and answers with made-up figures."""
    from beredd.web.overdose import answers

    here = Here()
    monkeypatch.setattr(answers, "ENGINE", here)
    return here

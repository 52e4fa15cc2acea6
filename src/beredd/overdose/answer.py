"""The answer to a question as people are given it: the population's outcome, typical courses, what to mind, a document.

What is shown of a label-fitted product is its span over all curves that fit the label, and nothing is compared with it:
a label does not give the first minutes that decide the outcome. Reading an answer needs no engine.
"""

from dataclasses import dataclass
from typing import Any

from beredd.overdose.results import ArmResult, Result
from beredd.provenance import Record
from beredd.wording import Sentence

SCHEMA = "beredd/overdose-answer/2"
COURSE_S = 1800.0
COURSE_EVERY_S = 10.0
COURSE_STEP_S = 0.5
"""Half a second moves the typical patient's figures by less than a curve's width; the reference steps 0.1 s."""
QUANTITIES = ("ventilation", "pao2", "occupancy_opioid", "occupancy_antagonist")
OF_ONE_CURVE = (
    *("cardiac_arrest_pct", "ci95", "t_rescue_s", "hypoxia_min", "hypoxia_quartiles_min", "doses", "renarcotised"),
    *("max_antagonist_occupancy", "borderline"),
)
"""Figures of an arm that a label-fitted product has one of for each of its curves."""

Series = dict[str, tuple[float, ...]]


@dataclass(frozen=True, kw_only=True)
class TypicalCourse:
    """The typical patient's course under one arm, each quantity every COURSE_EVERY_S.

    `low` and `high` are the span over all curves that fit the label; equal to `value` where there is one curve.
    """

    value: Series
    low: Series
    high: Series


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is shown for one question. `courses` has the run without antagonist first, then one per arm."""

    result: Result
    courses: tuple[TypicalCourse, ...]
    resting_l_per_min: float
    """Ventilation before the opioid."""


def has_fitted(result: Result) -> bool:
    """Whether any arm's product is fitted to a label."""
    return any(arm.is_label_fitted for arm in result.arms)


def has_beyond(result: Result) -> bool:
    """Whether any arm goes beyond what the published studies did."""
    return any(not arm.is_within_published for arm in result.arms)


def failures(result: Result) -> int:
    """How many subjects' runs failed numerically, over all arms."""
    return sum(arm.failed for arm in result.arms)


def notes_of(result: Result) -> tuple[Sentence, ...]:
    """What a reader must know of this answer."""
    told = {
        Sentence("overdose.note-fitted"): has_fitted(result),
        Sentence("overdose.note-beyond"): has_beyond(result),
        Sentence("overdose.note-failed", n=failures(result)): failures(result) > 0,
    }
    return tuple(sentence for sentence, holds in told.items() if holds)


def shown_differences(result: Result) -> list[dict[str, Any]]:
    """Paired differences without label-fitted products: through a third arm they would rank them after all."""
    return [row for row in result.differences if not row["is_label_fitted"]]


def shown_arm(arm: ArmResult) -> dict[str, Any]:
    """One arm's figures; a label-fitted one without those of any single curve, another without spans."""
    given = arm.as_dict()
    return given | dict.fromkeys(OF_ONE_CURVE if arm.is_label_fitted else ("span_pct", "spans"))


def to_cite(record: Record, *, seed: int, n: int) -> dict[str, str]:
    """How to cite an answer, and that no clinician has reviewed it, in English."""
    cite = Sentence(
        "overdose.cite-as", version=record.version, engine=record.engine, id=record.identity(), seed=str(seed), n=n
    )
    return {"cite_as": cite.in_("en"), "review": Sentence("overdose.review").in_("en")}


def document(result: Result) -> dict[str, Any]:
    """Everything to read, cite and make again, JSON-ready, in English; nothing about the person who asked."""
    record, question = result.record, result.question
    return {
        "schema": SCHEMA,
        **to_cite(record, seed=question.seed, n=question.n),
        "population": result.population,
        "arms": [shown_arm(arm) for arm in result.arms],
        "differences": shown_differences(result),
        "typical_courses": {"until_s": COURSE_S, "step_s": COURSE_STEP_S},
        "notes": [note.in_("en") for note in notes_of(result)],
        "wall_s": result.wall_s,
        "provenance": record.as_dict(),
    }

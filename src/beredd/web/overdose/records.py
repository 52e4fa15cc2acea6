"""The run record of an answer: everything to cite it and to make it again, and nothing about the person who asked."""

from typing import Any

from beredd.web.overdose.answers import COURSE_S, COURSE_STEP_S, Answer

SCHEMA = "beredd/overdose-answer/1"
REVIEW = "Not reviewed. Must be reviewed by a clinician before it is used or published."
LABEL = (
    "Figures of label-fitted products are spans over all curves that fit the label. They are not compared with "
    "anything, because a label does not give the first minutes that decide the outcome."
)


def record_of(answer: Answer, *, address: str = "") -> dict[str, Any]:
    """JSON-ready."""
    result = answer.result
    provenance = result.provenance
    question = result.question
    return {
        "schema": SCHEMA,
        "id": provenance.identity(),
        "cite_as": (
            f"Beredd {provenance.version}, engine {provenance.engine}, run {provenance.identity()}, seed "
            f"{provenance.seed}, {question.n} virtual subjects."
        ),
        "review": REVIEW,
        "address": address,
        "commands": list(answer.commands),
        "question": question.as_dict(),
        "population": result.population,
        "arms": [_arm(arm) for arm in result.arms],
        "differences": answer.differences,
        "typical_courses": {"until_s": COURSE_S, "step_s": COURSE_STEP_S},
        "note": LABEL if any(arm.is_label_fitted for arm in result.arms) else "",
        "provenance": provenance.as_dict(),
    }


def _arm(arm) -> dict[str, Any]:
    """One arm; a label-fitted one without the figures of any single curve."""
    given: dict[str, Any] = arm.as_dict()
    if not arm.is_label_fitted:
        return {**given, "span_pct": None, "spans": None}
    single = (
        "cardiac_arrest_pct", "ci95", "t_rescue_s", "hypoxia_min", "hypoxia_quartiles_min", "doses", "renarcotised",
        "max_antagonist_occupancy", "borderline",
    )  # fmt: skip
    return given | dict.fromkeys(single)

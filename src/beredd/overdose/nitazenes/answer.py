"""The scenario's answer: each opioid's equally deadly dose, what each way achieves, how long the opioid holds.

Reading an answer needs no engine. What the model has no ground for is a sentence, never a number.
"""

from dataclasses import dataclass
from typing import Any

from beredd.overdose.answer import shown_arm, to_cite
from beredd.overdose.nitazenes.question import NitazeneQuestion
from beredd.overdose.results import ArmResult
from beredd.overdose.substances import product
from beredd.provenance import Record
from beredd.wording import Sentence

SCHEMA = "beredd/nitazene-answer/1"
SCENARIO = Sentence("overdose.scenario-only")
"""Beside every number."""


@dataclass(frozen=True, kw_only=True)
class Lasting:
    """Until when the opioid alone keeps more receptors than is safe, minutes from the injection.

    share_left   of the people, at the end of what is followed; quartiles are None where they lie beyond that
    """

    share_left: float
    quartiles_min: tuple[float | None, float | None, float | None]
    until_min: float

    @property
    def median_min(self) -> float | None:
        """For half of the people; None: the model cannot answer."""
        return self.quartiles_min[1]

    @property
    def refusal(self) -> Sentence | None:
        """Why there is no median."""
        return None if self.median_min is not None else Sentence("overdose.cannot-answer-lasting", until=self.until_min)


@dataclass(frozen=True, kw_only=True)
class Point:
    """One opioid at its equally deadly dose. `arms` has the run without antagonist first, then those asked for;
    label-fitted products stand at the plane's corners and beside it.

    id          `fentanyl`, `carfentanil`, or how many times slower it leaves (r) and finds (s) the receptor: `r4-s1`
    residence   times fentanyl's time at the receptor; None for carfentanil, whose binding is its own
    dose_mg     None where no dose up to the limit is as deadly: then there are no arms
    time_constant_min   1/k_off, typical: no antagonist frees the receptors faster
    """

    id: str
    residence: float | None
    onset: float | None
    time_constant_min: float
    dose_mg: float | None
    arms: tuple[ArmResult, ...] = ()
    lasting: Lasting | None = None

    def is_corner(self, question: NitazeneQuestion) -> bool:
        """Whether it is an end of both axes, or no point of the plane at all."""
        ends = (question.factors[0], question.factors[-1], None)
        return self.residence in ends and self.onset in ends

    @property
    def refusal(self) -> Sentence | None:
        """Why there is no answer for this opioid."""
        return Sentence("overdose.cannot-answer-dose") if self.dose_mg is None else None

    def ratio(self, base_mg: float) -> float | None:
        """The dose as a multiple of fentanyl's, in mg of a substance that spreads in the body as fentanyl does."""
        return None if self.dose_mg is None or self.residence is None else self.dose_mg / base_mg


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The plane, fentanyl first, and carfentanil beside it."""

    question: NitazeneQuestion
    target_pct: float
    """Untreated arrests of fentanyl at the reference dose."""
    points: tuple[Point, ...]
    beside: tuple[Point, ...]
    dose_tolerance: float
    wall_s: float
    record: Record

    @property
    def base(self) -> Point:
        """Fentanyl."""
        return self.points[0]

    def at(self, residence: float, onset: float) -> Point:
        """One point of the plane."""
        return next(one for one in self.points if (one.residence, one.onset) == (residence, onset))


def later_episodes(arm: ArmResult) -> int | Sentence:
    """People who stopped breathing again after they had recovered; a sentence where the model ignores that."""
    if arm.is_label_fitted:
        return Sentence("overdose.cannot-answer-fitted")
    if arm.antagonist != "none" and product(arm.antagonist).route == "im":
        return Sentence("overdose.cannot-answer-episodes")
    return arm.renarcotised


def notes_of(answer: Answer) -> tuple[Sentence, ...]:
    """What a reader must know of this answer."""
    arms = answer.base.arms
    told = {
        Sentence("overdose.note-fitted"): any(arm.is_label_fitted for arm in arms),
        Sentence("overdose.note-beyond"): any(not arm.is_within_published for arm in arms),
    }
    return tuple(sentence for sentence, holds in told.items() if holds)


def document(answer: Answer) -> dict[str, Any]:
    """Everything to read, cite and make again, JSON-ready, in English; nothing about the person who asked."""
    record, question = answer.record, answer.question
    return {
        "schema": SCHEMA,
        **to_cite(record, seed=question.seed, n=question.n),
        "scenario": SCENARIO.in_("en"),
        "target": {
            "opioid": "fentanyl",
            "dose_mg": question.dose_mg,
            "untreated_arrest_pct": answer.target_pct,
            "dose_tolerance": answer.dose_tolerance,
        },
        "until_min": question.until_min,
        "plane": [point_data(one, question) for one in answer.points],
        "beside": [point_data(one, question) for one in answer.beside],
        "notes": [note.in_("en") for note in notes_of(answer)],
        "wall_s": answer.wall_s,
        "provenance": record.as_dict(),
    }


def point_data(point: Point, question: NitazeneQuestion) -> dict[str, Any]:
    """One opioid of an answer; an answer that cannot be given stands as its code and sentence."""
    found: dict[str, Any] = {
        "id": point.id,
        "residence": point.residence,
        "onset": point.onset,
        "time_constant_min": point.time_constant_min,
        "dose_mg": point.dose_mg,
        "dose_ratio": point.ratio(question.dose_mg),
        "scenario": SCENARIO.in_("en"),
        "arms": [_arm(arm) for arm in point.arms],
    }
    if point.refusal is not None:
        found["refused"] = _refused(point.refusal)
    if point.lasting is not None:
        found["opioid_holds"] = {
            "share_left": point.lasting.share_left,
            "quartiles_min": list(point.lasting.quartiles_min),
            **({"refused": _refused(point.lasting.refusal)} if point.lasting.refusal else {}),
        }
    return found


def _arm(arm: ArmResult) -> dict[str, Any]:
    later = later_episodes(arm)
    return shown_arm(arm) | {"renarcotised": _refused(later) if isinstance(later, Sentence) else later}


def _refused(sentence: Sentence) -> dict[str, str]:
    return {"code": sentence.code, "says": sentence.in_("en")}

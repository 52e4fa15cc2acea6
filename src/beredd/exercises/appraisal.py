"""What people say after a run: ratings, findings and measures, each resting on evidence; knowledge and survey.

It is a file beside the log and not events in it: a log ends with its run, while an evaluation is written for weeks, by
others, and of several runs. It names the run by its last hash, so that it cannot be laid beside another one.

Evidence is named by kind and id: `event:12` of the log, `indicator:M7.dos`, `held:ID` an exercise held elsewhere,
`finding:F1`. Ratings and findings rest on evidence, measures on findings.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from beredd.exercises.catalogue import Scale
from beredd.exercises.fields import STRICT, Id, Line, Note, Text
from beredd.exercises.indicators import indicators_of
from beredd.exercises.log import Run
from beredd.exercises.plan import Plan
from beredd.intake import FileRefused, read_bytes, shown_name
from beredd.intake.structured import File, checked, parse
from beredd.wording import Sentence

Evidence = Annotated[str, Field(pattern=r"^(event|indicator|held):.+$")]
SomeEvidence = Annotated[tuple[Evidence, ...], Field(min_length=1)]
FEWEST_SHOWN = 5
"""Of an anonymous survey or a knowledge check nothing is said of fewer people."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rating:
    """The level that an indicator was judged to be at, 1 the best, by whom and on what."""

    __pydantic_config__ = STRICT

    indicator: Id
    level: Annotated[int, Field(ge=1, le=6)]
    by: Line
    text: Note = ""
    evidence: SomeEvidence


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What was seen (iakttagelse), what is concluded of it (slutsats), and on what it rests."""

    __pydantic_config__ = STRICT

    id: Id
    kind: Literal["strength", "deficiency"]
    observation: Text
    conclusion: Text
    objective: Id
    actors: Annotated[tuple[Id, ...], Field(min_length=1)]
    evidence: SomeEvidence


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A measure (åtgärd) that follows from findings.

    owner     the actor that would do it, `assent` what it says of it and `reservation` its words where it has any
    measure   the id of the same measure in the chain's catalogue, where it can be computed
    """

    __pydantic_config__ = STRICT

    id: Id
    text: Text
    findings: Annotated[tuple[Id, ...], Field(min_length=1)]
    owner: Id
    due: date
    cost_class: Literal["small", "medium", "large", "very_large"]
    changes_law: bool
    actors: Literal["within_one", "in_interplay"]
    tags: Annotated[tuple[Literal["ansvar", "finansiering", "funktion"], ...], Field(min_length=1)]
    assent: Literal["not_asked", "agrees", "reserves"] = "not_asked"
    reservation: Note = ""
    measure: Note = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """An exercise held elsewhere, or a real event, entered as evidence."""

    __pydantic_config__ = STRICT

    id: Id
    name: Line
    on: date
    organiser: Line
    text: Text
    source: Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """One person's answers to the plan's knowledge check, in its order from 1; no name, only the kind of actor."""

    __pydantic_config__ = STRICT

    actor: Id
    when: Literal["before", "after"]
    answers: tuple[Annotated[int, Field(ge=0, le=5)], ...]
    """0: not answered."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """One person's answers to the plan's survey, 1 (not at all) to 5 (wholly), 0 no answer; `by` unless anonymous."""

    __pydantic_config__ = STRICT

    answers: tuple[Annotated[int, Field(ge=0, le=5)], ...]
    by: Note = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Appraisal:
    """The evaluation of one run."""

    __pydantic_config__ = STRICT

    format: Literal[1]
    run: Line
    by: Line
    on: date
    summary: Text
    ratings: tuple[Rating, ...] = ()
    findings: tuple[Finding, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    held: tuple[Held, ...] = ()
    knowledge: tuple[Known, ...] = ()
    survey: tuple[Answered, ...] = ()


def read_appraisal(path: Path, plan: Plan, scale: Scale, run: Run) -> Appraisal:
    """The evaluation in a YAML or JSON file, each reference followed; `FileRefused` with every fault."""
    name = shown_name(path)
    return appraisal_of(parse(read_bytes(path, wanted=Sentence("appraisals.a-file")), name=name), plan, scale, run)


def appraisal_of(file: File, plan: Plan, scale: Scale, run: Run) -> Appraisal:
    """The evaluation in a file that has been read."""
    told: Appraisal = checked(file, Appraisal, file.data)
    faults = [file.fault(path, what, allowed) for path, what, allowed in loose_ends(told, plan, scale, run)]
    if faults:
        raise FileRefused(faults=faults)
    return told


Loose = tuple[tuple[str | int, ...], Sentence, Sentence]


def loose_ends(told: Appraisal, plan: Plan, scale: Scale, run: Run) -> list[Loose]:
    """What does not hold together: (where, what is found, what is allowed)."""
    known = {
        "indicator": {row["id"] for row in indicators_of(plan, run)},
        "objective": {one.id for one in plan.objectives},
        "actor": {one.id for one in plan.actors},
        "finding": {one.id for one in told.findings},
        "held": {one.id for one in told.held},
        "event": {str(event.number) for event in run.events},
    }
    bad: list[Loose] = []
    if told.run != run.hash:
        bad.append(
            (("run",), Sentence("appraisals.other-run", found=told.run), Sentence("appraisals.hash", hash=run.hash))
        )
    for path, kind, id in _references(told):
        if id not in known[kind]:
            some = tuple(sorted(known[kind])) if kind != "event" else (f"1–{len(run.events)}",)
            bad.append(
                (path, Sentence("appraisals.dead", kind=kind, id=id), Sentence("exercises.known", ids=some or ("–",)))
            )
    for key in ("findings", "proposals", "held"):
        ids = [one.id for one in getattr(told, key)]
        for at, id in enumerate(ids):
            if id in ids[:at]:
                bad.append(((key, at, "id"), Sentence("exercises.twice", id=id), Sentence("exercises.twice-do")))
    for at, rating in enumerate(told.ratings):
        if rating.level > len(scale.levels):
            what = Sentence("appraisals.level", found=rating.level)
            bad.append((("ratings", at, "level"), what, Sentence("appraisals.levels", most=len(scale.levels))))
    for at, one in enumerate(told.proposals):
        if (one.assent == "reserves") != bool(one.reservation):
            what = Sentence("appraisals.reservation", id=one.id)
            bad.append((("proposals", at, "reservation"), what, Sentence("appraisals.reservation-do")))
    return bad + _of_people(told, plan)


def _references(told: Appraisal) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
    """(where, kind, id) of everything that points at something."""
    for at, rating in enumerate(told.ratings):
        yield ("ratings", at, "indicator"), "indicator", rating.indicator
    for at, one in enumerate(told.findings):
        yield ("findings", at, "objective"), "objective", one.objective
        yield from ((("findings", at, "actors"), "actor", actor) for actor in one.actors)
    for key in ("ratings", "findings"):
        for at, item in enumerate(getattr(told, key)):
            for evidence in item.evidence:
                kind, _, id = evidence.partition(":")
                yield (key, at, "evidence"), kind, id
    for at, proposal in enumerate(told.proposals):
        yield ("proposals", at, "owner"), "actor", proposal.owner
        yield from ((("proposals", at, "findings"), "finding", id) for id in proposal.findings)


def _of_people(told: Appraisal, plan: Plan) -> list[Loose]:
    """Answers that do not fit the plan's questions, and a name in an anonymous survey."""
    bad: list[Loose] = []
    for key, asked in (("knowledge", plan.evaluation.knowledge), ("survey", plan.evaluation.survey)):
        for at, one in enumerate(getattr(told, key)):
            if len(one.answers) != len(asked):
                what = Sentence("appraisals.answers", found=len(one.answers))
                bad.append(((key, at, "answers"), what, Sentence("appraisals.questions", n=len(asked))))
    for at, answered in enumerate(told.survey):
        if answered.by and plan.evaluation.is_survey_anonymous:
            bad.append((("survey", at, "by"), Sentence("appraisals.named"), Sentence("appraisals.leave-out")))
    known = {one.id for one in plan.actors}
    for at, person in enumerate(told.knowledge):
        if person.actor not in known:
            ids = tuple(sorted(known))
            what = Sentence("appraisals.dead", kind="actor", id=person.actor)
            bad.append((("knowledge", at, "actor"), what, Sentence("exercises.known", ids=ids)))
    return bad


# -- what the answers come to -----------------------------------------------------------------------------------------


def knowledge_of(told: Appraisal, plan: Plan) -> list[dict[str, Any]]:
    """Actor -> share of right answers before and after, in per cent; None where fewer than five people answered."""
    right = [question.answer for question in plan.evaluation.knowledge]
    rows = []
    for actor in dict.fromkeys(one.actor for one in told.knowledge):
        row: dict[str, Any] = {"actor": actor}
        for when in ("before", "after"):
            mine = [one.answers for one in told.knowledge if (one.actor, one.when) == (actor, when)]
            hits = sum(a == b for answers in mine for a, b in zip(answers, right, strict=True))
            row |= {when: round(100 * hits / (len(mine) * len(right))) if len(mine) >= FEWEST_SHOWN else None}
        rows.append(row)
    return rows


def survey_of(told: Appraisal, plan: Plan) -> list[dict[str, Any]]:
    """The survey's questions with number of answers and their mean; None where fewer than five people answered."""
    rows = []
    for at, text in enumerate(plan.evaluation.survey):
        given = [one.answers[at] for one in told.survey if one.answers[at]]
        is_told = len(given) >= FEWEST_SHOWN
        rows.append(
            {
                "text": text,
                "answers": len(given) if is_told else None,
                "mean": round(sum(given) / len(given), 1) if is_told else None,
            }
        )
    return rows


def measures_to_test(told: Appraisal) -> Mapping[str, str]:
    """Proposal -> the chain's measure that it is, for those that can be computed."""
    return {one.id: one.measure for one in told.proposals if one.measure}

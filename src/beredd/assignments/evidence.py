"""What answers a clause, and how far: met, thin or missing – never more than the evidence says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from beredd.assignments.decision import STRICT, Assignment, Clause, EvidenceKind, Id, Line, Note, Party

Answer = Literal["met", "thin", "missing"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """Something that answers clauses. A draft or a plan is evidence of work, not that the clause is met.

    reference  where it is found: a run, a plan with its version, a diary number
    parties    who took part or was heard
    led_to     what came of it, for a dialogue
    """

    __pydantic_config__ = STRICT

    clauses: Annotated[tuple[Id, ...], Field(min_length=1)]
    kind: EvidenceKind
    what: Line
    status: Literal["planned", "draft", "done"]
    on: date | None = None
    reference: Note = ""
    parties: tuple[Id, ...] = ()
    led_to: Note = ""


@dataclass(frozen=True)
class Answered:
    """A clause with what there is for it.

    not_heard  parties of the clause that no finished evidence names
    days_left  until it is due; negative when the day has passed; None without a day
    """

    clause: Clause
    state: Answer
    evidence: tuple[Evidence, ...]
    not_heard: tuple[Party, ...]
    days_left: int | None

    @property
    def is_overdue(self) -> bool:
        """The day has passed and the clause is not met."""
        return self.state != "met" and self.days_left is not None and self.days_left < 0


def coverage(assignment: Assignment, evidence: Iterable[Evidence], *, today: date) -> tuple[Answered, ...]:
    """Each clause with its evidence, in the decision's order.

    A clause is met when something of a kind that can answer it is done, and every party it names has been part of
    something done; thin when there is any evidence; else missing. A later day than `today` is no deed.
    """
    found = tuple(evidence)
    by_id = {party.id: party for party in assignment.parties}
    answered = []
    for clause in assignment.clauses:
        mine = tuple(one for one in found if clause.id in one.clauses and one.kind in clause.answered)
        done = [one for one in mine if one.status == "done" and (one.on is None or one.on <= today)]
        heard = {id for one in done for id in one.parties}
        not_heard = tuple(by_id[id] for id in clause.parties if id not in heard)
        state: Answer = "met" if done and not not_heard else "thin" if mine else "missing"
        days_left = (clause.due - today).days if clause.due else None
        answered.append(Answered(clause, state, mine, not_heard, days_left))
    return tuple(answered)

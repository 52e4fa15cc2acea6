"""Registers that a report states as of a day: money, dialogue, reach.

Asked of a register, a question is frozen: it carries the rows that it was asked of, so the same sums come again from
the file alone. The public edition leaves the rows out; what it says of a register can then not be computed again, and
`recompute` says so.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from beredd.assignments.accounts import Cost, account
from beredd.assignments.decision import Assignment
from beredd.assignments.evidence import Evidence
from beredd.provenance import fingerprint
from beredd.reports.errors import ReportError
from beredd.reports.outcomes import Outcome, Stated, Value

ENGINE = "register/1"
ROWS = "rows"


@dataclass(frozen=True, kw_only=True)
class Recommended:
    """What an earlier assignment recommended, and what became of it, in words."""

    source: str
    text: str
    owner: str = ""
    status: str = ""
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class Registers:
    """What the registers of an assignment hold on a day.

    reach     one mapping per distribution, with `setting`, `sex` and `kits`
    is_demo   whether any of it is the demonstration's
    """

    assignment: Assignment
    on: date
    costs: tuple[Cost, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    reach: tuple[Mapping[str, Any], ...] = ()
    earlier: tuple[Recommended, ...] = ()
    is_demo: bool = False

    @property
    def is_empty(self) -> bool:
        """Nobody has entered anything that was done or paid: a report of it is a demonstration."""
        return not self.costs and not any(one.status == "done" for one in self.evidence)

    @property
    def dialogue(self) -> tuple[Evidence, ...]:
        """Talks and exercises that were held, by day."""
        held = (
            one
            for one in self.evidence
            if one.kind in ("dialogue", "exercise") and one.status == "done" and (one.on is None or one.on <= self.on)
        )
        return tuple(sorted(held, key=lambda one: (one.on or date.min, one.what)))

    def frozen(self, kind: str, question: Mapping[str, Any]) -> dict[str, Any]:
        """A question to a register with the rows that answer it; any other question as it is."""
        if kind not in _ROWS:
            return dict(question)
        return {**question, "on": self.on.isoformat(), **_ROWS[kind](self, question)}


def is_register(kind: str) -> bool:
    """Whether questions of the kind are asked of a register."""
    return kind in _ROWS


def answer(kind: str, question: Mapping[str, Any]) -> Outcome:
    """What a frozen question comes to."""
    values = _VALUES[kind](question)
    return Stated(engine=ENGINE, result=fingerprint({"kind": kind, **question}), command="", values=values)


def _cost_rows(registers: Registers, question: Mapping[str, Any]) -> dict[str, Any]:
    year = question.get("year")
    years = [one for one in account(registers.assignment, registers.costs) if year in (None, one.grant.year)]
    if not years:
        raise ReportError("reports.no-money", assignment=registers.assignment.id, year=str(year))
    if over := next((one for one in years if one.left < 0), None):
        raise ReportError("reports.overspent", year=str(over.grant.year), kronor=-over.left / 100)
    rows = [
        {"on": one.on.isoformat(), "ore": one.ore, "what": one.what, "reference": one.reference}
        for year in years
        for one in year.costs
    ]
    return {"granted_ore": sum(one.granted for one in years), ROWS: rows}


def _cost_values(question: Mapping[str, Any]) -> dict[str, Value]:
    spent = sum(row["ore"] for row in question[ROWS])
    granted = question["granted_ore"]
    return {"granted_ore": granted, "spent_ore": spent, "left_ore": granted - spent, "costs": len(question[ROWS])}


def _dialogue_rows(registers: Registers, _question: Mapping[str, Any]) -> dict[str, Any]:
    rows = [
        {
            "on": one.on.isoformat() if one.on else "",
            "what": one.what,
            "parties": list(one.parties),
            "led_to": one.led_to,
        }
        for one in registers.dialogue
    ]
    return {"parties": [party.id for party in registers.assignment.parties], ROWS: rows}


def _dialogue_values(question: Mapping[str, Any]) -> dict[str, Value]:
    heard = {id for row in question[ROWS] for id in row["parties"]} & set(question["parties"])
    return {
        "occasions": len(question[ROWS]),
        "led_to_something": sum(bool(row["led_to"]) for row in question[ROWS]),
        "parties": len(question["parties"]),
        "heard": len(heard),
        "not_heard": len(question["parties"]) - len(heard),
    }


def _reach_rows(registers: Registers, _question: Mapping[str, Any]) -> dict[str, Any]:
    kits: Counter[tuple[str, str]] = Counter()
    for one in registers.reach:
        kits[one["setting"], one["sex"]] += one["kits"]
    return {ROWS: [{"setting": setting, "sex": sex, "kits": n} for (setting, sex), n in sorted(kits.items())]}


def _reach_values(question: Mapping[str, Any]) -> dict[str, Value]:
    by_sex: Counter[str] = Counter()
    for row in question[ROWS]:
        by_sex[row["sex"]] += row["kits"]
    return {
        "kits": sum(by_sex.values()),
        "kits_women": by_sex["women"],
        "kits_men": by_sex["men"],
        "kits_unknown": sum(n for sex, n in by_sex.items() if sex not in ("women", "men")),
        "settings": len({row["setting"] for row in question[ROWS]}),
    }


_ROWS: dict[str, Callable[[Registers, Mapping[str, Any]], dict[str, Any]]] = {
    "register.costs": _cost_rows,
    "register.dialogue": _dialogue_rows,
    "register.reach": _reach_rows,
}
_VALUES: dict[str, Callable[[Mapping[str, Any]], Mapping[str, Value]]] = {
    "register.costs": _cost_values,
    "register.dialogue": _dialogue_values,
    "register.reach": _reach_values,
}

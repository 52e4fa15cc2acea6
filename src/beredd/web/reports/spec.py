"""What a report on the site is built from, as plain data: the registers as they stood when it was asked for."""

from dataclasses import asdict
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from beredd.assignments.accounts import Cost
from beredd.assignments.evidence import Evidence
from beredd.assignments.store import find_assignment
from beredd.reports.registers import Recommended, Registers


def spec_of(registers: Registers, *, kind: str, edition: str) -> dict[str, Any]:
    """The question: JSON-ready, with every row of the registers in it."""
    return {
        "assignment": registers.assignment.id,
        "kind": kind,
        "edition": edition,
        "on": registers.on.isoformat(),
        "costs": [asdict(one) | {"on": one.on.isoformat()} for one in registers.costs],
        "evidence": [_plain(one) for one in registers.evidence],
        "reach": [dict(one) for one in registers.reach],
        "earlier": [asdict(one) for one in registers.earlier],
        "is_demo": registers.is_demo,
    }


def registers_of(spec: dict[str, Any]) -> Registers:
    """The registers of a question."""
    return Registers(
        assignment=find_assignment(spec["assignment"]),
        on=date.fromisoformat(spec["on"]),
        costs=tuple(Cost(**one | {"on": date.fromisoformat(one["on"])}) for one in spec["costs"]),
        evidence=TypeAdapter(tuple[Evidence, ...]).validate_python(spec["evidence"]),
        reach=tuple(spec["reach"]),
        earlier=tuple(Recommended(**one) for one in spec["earlier"]),
        is_demo=spec["is_demo"],
    )


def _plain(one: Evidence) -> dict[str, Any]:
    told = asdict(one)
    return told | {
        "on": one.on.isoformat() if one.on else None,
        "clauses": list(one.clauses),
        "parties": list(one.parties),
    }

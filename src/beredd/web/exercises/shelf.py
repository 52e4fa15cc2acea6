"""All plans and programmes that the site knows: those in the package, and those that are made here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from beredd.exercises.catalogue import Catalogue
from beredd.exercises.package import Keys
from beredd.exercises.plan import Plan
from beredd.exercises.programme import Programme
from beredd.exercises.store import Exercises, attachments_of, plan_of, read_exercises, shipped
from beredd.intake.structured import checked
from beredd.web.exercises.models import PlanVersion, ProgrammeText


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A version of a plan. `row` is None for one that comes with the program and cannot be changed here."""

    plan: Plan
    row: PlanVersion | None = None

    @property
    def token(self) -> int:
        """Which state of the version this is; 0 for what never changes."""
        return self.row.revision if self.row else 0


@cache
def package() -> Exercises:
    """What comes with the program; read once, which takes half a second."""
    return read_exercises()


def catalogue() -> Catalogue:
    """What plans have in common."""
    return package().catalogue


_read: dict[tuple[str, int, int, datetime], Plan] = {}
"""What tells a row's state from all others -> the plan in it."""


def kept(row: PlanVersion) -> Kept:
    """A row as a plan."""
    key = row.plan, row.version, row.revision, row.changed_at
    if key not in _read:
        if len(_read) > 500:
            _read.clear()
        _read[key] = from_data(row.data)
    return Kept(plan=_read[key], row=row)


def from_data(data: Mapping[str, Any]) -> Plan:
    """A plan from its plain data; FileRefused with the keys of what is wrong."""
    return plan_of(Keys(str(data.get("id", "")), b"", dict(data)), catalogue())


def versions(id: str) -> list[Kept]:
    """Every version of a plan, the newest first; none where there is no such plan."""
    found = [kept(row) for row in PlanVersion.objects.filter(plan=id)]
    if id in package().plans:
        found.append(Kept(plan=package().plans[id]))
    return sorted(found, key=lambda one: -one.plan.version)


def version_of(id: str, version: int | None = None) -> Kept | None:
    """That version of a plan, or the newest."""
    return next((one for one in versions(id) if version in (None, one.plan.version)), None)


def latest() -> dict[str, Kept]:
    """Id -> the newest version of each plan, in the order of their names with numbers in order."""
    found = {id: Kept(plan=plan) for id, plan in package().plans.items()}
    for row in PlanVersion.objects.order_by("version"):
        if row.plan not in found or found[row.plan].plan.version < row.version:
            found[row.plan] = kept(row)
    return dict(sorted(found.items(), key=lambda pair: _place(pair[0])))


def _place(id: str) -> tuple[int, str]:
    """`s2-…` before `s10-…`; what has no number after all that has."""
    number = id.partition("-")[0].removeprefix("s")
    return (int(number), id) if number.isdigit() else (1000, id)


def programmes() -> dict[str, tuple[Programme, int]]:
    """Id -> (programme, its revision), as changed here or as it comes with the program (then 0)."""
    found = {id: (one, 0) for id, one in package().programmes.items()}
    for row in ProgrammeText.objects.order_by("programme"):
        found[row.programme] = (programme_from(row.data), row.revision)
    return found


def programme_from(data: Mapping[str, Any]) -> Programme:
    """A programme from its plain data; FileRefused with the keys of what is wrong."""
    found: Programme = checked(Keys(str(data.get("id", "")), b"", dict(data)), Programme, dict(data))
    return found


def attachments(one: Kept) -> dict[str, bytes]:
    """Name -> content of what a version's injects hand out."""
    if one.row is not None:
        return {name: bytes(content) for name, content in one.row.attachments.values_list("name", "content")}
    id = one.plan.id
    return attachments_of(one.plan, package().files[id], shipped() / "plans" / f"{id}.yaml")

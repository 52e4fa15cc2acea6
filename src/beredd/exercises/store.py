"""The folder of exercises: `catalogue.yaml`, a file for each plan, a file for each programme."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from beredd.exercises.catalogue import Catalogue, Named, Quantity, Scale, levers_of
from beredd.exercises.errors import UnknownPlan
from beredd.exercises.package import Keys, from_package, is_attachment_name
from beredd.exercises.plan import Actor, Indicator, Objective, Plan
from beredd.exercises.plan_sheets import from_sheets
from beredd.exercises.programme import Programme
from beredd.exercises.times import canonical
from beredd.intake import Fault, FileRefused, cell, read_bytes, shown_name
from beredd.intake.structured import File, checked, only, parse, take
from beredd.wording import Sentence

SHARED = ("objectives", "indicators", "actors")
"""Lists of a plan whose items may be the id of one in the catalogue."""
_KINDS: dict[str, type] = {
    "quantities": Quantity,
    "objectives": Objective,
    "indicators": Indicator,
    "actors": Actor,
    "channels": Named,
    "classes": Named,
    "scales": Scale,
}


@dataclass(frozen=True)
class Exercises:
    """All plans and programmes of a folder, with what they have in common."""

    catalogue: Catalogue
    plans: Mapping[str, Plan]
    programmes: Mapping[str, Programme]
    files: Mapping[str, File]
    """Id of a plan or a programme -> the file that it stands in."""

    def plan(self, id: str) -> Plan:
        """The plan with that id."""
        if id not in self.plans:
            raise UnknownPlan("exercises.no-plan", id=id, known=tuple(self.plans))
        return self.plans[id]


def shipped() -> Path:
    """The folder that comes with the program."""
    return Path(str(files("beredd") / "content" / "exercises"))


def read_exercises(folder: Path | None = None) -> Exercises:
    """Every plan of a folder, or a refusal with everything that cannot be understood in it."""
    folder = folder or shipped()
    catalogue = read_catalogue(folder)
    plans, programmes, sources, faults = {}, {}, {}, []
    for path in sorted((folder / "plans").glob("*.yaml")):
        try:
            file = parse(_bytes(path), name=f"plans/{path.name}")
            plan = plan_of(file, catalogue)
            plans[plan.id], sources[plan.id] = plan, file
            if plan.id != path.stem:
                found = Sentence("exercises.other-id", id=plan.id)
                faults.append(Fault(file.name, found, Sentence("exercises.file-name", name=path.stem), row=1))
        except FileRefused as refused:
            faults += refused.faults
    for path in sorted((folder / "programmes").glob("*.yaml")):
        try:
            file = parse(_bytes(path), name=f"programmes/{path.name}")
            programme = checked(file, Programme, file.data)
            programmes[programme.id], sources[programme.id] = programme, file
            faults += _unknown_plans(file, programme, plans)
        except FileRefused as refused:
            faults += refused.faults
    if faults:
        raise FileRefused(faults=faults)
    return Exercises(catalogue, plans, programmes, sources)


def _unknown_plans(file: File, programme: Programme, plans: Mapping[str, Plan]) -> list[Fault]:
    return [
        Fault(
            file.name,
            Sentence("exercises.dead", what="plan", id=cell(one.plan)),
            Sentence("exercises.known", ids=tuple(plans)),
            row=file.line("occasions", at, "plan"),
        )
        for at, one in enumerate(programme.occasions)
        if one.plan not in plans
    ]


@cache
def read_catalogue(folder: Path | None = None) -> Catalogue:
    """What the plans of a folder have in common; a folder without one has the program's."""
    folder = folder or shipped()
    path = folder / "catalogue.yaml"
    file = parse(_bytes(path if path.is_file() else shipped() / "catalogue.yaml"), name="catalogue.yaml")
    only(file, "company_names", *_KINDS)
    found = {key: {item.id: item for item in take(file, kind, key)} for key, kind in _KINDS.items()}
    shared = {key: {item["id"]: item for item in file.data[key]} for key in SHARED}
    levers = parse(_bytes(shipped().parent / "levers" / "levers.yaml"), name="levers.yaml")
    found["levers"] = {lever.id: lever for lever in levers_of(levers.data["levers"])}
    return Catalogue(**found, company_names=tuple(file.data.get("company_names") or ()), shared=shared)


def script_of(name: str, folder: Path | None = None) -> Path:
    """The file of a script: a path, or the name of one in the folder of exercises."""
    inside = (folder or shipped()) / "scripts" / f"{name}.json"
    return inside if Path(name).name == name and inside.is_file() else Path(name)


def read_plan(path: Path, folder: Path | None = None) -> tuple[Plan, File, Catalogue]:
    """The plan in a YAML, XLSX or JSON file, the file, and the catalogue (of `folder`) that it is read with."""
    catalogue, raw, name = read_catalogue(folder), _bytes(path), shown_name(path)
    match path.suffix.lower():
        case ".xlsx":
            file: File = from_sheets(raw, catalogue, name=name)
        case ".json":
            file = from_package(raw, name=name)
        case _:
            file = parse(raw, name=name)
    return plan_of(file, catalogue), file, catalogue


def attachments_of(plan: Plan, file: File, path: Path) -> dict[str, bytes]:
    """The attachments that a plan names and that are there: in its package, or in the folder beside its file."""
    if isinstance(file, Keys):
        return dict(file.attachments)
    folder = path.with_suffix("")
    names = {inject.attachment for inject in plan.injects if is_attachment_name(inject.attachment)}
    return {name: _bytes(folder / name) for name in sorted(names) if (folder / name).is_file()}


def plan_of(file: File, catalogue: Catalogue) -> Plan:
    """The plan in a file, what it names from the catalogue put in."""
    plan: Plan = checked(file, Plan, expanded(file.data, catalogue))
    return plan


def expanded(data: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """A plan's plain data with the catalogue's items in place of their ids, and offsets as they are stored."""
    found = dict(data)
    for key in SHARED:
        if isinstance(found.get(key), list):
            known = catalogue.shared[key]
            found[key] = [known.get(item, item) if isinstance(item, str) else item for item in found[key]]
    starts = found.get("starts") if isinstance(found.get("starts"), str) else "00:00"
    for key in ("injects", "phases"):
        if isinstance(found.get(key), list):
            found[key] = [_timed(item, str(starts)) for item in found[key]]
    return found


def _timed(item: Any, starts: str) -> Any:
    if isinstance(item, dict) and isinstance(item.get("at"), str) and starts[:2].isdigit():
        return item | {"at": canonical(item["at"], starts=starts)}
    return item


def _bytes(path: Path) -> bytes:
    return read_bytes(path, wanted=Sentence("exercises.a-plan"))

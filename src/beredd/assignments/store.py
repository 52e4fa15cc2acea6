"""The folder of assignments: one YAML file each, checked with every fault's file and line."""

from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from beredd.assignments.decision import Assignment
from beredd.assignments.errors import UnknownAssignment
from beredd.assignments.evidence import Evidence
from beredd.assignments.secrecy import classified_in
from beredd.intake import Fault, FileRefused, cell, read_bytes, shown_name
from beredd.intake.structured import File, checked, only, parse, take
from beredd.wording import Sentence


def shipped() -> Path:
    """The folder that comes with the program."""
    return Path(str(files("beredd") / "content" / "assignments"))


def read_assignments(folder: Path | None = None) -> dict[str, Assignment]:
    """Every assignment of a folder by its id, or a refusal with everything that cannot be understood in it."""
    found, faults = {}, []
    for path in sorted((folder or shipped()).glob("*.yaml")):
        try:
            file = parse(read_bytes(path, wanted=Sentence("assignments.a-decision")), name=path.name)
            assignment = checked(file, Assignment, file.data)
            faults += _contradictions(file, assignment)
            found[assignment.id] = assignment
            if assignment.id != path.stem:
                what = Sentence("assignments.other-id", id=assignment.id)
                faults.append(Fault(file.name, what, Sentence("assignments.file-name", name=path.stem), row=1))
        except FileRefused as refused:
            faults += refused.faults
    if faults:
        raise FileRefused(faults=faults)
    return found


def find_assignment(id: str, folder: Path | None = None) -> Assignment:
    """The assignment with that id, or one sentence with those that there are."""
    found = read_assignments(folder)
    if id not in found:
        raise UnknownAssignment("assignments.unknown", id=id, known=tuple(found))
    return found[id]


def read_evidence(path: Path, assignment: Assignment) -> tuple[Evidence, ...]:
    """What somebody holds against an assignment's clauses: a YAML file with a list `evidence`."""
    file = parse(read_bytes(path, wanted=Sentence("assignments.some-evidence")), name=shown_name(path))
    only(file, "evidence")
    evidence: tuple[Evidence, ...] = take(file, Evidence, "evidence")
    clauses, parties = {one.id for one in assignment.clauses}, {one.id for one in assignment.parties}
    faults = [
        Fault(
            file.name,
            Sentence("assignments.dead", what=what, id=id),
            Sentence("assignments.known", ids=tuple(sorted(known))),
            row=file.line("evidence", at, what),
        )
        for at, one in enumerate(evidence)
        for what, ids, known in (("clauses", one.clauses, clauses), ("parties", one.parties, parties))
        for id in ids
        if id not in known
    ]
    faults += [
        Fault(file.name, cell(found), Sentence("assignments.unclassified"), row=file.line("evidence", at, name))
        for at, one in enumerate(evidence)
        for name in ("what", "led_to", "reference")
        if (found := classified_in(getattr(one, name)))
    ]
    if faults:
        raise FileRefused(faults=faults)
    return evidence


def _contradictions(file: File, assignment: Assignment) -> Iterator[Fault]:
    parties = {one.id for one in assignment.parties}
    for key, ids in (
        ("parties", [one.id for one in assignment.parties]),
        ("clauses", [one.id for one in assignment.clauses]),
    ):
        for id, times in Counter(ids).items():
            if times > 1:
                found, row = Sentence("assignments.twice", id=id), file.line(key, len(ids) - 1 - ids[::-1].index(id))
                yield Fault(file.name, found, Sentence("assignments.once"), row=row)
    for at, clause in enumerate(assignment.clauses):
        for id in clause.parties:
            if id not in parties:
                yield Fault(
                    file.name,
                    Sentence("assignments.dead", what="parties", id=id),
                    Sentence("assignments.known", ids=tuple(sorted(parties))),
                    row=file.line("clauses", at, "parties"),
                )

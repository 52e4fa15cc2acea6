"""`beredd exercise export | import | compare | review | approve | revise | clone`: plans as files."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from beredd.cli.output import Json, print_json, stdout
from beredd.wording import Sentence, say

if TYPE_CHECKING:
    from beredd.exercises.catalogue import Catalogue
    from beredd.exercises.plan import Plan
    from beredd.intake.structured import File

Folder = Annotated[Path | None, typer.Option("--store", help="The folder of exercises; else the one in the package.")]
Which = Annotated[str, typer.Argument(help="A plan's id, or a YAML, XLSX or JSON file with a plan.")]
Own = Annotated[Path, typer.Argument(help="A YAML file with a plan; it is written anew.")]
By = Annotated[str, typer.Option(help="Who does it, by name.")]
On = Annotated[str | None, typer.Option(help="The day, such as 2026-11-27; else today.")]
SUFFIXES = (".yaml", ".yml", ".xlsx", ".json")


def found(which: str, store: Path | None) -> "tuple[Plan, File, Catalogue, Path]":
    """The plan that an argument names, its file and where that lies."""
    from beredd.exercises.store import read_exercises, read_plan, shipped

    if Path(which).suffix.lower() in SUFFIXES:
        plan, file, catalogue = read_plan(Path(which), store)
        return plan, file, catalogue, Path(which)
    exercises = read_exercises(store)
    plan = exercises.plan(which)
    return plan, exercises.files[which], exercises.catalogue, (store or shipped()) / "plans" / f"{which}.yaml"


def export(
    plan: Which,
    xlsx: Annotated[Path | None, typer.Option(help="The workbook to write.")] = None,
    json: Annotated[Path | None, typer.Option(help="The package to write: the plan and its attachments.")] = None,
    store: Folder = None,
) -> None:
    """Write a plan as a workbook, or as a package that holds its attachments too."""
    from beredd.exercises.errors import ExerciseError
    from beredd.exercises.package import package
    from beredd.exercises.store import attachments_of
    from beredd.exercises.workbook import workbook
    from beredd.writing import check_file, write_file

    if xlsx is None and json is None:
        raise ExerciseError("plans.no-format")
    read, file, catalogue, path = found(plan, store)
    for wanted in (one for one in (xlsx, json) if one is not None):
        check_file(wanted)
    if xlsx is not None:
        write_file(xlsx, workbook(read, catalogue))
        stdout.print(say("plans.written", file=str(xlsx)), soft_wrap=True)
    if json is not None:
        write_file(json, package(read, attachments_of(read, file, path)))
        stdout.print(say("plans.written", file=str(json)), soft_wrap=True)


def import_(
    file: Annotated[Path, typer.Argument(help="An XLSX workbook, a JSON package or a YAML file with a plan.")],
    out: Annotated[
        Path | None,
        typer.Option(help="The YAML file to write; attachments go into the folder of its name. Without: only say."),
    ] = None,
    store: Folder = None,
    json: Json = False,
) -> None:
    """Read a plan from a file and say row by row what came of it. Nothing is written where it cannot be used."""
    from beredd.exercises.importing import rows
    from beredd.exercises.package import plan_text
    from beredd.exercises.plan_sheets import Cells
    from beredd.exercises.store import attachments_of, read_plan
    from beredd.exercises.workflow import check_replaced
    from beredd.intake.structured import parse

    plan, source, catalogue = read_plan(file, store)
    before = _before(plan.id, out, store)
    if before is not None:
        check_replaced(before, plan)
    text = plan_text(plan, catalogue)
    parse(text.encode(), name=str(out or file))
    attached = attachments_of(plan, source, file)
    done = rows(plan, source, before)
    notes = source.passed_over if isinstance(source, Cells) else ()
    if out is not None:
        _write(out, text, attached)
    _say_rows(done, notes, json=json, id=plan.id, out=out)


def _before(id: str, out: Path | None, store: Path | None) -> "Plan | None":
    """The plan that would be replaced: in the file to write, else the one of that id in the store."""
    from beredd.exercises.store import read_exercises, read_plan

    if out is not None and out.is_file():
        return read_plan(out, store)[0]
    return read_exercises(store).plans.get(id)


def _write(out: Path, text: str, attached: dict[str, bytes]) -> None:
    from beredd.writing import check_file, write_file

    check_file(out)
    folder = out.with_suffix("")
    if attached:
        folder.mkdir(parents=True, exist_ok=True)
    for name, raw in attached.items():
        write_file(folder / name, raw)
    write_file(out, text)


def _say_rows(done: Any, notes: tuple[Sentence, ...], *, json: bool, id: str, out: Path | None) -> None:
    counts = {kind: sum(row.did == kind for row in done) for kind in ("added", "changed", "removed", "unchanged")}
    if json:
        listed = [vars(row) | {"fields": list(row.fields)} for row in done]
        print_json({"plan": id, "rows": listed, "notes": [str(one) for one in notes], **counts})
        return
    for row in done:
        if row.did != "unchanged":
            stdout.print(say("plans.row", **_told(row)), soft_wrap=True)
    for note in notes:
        stdout.print(str(note), soft_wrap=True)
    stdout.print(say("plans.rows", **counts))
    stdout.print(say("plans.written", file=str(out)) if out else say("plans.nothing-written"), soft_wrap=True)


def _told(row: Any) -> dict[str, Any]:
    name = f"{row.id}. {row.title}" if row.title and row.title != row.id else row.id
    return {"sheet": row.sheet, "row": str(row.row), "name": name, "did": row.did, "fields": ", ".join(row.fields)}


def compare(
    before: Which,
    after: Which,
    store: Folder = None,
    json: Json = False,
) -> None:
    """Say what was added, what went and what changed between two plans, or two versions of one."""
    from beredd.exercises.comparison import differences
    from beredd.exercises.workbook import plain_data

    changes = differences(found(before, store)[0], found(after, store)[0])
    if json:
        rows = [vars(one) | {"fields": plain_data_of(one.fields, plain_data)} for one in changes]
        print_json({"changes": rows})
        return
    for one in changes:
        name = f"{one.id}. {one.title}" if one.title and one.title != one.id else one.id
        stdout.print(say("plans.change", sheet=one.sheet, name=name, kind=one.kind), soft_wrap=True)
        for header, (was, now) in (one.fields or {}).items():
            stdout.print(f"  {header}: {_short(was)} → {_short(now)}", soft_wrap=True, markup=False)
    stdout.print(say("plans.compared", n=len(changes)))


def plain_data_of(fields: Any, plain_data: Any) -> dict[str, list[Any]]:
    """(before, after) of each field as plain data."""
    return {header: [plain_data(was), plain_data(now)] for header, (was, now) in (fields or {}).items()}


def _short(value: Any) -> str:
    from dataclasses import astuple, is_dataclass

    if isinstance(value, tuple):
        return "; ".join(_short(one) for one in value) or "–"
    if is_dataclass(value) and not isinstance(value, type):
        return ", ".join(_short(one) for one in astuple(value) if one not in ("", 0, ()))
    return str(value) if value not in ("", None) else "–"


def review(file: Own, by: By, on: On = None) -> None:
    """Say that a draft has been read by someone who did not write it."""
    _take(file, "reviewed", by, on)


def approve(file: Own, by: By, on: On = None) -> None:
    """Approve a reviewed plan. From then on this version stands."""
    _take(file, "approved", by, on)


def write(file: Own, by: By, on: On = None) -> None:
    """Say who wrote a draft."""
    _take(file, "written", by, on)


def _take(file: Path, step: Any, by: str, on: str | None) -> None:
    from beredd.exercises.package import restamped
    from beredd.exercises.store import read_plan
    from beredd.exercises.workflow import taken
    from beredd.writing import write_file

    plan, source, _ = read_plan(file)
    after = taken(plan, step, by=by, on=day_of(on))
    write_file(file, restamped(source, after))
    stdout.print(say("plans.taken", id=plan.id, version=after.version, step=step, by=by), soft_wrap=True)


def revise(
    plan: Which,
    out: Annotated[Path, typer.Option(help="The YAML file to write.")],
    by: By,
    on: On = None,
    store: Folder = None,
) -> None:
    """Begin the next version of a plan, as a draft."""
    from beredd.exercises.workflow import revised

    _copy(plan, out, store, lambda read: revised(read, by=by, on=day_of(on)))


def clone(
    plan: Which,
    id: Annotated[str, typer.Option(help="The new plan's id.")],
    name: Annotated[str, typer.Option(help="The new plan's name.")],
    out: Annotated[Path, typer.Option(help="The YAML file to write.")],
    by: By,
    on: On = None,
    store: Folder = None,
) -> None:
    """Begin another plan as a copy of one."""
    from beredd.exercises.workflow import cloned

    _copy(plan, out, store, lambda read: cloned(read, id=id, name=name, by=by, on=day_of(on)))


def _copy(which: str, out: Path, store: Path | None, made: Any) -> None:
    from beredd.exercises.package import plan_text
    from beredd.exercises.store import attachments_of, plan_of
    from beredd.exercises.workflow import check_replaced
    from beredd.intake.structured import parse

    read, file, catalogue, path = found(which, store)
    after = made(read)
    if out.is_file():
        check_replaced(found(str(out), store)[0], after)
    text = plan_text(after, catalogue)
    plan_of(parse(text.encode(), name=str(out)), catalogue)
    _write(out, text, attachments_of(read, file, path))
    stdout.print(say("plans.written", file=str(out)), soft_wrap=True)


def day_of(text: str | None) -> date:
    """The day that a person wrote, today where nothing is said."""
    from beredd.exercises.errors import ExerciseError
    from beredd.intake import as_date

    if text is None:
        return date.today()
    if (day := as_date(text)) is None:
        raise ExerciseError("plans.no-day", found=text)
    return day


def add_to(app: typer.Typer) -> None:
    """The commands under their names."""
    app.command("export")(export)
    app.command("import")(import_)
    app.command("compare")(compare)
    app.command("write")(write)
    app.command("review")(review)
    app.command("approve")(approve)
    app.command("revise")(revise)
    app.command("clone")(clone)

"""`beredd exercise …`: plans of exercises."""

from pathlib import Path
from typing import Annotated, Any

import typer

from beredd.cli import exercise_play
from beredd.cli.exercise_files import Folder, Which, add_to, found
from beredd.cli.exercise_report import report
from beredd.cli.exercise_run import verify
from beredd.cli.output import Json, print_json, stdout
from beredd.wording import say

app = typer.Typer(no_args_is_help=True, help="Exercises as data.", pretty_exceptions_enable=False)
app.command("verify")(verify)
app.command("report")(report)
exercise_play.register(app)
add_to(app)


@app.callback()
def noun() -> None:
    """Exercises: plans that can be read, checked and played from paper."""


@app.command("list")
def list_(store: Folder = None, json: Json = False) -> None:
    """Say which plans there are, and the programme of years that they belong to."""
    from beredd.exercises.store import read_exercises
    from beredd.exercises.workbook import plain_data

    exercises = read_exercises(store)
    rows: list[dict[str, Any]] = [
        {
            "id": plan.id,
            "name": plan.name,
            "version": plan.version,
            "status": plan.status,
            "modes": list(plan.modes),
            "injects": len(plan.injects),
            "summary": plan.summary,
        }
        for plan in exercises.plans.values()
    ]
    if json:
        print_json({"plans": rows, "programmes": plain_data(tuple(exercises.programmes.values()))})
        return
    for row in rows:
        stdout.print(f"{row['id']}  {row['name']}. {row['summary']} ({row['status']})", soft_wrap=True)
    for programme in exercises.programmes.values():
        stdout.print(f"\n{programme.id}  {programme.name}", soft_wrap=True)
        for one in programme.occasions:
            stdout.print(f"  {one.year}  {one.plan}  {one.theme} ({one.when})", soft_wrap=True)
        for meeting in programme.meetings:
            agreed = "; ".join(f"{item.text} ({item.who})" for item in meeting.agreed) or say("plans.nothing-agreed")
            stdout.print(f"  {meeting.when}  {meeting.name}: {agreed}", soft_wrap=True)


@app.command("check")
def check(plan: Which, store: Folder = None, json: Json = False) -> None:
    """Hold a plan or a programme against the rules. Exit 1 with where, what is wrong and what to do."""
    from beredd.intake import FileRefused

    try:
        if (of_programme := _of_programme(plan, store)) is not None:
            file, findings = of_programme
        else:
            file, findings = _of_plan(plan, store)
    except FileRefused as refused:
        rows = [_row(f.file, (f.sheet, f.row, f.column), "form", str(f), "") for f in refused.faults]
    else:
        rows = [_row(file.name, file.at(one.path), one.rule, str(one.what), str(one.todo)) for one in findings]
    _say(rows, json=json)


def _of_plan(which: str, store: Path | None) -> Any:
    """The file and the findings of a plan."""
    from beredd.exercises.lint import lint, lint_attachments
    from beredd.exercises.plan_sheets import Cells
    from beredd.exercises.store import attachments_of

    read, file, catalogue, path = found(which, store)
    findings = list(lint(read, catalogue))
    if not isinstance(file, Cells):  # a workbook carries no attachments
        findings += lint_attachments(read, attachments_of(read, file, path))
    return file, findings


def _of_programme(id: str, store: Path | None) -> Any:
    """The file and the findings of a programme; None where no programme has that id."""
    from beredd.exercises.programme import lint_programme
    from beredd.exercises.store import read_exercises

    if Path(id).suffix:
        return None
    exercises = read_exercises(store)
    if (programme := exercises.programmes.get(id)) is None:
        return None
    return exercises.files[id], list(lint_programme(programme, exercises.plans, exercises.catalogue))


def _say(rows: list[dict[str, Any]], *, json: bool) -> None:
    if json:
        print_json({"findings": rows})
    else:
        for row in rows:
            place = " ".join(str(part) for part in (row["sheet"], row["line"], row["column"]) if part)
            stdout.print(f"{row['file']}:{place}: {row['rule']}: {row['what']} {row['todo']}", soft_wrap=True)
        stdout.print(say("exercises.checked", n=len(rows)))
    if rows:
        raise typer.Exit(1)


def _row(file: str, place: tuple[str, int, str], rule: str, what: str, todo: str) -> dict[str, Any]:
    sheet, line, column = place
    return {"file": file, "sheet": sheet, "line": line, "column": column, "rule": rule, "what": what, "todo": todo}


@app.command("print")
def print_(
    plan: Which,
    out: Annotated[Path, typer.Option(help="The folder to write; files of an earlier pack are written over.")],
    store: Folder = None,
) -> None:
    """Write the pack for paper: guide, roles, injects, decisions, observers' sheets, forms, each as PDF/UA."""
    from beredd.exercises.prints import pack
    from beredd.writing import check_folder, write_file

    read, _, catalogue, _ = found(plan, store)
    check_folder(out)
    made = list(pack(read, catalogue))
    out.mkdir(parents=True, exist_ok=True)
    for name, raw in made:
        write_file(out / name, raw)
    stdout.print(say("exercises.printed", n=len(made), folder=str(out)), soft_wrap=True)

"""`beredd exercise …`: plans of exercises."""

from pathlib import Path
from typing import Annotated, Any

import typer

from beredd.cli import exercise_play
from beredd.cli.exercise_run import verify
from beredd.cli.output import Json, print_json, stdout
from beredd.wording import say

app = typer.Typer(no_args_is_help=True, help="Exercises as data.", pretty_exceptions_enable=False)
app.command("verify")(verify)
exercise_play.register(app)
Folder = Annotated[Path | None, typer.Option("--store", help="The folder of exercises; else the one in the package.")]


@app.callback()
def noun() -> None:
    """Exercises: plans that can be read, checked and played from paper."""


@app.command("list")
def list_(store: Folder = None, json: Json = False) -> None:
    """Say which plans there are."""
    from beredd.exercises.store import read_exercises

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
        for plan in read_exercises(store).plans.values()
    ]
    if json:
        print_json({"plans": rows})
        return
    for row in rows:
        stdout.print(f"{row['id']}  {row['name']}. {row['summary']} ({row['status']})", soft_wrap=True)


@app.command("check")
def check(
    plan: Annotated[str, typer.Argument(help="A plan's id, or a YAML file with a plan.")],
    store: Folder = None,
    json: Json = False,
) -> None:
    """Hold a plan against the rules. Exit 1 with where, what is wrong and what to do."""
    from beredd.exercises.lint import lint
    from beredd.exercises.store import read_exercises, read_plan
    from beredd.intake import FileRefused

    try:
        if Path(plan).suffix in {".yaml", ".yml"}:
            read, file, catalogue = read_plan(Path(plan))
        else:
            exercises = read_exercises(store)
            read, catalogue = exercises.plan(plan), exercises.catalogue
            file = exercises.files[plan]
    except FileRefused as refused:
        rows = [{"file": f.file, "line": f.row, "rule": "form", "what": str(f), "todo": ""} for f in refused.faults]
    else:
        rows = [
            {
                "file": file.name,
                "line": file.line(*one.path),
                "rule": one.rule,
                "what": str(one.what),
                "todo": str(one.todo),
            }
            for one in lint(read, catalogue)
        ]
    if json:
        print_json({"findings": rows})
    else:
        for row in rows:
            stdout.print(f"{row['file']}:{row['line']}: {row['rule']}: {row['what']} {row['todo']}", soft_wrap=True)
        stdout.print(say("exercises.checked", n=len(rows)))
    if rows:
        raise typer.Exit(1)


@app.command("print")
def print_(
    plan: Annotated[str, typer.Argument(help="A plan's id.")],
    out: Annotated[Path, typer.Option(help="The folder to write; files of an earlier pack are written over.")],
    store: Folder = None,
) -> None:
    """Write the pack for paper: guide, roles, injects, decisions, observers' sheets, forms, each as PDF/UA."""
    from beredd.exercises.prints import pack
    from beredd.exercises.store import read_exercises
    from beredd.writing import check_folder, write_file

    exercises = read_exercises(store)
    read = exercises.plan(plan)
    check_folder(out)
    made = list(pack(read, exercises.catalogue))
    out.mkdir(parents=True, exist_ok=True)
    for name, raw in made:
        write_file(out / name, raw)
    stdout.print(say("exercises.printed", n=len(made), folder=str(out)), soft_wrap=True)

"""`beredd guidance …`: claims, what they rest on, what is stale, for whom something is written."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from beredd.cli import publishing
from beredd.cli.output import Json, print_json, stderr, stdout
from beredd.guidance.store import Store, read_files, read_store, shipped, store_of
from beredd.intake import FileRefused
from beredd.wording import say

app = typer.Typer(no_args_is_help=True, help="Guidance made of claims.", pretty_exceptions_enable=False)
app.add_typer(publishing.app)
Folder = Annotated[Path | None, typer.Option("--store", help="The folder of the store; else the one in the package.")]
Day = Annotated[str, typer.Option("--on", help="The day to look from, such as 2026-11-27; else today.")]

Studies = Annotated[
    list[Path] | None,
    typer.Option("--study", help="What a study printed as JSON, to hold computed numbers against; may be repeated."),
]


@app.callback()
def noun() -> None:
    """Guidance on opioid antagonists: one store of claims, every audience, language, page and card."""


@app.command("check")
def check(
    store: Folder = None,
    on: Day = "",
    study: Studies = None,
    everything: Annotated[bool, typer.Option("--flags", help="List flags one by one, too.")] = False,
    json: Json = False,
) -> None:
    """Hold the store against all rules. Exit 1 with a list of file, line, rule, what is wrong and what to do."""
    from beredd.guidance.rules import check as find
    from beredd.guidance.rules import errors

    try:
        read = read_store(store)
    except FileRefused as refused:
        if json:
            rows = [
                {"file": f.file, "line": f.row, "rule": "form", "level": "error", "what": str(f)}
                for f in refused.faults
            ]
            print_json({"findings": rows})
        else:
            stdout.print(str(refused), soft_wrap=True)
        raise typer.Exit(1) from None
    findings = find(read, today=_day(on), outputs=_outputs(study))
    wrong = errors(findings)
    if json:
        print_json({"findings": [_row(read, finding) for finding in findings]})
    else:
        for finding in findings if everything else wrong:
            file, line = finding.place(read)
            stdout.print(f"{file}:{line}: {finding.id}: {finding.rule}: {finding.what} {finding.todo}", soft_wrap=True)
        stdout.print(
            say("guidance.checked", claims=len(read.claims), errors=len(wrong), flags=len(findings) - len(wrong))
        )
    if wrong:
        raise typer.Exit(1)


def _row(store: Store, finding: Any) -> dict:
    file, line = finding.place(store)
    return {
        "file": file,
        "line": line,
        "kind": finding.kind,
        "id": finding.id,
        "rule": finding.rule,
        "level": finding.level,
        "what": str(finding.what),
        "todo": str(finding.todo),
    }


@app.command("stale")
def stale(store: Folder = None, on: Day = "", study: Studies = None, json: Json = False) -> None:
    """Say what no longer says what it should, why, since when, and who must act."""
    from beredd.guidance.staleness import find_expiring, find_stale

    read, today = read_store(store), _day(on)
    rows = [
        {
            "what": one.id,
            "kind": one.kind,
            "claim": one.claim,
            "why": str(one.why),
            "since": one.since.isoformat() if one.since else None,
            "who": str(one.who),
        }
        for one in find_stale(read, today=today, outputs=_outputs(study))
    ]
    soon = [
        {"what": id, "kind": kind, "review_by": day.isoformat(), "warned_at_days": days}
        for kind, id, day, days in find_expiring(read, today=today)
    ]
    if json:
        print_json({"stale": rows, "expiring": soon})
        return
    for row in rows:
        stdout.print(f"{row['what']}: {row['why']} {row['since'] or ''} ({row['who']})", soft_wrap=True)
    for one in soon:
        stdout.print(f"{one['what']}: {say('guidance.expires', on=one['review_by'])}", soft_wrap=True)
    stdout.print(say("guidance.n-stale", n=len(rows)))


@app.command("coverage")
def coverage(store: Folder = None, json: Json = False) -> None:
    """Count claims by audience, language and topic, the gaps among them."""
    from dataclasses import asdict

    from beredd.guidance.coverage import find_coverage

    read = read_store(store)
    cells = find_coverage(read)
    if json:
        print_json({"cells": [asdict(cell) for cell in cells]})
        return
    from rich.table import Table

    table = Table(title=say("guidance.coverage"))
    table.add_column(say("guidance.audience"))
    editions = [edition for edition in read.editions if not read.language(edition).is_layout_draft]
    for edition in editions:
        table.add_column(edition, justify="right")
    for audience in read.audiences:
        of = [cell for cell in cells if cell.audience == audience]
        wanted = sum(cell.claims_wanted for cell in of if cell.language == "sv" and cell.level == "plain")
        counts = [
            sum(c.claims for c in of if (f"{c.language}-easy" if c.level == "easy" else c.language) == edition)
            for edition in editions
        ]
        table.add_row(audience, *(f"{count} / {wanted}" for count in counts))
    stdout.print(table)


@app.command("export")
def export(
    folder: Annotated[Path, typer.Argument(help="The folder to write; it must not be there, or be empty.")],
    store: Folder = None,
) -> None:
    """Write the whole store to a folder, byte for byte as it is."""
    from beredd.guidance.transfer import export_store

    files = read_files(store or shipped())
    store_of(files)
    export_store(files, folder)
    stdout.print(say("guidance.exported", n=len(files), folder=str(folder)))


@app.command("import")
def import_(
    folder: Annotated[Path, typer.Argument(help="A folder with a store.")],
    store: Folder = None,
) -> None:
    """Put a folder in place of the store, if it is one; else say what is wrong with it and change nothing."""
    from beredd.guidance.transfer import import_store

    into = store or shipped()
    read = import_store(folder, into)
    stdout.print(say("guidance.imported", n=len(read.files), claims=len(read.claims)))


@app.command("seal")
def seal(
    by: Annotated[str, typer.Option(help="Who has written what is sealed.")],
    why: Annotated[str, typer.Option(help="Why what was changed was changed.")] = "New text",
    draft: Annotated[
        bool, typer.Option("--draft", help="Keep the version of changed claims that nobody has ever approved.")
    ] = False,
    store: Folder = None,
    on: Day = "",
) -> None:
    """Seal what has no seal yet; what was changed in place gets a new version."""
    from beredd.guidance.editing import seal as sealed
    from beredd.writing import write_file

    folder = store or shipped()
    done = sealed(read_store(folder), by=by, on=_day(on), why=why, is_still_a_draft=draft)
    for name, raw in done.files.items():
        write_file(folder / name, raw)
    stdout.print(say("guidance.sealed", n=len(done.files)))
    stderr.print(say("guidance.sealed-then"))


def _outputs(studies: list[Path] | None) -> Callable[[str], float | None] | None:
    """The named outputs of studies that have been run, as `antagonist_dosing.NAME`; None where none is given."""
    from beredd.guidance.errors import GuidanceError
    from beredd.intake import read_bytes, read_json, shown_name
    from beredd.wording import Sentence

    found: dict[str, float] = {}
    for path in studies or ():
        study = read_json(read_bytes(path, wanted=Sentence("guidance.a-study")), name=shown_name(path))
        try:
            room = study["study"].replace("-", "_")
            found |= {f"{room}.{output['name']}": float(output["value"]) for output in study["outputs"]}
        except (TypeError, KeyError, AttributeError, ValueError) as error:
            raise GuidanceError("guidance.no-study", name=shown_name(path)) from error
    return found.get if studies else None


def _day(text: str) -> date:
    from beredd.guidance.errors import GuidanceError

    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError as error:
        raise GuidanceError("guidance.on", found=text) from error

"""`beredd dispensing dose|dose-run`: the dose chain as it stands, and what a disruption does to it."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from beredd.cli.output import Json, print_json, stdout
from beredd.cli.questions import asking, question_of
from beredd.dispensing.dose import DoseQuestion
from beredd.wording import say

SHOWN_ROWS = 40


def register(app):
    """Add the commands of this file to the noun's app."""
    app.command("dose")(show_dose)
    app.command("dose-run")(dose_run)


def show_dose(
    network: Annotated[str, typer.Option(help="`sweden`, or a network folder.")] = "sweden",
    dose_tables: Annotated[
        Path | None, typer.Option(help="Folder with dose tables of your own; the package's if left out.")
    ] = None,
    json: Json = False,
) -> None:
    """Show the dose chain: plants, clusters, stop days, patients per county."""
    from beredd.dispensing.dose import describe_dose, load_dose_network
    from beredd.dispensing.network import load_network

    place = load_network(network)
    answer = describe_dose(place, load_dose_network(place, dose_tables))
    if json:
        print_json(answer)
        return
    from rich.table import Table

    for name, columns in (
        ("plants", ("id", "owner", "patients", "rolls_per_day", "capacity_rolls_per_day", "machines", "shifts")),
        ("clusters", ("name", "operator", "plant", "stop_hour", "patients")),
        ("counties", ("county_code", "county", "patients", "operator", "plant")),
    ):
        table = Table(title=name)
        for column in columns:
            table.add_column(column)
        for row in answer[name]:
            table.add_row(*(f"{row[c]:,}" if isinstance(row[c], int | float) else row[c] for c in columns))
        stdout.print(table)
    stdout.print(say("dose.limit-network"), soft_wrap=True)


@asking(DoseQuestion, without=("scenario",))
def dose_run(
    asked: dict,
    question: Path | None,
    scenario: Annotated[
        str | None, typer.Argument(help="A scenario's id (see `scenarios`) or a TOML file of your own.")
    ] = None,
    municipality: Annotated[str | None, typer.Option(help="Code of one municipality; all if left out.")] = None,
    units: Annotated[bool, typer.Option("--units", help="By care unit instead of by municipality.")] = False,
    language: Annotated[Literal["sv", "en"], typer.Option("--language", help="Language of the table.")] = "sv",
    out: Annotated[Path | None, typer.Option(help="File for the table: .csv or .xlsx.")] = None,
    json: Json = False,
) -> None:
    """Run a scenario's dose events: who runs out which day, by municipality and recipient, those at home first."""
    from beredd.dispensing.dose import run_dose, run_out_table, summary_of, unit_table
    from beredd.wording import speaking

    if scenario is not None:
        asked["scenario"] = scenario
    wanted = question_of(DoseQuestion, asked, question)
    if out is not None:
        _check(out)
    run = run_dose(**wanted.as_data())
    summary = summary_of(wanted, run)
    with speaking(language):
        table = (unit_table if units else run_out_table)(run, municipality=municipality)
        if out is not None:
            _write(out, table, summary)
    if json:
        print_json({**summary, "rows": table.records()})
    else:
        _show(summary, table, out)


def _check(out: Path) -> None:
    from beredd.dispensing.errors import DispensingError
    from beredd.writing import check_file

    if out.suffix not in (".csv", ".xlsx"):
        raise DispensingError("dose.file-kind", found=out.name)
    check_file(out)


def _write(out: Path, table, summary) -> None:
    from beredd.figures.files import csv_bytes, xlsx_bytes
    from beredd.writing import write_file

    about = [("command", summary["provenance"]["command"]), ("fingerprint", summary["fingerprint"])]
    write_file(out, csv_bytes(table) if out.suffix == ".csv" else xlsx_bytes([table], about))


def _show(summary, table, out) -> None:
    from rich.table import Table

    figures = Table(title=f"{summary['scenario_name']['sv']} · {summary['days']} days · seed {summary['seed']}")
    figures.add_column("figure")
    figures.add_column("value", justify="right")
    for name, value in summary["kpi"].items():
        figures.add_row(name, f"{value:,}")
    stdout.print(figures)
    shown = Table(title=table.caption)
    for column in table.columns:
        shown.add_column(column.label, justify="right" if column.is_number else "left")
    for row in table.rows[:SHOWN_ROWS]:
        shown.add_row(*(cell.shown for cell in row.cells))
    stdout.print(shown)
    if len(table.rows) > SHOWN_ROWS:
        stdout.print(f"{len(table.rows):,} rows, the first {SHOWN_ROWS} shown; --out FILE.csv or .xlsx holds them all.")
    errors = ", ".join(f"{name} {n}" for name, n in summary["books"].items())
    stdout.print(
        f"{summary['patients']:,} patients (synthetic); errors of the books: {errors}; {summary['wall_s']:.1f} s"
    )
    stdout.print("One run of chance, without interval. What the model does not know:")
    for limit in summary["provenance"]["limits"]:
        stdout.print(f"- {limit}", soft_wrap=True)
    if out:
        stdout.print(f"The table is in {out}.")

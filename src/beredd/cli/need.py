"""`beredd need …`: how many naloxone kits, where, for whom; what a budget buys and what equity costs."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from beredd import need
from beredd.cli.output import Json, print_json, stderr, stdout
from beredd.cli.questions import asking, question_of
from beredd.wording import Sentence
from beredd.writing import check_file, write_file

app = typer.Typer(no_args_is_help=True, help="Naloxone need, reach and impact.", pretty_exceptions_enable=False)


@app.callback()
def noun() -> None:
    """Naloxone need, reach and impact by county, women and men."""


@app.command("plan")
@asking(need.Question)
def plan(
    asked: dict,
    question: Path | None,
    file: Annotated[Path, typer.Argument(help="CSV with one row per area and sex; docs/reference/need-plan.md.")],
    out: Annotated[Path | None, typer.Option(help="Write the rows to this CSV file.")] = None,
    show_small: Annotated[
        bool, typer.Option("--show-small", help="Show counts under 5, too: for the table's owner, not for others.")
    ] = False,
    json: Json = False,
) -> None:
    """Plan kits by area and sex from a file. Bad rows are named and nothing is guessed."""
    from beredd.figures.files import csv_text
    from beredd.need.reading import plan_table

    if out is not None:
        check_file(out)
    wanted = question_of(need.Question, asked, question)
    table = need.read_table(file, at_risk_required=wanted.at_risk_total is None)
    found = need.document(need.make_plan(table, wanted), shows_small=show_small)
    if out is not None:
        write_file(out, csv_text(plan_table(found)))
    if json:
        print_json(found)
        return
    _print_plan(found)


@app.command("table")
def table(
    deaths: Annotated[list[Path], typer.Option(help="Export of Socialstyrelsen's causes of death, JSON.")],
    population: Annotated[Path, typer.Option(help="Population by region and sex from SCB, JSON.")],
    out: Annotated[Path, typer.Option(help="The planner's CSV to write.")],
    shrink: Annotated[bool, typer.Option("--shrink/--raw", help="Draw small counts towards the common rate.")] = True,
) -> None:
    """Make a planner's file of downloaded statistics: deaths per year and population by area and sex."""
    from beredd.intake import shown_name
    from beredd.need.statistics import left_out, planners_file, read_deaths, read_population, shrunk_deaths

    check_file(out)
    found, notes = read_deaths(deaths)
    people = read_population(population)
    if shrink:
        found = shrunk_deaths(found, people)
    write_file(out, planners_file(found, people, names=_names(), population_path=population))
    for note in [*notes, *left_out(found, people, _names())]:
        stderr.print(f"Note: {note}", highlight=False)
    if not shrink:
        stderr.print("Note: the file holds counts as they are; those under 5 may be secret.", highlight=False)
    n_rows = len(set(found) & set(people))
    stdout.print(f"{shown_name(out)}: {n_rows} rows. Plan with --at-risk-total, or add a column at_risk.")


@app.command("expiry")
def expiry(
    log: Annotated[Path, typer.Argument(help="Distribution log, CSV; docs/reference/need-distribution-log.md.")],
    on: Annotated[str, typer.Option(help="The day to look from, such as 2026-11-22; else today.")] = "",
    months: Annotated[int, typer.Option(min=1, max=60, help="How far ahead to look.")] = 12,
    lead_days: Annotated[int, typer.Option(min=0, max=365, help="Days from order to delivery.")] = 14,
    cover_days: Annotated[int, typer.Option(min=0, max=365, help="Days that a full shelf lasts beyond that.")] = 28,
    json: Json = False,
) -> None:
    """Say what runs out of date where and when, and what to order now."""
    from beredd.intake import read_bytes
    from beredd.need import ParameterError
    from beredd.need.expiry import parse_log, stock_report
    from beredd.need.table import LIMITS

    try:
        today = date.fromisoformat(on) if on else date.today()
    except ValueError as error:
        raise ParameterError("cli.on", found=on) from error
    raw = read_bytes(log, wanted=Sentence("need_files.log"), limits=LIMITS)
    movements = parse_log(raw, name=log.name)
    report = stock_report(
        movements, today=today, months=months, lead_days=lead_days, cover_days=cover_days, name=log.name
    )
    if json:
        print_json(report)
        return
    _print_expiry(report)
    for note in report["notes"]:
        stderr.print(note)


@app.command("parameters")
def parameters(json: Json = False) -> None:
    """List every parameter with value, unit, allowed range, source and how sure it is."""
    from beredd.need import load_parameters

    register = load_parameters().values()
    if json:
        print_json({"parameters": [p.model_dump(mode="json") for p in register]})
        return
    from rich.table import Table

    table = Table(title="Parameters of the need model", show_lines=True)
    for head in ("name", "value and range", "meaning, and where the number comes from"):
        table.add_column(head)
    for p in register:
        table.add_row(
            p.name,
            f"{p.value:g} {p.unit}\n{p.range[0]:g} to {p.range[1]:g}",
            f"{p.label_en}; {p.confidence}: {p.source}",
        )
    stdout.print(table)


def _names() -> dict[str, str]:
    """Code -> name of counties and municipalities."""
    import csv
    from importlib.resources import files

    names = {}
    for level, column in (("counties", "county"), ("municipalities", "municipality")):
        with (files("beredd.content") / "networks" / "sweden" / f"{level}.csv").open(encoding="utf-8") as file:
            names |= {row[f"{column}_code"]: row[column] for row in csv.DictReader(file)}
    return names


def _print_expiry(report: dict) -> None:
    from rich.table import Table

    found = Table(title=f"Out of date soon, seen from {report['today']}")
    for head in ("place", "batch", "expires", "kits", "left at expiry"):
        found.add_column(head)
    for row in report["expiring"]:
        found.add_row(row["place"], row["batch"], row["expires"], f"{row['kits']:g}", f"{row['kits_left_at_expiry']:g}")
    stdout.print(found)
    order = Table(title="What to order")
    for head in ("place", "usable kits", "handed out per month", "reorder at", "order now"):
        order.add_column(head)
    for row in report["reorder"]:
        order.add_row(
            row["place"],
            f"{row['usable_kits']:g}",
            f"{row['handed_out_per_month']:.1f}",
            str(row["reorder_at"]),
            str(row["order_now"]),
        )
    stdout.print(order)


def _print_plan(found: dict) -> None:
    from rich.table import Table

    from beredd.figures.numbers import number

    totals, question = found["totals"], found["question"]
    title = (
        f"Kits for {question['target']:.0%} availability"
        if question["budget"] is None
        else f"{question['budget']:,.0f} kits in circulation, shared: {question['equity']}"
    )
    # In a narrow window blanks go and the figures fold; which row is which stays readable.
    is_wide = stdout.width >= 100
    table = Table(title=title, padding=(0, 1) if is_wide else 0, show_edge=is_wide)
    table.add_column("area", min_width=16)
    table.add_column("sex", min_width=5)
    for head in ("at risk", "deaths", "kits out", "per year", "availability (90 %)", "averted"):
        table.add_column(head, justify="right", overflow="fold")
    for row in found["rows"]:
        hidden_as = row.get("hidden_as")
        ends = row.get("availability_interval")
        table.add_row(
            f"{row['county_code']} {row['county']}",
            row["sex"],
            f"{row['at_risk']:,.0f}",
            hidden_as or f"{row['opioid_deaths']:g}",
            f"{row['kits_in_circulation']:,.0f}",
            f"{row['kits_per_year']:,.0f}",
            f"{row['availability']:.3f}" + (f" ({ends[0]:.2f}–{ends[1]:.2f})" if ends else ""),
            ".." if hidden_as else number(row["deaths_averted"], 2),
        )
    stdout.print(table)
    averted = totals.get("intervals", {}).get("deaths_averted")
    ends = f" ({number(averted['low'], 1)}–{number(averted['high'], 1)} in 90 % of draws)" if averted else ""
    stdout.print(
        f"In all {totals['kits_in_circulation']:,.0f} kits in circulation, {totals['kits_per_year']:,.0f} per year; "
        f"{number(totals['deaths_averted'], 2)} deaths averted per year{ends}."
    )
    _print_equity(found)
    ceiling = found["witnesses"]
    stdout.print(
        f"Ceiling: {number(ceiling['deaths_with_full_availability'], 1)} of "
        f"{number(ceiling['deaths_without_naloxone'], 1)} deaths a year remain with a kit at every "
        "witnessed overdose, for the others have no witness."
    )
    for note in found["note_codes"]:
        stderr.print(f"Note: {Sentence.from_json(note)}", highlight=False, markup=False)


def _print_equity(found: dict) -> None:
    from rich.table import Table

    from beredd.figures.numbers import number

    def share(value):
        return "–" if value is None else f"{value:.3f}"

    table = Table(title="What equity costs, the same kits shared in other ways")
    for head in ("mode", "deaths averted", "more deaths", "women", "men", "lowest"):
        table.add_column(head, justify="left" if head == "mode" else "right")
    for row in found["equity"]:
        if "refused" in row:
            continue
        table.add_row(
            row["mode"],
            number(row["deaths_averted"], 2),
            number(row["extra_deaths"], 2),
            share(row["p_women"]),
            share(row["p_men"]),
            share(row["lowest_availability"]),
        )
    stdout.print(table)

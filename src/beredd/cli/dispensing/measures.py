"""`beredd dispensing measures|compare`: what is proposed, and what each is worth in a scenario."""

from pathlib import Path
from typing import Annotated

import typer

from beredd.cli.output import Json, print_json, stderr, stdout
from beredd.cli.questions import asking, question_of
from beredd.dispensing.measures import CompareQuestion, ScreenQuestion


def register(app):
    """Add the commands of this file to the noun's app."""
    app.command("measures")(measures)
    app.command("compare")(compare)
    app.command("screen-parameters")(screen_parameters)


def measures(json: Json = False) -> None:
    """List the measures that can be compared: names, cost, who pays and decides, assumptions."""
    from beredd.dispensing.measures import list_measures
    from beredd.wording import language

    found, speaks = list_measures(), language()
    if json:
        print_json({"measures": [_row(one) for one in found]})
        return
    from rich.table import Table

    table = Table(title="Measures: proposals, none decided", show_lines=True)
    for column in ("id", "name and assumptions", "cost", "pays, decides", "modelled"):
        table.add_column(column)
    for one in found:
        name, assumes = (getattr(text, speaks) for text in (one.name, one.assumptions))
        modelled = one.confidence if one.not_modelled is None else f"no: {getattr(one.not_modelled, speaks)}"
        table.add_row(one.id, f"{name}\n{assumes}", one.cost_class, f"{one.pays}\n{one.decides}", modelled)
    stdout.print(table)


def _row(one):
    from dataclasses import asdict

    row = {key: value for key, value in asdict(one).items() if key != "effects"}
    row |= {"name": one.name.sv, "name_en": one.name.en, "is_modelled": one.is_modelled}
    row["assumptions"], row["assumptions_en"] = one.assumptions.sv, one.assumptions.en
    row["effects"] = one.effects.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return row


@asking(CompareQuestion, without=("scenario", "measures"))
def compare(
    asked: dict,
    question: Path | None,
    scenario: Annotated[
        str | None, typer.Argument(help="A scenario's id (see `scenarios`) or a TOML file of your own.")
    ] = None,
    measure: Annotated[
        list[str] | None,
        typer.Option(help="A measure's id (see `measures`), several joined by +, or a YAML file. May be repeated."),
    ] = None,
    threads: Annotated[int | None, typer.Option(help="Threads; the answer does not depend on it.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes of this machine that share the runs.")] = None,
    cluster: Annotated[str | None, typer.Option(help="A Dask cluster that does the runs: tcp://HOST:PORT.")] = None,
    json: Json = False,
) -> None:
    """Compare measures in a scenario with the scenario without them, under the same chance."""
    from beredd.dispensing.measures import compare as compared
    from beredd.dispensing.measures.crew import open_crew

    if scenario is not None:
        asked["scenario"] = scenario
    if measure:
        asked["measures"] = measure
    wanted = question_of(CompareQuestion, asked, question)
    with open_crew(workers=workers, cluster=cluster, threads=threads) as crew:
        found = compared(wanted, crew=crew, progress=_told if stderr.is_terminal else None)
    if json:
        print_json(found)
    else:
        _show(found)


def _told(done: int, total: int) -> None:
    stderr.print(f"run {done} of {total}", end="\r")


def _show(found) -> None:
    from rich.table import Table

    from beredd.figures.numbers import number

    how = f"{found['replicates']} replicates" if found["draws"] is None else f"{found['draws']['used']} draws"
    title = f"{found['scenario_name']['en']} · {found['days']} days · {how} · {found['confidence']:.0%} intervals"
    table = Table(title=title)
    for column in ("measure", "figure, nation", "without it", "effect", "from", "to"):
        table.add_column(column, justify="left" if column in ("measure", "figure, nation") else "right")
    for row in found["effects"]:
        if row["area"] == "national" and row["tier"] == "all" and row["effect"]:
            shown = ("–" if row[key] is None else number(row[key], 0) for key in ("without", "effect", "low", "high"))
            table.add_row(row["measure"], f"{row['kpi']} ({row['unit']})", *shown)
    stdout.print(table)
    for row in found["ranking"]:
        apart = ", ".join(row["not_told_apart_from"])
        stdout.print(f"{row['place']}. {row['measure']}" + (f" (not told apart from {apart})" if apart else ""))
    if found["draws"] is not None:
        stdout.print(
            f"{found['draws']['dropped_share']:.0%} of draws dropped: not an ordinary week within validate's bands."
        )
    stdout.print(f"{found['interval']}; {found['wall_s']:.1f} s; fingerprint {found['fingerprint']}")


@asking(ScreenQuestion, without=("scenario",))
def screen_parameters(
    asked: dict,
    question: Path | None,
    scenario: Annotated[
        str | None, typer.Argument(help="A scenario's id (see `scenarios`) or a TOML file of your own.")
    ] = None,
    threads: Annotated[int | None, typer.Option(help="Threads; the answer does not depend on it.")] = None,
    json: Json = False,
) -> None:
    """Find which uncertain parameters would change the answer: Morris screening, then Sobol' indices for five."""
    from beredd.dispensing.measures import screen

    if scenario is not None:
        asked["scenario"] = scenario
    wanted = question_of(ScreenQuestion, asked, question)
    found = screen(wanted, threads=threads, progress=_told if stderr.is_terminal else None)
    if json:
        print_json(found)
        return
    from rich.table import Table

    from beredd.figures.numbers import number

    table = Table(title=f"{found['scenario']}, {found['network']}: {found['of']} {found['kpi']} ({found['unit']})")
    for column in ("parameter", "mu*", "sigma", "Sobol' total", "confidence", "why"):
        table.add_column(column)
    for row in found["parameters"]:
        total = "" if row.get("total") is None else f"{row['total']:.2f} ± {row['total_error']:.2f}"
        numbers = (number(row[key], 1) for key in ("mu_star", "sigma"))
        table.add_row(row["name"], *numbers, total, row["confidence"], row["why"])
    stdout.print(table)
    stdout.print(f"{found['runs']} runs, {found['wall_s']:.1f} s")

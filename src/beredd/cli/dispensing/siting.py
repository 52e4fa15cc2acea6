"""`beredd dispensing site`: which pharmacies to appoint."""

from pathlib import Path
from typing import Annotated

import typer

from beredd.cli.output import Json, print_json, stderr, stdout
from beredd.cli.questions import asking, question_of
from beredd.dispensing.siting import SitingQuestion
from beredd.wording import say


def register(app):
    """Add the command to the noun's app."""
    app.command("site")(site)


@asking(SitingQuestion, without=("scenarios",))
def site(
    asked: dict,
    question: Path | None,
    scenario: Annotated[
        list[str] | None,
        typer.Option(help="Then the set in this scenario, beside other sets: s6-morkt, s9-skarpt. May be repeated."),
    ] = None,
    threads: Annotated[int | None, typer.Option(help="Threads; the answer does not depend on it.")] = None,
    json: Json = False,
) -> None:
    """Choose which pharmacies to appoint, so that most people are near one: the best set there is, with its gap."""
    from beredd.dispensing.siting import site as chosen

    if scenario:
        asked["scenarios"] = scenario
    wanted = question_of(SitingQuestion, asked, question)
    found = chosen(wanted, threads=threads, progress=_told if stderr.is_terminal else None)
    if json:
        print_json(found)
    else:
        _show(found)


def _told(done: int, total: int) -> None:
    stderr.print(say("siting.runs", done=done, total=total), end="\r")


def _chain_table(found):
    from rich.table import Table

    from beredd.dispensing.siting.answer import METHODS
    from beredd.figures.numbers import number, rounded
    from beredd.wording import language

    scenario = found["scenario_name"][language()]
    table = Table(title=say("siting.chain-title", scenario=scenario, runs=found["runs"]))
    table.add_column(say("siting.place"), justify="right")
    table.add_column(say("siting.method"))
    for label in (say("siting.effect"), say("siting.low"), say("siting.high")):
        table.add_column(label, justify="right")
    for row in found["sets"]:
        ends = (number(rounded(row[key])) for key in ("effect", "low", "high"))
        table.add_row(str(row["place"]), str(METHODS[row["method"]]), *ends)
    table.caption = say("siting.chain-without", n=number(rounded(found["without"])))
    return table


def _show(found) -> None:
    from rich.table import Table

    from beredd.dispensing.siting.question import METHODS
    from beredd.figures.numbers import number, percent

    table = Table(title=say("siting.shares-title", count=found["count"], network=found["network"]))
    table.add_column(say("siting.method"))
    for label in (say("siting.within-10"), say("siting.within-20"), say("siting.mean-km"), say("siting.no-car")):
        table.add_column(label, justify="right")
    for row in ({"method": "exact", **found}, *found["compared"]):
        table.add_row(
            str(METHODS[row["method"]]),
            percent(row["share_within_10_km"], 1),
            percent(row["share_within_20_km"], 1),
            number(row["mean_km"], 1),
            percent(row["without_car"]["share_within"]),
        )
    stdout.print(table)
    by_county: dict[str, int] = {}
    for row in found["chosen"]:
        by_county[row["county"]] = by_county.get(row["county"], 0) + 1
    stdout.print(", ".join(f"{county} {n}" for county, n in by_county.items()), soft_wrap=True)
    stdout.print(say("siting.sureness", gap=percent(found["gap"], 2), seconds=number(found["wall_s"], 1)))
    for one in found["in_chain"]:
        stdout.print(_chain_table(one))
    for limit in found["provenance"]["limits"]:
        stdout.print(f"- {limit}", soft_wrap=True)

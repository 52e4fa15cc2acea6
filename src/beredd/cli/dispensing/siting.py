"""`beredd dispensing site`: which pharmacies to appoint."""

from pathlib import Path

import typer  # noqa: F401

from beredd.cli.output import Json, print_json, stdout
from beredd.cli.questions import asking, question_of
from beredd.dispensing.siting import SitingQuestion
from beredd.wording import say


def register(app):
    """Add the command to the noun's app."""
    app.command("site")(site)


@asking(SitingQuestion)
def site(asked: dict, question: Path | None, json: Json = False) -> None:
    """Choose which pharmacies to appoint, so that most people are near one: the best set there is, with its gap."""
    from beredd.dispensing.siting import site as chosen

    found = chosen(question_of(SitingQuestion, asked, question))
    if json:
        print_json(found)
    else:
        _show(found)


def _show(found) -> None:
    from rich.table import Table

    from beredd.figures.numbers import number, percent

    table = Table(title=say("siting.shares-title", count=found["count"], network=found["network"]))
    for key in ("method", "within-10", "within-20", "mean-km", "no-car"):
        table.add_column(say(f"siting.{key}"), justify="left" if key == "method" else "right")
    for row in ({"method": "exact", **found}, *found["compared"]):
        table.add_row(
            say(f"siting.method-{row['method']}"),
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
    for limit in found["provenance"]["limits"]:
        stdout.print(f"- {limit}", soft_wrap=True)

"""`beredd dispensing screen`: what must not fail."""

from pathlib import Path
from typing import Annotated

import typer

from beredd.cli.output import Json, print_json, stderr, stdout
from beredd.cli.questions import asking, question_of
from beredd.dispensing.failures import FailureQuestion
from beredd.wording import Sentence, say

SHOWN = 20
COLUMNS = (
    Sentence("failures.column-place"),
    Sentence("failures.column-name"),
    Sentence("failures.column-county"),
    Sentence("failures.column-effect"),
    Sentence("failures.column-low"),
    Sentence("failures.column-high"),
    Sentence("failures.column-nation"),
    Sentence("failures.column-nearest"),
)


def register(app):
    """Add the command to the noun's app."""
    app.command("screen")(screen)


@asking(FailureQuestion)
def screen(
    asked: dict,
    question: Path | None,
    threads: Annotated[int | None, typer.Option(help="Threads; the answer does not depend on it.")] = None,
    json: Json = False,
) -> None:
    """Take out each pharmacy, site, plant, owner or municipality for 72 hours and rank who must not fail. Internal."""
    from beredd.dispensing.failures import screen as screened

    done = [0]

    def told(runs: int) -> None:
        done[0] += runs
        stderr.print(say("failures.runs", n=done[0]), end="\r")

    wanted = question_of(FailureQuestion, asked, question)
    found = screened(wanted, threads=threads, progress=told if stderr.is_terminal else None)
    if json:
        print_json(found)
    else:
        _show(found)


def _show(found) -> None:
    from rich.table import Table

    from beredd.dispensing.failures.question import NAMES
    from beredd.figures.numbers import number

    stdout.print(say("failures.internal"))
    table = Table(title=say("failures.title", what=NAMES[found["what"]], hours=found["hours"]))
    for label in COLUMNS:
        table.add_column(str(label), justify="left" if label in COLUMNS[1:3] else "right")
    for row in found["elements"][:SHOWN]:
        nation = row["confirmed"]
        table.add_row(
            "" if row["place"] is None else str(row["place"]),
            f"{row['name']} ({row['id']})",
            row["county"],
            *("–" if row[key] is None else number(row[key], 0) for key in ("effect", "low", "high")),
            "" if nation is None else number(nation["effect"], 0),
            "" if row["nearest_km"] is None else number(row["nearest_km"], 0),
        )
    stdout.print(table)
    for pair in found["pairs"]:
        if pair["is_worse_together"]:
            more = number(pair["beyond_each_alone"], 0)
            stdout.print(say("failures.worse-together", first=pair["first"], second=pair["second"], more=more))
    alone = found["without_alternative"]
    stdout.print(say("failures.alone", n=len(alone), ids=tuple(alone[:SHOWN])), soft_wrap=True)
    stdout.print(say("failures.where", place=found["screened_in"], seconds=number(found["wall_s"], 0)))

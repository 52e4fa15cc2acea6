"""`beredd exercise verify`: does a run's file hold?"""

from pathlib import Path
from typing import Annotated

import typer

from beredd.cli.output import Json, print_json, stdout
from beredd.wording import say


def verify(
    run: Annotated[Path, typer.Argument(help="RUN.json, the document of one run.")],
    json: Json = False,
) -> None:
    """Prove a run's file byte for byte. Exit 1 with the first event that does not hold."""
    from beredd.exercises.errors import RunBroken
    from beredd.exercises.record import read_run

    try:
        read = read_run(run)
    except RunBroken as broken:
        if json:
            print_json({"holds": False, "why": str(broken)})
        else:
            stdout.print(str(broken), soft_wrap=True)
        raise typer.Exit(1) from None
    if json:
        print_json({"holds": True, "events": len(read.events), "hash": read.hash})
    else:
        stdout.print(say("exercises.run-holds", n=len(read.events), hash=read.hash), soft_wrap=True)

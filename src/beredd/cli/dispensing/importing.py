"""`beredd dispensing import`: a real register into a network folder."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from beredd.cli.output import Json, print_json, stderr, stdout

SHOWN = 20


def register(app):
    """Add the commands of this file to the noun's app."""
    app.command("import")(import_)


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Pharmacies as CSV (EXPO's field names), Overpass JSON or GeoJSON; population as CSV.",
        ),
    ],
    out: Annotated[Path, typer.Option(help="The network folder to write; use it with --network.")],
    json: Json = False,
) -> None:
    """Read a register of pharmacies, or population per municipality, into a network folder.

    Every row is matched, guessed or dropped; report.csv in the folder says why. A file with a personal identity number
    is refused.
    """
    from beredd.dispensing.registers import import_register

    done = import_register(files, out, today=date.today())
    answer = done.as_dict()
    if json:
        print_json(answer)
        return
    stdout.print(
        f"{answer['read']} rows read: {answer['matched']} matched, {answer['guessed']} guessed, "
        f"{answer['dropped']} dropped."
    )
    stdout.print(
        f"{answer['pharmacies']} pharmacies in {answer['municipalities_with_pharmacy']} municipalities; "
        f"population of {answer['municipalities_with_population']} municipalities."
    )
    for row in answer["dropped_rows"][:SHOWN]:
        line = f"dropped {row['file']}, {row['row']}: {row['reason']}"
        stderr.print(line, markup=False, highlight=False, soft_wrap=True)
    if len(answer["dropped_rows"]) > SHOWN:
        stderr.print(f"… and {len(answer['dropped_rows']) - SHOWN} more.", highlight=False)
    stdout.print(f"Written: {out} (each row's reason in {out / 'report.csv'})", soft_wrap=True, markup=False)

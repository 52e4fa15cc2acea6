"""`beredd dispensing levers`: what can be done in alternative operation, and how sure its legal ground is."""

from typing import Annotated

import typer

from beredd.cli.output import Json, print_json, stdout


def register(app):
    """Add the command to the noun's app."""
    app.command("levers")(levers)


def levers(lever: Annotated[str | None, typer.Argument(help="One lever's id.")] = None, json: Json = False) -> None:
    """List the levers. No legal ground is confirmed, and none is a permission; texts are in Swedish."""
    from beredd.dispensing.levers import find_lever, list_levers

    found = (find_lever(lever),) if lever is not None else list_levers()
    if json:
        print_json({"levers": [_row(one) for one in found]})
        return
    from rich.table import Table

    table = Table(title="Levers: no legal ground is confirmed", show_lines=True)
    for column in ("id", "name", "decider", "models", "limits in use"):
        table.add_column(column)
    for one in found:
        table.add_row(one.id, one.name["sv"], one.decider, ", ".join(one.models) or "not modelled", one.limits)
    stdout.print(table)


def _row(one):
    from dataclasses import asdict

    from beredd.dispensing.levers import STATES

    row = asdict(one)
    row["is_modelled"] = bool(one.models)
    row["does_not_model"] = "not examined" if one.models else "all of it"
    row["legal"] = {state: asdict(one.ground(state)) for state in STATES}
    return row

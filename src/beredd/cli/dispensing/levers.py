"""`beredd dispensing levers`: what can be done in alternative operation, and how sure its legal ground is."""

from typing import Annotated, Literal

import typer

from beredd.cli.output import Json, print_json, stdout


def register(app):
    """Add the command to the noun's app."""
    app.command("levers")(levers)


def levers(
    lever: Annotated[str | None, typer.Argument(help="One lever's id.")] = None,
    decided_by: Annotated[str | None, typer.Option(help="Only those that this one may decide, e.g. `region`.")] = None,
    language: Annotated[Literal["sv", "en"], typer.Option("--language", help="Language of the table's texts.")] = "sv",
    json: Json = False,
) -> None:
    """List the levers: who decides, lead time, what the model changes and what not. No legal ground is confirmed."""
    from beredd.dispensing.levers import find_lever, list_levers

    found = (find_lever(lever),) if lever is not None else list_levers()
    if decided_by is not None:
        found = tuple(one for one in found if _known(decided_by) in (one.decided_by or ("none",)))
    if json:
        print_json({"levers": [_row(one) for one in found]})
    else:
        _show(found, language)


def _known(decided_by):
    from beredd.dispensing.errors import DispensingError
    from beredd.dispensing.levers import DECIDER_NAMES

    if decided_by not in DECIDER_NAMES:
        raise DispensingError("scenarios.no-decider", found=decided_by, allowed=tuple(DECIDER_NAMES))
    return decided_by


def _show(found, language):
    from rich.table import Table

    from beredd.dispensing.levers import STATES, STATUS_NAMES
    from beredd.wording import speaking

    table = Table(title="Levers: no legal ground is confirmed, and none is a permission", show_lines=True)
    for column in (
        "id",
        "name",
        "who decides",
        "legal ground, everyday to war",
        "what the model changes",
        "and does not",
    ):
        table.add_column(column)
    with speaking(language):
        for one in found:
            grounds = [str(STATUS_NAMES[one.ground(state).status]) for state in STATES]
            legal = "\n".join(dict.fromkeys(grounds))
            texts = (one.changes[language], one.does_not_model[language])
            table.add_row(one.id, one.name[language], one.decider[language], legal, *texts)
    stdout.print(table)


def _row(one):
    from dataclasses import asdict

    from beredd.dispensing.levers import STATES

    row = asdict(one)
    row["is_modelled"] = one.is_modelled
    row["legal"] = {state: asdict(one.ground(state)) for state in STATES}
    return row

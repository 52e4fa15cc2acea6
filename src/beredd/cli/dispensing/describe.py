"""`beredd dispensing scenarios|parameters`: what there is to run, and every number it runs on."""

from typing import Annotated, Literal

import typer

from beredd.cli.output import Json, print_json, stdout

Language = Annotated[Literal["sv", "en"], typer.Option("--language", help="Language of the table's names and texts.")]


def register(app):
    """Add the commands of this file to the noun's app."""
    app.command("scenarios")(scenarios)
    app.command("parameters")(parameters)


def scenarios(language: Language = "sv", json: Json = False) -> None:
    """List the scenarios in the package; a file of your own is run by its path."""
    from beredd.dispensing.scenarios import STATE_NAMES, list_scenarios

    listed = list_scenarios()
    if json:
        print_json({"scenarios": [_scenario_row(s) for s in listed]})
        return
    from rich.table import Table

    table = Table(title="Scenarios", show_lines=True)
    for column in ("id", "name", "state", "days", "what happens"):
        table.add_column(column, justify="right" if column == "days" else "left")
    for s in listed:
        state = STATE_NAMES[s.state][language == "en"]
        table.add_row(s.id, getattr(s.name, language), state, str(s.days), getattr(s.summary, language))
    stdout.print(table)


def parameters(
    language: Language = "sv",
    studio: Annotated[bool, typer.Option("--studio", help="Only those most worth moving.")] = False,
    json: Json = False,
) -> None:
    """List every parameter with value, unit, allowed range, source and how sure it is."""
    from beredd.dispensing.parameters import load_parameters

    register = [p for p in load_parameters().values() if p.studio or not studio]
    if json:
        print_json({"parameters": [p.model_dump(mode="json") for p in register]})
        return
    from rich.table import Table

    table = Table(title="Parameters of the dispensing chain")
    for column in ("name", "value", "range", "unit", "confidence", "meaning", "source"):
        table.add_column(column, justify="right" if column == "value" else "left", overflow="fold")
    for p in register:
        low, high = p.range
        label = p.label_en if language == "en" else p.label_sv
        table.add_row(p.name, f"{p.value:g}", f"{low:g}–{high:g}", p.unit, p.confidence, label, p.source)
    stdout.print(table)


def _scenario_row(s):
    return {
        "id": s.id,
        "name": s.name.sv,
        "name_en": s.name.en,
        "summary": s.summary.sv,
        "summary_en": s.summary.en,
        "state": s.state,
        "network": s.network,
        "start": s.start.isoformat(),
        "days": s.days,
        "rules": s.rules_day.isoformat(),
        "backtest": s.backtest,
        "parameters": s.parameters,
        "sources": list(s.sources),
        "assumed": s.assumed.sv,
        "assumed_en": s.assumed.en,
        "events": [event.as_data() for event in s.event],
        "fingerprint": s.fingerprint,
    }

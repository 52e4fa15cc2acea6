"""`beredd dispensing scenarios|parameters`: what there is to run, what happens in it, every number it runs on."""

from typing import Annotated, Literal

import typer

from beredd.cli.output import Json, print_json, stdout

Language = Annotated[Literal["sv", "en"], typer.Option("--language", help="Language of the table's names and texts.")]


def register(app):
    """Add the commands of this file to the noun's app."""
    app.command("scenarios")(scenarios)
    app.command("parameters")(parameters)


def scenarios(
    scenario: Annotated[
        str | None,
        typer.Argument(help="One scenario's id, or a file of your own: checks it and shows what happens when."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Decides who is hit, when one scenario is shown.")] = 1,
    language: Language = "sv",
    json: Json = False,
) -> None:
    """List the scenarios in the package, or check one and show its timeline."""
    from beredd.dispensing.scenarios import list_scenarios, load_scenario

    if scenario is not None:
        one = load_scenario(scenario)
        moments = _timeline(one, seed)
        if json:
            print_json({"scenarios": [{**_scenario_row(one), "seed": seed, "changes": moments}]})
        else:
            _print_one(one, moments, seed, language)
        return
    listed = list_scenarios()
    if json:
        print_json({"scenarios": [_scenario_row(s) for s in listed]})
    else:
        _print_list(listed, language)


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
    from rich.text import Text

    table = Table(title="Parameters of the dispensing chain", show_lines=True)
    table.add_column("name", no_wrap=True)
    table.add_column("value and range", min_width=16)
    table.add_column("meaning, and where the number comes from")
    for p in register:
        low, high = p.ends
        label = p.label_en if language == "en" else p.label_sv
        origin = f"{p.confidence}: {p.source}" if p.source != "assumed" else f"{p.confidence}: {p.why}"
        table.add_row(
            p.name,
            Text.assemble((f"{p.value:g}", "bold"), f" {p.unit}\n{low:g} to {high:g}"),
            Text.assemble(f"{label}\n", (origin, "dim")),
        )
    stdout.print(table)


def _timeline(s, seed):
    """What changes when, on the scenario's own network, for one seed."""
    from dataclasses import asdict

    from beredd.dispensing.network import load_network
    from beredd.dispensing.parameters import resolve
    from beredd.dispensing.scenarios import compile_conditions

    conditions = compile_conditions(
        load_network(s.network), s, days=s.days, seed=seed, parameters=resolve(s.parameters)
    )
    return [asdict(change) for change in conditions.changes]


def _print_list(listed, language):
    from rich.table import Table
    from rich.text import Text

    from beredd.dispensing.scenarios import STATE_NAMES

    table = Table(title="Scenarios", show_lines=True)
    table.add_column("id", no_wrap=True)
    table.add_column("name", min_width=20)
    table.add_column("what happens")
    for s in listed:
        state = STATE_NAMES[s.state].in_(language)
        days = f"\n{state}, {s.days} {'days' if language == 'en' else 'dygn'}"
        name = Text.assemble((getattr(s.name, language), "bold"), days)
        table.add_row(s.id, name, getattr(s.summary, language))
    stdout.print(table)


def _print_one(s, moments, seed, language):
    from rich.table import Table
    from rich.text import Text

    from beredd.dispensing.scenarios.moments import moment_of

    stdout.print(
        Text.assemble(
            (getattr(s.name, language), "bold"), f" ({s.id}): {s.days} days from {s.start}, rules of {s.rules_day}"
        )
    )
    for text in (s.summary, s.assumed):
        if getattr(text, language):
            stdout.print(getattr(text, language))
    for source in s.sources:
        stdout.print(f"  – {source}", highlight=False)
    if not moments:
        return
    names = {e.id: getattr(e.name, language) for e in s.event if e.name}
    table = Table(title=f"What changes when (seed {seed})")
    for column, right in (("when", 0), ("what", 0), ("hit", 0), ("where", 0), ("level", 1), ("pharmacies", 1)):
        table.add_column(column, justify="right" if right else "left")
    for m in moments:
        level = f"{m['level_permille'] / 10:g} %"
        table.add_row(
            moment_of(m["hour"]),
            names.get(m["event"], m["event"]),
            m["what"],
            m["where"],
            level,
            f"{m['pharmacies']:,}",
        )
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

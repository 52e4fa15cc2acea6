"""`beredd dispensing sensitivity`: every parameter five per cent up and down, with the expected sign."""

from typing import Annotated

import typer

from beredd.cli.output import Json, print_json, stderr, stdout


def register(app):
    """Add the commands of this file to the noun's app."""
    app.command("sensitivity")(sensitivity)


def sensitivity(
    parameter: Annotated[list[str] | None, typer.Option(help="Only this one; may be repeated.")] = None,
    county: Annotated[
        list[str] | None,
        typer.Option(help="Code of a county to run on; may be repeated. Four small ones unless named."),
    ] = None,
    seeds: Annotated[int, typer.Option(min=1, max=100, help="Runs with so many seeds, from 1.")] = 3,
    threads: Annotated[int | None, typer.Option(help="Runs at a time; the answer does not depend on it.")] = None,
    markdown: Annotated[bool, typer.Option(help="The table as Markdown.")] = False,
    json: Json = False,
) -> None:
    """Change each parameter by 5 % and compare the sign of what follows with the one expected beforehand."""
    from beredd.dispensing.experiment import ENGINE, default_threads
    from beredd.dispensing.sensitivity import COUNTIES, as_markdown, summary_line
    from beredd.dispensing.sensitivity import sensitivity as measure

    def told(done: int, total: int) -> None:
        if done % 20 == 0 or done == total:
            stderr.print(f"{done} of {total} runs")

    counties = county or list(COUNTIES)
    rows = measure(
        parameters=parameter or [],
        threads=threads or default_threads(),
        seeds=range(1, seeds + 1),
        counties=counties,
        progress=told,
    )
    if json:
        made = {"engine": ENGINE, "counties": counties, "seeds": seeds}
        print_json({**made, "sensitivities": rows, "summary": summary_line(rows)})
        return
    if markdown:
        typer.echo(as_markdown(rows))
        return
    from rich.table import Table

    table = Table(title="Five per cent less and more of each parameter, per cent of the figure")
    for column in ("parameter", "setting", "figure", "expected", "less", "more", "± error", "verdict"):
        table.add_column(column, justify="right" if column in ("less", "more", "± error") else "left")
    for r in rows:
        effects = ["–" if r[k] is None else f"{r[k]:+.2f}" for k in ("effect_less_percent", "effect_more_percent")]
        verdict = f"{r['verdict']}{', steep' if r['steep'] else ''}"
        table.add_row(
            r["parameter"], r["setting"], r["figure"], r["expected"], *effects, f"{r['error_percent']:.2f}", verdict
        )
    stdout.print(table)
    stdout.print(summary_line(rows))

"""`beredd dispensing sensitivity`: every parameter five per cent up and down, with the expected sign."""

from typing import Annotated

import typer

from beredd.cli.output import Json, print_json, stderr, stdout


def register(app):
    """Add the commands of this file to the noun's app."""
    app.command("sensitivity")(sensitivity)


def sensitivity(
    parameter: Annotated[list[str] | None, typer.Option(help="Only this one; may be repeated.")] = None,
    threads: Annotated[int | None, typer.Option(help="Runs at a time; the answer does not depend on it.")] = None,
    json: Json = False,
) -> None:
    """Change each parameter by 5 % and compare the sign of what follows with the one expected beforehand."""
    from beredd.dispensing.experiment import default_threads
    from beredd.dispensing.sensitivity import sensitivity as measure
    from beredd.dispensing.sensitivity import summary_line

    def told(done: int, total: int) -> None:
        if done % 20 == 0 or done == total:
            stderr.print(f"{done} of {total} runs")

    rows = measure(parameters=parameter or [], threads=threads or default_threads(), progress=told)
    if json:
        print_json({"sensitivities": rows, "summary": summary_line(rows)})
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

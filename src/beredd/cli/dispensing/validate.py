"""`beredd dispensing validate`: the model against the world."""

from typing import Annotated

import typer

from beredd.cli.output import Json, print_json, stderr, stdout


def register(app):
    """Add the commands of this file to the noun's app."""
    app.command("validate")(validate)


def validate(
    threads: Annotated[int | None, typer.Option(help="Threads; the answer does not depend on it.")] = None,
    seed: Annotated[int, typer.Option(help="Chance.")] = 1,
    json: Json = False,
) -> None:
    """Compare the model with published figures, own estimates and what must hold. Takes two to three minutes."""
    from beredd.dispensing.experiment import default_threads
    from beredd.dispensing.validation import summary_line
    from beredd.dispensing.validation import validate as compare

    rows = compare(threads=threads or default_threads(), seed=seed, tell=lambda what: stderr.print(f"Running {what} …"))
    if json:
        print_json({"targets": rows})
        return
    from rich.table import Table

    table = Table(title="The world and the model")
    for column in ("target", "value", "band", "model", "inside", "kind", "use"):
        table.add_column(column, justify="right" if column in ("value", "band", "model") else "left")
    for r in rows:
        verdict = "yes" if r["inside"] else f"no: {r['explained'] or 'not explained'}"
        table.add_row(
            r["target"], f"{r['value']:,g}", f"{r['low']:,g} – {r['high']:,g}", f"{r['model']:,.6g} {r['unit']}",
            verdict, r["kind"], r["use"],
        )  # fmt: skip
    stdout.print(table)
    stdout.print(summary_line(rows))

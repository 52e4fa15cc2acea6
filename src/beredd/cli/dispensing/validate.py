"""`beredd dispensing validate`: the model against published figures."""

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
    """Compare the model with every published figure it can be compared with."""
    from beredd.dispensing.experiment import default_threads
    from beredd.dispensing.validation import summary_line
    from beredd.dispensing.validation import validate as compare

    if stderr.is_terminal:
        stderr.print("Running five national scenarios …")
    rows = compare(threads=threads or default_threads(), seed=seed)
    if json:
        print_json({"targets": rows})
        return
    from rich.table import Table

    table = Table(title="Published figures and the model")
    for column in ("target", "published", "band", "model", "inside", "kind"):
        table.add_column(column, justify="left" if column in ("target", "kind", "inside") else "right")
    for r in rows:
        verdict = "yes" if r["inside"] else f"no: {r['explained'] or 'not explained'}"
        table.add_row(
            r["target"], f"{r['value']:,g}", f"{r['low']:,g} – {r['high']:,g}", f"{r['model']:,.6g} {r['unit']}",
            verdict, r["kind"],
        )  # fmt: skip
    stdout.print(table)
    stdout.print(summary_line(rows))

"""`beredd dispensing bench`: three engines, one answer, and what each costs."""

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from beredd.cli.output import Json, print_json, stdout


def register(app):
    """Add the commands of this file to the noun's app."""
    app.command("bench")(bench)


def bench(
    instance: Annotated[Path, typer.Option(help="An .npz file of dispensing-bench.", dir_okay=False)],
    engine: Annotated[Literal["fast", "reference", "simpy"], typer.Option(help="Which engine runs.")] = "fast",
    threads: Annotated[
        int | None, typer.Option(min=1, help="Threads of the fast engine; default: one per processor.")
    ] = None,
    json: Json = False,
) -> None:
    """Run a dispensing-bench instance; every engine prints the same integers."""
    # Imported here, so that --help does not wait for the compiler.
    from beredd.dispensing.bench import load_instance, run_timed

    if threads is None:
        threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    timed = run_timed(load_instance(instance), engine=engine, threads=threads)
    answer = {**timed.outcome.as_dict(), "wall_s": round(timed.wall_s, 6), "cpu_s": round(timed.cpu_s, 6)}
    if json:
        print_json(answer)
        return
    from rich.table import Table

    table = Table(title=f"dispensing-bench, {engine}", show_header=False)
    table.add_column("output")
    table.add_column("value", justify="right")
    for name, value in answer.items():
        table.add_row(name, f"{value:,.4f}" if isinstance(value, float) else f"{value:,}")
    stdout.print(table)

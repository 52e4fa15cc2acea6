"""`beredd dispensing run`: a scenario on a network, with progress, to a summary and result files."""

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from beredd import dispensing
from beredd.cli.output import Json, print_json, stderr, stdout
from beredd.cli.questions import asking, question_of
from beredd.wording import Sentence


def register(app):
    """Add the commands of this file to the noun's app."""
    app.command("run")(run)


@asking(dispensing.Question, without=("scenario",))
def run(
    asked: dict,
    question: Path | None,
    scenario: Annotated[
        str | None, typer.Argument(help="A scenario's id (see `scenarios`) or a TOML file of your own.")
    ] = None,
    threads: Annotated[int | None, typer.Option(help="Threads; the answer does not depend on it.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for Parquet results and summary.json.")] = None,
    json: Json = False,
) -> None:
    """Run a scenario."""
    if scenario is not None:
        asked["scenario"] = scenario
    wanted = question_of(dispensing.Question, asked, question)
    with _progress() as advance:
        summary = dispensing.run(**wanted.as_data(), threads=threads, out=out, progress=advance)
    if json:
        print_json(summary)
    else:
        _show(summary, out)


def _progress():
    """A progress bar on a terminal's stderr; nothing elsewhere."""
    if not stderr.is_terminal:
        return nullcontext(None)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    class Bar:
        def __enter__(self):
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            self.bar = Progress(*columns, console=stderr, transient=True)
            self.bar.start()
            self.task = self.bar.add_task("building people and shelves", total=None)
            return self.advance

        def advance(self, done, total):
            self.bar.update(self.task, description="days", completed=done, total=total)

        def __exit__(self, *_):
            self.bar.stop()

    return Bar()


def _show(summary, out) -> None:
    from rich.table import Table

    table = Table(title=f"{summary['scenario_name']['sv']} · {summary['days']} days · seed {summary['seed']}")
    table.add_column("figure")
    table.add_column("median", justify="right")
    if summary["replicates"] > 1:
        table.add_column("5–95 % of replicates", justify="right")
    for name, x in summary["kpi_interval"].items():
        if x["median"] is None:
            table.add_row(name, "–")
            continue
        row = [name, f"{x['median']:,.4g}" if abs(x["median"]) < 10 else f"{x['median']:,.0f}"]
        if summary["replicates"] > 1:
            row.append(f"{x['low']:,.4g} – {x['high']:,.4g}")
        table.add_row(*row)
    for sentence in summary["lead"]:
        stdout.print(str(Sentence.from_json(sentence)), soft_wrap=True)
    stdout.print(table)
    stdout.print(
        f"{summary['people']:,} people (synthetic), {summary['lines']:,} lines, {summary['pharmacies']:,} pharmacies; "
        f"ledger errors {summary['ledger']['packs_error']} packs, {summary['ledger']['lines_error']} lines and people; "
        f"{summary['wall_s']:.1f} s, {summary['peak_rss_mb']:,.0f} MB; fingerprint {summary['fingerprint']}"
    )
    if out:
        stdout.print(f"Results are in {out}.")

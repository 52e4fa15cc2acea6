"""`beredd exercise report`: a run and what people said of it, as one document."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from beredd.cli.exercise_play import Store, plan_of
from beredd.cli.output import stdout
from beredd.wording import say


class Format(StrEnum):
    """A kind of file."""

    pdf = "pdf"
    docx = "docx"


def report(
    run: Annotated[Path, typer.Argument(help="RUN.json of a finished run.")],
    out: Annotated[Path, typer.Option(help="The file to write.")],
    format: Annotated[Format, typer.Option(help="PDF/UA-1, or Word.")] = Format.pdf,
    evaluation: Annotated[
        Path | None,
        typer.Option(help="A YAML or JSON file: ratings, findings, measures."),
    ] = None,
    author: Annotated[str, typer.Option(help="Who answers for the report while no evaluation names it.")] = "Beredd",
    on: Annotated[str | None, typer.Option(help="The report's day, such as 2026-11-27; else today.")] = None,
    store: Store = None,
) -> None:
    """Write the evaluation report of a run: summary, course, indicators, findings, measures, how to recompute."""
    from beredd.cli.exercise_files import day_of
    from beredd.exercises.appraisal import read_appraisal
    from beredd.exercises.evaluation_report import evaluation_document
    from beredd.exercises.record import read_run
    from beredd.writing import check_file, write_file

    check_file(out)
    read = read_run(run)
    plan, catalogue = plan_of(read, store)
    scale = catalogue.scales[plan.evaluation.scale]
    told = read_appraisal(evaluation, plan, scale, read) if evaluation else None
    document = evaluation_document(plan, catalogue, read, told, author=author, on=day_of(on))
    if format is Format.pdf:
        from beredd.documents.pdf import pdf_bytes as bytes_of
    else:
        from beredd.documents.word import word_bytes as bytes_of
    write_file(out, bytes_of(document))
    stdout.print(say("plans.written", file=str(out)), soft_wrap=True)

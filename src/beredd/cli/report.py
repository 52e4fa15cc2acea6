"""`beredd report …`: a report of an assignment, and whether a report's numbers still hold."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from beredd.cli.output import Json, print_json, stderr, stdout
from beredd.wording import say

if TYPE_CHECKING:
    from beredd.reports.outcomes import Outcome

app = typer.Typer(no_args_is_help=True, help="Reports to the Government.", pretty_exceptions_enable=False)


class Kind(StrEnum):
    """What a report is for."""

    interim = "interim"
    final = "final"
    economic = "economic"


class Edition(StrEnum):
    """Who may read it."""

    public = "public"
    internal = "internal"


class Format(StrEnum):
    """What file it is."""

    pdf = "pdf"
    docx = "docx"


@app.callback()
def noun() -> None:
    """Reports: every number is a run's, and can be computed again from the file."""


@app.command("build")
def build(
    assignment: Annotated[str, typer.Argument(help="An assignment's id, e.g. beredskap-2026.")],
    kind: Annotated[Kind, typer.Option(help="Which report.")],
    edition: Annotated[Edition, typer.Option(help="Public: only what is marked public, and no command or hash.")],
    out: Annotated[Path, typer.Option(help="The file to write.")],
    format: Annotated[
        Format, typer.Option(help="PDF/UA-1, or Word as a working copy; what it takes to recompute it is inside.")
    ] = Format.pdf,
    evidence: Annotated[
        Path | None, typer.Option(help="A YAML file with what was done: docs/how-to/follow-an-assignment.md.")
    ] = None,
    costs: Annotated[Path | None, typer.Option(help="CSV or XLSX: uppdrag, datum, belopp, avser.")] = None,
    reach: Annotated[
        Path | None, typer.Option(help="The distribution log, CSV: docs/reference/need-distribution-log.md.")
    ] = None,
    json: Json = False,
) -> None:
    """Compute the runs that the report cites and write it."""
    from beredd.assignments.accounts import read_costs
    from beredd.assignments.evidence import coverage
    from beredd.assignments.store import find_assignment, read_assignments, read_evidence
    from beredd.reports.build import build_report
    from beredd.reports.holdings import holdings
    from beredd.reports.registers import Registers
    from beredd.reports.template import read_template
    from beredd.wording import speaking
    from beredd.writing import check_file, write_file

    check_file(out)
    asked, template = find_assignment(assignment), read_template(assignment, kind.value)
    with speaking("sv"):
        held = (*(read_evidence(evidence, asked) if evidence else ()), *holdings(asked))
    registers = Registers(
        assignment=asked,
        on=date.today(),
        costs=read_costs(costs, read_assignments()) if costs else (),
        evidence=held,
        reach=_reach(reach) if reach else (),
    )
    answered = coverage(asked, held, today=registers.on)
    report = build_report(template, registers, answered, edition=edition.value, port=_told)
    if format is Format.pdf:
        from beredd.documents.pdf import pdf_bytes as bytes_of
    else:
        from beredd.documents.word import word_bytes as bytes_of
    write_file(out, bytes_of(report.document))
    if json:
        print_json(
            {
                "file": str(out),
                "numbers": report.numbers,
                "runs": [{"number": one.number, "name": one.name, "kind": one.kind} for one in report.cited],
                "demo": report.is_demo,
            }
        )
        return
    stdout.print(say("reports.built", file=str(out), numbers=report.numbers, runs=len(report.cited)), soft_wrap=True)
    if report.is_demo:
        stdout.print(say("reports.demo"), soft_wrap=True)


@app.command("recompute")
def recompute_(file: Annotated[Path, typer.Argument(help="A report that Beredd made.")], json: Json = False) -> None:
    """Compute every run of a report again, from the file alone. Exit 1 unless all numbers hold bit for bit."""
    from beredd.documents.attached import attached_in
    from beredd.intake import read_bytes, shown_name
    from beredd.reports.cited import ATTACHED, recompute
    from beredd.wording import Sentence

    raw = read_bytes(file, wanted=Sentence("reports.a-report"))
    found = recompute(attached_in(raw, file=shown_name(file), name=ATTACHED), _told)
    if json:
        rows = [
            {"number": one.number, "name": one.name, "state": one.state, "differing": list(one.differing)}
            for one in found
        ]
        print_json({"holds": all(one.state in ("holds", "frozen") for one in found), "runs": rows})
    else:
        for one in found:
            stdout.print(_sentence(one), soft_wrap=True)
    if any(one.state not in ("holds", "frozen") for one in found):
        raise typer.Exit(1)


def _sentence(one: Any) -> str:
    if one.state == "holds":
        return say("reports.holds", number=one.number, name=one.name)
    if one.state == "frozen":
        return say("reports.frozen", number=one.number, name=one.name)
    if one.state == "differs":
        return say("reports.differs", number=one.number, name=one.name, outputs=one.differing or ("–",))
    return say("reports.needs-version", number=one.number, name=one.name, version=one.version)


def _reach(path: Path) -> tuple[Mapping[str, Any], ...]:
    """The kits of a distribution log by setting and sex."""
    from beredd.intake import read_bytes
    from beredd.need.expiry import parse_log
    from beredd.need.table import LIMITS
    from beredd.wording import Sentence

    raw = read_bytes(path, wanted=Sentence("need_files.log"), limits=LIMITS)
    out = (one for one in parse_log(raw, name=path.name) if one.kind == "handed_out")
    return tuple({"setting": one.setting, "sex": one.sex, "kits": one.kits} for one in out)


def _told(kind: str, question: Mapping[str, Any]) -> "Outcome":
    """The answer of an engine or a register, with a word to who waits."""
    from beredd.reports.registers import answer, is_register
    from beredd.studies.answers import answer_to

    if is_register(kind):
        return answer(kind, question)
    stderr.print(f"{kind} {question.get('scenario', '')} …")
    return answer_to(kind, question)

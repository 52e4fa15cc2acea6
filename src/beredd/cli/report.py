"""`beredd report …`: a report of an assignment, and whether a report's numbers still hold."""

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
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
    diary_number: Annotated[str, typer.Option(help="The report's diary number; nothing is signed without.")] = "",
    decision_maker: Annotated[str, typer.Option(help="Who decides, with title.")] = "",
    presenter: Annotated[str, typer.Option("--foredragande", help="Who presents it, with title.")] = "",
    reviewer: Annotated[str, typer.Option("--reviewed-by", help="Who has reviewed it; none of the two others.")] = "",
    json: Json = False,
) -> None:
    """Compute the runs that the report cites and write it."""
    from beredd.assignments.accounts import read_costs
    from beredd.assignments.evidence import coverage
    from beredd.assignments.store import find_assignment, read_assignments, read_evidence
    from beredd.reports.build import build_report
    from beredd.reports.decided import Decided
    from beredd.reports.holdings import holdings
    from beredd.reports.registers import Registers
    from beredd.reports.template import read_template
    from beredd.studies.answers import inputs_of
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
    decided = Decided(diary_number=diary_number, decision_maker=decision_maker, presenter=presenter, reviewer=reviewer)
    report = build_report(
        template, registers, answered, edition=edition.value, port=_told, inputs_of=inputs_of, decided=decided
    )
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


@app.command("stale")
def stale_(
    file: Annotated[Path, typer.Argument(help="A report that Beredd made, internal edition.")], json: Json = False
) -> None:
    """Say which paragraphs rest on something that has changed since, without computing anything. Exit 1 if any does."""
    from beredd.documents.attached import attached_in
    from beredd.intake import read_bytes, shown_name
    from beredd.reports.cited import ATTACHED, stale
    from beredd.studies.answers import inputs_of
    from beredd.wording import Sentence

    raw = read_bytes(file, wanted=Sentence("reports.a-report"))
    found = stale(attached_in(raw, file=shown_name(file), name=ATTACHED), inputs_of)
    if json:
        rows = [
            {"number": one.number, "name": one.name, "changed": list(one.changed), "paragraphs": list(one.paragraphs)}
            for one in found
        ]
        print_json({"stale": rows})
    for one in found if not json else ():
        words = {"number": one.number, "name": one.name, "changed": one.changed, "paragraphs": one.paragraphs}
        stdout.print(say("reports.stale", **words), soft_wrap=True)
    if not found and not json:
        stdout.print(say("reports.stale-none"))
    if found:
        raise typer.Exit(1)


@app.command("sign")
def sign_(
    file: Annotated[Path, typer.Argument(help="A report as PDF, reviewed and with its diary number.")],
    certificate: Annotated[Path, typer.Option(help="The agency's certificate with its key, PKCS #12.")],
    out: Annotated[Path, typer.Option(help="The signed file to write; it must not be there.")],
    json: Json = False,
) -> None:
    """Sign a report as PAdES. The certificate's password is read from BEREDD_CERTIFICATE_PASSWORD, or asked for."""
    from beredd.intake import read_bytes, shown_name
    from beredd.reports.errors import CannotSign
    from beredd.reports.signing import hash_of, sign
    from beredd.wording import Sentence
    from beredd.writing import check_file, write_file

    if out.exists():
        raise CannotSign("reports.sign-same-file")
    check_file(out)
    raw = read_bytes(file, wanted=Sentence("reports.a-report"))
    key = read_bytes(certificate, wanted=Sentence("reports.a-certificate"))
    signed = sign(raw, file=shown_name(file), certificate=key, password=_password())
    write_file(out, signed)
    if json:
        print_json({"file": str(out), "sha256": hash_of(signed)})
    else:
        stdout.print(say("reports.signed", file=str(out), hash=hash_of(signed)), soft_wrap=True)


@app.command("verify")
def verify_(file: Annotated[Path, typer.Argument(help="A signed report.")], json: Json = False) -> None:
    """Say who has signed a report and whether it is as it was signed. Exit 1 unless it is."""
    from beredd.intake import read_bytes, shown_name
    from beredd.reports.signing import hash_of, signatures_of
    from beredd.wording import Sentence

    raw = read_bytes(file, wanted=Sentence("reports.a-report"))
    found = signatures_of(raw)
    if json:
        rows = [{"by": one.by, "whole": one.is_whole and one.is_intact, "test": one.is_test} for one in found]
        print_json({"sha256": hash_of(raw), "signatures": rows})
    for one in found if not json else ():
        if one.is_intact and one.is_whole:
            stdout.print(say("reports.signature-whole", by=one.by), soft_wrap=True)
        else:
            stdout.print(say("reports.signature-broken", by=one.by), soft_wrap=True)
        if one.is_test:
            stdout.print(say("reports.signature-test"), soft_wrap=True)
    if not found and not json:
        stdout.print(say("reports.signature-none", file=shown_name(file)), soft_wrap=True)
    if not found or not all(one.is_intact and one.is_whole for one in found):
        raise typer.Exit(1)


@app.command("test-certificate")
def trial_certificate_(out: Annotated[Path, typer.Option(help="The file to write, .p12.")]) -> None:
    """Make a certificate for trials, good for a week. Its name says that it is no agency's."""
    from beredd.reports.signing import trial_certificate
    from beredd.writing import check_file, write_file

    check_file(out)
    write_file(out, trial_certificate(password=_password(), now=datetime.now(UTC)))
    stdout.print(say("reports.certificate", file=str(out)), soft_wrap=True)


def _password() -> str:
    """The certificate's password: from the environment, or typed unseen."""
    found = os.environ.get("BEREDD_CERTIFICATE_PASSWORD")
    return found if found is not None else typer.prompt("Password of the certificate", hide_input=True, err=True)


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

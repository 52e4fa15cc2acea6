"""A report of an assignment as PDF/UA-1: text with its numbers, what answers each clause, all runs, the bundle."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from beredd import __version__
from beredd.assignments.decision import Assignment
from beredd.assignments.evidence import Answered
from beredd.figures.numbers import day, number, rounded
from beredd.reports.cited import ATTACHED, Cited, Outcome, Port, Value, bundle_of
from beredd.reports.errors import ReportError
from beredd.reports.template import REFERENCE, SAID, Edition, Paragraph, Template
from beredd.wording import speaking

HOME = Path(str(files("beredd") / "reports"))


@dataclass(frozen=True, kw_only=True)
class Report:
    """A built report: the file, the bundle in it, and how many numbers of its text are references."""

    pdf: bytes
    bundle: bytes
    cited: tuple[Cited, ...]
    numbers: int
    is_demo: bool


def build_report(
    template: Template, assignment: Assignment, answered: Sequence[Answered], *, edition: Edition, on: date, port: Port
) -> Report:
    """The report in one edition. The public one is made of what is marked public; runs are numbered anew in it."""
    shown = [one for section in template.sections for one in section.paragraphs if _is_in(one.edition, edition)]
    named = {name for one in shown for name, _output in REFERENCE.findall(one.text)}
    citations = [one for one in template.citations if one.id in named and _is_in(one.edition, edition)]
    cited, by_id = [], {}
    for at, one in enumerate(citations, 1):
        found = Cited(
            number=f"R{at}", name=one.name, kind=one.kind, question=one.question, outcome=port(one.kind, one.question)
        )
        cited.append(found)
        by_id[one.id] = found
    used: dict[str, set[str]] = {}
    for paragraph in shown:
        for name, output in REFERENCE.findall(paragraph.text):
            if output not in by_id[name].outcome.values:
                raise ReportError("reports.no-output", run=name, output=output)
            used.setdefault(by_id[name].number, set()).add(output)
    bundle = bundle_of(cited, used=used, version=__version__)
    is_demo = bool(assignment.blanks) or not any(one.status == "done" for answer in answered for one in answer.evidence)
    with speaking("sv"):
        data = _data(template, assignment, answered, cited, by_id, edition=edition, on=on, is_demo=is_demo)
    made = _compiler().compile(
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(data, ensure_ascii=False), "bundle": bundle.decode(), "attached": ATTACHED},
    )
    assert isinstance(made, bytes)
    numbers = sum(len(REFERENCE.findall(one.text)) for one in shown)
    return Report(pdf=made, bundle=bundle, cited=tuple(cited), numbers=numbers, is_demo=is_demo)


def _is_in(marked: Edition, edition: Edition) -> bool:
    return edition == "internal" or marked == "public"


def _data(template, assignment, answered, cited, by_id, *, edition, on, is_demo) -> dict[str, Any]:
    return {
        "title": template.title,
        "edition": edition,
        "demo": is_demo,
        "on": day(on),
        "assignment": {
            "name": assignment.name,
            "reference": assignment.reference,
            "decided_on": day(assignment.decided_on) if assignment.decided_on else "",
            "given_to": assignment.given_to,
            "reported_to": assignment.reported_to,
        },
        "sections": [
            {
                "heading": section.heading,
                "paragraphs": [
                    _paragraph(one, by_id, assignment, answered)
                    for one in section.paragraphs
                    if _is_in(one.edition, edition)
                ],
            }
            for section in template.sections
            if any(_is_in(one.edition, edition) for one in section.paragraphs)
        ],
        "runs": [_run(one, edition) for one in cited],
        "version": __version__,
    }


def _paragraph(paragraph: Paragraph, by_id: Mapping[str, Cited], assignment: Assignment, answered) -> dict[str, Any]:
    text = REFERENCE.sub(
        lambda match: f"{_shown(by_id[match[1]].outcome, match[2])} [{by_id[match[1]].number}]", paragraph.text
    )
    places = [clause.place for id in paragraph.clauses if (clause := assignment.clause(id))]
    return {
        "text": SAID.sub(r"\1", text),
        "clauses": places,
        "table": _table(paragraph.table, assignment, answered) if paragraph.table else None,
    }


def _shown(outcome: Outcome, output: str) -> str:
    value: Value = outcome.values[output]
    if value is None or isinstance(value, str):
        return value or "–"
    return number(rounded(value))


_CLOSE = {"close": "nära dialog", "dialogue": "dialog", "knowledge": "inhämtad kunskap"}
_STATES = {"met": "uppfyllt", "thin": "tunt", "missing": "saknas"}


def _table(which: str, assignment: Assignment, answered: Sequence[Answered]) -> dict[str, Any]:
    if which == "money":
        rows = [
            [str(one.year), f"{number(one.kronor)} kr", one.appropriation, one.condition] for one in assignment.grants
        ]
        return {"head": ["År", "Medel", "Anslag", "Villkor"], "rows": rows, "widths": [0, 0, 1, 1]}
    if which == "unheard":
        missing = {party.id for one in answered for party in one.not_heard}
        rows = [[party.name, _CLOSE[party.closeness]] for party in assignment.parties if party.id in missing]
        return {"head": ["Aktör", "Beslutet kräver"], "rows": rows, "widths": [2, 1]}
    rows = [
        [one.clause.demand, one.clause.place, day(one.clause.due) if one.clause.due else "", _STATES[one.state]]
        for one in answered
    ]
    return {"head": ["Uppdragspunkt", "Var i beslutet", "Senast", "Läge"], "rows": rows, "widths": [2.6, 1.8, 1.2, 0]}


def _run(one: Cited, edition: Edition) -> dict[str, Any]:
    told = {"number": one.number, "name": one.name, "engine": one.outcome.engine}
    if edition == "internal":
        told |= {"command": one.outcome.command, "result": one.outcome.result}
    return told


@cache
def _compiler() -> typst.Compiler:
    fonts = [str(Path(str(files("fontpkg_noto_sans"))) / "files")]
    return typst.Compiler(input=str(HOME / "templates" / "report.typ"), font_paths=fonts, ignore_system_fonts=True)

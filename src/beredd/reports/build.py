"""A report of an assignment as a document: text with its numbers, what answers each clause, all runs, the bundle."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain, combinations
from typing import Any

from beredd import __version__
from beredd.assignments.accounts import account, kronor
from beredd.assignments.decision import Assignment, Grant
from beredd.assignments.evidence import Answered
from beredd.documents.model import Attachment, Block, Content, Document, Heading, Paragraph, Span, Table
from beredd.figures.numbers import day, number, rounded
from beredd.reports import proposals
from beredd.reports import template as written
from beredd.reports.cited import ATTACHED, Cited, bundle_of
from beredd.reports.decided import UNDECIDED, Decided
from beredd.reports.errors import ReportError
from beredd.reports.outcomes import InputsOf, Outcome, Port, Value
from beredd.reports.registers import ENGINE, ROWS, Registers, answer, is_register
from beredd.reports.template import REFERENCE, SAID, Edition, Template
from beredd.wording import speaking

DEMO = "DEMO – ej redovisning"
PIECES = re.compile(f"({REFERENCE.pattern.replace('(', '(?:')})")


@dataclass(frozen=True, kw_only=True)
class Report:
    """A built report: the document with the bundle in it, and how many numbers of its text are references."""

    document: Document
    bundle: bytes
    cited: tuple[Cited, ...]
    numbers: int
    is_demo: bool


def build_report(
    template: Template,
    registers: Registers,
    answered: Sequence[Answered],
    *,
    edition: Edition,
    port: Port,
    inputs_of: InputsOf = lambda _kind, _question: {},
    decided: Decided = UNDECIDED,
) -> Report:
    """The report in one edition. The public one is made of what is marked public; runs are numbered anew in it."""
    assignment = registers.assignment
    shown = [one for section in template.sections for one in section.paragraphs if _is_in(one.edition, edition)]
    named = {name for one in shown for name in one.cites}
    citations = [one for one in template.citations if one.id in named and _is_in(one.edition, edition)]
    cited, by_id = [], {}
    for at, one in enumerate(citations, 1):
        question = registers.frozen(one.kind, one.question)
        outcome = answer(one.kind, question) if is_register(one.kind) else port(one.kind, question)
        found = Cited(
            number=f"R{at}",
            name=one.name,
            kind=one.kind,
            question=question,
            outcome=outcome,
            inputs=inputs_of(one.kind, question),
            paragraphs=tuple(_places(template, edition, one.id)),
        )
        cited.append(found)
        by_id[one.id] = found
    used: dict[str, set[str]] = {}
    for paragraph in shown:
        for name, output in REFERENCE.findall(paragraph.text):
            if output not in by_id[name].outcome.values:
                raise ReportError("reports.no-output", run=name, output=output)
            used.setdefault(by_id[name].number, set()).add(output)
        for name in paragraph.runs:
            used.setdefault(by_id[name].number, set()).update(proposals.outputs(by_id[name].outcome))
    if edition == "public":
        _refuse_differences(template, by_id, used)
    is_demo = bool(assignment.blanks) or registers.is_empty or registers.is_demo
    about = {
        "assignment": assignment.id,
        "kind": template.kind,
        "edition": edition,
        "on": registers.on.isoformat(),
        "demo": is_demo,
        "decided": asdict(decided),
    }
    bundle = bundle_of(cited, used=used, version=__version__, about=about, has_rows=edition == "internal")
    with speaking("sv"):
        writer = _Writer(template, registers, answered, edition, by_id, shown, decided)
        document = Document(
            title=template.title,
            subtitle=assignment.name,
            author=assignment.given_to,
            on=registers.on,
            mark=DEMO if is_demo else "",
            lead=tuple(writer.lead()),
            blocks=tuple(writer.blocks(cited)),
            attached=Attachment(
                name=ATTACHED, raw=bundle, description="Frågor, motorer och tal, så att varje tal kan räknas om"
            ),
        )
    numbers = sum(len(REFERENCE.findall(one.text)) for one in shown)
    return Report(document=document, bundle=bundle, cited=tuple(cited), numbers=numbers, is_demo=is_demo)


def _refuse_differences(template: Template, by_id: Mapping[str, Cited], used: Mapping[str, set[str]]) -> None:
    """ReportError where two open numbers of a run add up to, or differ by, one that only the internal edition names."""
    for section in template.sections:
        for paragraph in section.paragraphs:
            for name, output in REFERENCE.findall(paragraph.text):
                cited = by_id.get(name)
                if cited is None or output in used[cited.number]:
                    continue
                secret, open_numbers = cited.outcome.values.get(output), _numbers(cited.outcome, used[cited.number])
                for (first, a), (second, b) in combinations(open_numbers.items(), 2):
                    if isinstance(secret, int | float) and secret and secret in (a + b, abs(a - b)):
                        told = {"run": name, "first": first, "second": second, "output": output}
                        raise ReportError("reports.gives-away", **told)


def _numbers(outcome: Outcome, outputs: set[str]) -> dict[str, int | float]:
    values = {output: outcome.values[output] for output in sorted(outputs)}
    return {name: value for name, value in values.items() if isinstance(value, int | float)}


def _places(template: Template, edition: Edition, run: str) -> Iterator[str]:
    """Where a run is cited: heading and number of the paragraph, as the edition counts them."""
    for section in template.sections:
        paragraphs = [one for one in section.paragraphs if _is_in(one.edition, edition)]
        for at, one in enumerate(paragraphs, 1):
            if run in one.cites:
                yield f"{section.heading}, stycke {at}"


def _is_in(marked: Edition, edition: Edition) -> bool:
    return edition == "internal" or marked == "public"


@dataclass(frozen=True)
class _Writer:
    """Makes the blocks of one edition: the numbers lead to their runs, the runs to the clauses that they serve."""

    template: Template
    registers: Registers
    answered: Sequence[Answered]
    edition: Edition
    by_id: Mapping[str, Cited]
    shown: Sequence[written.Paragraph]
    decided: Decided

    @property
    def assignment(self) -> Assignment:
        return self.registers.assignment

    def lead(self) -> Iterator[Paragraph]:
        one = self.assignment
        edition = "Öppen utgåva." if self.edition == "public" else "Intern utgåva."
        known = (
            f"Beslut {day(one.decided_on)}, {one.reference}."
            if one.decided_on and one.reference
            else "Beslutets datum och diarienummer är inte ifyllda, så redovisningen kan inte undertecknas."
        )
        accounted = ", ".join(dict.fromkeys(grant.accounted_to for grant in one.grants if grant.accounted_to))
        to = accounted if self.template.kind == "economic" and accounted else one.reported_to
        yield Paragraph(f"{edition} Till {to}. {known}")
        if self.decided.diary_number:
            yield Paragraph(f"Diarienummer {self.decided.diary_number}.")

    def blocks(self, cited: Sequence[Cited]) -> Iterator[Block]:
        for section in self.template.sections:
            paragraphs = [one for one in section.paragraphs if _is_in(one.edition, self.edition)]
            if paragraphs:
                yield Heading(section.heading)
                yield from chain.from_iterable(self._paragraph(one) for one in paragraphs)
        if self.decided != UNDECIDED:
            yield Heading("Beslut i ärendet")
            yield Paragraph(
                f"Beslutet är fattat av {self.decided.decision_maker or '–'}. Föredragande har varit "
                f"{self.decided.presenter or '–'}. Redovisningen är granskad av {self.decided.reviewer or '–'}."
            )
        yield from self._appendix(cited)

    def _paragraph(self, paragraph: written.Paragraph) -> Iterator[Block]:
        yield Paragraph(tuple(self._text(paragraph.text)))
        for name in paragraph.runs:
            cited = self.by_id[name]
            yield Paragraph(
                (Span(text=cited.name, is_strong=True), " ", Span(text=f"[{cited.number}]", to=_run(cited)))
            )
            yield proposals.table(cited.outcome, self.registers.evidence)
        if paragraph.table and not paragraph.runs:
            yield self._table(paragraph.table)
        if paragraph.secrecy:
            said = f"Kan omfattas av sekretess enligt {paragraph.secrecy}. Märkt av redaktören, inte prövat."
            yield Paragraph(said, is_small=True)
        if clauses := self._clauses(paragraph.clauses):
            yield Paragraph(("Svarar mot beslutet: ", *clauses, "."), is_small=True)

    def _text(self, text: str) -> Iterator[str | Span]:
        for piece in PIECES.split(text):
            if found := REFERENCE.fullmatch(piece):
                cited = self.by_id[found[1]]
                yield f"{_shown(cited.outcome, found[2])} "
                yield Span(text=f"[{cited.number}]", to=_run(cited))
            elif piece:
                yield SAID.sub(r"\1", piece)

    def _clauses(self, ids: Sequence[str]) -> list[str | Span]:
        """Where the clauses stand in the decision, each leading to the table of clauses where the report has one."""
        has_table = any(one.table == "clauses" for one in self.shown)
        told: list[str | Span] = []
        for id in ids:
            clause = self.assignment.clause(id)
            if clause is None:
                continue
            at = [one.clause.id for one in self.answered].index(id) + 1
            told += ["; "] if told else []
            told.append(Span(text=f"punkt {at} ({clause.place})", to=f"clause-{id}" if has_table else ""))
        return told

    def _table(self, which: str) -> Table:
        return {
            "money": self._money,
            "costs": self._costs,
            "dialogue": self._dialogue,
            "earlier": self._earlier,
            "unheard": self._unheard,
            "clauses": self._all_clauses,
        }[which]()

    def _money(self) -> Table:
        rows = [
            (str(one.year), f"{number(one.kronor)} kr", one.appropriation, _conditions(one))
            for one in self.assignment.grants
        ]
        return Table(head=("År", "Medel", "Anslag", "Villkor"), rows=rows, widths=(0, 0, 1, 1.2))

    def _costs(self) -> Table:
        """Every cost with the sum of its year; vouchers in the internal edition alone."""
        has_vouchers = self.edition == "internal"
        rows: list[tuple[Content, ...]] = []
        for year in account(self.assignment, self.registers.costs):
            for one in year.costs:
                voucher = (one.reference,) if has_vouchers else ()
                rows.append((one.on.isoformat(), one.what, *voucher, kronor(one.ore)))
            told = (Span(text=f"Summa {year.grant.year}", is_strong=True),)
            rows.append(("", told, *([""] if has_vouchers else []), (Span(text=kronor(year.spent), is_strong=True),)))
        head = ("Dag", "Avser", *(["Verifikation"] if has_vouchers else []), "Belopp")
        widths = (0, 2, *([1] if has_vouchers else []), 0)
        return Table(head=head, rows=rows, widths=widths, numeric=frozenset({len(head) - 1}))

    def _dialogue(self) -> Table:
        names = {one.id: one.name for one in self.assignment.parties}
        rows = [
            (
                one.on.isoformat() if one.on else "",
                ", ".join(names.get(id, id) for id in one.parties),
                one.what,
                one.led_to,
            )
            for one in self.registers.dialogue
        ]
        return Table(head=("Dag", "Med", "Om", "Ledde till"), rows=rows, widths=(0, 1.2, 1.2, 1))

    def _earlier(self) -> Table:
        rows = [(one.text, one.source, one.owner, one.status, one.comment) for one in self.registers.earlier] or [
            ("Inga tidigare rekommendationer är införda.", "", "", "", "")
        ]
        head = ("Rekommendation", "Tidigare uppdrag", "Ägare", "Läge", "Vad som har hänt")
        return Table(head=head, rows=rows, widths=(2, 1.2, 1, 0, 1.6))

    def _unheard(self) -> Table:
        missing = {party.id for one in self.answered for party in one.not_heard}
        parties = [one for one in self.assignment.parties if one.id in missing]
        rows = [(one.name, _CLOSE[one.closeness]) for one in parties]
        return Table(head=("Aktör", "Beslutet kräver"), rows=rows, widths=(2, 1))

    def _all_clauses(self) -> Table:
        rows = [
            (
                str(at),
                (Span(anchor=f"clause-{one.clause.id}"), one.clause.demand),
                one.clause.place,
                day(one.clause.due) if one.clause.due else "",
                _STATES[one.state],
            )
            for at, one in enumerate(self.answered, 1)
        ]
        head = ("Nr", "Uppdragspunkt", "Var i beslutet", "Senast", "Läge")
        return Table(head=head, rows=rows, widths=(0, 2.6, 1.8, 1.2, 0))

    def _appendix(self, cited: Sequence[Cited]) -> Iterator[Block]:
        yield Heading("Bilaga: körningarna bakom talen")
        yield Paragraph(
            (
                "Varje tal i texten följs av sin körnings nummer, som leder hit. Frågorna, motorerna och talen ligger ",
                "i filen ",
                Span(text=ATTACHED, is_code=True),
                " inuti dokumentet. Kommandot ",
                Span(text="beredd report recompute FIL", is_code=True),
                " räknar om dem och säger vilka som håller.",
            )
        )
        for one in cited:
            yield Heading(f"{one.number} {one.name}", level=2, anchor=_run(one))
            yield Paragraph(f"Fråga: {_asked(one.question)}. Motor {one.outcome.engine}, Beredd {__version__}.")
            serves = [id for paragraph in self.shown if one in self._named(paragraph) for id in paragraph.clauses]
            if clauses := self._clauses(tuple(dict.fromkeys(serves))):
                yield Paragraph(("Talen används för ", *clauses, "."), is_small=True)
            if self.edition == "internal":
                command = (Span(text=one.outcome.command, is_code=True), " ") if one.outcome.command else ()
                yield Paragraph((*command, f"Fingeravtryck {one.outcome.result}."), is_small=True)

    def _named(self, paragraph: written.Paragraph) -> list[Cited]:
        return [self.by_id[name] for name in paragraph.cites]


def _run(cited: Cited) -> str:
    return f"run-{cited.number}"


def _asked(question: Mapping[str, Any]) -> str:
    """What was asked, in words: lists as lists, money as money; what was not asked is not said."""
    told = []
    for key, value in question.items():
        if key == ROWS or value is None or value is False or value == [] or value == {}:
            continue
        if key.endswith("_ore"):
            shown = kronor(int(value))
        elif isinstance(value, list | tuple):
            shown = ", ".join(str(one) for one in value)
        else:
            shown = "" if value is True else str(value)
        told.append(f"{_ASKED.get(key, key)} {shown}".strip())
    return "; ".join(told)


def _conditions(grant: Grant) -> str:
    told = [grant.condition] if grant.condition else []
    if grant.requisition_by:
        told.append(f"Rekvireras senast {day(grant.requisition_by)}.")
    if grant.repaid_by:
        to = f" till {grant.accounted_to}" if grant.accounted_to else ""
        told.append(f"Det som inte används återbetalas och redovisas senast {day(grant.repaid_by)}{to}.")
    return " ".join(told)


def _shown(outcome: Outcome, output: str) -> str:
    """A value as a reader sees it: money to the öre, a register's counts whole, a model's numbers as far as known."""
    value: Value = outcome.values[output]
    if value is None or isinstance(value, str):
        return value or "–"
    if output.endswith("_ore"):
        return kronor(int(value))
    if outcome.engine == ENGINE:
        return number(value)
    return number(rounded(value))


_ASKED = {
    "days": "dygn",
    "seed": "frö",
    "measures": "åtgärder",
    "replicates": "replikat",
    "uncertainty": "dragningar av parametrar",
    "small": "litet land",
    "network": "nät",
    "granted_ore": "tilldelat",
}
"""A field of a question -> what the appendix calls it."""
_CLOSE = {"close": "nära dialog", "dialogue": "dialog", "knowledge": "inhämtad kunskap"}
_STATES = {"met": "uppfyllt", "thin": "tunt", "missing": "saknas"}

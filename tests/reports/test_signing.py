"""A report's way to a signature, and what stands in it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from beredd.assignments.accounts import Cost
from beredd.assignments.evidence import coverage
from beredd.assignments.store import find_assignment
from beredd.documents.pdf import pdf_bytes
from beredd.documents.word import word_bytes
from beredd.reports.build import build_report
from beredd.reports.cited import stale
from beredd.reports.decided import Decided
from beredd.reports.errors import CannotSign
from beredd.reports.registers import Registers, answer
from beredd.reports.signing import TEST_NAME, sign, signatures_of, trial_certificate
from beredd.reports.template import read_template

NALOXONE = find_assignment("opioidantagonister-2025")
DECIDED = Decided(
    diary_number="1.2-2026-001",
    decision_maker="Generaldirektör A",
    presenter="Utredare B",
    reviewer="Enhetschef C",
)
PASSWORD = "prov"


@pytest.fixture(scope="module")
def certificate():
    return trial_certificate(password=PASSWORD, now=datetime.now(UTC))


def report(decided=DECIDED, *, is_demo=False):
    cost = Cost(assignment=NALOXONE.id, on=date(2025, 5, 2), ore=100, what="Tryck")
    given = Registers(assignment=NALOXONE, on=date(2026, 3, 30), costs=(cost,), is_demo=is_demo)
    template = read_template(NALOXONE.id, "economic")
    answered = coverage(NALOXONE, (), today=given.on)
    return build_report(template, given, answered, edition="internal", port=answer, decided=decided)


def signed(certificate, raw=None, password=PASSWORD):
    return sign(
        pdf_bytes(report().document) if raw is None else raw, file="r.pdf", certificate=certificate, password=password
    )


@pytest.mark.slow
def test_a_signature_leaves_the_file_as_it_was_and_tells_of_a_change(certificate):
    raw = pdf_bytes(report().document)
    made = signed(certificate, raw)
    assert made.startswith(raw)
    (found,) = signatures_of(made)
    assert (found.by, found.is_intact, found.is_whole, found.is_test) == (TEST_NAME, True, True, True)
    at = made.index(b"/Title") if b"/Title" in made else 2000
    assert not all(one.is_intact for one in signatures_of(made[:at] + bytes([made[at] ^ 1]) + made[at + 1 :]))
    assert not signatures_of(raw)


@pytest.mark.slow
def test_what_is_signed_is_not_signed_again(certificate):
    with pytest.raises(CannotSign, match="signed already"):
        signed(certificate, signed(certificate))


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("diary_number", "without diary number"),
        ("decision_maker", "without decision-maker"),
        ("presenter", "without presenter"),
        ("reviewer", "without reviewer"),
    ],
)
def test_what_is_missing_blocks_the_signature(certificate, field, said):
    raw = pdf_bytes(report(replace(DECIDED, **{field: ""})).document)
    with pytest.raises(CannotSign, match=said):
        signed(certificate, raw)


def test_nobody_decides_what_they_have_reviewed(certificate):
    raw = pdf_bytes(report(replace(DECIDED, reviewer=DECIDED.decision_maker)).document)
    with pytest.raises(CannotSign, match="Generaldirektör A has reviewed it"):
        signed(certificate, raw)


def test_a_demonstration_cannot_be_signed_and_says_so_in_every_format(certificate):
    made = report(is_demo=True)
    assert made.document.mark == "DEMO – ej redovisning"
    with pytest.raises(CannotSign, match="Demo data cannot be signed"):
        signed(certificate, pdf_bytes(made.document))


def test_word_and_a_wrong_password_are_refused(certificate):
    with pytest.raises(CannotSign, match="Word is a working copy"):
        signed(certificate, word_bytes(report().document))
    with pytest.raises(CannotSign, match="cannot be opened"):
        signed(certificate, password="fel")
    with pytest.raises(CannotSign, match="cannot be opened"):
        signed(b"no certificate")


def test_the_document_names_who_decided():
    text = "".join(span.text for span in report().document.spans())
    assert "Diarienummer 1.2-2026-001." in text
    assert "fattat av Generaldirektör A. Föredragande har varit Utredare B." in text


def test_a_changed_parameter_makes_the_paragraphs_stale_that_rest_on_it_and_no_other(tmp_path):
    (tmp_path / "opioidantagonister-2025-interim.yaml").write_text(
        "assignment: opioidantagonister-2025\nkind: interim\ntitle: Prov\n"
        "citations:\n  - {id: a, name: A, kind: x, question: {n: 1}}\n"
        "  - {id: b, name: B, kind: y, question: {n: 2}}\n"
        "sections:\n  - heading: Först\n    paragraphs:\n      - {text: 'Det är {a.n}.'}\n      - {text: Inget tal.}\n"
        "      - {text: 'Det är {b.n} och {a.n}.'}\n"
        "  - heading: Sedan\n    paragraphs:\n      - {text: 'Det är {b.n}.'}\n",
        encoding="utf-8",
    )
    parameters = {"x": {"parameter speed": "1", "parameter size": "1"}, "y": {"parameter size": "1"}}

    def port(kind, question):
        return replace(answer("register.reach", {"rows": []}), values={"n": question["n"]})

    def inputs(kind, _question):
        return parameters[kind]

    template = read_template("opioidantagonister-2025", "interim", tmp_path)
    made = build_report(
        template,
        Registers(assignment=NALOXONE, on=date(2026, 1, 1)),
        (),
        edition="internal",
        port=port,
        inputs_of=inputs,
    )
    assert stale(made.bundle, inputs) == ()
    parameters["x"]["parameter speed"] = "2"
    (found,) = stale(made.bundle, inputs)
    assert (found.number, found.changed) == ("R1", ("parameter speed",))
    assert found.paragraphs == ("Först, stycke 1", "Först, stycke 3")
    parameters["y"] = {"parameter size": "2"}
    assert [one.paragraphs for one in stale(made.bundle, inputs)][1] == ("Först, stycke 3", "Sedan, stycke 1")

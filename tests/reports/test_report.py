"""Reports: numbers by reference only, two editions, and the same numbers again from the file."""

import json
import zipfile
import zlib
from dataclasses import replace
from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from beredd.assignments.evidence import Evidence, coverage
from beredd.assignments.store import find_assignment
from beredd.documents.attached import attached_in
from beredd.documents.model import Table
from beredd.documents.pdf import pdf_bytes
from beredd.documents.word import word_bytes
from beredd.intake import FileRefused
from beredd.provenance import canonical_json, fingerprint
from beredd.reports.build import build_report
from beredd.reports.cited import ATTACHED, recompute
from beredd.reports.errors import NoBundle, NoTemplate, ReportError
from beredd.reports.holdings import holdings
from beredd.reports.outcomes import Stated
from beredd.reports.registers import Registers
from beredd.reports.template import read_template, shipped

ASSIGNMENT = find_assignment("beredskap-2026")
REGISTERS = Registers(assignment=ASSIGNMENT, on=date(2026, 11, 27), evidence=holdings(ASSIGNMENT))
ANSWERED = coverage(ASSIGNMENT, REGISTERS.evidence, today=REGISTERS.on)
SMALL = """
assignment: beredskap-2026
kind: interim
title: Prov
citations:
  - {id: fire, name: Brand, kind: toy, question: {seed: 1}}
  - {id: secret, name: Hemlig brand i PLATSNAMN, kind: toy, question: {seed: 8001}, edition: internal}
sections:
  - heading: Sammanfattning
    paragraphs:
      - {text: "Det blev {fire.people} personer den {=15 februari 2027}.", edition: public}
      - {text: "I SVAGPUNKT blev det {secret.people}.", edition: internal}
  - heading: Svagheter
    paragraphs:
      - {text: Hela avsnittet KANSLIGT är internt.}
"""


def toy(kind, question):
    """An engine whose answer is its seed."""
    assert kind == "toy"
    seed = question["seed"]
    values = {"people": 1234 * seed, "share": 0.5}
    return Stated(engine="toy/1", result=f"r{seed}", command=f"beredd toy --seed {seed}", values=values)


@pytest.fixture
def template(tmp_path):
    """template(text): the small one, or another."""

    def make(text=SMALL):
        (tmp_path / "beredskap-2026-interim.yaml").write_text(text, encoding="utf-8")
        return read_template("beredskap-2026", "interim", tmp_path)

    return make


def built(template, edition="public", port=toy):
    return build_report(template, REGISTERS, ANSWERED, edition=edition, port=port)


FORMATS = {"pdf": pdf_bytes, "docx": word_bytes}


@pytest.fixture(params=FORMATS.values(), ids=FORMATS)
def made(request):
    """made(report): its file, in each format."""
    return lambda report: request.param(report.document)


def text_of(raw):
    """The words of a PDF or a Word file as they are read."""
    if raw[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            parts = [one for one in archive.namelist() if one.startswith("word/") and one.endswith(".xml")]
            found = " ".join(" ".join(ElementTree.fromstring(archive.read(one)).itertext()) for one in parts)
    else:
        found = "\n".join(page.extract_text() for page in PdfReader(BytesIO(raw)).pages)
    return " ".join(found.replace("\u00a0", " ").split())


def everything_in(raw):
    """The file's bytes with every stream or part unpacked."""
    if raw[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            parts = [archive.read(one) for one in archive.namelist()]
            return b"".join((raw, *(name.encode() for name in archive.namelist()), *parts, text_of(raw).encode()))
    found, at = [raw], 0
    while (start := raw.find(b"stream", at)) >= 0:
        body = raw[start + 6 :].lstrip(b"\r\n")
        try:
            found.append(zlib.decompressobj().decompress(body))
        except zlib.error:
            found.append(body[:200])
        at = start + 6
    found.append(text_of(raw).encode())
    return b"".join(found)


def test_a_number_is_the_runs_rounded_with_its_run_beside_it(template, made):
    report = built(template())
    assert "Det blev 1 200 [R1] personer den 15 februari 2027" in text_of(made(report))
    assert report.numbers == 1


def test_the_same_numbers_come_again_from_the_file_alone(template, made):
    report = built(template(), "internal")
    bundle = attached_in(made(report), file="r", name=ATTACHED)
    assert bundle == report.bundle
    assert [(one.number, one.state) for one in recompute(bundle, toy)] == [("R1", "holds"), ("R2", "holds")]


def test_another_number_and_other_rules_are_told_apart(template):
    bundle = built(template()).bundle

    def moved(kind, question):
        one = toy(kind, question)
        return Stated(engine="toy/1", result="x", command="", values=dict(one.values) | {"people": 1235})

    def newer(kind, question):
        return Stated(engine="toy/2", result="r1", command="", values=toy(kind, question).values)

    assert [(one.state, one.differing) for one in recompute(bundle, moved)] == [("differs", ("people",))]
    assert [one.state for one in recompute(bundle, newer)] == ["needs-version"]


def test_the_bundle_holds_what_the_text_names_and_no_more(template):
    (figure,) = json.loads(built(template()).bundle)["figures"]
    assert figure["values"] == {"people": 1234}


@pytest.mark.parametrize("word", ["SVAGPUNKT", "KANSLIGT", "PLATSNAMN", "Svagheter", "--seed", "9873234"])
def test_the_public_edition_holds_nothing_of_what_is_internal(template, made, word):
    assert word.encode() in everything_in(made(built(template(), "internal")))
    assert word.encode() not in everything_in(made(built(template(), "public")))


def test_from_a_number_to_its_run_and_from_the_run_to_the_clause_is_two_clicks(template):
    text = SMALL.replace("edition: public}", "edition: public, clauses: [dosovning], table: clauses}", 1)
    document = built(template(text)).document
    places = [span.to for span in document.spans() if span.to]
    assert places.count("run-R1") == 1
    assert places.count("clause-dosovning") == 2  # below the paragraph, and below the run in the appendix


def test_runs_are_numbered_anew_in_the_public_edition(template):
    text = SMALL.replace("{id: fire, name: Brand, kind: toy, question: {seed: 1}}\n  - ", "", 1)
    text = text.replace(
        "edition: internal}\nsections",
        "edition: internal}\n  - {id: fire, name: Brand, kind: toy, question: {seed: 1}}\nsections",
    )
    assert "[R1]" in text_of(pdf_bytes(built(template(text), "public").document))
    assert "[R2]" in text_of(pdf_bytes(built(template(text), "internal").document))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{fire.people} personer", "75 000 personer", "a number of a run"),
        ("{=15 februari 2027}", "15 februari 2027", "a number of a run"),
        ("{fire.people}", "{fier.people}", "one of the report's runs: fire, secret"),
        ("{fire.people}", "{secret.people}", "a public run; the paragraph is public"),
        ("edition: public", "edition: alla", "public"),
        ("kind: interim", "kind: del", "interim"),
    ],
)
def test_a_number_that_is_retyped_or_not_there_is_refused_with_its_line(template, old, new, said):
    with pytest.raises(FileRefused) as refused:
        template(SMALL.replace(old, new, 1))
    assert said in str(refused.value)
    assert refused.value.faults[0].row


def test_an_output_that_the_run_does_not_give_is_said(template):
    with pytest.raises(ReportError, match="Run fire gives no output animals"):
        built(template(SMALL.replace("{fire.people}", "{fire.animals}", 1)))


def test_a_bundle_that_was_changed_is_not_recomputed(template):
    bundle = built(template()).bundle
    with pytest.raises(NoBundle, match="not as it was written"):
        recompute(bundle.replace(b"1234", b"1235"), toy)
    for raw in (b"[]", b"{}", b"\xff"):
        with pytest.raises(NoBundle):
            recompute(raw, toy)
    other: dict = {"format": "x", "version": "1", "figures": []}
    with pytest.raises(NoBundle):
        recompute(canonical_json(other | {"seal": fingerprint(other)}).encode(), toy)


def compared(stem, place, effect, low, high):
    words = {
        "name": stem.capitalize(),
        "cost_class": "medium",
        "decides": "regionerna",
        "pays": "staten",
        "tags": "ansvar",
    }
    numbers = {"place": place, "effect": effect, "low": low, "high": high}
    return {f"{stem}_{key}": value for key, value in (words | numbers).items()}


COMPARED = {
    "leading": "patient_days_without",
    "without": 1_000_000.0,
    "replicates": 3,
    **compared("natt", 1, -210_400.0, -230_000.0, -190_000.0),
    **compared("helg", 1, -205_000.0, -228_000.0, -180_000.0),
    **compared("avtal", 2, -100.0, -9_000.0, 8_000.0),
}
PROPOSED = """
assignment: beredskap-2026
kind: interim
title: Prov
citations:
  - {id: fire, name: Brand, kind: toy, question: {seed: 1}}
sections:
  - heading: Förslag
    paragraphs:
      - {text: Så här blev det., edition: public, table: proposals, runs: [fire], clauses: [atgardsforslag]}
"""


def test_proposals_share_a_place_where_intervals_do_not_tell_them_apart(template):
    def port(_kind, _question):
        return Stated(engine="toy/1", result="r", command="", values=COMPARED)

    answered = Evidence(
        clauses=("atgardsforslag",), kind="measure", what="Natt", status="done", reference="natt", led_to="Samtycker"
    )
    registers = replace(REGISTERS, evidence=(answered,))
    report = build_report(template(PROPOSED), registers, ANSWERED, edition="public", port=port)
    rows = next(one.rows for one in report.document.blocks if isinstance(one, Table))
    assert [row[:2] for row in rows] == [("1", "Helg"), ("1", "Natt"), ("2", "Avtal")]
    assert "skiljer sig inte från ingen ändring" in rows[2][2]
    assert rows[1][2].replace("\u00a0", " ").startswith("−210 000 (−230 000")
    assert [row[5] for row in rows] == ["inte inhämtat", "Samtycker", "inte inhämtat"]
    assert recompute(report.bundle, port)[0].state == "holds"
    moved = replace(port("", {}), values=COMPARED | {"natt_effect": -1.0})
    assert recompute(report.bundle, lambda *_: moved)[0].differing == ("natt_effect",)


def test_there_is_no_report_of_another_kind():
    with pytest.raises(NoTemplate, match="There are: beredskap-2026-economic, beredskap-2026-final"):
        read_template("beredskap-2025", "economic")


def test_the_shipped_report_is_whole_and_says_that_it_is_a_demo():
    """Engines are stood in for here; the command's contract runs them."""
    template = read_template("beredskap-2026", "interim", shipped())

    class Anything(dict):
        def __contains__(self, key):
            return True

        def __getitem__(self, key):
            return 75_957

        def get(self, key, default=None):
            return 75_957

    def any_engine(kind, question):
        values = COMPARED if kind == "dispensing.compare" else Anything()
        return Stated(engine=f"{kind}/1", result="r", command="beredd …", values=values)

    report = built(template, port=any_engine)
    pdf = pdf_bytes(report.document)
    text = text_of(pdf)
    order = [
        "Sammanfattning",
        "Uppdraget",
        "Genomförande",
        "Iakttagelser",
        "Förslag",
        "Konsekvenser",
        "Fortsatt arbete",
        "Bilaga",
    ]
    places = [text.rindex(one) if one == "Bilaga" else text.index(one) for one in order]
    assert places == sorted(places)
    assert text.count("DEMO – ej redovisning") == len(PdfReader(BytesIO(pdf)).pages)
    assert "kan inte undertecknas" in text
    assert "DEMO – ej redovisning" in text_of(word_bytes(report.document))
    assert report.is_demo
    assert report.numbers >= 10


class Whatever(dict):
    """Every output there could be."""

    def __contains__(self, key):
        return True

    def __getitem__(self, key):
        return COMPARED.get(key, 51)


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(shipped().glob("*.yaml")), ids=lambda one: one.stem)
@pytest.mark.parametrize("edition", ["public", "internal"])
def test_every_shipped_report_is_built_in_both_editions_and_formats(path, edition):
    assignment, _dash, kind = path.stem.rpartition("-")
    given = Registers(assignment=find_assignment(assignment), on=date(2027, 2, 15), evidence=REGISTERS.evidence[:1])

    def port(kind, question):
        values = COMPARED if kind == "dispensing.compare" else Whatever()
        return Stated(engine="toy/1", result="r", command="beredd …", values=values)

    answered = coverage(given.assignment, (), today=given.on)
    report = build_report(read_template(assignment, kind), given, answered, edition=edition, port=port)
    for make in FORMATS.values():
        assert "DEMO – ej redovisning" in text_of(make(report.document))


def test_two_open_numbers_do_not_give_away_a_third(template):
    text = SMALL.replace(
        "I SVAGPUNKT blev det {secret.people}.", "I SVAGPUNKT blev det {fire.weak} av {secret.people}."
    )
    text = text.replace("{fire.people} personer", "{fire.people} och {fire.rest} personer")

    def port(kind, question):
        return replace(toy(kind, question), values={"people": 1234, "rest": 1200, "weak": 34})

    with pytest.raises(ReportError, match="weak, which is internal, can be worked out"):
        built(template(text), "public", port)
    assert built(template(text), "internal", port).numbers == 4


def test_a_secrecy_mark_cites_its_section_and_stands_inside_alone(template):
    marked = SMALL.replace("är internt.}", "är internt., secrecy: 18 kap. 13 § OSL}")
    inside, outside = (pdf_bytes(built(template(marked), edition).document) for edition in ("internal", "public"))
    assert "enligt 18 kap. 13 § OSL. Märkt av redaktören, inte prövat." in text_of(inside)
    assert "OSL" not in text_of(outside)
    for text, said in (
        (marked.replace("18 kap. 13 § OSL", "hemligt"), "secrecy"),
        (marked.replace("är internt.,", "är internt., edition: public,"), "an internal paragraph"),
        (SMALL.replace("KANSLIGT", "KVALIFICERAT HEMLIG"), "marking of protective security"),
    ):
        with pytest.raises(FileRefused, match=said):
            template(text)


def test_the_appendix_says_what_was_asked_in_words():
    from beredd.reports.build import _asked
    from beredd.wording import speaking

    asked = {"scenario": "s5a-dos", "measures": ["a", "b"], "days": 28, "network": None, "small": True, "overrides": {}}
    assert _asked(asked) == "scenario s5a-dos; åtgärder a, b; dygn 28; litet land"
    with speaking("sv"):
        told = _asked({"granted_ore": 50_000_000, "rows": [1]})
    assert told.replace("\u00a0", " ") == "tilldelat 500 000,00 kr"

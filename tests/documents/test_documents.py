"""Documents: one model, two files, and the attachment out of either."""

import io
import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest
from docx import Document as open_word
from pypdf import PdfReader

from beredd.documents.attached import MOST_BYTES, NAMESPACE, attached_in
from beredd.documents.errors import DocumentError, NothingAttached
from beredd.documents.model import Attachment, Document, Heading, Paragraph, Picture, Span, Table
from beredd.documents.pdf import pdf_bytes
from beredd.documents.word import word_bytes
from beredd.figures import Column, Curve, Line, table_of
from beredd.wording import speaking

FORMATS = {"pdf": pdf_bytes, "docx": word_bytes}
BUNDLE = '{"å": "<&>", "n": 1}'
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def curve():
    columns = [Column(key="day", label="Dag"), Column(key="people", label="Personer")]
    table = table_of("dagar", "Dag för dag", columns, [{"day": at, "people": at * at} for at in range(5)])
    return Curve(
        name="utan",
        title="Personer utan",
        alt="Stiger till 16.",
        table=table,
        x="day",
        lines=[Line(label="Alla", column="people")],
    )


def document(**fields):
    with speaking("sv"):
        drawn = curve()
    blocks = (
        Heading("Sammanfattning", anchor="start"),
        Paragraph(
            (
                "Talet är ",
                Span(text="16", is_strong=True, to="tabell"),
                ".",
                Span(note="Källa: <Statistik> & annat, 2024."),
            )
        ),
        Heading("Dag för dag", level=2),
        Table(
            head=("Dag", "Personer"), rows=[((Span(anchor="tabell"), "4"), "16")], widths=(0, 1), numeric=frozenset({1})
        ),
        Picture(drawn),
        Table.of(drawn.table),
        Paragraph("En punkt", is_listed=True),
        Paragraph(("Se ", Span(text="beredd report", is_code=True), Span(text="start", to="start")), is_small=True),
    )
    told = {
        "title": "Redovisning <1>",
        "author": "Läkemedelsverket",
        "on": date(2027, 2, 15),
        "blocks": blocks,
        "mark": "PROV & mer",
    }
    attached = Attachment(name="b.json", raw=BUNDLE.encode(), description="Underlag")
    return Document(**(told | {"attached": attached} | fields))


@pytest.fixture(params=FORMATS.values(), ids=FORMATS)
def written(request):
    """Each of the two writers."""
    return request.param


def part(raw, name):
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return ElementTree.fromstring(archive.read(name))


@pytest.mark.slow
def test_the_same_document_gives_the_same_bytes_and_another_gives_others(written):
    assert written(document()) == written(document())
    assert written(document()) != written(document(title="Annan"))


def test_what_is_attached_comes_out_as_it_went_in(written):
    raw = written(document())
    assert attached_in(raw, file="f", name="b.json") == BUNDLE.encode()
    with pytest.raises(NothingAttached):
        attached_in(raw, file="f", name="other.json")
    with pytest.raises(NothingAttached, match="f has nothing to recompute"):
        attached_in(written(document(attached=None)), file="f", name="b.json")


def test_word_has_headings_header_rows_alt_texts_and_a_language():
    made = open_word(io.BytesIO(word_bytes(document())))
    assert [(one.style.name, one.text) for one in made.paragraphs if one.style.name.startswith("Heading")] == [
        ("Heading 1", "Sammanfattning"),
        ("Heading 2", "Dag för dag"),
    ]
    assert all(table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None for table in made.tables)
    assert [shape._inline.docPr.get("descr") for shape in made.inline_shapes] == ["Stiger till 16."]
    assert made.styles.element.find(f".//{W}lang").get(f"{W}val") == "sv-SE"
    assert made.sections[0].header.paragraphs[0].text == "PROV & mer"


def test_each_link_in_word_leads_to_a_bookmark_and_each_footnote_has_its_words():
    raw = word_bytes(document())
    body = part(raw, "word/document.xml")
    bookmarks = {one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")}
    links = [one.get(f"{W}anchor") for one in body.iter(f"{W}hyperlink")]
    assert len(links) == 2
    assert set(links) <= bookmarks
    (reference,) = body.iter(f"{W}footnoteReference")
    notes = {one.get(f"{W}id"): "".join(one.itertext()) for one in part(raw, "word/footnotes.xml").iter(f"{W}footnote")}
    assert notes[reference.get(f"{W}id")].strip() == "Källa: <Statistik> & annat, 2024."


def test_word_says_nothing_of_who_made_it_and_when():
    raw = word_bytes(document())
    told = open_word(io.BytesIO(raw)).core_properties
    assert (told.author, told.last_modified_by, told.comments, told.keywords) == (
        "Läkemedelsverket",
        "",
        "",
        "PROV & mer",
    )
    assert told.created.isoformat() == "2027-02-15T00:00:00+00:00"
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [one for one in archive.namelist() if "thumbnail" in one]
        everything = b"".join(archive.read(one) for one in archive.namelist())
    assert b"python-docx" not in everything
    assert b"Microsoft" not in part(raw, "docProps/app.xml").tag.encode()


def test_a_pdf_has_its_words_its_note_and_its_mark_on_each_page():
    reader = PdfReader(io.BytesIO(pdf_bytes(document())))
    text = " ".join("".join(page.extract_text() for page in reader.pages).split())
    assert "Källa: <Statistik> & annat, 2024." in text
    assert text.count("PROV & mer") == len(reader.pages)
    assert reader.trailer["/Root"]["/Lang"] == "sv"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ((Heading("A", level=2),), "level 2 below one of level 0"),
        ((Heading("A", anchor="x"), Paragraph((Span(anchor="x"),))), "'x' stands twice"),
        ((Paragraph((Span(text="A", to="y"),)),), "Nothing is called 'y'"),
    ],
)
def test_a_document_that_no_reader_could_follow_is_not_made(blocks, said):
    with pytest.raises(ValueError, match=said):
        document(blocks=blocks)


def test_a_table_has_as_many_cells_in_a_row_as_in_its_header():
    with pytest.raises(ValueError, match="A row has 1 cells; the header has 2"):
        Table(head=("a", "b"), rows=[("1",)])
    with pytest.raises(ValueError, match="There are 1 widths for 2 columns"):
        Table(head=("a", "b"), rows=[], widths=(1,))


def zipped(**parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return made.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"%PDF-1.7\n%nothing", b"plain text", b"PK\x03\x04"),
        zipped(a="x"),
        zipped(word__document_xml="<a/>", customXml__item1_xml="<a"),
    ],
)
def test_another_file_is_refused_in_one_sentence(raw):
    with pytest.raises(DocumentError, match="neither a PDF nor a Word document"):
        attached_in(raw, file="x", name="b.json")


@pytest.mark.slow
def test_a_part_that_unpacks_to_very_much_is_not_unpacked():
    bomb = f'<attached xmlns="{NAMESPACE}" name="b.json">' + "a" * MOST_BYTES + "</attached>"
    with pytest.raises(NothingAttached):
        attached_in(zipped(word__document_xml="<a/>", customXml__item1_xml=bomb), file="x", name="b.json")

"""A document as Word, by python-docx: headings, header rows, alt texts, footnotes, links, and not who made it.

What a machine needs lies in a part of custom XML, which Word and LibreOffice keep when somebody saves a working copy.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from itertools import count
from xml.sax.saxutils import escape

import docx
from docx.document import Document as Made
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as Line

from beredd.documents.attached import NAMESPACE
from beredd.documents.model import Block, Content, Document, Heading, Paragraph, Picture, Span, Table, spans
from beredd.figures.numbers import day
from beredd.wording import speaking

FONT, INK, LINK = "Arial", RGBColor(0, 0, 0), RGBColor(0x0B, 0x4A, 0x6F)
LINE_CM = 15.4
LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
_DAY = (1980, 1, 1, 0, 0, 0)
"""Of every part in the file, so that the same document gives the same bytes."""
_FOOTNOTES = (
    f"<w:footnotes {nsdecls('w')}>"
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    "{notes}</w:footnotes>"
)
_NOTE = (
    '<w:footnote w:id="{id}"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr>'
    '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    '<w:r><w:rPr><w:sz w:val="17"/></w:rPr><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>'
)


def word_bytes(document: Document) -> bytes:
    """The document as a .docx file. The same document gives the same bytes."""
    made = docx.Document()
    _strip(made)
    _lay_out(made, document)
    writer = _Writer(made, {name: f"b{at}" for at, name in enumerate(document.anchors(), 1)})
    with speaking("en" if document.language == "en" else "sv"):
        writer.line((f"{document.author}\t{day(document.on)}",), style="Byline")
    made.add_paragraph(document.title, style="Title")
    if document.subtitle:
        made.add_paragraph(document.subtitle, style="Subtitle")
    for block in (*document.lead, *document.blocks):
        writer.block(block)
    _add_notes(made, writer.notes)
    if document.attached is not None:
        _attach(made, document.attached.name, document.attached.raw.decode())
    _describe(made, document)
    return _written(made)


class _Writer:
    """Puts blocks into a Word document; `notes` are the footnotes so far."""

    def __init__(self, made: Made, bookmarks: Mapping[str, str]):
        self.made = made
        self.bookmarks = bookmarks
        self.notes: list[str] = []
        self._ids = count(1)

    def block(self, block: Block) -> None:
        if isinstance(block, Heading):
            heading = self.made.add_heading(level=block.level)
            if block.anchor:
                self._bookmark(heading, block.anchor)
            heading.add_run(block.text)
        elif isinstance(block, Paragraph):
            style = "List Bullet" if block.is_listed else "Beside" if block.is_small else "Normal"
            self.line(block.content, style=style)
        elif isinstance(block, Picture):
            self._picture(block)
        else:
            self._table(block)

    def line(self, content: Content, *, style: str) -> None:
        self._fill(self.made.add_paragraph(style=style), content)

    def _fill(self, line: Line, content: Content) -> None:
        for one in spans(content):
            if one.anchor:
                self._bookmark(line, one.anchor)
            if one.text:
                self._run(line, one)
            if one.note:
                self._note(line, one.note)

    def _run(self, line: Line, one: Span) -> None:
        run = line.add_run(one.text)
        run.bold = one.is_strong or None
        if one.is_code:
            run.font.name, run.font.size = "Consolas", Pt(9)
        if one.to:
            run.font.color.rgb = LINK
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), self.bookmarks[one.to])
            line._p.append(link)
            link.append(run._r)

    def _bookmark(self, line: Line, anchor: str) -> None:
        id = str(next(self._ids))
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), id)
            if tag == "w:bookmarkStart":
                mark.set(qn("w:name"), self.bookmarks[anchor])
            line._p.append(mark)

    def _note(self, line: Line, text: str) -> None:
        self.notes.append(text)
        run = line.add_run()
        run.font.superscript = True
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self.notes)))
        run._r.append(reference)

    def _picture(self, block: Picture) -> None:
        line = self.made.add_paragraph()
        line.paragraph_format.keep_with_next = True
        shape = line.add_run().add_picture(io.BytesIO(block.figure.png()), width=Cm(LINE_CM))
        told = shape._inline.docPr
        told.set("descr", block.figure.alt)
        told.set("name", block.figure.name)
        self.made.add_paragraph(block.caption or block.figure.title, style="Caption")

    def _table(self, block: Table) -> None:
        if block.caption:
            line = self.made.add_paragraph(block.caption, style="Caption")
            line.paragraph_format.keep_with_next = True
        table = self.made.add_table(rows=1 + len(block.rows), cols=len(block.head))
        table.autofit = False
        widths = _widths(block)
        for at, (row, cells) in enumerate(zip(table.rows, (block.head, *block.rows), strict=True)):
            told = row._tr.get_or_add_trPr()
            told.append(OxmlElement("w:cantSplit"))
            if at == 0:
                told.append(OxmlElement("w:tblHeader"))
            for column, (cell, content) in enumerate(zip(row.cells, cells, strict=True)):
                cell.width = Cm(widths[column])
                line = cell.paragraphs[0]
                line.style = "Cell head" if at == 0 else "Cell"
                if column in block.numeric:
                    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                self._fill(line, content)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        table._tbl.tblPr.append(_lines())
        self.made.add_paragraph(style="Beside")


def _widths(table: Table) -> list[float]:
    """Centimetres per column. One without a share is as wide as its words, at most a quarter of the line."""
    shares = list(table.widths) or [0.0] * len(table.head)
    own = [
        0.0 if share else min(LINE_CM / 4, 0.6 + 0.2 * max(len(_plain(row[at])) for row in (table.head, *table.rows)))
        for at, share in enumerate(shares)
    ]
    left = LINE_CM - sum(own)
    if not any(shares):
        return [width * LINE_CM / sum(own) for width in own]
    return [width or left * share / sum(shares) for width, share in zip(own, shares, strict=True)]


def _plain(content: Content) -> str:
    return "".join(one.text for one in spans(content))


def _lines():
    kinds = {"top": "nil", "left": "nil", "bottom": "single", "right": "nil", "insideH": "single", "insideV": "nil"}
    sides = "".join(f'<w:{one} w:val="{kind}" w:sz="4" w:space="0" w:color="808080"/>' for one, kind in kinds.items())
    return parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>")


def _strip(made: Made) -> None:
    """What python-docx's empty document says of itself goes: thumbnail, bibliography, program, styles of Word 2007."""
    package = made.part.package
    for owner, unwanted in ((package, "thumbnail"), (made.part, "customXml"), (made.part, "stylesWithEffects")):
        for id, one in list(owner.rels.items()):
            if one.reltype.endswith(unwanted):
                del owner.rels[id]
    for one in package.rels.values():
        if one.reltype == RELATIONSHIP_TYPE.EXTENDED_PROPERTIES:
            one.target_part._blob = (
                b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
                b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
                b"<Application>Beredd</Application></Properties>"
            )


def _lay_out(made: Made, document: Document) -> None:
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.8)
    page.top_margin, page.bottom_margin = Cm(3), Cm(2.5)
    for name, size, before, after in _SIZES:
        style = made.styles[name] if name in made.styles else made.styles.add_style(name, 1)
        assert isinstance(style, ParagraphStyle)
        _letters(style, size, is_strong=name.startswith("Heading") or name in ("Title", "Cell head"))
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.15 if name == "Normal" else None
    made.styles["Byline"].paragraph_format.tab_stops.add_tab_stop(Cm(LINE_CM), 2)
    header, footer = page.header.paragraphs[0], page.footer.paragraphs[0]
    if document.mark:
        header.add_run(document.mark).bold = True
        header.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for field, then in (("PAGE", " ("), ("NUMPAGES", ")")):
        number = f'<w:fldSimple {nsdecls("w")} w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        footer._p.append(parse_xml(number))
        footer.add_run(then)
    language = made.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    for name in ("val", "eastAsia"):
        language.set(qn(f"w:{name}"), LANGUAGES.get(document.language, document.language))
    settings = made.settings.element
    settings.insert(0, parse_xml(f"<w:autoHyphenation {nsdecls('w')}/>"))


_SIZES = (
    ("Normal", 10.5, 0, 8), ("Title", 24, 60, 6), ("Subtitle", 12, 0, 10), ("Heading 1", 15, 20, 8),
    ("Heading 2", 10.5, 12, 4), ("Heading 3", 10.5, 10, 4), ("Beside", 8.5, 0, 8), ("Byline", 9, 0, 0),
    ("Cell", 9, 2, 2), ("Cell head", 9, 2, 2), ("Caption", 9, 4, 6), ("List Bullet", 10.5, 0, 4), ("Header", 9, 0, 0),
    ("Footer", 9, 0, 0),
)  # fmt: skip
"""Style, size, space before and after, in points."""


def _letters(style: ParagraphStyle, size: float, *, is_strong: bool) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic, font.color.rgb = FONT, Pt(size), is_strong, False, INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _add_notes(made: Made, notes: list[str]) -> None:
    if not notes:
        return
    told = "".join(_NOTE.format(id=at, text=escape(text)) for at, text in enumerate(notes, 1))
    part = Part(
        PackURI("/word/footnotes.xml"),
        CONTENT_TYPE.WML_FOOTNOTES,
        _FOOTNOTES.format(notes=told).encode(),
        made.part.package,
    )
    made.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _attach(made: Made, name: str, text: str) -> None:
    package = made.part.package
    body = f'<attached xmlns="{NAMESPACE}" name="{escape(name)}">{escape(text)}</attached>'
    part = Part(PackURI("/customXml/item1.xml"), "application/xml", body.encode(), package)
    made.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
    told = (
        '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
        f'ds:itemID="{{7E0F1B52-3C55-4E0B-9C1D-2D0B0E2E6B11}}"><ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/>'
        "</ds:schemaRefs></ds:datastoreItem>"
    )
    properties = Part(
        PackURI("/customXml/itemProps1.xml"), CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES, told.encode(), package
    )
    part.relate_to(properties, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)


def _describe(made: Made, document: Document) -> None:
    told = made.core_properties
    told.title, told.author, told.language = document.title, document.author, LANGUAGES.get(document.language, "")
    told.comments, told.last_modified_by, told.keywords, told.subject = "", "", document.mark, document.subtitle
    told.revision, told.category, told.version = 1, "", ""
    told.created = told.modified = datetime.combine(document.on, time(), UTC)


def _written(made: Made) -> bytes:
    raw = io.BytesIO()
    made.save(raw)
    written = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in _in_order(old):
            new.writestr(zipfile.ZipInfo(name, _DAY), old.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _in_order(archive: zipfile.ZipFile) -> Iterator[str]:
    """What the format wants first, then by name."""
    yield from sorted(archive.namelist(), key=lambda name: (name != "[Content_Types].xml", name))

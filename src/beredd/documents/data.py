"""A document as plain data: what the PDF's template reads, and what a page can show."""

from dataclasses import asdict
from typing import Any

from beredd.documents.model import Block, Content, Document, Heading, Paragraph, Picture, spans
from beredd.figures.numbers import day
from beredd.wording import speaking


def document_data(document: Document) -> dict[str, Any]:
    """The document, JSON-ready; blocks by `kind`, text as spans."""
    with speaking("en" if document.language == "en" else "sv"):
        return {
            "title": document.title,
            "subtitle": document.subtitle,
            "author": document.author,
            "language": document.language,
            "on": day(document.on),
            "mark": document.mark,
            "lead": [_block(one) for one in document.lead],
            "blocks": [_block(one) for one in document.blocks],
            "attached": None,
        }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", **asdict(block)}
    if isinstance(block, Paragraph):
        return {
            "kind": "paragraph",
            "content": _content(block.content),
            "small": block.is_small,
            "listed": block.is_listed,
        }
    if isinstance(block, Picture):
        figure = block.figure
        return {
            "kind": "picture",
            "svg": str(figure.standalone()),
            "alt": figure.alt,
            "caption": block.caption or figure.title,
        }
    return {
        "kind": "table",
        "head": list(block.head),
        "rows": [[_content(cell) for cell in row] for row in block.rows],
        "widths": list(block.widths or [0] * len(block.head)),
        "numeric": sorted(block.numeric),
        "caption": block.caption,
    }


def _content(content: Content) -> list[dict[str, Any]]:
    return [asdict(one) for one in spans(content)]

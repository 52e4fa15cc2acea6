"""A document as PDF/UA-1 by typst, which refuses what no screen reader could tell."""

import json
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from beredd.documents.model import Block, Content, Document, Heading, Paragraph, Picture, spans
from beredd.figures.numbers import day
from beredd.wording import speaking


def pdf_bytes(document: Document) -> bytes:
    """The document as a PDF. The same document gives the same bytes."""
    with speaking("en" if document.language == "en" else "sv"):
        data: dict[str, Any] = {
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
    inputs = {}
    if document.attached is not None:
        data["attached"] = {"name": document.attached.name, "description": document.attached.description}
        inputs["attached"] = document.attached.raw.decode()
    made = _compiler().compile(
        format="pdf", pdf_standards=["ua-1"], sys_inputs={"data": json.dumps(data, ensure_ascii=False), **inputs}
    )
    assert isinstance(made, bytes)
    return made


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


@cache
def _compiler() -> typst.Compiler:
    fonts = [str(Path(str(files("fontpkg_noto_sans"))) / "files")]
    template = Path(str(files("beredd") / "documents" / "templates" / "document.typ"))
    return typst.Compiler(input=str(template), font_paths=fonts, ignore_system_fonts=True)

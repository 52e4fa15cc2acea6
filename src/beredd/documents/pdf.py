"""A document as PDF/UA-1 by typst, which refuses what no screen reader could tell."""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path

import typst

from beredd.documents.data import document_data
from beredd.documents.model import Document


def pdf_bytes(document: Document) -> bytes:
    """The document as a PDF. The same document gives the same bytes."""
    data = document_data(document)
    inputs = {}
    if document.attached is not None:
        data["attached"] = {"name": document.attached.name, "description": document.attached.description}
        inputs["attached"] = document.attached.raw.decode()
    made = _compiler().compile(
        format="pdf", pdf_standards=["ua-1"], sys_inputs={"data": json.dumps(data, ensure_ascii=False), **inputs}
    )
    assert isinstance(made, bytes)
    return made


@cache
def _compiler() -> typst.Compiler:
    fonts = [str(Path(str(files("fontpkg_noto_sans"))) / "files")]
    template = Path(str(files("beredd") / "documents" / "templates" / "document.typ"))
    return typst.Compiler(input=str(template), font_paths=fonts, ignore_system_fonts=True)

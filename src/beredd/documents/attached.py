"""What a machine needs of a document, out of a PDF or a Word file, as anybody may have sent it."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from beredd.documents.errors import DocumentError, NothingAttached

NAMESPACE = "urn:beredd:attached"
MOST_BYTES = 8 * 1024 * 1024
"""Of an attachment, unpacked: ours hold questions and named numbers, some kilobytes."""
MOST_PARTS = 200


def attached_in(raw: bytes, *, file: str, name: str) -> bytes:
    """The attachment called `name` of a document. DocumentError for another file, NothingAttached for one without."""
    found = list(_of_word(raw, file, name) if raw[:2] == b"PK" else _of_pdf(raw, file, name))
    if len(found) != 1:
        raise NothingAttached("documents.nothing-attached", file=file)
    return found[0]


def _of_pdf(raw: bytes, file: str, name: str) -> Iterator[bytes]:
    try:
        yield from (bytes(one) for one in PdfReader(io.BytesIO(raw)).attachments.get(name, ()))
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, AttributeError):
        raise DocumentError("documents.not-readable", file=file) from None


def _of_word(raw: bytes, file: str, name: str) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = [one for one in archive.infolist() if one.filename.startswith("customXml/item")]
            if "word/document.xml" not in archive.namelist() or len(parts) > MOST_PARTS:
                raise DocumentError("documents.not-readable", file=file)
            for part in parts:
                if part.file_size <= MOST_BYTES:
                    yield from _named(archive.read(part), name)
    except _BROKEN:
        raise DocumentError("documents.not-readable", file=file) from None


_BROKEN = (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, NotImplementedError, RuntimeError, OSError, EOFError)


def _named(xml: bytes, name: str) -> Iterator[bytes]:
    root = ElementTree.fromstring(xml)
    if root.tag == f"{{{NAMESPACE}}}attached" and root.get("name") == name:
        yield "".join(root.itertext()).encode()

"""The bundle inside a report's file."""

from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from beredd.reports.cited import ATTACHED
from beredd.reports.errors import NoBundle, ReportError


def bundle_in(raw: bytes, *, name: str) -> bytes:
    """What a report's PDF has to recompute. ReportError for another file, NoBundle for a PDF without one."""
    try:
        attached = PdfReader(BytesIO(raw)).attachments
        found = list(attached.get(ATTACHED, ()))
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, AttributeError):
        raise ReportError("reports.not-a-pdf", file=name) from None
    if len(found) != 1:
        raise NoBundle("reports.no-bundle")
    return bytes(found[0])

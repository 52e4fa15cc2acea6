"""Sending a file: a table or a figure in the form that is asked for, or a file from disk in pieces."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from beredd.figures import Figure, FigureError, Origin, Table
from beredd.figures.files import csv_bytes, xlsx_bytes

PIECE = 1 << 18
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
}
OF_TABLE, OF_FIGURE = ("csv", "xlsx", "json"), ("svg", "png")


@dataclass(frozen=True, kw_only=True)
class Files:
    """Where a page's tables and figures are fetched, `<tables><name>.<form><query>`, and the record of its numbers."""

    tables: str
    figures: str
    record: str
    """Address of the record, its query included; fetched as the files are."""
    query: str = ""
    form: str = ""
    """The id of the form to send along by POST, where the question does not fit an address."""

    def of(self, thing: Figure | Table) -> list[dict[str, str]]:
        """Links to everything that can be fetched of a figure or a table."""
        table = thing.table if isinstance(thing, Figure) else thing
        found = []
        if isinstance(thing, Figure):
            found += [self._link(self.figures, thing.name, form, thing.title) for form in OF_FIGURE]
        return found + [self._link(self.tables, table.name, form, table.caption) for form in ("csv", "xlsx")]

    def _link(self, base: str, name: str, form: str, what: str) -> dict[str, str]:
        address = f"{base}{name}.{form}{'' if self.form else self.query}"
        return {"address": address, "form": form.upper(), "what": what}


def download(body: bytes | str, *, stem: str, form: str) -> HttpResponse:
    """A file named `<stem>.<form>`."""
    answer = HttpResponse(body, content_type=CONTENT_TYPES[form])
    answer["Content-Disposition"] = content_disposition_header(True, f"{stem}.{form}") or ""
    return answer


def table_answer(tables: Sequence[Table], *, form: str, stem: str, origin: Origin) -> HttpResponse:
    """Tables as a file: XLSX holds them all, CSV and JSON the first. Http404 for a form there is not."""
    if form not in OF_TABLE:
        raise Http404
    if form == "csv":
        return download(csv_bytes(tables[0]), stem=stem, form=form)
    if form == "xlsx":
        return download(xlsx_bytes(tables, about=origin.lines()), stem=stem, form=form)
    return json_answer(
        {"name": tables[0].name, "caption": tables[0].caption, "rows": tables[0].records(), "origin": origin.data()},
        stem=stem,
    )


def figure_answer(figure: Figure, *, form: str, stem: str, origin: Origin) -> HttpResponse:
    """A figure as a file that needs nothing else. Http404 for a form there is not."""
    if form not in OF_FIGURE:
        raise Http404
    if form == "svg":
        return download(figure.standalone(origin.foot()), stem=stem, form=form)
    try:
        return download(figure.png(origin.foot()), stem=stem, form=form)
    except FigureError as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")


def json_answer(value: Mapping, *, stem: str) -> HttpResponse:
    """A record or a table for programs."""
    return download(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False), stem=stem, form="json")


def file_answer(request, path: Path, *, content_type: str, filename: str = "") -> HttpResponseBase:
    """The file as a download."""
    name = filename or path.name
    if not isinstance(request, ASGIRequest):
        return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=content_type)
    answer = StreamingHttpResponse(_pieces(path), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Content-Length"] = str(path.stat().st_size)
    return answer


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while piece := await sync_to_async(file.read)(PIECE):
            yield piece

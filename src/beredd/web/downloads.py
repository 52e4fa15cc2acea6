"""Sending a file: in pieces, under ASGI without reading it whole."""

from collections.abc import AsyncIterator
from pathlib import Path

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse

PIECE = 1 << 18


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

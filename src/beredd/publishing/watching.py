"""Publishing again by itself: a withdrawn step must be off a served site within seconds, whoever withdrew it."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from beredd.errors import BereddError
from beredd.guidance.store import Store, read_files, shipped, store_of
from beredd.publishing.placing import Published
from beredd.publishing.settings import Settings
from beredd.publishing.site import publish

LOOK_S = 1.0
"""Between two looks at the store; with an incremental publishing this leaves ten seconds by far."""
_State = tuple[tuple[str, int, int], ...]


def watch_store(
    store: Path | None, out: Path, *, is_demo: bool, settings: Settings, look_s: float = LOOK_S
) -> Iterator[Published | BereddError]:
    """Publish now, and again whenever a file of the store or the day changes. Gives what was done, or what went wrong.

    A store that cannot be read leaves the site as it is, until it can.
    """
    folder, seen = store or shipped(), None
    read: Store | None = None
    while True:
        now = (date.today(), _state(folder))
        if now != seen:
            seen = now
            try:
                read = store_of(read_files(folder), read=read.files if read else None)
                yield publish(read, out, today=now[0], is_demo=is_demo, settings=settings)
            except BereddError as error:
                yield error
        time.sleep(look_s)


def _state(folder: Path) -> _State:
    """Name, size and time of every file."""
    found = []
    for path in sorted(folder.rglob("*.yaml")):
        try:
            status = path.stat()
        except FileNotFoundError:
            continue
        found.append((str(path), status.st_size, status.st_mtime_ns))
    return tuple(found)

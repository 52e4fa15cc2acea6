"""The site's own copy of the store of guidance: a folder in its home, made from the shipped one at the first change.

One writer at a time: who changes it holds a lock beside it, reads what is there then, and writes all of it or nothing.
"""

import fcntl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction

from beredd.guidance.editing import Change
from beredd.guidance.store import Store, read_files, shipped, store_of
from beredd.guidance.transfer import export_store
from beredd.web.accounts.models import GuidanceDuty, User
from beredd.web.audit.actions import record
from beredd.web.guidance.models import Entry
from beredd.writing import write_file


def folder() -> Path:
    """Where the store is read: the site's own, once something has been changed; until then the package's."""
    own = Path(settings.GUIDANCE_DIR)
    return own if own.is_dir() else shipped()


@contextmanager
def locked() -> Iterator[None]:
    """Nobody else writes meanwhile, in whatever process; a backup waits, too."""
    own = Path(settings.GUIDANCE_DIR)
    own.parent.mkdir(parents=True, exist_ok=True)
    with own.with_name(f"{own.name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@transaction.atomic
def make_change(
    *,
    by: User,
    signs: GuidanceDuty | None,
    kind: str,
    id: str,
    what: str,
    text: str = "",
    change: Callable[[Store], Change],
) -> Store:
    """Change the store, with its line in the log and its entry in the history of the thing. Gives the store as it is.

    change   is given the store as it stands when nobody else writes; refuses by raising, and then nothing has happened
    """
    with locked():
        files = read_files(folder())
        done = change(store_of(files))
        note(by=by, signs=signs, kind=kind, id=id, what=what, text=text)
        _write(files, {name: raw for name, raw in done.files.items() if files.get(name) != raw})
    return done.store


def note(*, by: User, signs: GuidanceDuty | None, kind: str, id: str, what: str, text: str = "") -> Entry:
    """An entry in the history of a thing and a line in the log. Within a transaction."""
    record(by=by, what=f"guidance.{what}", target=f"{kind} {id}", text=text)
    return Entry.objects.create(
        kind=kind, thing=id, what=what, text=text, who=signs.signing_name if signs else str(by), user=by
    )


def _write(files: Mapping[str, bytes], changed: Mapping[str, bytes]) -> None:
    own = Path(settings.GUIDANCE_DIR)
    if own.is_dir() and len(changed) == 1:
        (name, raw), *_ = changed.items()
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        write_file(own / name, raw)
    elif changed:
        export_store({**files, **changed}, own, replaces=True)


@transaction.atomic
def replace_store(
    *, by: User, signs: GuidanceDuty | None, files: dict[str, bytes], look: Callable[[dict[str, bytes]], str]
) -> None:
    """Put other files in place of the whole store. `look` sees those that go; it refuses, or says what to log."""
    with locked():
        text = look(read_files(folder()))
        note(by=by, signs=signs, kind="store", id="all", what="imported", text=text)
        export_store(files, Path(settings.GUIDANCE_DIR), replaces=True)

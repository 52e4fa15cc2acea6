"""A whole store to a folder or a zip file and back, byte for byte. All of it or nothing is written."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from beredd.guidance.approval import Thing, versions
from beredd.guidance.claims import Claim, Variant
from beredd.guidance.emergency import Sequence
from beredd.guidance.fields import Stop
from beredd.guidance.store import Store, is_known, read_files, store_of
from beredd.intake import Fault, FileRefused
from beredd.wording import Sentence
from beredd.writing import fresh_folder

MOST_FILES = 2000
MOST_BYTES = 60_000_000
"""Of all files of a zip together, unpacked: a thousand claims in four languages are a sixth of it."""
_DAY = (1980, 1, 1, 0, 0, 0)
"""The first that a zip file knows: the same store gives the same bytes on any day."""


def export_store(files: Mapping[str, bytes], folder: Path, *, replaces: bool = False) -> None:
    """Write a store's files to a folder that is not there yet, or that they replace."""
    with fresh_folder(folder, replaces=replaces) as fresh:
        for name, raw in files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)


def import_store(folder: Path, into: Path) -> Store:
    """Read a folder, refuse what no store is, and put it in place of the store `into`. Gives the store."""
    files = read_files(folder)
    store = store_of(files)
    export_store(files, into, replaces=True)
    return store


def to_zip(files: Mapping[str, bytes]) -> bytes:
    """A store's files as a zip file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _DAY), files[name], zipfile.ZIP_DEFLATED)
    return made.getvalue()


def from_zip(raw: bytes) -> dict[str, bytes]:
    """The files of a store from a zip file; in it they may all lie in one folder. Other files are refused."""
    wanted = Sentence("guidance.a-store-zip")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            if len(entries) > MOST_FILES or sum(one.file_size for one in entries) > MOST_BYTES:
                raise FileRefused(faults=[Fault("zip", Sentence("guidance.zip-too-large"), wanted)])
            files = [(one.filename, archive.read(one)) for one in entries]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise FileRefused(faults=[Fault("zip", Sentence("guidance.no-zip"), wanted)]) from error
    tops = {name.partition("/")[0] for name, _raw in files}
    inside = len(tops) == 1 and all("/" in name for name, _raw in files)
    found = {name.partition("/")[2] if inside else name: content for name, content in files}
    faults = [
        Fault(name, Sentence("guidance.unknown-file"), Sentence("guidance.known-files"))
        for name in found
        if not is_known(name)
    ]
    if len(found) != len(files):
        faults.append(Fault("zip", Sentence("guidance.file-twice"), wanted))
    if faults:
        raise FileRefused(faults=faults)
    return found


def unseen_approvals(before: Store, after: Store) -> tuple[str, ...]:
    """What `after` says that named people have approved, decided or confirmed, and `before` does not; and what was
    stopped and is no longer. A file can say so whoever wrote it: somebody must vouch for them."""
    known = set(_signed(before))
    said = [f"{what} {by} {detail}".strip() for what, by, detail in _signed(after) if (what, by, detail) not in known]
    stops = set(_stops(after))
    lifted = [f"{what} {stop.by} {stop.why}" for what, stop in _stops(before) if (what, stop) not in stops]
    return tuple(dict.fromkeys(said + lifted))


def _signed(store: Store) -> Iterator[tuple[str, str, str]]:
    for what, thing in _things(store):
        for one in thing.approvals:
            yield what, one.by, f"{one.role} {one.title} {one.on} {one.seal}"
        if isinstance(thing, Claim) and thing.legal and thing.legal.confirmed_by:
            yield what, thing.legal.confirmed_by, f"{thing.legal.confirmed_on} {thing.legal.basis}"
        if isinstance(thing, Sequence):
            for name in thing.decision.by:
                yield what, name, f"{thing.decision.on} {thing.decision.proposed}"
            for name in thing.grace_by:
                yield what, name, f"{thing.grace_days}"


def _stops(store: Store) -> Iterator[tuple[str, Stop]]:
    for what, thing in _things(store):
        if stopped := getattr(thing, "stopped", None):
            yield what, stopped
        for step in thing.steps if isinstance(thing, Sequence) else ():
            if step.stopped:
                yield f"step {step.id}", step.stopped


def _things(store: Store) -> Iterator[tuple[str, Thing]]:
    """Everything that can be approved, in each of its versions, with its kind and id."""
    versioned: list[Any] = [*store.claims.values(), *(v for of in store.variants.values() for v in of), store.sequence]
    for thing in versioned:
        kind = "claim" if isinstance(thing, Claim) else "variant" if isinstance(thing, Variant) else "sequence"
        for one in versions(thing):
            yield f"{kind} {one.id}", one
            if isinstance(one, Sequence):
                yield from ((f"edition {part.edition}", old) for part in one.editions for old in versions(part))
                yield from ((f"call-page {part.edition}", part) for part in one.call_page)
    yield from ((f"notice {notice.id}", notice) for notice in store.notices.values())

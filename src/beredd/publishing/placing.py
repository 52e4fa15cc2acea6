"""A site on disk: what has not changed is taken over from the last one, and the whole is put in place in one step."""

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beredd.provenance import fingerprint
from beredd.publishing.errors import PublishingError
from beredd.writing import fresh_folder, refusing

MANIFEST = "site.json"
"""Lies in the site: what each file was made of, so that the next publishing knows what has changed."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """A file of a site: where it lies, a digest of all that it is made of, and how it is made."""

    path: str
    inputs: str
    make: Callable[[], str | bytes]
    is_listed: bool = False
    """Whether it stands in the sitemap."""


def as_is(path: str, raw: bytes) -> Page:
    """A file whose bytes are given."""
    return Page(path=path, inputs=fingerprint(raw), make=lambda: raw)


@dataclass(frozen=True, kw_only=True)
class Published:
    """What a publishing did. `bytes` is of the whole site."""

    out: Path
    files: int
    pages: int
    made: int
    kept: int
    removed: int
    bytes: int


def place(pages: Iterable[Page], out: Path, *, keep: dict[str, Any]) -> Published:
    """Write a site beside `out` and put it in its place. `keep` goes into the manifest.

    What is at `out` must be an earlier site, an empty folder or nothing. Files of it are taken over only if they still
    are what was written then.
    """
    check(out)
    with _alone(out):
        earlier = read_manifest(out).get("files", {})
        files: dict[str, dict[str, str]] = {}
        folders: set[str] = set()
        made = size = 0
        with fresh_folder(out, replaces=True) as fresh:
            for page in pages:
                if page.path in files:
                    raise ValueError(f"Two pages at {page.path}.")
                folder = page.path.rpartition("/")[0]
                if folder not in folders:
                    (fresh / folder).mkdir(parents=True, exist_ok=True)
                    folders.add(folder)
                old, target, entry = f"{out}/{page.path}", f"{fresh}/{page.path}", earlier.get(page.path)
                raw = _kept(old, entry, page.inputs)
                if raw is not None and entry is not None:
                    _take_over(old, target)
                    files[page.path] = entry
                else:
                    raw = _bytes(page.make())
                    Path(target).write_bytes(raw)
                    made += 1
                    files[page.path] = {"inputs": page.inputs, "digest": hashlib.sha256(raw).hexdigest()}
                size += len(raw)
            manifest = {"site": 1, **keep, "files": files}
            (fresh / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    return Published(
        out=out,
        files=len(files),
        pages=sum(path.endswith(".html") for path in files),
        made=made,
        kept=len(files) - made,
        removed=len(earlier.keys() - files.keys()),
        bytes=size,
    )


def check(out: Path) -> None:
    """Refuse a place that holds something else than a site."""
    with refusing(out):
        if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / MANIFEST).is_file())):
            raise PublishingError("publishing.no-site", folder=str(out))


def read_manifest(out: Path) -> dict[str, Any]:
    """What the site at `out` was made of; empty where there is none."""
    try:
        found = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and found.get("site") == 1 else {}


def _kept(path: str, earlier: dict[str, str] | None, inputs: str) -> bytes | None:
    """The bytes of an earlier file that was made of the same and is still as it was written."""
    if earlier is None or earlier["inputs"] != inputs:
        return None
    try:
        with open(path, "rb", buffering=0) as file:
            raw = file.readall()
    except OSError:
        return None
    return raw if hashlib.sha256(raw).hexdigest() == earlier["digest"] else None


def _take_over(old: str, new: str) -> None:
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


def _bytes(made: str | bytes) -> bytes:
    return made.encode() if isinstance(made, str) else made


@contextlib.contextmanager
def _alone(out: Path) -> Iterator[None]:
    """One publishing at a time to a place. What an interrupted one left beside it is cleared away."""
    target = out.resolve()
    with refusing(out):
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(target.parent / f".{target.name}.lock", os.O_CREAT | os.O_RDWR, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _clear_away(target)
        yield
    finally:
        os.close(lock)


def _clear_away(target: Path) -> None:
    name = re.compile(rf"\.{re.escape(target.name[:40])}-(old-)?[a-z0-9_]{{8}}")
    for left in target.parent.glob(f".{target.name[:40]}-*"):
        if not (match := name.fullmatch(left.name)) or (match[1] and not (left / target.name).is_dir()):
            continue
        if match[1] and not target.exists():
            (left / target.name).rename(target)
        shutil.rmtree(left, ignore_errors=True)

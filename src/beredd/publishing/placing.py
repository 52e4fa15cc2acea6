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
from beredd.writing import put_in_place, refusing, umask

MANIFEST = "site.json"
"""Lies in the site: what each file was made of, so that the next publishing knows what has changed."""
CLOSED = 0o700
"""Of the spare folder: an earlier site may hold what has been withdrawn since, and nobody else reads it."""


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
    are what was written then. The one before the earlier one lies beside it, closed to others, and becomes the new one:
    six thousand folders are not made and removed each time.
    """
    check(out)
    with _alone(out) as spare:
        earlier = read_manifest(out).get("files", {})
        with refusing(out), _filled(spare, out):
            tree = _Tree(spare)
            files: dict[str, dict[str, str]] = {}
            made = size = 0
            for page in pages:
                if page.path in files:
                    raise ValueError(f"Two pages at {page.path}.")
                entry = earlier.get(page.path)
                old = _kept(f"{out}/{page.path}", entry, page.inputs)
                if old is not None and entry is not None:
                    raw, inode = old
                    tree.take_over(page.path, f"{out}/{page.path}", inode)
                    files[page.path] = entry
                else:
                    raw = _bytes(page.make())
                    tree.write(page.path, raw)
                    made += 1
                    files[page.path] = {"inputs": page.inputs, "digest": hashlib.sha256(raw).hexdigest()}
                size += len(raw)
            manifest = {"site": 1, **keep, "files": files}
            tree.write(MANIFEST, json.dumps(manifest, ensure_ascii=False).encode())
            tree.clear_away()
    return Published(
        out=out,
        files=len(files),
        pages=sum(path.endswith(".html") for path in files),
        made=made,
        kept=len(files) - made,
        removed=len(earlier.keys() - files.keys()),
        bytes=size,
    )


@contextlib.contextmanager
def _filled(spare: Path, out: Path) -> Iterator[None]:
    """What the block puts into the spare folder takes the place of the site when it ends well; that becomes the spare.

    The first time there is none: then it is made of links afterwards, so that the next publishing finds one.
    """
    spare.mkdir(exist_ok=True)
    spare.chmod(CLOSED)
    is_first = not out.exists()
    try:
        yield
    except BaseException:
        if is_first:
            shutil.rmtree(spare, ignore_errors=True)
        raise
    spare.chmod(out.stat().st_mode & 0o777 if not is_first else 0o777 & ~umask())
    put_in_place(spare, out, keeps=True)
    if is_first:
        with contextlib.suppress(OSError):  # where nothing can be linked there is no spare, and nothing is lost
            shutil.copytree(out, spare, copy_function=os.link)
    if spare.exists():
        spare.chmod(CLOSED)


class _Tree:
    """A folder that becomes a site: what is in it already, by path, and what of that is still wanted."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._inodes: dict[str, int] = {}
        self._folders: set[str] = {""}
        self._look("")
        self._wanted: set[str] = set()

    def _look(self, folder: str) -> None:
        with os.scandir(f"{self._root}/{folder}") as entries:
            for entry in entries:
                path = f"{folder}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    self._folders.add(f"{path}/")
                    self._look(f"{path}/")
                else:
                    self._inodes[path] = entry.inode()

    def take_over(self, path: str, old: str, inode: int) -> None:
        """The file of the earlier site: it is here already where both names are of one file."""
        self._wanted.add(path)
        if self._inodes.get(path) == inode:
            return
        target = self._free(path)
        try:
            os.link(old, target)
        except OSError:
            shutil.copyfile(old, target)

    def write(self, path: str, raw: bytes) -> None:
        """A file anew; never into a file that the earlier site has, too."""
        self._wanted.add(path)
        Path(self._free(path)).write_bytes(raw)

    def _free(self, path: str) -> str:
        """The path, with its folder and without a file."""
        target, folder = f"{self._root}/{path}", path[: path.rfind("/") + 1]
        if folder not in self._folders:
            Path(self._root, folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        if path in self._inodes:
            os.unlink(target)
        return target

    def clear_away(self) -> None:
        """Remove what nobody wanted, and folders that are empty then."""
        for path in self._inodes.keys() - self._wanted:
            os.unlink(f"{self._root}/{path}")
        used = {""}
        for path in self._wanted:
            while (at := path.rfind("/")) > 0 and path[: at + 1] not in used:
                path = path[:at]
                used.add(f"{path}/")
        for folder in sorted(self._folders - used, reverse=True):
            os.rmdir(f"{self._root}/{folder}")


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


def _kept(path: str, earlier: dict[str, str] | None, inputs: str) -> tuple[bytes, int] | None:
    """The bytes and inode of an earlier file that was made of the same and is still as it was written."""
    if earlier is None or earlier["inputs"] != inputs:
        return None
    try:
        with open(path, "rb", buffering=0) as file:
            raw, inode = file.readall(), os.fstat(file.fileno()).st_ino
    except OSError:
        return None
    return (raw, inode) if hashlib.sha256(raw).hexdigest() == earlier["digest"] else None


def _bytes(made: str | bytes) -> bytes:
    return made.encode() if isinstance(made, str) else made


@contextlib.contextmanager
def _alone(out: Path) -> Iterator[Path]:
    """One publishing at a time to a place; gives its spare folder. What an interrupted one left is cleared away."""
    target = out.resolve()
    with refusing(out):
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(target.parent / f".{target.name}.lock", os.O_CREAT | os.O_RDWR, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _clear_away(target)
        yield target.with_name(f".{target.name[:40]}.spare")
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

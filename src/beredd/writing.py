"""Results where a person wants them: the place is tried before anything is computed; all of it or nothing is written.

Also the one guard against cells that a spreadsheet would run as a formula.
"""

import ctypes
import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from beredd.errors import BereddError
from beredd.wording import Sentence

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What neither XML nor a worksheet can hold."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class OutputRefused(BereddError):
    """A result cannot be written where it was wanted; what was there before is as it was."""


def harmless(value: Any) -> Any:
    """A cell for a file that people open: what a spreadsheet would run gets an apostrophe before it.

    Characters that no worksheet can hold are left out. A number that is to stay one is given as a number.
    """
    if not isinstance(value, str):
        return value
    value = _UNWRITABLE.sub("", value)
    start = value.lstrip(" \u00a0\u200b\ufeff")[:1]
    return f"'{value}" if start in FORMULA_STARTS and start else value


def reason_of(error: OSError) -> Sentence:
    """Why the file system would not write, in words that say what to do."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return Sentence("writing.disk-full")
        case errno.EPERM | errno.EACCES | errno.EROFS:
            return Sentence("writing.no-right")
        case errno.ENOENT | errno.ENOTDIR:
            return Sentence("writing.no-folder")
        case errno.EISDIR:
            return Sentence("writing.a-folder")
        case errno.EEXIST | errno.ENOTEMPTY:
            return Sentence("writing.taken")
        case errno.ENAMETOOLONG:
            return Sentence("writing.long-name")
    return Sentence("writing.other", reason=error.strerror or type(error).__name__)


@contextmanager
def refusing(path: Path | str) -> Iterator[None]:
    """Turn a failure of the file system inside the block into one sentence about `path`."""
    try:
        yield
    except OSError as error:
        raise OutputRefused("writing.cannot", path=str(path), reason=reason_of(error)) from error


def check_file(path: Path) -> None:
    """Refuse a place where no file can be written, before anything is computed. Leaves nothing behind."""
    with refusing(path):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder")
        if path.exists() and not path.is_file():
            return  # /dev/stdout and the like
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, "no right to write")
        handle, fresh = tempfile.mkstemp(prefix=f".{path.name[:40]}-", dir=path.parent)
        os.close(handle)
        os.unlink(fresh)


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file in one step: what stood there stays until the new one is whole."""
    raw = content.encode("utf-8") if isinstance(content, str) else content
    with refusing(path):
        if path.exists() and not path.is_file():
            path.write_bytes(raw)
            return
        handle, fresh = tempfile.mkstemp(prefix=f".{path.name[:40]}-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(fresh, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~umask())
            os.replace(fresh, path)
        except BaseException:
            Path(fresh).unlink(missing_ok=True)
            raise


def umask() -> int:
    """The rights that new files are not given."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def check_folder(folder: Path) -> None:
    """Refuse a place where no folder can be made. Leaves nothing behind, but for the folders above it."""
    with refusing(folder):
        if folder.exists() and not folder.is_dir():
            raise FileExistsError(errno.EEXIST, "a file is in the way")
        folder.resolve().parent.mkdir(parents=True, exist_ok=True)
        fresh = tempfile.mkdtemp(prefix=f".{folder.name[:40]}-", dir=folder.resolve().parent)
        os.rmdir(fresh)
        if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, "no right to write")


@contextmanager
def fresh_folder(folder: Path, *, replaces: bool = False) -> Iterator[Path]:
    """A new folder beside `folder`, to be filled; it takes the name when the block ends well, or goes.

    With `replaces`, what lies under the name steps aside first and comes back if that fails. Else nothing is written
    over: of two that finish at once the later finds the name taken. It is refused, and what it made is kept under a
    name of its own that the sentence gives.
    """
    target = folder.resolve()
    with refusing(folder):
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}-", dir=target.parent))
    try:
        with refusing(folder):
            yield fresh
            fresh.chmod(0o777 & ~umask())
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    if replaces:
        try:
            with refusing(folder):
                put_in_place(fresh, target)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        return
    try:
        if target.is_dir():
            target.rmdir()  # an empty folder makes way; any other raises
        if target.exists():
            raise FileExistsError(errno.EEXIST, "a file is in the way")
        put_in_place(fresh, target)
    except OSError as error:
        raise _kept_aside(fresh, target) from error


def put_in_place(fresh: Path, folder: Path, *, keeps: bool = False) -> None:
    """Give the fresh folder its name. Where the system can, the two change names in one step and the name never lacks.

    Elsewhere the earlier one steps aside first, and comes back if that fails. It goes in the end; with `keeps` it takes
    the name that the fresh one had.
    """
    if not folder.exists():
        fresh.rename(folder)
        return
    if _exchange(fresh, folder):
        if not keeps:
            shutil.rmtree(fresh, ignore_errors=True)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name[:40]}-old-", dir=folder.parent))
    old = folder.rename(aside / folder.name)
    try:
        fresh.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    else:
        if keeps:
            old.rename(fresh)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Let two names change places in one step; False where the system or the file system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    at_working_folder, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE of <fcntl.h> and <linux/fs.h>
    return bool(rename(at_working_folder, os.fsencode(one), at_working_folder, os.fsencode(other), exchange) == 0)


def _kept_aside(fresh: Path, target: Path) -> OutputRefused:
    for n in range(2, 1000):
        other = target.with_name(f"{target.name}-{n}")
        if not other.exists():
            try:
                fresh.rename(other)
            except OSError:
                continue
            return OutputRefused("writing.taken-meanwhile", path=str(target), other=str(other))
    return OutputRefused("writing.taken-meanwhile", path=str(target), other=str(fresh))

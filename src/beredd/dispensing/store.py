"""Arrays in a folder of their own, written whole or not at all, with fingerprints; a bounded cache of such folders."""

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from beredd.dispensing.errors import DispensingError
from beredd.kernel_cache import usable_folder

ABOUT = "about.json"
BLOCK_WORDS = 1 << 13
LEFTOVER_AGE_S = 3600
AT_ONCE = 2
"""Arrays read or written side by side: two of them hold most of a state, and Python waits for neither."""


class DamagedFolder(DispensingError):
    """A folder of arrays is unreadable, incomplete or not what was written."""


def array_fingerprint(array: np.ndarray) -> str:
    """16 hex digits that change with type, shape and any part of the content.

    The SHA-256 is of the sums of 64 KiB blocks, not of the bytes: it is to notice a damaged disk within a tenth of a
    second for 400 MB, not to withstand an opponent.
    """
    raw = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
    whole = len(raw) // (8 * BLOCK_WORDS) * (8 * BLOCK_WORDS)
    sums = raw[:whole].view(np.uint64).reshape(-1, BLOCK_WORDS).sum(axis=1, dtype=np.uint64)
    digest = hashlib.sha256(f"{array.dtype.descr}{array.shape}".encode())
    digest.update(sums.tobytes())
    digest.update(raw[whole:].tobytes())
    return digest.hexdigest()[:16]


def write_arrays(folder: Path, arrays: Mapping[str, np.ndarray], about: Mapping[str, Any]) -> None:
    """Write arrays and what is to be known about them to a new folder, beside it first and then renamed."""
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.absolute().parent))
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            prints = dict(pool.map(lambda item: (item[0], _write(work, *item)), arrays.items()))
        text = json.dumps({**about, "arrays": prints}, ensure_ascii=False)
        (work / ABOUT).write_text(text, encoding="utf-8")
        work.chmod(0o755)
        work.rename(folder)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


def read_about(folder: Path) -> dict[str, Any]:
    """What is to be known about a folder's arrays."""
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DamagedFolder("dispensing.no-about", folder=str(folder), file=ABOUT, why=str(error)) from error
    if not isinstance(about, dict) or not isinstance(about.get("arrays"), dict):
        raise DamagedFolder("dispensing.no-arrays", file=str(folder / ABOUT))
    return about


def read_arrays(folder: Path) -> dict[str, np.ndarray]:
    """Every array of a folder; DamagedFolder when one is missing or has changed since it was written."""
    told = read_about(folder)["arrays"]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(told, pool.map(lambda item: _read(folder, *item), told.items()), strict=True))


def _write(folder: Path, name: str, array: np.ndarray) -> str:
    np.save(folder / f"{name}.npy", array)
    return array_fingerprint(array)


def _read(folder: Path, name: str, expected: str) -> np.ndarray:
    try:
        array = np.load(folder / f"{name}.npy", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise DamagedFolder("dispensing.unreadable", file=f"{folder / name}.npy", why=str(error)) from error
    if array_fingerprint(array) != expected:
        raise DamagedFolder("dispensing.changed", file=f"{folder / name}.npy")
    return array


@dataclass(frozen=True)
class Cache:
    """Folders of arrays by key, below the user's cache: what can be made again, so that nothing in it is precious."""

    room: str
    most_bytes: int
    """The oldest are deleted when all of them are larger than this together."""

    def find(self, key: str) -> dict[str, np.ndarray] | None:
        """The arrays, or None when there are none or they are damaged; those are deleted."""
        place = self._place()
        if place is None or not (place / key).is_dir():
            return None
        try:
            arrays = read_arrays(place / key)
            os.utime(place / key)
        except DamagedFolder:
            shutil.rmtree(place / key, ignore_errors=True)
            return None
        except OSError:  # evicted meanwhile by another process
            return None
        return arrays

    def has(self, key: str) -> bool:
        """Is there something by this key? It may still turn out to be damaged."""
        place = self._place()
        return place is not None and (place / key).is_dir()

    def keep(self, key: str, arrays: Mapping[str, np.ndarray], about: Mapping[str, Any]) -> None:
        """Keep the arrays if there is room on the disk; a full or read-only disk only costs time later."""
        place = self._place()
        if place is None or (place / key).exists():
            return
        with contextlib.suppress(OSError):
            write_arrays(place / key, arrays, about)
            self._evict(place, newest=key)

    def _place(self) -> Path | None:
        return usable_folder(self.room)

    def _evict(self, place: Path, *, newest: str) -> None:
        for leftover in place.glob(".*"):  # of a process that was killed while it wrote
            if time.time() - leftover.stat().st_mtime > LEFTOVER_AGE_S:
                shutil.rmtree(leftover, ignore_errors=True)
        kept = sorted((p for p in place.iterdir() if p.name[0] != "."), key=lambda p: p.stat().st_mtime, reverse=True)
        total = 0
        for folder in kept:
            total += sum(path.stat().st_size for path in folder.iterdir())
            if total > self.most_bytes and folder.name != newest:
                shutil.rmtree(folder, ignore_errors=True)

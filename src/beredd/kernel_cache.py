"""Where compiled kernels are kept between runs: a folder of the user's, one per state of the engines' sources.

Import this before anything is decorated with `njit(cache=True)`. Numba looks for an edit only in the file that holds
the kernel, not in the files it calls; so the folder's name is a hash of every source file a kernel may come from.
"""

import contextlib
import hashlib
import os
import shutil
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

KERNEL_SOURCES = (
    *("dispensing/bench", "dispensing/engine"),
    *("dispensing/dose/columns.py", "dispensing/dose/kernels.py", "dispensing/dose/relief.py"),
    *("overdose/engine", "overdose/constants.py", "overdose/model.py", "overdose/trajectory.py", "overdose/vectors.py"),
    "provenance/chance.py",
)
"""Folders and files that decide what a compiled kernel does: an edit elsewhere compiles nothing anew."""

KEPT_GENERATIONS = 4


def sources_hash(package: Path, sources: tuple[str, ...] = KERNEL_SOURCES) -> str:
    """16 hex digits that change with Numba's version and with any of the sources, name or content."""
    digest = hashlib.sha256(version("numba").encode())
    for source in sources:
        at = package / source
        for path in sorted(at.rglob("*.py")) if at.is_dir() else [at] if at.is_file() else []:
            digest.update(path.relative_to(package).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def usable_folder(*parts: str) -> Path | None:
    """A writable folder: below XDG_CACHE_HOME, else below ~/.cache, else below the system's temporary folder."""
    own = f"beredd-{os.getuid()}" if hasattr(os, "getuid") else "beredd"
    candidates = [Path(tempfile.gettempdir()) / own]
    with contextlib.suppress(RuntimeError):  # no HOME and no entry in the password file
        candidates.insert(0, Path.home() / ".cache" / "beredd")
    if xdg := os.environ.get("XDG_CACHE_HOME"):
        candidates.insert(0, Path(xdg) / "beredd")
    for candidate in candidates:
        folder = candidate.joinpath(*parts)
        if _usable(folder):
            return folder
    return None


def cache_folder(package: Path) -> Path:
    """Where kernels of these sources are kept; a folder for this process alone when nothing else can be written."""
    return usable_folder("kernels", sources_hash(package)) or Path(tempfile.mkdtemp(prefix="beredd-kernels-"))


def _usable(folder: Path) -> bool:
    """Make the folder and try a file in it; code and states are read from there, so it must belong to this user."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if hasattr(os, "getuid") and folder.stat().st_uid != os.getuid():
            return False
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def forget_old_generations(folder: Path) -> None:
    """Keep the newest few generations; a developer makes one with every edit."""
    try:
        others = sorted((p for p in folder.parent.iterdir() if p != folder), key=lambda p: p.stat().st_mtime)
        for old in others[: max(0, len(others) - KEPT_GENERATIONS + 1)]:
            shutil.rmtree(old, ignore_errors=True)
        os.utime(folder)
    except OSError:
        return


def keep_kernels() -> Path:
    """Point Numba at the folder and return it; a folder the user has named in NUMBA_CACHE_DIR is left as it is."""
    if named := os.environ.get("NUMBA_CACHE_DIR"):
        return Path(named)
    folder = cache_folder(Path(__file__).parent)
    forget_old_generations(folder)
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    # Numba reads the environment when it is imported; that takes a third of a second, so it is not imported here.
    if numba := sys.modules.get("numba"):
        numba.config.CACHE_DIR = str(folder)
    return folder


FOLDER = keep_kernels()
"""Where this process keeps its kernels."""

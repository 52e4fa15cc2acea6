"""What the machine does to a site: a full disk, a clock that moves, a database server that starts anew."""

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from ground import Ground, until

FAKETIME = "/usr/lib/*/faketime/libfaketimeMT.so.1"


class NotHere(Exception):
    """Why this machine cannot try something."""


@contextlib.contextmanager
def small_disk(folder: Path, *, mib: int) -> Iterator[None]:
    """A disk of its own under `folder`, of so many MiB; needs root, or a namespace in which one is."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", f"size={mib}m,mode=700", "beredd-storm", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        why = done.stderr.strip()
        raise NotHere(f"a disk of its own cannot be mounted ({why}); try as root, or `unshare -rm make storm`")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def fill(folder: Path) -> Path:
    """Fills a disk to the last byte; the file that does it."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        for size in (1 << 20, 1 << 12, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(bytes(size))
    return filler


class Clock:
    """A clock that the ground's processes believe and that can be moved while they run (libfaketime)."""

    def __init__(self, folder: Path):
        found = sorted(Path("/usr/lib").glob(FAKETIME.removeprefix("/usr/lib/")))
        if not found and os.geteuid() == 0 and shutil.which("apt-get"):
            quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            subprocess.run(["apt-get", "install", "-qy", "libfaketime"], env=quiet, capture_output=True, check=False)
            found = sorted(Path("/usr/lib").glob(FAKETIME.removeprefix("/usr/lib/")))
        if not found:
            raise NotHere("Debian's libfaketime is not installed: apt-get install libfaketime")
        self.file = folder / "clock"
        self.move("+0")
        self.settings = {
            "LD_PRELOAD": str(found[-1]),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }

    def move(self, offset: str) -> None:
        """The time is from now on so far from the machine's, such as `+1d`."""
        draft = self.file.with_suffix(".new")
        draft.write_text(f"{offset}\n")
        draft.replace(self.file)


def back_after(ground: Ground, deed, *, seconds: float = 60) -> float:
    """How long until the site answers well again after something was done to it, s."""
    began = time.monotonic()
    deed()
    until(ground.answers, seconds, "the site answers again")
    return time.monotonic() - began

"""The files of a run that is saved ready-made."""

import os
import shutil
from pathlib import Path


def write_files(home: Path, files: dict[str, bytes]) -> None:
    """All of them, on disk, or none: written beside and renamed."""
    draft = home.with_name(f".{home.name}")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        for name, content in files.items():
            with (draft / name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        draft.rename(home)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        raise

"""A whole store to a folder and back, byte for byte. All of it or nothing is written."""

from pathlib import Path

from beredd.guidance.store import Store, read_files, store_of
from beredd.writing import fresh_folder


def export_store(files: dict[str, bytes], folder: Path, *, replaces: bool = False) -> None:
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

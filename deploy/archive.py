"""Back up a site to one file, and restore it: database, results and secret key.

    python deploy/archive.py backup  FILE.tar.gz     the site may be running
    python deploy/archive.py restore FILE.tar.gz     the site must be stopped; the home must be empty

BEREDD_HOME and DATABASE_URL are read as by the site. Needs Python alone, and with DATABASE_URL also PostgreSQL's
pg_dump and pg_restore. The archive holds the secret key and people's addresses: keep it as you keep those.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

DATABASE, DUMP, RESULTS, KEY = "beredd.sqlite3", "beredd.pgdump", "results", "secret-key"
REPOSITORY = Path(__file__).resolve().parents[1]


def home() -> Path:
    """The site's home, as beredd.web.home says."""
    return Path(os.environ.get("BEREDD_HOME") or REPOSITORY / "var").expanduser().resolve()


def backup(archive: Path) -> None:
    """Writes the archive beside its place and renames it: a half-written one never looks whole."""
    source = home()
    if not source.is_dir():
        raise SystemExit(f"There is no site in {source}. Set BEREDD_HOME.")
    if archive.exists():
        raise SystemExit(f"{archive} exists. Name another file: a backup is never written over.")
    with tempfile.TemporaryDirectory(dir=archive.parent) as folder:
        copy = Path(folder)
        if url := os.environ.get("DATABASE_URL"):
            subprocess.run(["pg_dump", "--format=custom", f"--file={copy / DUMP}", url], check=True)
        else:
            # SQLite's own backup: a copy of the open file could be torn, and would lack what stands in the -wal file.
            with (
                closing(sqlite3.connect(f"file:{source / DATABASE}?mode=ro", uri=True)) as live,
                closing(sqlite3.connect(copy / DATABASE)) as still,
            ):
                live.backup(still)
        draft = copy / "draft.tar.gz"
        with tarfile.open(draft, "w:gz", compresslevel=1) as tar:
            for name in (DATABASE, DUMP):
                if (copy / name).exists():
                    tar.add(copy / name, name)
            for name in (KEY, RESULTS):
                if (source / name).exists():
                    tar.add(source / name, name, filter=_without_drafts)
        draft.chmod(0o600)
        draft.rename(archive)


def _without_drafts(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if f"{RESULTS}/.drafts" in entry.name else entry


def restore(archive: Path) -> None:
    """Puts the archive's content into an empty home, and into the database that DATABASE_URL names."""
    target = home()
    if target.exists() and any(target.iterdir()):
        raise SystemExit(f"{target} is not empty. Restore into an empty folder: nothing is written over.")
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=target) as folder:
        copy = Path(folder)
        with tarfile.open(archive) as tar:
            tar.extractall(copy, filter="data")
        url = os.environ.get("DATABASE_URL")
        if (copy / DUMP).exists() != bool(url):
            held = "PostgreSQL" if (copy / DUMP).exists() else "SQLite"
            raise SystemExit(f"The archive holds a database of {held}; DATABASE_URL is {'set' if url else 'not set'}.")
        if url:
            command = ["pg_restore", "--clean", "--if-exists", "--no-owner", "--exit-on-error", "--single-transaction"]
            subprocess.run([*command, f"--dbname={url}", str(copy / DUMP)], check=True)
        for name in (DATABASE, KEY, RESULTS):
            if (copy / name).exists():
                shutil.move(copy / name, target / name)
    if (target / KEY).exists():
        (target / KEY).chmod(0o600)


def main(words: list[str]) -> None:
    """Do what was asked."""
    if len(words) != 2 or words[0] not in ("backup", "restore"):
        raise SystemExit(__doc__)
    archive = Path(words[1]).resolve()
    (backup if words[0] == "backup" else restore)(archive)


if __name__ == "__main__":
    main(sys.argv[1:])

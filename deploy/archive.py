"""Back up a site to one file, restore it, and prove that a file can be restored: database, results and secret key.

    python deploy/archive.py backup  FILE            the site may be running; FILE ends with .tar.gz or .tar.gz.age
    python deploy/archive.py nightly FOLDER          a backup named by the minute; old ones go
    python deploy/archive.py restore FILE            the site must be stopped; the home must be empty
    python deploy/archive.py drill   FILE            restores to a place of its own, compares, and throws it away

BEREDD_HOME and DATABASE_URL are read as by the site. BEREDD_BACKUP_RECIPIENTS names a file of age recipients: then
backups are encrypted, and BEREDD_BACKUP_IDENTITY names the file that opens them. `nightly` keeps what is
younger than BEREDD_BACKUP_KEEP_DAYS (30) and always the newest. With PostgreSQL a drill restores into the database that
BEREDD_DRILL_DATABASE_URL names, which it empties first.

Needs Python alone; for encryption Debian's `age`, and with DATABASE_URL PostgreSQL's pg_dump, pg_restore and psql. An
archive that is not encrypted holds the secret key and people's addresses in the clear: keep it as you keep those.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

DATABASE, DUMP, KEY, MANIFEST = "beredd.sqlite3", "beredd.pgdump", "secret-key", "manifest.json"
FOLDERS = ("results", "attachments", "guidance")
GUIDANCE_LOCK = "guidance.lock"
"""In the home: who writes guidance holds it (beredd.web.guidance.workspace)."""
LAST = "last-backup.json"
"""In the home: when the last backup was made and how large it is. The site's health page reads it."""
REPOSITORY = Path(__file__).resolve().parents[1]
_END = "--end-of-table--"


def home() -> Path:
    """The site's home, as beredd.web.home says."""
    return Path(os.environ.get("BEREDD_HOME") or REPOSITORY / "var").expanduser().resolve()


# What a site holds, as numbers that can be compared --------------------------------------------------------------


def _digest(rows: Iterable[bytes]) -> list:
    """[rows, digest] of a table, whatever order its rows come in."""
    count = total = 0
    for row in rows:
        count += 1
        total = (total + int.from_bytes(hashlib.sha256(row).digest(), "big")) % 2**256
    return [count, f"{total:064x}"]


def _sqlite_tables(file: Path) -> dict[str, list]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return {
            name: _digest(repr(row).encode() for row in database.execute(f'SELECT * FROM "{name}"'))
            for (name,) in sorted(names)
        }


class _Psql:
    """One session of psql: what it says to a command, line by line."""

    def __init__(self, url: str):
        command = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", url]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, command: str) -> Iterator[str]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{command}\n\\echo {_END}\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            if line.rstrip("\n") == _END:
                return
            yield line.rstrip("\n")
        raise SystemExit("psql ended too early; its own message stands above.")

    def tables(self) -> dict[str, list]:
        names = list(self.ask("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1;"))
        return {n: _digest(row.encode() for row in self.ask(f"COPY public.{n} TO STDOUT;")) for n in names}

    def close(self) -> None:
        self._process.communicate("\\q\n")


def _files(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in FOLDERS
        for path in sorted((root / folder).rglob("*"))
        if path.is_file()
    }


# Backing up ------------------------------------------------------------------------------------------------------


def _copy_database(source: Path, copy: Path) -> dict[str, list]:
    """A copy of the database as it was at one moment, and what stood in its tables at that moment."""
    if url := os.environ.get("DATABASE_URL"):
        session = _Psql(url)
        (snapshot,) = session.ask("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT pg_export_snapshot();")
        dump = ["pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={copy / DUMP}", url]
        subprocess.run(dump, check=True)
        tables = session.tables()
        session.close()
        return tables
    # SQLite's own backup: a copy of the open file could be torn, and would lack what stands in the -wal file.
    with (
        closing(sqlite3.connect(f"file:{source / DATABASE}?mode=ro", uri=True)) as live,
        closing(sqlite3.connect(copy / DATABASE)) as still,
    ):
        live.backup(still)
    return _sqlite_tables(copy / DATABASE)


def backup(archive: Path) -> None:
    """Writes the archive beside its place and renames it: a half-written one never looks whole."""
    source, recipients = home(), os.environ.get("BEREDD_BACKUP_RECIPIENTS")
    if not source.is_dir():
        raise SystemExit(f"There is no site in {source}. Set BEREDD_HOME.")
    if archive.exists():
        raise SystemExit(f"{archive} exists. Name another file: a backup is never written over.")
    if (archive.suffix == ".age") != bool(recipients):
        what = "set BEREDD_BACKUP_RECIPIENTS for" if archive.suffix == ".age" else "BEREDD_BACKUP_RECIPIENTS is set for"
        raise SystemExit(f"{archive.name}: {what} an encrypted backup, whose name ends with .age.")
    if not archive.parent.is_dir():
        raise SystemExit(f"There is no folder {archive.parent}.")
    with tempfile.TemporaryDirectory(dir=archive.parent, prefix=".backup-") as folder:
        copy = Path(folder)
        copy.chmod(0o700)
        tables = _copy_database(source, copy)
        draft = copy / "draft.tar.gz"
        with tarfile.open(draft, "w:gz", compresslevel=1) as tar:
            for name in (DATABASE, DUMP):
                if (copy / name).exists():
                    tar.add(copy / name, name)
            # Whoever changes guidance waits meanwhile: its files are of one moment.
            with (source / GUIDANCE_LOCK).open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH)
                for name in (KEY, *FOLDERS):
                    if (source / name).exists():
                        tar.add(source / name, name, filter=_without_drafts)
            manifest = {"schema": "beredd/backup/1", "made_at": datetime.now(UTC).isoformat(), "tables": tables}
            (copy / MANIFEST).write_text(json.dumps(manifest, indent=1))
            tar.add(copy / MANIFEST, MANIFEST)
        if recipients:
            locked = copy / "draft.age"
            subprocess.run(["age", "-R", recipients, "-o", str(locked), str(draft)], check=True)
            draft = locked
        draft.chmod(0o600)
        draft.rename(archive)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    said = {"at": now, "bytes": archive.stat().st_size, "file": archive.name}
    (source / LAST).write_text(json.dumps(said))


def _without_drafts(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if "results/.drafts" in entry.name else entry


def nightly(folder: Path) -> None:
    """A backup named by the hour; then those older than the limit go, the newest never."""
    suffix = ".tar.gz.age" if os.environ.get("BEREDD_BACKUP_RECIPIENTS") else ".tar.gz"
    backup(folder / f"beredd-{datetime.now(UTC):%Y-%m-%dT%H%M}{suffix}")
    limit = time.time() - 86400 * float(os.environ.get("BEREDD_BACKUP_KEEP_DAYS", "30"))
    found = sorted(folder.glob("beredd-*.tar.gz*"), key=lambda path: path.stat().st_mtime)
    for old in found[:-1]:
        if old.stat().st_mtime < limit:
            old.unlink()


# Restoring -------------------------------------------------------------------------------------------------------


def _unpack(archive: Path, folder: Path) -> None:
    if archive.suffix == ".age":
        identity = os.environ.get("BEREDD_BACKUP_IDENTITY")
        if not identity:
            raise SystemExit(f"{archive.name} is encrypted: BEREDD_BACKUP_IDENTITY must name the file that opens it.")
        plain = folder / "plain.tar.gz"
        if subprocess.run(["age", "-d", "-i", identity, "-o", str(plain), str(archive)], check=False).returncode:
            raise SystemExit(f"{archive.name} was not opened by {identity}.")
        archive = plain
    try:
        with tarfile.open(archive) as tar:
            tar.extraction_filter = lambda entry, _folder: entry  # `_own` has judged it
            tar.extractall(folder, members=[_own(entry) for entry in tar])
    except (tarfile.TarError, EOFError, OSError) as error:
        raise SystemExit(f"{archive.name} is damaged: {error}.") from None


def _own(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """A file or a folder inside the archive, for whoever unpacks it; anything else is not of our making.

    By hand, for the Python of Debian 12 (3.11.2) does not know `filter="data"` yet.
    """
    if not (entry.isfile() or entry.isdir()) or entry.name.startswith("/") or ".." in Path(entry.name).parts:
        raise tarfile.TarError(f"it holds {entry.name!r}, which no backup does")
    entry.uid, entry.gid, entry.uname, entry.gname = os.geteuid(), os.getegid(), "", ""
    entry.mode = 0o700 if entry.isdir() else 0o600
    return entry


def restore(archive: Path) -> None:
    """Puts the archive's content into an empty home, and into the database that DATABASE_URL names."""
    _restore(archive, home(), os.environ.get("DATABASE_URL"))


def _restore(archive: Path, target: Path, url: str | None) -> dict:
    """Returns the archive's manifest; {} for an archive of before there was one."""
    if target.exists() and any(target.iterdir()):
        raise SystemExit(f"{target} is not empty. Restore into an empty folder: nothing is written over.")
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=target) as folder:
        copy = Path(folder)
        _unpack(archive, copy)
        if (copy / DUMP).exists() != bool(url):
            held = "PostgreSQL" if (copy / DUMP).exists() else "SQLite"
            raise SystemExit(f"The archive holds a database of {held}; DATABASE_URL is {'set' if url else 'not set'}.")
        if url:
            command = ["pg_restore", "--clean", "--if-exists", "--no-owner", "--exit-on-error", "--single-transaction"]
            subprocess.run([*command, f"--dbname={url}", str(copy / DUMP)], check=True)
        manifest = json.loads((copy / MANIFEST).read_text()) if (copy / MANIFEST).exists() else {}
        manifest["files"] = _files(copy)
        for name in (DATABASE, KEY, *FOLDERS):
            if (copy / name).exists():
                shutil.move(copy / name, target / name)
    if (target / KEY).exists():
        (target / KEY).chmod(0o600)
    return manifest


def drill(archive: Path) -> None:
    """Restores to a place of its own and compares every row and file with what the backup says it took."""
    url = os.environ.get("BEREDD_DRILL_DATABASE_URL")
    with tempfile.TemporaryDirectory(prefix="beredd-drill-") as folder:
        target = Path(folder) / "home"
        if url:
            empty = _Psql(url)
            list(empty.ask("DROP SCHEMA public CASCADE; CREATE SCHEMA public;"))
            empty.close()
        manifest = _restore(archive, target, url)
        if "tables" not in manifest:
            raise SystemExit(f"{archive.name} says nothing of what it holds; make a new backup.")
        if url:
            session = _Psql(url)
            tables = session.tables()
            session.close()
        else:
            tables = _sqlite_tables(target / DATABASE)
        files = _files(target)
        wrong = _differences(manifest["tables"], tables) + _differences(manifest["files"], files)
        if wrong:
            raise SystemExit(f"NOT EQUAL: {', '.join(wrong)}")
        rows = sum(count for count, _digest_of_it in tables.values())
        print(f"Equal: {len(tables)} tables with {rows} rows, {len(files)} files; made {manifest['made_at']}.")


def _differences(wanted: dict, found: dict) -> list[str]:
    return [name for name in sorted(wanted.keys() | found.keys()) if wanted.get(name) != found.get(name)]


def main(words: list[str]) -> None:
    """Do what was asked."""
    deeds = {"backup": backup, "nightly": nightly, "restore": restore, "drill": drill}
    if len(words) != 2 or words[0] not in deeds:
        raise SystemExit(__doc__)
    with contextlib.suppress(KeyboardInterrupt):
        try:
            deeds[words[0]](Path(words[1]).resolve())
        except FileNotFoundError as error:
            raise SystemExit(f"{error.filename} is missing.") from None
        except subprocess.CalledProcessError as error:
            raise SystemExit(f"{error.cmd[0]} failed; its own message stands above.") from None


if __name__ == "__main__":
    main(sys.argv[1:])

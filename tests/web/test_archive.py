"""Backup and restore: what comes back is what was there."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

SCRIPT = Path(__file__).parents[2] / "deploy" / "archive.py"
HERE = Path(__file__).parent


def archive(*words, home, url="", path="", **more):
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    env |= {"BEREDD_HOME": str(home), **{name: str(value) for name, value in more.items()}}
    if url:
        env |= {"DATABASE_URL": url, "PATH": f"{path}:{env['PATH']}"}
    return subprocess.run(
        [sys.executable, str(SCRIPT), *map(str, words)], env=env, capture_output=True, text=True, check=False
    )


@pytest.fixture
def site(tmp_path):
    """A home with a database that is open and has a row that stands only in its -wal file, a result and a draft."""
    home = tmp_path / "home"
    (home / "results" / "k-000001").mkdir(parents=True)
    (home / "results" / "k-000001" / "summary.json").write_text("{}")
    (home / "guidance" / "claims").mkdir(parents=True)
    (home / "guidance" / "claims" / "repeat.yaml").write_text("topic: repeat")
    (home / "results" / ".drafts" / "x").mkdir(parents=True)
    (home / "results" / ".drafts" / "x" / "half").write_text("half")
    (home / "secret-key").write_text("secret")
    database = sqlite3.connect(home / "beredd.sqlite3")
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("CREATE TABLE word (text)")
    database.execute("INSERT INTO word VALUES ('kvar')")
    database.commit()
    yield home
    database.close()


def test_what_was_backed_up_comes_back(site, tmp_path):
    file, new = tmp_path / "backup.tar.gz", tmp_path / "new"
    assert archive("backup", file, home=site).returncode == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert archive("restore", file, home=new).returncode == 0
    with sqlite3.connect(new / "beredd.sqlite3") as database:
        assert database.execute("SELECT text FROM word").fetchall() == [("kvar",)]
    assert (new / "results" / "k-000001" / "summary.json").read_text() == "{}"
    assert (new / "guidance" / "claims" / "repeat.yaml").read_text() == "topic: repeat"
    assert not (new / "results" / ".drafts").exists()
    assert (new / "secret-key").read_text() == "secret"
    assert stat.S_IMODE((new / "secret-key").stat().st_mode) == 0o600


def test_nothing_is_written_over(site, tmp_path):
    file = tmp_path / "backup.tar.gz"
    archive("backup", file, home=site)
    again = archive("backup", file, home=site)
    assert again.returncode == 1
    assert "never written over" in again.stderr
    onto = archive("restore", file, home=site)
    assert onto.returncode == 1
    assert "not empty" in onto.stderr


def test_an_archive_of_sqlite_is_not_restored_beside_postgresql(site, tmp_path):
    file = tmp_path / "backup.tar.gz"
    archive("backup", file, home=site)
    done = archive("restore", file, home=tmp_path / "new", url="postgres://nowhere/x")
    assert done.returncode == 1
    assert "SQLite" in done.stderr
    assert not list((tmp_path / "new").iterdir())


@pytest.mark.slow
def test_a_database_on_postgresql_comes_back(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(HERE)
    from postgres import programs, server

    home, file = tmp_path / "home", tmp_path / "backup.tar.gz"
    home.mkdir()
    with server() as url:
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE word (text text)")
            connection.execute("INSERT INTO word VALUES ('kvar')")
        done = archive("backup", file, home=home, url=url, path=programs())
        assert done.returncode == 0, done.stderr
        with psycopg.connect(url) as connection:
            connection.execute("DELETE FROM word")
        done = archive("restore", file, home=tmp_path / "new", url=url, path=programs())
        assert done.returncode == 0, done.stderr
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT text FROM word").fetchall() == [("kvar",)]


@pytest.fixture
def keys(tmp_path):
    """An age identity and the file of its recipient."""
    identity, recipients = tmp_path / "identity", tmp_path / "recipients"
    subprocess.run(["age-keygen", "-o", str(identity)], check=True, capture_output=True)
    public = next(line for line in identity.read_text().splitlines() if "public key:" in line)
    recipients.write_text(public.rpartition(" ")[2] + "\n")
    return {"BEREDD_BACKUP_IDENTITY": identity, "BEREDD_BACKUP_RECIPIENTS": recipients}


def test_an_encrypted_backup_says_nothing_and_comes_back_by_its_key(site, tmp_path, keys):
    file = tmp_path / "backup.tar.gz.age"
    assert archive("backup", file, home=site, **keys).returncode == 0
    assert file.read_bytes().startswith(b"age-encryption.org")
    closed = archive("restore", file, home=tmp_path / "new")
    assert closed.returncode == 1
    assert "BEREDD_BACKUP_IDENTITY" in closed.stderr
    assert not list((tmp_path / "new").iterdir())
    assert archive("restore", file, home=tmp_path / "new", **keys).returncode == 0
    assert (tmp_path / "new" / "secret-key").read_text() == "secret"


def test_what_should_be_encrypted_is_not_written_in_the_clear(site, tmp_path, keys):
    for name, more in (("backup.tar.gz", keys), ("backup.tar.gz.age", {})):
        done = archive("backup", tmp_path / name, home=site, **more)
        assert done.returncode == 1
        assert "BEREDD_BACKUP_RECIPIENTS" in done.stderr
        assert not (tmp_path / name).exists()


def test_a_drill_says_equal_and_leaves_nothing_behind(site, tmp_path, keys):
    file = tmp_path / "backup.tar.gz.age"
    archive("backup", file, home=site, **keys)
    (tmp_path / "tmp").mkdir()
    done = archive("drill", file, home=site, TMPDIR=tmp_path / "tmp", **keys)
    assert done.stdout.startswith("Equal: 1 tables with 1 rows, 2 files"), done.stderr
    assert not list((tmp_path / "tmp").iterdir())


def test_a_drill_finds_a_row_that_changed(site, tmp_path):
    file, other = tmp_path / "backup.tar.gz", tmp_path / "other.tar.gz"
    archive("backup", file, home=site)
    with tarfile.open(file) as old:
        old.extractall(tmp_path / "in", filter="data")
    with closing(sqlite3.connect(tmp_path / "in" / "beredd.sqlite3")) as database, database:
        database.execute("UPDATE word SET text = 'annat'")
    with tarfile.open(other, "w:gz") as new:
        for path in (tmp_path / "in").iterdir():
            new.add(path, path.name)
    done = archive("drill", other, home=site)
    assert (done.returncode, done.stderr.strip()) == (1, "NOT EQUAL: word")


@pytest.mark.parametrize("cut", [10, 200])
def test_a_damaged_archive_is_one_sentence_and_restores_nothing(site, tmp_path, cut):
    file = tmp_path / "backup.tar.gz"
    archive("backup", file, home=site)
    file.write_bytes(file.read_bytes()[:cut])
    done = archive("restore", file, home=tmp_path / "new")
    assert done.returncode == 1
    assert "is damaged" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "new").iterdir())


def test_nightly_names_its_file_tells_the_site_and_takes_old_ones_but_never_the_newest(site, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    old = folder / "beredd-2026-01-01T0230.tar.gz"
    old.write_bytes(b"")
    os.utime(old, (0, 0))
    assert archive("nightly", folder, home=site).returncode == 0
    (made,) = folder.iterdir()
    told = json.loads((site / "last-backup.json").read_text())
    assert (told["file"], told["bytes"]) == (made.name, made.stat().st_size)
    os.utime(made, (0, 0))
    assert archive("nightly", tmp_path / "nowhere", home=site).returncode == 1
    assert made.exists()


@pytest.mark.slow
def test_a_drill_on_postgresql_compares_every_row_of_one_moment(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(HERE)
    from postgres import programs, server

    home, file = tmp_path / "home", tmp_path / "backup.tar.gz"
    home.mkdir()
    with server() as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE word (n int, text text)")
        connection.execute("INSERT INTO word SELECT n, 'å' || n FROM generate_series(1, 500) n")
        connection.execute("CREATE DATABASE drill")
        drill = url.removesuffix("/postgres") + "/drill"
        done = archive("backup", file, home=home, url=url, path=programs())
        assert done.returncode == 0, done.stderr
        connection.execute("DELETE FROM word WHERE n > 3")  # what happens after the backup is not its fault
        more = {"url": url, "path": programs(), "BEREDD_DRILL_DATABASE_URL": drill}
        for _ in range(2):  # the drill's database may hold the last drill
            done = archive("drill", file, home=home, **more)
            assert done.stdout.startswith("Equal: 1 tables with 500 rows, 0 files"), done.stderr
        assert connection.execute("SELECT count(*) FROM word").fetchone() == (3,), "the site's own is not touched"


@pytest.mark.parametrize("name", ["/etc/cron.d/x", "../x", "results/link"])
def test_what_no_backup_holds_is_not_unpacked(site, tmp_path, name):
    file = tmp_path / "backup.tar.gz"
    with tarfile.open(file, "w:gz") as tar:
        entry = tarfile.TarInfo(name)
        if name.endswith("link"):
            entry.type, entry.linkname = tarfile.SYMTYPE, "/etc"
        tar.addfile(entry)
    done = archive("restore", file, home=tmp_path / "new")
    assert done.returncode == 1
    assert f"holds '{name}', which no backup does" in done.stderr
    assert not list((tmp_path / "new").iterdir())


def test_it_is_restored_without_what_younger_pythons_have(site, tmp_path):
    """Debian 12 has Python 3.11.2, whose tarfile knows no filter."""
    file, new = tmp_path / "backup.tar.gz", tmp_path / "new"
    archive("backup", file, home=site)
    (tmp_path / "sitecustomize.py").write_text(
        "import tarfile\nold = tarfile.TarFile.extractall\n"
        "def extractall(self, path='.', members=None, *, numeric_owner=False):\n"
        "    return old(self, path, members, numeric_owner=numeric_owner)\n"
        "tarfile.TarFile.extractall = extractall\n"
    )
    done = archive("restore", file, home=new, PYTHONPATH=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (new / "secret-key").read_text() == "secret"

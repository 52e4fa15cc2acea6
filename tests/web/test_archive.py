"""Backup and restore: what comes back is what was there."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

SCRIPT = Path(__file__).parents[2] / "deploy" / "archive.py"
HERE = Path(__file__).parent


def archive(*words, home, url="", path=""):
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    env["BEREDD_HOME"] = str(home)
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

"""Migrations are complete and run from nothing on SQLite and PostgreSQL; so do the rules that the database holds."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.core.management import call_command

HERE = Path(__file__).parent


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def check(home: Path, url: str = "", *, program: str = "database_check.py", words: Sequence[str] = ()) -> str:
    """Runs a program of this folder in a process of its own on the database; its output."""
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    env |= {"BEREDD_HOME": str(home), "DJANGO_SETTINGS_MODULE": "beredd.web.settings", "BEREDD_LOG_LEVEL": "ERROR"}
    if url:
        env["DATABASE_URL"] = url
    done = subprocess.run(
        [sys.executable, str(HERE / program), *words], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.mark.slow
def test_migrations_and_rules_hold_on_sqlite(tmp_path):
    assert check(tmp_path).splitlines()[-1] == "sqlite: 8 claimed once each, 0 lost, 50 events, rules held"
    assert (tmp_path / "beredd.sqlite3").is_file()


@pytest.mark.slow
def test_migrations_and_rules_hold_on_postgresql(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(HERE)
    from postgres import server

    with server() as url:
        assert check(tmp_path, url).splitlines()[-1] == "postgresql: 8 claimed once each, 0 lost, 50 events, rules held"
    assert not (tmp_path / "beredd.sqlite3").exists()


STATES = "6 runs, 14 events and 6 jobs kept, 6 pages, queue goes on, rules held"


@pytest.mark.slow
def test_a_backup_of_the_first_version_is_upgraded_on_sqlite(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(HERE)
    from test_archive import archive

    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "backup.tar.gz"
    assert check(old, program="upgrade_check.py", words=["make"]).splitlines()[-1] == "made"
    assert archive("backup", file, home=old).returncode == 0
    assert archive("restore", file, home=new).returncode == 0
    assert check(new, program="upgrade_check.py", words=["check"]).splitlines()[-1] == f"sqlite: {STATES}"


@pytest.mark.slow
def test_a_backup_of_the_first_version_is_upgraded_on_postgresql(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(HERE)
    from postgres import programs, server
    from test_archive import archive

    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "backup.tar.gz"
    with server() as url:
        assert check(old, url, program="upgrade_check.py", words=["make"]).splitlines()[-1] == "made"
        assert archive("backup", file, home=old, url=url, path=programs()).returncode == 0
        assert archive("restore", file, home=new, url=url, path=programs()).returncode == 0
        said = check(new, url, program="upgrade_check.py", words=["check"])
    assert said.splitlines()[-1] == f"postgresql: {STATES}"

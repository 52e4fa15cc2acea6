"""Migrations are complete and run from nothing on SQLite and PostgreSQL; so do the rules that the database holds."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

HERE = Path(__file__).parent


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def check(home: Path, url: str = "") -> str:
    """Runs tests/web/database_check.py in a process of its own on the database; its output."""
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    env |= {"BEREDD_HOME": str(home), "DJANGO_SETTINGS_MODULE": "beredd.web.settings", "BEREDD_LOG_LEVEL": "ERROR"}
    if url:
        env["DATABASE_URL"] = url
    done = subprocess.run(
        [sys.executable, str(HERE / "database_check.py")], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.mark.slow
def test_migrations_and_rules_hold_on_sqlite(tmp_path):
    assert check(tmp_path).splitlines()[-1] == "sqlite: 8 claimed once each, 0 lost, rules held"
    assert (tmp_path / "beredd.sqlite3").is_file()


@pytest.mark.slow
def test_migrations_and_rules_hold_on_postgresql(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(HERE)
    from postgres import server

    with server() as url:
        assert check(tmp_path, url).splitlines()[-1] == "postgresql: 8 claimed once each, 0 lost, rules held"
    assert not (tmp_path / "beredd.sqlite3").exists()

"""What must be true of a site after a storm: nothing lost, nothing doubled.

Asked of the database and the disk alone, past the program.
"""

import hashlib
import json
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from ground import Ground

_EVERY_INDEX = """SELECT bt_index_check(i.indexrelid, true)::text FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam WHERE a.amname = 'btree'"""
DISTURBED = (sqlite3.OperationalError, psycopg.OperationalError)
"""What the storm's own questions to the database may meet while it rages."""
ENDS = ("finished", "failed", "cancelled", "lost")


@dataclass
class Wanted:
    """What was asked of a site, and what it said."""

    reference: dict[str, str] = field(default_factory=dict)
    """Which question -> fingerprint of its result when nothing disturbs."""
    files: dict[str, dict[str, str]] = field(default_factory=dict)
    """Which question -> name of a file -> its hash."""
    asked: dict[str, str] = field(default_factory=dict)
    """Title of a run -> which question."""
    sent: Counter = field(default_factory=Counter)
    """Title -> how often it was sent."""
    accepted: dict[str, str] = field(default_factory=dict)
    """Number of a run that the site has said yes to -> its title."""
    saved: dict[str, set[str]] = field(default_factory=dict)
    """Question of a saved answer -> the numbers of runs that the site has named for it."""


@contextmanager
def database(ground: Ground, *, patience_s: float = 30) -> Iterator[Any]:
    """ask(sql) -> rows, of SQLite's file or of the server, past the program."""
    if ground.url:
        with _server(ground.url, patience_s) as connection:

            def ask(sql: str, *values: Any) -> list:
                found = connection.execute(sql.replace("?", "%s"), values or None)
                return found.fetchall() if found.description else []

            yield ask
        return
    with closing(sqlite3.connect(ground.home / "beredd.sqlite3", timeout=patience_s)) as connection:
        yield lambda sql, *values: connection.execute(sql, values).fetchall()


def _server(url: str, patience_s: float) -> psycopg.Connection:
    """A connection, also to a server that is just being restarted."""
    limit = time.monotonic() + patience_s
    while True:
        try:
            return psycopg.connect(url, autocommit=True)
        except psycopg.OperationalError:
            if time.monotonic() > limit:
                raise
            time.sleep(0.2)


def open_runs(ground: Ground) -> int:
    """How many runs wait or are being computed."""
    with database(ground) as ask:
        return ask("SELECT count(*) FROM jobs_job WHERE state IN ('queued', 'running')")[0][0]


def attempt_of(ground: Ground, pid: int) -> int | None:
    """Which attempt at a job the worker with this number is making, 0 for none; None when the database is taken."""
    # Not for long: the worker is held meanwhile, and may itself be what holds the database.
    try:
        with database(ground, patience_s=0.1) as ask:
            found = ask("SELECT attempts FROM jobs_job WHERE state = 'running' AND worker LIKE ?", f"%:{pid}:%")
    except sqlite3.OperationalError:
        return None
    return found[0][0] if found else 0


def hashes(folder: Path) -> dict[str, str]:
    """Hash of each file of a result."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.suffix == ".parquet"
    }


def faults(ground: Ground, wanted: Wanted) -> list[str]:
    """What is not as it must be, a sentence each; none when all is well."""
    with database(ground) as ask:
        return [*_damage(ground, ask), *_runs(ground, ask, wanted), *_stories(ask), *_folders(ground, ask)]


def _damage(ground: Ground, ask) -> Iterator[str]:
    """The database as such."""
    if ground.url:
        try:
            ask("CREATE EXTENSION IF NOT EXISTS amcheck")
            ask(_EVERY_INDEX)
        except Exception as error:  # whatever the server says of its index
            yield f"the database is damaged: {error}"
        return
    if (said := ask("PRAGMA integrity_check")) != [("ok",)]:
        yield f"the database is damaged: {said[:3]}"
    if broken := ask("PRAGMA foreign_key_check"):
        yield f"{len(broken)} rows point at nothing"


def _runs(ground: Ground, ask, wanted: Wanted) -> Iterator[str]:
    """Every accepted run is there once and has ended well, with the same integers."""
    rows = ask("SELECT id, title, state, fingerprint FROM runs_run WHERE title <> ''")
    there = {run: (title, state, found) for run, title, state, found in rows}
    whys = {run: f"{why}: {error}" for run, why, error in ask("SELECT run_id, reason, error FROM jobs_job")}
    for run, title in wanted.accepted.items():
        if run not in there:
            yield f"lost: {run} ({title}) was accepted and is not there"
    times = Counter(title for title, _state, _found in there.values())
    for title, n in times.items():
        if n > wanted.sent[title]:
            yield f"doubled: {title} was sent {wanted.sent[title]} times and is there {n} times"
    for run, (title, state, found) in there.items():
        question = wanted.asked.get(title, "")
        if state != "done":
            yield f"{run} ({title}) ended as {state}, {whys.get(run, 'without a job')}"
        elif found != wanted.reference[question]:
            yield f"{run} ({title}) has other integers: {found}, not {wanted.reference[question]}"
        elif hashes(ground.home / "results" / run) != wanted.files[question]:
            yield f"{run} ({title}) has other files"
    for question, named in wanted.saved.items():
        if len(named) > 1:
            yield f"doubled: the answer {question} is saved as {sorted(named)}"


def _stories(ask) -> Iterator[str]:
    """Events without a gap, one end each; a line in the log for the beginning and for the end."""
    events: dict[str, list[tuple[int, str]]] = {}
    for run, number, kind in ask("SELECT run_id, number, kind FROM runs_runevent ORDER BY run_id, number"):
        events.setdefault(run, []).append((number, kind))
    lines = Counter(ask("SELECT run_id, what FROM audit_line WHERE run_id <> ''"))
    for run, kind in ask("SELECT id, kind FROM runs_run"):
        told = events.get(run, [])
        kinds = Counter(kind for _number, kind in told)
        if [number for number, _kind in told] != list(range(1, len(told) + 1)):
            yield f"{run}: the events have a gap"
        if kind != "dispensing.run":
            if kinds["saved"] != 1 or lines[run, f"{kind}.saved"] != 1:
                yield f"{run}: saved {kinds['saved']} times, told {lines[run, f'{kind}.saved']} times"
            continue
        ends = sum(kinds[end] for end in ENDS)
        told_ends = sum(lines[run, f"simulations.run.{end}"] for end in ENDS)
        if (kinds["queued"], ends, kinds["started"]) != (1, 1, kinds["requeued"] + 1):
            yield f"{run}: its events are {dict(kinds)}"
        if (lines[run, "simulations.run.started"], told_ends) != (1, 1):
            yield f"{run}: the log has {lines[run, 'simulations.run.started']} beginnings and {told_ends} ends"


def _folders(ground: Ground, ask) -> Iterator[str]:
    """A whole folder for each result; drafts are gone."""
    results = ground.home / "results"
    if not results.is_dir():
        return
    runs = {run for (run,) in ask("SELECT id FROM runs_run WHERE state = 'done'")}
    folders = {path.name for path in results.iterdir() if not path.name.startswith(".")}
    for run in sorted(runs - folders):
        yield f"{run} has no files"
    drafts = results / ".drafts"
    if drafts.is_dir() and (left := [path.name for path in drafts.iterdir()]):
        yield f"{len(left)} drafts are left: {left[:3]}"
    for run, fingerprint in ask(
        "SELECT id, fingerprint FROM runs_run WHERE kind = 'dispensing.run' AND state = 'done'"
    ):
        summary = results / run / "summary.json"
        if summary.is_file() and json.loads(summary.read_text())["fingerprint"] != fingerprint:
            yield f"{run}: files and record are of different attempts"


def strays(ground: Ground) -> list[str]:
    """Folders of results that no run owns."""
    results = ground.home / "results"
    with database(ground) as ask:
        runs = {run for (run,) in ask("SELECT id FROM runs_run")}
    return [path.name for path in results.iterdir() if path.name != ".drafts" and path.name not in runs]

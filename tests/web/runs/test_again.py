"""A run of each kind is made again by pasting the command of its record: the same numbers, to the last digit."""

import json
import shlex

import pytest
from django.urls import reverse

from beredd.web.runs.models import Run

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ODD = 0.1234567891234
"""A value that six digits do not hold."""


@pytest.fixture
def paste(monkeypatch, tmp_path, capsys):
    """paste(command, files): what the command prints as JSON, run in this process in a folder with the files."""

    def run(command, files=()):
        from beredd.cli import NOUNS
        from beredd.cli.lazy import LazyGroup

        program, noun, *words = shlex.split(command)
        assert program == "beredd"
        folder = tmp_path / "pasted"
        folder.mkdir(exist_ok=True)
        for name, content in dict(files).items():
            (folder / name).write_bytes(content)
        monkeypatch.chdir(folder)
        capsys.readouterr()
        LazyGroup(name="beredd", nouns=NOUNS).main([noun, *words, "--json"], standalone_mode=False)
        return json.loads(capsys.readouterr().out)

    return run


def files_of(client, run):
    """The files that the record names, as one downloads them."""
    record = client.get(reverse("runs:record-file", args=[run.pk])).json()
    return record, {
        name: b"".join(client.get(reverse("runs:file", args=[run.pk, name])).streaming_content)
        for name in record["files"]
    }


def test_a_saved_plan_is_made_again_by_its_command_and_file(client, reader, results, paste):
    from beredd.web.need.answers import ENGINE

    client.force_login(reader)
    settings = {"budget": "9000.123456789", "rattvisa": "floor", "golv": "31.4159265", "ensamma": "60.123456"}
    try:
        client.post(reverse("need:save"), settings)
    finally:
        ENGINE.stop()
    run = Run.objects.get()
    record, files = files_of(client, run)
    command = record["command"]
    assert "9000.123456789" in command
    again = paste(command, files)
    assert again["provenance"]["result"] == run.fingerprint == record["result"]
    assert again["provenance"]["inputs"] == record["inputs"]


@pytest.mark.parametrize(
    "ways",
    [
        {"a1": "in-4mg", "s1": "2-doses", "d1": "61"},
        # No product of products and ways: the question stands in a file.
        {"a1": "in-4mg", "s1": "2-doses", "d1": "61", "a2": "im-generic-2mg", "s2": "1-dose", "d2": "122"},
    ],
)
def test_a_saved_answer_of_the_lab_is_made_again_by_its_command_and_file(client, reader, results, paste, ways):
    from beredd.web.overdose.answers import ENGINE

    client.force_login(reader)
    asked = {"opioid": "fentanyl", "dos": "1.62512345", "person": "chronic", "n": "200", "fro": "7"}
    try:
        client.post("/labbet/spara/", asked | ways)
    finally:
        ENGINE.stop()
    run = Run.objects.get()
    record, files = files_of(client, run)
    assert len(files) == len(ways) // 3 - 1
    again = paste(record["command"], files)
    assert again["provenance"]["result"] == run.fingerprint == record["result"]
    assert again["provenance"]["id"] == record["id"]


def test_a_run_of_the_studio_is_made_again_by_its_command(client, analyst, results, paste, tmp_path):
    from beredd.web.dispensing.actions import start_run
    from beredd.web.dispensing.work import run_dispensing
    from beredd.web.jobs import actions as jobs

    asked = {"scenario": "vardag", "days": 2, "seed": 3, "replicates": 1, "overrides": {"web_share": ODD}}
    run = start_run(by=analyst, **asked)
    job = jobs.claim(worker="test")
    (tmp_path / "draft").mkdir()
    jobs.finish(job=job, summary=run_dispensing(job.payload, tmp_path / "draft", lambda *_: None))
    run.refresh_from_db()
    client.force_login(analyst)
    record = client.get(reverse("runs:record-file", args=[run.pk])).json()
    command = record["command"]
    assert str(ODD) in command
    assert paste(command)["fingerprint"] == run.fingerprint == record["result"]

"""What `beredd guidance` prints, and with which exit code it ends."""

import json
from types import SimpleNamespace

import pytest

from beredd.cli import main
from beredd.guidance.store import read_store

pytestmark = pytest.mark.slow


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the program in this process: .returncode, .stdout, .stderr."""
    monkeypatch.setenv("COLUMNS", "200")

    def call(*words):
        monkeypatch.setattr("sys.argv", ["beredd", "guidance", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code or 0
        said = capsys.readouterr()
        return SimpleNamespace(returncode=code, stdout=said.out, stderr=said.err)

    return call


@pytest.fixture
def folder(run, tmp_path):
    """A copy of the store in the package."""
    done = run("export", tmp_path / "store")
    assert done.returncode == 0, done.stderr
    return tmp_path / "store"


def replaced(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_store_keeps_all_rules(run):
    done = run("check")
    assert done.returncode == 0, done.stdout
    assert "0 errors" in done.stdout


def test_a_broken_rule_ends_with_one_and_names_file_line_rule_and_what_to_do(run, folder):
    replaced(folder / "claims" / "first-aid.yaml", "  review_months: 12", "  review_months: 60\n  perishable: [price]")
    done = run("check", "--store", folder)
    assert done.returncode == 1
    (line,) = [line for line in done.stdout.splitlines() if ": review-interval: " in line]
    file, row, *_ = line.split(":")
    assert file == "claims/first-aid.yaml"
    assert "review_months" in (folder / file).read_text(encoding="utf-8").splitlines()[int(row) - 1]
    assert "Write 6 or less" in line


def test_a_file_that_cannot_be_read_ends_with_one_and_a_list(run, folder):
    replaced(folder / "sources.yaml", "country: ", "land: ")
    done = run("check", "--store", folder)
    assert done.returncode == 1
    assert "sources.yaml, row " in done.stdout
    found = json.loads(run("check", "--store", folder, "--json").stdout)["findings"]
    assert {row["file"] for row in found} == {"sources.yaml"}


def test_stale_and_coverage_are_one_json_value(run):
    stale = json.loads(run("stale", "--json").stdout)
    assert isinstance(stale["stale"], list)
    cells = json.loads(run("coverage", "--json").stdout)["cells"]
    assert {"audience", "language", "topic", "claims"} <= cells[0].keys()
    assert sum(cell["claims"] for cell in cells) > 0


def test_a_changed_number_is_stale_until_it_is_sealed_anew(run, folder):
    replaced(folder / "claims" / "repeat.yaml", "high: 3", "high: 5")
    found = json.loads(run("stale", "--store", folder, "--json").stdout)["stale"]
    claims = {row["claim"] for row in found}
    assert len(claims) == 1
    assert {"claim", "publication"} <= {row["kind"] for row in found}
    done = run("check", "--store", folder)
    assert done.returncode == 1
    assert ": seal: " in done.stdout
    assert run("seal", "--store", folder, "--by", "Editor E", "--why", "label").returncode == 0
    assert run("check", "--store", folder).returncode == 0


def test_what_is_no_store_is_not_taken_in(run, folder, tmp_path):
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    (tmp_path / "theirs").mkdir()
    done = run("import", tmp_path / "theirs", "--store", folder)
    assert done.returncode == 2
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before


def test_export_and_import_move_nothing(run, folder, tmp_path):
    assert run("import", folder, "--store", tmp_path / "mine").returncode == 0
    for path in folder.rglob("*"):
        if path.is_file():
            assert (tmp_path / "mine" / path.relative_to(folder)).read_bytes() == path.read_bytes()


def test_a_computed_number_is_held_against_the_study_that_gives_it(run, tmp_path):
    """Two shipped claims lean on a study; each is stale when the study is run and the number has left its band."""
    claims = read_store().claims.values()
    numbers = [number for claim in claims for number in claim.numbers.values() if number.output is not None]
    assert numbers
    outputs = [{"name": n.output.partition(".")[2], "value": (n.low + n.high) / 2} for n in numbers]
    path = tmp_path / "study.json"
    path.write_text(json.dumps({"study": "antagonist-dosing", "outputs": outputs}))
    assert json.loads(run("stale", "--study", path, "--json").stdout)["stale"] == []
    outputs[0]["value"] = numbers[0].high + 0.1
    path.write_text(json.dumps({"study": "antagonist-dosing", "outputs": outputs}))
    stale = json.loads(run("stale", "--study", path, "--json").stdout)["stale"]
    assert "claim" in {row["kind"] for row in stale}
    assert run("check", "--study", path).returncode == 1
    path.write_text("[]")
    assert "outputs" in run("check", "--study", path).stderr

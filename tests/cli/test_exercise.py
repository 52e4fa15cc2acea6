"""What the commands about plans print, and that nothing is half done."""

import json

import pytest
from typer.testing import CliRunner

from beredd.cli.exercise import app
from beredd.errors import BereddError
from beredd.exercises.store import read_plan


def run(*words, code=0):
    done = CliRunner().invoke(app, [str(word) for word in words])
    if isinstance(done.exception, BereddError):
        raise done.exception
    assert done.exit_code == code, done.output
    return done.output


def test_the_list_has_every_plan_and_the_programme():
    said = json.loads(run("list", "--json"))
    assert {"s1-tisdag-utan-erecept", "s10-hogsta", "s12-dosbordet"} <= {plan["id"] for plan in said["plans"]}
    assert {"id", "name", "version", "status"} <= set(said["plans"][0])
    assert [one["years"] for one in said["programmes"]] == [[2026, 2027, 2028]]
    assert "nothing noted as agreed" in run("list")


def test_a_plan_goes_out_as_a_workbook_and_comes_back_the_same(tmp_path):
    book, text = tmp_path / "plan.xlsx", tmp_path / "plan.yaml"
    run("export", "s12-dosbordet", "--xlsx", book, "--json", tmp_path / "plan.json")
    run("check", book)
    said = json.loads(run("import", book, "--out", text, "--json"))
    assert (said["added"], said["changed"], said["removed"]) == (0, 0, 0)
    assert {row["sheet"] for row in said["rows"]} >= {"Plan", "Inspelslista", "Roller"}
    assert "0 differences" in run("compare", "s12-dosbordet", text)
    assert "0 differences" in run("compare", tmp_path / "plan.json", text)


def test_a_plan_with_an_attachment_keeps_it_all_the_way(tmp_path):
    text = tmp_path / "egen.yaml"
    run("clone", "s11-apoteksbordet", "--id", "egen", "--name", "Egen", "--by", "Anna A", "--out", text)
    text.write_text(text.read_text().replace("title: Driftstörning", "title: Driftstörning\n    attachment: karta.txt"))
    assert "karta.txt, which is not there" in run("check", text, code=1)
    (tmp_path / "egen").mkdir()
    (tmp_path / "egen" / "karta.txt").write_text("här")
    run("export", text, "--json", tmp_path / "p.json")
    run("import", tmp_path / "p.json", "--out", tmp_path / "ny.yaml")
    assert (tmp_path / "ny" / "karta.txt").read_text() == "här"
    assert run("compare", text, tmp_path / "ny.yaml").strip() == "0 differences"


def test_a_bad_workbook_is_told_and_nothing_written(tmp_path):
    from openpyxl import load_workbook

    book, text = tmp_path / "plan.xlsx", tmp_path / "plan.yaml"
    run("export", "s11-apoteksbordet", "--xlsx", book)
    opened = load_workbook(book)
    opened["Inspelslista"]["E3"] = "Rök"
    opened.save(book)
    assert "Inspelslista 3 Kanal: form:" in run("check", book, code=1)
    with pytest.raises(BereddError, match="worksheet Inspelslista, row 3, column Kanal: found 'Rök'"):
        run("import", book, "--out", text)
    assert not text.exists()


def test_an_approved_version_stands_until_the_next(tmp_path):
    text = tmp_path / "egen.yaml"
    run("clone", "s11-apoteksbordet", "--id", "egen", "--name", "Egen", "--by", "Anna A", "--out", text)
    run("review", text, "--by", "Bo B", "--on", "2026-11-27")
    with pytest.raises(BereddError, match="cannot be the one"):
        run("approve", text, "--by", "Anna A")
    run("approve", text, "--by", "Cilla C", "--on", "2026-11-28")
    run("check", text)
    assert read_plan(text)[0].history[-1].on.isoformat() == "2026-11-28"
    book = tmp_path / "egen.xlsx"
    run("export", text, "--xlsx", book)
    from openpyxl import load_workbook

    opened = load_workbook(book)
    opened["Inspelslista"]["H2"] = "En annan rubrik"
    opened.save(book)
    before = text.read_bytes()
    with pytest.raises(BereddError, match="stands as it is"):
        run("import", book, "--out", text)
    assert text.read_bytes() == before
    run("revise", text, "--by", "Dan D", "--out", tmp_path / "nasta.yaml")
    assert read_plan(tmp_path / "nasta.yaml")[0].version == 2


def test_a_day_or_a_format_that_is_missing_is_said(tmp_path):
    with pytest.raises(BereddError, match="Give --xlsx FILE"):
        run("export", "s11-apoteksbordet")
    text = tmp_path / "egen.yaml"
    run("clone", "s11-apoteksbordet", "--id", "egen", "--name", "Egen", "--by", "Anna A", "--out", text)
    with pytest.raises(BereddError, match="snart is no day"):
        run("review", text, "--by", "Bo B", "--on", "snart")


def test_a_programme_is_checked_by_its_id():
    assert "0 findings" in run("check", "aktorsgemensam-2026-2028")

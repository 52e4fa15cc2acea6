"""The distribution log: what expires where and when, and when to order."""

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from beredd.cli.need import app
from beredd.intake import FileRefused
from beredd.need.expiry import parse_log, stock_report

HEADER = "date,place,county_code,kind,batch,expires,kits"
LINES = (
    "2026-01-10,Mottagning 1,12,received,A1,2026-12-31,100",
    "2026-06-01,Mottagning 1,12,received,B2,2028-06-30,50",
    "2026-07-01,Mottagning 1,12,handed_out,A1,2026-12-31,30",
    "2026-09-15,Mottagning 1,12,handed_out,A1,2026-12-31,30",
    "2026-10-01,Mottagning 1,12,discarded,A1,2026-12-31,2",
)
TODAY = date(2026, 11, 22)


def report(lines=LINES, **how):
    return stock_report(parse_log("\n".join((HEADER, *lines)).encode(), name="log.csv"), today=TODAY, **how)


def test_what_is_on_the_shelf_and_expires_is_listed():
    (row,) = report()["expiring"]
    assert (row["batch"], row["kits"], row["expired"]) == ("A1", 38, False)
    # 60 kits in 182.6 days and 39 days left: 12.8 can go.
    assert row["kits_left_at_expiry"] == 26


def test_kits_among_people_are_counted_by_expiry():
    (row,) = report()["among_people"]
    assert (row["kits_handed_out"], row["expires"], row["expired"]) == (60, "2026-12-31", False)


def test_an_order_is_due_when_usable_stock_reaches_the_point():
    lines = (
        *LINES,
        "2026-10-02,Mottagning 1,12,discarded,B2,2028-06-30,45",
        "2026-10-02,Mottagning 1,12,handed_out,A1,2026-12-31,35",
    )
    before, after = report()["reorder"][0], report(lines)["reorder"][0]
    assert before["order_now"] == 0
    assert after["usable_kits"] == 8
    assert after["order_now"] > after["reorder_at"]


def test_expired_kits_are_not_usable():
    found = stock_report(parse_log("\n".join((HEADER, LINES[0])).encode(), name="log.csv"), today=date(2027, 1, 2))
    assert found["reorder"][0]["usable_kits"] == 0
    assert found["expiring"][0]["expired"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("10/1,M,12,received,A,2026-12-31,5", "column date: found '10/1'"),
        ("2026-01-10,M,12,lost,A,2026-12-31,5", "column kind: found 'lost'"),
        ("2026-01-10,M,12,received,A,2026-12-31,2.5", "column kits: found '2.5'"),
        ("2026-01-10,,12,received,A,2026-12-31,5", "column place: found an empty cell"),
        ("2026-01-10,811218-9876,12,received,A,2026-12-31,5", "personal identity number"),
    ],
)
def test_a_bad_movement_is_named(line, says):
    with pytest.raises(FileRefused, match=says):
        parse_log(f"{HEADER}\n{line}".encode(), name="log.csv")


def test_more_out_than_in_is_refused():
    with pytest.raises(FileRefused, match="no more out than in"):
        report((LINES[0], "2026-07-01,Mottagning 1,12,handed_out,A1,2026-12-31,101"))


def test_the_command_reports(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("\n".join((HEADER, *LINES)), encoding="utf-8")
    found = json.loads(CliRunner().invoke(app, ["expiry", str(path), "--on", "2026-11-22", "--json"]).stdout)
    assert found["expiring"][0]["batch"] == "A1"
    assert "Mottagning 1" in CliRunner().invoke(app, ["expiry", str(path), "--on", "2026-11-22"]).stdout


def test_within_a_day_what_came_counts_before_what_went():
    lines = ("2026-11-20,M,12,handed_out,B7,2027-10-31,2", "2026-11-20,M,12,received,B7,2027-10-31,20")
    assert report(lines)["expiring"][0]["kits"] == 18


def test_a_month_is_its_last_day_and_the_report_says_so():
    found = report(("2026-10-01,M,14,received,N2,2027-03,30",))
    assert found["expiring"][0]["expires"] == "2027-03-31"
    assert found["notes"] == ["1 row gives a month as day of expiry; it is read as the month's last day."]


def test_rows_after_the_day_looked_from_are_named():
    found = report((*LINES, "2062-11-02,Mottagning 1,12,handed_out,A1,2026-12-31,5"))
    assert found["notes"] == ["Row 7 lies after 2026-11-22 and is not counted."]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("2026-02-01,Mottagning 1,12,received,A1,2027-12-31,5", "log, row 3, column expires: found 2027-12-31 for A1"),
        ("2026-02-01,Mottagning 1,14,received,A1,2026-12-31,5", "row 3, column county_code: found 14 for Mottagning 1"),
        ("2026-02-01,Mottagning 1,12,handed_out,A1,2026-12-31,500", "row 3, column kits: found 400 more kits of A1"),
    ],
)
def test_what_contradicts_an_earlier_row_is_named_by_row(line, says):
    with pytest.raises(FileRefused, match=says):
        report((LINES[0], line))


def test_a_log_may_be_swedish():
    raw = "datum;plats;länskod;händelse;batch;utgår;antal\n2026-10-01;Väst;14;Mottaget;N2;mars 2027;1 030\n"
    (movement,) = parse_log(raw.encode("cp1252"), name="logg.csv")
    assert (movement.kind, movement.kits, movement.expires) == ("received", 1030, date(2027, 3, 31))


def test_names_are_shown_as_they_stand_whatever_brackets_they_have(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(f"{HEADER}\n2026-10-01,LARO [/b] :pill: Öst,05,received,N2,2027-03-31,30\n", encoding="utf-8")
    answer = CliRunner().invoke(app, ["expiry", str(path), "--on", "2026-11-22"], env={"COLUMNS": "160"})
    assert answer.exit_code == 0
    assert "LARO [/b] :pill: Öst" in answer.stdout

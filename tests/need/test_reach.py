"""Who is not reached: a year's kits beside the need, few people hidden, protected housing nowhere named."""

from datetime import date

import pytest

from beredd.intake import FileRefused
from beredd.need.expiry import parse_log
from beredd.need.reach import find_reach, picture

HEAD = "date,place,county_code,kind,batch,expires,kits,setting,sex\n"
DAY = date(2026, 12, 1)
NEED = [
    {"county_code": code, "county": name, "sex": sex, "kits_per_year_for_target": need}
    for code, name, need in (("01", "Stockholm", 100.0), ("23", "Jämtland", 40.0))
    for sex in ("women", "men")
]


def log_of(*rows):
    return parse_log((HEAD + "\n".join(rows)).encode(), name="log.csv")


def out(place, county, kits, setting="outreach", sex="women", on="2026-10-01"):
    return f"{on},{place},{county},handed_out,B1,2028-01-01,{kits},{setting},{sex}"


def test_the_county_that_is_reached_least_comes_first_with_both_sexes():
    log = log_of(out("A", "01", 50), out("A", "01", 80, sex="men"), out("B", "23", 6), out("B", "23", 8, sex="men"))
    first, second = find_reach(log, NEED, until=DAY).counties
    assert (first["county"], first["share_women"], first["share_men"]) == ("Jämtland", 0.15, 0.2)
    assert (second["county"], second["share"]) == ("Stockholm", 0.65)


def test_only_the_year_before_the_day_counts():
    log = log_of(
        out("A", "01", 50, on="2025-12-01"), out("A", "01", 9, on="2025-12-02"), out("A", "01", 70, on="2026-12-02")
    )
    assert find_reach(log, NEED, until=DAY).counties[-1]["kits_women"] == 9


def test_few_kits_are_hidden_and_cannot_be_worked_out():
    log = log_of(out("A", "01", 50), out("A", "01", 80, sex="men"), out("B", "23", 3), out("B", "23", 20, sex="men"))
    reach = find_reach(log, NEED, until=DAY)
    rows = {row["county_code"]: row for row in reach.counties}
    assert (rows["23"]["kits_women"], rows["23"]["share_women"], rows["23"]["hidden_as_women"]) == (None, None, "<5")
    assert rows["01"]["kits_women"] is None  # else the women's total gives the other away
    assert rows["23"]["kits_men"] is None or rows["23"]["kits"] is None
    assert "3" not in [bar.text for bar in picture(reach).bars]


def test_settings_are_not_told_where_they_would_give_away_a_hidden_total():
    """One county: its women's total is hidden with the three; settings of ten and more would add up to it."""
    log = log_of(out("A", "01", 3), out("A", "01", 80, sex="men"), out("A", "01", 40, setting="prison", sex="men"))
    reach = find_reach(log, NEED, until=DAY)
    assert reach.settings == ()


def test_what_is_not_known_is_unknown():
    log = log_of(out("A", "01", 50, setting="", sex=""))
    reach = find_reach(log, NEED, until=DAY)
    assert reach.settings[-1] == {"setting": "unknown", "sex": "unknown", "kits": 50, "hidden_as": None}


def test_a_protected_housing_is_its_county_and_a_refusal_does_not_repeat_the_place():
    (row,) = log_of(out("01", "01", 7, setting="skyddat boende"))
    assert row.setting == "protected_housing"
    with pytest.raises(FileRefused) as refused:
        log_of(out("Hemliga gatan 3", "01", 7, setting="skyddat boende"))
    assert "county's code" in str(refused.value)
    assert "Hemliga" not in str(refused.value)


@pytest.mark.parametrize(
    ("row", "said"), [(out("A", "01", 7, setting="moon"), "moon"), (out("A", "01", 7, sex="x"), "x")]
)
def test_an_unknown_word_is_refused(row, said):
    with pytest.raises(FileRefused, match=said):
        log_of(row)


@pytest.mark.parametrize("county", ["23", "Z", "Jämtlands län", "Region Jämtland Härjedalen", "23 Jämtland"])
def test_a_county_is_itself_however_the_log_calls_it(county):
    log = log_of(out("B", county, 8), out("B", county, 6, sex="men"))
    rows = find_reach(log, NEED, until=DAY).counties
    assert {row["county_code"] for row in rows} == {"01", "23"}
    assert rows[-1]["kits"] == 14 or rows[0]["kits"] == 14

"""Reading a result folder: measures, people counted once, and folders of an older engine."""

import duckdb
import pytest
from tests.dispensing.small_network import small_network

from beredd.dispensing import run
from beredd.dispensing.reading import ALL_TIERS, MEASURES, open_results
from beredd.dispensing.scenarios import make_scenario

STOP = {"id": "stopp", "hit": "premises", "where": "national", "from": "d1h09", "for": 60}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    scenario = make_scenario({"name": "small", "days": 6, "event": [STOP]}, identifier="small", file="test")
    out = tmp_path_factory.mktemp("runs") / "out"
    run(scenario=scenario, network=small_network(people=3_000), threads=1, out=out)
    return out


@pytest.fixture(scope="module")
def results(folder):
    return open_results(folder)


def test_key_figures_are_those_of_the_curves(results):
    for measure, peak, total in (
        ("past_limit", "people_past_limit_peak", "person_days_past_limit"),
        ("past_limit_beyond", "people_past_limit_beyond_everyday", "person_days_past_limit_beyond_everyday"),
        ("without", "people_without_peak", "person_days_without"),
        ("without_beyond", "people_without_beyond_everyday", "person_days_without_beyond_everyday"),
    ):
        curve = results.national_hours(measure=measure).median
        assert max(curve) == results.kpi(peak).median > 0
        assert sum(curve) / 24 == pytest.approx(results.kpi(total).median, abs=0.05)


def test_a_person_is_counted_once_over_tiers(results):
    everyone = results.national_hours().median
    by_tier = [results.national_hours((tier,)).median for tier in ALL_TIERS]
    sums = [sum(tiers) for tiers in zip(*by_tier, strict=True)]
    assert all(max(t) <= e <= s for t, e, s in zip(zip(*by_tier, strict=True), everyone, sums, strict=True))
    assert any(e < s for e, s in zip(everyone, sums, strict=True))


@pytest.mark.parametrize("measure", list(MEASURES))
@pytest.mark.parametrize("tiers", [ALL_TIERS, (3,), (0, 1)])
def test_places_add_up_to_the_nation(results, measure, tiers):
    nation = results.national_hours(tiers, measure).median
    counties = [band.median for band in results.county_hours(tiers, measure).values()]
    assert nation == tuple(map(sum, zip(*counties, strict=True)))
    places = [band.median for band in results.municipality_days(tiers, measure).values()]
    assert nation[12::24] == tuple(map(sum, zip(*places, strict=True)))


def test_the_past_limit_are_among_those_without(results):
    past, without = (results.national_hours(measure=m).median for m in ("past_limit", "without"))
    assert all(p <= w for p, w in zip(past, without, strict=True))
    assert sum(past) < sum(without)


def test_by_age_and_by_owner_are_parts_of_the_same_whole(folder):
    def total(column, table):
        return duckdb.sql(f"select sum({column}) from '{folder}/{table}.parquet'").fetchall()[0][0]

    assert total("customers", "day_age") == total("customers", "day_national") > 0
    assert total("dispensed_lines", "day_age") == total("dispensed_lines", "day_national")
    channels = ("own_pharmacy", "other_pharmacy", "web")
    assert sum(total(f"dispensed_lines_{c}", "day_owner") for c in channels) == total("dispensed_lines", "day_national")
    assert total("people_turned_away", "day_age") == total("people_turned_away", "hour_county") > 0
    assert total("people_turned_away", "hour_county") <= total("turned_away", "hour_county")
    by_tier = total("person_hours_past_limit", "age_tier")
    assert by_tier == total("people_past_limit", "hour_county_tier") > 0


def test_a_folder_of_the_first_edition_knows_people_without_only(folder, tmp_path):
    old = tmp_path / "old"
    old.mkdir()
    (old / "summary.json").write_text((folder / "summary.json").read_text())
    for name in ("day_national", "hour_county_tier"):
        duckdb.sql(
            f"copy (select * exclude ({'overtime_s' if name == 'day_national' else ', '.join(OWN)}) "
            f"from '{folder}/{name}.parquet') to '{old}/{name}.parquet' (format parquet)"
        )
    results = open_results(old)
    assert results.measures == ("without",)
    assert sum(results.national_hours().median) > 0
    with pytest.raises(KeyError):
        results.national_hours(measure="past_limit")


OWN = ("people_without_everyday", "people_past_limit", "people_past_limit_everyday")

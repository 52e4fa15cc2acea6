"""Scenario files: what is allowed, and the sentence said about what is not."""

import dataclasses
from datetime import date

import pytest
from making import MONDAY, conditions, event, scenario

from beredd.descriptions import Refused
from beredd.dispensing.errors import ScenarioError
from beredd.dispensing.question import Question
from beredd.dispensing.scenarios import MAX_DAYS, Scenario, list_scenarios, load_scenario, make_event
from beredd.dispensing.scenarios.files import make_scenario
from beredd.intake import FileRefused


def test_the_package_holds_the_four_agreed_scenarios_and_the_backtest():
    assert {s.id for s in list_scenarios()} >= {"vardag", "s1-erecept", "s2-kedja", "s6-morkt", "b2016-04-05"}


@pytest.mark.parametrize("listed", list_scenarios(), ids=lambda s: s.id)
def test_a_packaged_scenario_says_in_both_languages_what_happens_and_what_is_assumed(listed):
    assert all((listed.name.sv, listed.name.en, listed.summary.sv, listed.summary.en))
    if listed.event:
        assert listed.sources
        assert listed.assumed.sv
        assert listed.assumed.en
        assert all(e.name and e.name.sv and e.name.en for e in listed.event)


@pytest.mark.parametrize("listed", list_scenarios(), ids=lambda s: s.id)
def test_a_scenario_survives_the_way_to_data_and_back(listed):
    again = Scenario(**listed.as_data())
    assert again == listed
    assert again.fingerprint == listed.fingerprint


def test_a_scenario_may_be_reworded_without_another_fingerprint_but_not_changed():
    told = load_scenario("b2020-03")
    words = {"sv": "Andra ord", "en": "Other words"}
    event = told.event[0]
    reworded = told.as_data() | {"name": words, "summary": words, "assumed": words, "sources": ["another"]}
    reworded["event"] = [event.as_data() | {"name": words, "source": "other"}, *reworded["event"][1:]]
    assert Scenario(**reworded).fingerprint == told.fingerprint
    changed = told.as_data()
    changed["event"][0]["early_permille"] += 1
    assert Scenario(**changed).fingerprint != told.fingerprint
    assert Scenario(**told.as_data() | {"days": 55}).fingerprint != told.fingerprint


def test_a_users_own_file_is_read_by_its_path(tmp_path):
    path = tmp_path / "min-egen.toml"
    path.write_text('name = "Min egen"\nstart = 2026-09-07\ndays = 3\n', encoding="utf-8")
    mine = load_scenario(str(path))
    assert (mine.id, mine.name.sv, mine.name.en, mine.days) == ("min-egen", "Min egen", "Min egen", 3)


def test_an_unknown_id_is_refused_with_the_nearest_and_the_list():
    with pytest.raises(ScenarioError, match=r"'s1-erecpt'; did you mean 's1-erecept'.*vardag"):
        load_scenario("s1-erecpt")


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"name = ", "bad.toml: found no TOML"),
        (b'name = "\xff"', "bad.toml: found letters that are not UTF-8"),
        (
            b'name = "x"\nnetwork = "sweden"\ndayz = 3\n',
            r"bad.toml, key 'dayz': there is no such key; did you mean 'days'",
        ),
        (b'id = "annat"\nname = "x"', "bad.toml, key 'id': found 'annat'.*'bad'"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(tmp_path, raw, says):
    path = tmp_path / "bad.toml"
    path.write_bytes(raw)
    with pytest.raises((ScenarioError, FileRefused), match=says):
        load_scenario(path)


def test_a_byte_order_mark_is_passed_over(tmp_path):
    (tmp_path / "ren.toml").write_bytes(b'\xef\xbb\xbfname = {sv = "Ren", en = "Clean"}\nnetwork = "sweden"\n')
    assert load_scenario(tmp_path / "ren.toml").name.sv == "Ren"


def test_a_run_past_the_last_day_there_is_is_refused():
    with pytest.raises(ScenarioError, match="found 9999-12-31 and 90 days"):
        make_scenario(
            {"name": {"sv": "a", "en": "b"}, "network": "sweden", "start": date(9999, 12, 31)},
            identifier="sist", file="sist.toml",
        )  # fmt: skip


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileRefused, match=r"finns-inte\.toml: found no such file"):
        load_scenario(tmp_path / "finns-inte.toml")


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"days": "3"}, "key 'days': found '3'"),
        ({"days": 0}, "key 'days': found 0; allowed is 1 to 366"),
        ({"state": "kris"}, "key 'state': found 'kris'; allowed is 'vardag'.*'krig'"),
        ({"name": {"sv": "bara svenska"}}, "key 'name.en': it is missing"),
        ({"name": {"sv": "a", "en": "b", "de": "c"}}, "key 'name.de': there is no such key; allowed is en, sv"),
        ({"start": "2026-13-01"}, "key 'start': found '2026-13-01'"),
        ({"parameters": {"divert_shar": 1}}, "key 'parameters'.*'divert_shar'; did you mean 'divert_share'"),
        ({"parameters": {"divert_share": 2}}, "key 'parameters'.*is 2; allowed is a number from 0 to 1"),
    ],
)
def test_a_wrong_key_of_a_scenario_is_named(keys, says):
    with pytest.raises(ScenarioError, match=rf"prov\.toml, {says}"):
        scenario(**keys)


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"share": -0.2}, "key 'share': found -0.2; allowed is 0 to 1"),
        ({"share": 1.5}, "key 'share': found 1.5; allowed is 0 to 1"),
        ({"level": "0.4"}, "key 'level': found '0.4'; allowed is a valid number"),
        ({"hit": "erecpt"}, "key 'hit': found 'erecpt'; did you mean 'erecept'"),
        ({"from": "d14h00"}, "key 'from': found 'd14h00:00'; the scenario has 14 days, so the last hour is d13h23"),
        ({"from": {"day": 3, "hour": 24}}, "key 'from': found .*hours 0 to 23"),
        ({"from": "tisdag"}, "key 'from': found 'tisdag'; allowed is a day and an hour"),
        ({"for": -1}, "key 'for': found -1; allowed is hours above 0"),
        ({"for": 0}, "key 'for': found 0; allowed is hours above 0"),
        ({"for": {"uniform_h": [9, 3]}}, "key 'for': found .*uniform_h"),
        ({"for": 400}, "key 'for': found 400.0; at most 303 hours are left of 14 days; \"rest\" fills them"),
        ({"for": "rest", "ramp": {"hours": 3, "from": 0.4}}, "key 'for': found 'rest'.*no ramp"),
        ({"foor": 3}, "key 'foor': there is no such key; did you mean 'for'"),
        ({"ramp": {"hours": 3, "fron": 0.4}}, "key 'ramp.fron': there is no such key; did you mean 'from'"),
        ({"ramp": {"hours": 3, "from": 1.4}}, "key 'ramp.from': found 1.4"),
        ({"id": "Stopp 1"}, "key 'id': found 'Stopp 1'; allowed are lower-case letters"),
        ({"after": "x"}, "key 'from': .*either from or after"),
        ({"delay": 3}, "key 'delay': found 3.0; allowed only together with after"),
        ({"where": []}, "key 'where': found .*; allowed is \"national\" or a list of ids"),
        ({"mode": "closed"}, "key 'mode': found 'closed'; allowed only with hit = 'rule:'"),
        ({"hit": "rule:connection"}, "key 'mode': found None; hit = 'rule:connection' needs it"),
        ({"hit": "rule:connection", "mode": "papper"}, "key 'mode': found 'papper'; .*paper_log"),
        ({"hit": "demand"}, "key 'early_permille': found None"),
        ({"hit": "demand", "early_permille": 5, "level": 0.4}, "key 'level': found 0.4; 'demand' is on or off"),
        ({"hit": "owner"}, "key 'where': found 'national'; an owner's systems need"),
        ({"hit": "opening_hours"}, "key 'hours': found None; opening_hours needs either"),
        ({"hit": "opening_hours", "hours": [12, 9]}, "key 'hours': .*the first must not be after the second"),
        ({"repeat": {"every_h": 24, "times": 2, "groups": 5}}, "key 'repeat.groups': found 5; it must divide every_h"),
        ({"what": ["A10A"]}, "key 'what': found .*; allowed only with hit = 'inflow'"),
        ({"hit": "inflow", "what": []}, "key 'what': found .*; allowed is an id or a list of ids of goods"),
        ({"hit": "inflow", "what": ["A10A"], "where": ["22"]}, "key 'where': found .*stop coming to all sites"),
        ({"levels": {"22": 1.2}}, "key 'levels.22': found 1.2; allowed is 0 to 1"),
        ({"levels": {}}, "key 'levels': found an empty table; allowed is a table such as"),
        ({"levels": {"22": 0.2}, "level": 0.3}, "key 'level': found 0.3; levels says which and how much"),
        ({"levels": {"22": 0.2}, "where": ["22"]}, "key 'where': found .*levels says which and how much"),
        ({"hit": "order_pause", "levels": {"22": 0.2}}, "key 'levels': found .*'order_pause' is on or off"),
    ],
)
def test_a_wrong_key_of_an_event_is_named_with_the_event(keys, says):
    name = keys.get("id", "stopp")
    with pytest.raises(ScenarioError, match=rf"prov\.toml, event '{name}', {says}"):
        scenario({"id": "stopp", **event("erecept"), **keys})


def test_a_missing_key_is_named_with_the_events_number():
    with pytest.raises(ScenarioError, match="event 'e0', key 'for': it is missing; every event needs it"):
        scenario({"hit": "erecept", "from": "d1h09"})


def test_an_unknown_predecessor_is_refused_with_what_there_is():
    with pytest.raises(ScenarioError, match="event 'e1', key 'after': found 'e9'; allowed is e0"):
        scenario(event("erecept"), event("payment", after="e9"))


def test_a_circle_of_events_is_told_in_order():
    with pytest.raises(ScenarioError, match="key 'after': found 'e1'; a circle: e0 after e1 after e0"):
        scenario(event("erecept", after="e1"), event("payment", after="e0"))


def test_nothing_comes_after_an_event_for_the_rest_of_the_run():
    with pytest.raises(ScenarioError, match="event 'e1', key 'after': found 'e0'; that event lasts for the rest"):
        scenario(event("erecept", **{"for": "rest"}), event("payment", after="e0"))


def test_two_events_of_one_id_are_refused():
    with pytest.raises(ScenarioError, match="key 'event': found id 'a' twice"):
        scenario({"id": "a", **event("erecept")}, {"id": "a", **event("payment")})


def test_a_moment_has_one_canonical_form():
    assert make_event({"id": "a", **event("erecept", **{"from": {"day": 3, "hour": 8}})}, file="x").starts == "d3h08:00"
    assert make_event({"id": "a", **event("erecept", **{"from": "d3h8"})}, file="x").starts == "d3h08:00"


def test_an_injects_fault_names_the_event():
    with pytest.raises(
        ScenarioError, match="beslut, event 'a', key 'sharee': there is no such key; did you mean 'share'"
    ):
        make_event({"id": "a", **event("erecept"), "sharee": 1}, file="beslut")


def test_a_scenario_cannot_be_changed_after_it_is_made():
    made = scenario(start=MONDAY)
    with pytest.raises((ValueError, dataclasses.FrozenInstanceError)):
        made.days = 3


def test_the_longest_scenario_is_the_longest_run_everywhere():
    assert scenario(days=MAX_DAYS).days == MAX_DAYS
    with pytest.raises(ScenarioError, match=f"key 'days': found {MAX_DAYS + 1}; allowed is 1 to {MAX_DAYS}"):
        scenario(days=MAX_DAYS + 1)
    assert Question(scenario="vardag", days=MAX_DAYS).days == MAX_DAYS
    with pytest.raises(Refused, match=f"{MAX_DAYS + 1}"):
        Question(scenario="vardag", days=MAX_DAYS + 1)


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("A10", "network 'small-6-1' has no group, substance, article or supplier of that id; did you mean 'A10A'"),
        ("zzzzzz", ".*no group, substance, article or supplier of that id; groups are A10A, goods:needles"),
    ],
)
def test_goods_that_the_network_lacks_are_named_with_what_it_has(what, says):
    with pytest.raises(ScenarioError, match=f"event 'e0', key 'what': found '{what}'; {says}"):
        conditions(event("inflow", what=[what]))

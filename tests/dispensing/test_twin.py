"""The twin: stepping, injecting, branching, storing; replay is the truth."""

import pytest
from tests.dispensing.small_network import small_network

from beredd.dispensing.errors import DispensingError, ScenarioError
from beredd.dispensing.scenarios import make_event, make_scenario
from beredd.dispensing.twin import replay, restore, start_twin

STOP = {"id": "nytt-stopp", "hit": "erecept", "where": "national", "from": "d1h10", "for": 6}


def calm():
    return make_scenario({"name": "calm", "days": 6}, identifier="calm", file="test")


def event(**changes):
    return make_event(STOP | changes, file="test")


@pytest.fixture
def twin():
    one = start_twin(calm(), network=small_network(people=1_500), seed=4, threads=1)
    yield one
    one.close()


def test_steps_of_any_length_lead_to_the_same_state(twin):
    other = twin.branch()
    twin.advance(72)
    for hour in (5, 5, 23, 24, 49, 72):
        other.advance(hour)
    assert twin.state_fingerprint() == other.state_fingerprint()


def test_a_branch_meets_the_same_chance_and_another_future(twin):
    twin.advance(30)
    disturbed = twin.branch()
    assert disturbed.state_fingerprint() == twin.state_fingerprint()
    disturbed.advance(30, [event(**{"from": "d1h07"})])
    calm_report, stop_report = twin.advance(42), disturbed.advance(42)
    assert calm_report.kpi["turned_away_since"] <= stop_report.kpi["turned_away_since"]
    assert stop_report.kpi["dispensed_lines_since"] < calm_report.kpi["dispensed_lines_since"]
    assert any(change["what"] == "erecept" for change in stop_report.notable)


def test_replay_gives_the_state_of_a_run_with_injects(twin):
    twin.advance(20, [event()])
    twin.advance(40)
    twin.advance(61, [event(id="till", **{"from": "d2h17"})])
    assert replay(twin).state_fingerprint() == twin.state_fingerprint()


def test_an_event_known_from_the_start_is_as_good_as_one_given_in_time(twin):
    told = make_scenario({"name": "told", "days": 6, "event": [STOP]}, identifier="calm", file="test")
    known = start_twin(told, network=small_network(people=1_500), seed=4, threads=1)
    known.advance(72)
    twin.advance(24)
    twin.advance(72, [event()])
    assert known.state_fingerprint() == twin.state_fingerprint()


def test_a_snapshot_goes_on_where_the_run_was(twin, tmp_path):
    network = twin.ground.network
    twin.advance(33, [event()])
    twin.snapshot(tmp_path / "shot")
    again = restore(tmp_path / "shot", network=network, threads=2)
    assert again.hour == 33
    assert again.state_fingerprint() == twin.state_fingerprint()
    assert again.advance(120).kpi == twin.advance(120).kpi
    assert again.state_fingerprint() == twin.state_fingerprint()
    assert int(again.chain.errors.sum()) == 0


def test_a_snapshot_is_never_written_over(twin, tmp_path):
    twin.snapshot(tmp_path / "shot")
    with pytest.raises(DispensingError, match="never written over"):
        twin.snapshot(tmp_path / "shot")


def test_a_folder_that_is_no_snapshot_is_refused(tmp_path):
    with pytest.raises(DispensingError, match="not a twin's snapshot"):
        restore(tmp_path)


def test_the_past_cannot_be_changed(twin):
    twin.advance(48)
    with pytest.raises(ScenarioError, match="from now on"):
        twin.advance(60, [event()])
    assert twin.log == ()
    with pytest.raises(ScenarioError, match="allowed is 48 to 144"):
        twin.advance(12)


def test_a_twin_knows_what_is_beyond_the_everyday_when_asked_to(twin, tmp_path):
    told = make_scenario({"name": "told", "days": 6, "event": [STOP | {"for": 60}]}, identifier="calm", file="test")
    network = small_network(people=1_500)
    plain, both = (start_twin(told, network=network, seed=4, threads=1, everyday=x) for x in (False, True))
    assert "people_past_limit_beyond_everyday" not in plain.advance(80).kpi
    assert both.advance(24).kpi["people_past_limit_beyond_everyday"] == 0
    seen, usual = both.advance(80).kpi, twin.advance(80).kpi
    assert seen["people_past_limit_beyond_everyday"] == seen["people_past_limit"] - usual["people_past_limit"] > 0
    both.snapshot(tmp_path / "shot")
    for other in (both.branch(), restore(tmp_path / "shot", network=network), replay(both)):
        assert other.advance(100).kpi["people_past_limit_beyond_everyday"] > 0

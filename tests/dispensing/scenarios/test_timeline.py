"""When events hold: drawn durations, chains, ramps, turns."""

import math

import numpy as np
import pytest
from making import event

from beredd.dispensing.scenarios import make_event
from beredd.dispensing.scenarios.timeline import DURATION, Chance, Span, hours_drawn, level_by_hour, spans

H = 24 * 6


def made(name="a", **keys):
    return make_event({"id": name, **event("erecept", **keys)}, file="prov")


def levels(of, hours=H, **keys):
    return level_by_hour(of, spans([of], Chance(1, 0))[of.id], hours=hours, **keys)


def test_a_fixed_event_is_down_exactly_its_hours():
    assert np.flatnonzero(levels(made()) == 0).tolist() == list(range(33, 42))
    assert set(levels(made())) == {0, 1000}


def test_an_hour_that_is_half_covered_is_half_lost():
    level = levels(made(**{"from": "d1h14:30", "for": 7.25}))
    assert level[38] == 500
    assert (level[39:45] == 0).all()
    assert level[45] == 250
    assert level[46] == 1000


def test_a_ramp_climbs_in_a_line_from_its_start_to_normal():
    level = levels(made(ramp={"hours": 6, "from": 0.4}))
    assert level[41] == 0
    # Mean over each hour of a line from 400 to 1000: 450, 550 …, less under one for whole numbers by the minute.
    assert np.abs(level[42:48] - np.arange(450, 1000, 100)).max() <= 2
    assert level[48] == 1000


def test_a_repeated_event_returns_and_groups_begin_earlier():
    turns = made(**{"from": "d2h00", "for": 18}, repeat={"every_h": 24, "times": 2, "groups": 4})
    down = np.flatnonzero(levels(turns) == 0)
    assert down.tolist() == [*range(48, 66), *range(72, 90)]
    assert np.flatnonzero(levels(turns, shift_h=6) == 0).tolist() == [h - 6 for h in down]


def test_at_every_hour_of_rotation_all_but_one_group_is_down():
    turns = made(**{"from": "d2h00", "for": 18}, repeat={"every_h": 24, "times": 3, "groups": 4})
    down = sum((levels(turns, shift_h=g * 6) == 0).astype(int) for g in range(4))
    assert (down[48 : 48 + 48] == 3).all()


def test_an_event_begins_at_the_end_of_the_other_plus_its_delay():
    first, second = made(), made("b", after="a", delay=5)
    assert spans([second, first], Chance(1, 0))["b"].start == (33 + 9 + 5) * 60


def test_an_event_after_a_repeated_one_waits_for_the_last_turn():
    first, second = made(**{"for": 2}, repeat={"every_h": 24, "times": 3}), made("b", after="a")
    assert spans([first, second], Chance(1, 0))["b"].start == (33 + 48 + 2) * 60


def test_rest_lasts_to_the_end_of_the_run():
    level = levels(made(**{"for": "rest"}))
    assert (level[33:] == 0).all()
    assert (level[:33] == 1000).all()


@pytest.mark.parametrize("start", [-30, 60 * H + 5])
def test_what_lies_outside_the_run_is_cut(start):
    level = level_by_hour(made(), Span(start, start + 60), hours=H)
    assert (level[1:] == 1000).all()


def test_uniform_durations_are_whole_hours_within_their_bounds():
    drawn = [hours_drawn({"uniform_h": (4.0, 8.0)}, Chance(s, 0), "a", DURATION) for s in range(400)]
    assert set(drawn) == {4.0, 5.0, 6.0, 7.0, 8.0}


def test_lognormal_durations_have_the_stated_median_and_spread():
    drawn = [hours_drawn({"lognormal_h": (48.0, 0.5)}, Chance(s, 0), "a", DURATION) for s in range(2000)]
    logs = np.log(drawn)
    # Four standard errors: of the median 1.25 sigma / sqrt(n), of the standard deviation sigma / sqrt(2 n).
    assert abs(np.median(logs) - math.log(48)) < 4 * 1.25 * 0.5 / math.sqrt(2000) + 0.5 / 48
    assert abs(logs.std() - 0.5) < 4 * 0.5 / math.sqrt(2 * 2000)


def test_a_duration_depends_on_seed_replicate_and_event_only():
    alone = spans([made(**{"for": {"lognormal_h": [48, 0.5]}})], Chance(7, 2))["a"]
    others = [made("b"), made(**{"for": {"lognormal_h": [48, 0.5]}}), made("c", after="a")]
    assert spans(others, Chance(7, 2))["a"] == alone
    drawn = {
        hours_drawn({"lognormal_h": (480.0, 0.5)}, Chance(seed, replicate), name, DURATION)
        for seed, replicate, name in ((7, 2, "a"), (8, 2, "a"), (7, 3, "a"), (7, 2, "b"))
    }
    assert len(drawn) == 4

"""The clock: one time from the other, and timers that are neither dropped, doubled nor early."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredd.exercises.clock import Change, Clock, due, exercise_time, wall_time
from beredd.exercises.errors import RuleBroken


@st.composite
def changed(draw):
    clock, made = Clock(), []
    for action in ("start", *draw(st.lists(st.sampled_from(["pause", "resume", "speed", "jump"]), max_size=12))):
        wall = clock.wall + draw(st.integers(0, 100_000))
        value = draw(st.integers(1, 1440)) if action == "speed" else 0
        if action == "jump":
            value = clock.shows(wall) + draw(st.integers(0, 10_000_000))
        if (action, clock.state) in {("pause", "paused"), ("resume", "running")}:
            continue
        made.append(Change(wall, action, value))
        clock = clock.after(made[-1])
    return tuple(made)


@pytest.mark.slow
@given(changed(), st.lists(st.integers(0, 2_000_000), min_size=2))
def test_exercise_time_never_falls(changes, walls):
    shown = [exercise_time(changes, wall) for wall in sorted(walls)]
    assert shown == sorted(shown)


@pytest.mark.slow
@given(changed(), st.integers(0, 200_000_000))
def test_a_timer_is_set_for_the_first_moment_that_shows_its_time(changes, at):
    wall = wall_time(changes, at)
    if wall is None:
        assert exercise_time(changes, 10**15) < at
        return
    assert exercise_time(changes, wall) >= at
    assert wall == changes[0].wall or exercise_time(changes, wall - 1) < at


@pytest.mark.slow
@given(changed(), st.lists(st.integers(0, 50_000_000)), st.lists(st.integers(0, 2_000_000)))
def test_one_step_and_many_fire_the_same_timers_once_and_none_early(changes, times, stops):
    timers = [(at, str(n)) for n, at in enumerate(times)]
    fired, shown = [], -1
    for wall in sorted([*stops, 2_000_000]):
        now = exercise_time(changes, wall)
        step = due(timers, after=shown, until=now)
        assert all(times[int(name)] <= now for name in step)
        fired += step
        shown = max(shown, now)
    assert tuple(fired) == due(timers, after=-1, until=exercise_time(changes, 2_000_000))
    assert len(fired) == len(set(fired))


@pytest.mark.slow
@given(changed(), st.integers(0, 10_000_000), st.lists(st.integers(0, 10_000_000)))
def test_one_jump_shows_what_many_do(changes, far, ways):
    last = changes[-1].wall
    now = exercise_time(changes, last)
    steps = [Change(last, "jump", now + way) for way in sorted(way for way in ways if way <= far)]
    one, many = (*changes, Change(last, "jump", now + far)), (*changes, *steps, Change(last, "jump", now + far))
    assert exercise_time(one, last + 5000) == exercise_time(many, last + 5000)


def test_times_worked_by_hand():
    day = (Change(1000, "start"), Change(2000, "speed", 60), Change(3000, "pause"), Change(9000, "resume"))
    assert [exercise_time(day, wall) for wall in (0, 1500, 2500, 5000, 9010)] == [0, 500, 31_000, 61_000, 61_600]
    assert wall_time(day, 61_001) == 9001


@pytest.mark.parametrize(
    "change",
    [
        Change(9, "start"),
        Change(9, "resume"),
        Change(4, "pause"),
        Change(9, "speed", 0),
        Change(9, "speed", 1441),
        Change(9, "jump", 1),
        Change(9, "stop"),
    ],
)
def test_what_the_clock_cannot_do_is_refused(change):
    with pytest.raises(RuleBroken):
        Clock().after(Change(5, "start")).after(change)

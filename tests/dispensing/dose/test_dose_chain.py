"""What the dose chain must show: stops by the table, the feedback of 2019, limits that bind, nothing from nothing."""

from datetime import date

import numpy as np
import pytest
from small_dose import BURN_IN, event, network, plan, run, values

from beredd.dispensing.dose import columns as C
from beredd.dispensing.dose.columns import NONE
from beredd.dispensing.dose.state import first_dose_state

STOP = event("plant", "d0h00", "rest", level=0.0)


def total(tally, column):
    return int(tally.place[..., column].sum())


def plants(tally, column):
    return int(tally.plant[..., column].sum())


def same(one, other):
    return all(np.array_equal(x, y) for x, y in zip(one, other, strict=True))


def test_at_rest_nobody_is_without_and_nothing_trends():
    calm = run(days=84)
    assert total(calm, C.WITHOUT) == 0
    assert plants(calm, C.ARRIVED_LATE) == 0
    weeks = calm.plant[:, :, [C.WAITING, C.ON_ROAD, C.PACKS_WAITING]].sum(axis=0).reshape(6, 14, 3)
    assert (weeks[:, 4, 0] == weeks[0, 4, 0]).all()  # rolls in the queue, the same weekday of each fortnight
    assert calm.plant[..., C.WAITING_ACUTE].sum(axis=0).max() <= 2


def test_total_stop_ends_as_many_rolls_each_day_as_the_stop_weekdays_say():
    made = plan(STOP, days=21, acute_change_share=0.0)
    # What lies at home and on the road at hour 0, by the calendar alone: rolls whose stop was two working days ago.
    ends = np.zeros(21, int)
    for slot in made.slot:
        packed = [
            period
            for stop in range(BURN_IN)
            for period in [made.stop_for[stop, slot]]
            if period != NONE and made.next_work[stop] < BURN_IN
        ]
        ends[max(packed) + 14 - BURN_IN] += 1
    stopped = run(STOP, days=21, acute_change_share=0.0)
    assert stopped.place[..., C.RAN_OUT].sum(axis=(0, 1)).tolist() == ends.tolist()
    assert ends.sum() == len(made.person)
    # The last roll was packed the Friday before day 0 and begins at most three days after its delivery.
    assert np.flatnonzero(ends).max() < 14 + 5


def test_late_rolls_raise_acute_orders_and_lengthen_the_delay_only_with_the_feedback():
    late = event("plant", "d2h00", 96.0, level=0.0)
    with_feedback = run(late, days=40, missing_acute_share=1.0)
    without = run(late, days=40, missing_acute_share=0.0)
    assert plants(with_feedback, C.ACUTE_MISSING) > 0
    assert plants(without, C.ACUTE_MISSING) == 0
    assert plants(with_feedback, C.ARRIVED_LATE) > plants(without, C.ARRIVED_LATE)

    def last_late(tally):
        return np.flatnonzero(tally.plant[:, :, C.ARRIVED_LATE].sum(axis=0)).max()

    assert last_late(with_feedback) > last_late(without)


def test_zero_prescriber_minutes_convert_nobody():
    help_ = event("dosett", "d0h00", "rest")
    more = {"care_housing_nurse_minutes": 20.0, "home_care_nurse_minutes": 20.0, "pharmacy_spare_share": 2.0}
    some = run(STOP, help_, conversion_share=20.0, **more)
    none = run(STOP, help_, conversion_share=0.0, **more)
    free = run(STOP, help_, conversion_share=0.0, conversion_minutes=0, **more)
    assert some.help[:, C.CONVERTED].sum() > 0
    assert total(some, C.DOSETT) > 0
    for tally in (none, free):
        assert tally.help[:, C.CONVERTED].sum() == 0
        assert total(tally, C.DOSETT) == 0
        assert tally.help[:, C.PRESCRIBER_LACK].sum() > 0


def test_nurses_share_out_no_more_dosetts_than_their_minutes_allow():
    tally = run(STOP, event("dosett", "d0h00", "rest"), conversion_share=20.0, pharmacy_spare_share=2.0)
    made = plan(STOP)
    there_was = made.unit_minutes.sum() * np.arange(1, len(tally.help) + 1) + made.nurse_min * len(made.unit_minutes)
    assert (np.cumsum(tally.help[:, C.NURSE_MIN]) <= there_was).all()
    assert tally.help[:, C.NURSE_MIN].sum() == 25 * total(tally, C.DOSETT)


def test_a_unit_with_less_than_a_dosetts_minutes_a_day_fills_one_when_they_have_come_together():
    dosett = event("dosett", "d0h00", "rest")
    few = {"care_housing_nurse_minutes": 0.6, "home_care_nurse_minutes": 0.6, "pick_up_nurse_minutes": 0.6}
    made = plan(STOP, dosett, days=28, pharmacy_spare_share=2.0, conversion_share=20.0, **few)
    assert 0 < made.unit_minutes.max() < made.nurse_min
    helped = run(STOP, dosett, days=28, pharmacy_spare_share=2.0, conversion_share=20.0, **few)
    spent = helped.help[:, C.NURSE_MIN]
    # What there was in 28 days, and at the beginning what was kept of the days before: a dosett's minutes a unit.
    assert 0 < spent.sum() <= 28 * made.unit_minutes.sum() + made.nurse_min * len(made.unit_minutes)
    none = run(STOP, dosett, event("nurses", "d0h00", "rest", level=0.0), days=28, pharmacy_spare_share=2.0, **few)
    assert none.help[:, C.NURSE_MIN].sum() == 0


@pytest.mark.parametrize("minutes", [0.1, 0.3, 0.6, 1.0, 2.0, 5.0])
def test_more_minutes_of_nurses_never_leave_more_without(minutes):
    dosett = event("dosett", "d0h00", "rest")

    def without(each):
        few = {"care_housing_nurse_minutes": each, "home_care_nurse_minutes": each, "pick_up_nurse_minutes": each}
        return total(run(STOP, dosett, days=28, pharmacy_spare_share=2.0, conversion_share=20.0, **few), C.WITHOUT)

    assert without(1.5 * minutes) <= without(minutes)


def test_ordering_down_for_five_days_leaves_the_plants_idle_and_a_prolonged_list_does_not():
    down = event("ordering", "d0h00", 120.0, level=0.0)
    idle = run(down)
    assert idle.plant[:, 1:4, C.PACKED_ACUTE].sum() == 0
    assert plants(idle, C.OLD_LIST) == 0
    assert idle.plant[:, 2:4, C.PACKED].sum() == 0  # what was read before day 0 is packed on day 0 and no more
    prolonged = run(down, event("prolonged_list", "d0h00", 120.0), acute_change_share=0.0)
    calm = run(acute_change_share=0.0)
    assert np.array_equal(prolonged.plant[:, :, C.PACKED], calm.plant[:, :, C.PACKED])
    assert plants(prolonged, C.OLD_LIST) > 0
    assert total(prolonged, C.WITHOUT) == 0
    assert total(idle, C.WITHOUT) > 0


def test_recall_takes_every_roll_of_the_days_home_and_road_and_asks_for_each_anew():
    wrong = event("content", "d0h00", 72.0, share=1.0, where="dos-1")
    recall = event("recall", "d4h10", 1.0, where="dos-1", of="content")
    unseen, seen = run(wrong, acute_change_share=0.0), run(wrong, recall, acute_change_share=0.0)
    packed = int(seen.plant[0, :3, [C.PACKED, C.PACKED_ACUTE]].sum())
    assert total(seen, C.RECALLED) + plants(seen, C.LOST) == packed
    assert plants(seen, C.ACUTE_RECALL) > 0
    assert 0 < total(seen, C.WRONG) < total(unseen, C.WRONG)
    assert total(unseen, C.WITHOUT) == 0


def test_another_plant_takes_over_as_many_as_it_is_told_and_its_own_patients_wait():
    stop = event("plant", "d0h00", "rest", level=0.0, where="dos-1")

    def moved(n, **how):
        lever = event("takeover", "d1h08", 240.0, where="dos-1", to="dos-2", amount=n)
        return run(stop, lever, missing_acute_share=0.0, **how)

    few, many = moved(1), moved(100)
    assert few.plant[1, :, C.MOVED_IN].max() == 1
    assert 0 < plants(few, C.MOVED_IN) < plants(many, C.MOVED_IN)
    assert plants(many, C.MOVED_IN) < 60  # the range does not hold everyone's medicines
    own = network().municipality_county == 1
    assert few.place[own][..., C.WITHOUT].sum() < many.place[own][..., C.WITHOUT].sum()
    alone = run(stop, missing_acute_share=0.0, rolls_per_day=14)
    assert total(moved(100, rolls_per_day=14), C.WITHOUT) < total(alone, C.WITHOUT)


def test_a_buffer_feeds_care_housing_and_no_one_else_and_ends():
    buffer = event("buffer", "d0h00", "rest", amount=14)
    tally = run(STOP, buffer)
    assert tally.place[:, C.CARE_HOUSING, :, C.BUFFER].sum() == 14 * len(network().municipality_code)
    assert tally.place[:, 1:, :, C.BUFFER].sum() == 0


def test_supplies_for_48_hours_last_for_two_days_and_are_counted():
    tally = run(STOP, event("supply_48h", "d0h00", "rest", amount=10))
    assert total(tally, C.SUPPLY) == 10 * 2  # each county
    assert total(run(STOP), C.WITHOUT) - total(tally, C.WITHOUT) == 2 * 10 * 2


def test_those_at_home_come_first_where_it_is_said():
    home = run(STOP, event("supply_48h", "d0h00", "rest", amount=5), event("help_order", "d0h00", "rest", first="home"))
    care = run(
        STOP, event("supply_48h", "d0h00", "rest", amount=5), event("help_order", "d0h00", "rest", first="care_housing")
    )
    assert home.place[:, C.CARE_HOUSING, :, C.SUPPLY].sum() < care.place[:, C.CARE_HOUSING, :, C.SUPPLY].sum()


@pytest.mark.parametrize(
    "nothing",
    [
        event("plant", "d3h00", "rest", level=1.0),
        event("ordering", "d3h00", "rest", level=1.0),
        event("transport", "d3h00", "rest", level=1.0),
        event("content", "d3h00", "rest", share=0.0),
        event("shifts", "d3h00", "rest", factor=1.0),
        event("rest_days", "d3h00", "rest", level=0.0),
        event("takeover", "d3h00", "rest", where="dos-1", to="dos-2", amount=0),
        event("requisition", "d3h00", "rest", amount=0),
        event("supply_48h", "d3h00", "rest", amount=0),
        event("buffer", "d3h00", "rest", amount=0),
    ],
    ids=lambda one: one.hit,
)
def test_an_event_without_effect_leaves_the_same_integers(nothing):
    ill = event("plant", "d1h00", 240.0, level=0.3, id="ill")
    assert same(run(ill, nothing), run(ill))


def test_more_capacity_never_hurts_where_rolls_are_not_ordered_twice():
    stop = event("plant", "d1h00", 72.0, level=0.0)
    days = [
        total(run(stop, rolls_per_day=n, days=35, missing_acute_share=0.0, acute_change_share=0.0), C.WITHOUT)
        for n in (7, 8, 10, 14, 30)
    ]
    assert days == sorted(days, reverse=True)
    assert days[0] > days[-1]


def test_less_of_a_plant_never_helps():
    days = [
        total(run(event("plant", "d0h00", "rest", level=level), missing_acute_share=0.0), C.WITHOUT)
        for level in (0.0, 0.2, 0.5, 0.8, 1.0)
    ]
    assert days == sorted(days, reverse=True)
    assert days[-1] == 0


def test_a_stop_for_ever_leaves_everyone_without_and_the_books_balance():
    tally = run(STOP, days=60)
    assert (tally.place[:, :, -1, C.WITHOUT].sum()) == len(plan().person)
    assert not tally.errors.any()


def test_no_goods_pack_until_the_stock_is_empty():
    tally = run(event("goods", "d0h00", "rest", level=0.0), days=35)
    packed = tally.plant[..., [C.PACKED, C.PACKED_ACUTE]].sum()
    assert (
        packed == plan().stock_target.sum() - tally.plant[:, -1, C.STOCK].sum()
        or tally.plant[:, -1, C.STOCK].sum() == 0
    )
    assert total(tally, C.WITHOUT) > 0


def test_christmas_moves_stops_earlier_and_nobody_is_without():
    assert total(run(start=date(2026, 12, 14), days=35, rolls_per_day=9), C.WITHOUT) == 0


def test_a_shorter_run_is_the_beginning_of_the_longer_one():
    ill = event("plant", "d1h00", 120.0, level=0.3)
    short, long = run(ill, days=14), run(ill, days=28)
    assert np.array_equal(short.plant, long.plant[:, :14])
    assert np.array_equal(short.place, long.place[:, :, :14])


def test_one_patient_alone_gets_a_roll_a_fortnight():
    tally = run(days=56, n=1, acute_change_share=0.0)
    assert plants(tally, C.ARRIVED) == 4
    assert total(tally, C.WITHOUT) == 0


def test_everyone_begins_with_the_roll_that_the_calendar_says():
    made = plan()
    state = first_dose_state(made)
    at_home = state.until - state.roll_from
    assert (at_home == 14).all()
    assert (state.until > 0).all()
    assert (state.until <= 28).all()


def test_no_parameter_of_the_dose_register_has_a_name_of_the_chains():
    from beredd.dispensing.dose import dose_register
    from beredd.dispensing.parameters import load_parameters

    assert not set(dose_register()) & set(load_parameters())
    assert set(dose_register()) <= set(values())

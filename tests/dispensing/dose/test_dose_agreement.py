"""The plain engine and the compiled steps give the same integers, whatever happens."""

from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_dose import conditions, event, plan, read

from beredd.dispensing.dose import kernels
from beredd.dispensing.dose.days import DoseDays
from beredd.dispensing.dose.plan import BURN_IN
from beredd.dispensing.dose.reference import DoseReference
from beredd.dispensing.dose.run import play
from beredd.dispensing.errors import DispensingError

PLANTS = st.sampled_from(["national", "dos-1", "a", "dos-2"])


def differences(made):
    """Names of the counts in which the engines differ."""
    fast, plain = play(made), read(made)
    return [name for name, x, y in zip(fast._fields, fast, plain, strict=True) if not np.array_equal(x, y)]


@st.composite
def events(draw):
    """Up to six events and levers on a run of 24 days."""
    out = []
    for n in range(draw(st.integers(0, 6))):
        hit = draw(
            st.sampled_from(
                [
                    "plant",
                    "staff",
                    "goods",
                    "ordering",
                    "transport",
                    "nurses",
                    "prescribers",
                    "pharmacies",
                    "content",
                    "shifts",
                    "rest_days",
                    "packing_order",
                    "prolonged_list",
                    "dosett",
                    "requisition",
                    "supply_48h",
                    "buffer",
                    "help_order",
                    "takeover",
                ]
            )
        )
        start, hours = draw(st.integers(0, 20)), draw(st.sampled_from([9.0, 30.0, 72.0, "rest"]))
        plants = hit in ("plant", "staff", "goods", "content", "shifts", "rest_days", "packing_order")
        where = (
            draw(PLANTS)
            if plants or hit in ("ordering", "prolonged_list")
            else draw(st.sampled_from(["national", "01", "22"]))
        )
        more = {"where": where}
        if hit in ("plant", "staff", "goods", "ordering", "transport", "nurses", "prescribers", "pharmacies"):
            more["level"] = draw(st.sampled_from([0.0, 0.4, 1.0]))
        if hit == "content":
            more["share"] = draw(st.sampled_from([0.3, 1.0]))
        if hit == "shifts":
            more["factor"] = 1.5
        if hit == "rest_days":
            more["level"] = 0.5
        if hit in ("packing_order", "help_order"):
            more |= {"first": "home" if n % 2 else "care_housing", "where": "national"}
            if any(one.hit == hit for one in out):
                continue
        if hit in ("requisition", "supply_48h", "buffer"):
            more["amount"] = draw(st.sampled_from([0, 2, 50]))
        if hit == "takeover":
            if any(one.hit == hit for one in out):
                continue
            more |= {"where": "dos-1", "to": "dos-2", "amount": draw(st.sampled_from([0, 3, 100]))}
        first = event(hit, f"d{start}h06", hours, id=f"e{n}", **more)
        out.append(first)
        if hit == "content" and draw(st.booleans()):
            out.append(event("recall", f"d{min(start + 3, 23)}h10", 1.0, id=f"r{n}", where=where, of=first.id))
    return out


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    events=events(),
    seed=st.sampled_from([1, 2**40 + 7]),
    start=st.sampled_from([date(2026, 9, 7), date(2026, 12, 15), date(2027, 3, 24)]),
    changed=st.fixed_dictionaries(
        {},
        optional={
            "missing_acute_share": st.sampled_from([0.0, 1.0]),
            "change_share_per_day": st.just(0.1),
            "whole_pack_share_per_day": st.just(0.2),
            "dosett_error_share": st.just(0.3),
            "care_housing_nurse_minutes": st.just(3.0),
            "home_care_nurse_minutes": st.just(20.0),
            "conversion_share": st.sampled_from([0.0, 20.0]),
            "acute_min_days": st.just(9),
        },
    ),
)
@pytest.mark.slow
def test_reference_and_compiled_steps_agree_to_the_integer(events, seed, start, changed):
    made = plan(*events, days=24, seed=seed, start=start, **changed)
    assert differences(made) == []
    assert not play(made).errors.any()


@pytest.mark.slow
def test_a_fault_in_the_compiled_steps_is_found(monkeypatch):
    """Planted: rolls that are late cover their whole fortnight from the day they come."""
    made = plan(event("plant", "d2h00", 240.0, level=0.0), days=24)
    assert differences(made) == []

    def take_late_rolls_whole(self, roll, first, end, today):
        if self.cover(first, first + 14, today):
            self.roll_from, self.roll = first, roll

    monkeypatch.setattr("beredd.dispensing.dose.reference.Patient.take_home", take_late_rolls_whole)
    assert "place" in differences(made)


@pytest.mark.slow
def test_a_roll_that_vanishes_is_noticed_by_the_books(monkeypatch):
    made = plan(days=6)
    honest = DoseReference.hand_out

    def lose_one(self):
        honest(self)
        lost = next((x for x in self.patients if x.road), None)
        if self.d == 30 and lost:
            lost.road = None

    monkeypatch.setattr(DoseReference, "hand_out", lose_one)
    assert read(made).errors[30].tolist() == [1, 0, 0, 0, 0]


def test_the_streams_of_chance_are_the_dose_chains_own():
    from beredd.dispensing.dose import columns
    from beredd.dispensing.engine import streams

    names = ("CHOSEN", "SLOT", "CHANGE", "MISSING", "ROAD", "MIX_UP", "RANGE", "CONTENT")
    own = [getattr(columns, name) for name in names]
    theirs = [value for name, value in vars(streams).items() if name.isupper()]
    assert len(set(own)) == len(own)
    assert not set(own) & set(theirs)
    assert kernels.PERIOD == 14


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    known=events(),
    given_later=st.lists(
        st.tuples(st.integers(0, 18), st.sampled_from(["dosett", "prolonged_list", "shifts", "requisition", "nurses"])),
        max_size=4,
        unique_by=lambda pair: pair[1],
    ),
    steps=st.lists(st.integers(0, 24 * 24), max_size=12),
)
@pytest.mark.slow
def test_what_is_decided_on_the_way_counts_as_if_it_had_been_known(known, given_later, steps):
    more = {"shifts": {"factor": 1.5}, "requisition": {"amount": 5}, "nurses": {"level": 0.4}}
    later = [
        (24 * day + 9, event(hit, f"d{day}h09", 60.0, id=f"x{n}", **more.get(hit, {})))
        for n, (day, hit) in enumerate(sorted(given_later))
    ]
    whole = plan(*known, *(one for _, one in later), days=24)
    stepped, told = DoseDays(plan(*known, days=24)), list(known)
    plain, made = DoseReference(stepped.plan), 0
    moments = [*later, *((hour, None) for hour in steps), (24 * 24, None)]
    for hour, one in sorted(moments, key=lambda moment: moment[0]):
        stepped.advance(hour)
        while 24 * (made + 1 - BURN_IN) <= hour:
            plain.plan = stepped.plan
            plain.live(made)
            made += 1
        if one is not None:
            told.append(one)
            stepped.take(conditions(*told, days=24))
    at_once = play(whole)
    for name, x, y, z in zip(at_once._fields, at_once, stepped.tally, plain.tally, strict=True):
        assert np.array_equal(x, y), name
        assert np.array_equal(x, z), name


@pytest.mark.slow
def test_a_day_that_is_over_cannot_be_changed():
    on_its_way = DoseDays(plan(days=24))
    on_its_way.advance(24 * 5)
    with pytest.raises(DispensingError, match="Day 5 of the dose chain is over"):
        on_its_way.take(conditions(event("dosett", "d4h06", 24.0), days=24))
    on_its_way.take(conditions(event("dosett", "d5h06", 24.0), days=24))

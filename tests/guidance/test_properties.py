"""What holds for every store: approvals, staleness and the round trip, on changes that hypothesis chooses."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beredd.guidance.approval import needs, person, standing
from beredd.guidance.editing import change
from beredd.guidance.fields import Approval
from beredd.guidance.publishable import publishable
from beredd.guidance.seals import approval_seal
from beredd.guidance.staleness import carried_by, find_stale

pytestmark = pytest.mark.slow
DAY = date(2026, 12, 1)
LIGHT = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
IDS = ["NAL-001", "NAL-007", "NAL-009", "NAL-010", "NAL-015", "NAL-024", "NAL-031"]


approvals = st.lists(
    st.builds(
        Approval,
        by=st.sampled_from(["Anna A", "anna  a", "Bo B", "Cia C", "Redaktionen"]),
        role=st.sampled_from(["clinician", "reader"]),
        title=st.just("licensed"),
        on=st.dates(date(2026, 11, 1), date(2027, 3, 1)),
        seal=st.sampled_from(["right", "0" * 16]),
    ),
    max_size=6,
)


@LIGHT
@given(given_approvals=approvals, risk=st.sampled_from(["low", "medium", "high"]), id=st.sampled_from(IDS))
def test_what_is_approved_has_enough_different_people_who_did_not_write_it(sealed_store, given_approvals, risk, id):
    claim = replace(sealed_store.claims[id], risk=risk, seal="")
    from beredd.guidance.seals import claim_seal

    claim = replace(claim, seal=claim_seal(claim))
    right = approval_seal(claim)
    given_approvals = [replace(one, seal=right if one.seal == "right" else one.seal) for one in given_approvals]
    claim = replace(claim, approvals=tuple(given_approvals))
    found = standing(sealed_store, claim, today=DAY)
    people = {
        person(one.by)
        for one in given_approvals
        if one.role == "clinician" and one.seal == right and one.on <= DAY and person(one.by) != "redaktionen"
    }
    assert found.is_approved == (len(people) >= len(needs(claim)))
    if not found.is_approved:
        assert len(found.missing) == len(needs(claim)) - min(len(people), len(needs(claim)))


@LIGHT
@given(id=st.sampled_from(IDS), words=st.text("abc åäö", min_size=1, max_size=40).filter(str.strip))
def test_a_changed_sentence_makes_stale_what_carries_it_and_nothing_else(approved_store, id, words):
    file, path = approved_store.places["claim", id]
    text = approved_store.claims[id].says["en"]
    changed = change(approved_store, file.name, (*path, "says"), {"en": f"{text} {words.strip()}"}).store
    wanted = {id} | {variant.id for variant in approved_store.variants.get(id, ())}
    wanted |= {carrier for _, carrier, _ in carried_by(approved_store).get(id, ())}
    assert {one.id for one in find_stale(changed, today=DAY)} == wanted
    assert {one.claim for one in find_stale(changed, today=DAY)} == {id}
    back = change(changed, file.name, (*path, "says"), {"en": text}).store
    assert find_stale(back, today=DAY) == ()


@LIGHT
@given(day=st.integers(-400, 1200))
def test_a_real_installation_never_shows_what_is_not_approved_on_the_day(approved_store, day):
    today = DAY + timedelta(days=day)
    shown = publishable(approved_store, today=today, is_demo=False)
    for claim in shown.claims.values():
        assert standing(approved_store, claim, today=today).state == "approved"
    for variants in shown.variants.values():
        assert all(standing(approved_store, variant, today=today).is_approved for variant in variants)
    emergency = shown.emergency("sv")
    # Days alone give and never take: from the day of approval on, the steps stand for ever.
    assert (emergency.sequence is not None) == (today >= DAY)


@LIGHT
@given(note=st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="<&"), max_size=60))
def test_what_is_written_is_read_again_and_the_rest_of_the_file_stays(small, small_store, note):
    from unicodedata import normalize

    note = normalize("NFC", note)
    done = change(small_store, "claims/repeat.yaml", ("claims", 0), {"note": note})
    assert done.store.claims["NAL-024"].note == note
    lines = small["claims/repeat.yaml"].decode().splitlines()
    left = [line for line in done.files["claims/repeat.yaml"].decode().splitlines() if line in lines]
    assert left == lines

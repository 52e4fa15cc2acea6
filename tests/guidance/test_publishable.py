"""What may be shown, asked in one place."""

from datetime import date, timedelta

import pytest

from beredd.guidance.editing import change, revise_claim, stop
from beredd.guidance.publishable import publishable
from guidance_approvals import approve_all

pytestmark = pytest.mark.slow
DAY = date(2026, 12, 1)


def real(store, today=DAY, **rest):
    return publishable(store, today=today, is_demo=False, **rest)


def demo(store, today=DAY, **rest):
    return publishable(store, today=today, is_demo=True, **rest)


def test_a_real_installation_shows_nothing_of_a_store_of_drafts(sealed_store):
    shown = real(sealed_store)
    assert not shown.claims
    assert not shown.notices
    for publication in sealed_store.publications.values():
        for edition in publication.editions:
            assert not any(shown.claims_of(publication, edition).values())
    for edition in sealed_store.editions:
        assert shown.emergency(edition).sequence is None
        assert shown.emergency(edition).call is None
    assert {held.id for held in shown.held_back if held.kind == "claim"} == set(sealed_store.claims)


def test_a_demo_shows_drafts_and_says_that_it_is_one(sealed_store):
    shown = demo(sealed_store)
    assert shown.is_demo
    assert set(shown.claims) == set(sealed_store.claims)
    assert shown.emergency("sv").sequence is not None


def test_what_is_approved_is_shown(approved_store):
    shown = real(approved_store)
    assert set(shown.claims) == set(approved_store.claims)
    (said,) = shown.said("NAL-024", audience="user", edition="sv-easy")
    assert said.variant is not None
    assert "2–3\u00a0minuter" in said.text
    assert shown.emergency("en").sequence.title == "Suspected overdose"


def test_a_claim_is_shown_to_its_audiences_alone(approved_store):
    assert real(approved_store).said("NAL-001", audience="manager", edition="sv") == ()


def test_the_approved_version_stays_until_the_next_one_is_approved(approved_store):
    """Mending a comma must not take advice away from those who need it tonight."""
    says = {"sv": "Nyxoid: ny text, {wait}.", "en": "Nyxoid: new text, {wait}."}
    moved = revise_claim(approved_store, "NAL-024", {"says": says}, by="Editor E", on=DAY, why="clearer").store
    shown = real(moved)
    assert shown.claims["NAL-024"].version == 1
    assert "ny text" not in shown.said("NAL-024", audience="user", edition="sv")[0].text
    assert shown.said("NAL-024", audience="user", edition="sv-easy")[0].variant is not None
    assert demo(moved).claims["NAL-024"].version == 2


def test_an_overdue_claim_is_held_back_and_an_overdue_sequence_is_not(approved_store):
    late = date(2028, 3, 1)
    shown = real(approved_store, late)
    assert not shown.claims
    found = shown.emergency("sv")
    assert found.sequence is not None
    assert found.is_overdue
    assert not found.is_past_grace


def test_past_the_grace_period_the_steps_still_stand(approved_store):
    values = {"grace_days": 30, "grace_by": ["Clinician A", "Clinician B"]}
    grace = change(approved_store, "emergency.yaml", (), values).store
    grace = approve_all(grace, on=DAY)
    for days, is_past in ((0, False), (30, False), (31, True)):
        found = real(grace, date(2027, 12, 2) + timedelta(days=days - 1)).emergency("sv")
        assert found.sequence is not None
        assert found.is_past_grace == is_past


@pytest.mark.parametrize("how", ["withdrawn", "barred"])
@pytest.mark.parametrize("is_demo", [True, False])
def test_a_stopped_step_replaces_the_whole_sequence_everywhere(approved_store, how, is_demo):
    stopped = stop(approved_store, "step", "again", how=how, by="X Y", on=DAY, why="wrong").store
    shown = publishable(stopped, today=DAY, is_demo=is_demo)
    for edition in ("sv", "sv-easy", "en"):
        found = shown.emergency(edition)
        assert found.sequence is None
        assert "112" in found.call.heading


def test_a_stopped_claim_is_shown_nowhere_in_no_version(approved_store):
    stopped = stop(approved_store, "claim", "NAL-024", how="barred", by="X Y", on=DAY, why="wrong").store
    for shown in (real(stopped), demo(stopped)):
        assert "NAL-024" not in shown.claims
        assert not any(shown.claims_of(stopped.publications["card-user"], "sv").values())


def with_companion(store, **companion):
    """NAL-024 made to hold back, with NAL-015 after it."""
    values = {"may_hold_back": True, "companions": ["NAL-015"]}
    store = change(store, "claims/repeat.yaml", ("claims", 0), values).store
    return change(store, "claims/first-aid.yaml", ("claims", 3), companion).store if companion else store


def test_a_companion_follows_its_claim(sealed_store):
    said = demo(with_companion(sealed_store)).said("NAL-024", audience="user", edition="sv")
    assert [one.claim.id for one in said] == ["NAL-024", "NAL-015"]


@pytest.mark.parametrize(
    "companion",
    [
        {"publish": "professional"},
        {"audiences": ["police"]},
        {"stopped": {"kind": "barred", "on": DAY, "by": "X Y", "why": "wrong"}},
    ],
)
def test_a_claim_whose_companion_cannot_be_shown_is_not_shown(sealed_store, companion):
    shown = demo(with_companion(sealed_store, **companion))
    assert shown.said("NAL-024", audience="user", edition="sv") == ()


def test_weak_claims_are_never_printed(sealed_store):
    weak = change(sealed_store, "claims/repeat.yaml", ("claims", 0), {"confidence": "C"}).store
    shown = demo(weak)
    assert shown.said("NAL-024", audience="user", edition="sv", medium="web")
    assert shown.said("NAL-024", audience="user", edition="sv", medium="print") == ()
    assert not any(shown.claims_of(weak.publications["card-user"], "sv").values())


def test_a_layout_draft_holds_a_placeholder_and_is_never_published(approved_store):
    (said,) = demo(approved_store).said("NAL-024", audience="user", edition="ar")
    assert said.placeholder
    assert said.text == approved_store.languages["ar"].placeholder
    assert real(approved_store).said("NAL-024", audience="user", edition="ar") == ()
    assert "ar" not in real(approved_store).editions


def test_professionals_alone_see_what_is_computed(sealed_store):
    number = {"low": 0.2, "high": 0.3, "unit": "percent", "output": "study.share"}
    computed = change(sealed_store, "claims/repeat.yaml", ("claims", 0, "numbers"), {"wait": number}).store
    shown = demo(computed, outputs={"study.share": 0.25}.get)
    assert shown.said("NAL-024", audience="user", edition="sv") == ()
    (said,) = shown.said("NAL-024", audience="hospital", edition="en")
    assert "0.25\u00a0per cent" in said.text
    assert "NAL-024" not in demo(computed, outputs={"study.share": 0.31}.get).claims
    assert "NAL-024" not in demo(computed, outputs={}.get).claims


def test_a_notice_ends_by_itself(store_with_notice):
    store = store_with_notice("2026-12-20")
    assert set(demo(store, date(2026, 12, 20)).notices) == {"batch-1"}
    assert not demo(store, date(2026, 12, 21)).notices
    assert not real(store).notices

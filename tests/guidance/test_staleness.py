"""What a change makes stale: everything that carries the claim, and nothing else."""

from datetime import date

import pytest

from beredd.guidance.drafting import draft_variant
from beredd.guidance.editing import approve, change, revise_claim, seal, stop
from beredd.guidance.staleness import find_expiring, find_stale
from guidance_approvals import approve_all

pytestmark = pytest.mark.slow
DAY = date(2026, 12, 1)
EDITIONS = ("sv", "sv-easy", "en")
CARRIES = {
    # claim: everything that carries it in the small store
    "NAL-024": {"NAL-024", "NAL-024/sv-easy/all", *(f"card-user/{edition}" for edition in EDITIONS)},
    "NAL-031": {"NAL-031", "emergency", *(f"card-user/{edition}" for edition in EDITIONS)},
}
WAIT = ("claims", 0, "numbers", "wait")


def stale(store, today=DAY, **rest):
    return {one.id for one in find_stale(store, today=today, **rest)}


def test_nothing_is_stale_in_an_approved_store(approved_store):
    assert stale(approved_store) == set()


def test_drafts_that_nobody_has_approved_are_not_stale(sealed_store):
    assert stale(sealed_store) == set()


def test_a_number_that_is_changed_in_place_makes_stale_what_carries_it(approved_store):
    changed = change(approved_store, "claims/repeat.yaml", WAIT, {"high": 5}).store
    assert stale(changed) == CARRIES["NAL-024"]


def test_a_number_that_is_changed_in_a_draft_makes_stale_what_carries_it(sealed_store):
    changed = change(sealed_store, "claims/repeat.yaml", WAIT, {"high": 5}).store
    assert stale(changed) == CARRIES["NAL-024"]


def test_a_step_of_the_sequence_carries_its_claims(approved_store):
    says = {"sv": "Läs.", "en": "Read."}
    changed = revise_claim(approved_store, "NAL-031", {"says": says}, by="Editor E", on=DAY, why="x").store
    assert stale(changed) == CARRIES["NAL-031"]


def test_approving_again_clears_exactly_what_the_change_made_stale(approved_store):
    numbers = {"wait": {"low": 2, "high": 5, "unit": "minutes"}}
    changed = revise_claim(approved_store, "NAL-024", {"numbers": numbers}, by="Editor E", on=DAY, why="label").store
    other = revise_claim(changed, "NAL-007", {"risk": "high"}, by="Editor E", on=DAY, why="x").store
    assert CARRIES["NAL-024"] < stale(other)
    assert stale(changed) == CARRIES["NAL-024"]
    (easy,) = (one for one in changed.variants["NAL-024"] if one.id == "NAL-024/sv-easy/all")
    read = draft_variant(changed, easy.id, easy.text, by="Translator T", on=DAY, why="read again").store
    assert "NAL-024" in stale(read)
    assert stale(approve_all(read, on=DAY)) == set()


def test_approving_the_claim_alone_leaves_the_variant_and_what_shows_it(approved_store):
    changed = revise_claim(approved_store, "NAL-024", {"risk": "low"}, by="Editor E", on=DAY, why="x").store
    done = approve(changed, "claim", "NAL-024", by="Clinician A", role="clinician", title="t", on=DAY).store
    assert stale(done) == {"NAL-024/sv-easy/all", "card-user/sv-easy"}


def test_a_new_version_gets_a_seal_and_keeps_the_one_before(approved_store):
    numbers = {"wait": {"low": 2, "high": 5, "unit": "minutes"}}
    changed = revise_claim(approved_store, "NAL-024", {"numbers": numbers}, by="Editor E", on=DAY, why="label").store
    claim = changed.claims["NAL-024"]
    assert (claim.version, claim.history[0].version) == (2, 1)
    assert claim.history[0].approvals == approved_store.claims["NAL-024"].approvals
    assert not claim.approvals
    assert claim.seal != claim.history[0].seal != ""


def test_sealing_gives_what_was_changed_in_place_a_new_version(approved_store):
    changed = change(approved_store, "claims/repeat.yaml", WAIT, {"high": 5}).store
    sealed = seal(changed, by="Editor E", on=DAY, why="label").store
    assert sealed.claims["NAL-024"].version == 2
    assert not sealed.claims["NAL-024"].approvals
    assert sealed.claims["NAL-007"] == approved_store.claims["NAL-007"]
    assert stale(sealed) == CARRIES["NAL-024"]


def test_a_draft_may_keep_its_version_while_it_is_written(sealed_store, approved_store):
    for store, version in ((sealed_store, 1), (approved_store, 2)):
        changed = change(store, "claims/repeat.yaml", WAIT, {"high": 5}).store
        sealed = seal(changed, by="Editor E", on=DAY, why="label", is_still_a_draft=True).store
        assert sealed.claims["NAL-024"].version == version


def test_sealing_twice_changes_nothing(sealed_store):
    assert not seal(sealed_store, by="Editor E", on=DAY, why="x").files


def test_a_computed_number_that_leaves_its_band_makes_stale(sealed_store):
    number = {"low": 0.2, "high": 0.3, "unit": "percent", "output": "study.share"}
    computed = change(sealed_store, "claims/repeat.yaml", ("claims", 0, "numbers"), {"wait": number}).store
    computed = change(computed, "claims/repeat.yaml", ("claims", 0), {"seal": ""}).store
    computed = seal(computed, by="Editor E", on=DAY, why="x").store
    assert stale(computed, outputs={"study.share": 0.2}.get) == set()
    assert stale(computed, outputs={"study.share": 0.19}.get) == CARRIES["NAL-024"]
    assert stale(computed, outputs={}.get) == CARRIES["NAL-024"]
    assert stale(computed) == set()


def test_a_stopped_claim_makes_stale_what_still_lists_it(approved_store):
    stopped = stop(approved_store, "claim", "NAL-024", how="withdrawn", by="X Y", on=DAY, why="wrong").store
    assert stale(stopped) == CARRIES["NAL-024"]


def test_an_overdue_claim_is_stale_since_the_day_after(approved_store):
    found = {one.id: one for one in find_stale(approved_store, today=date(2028, 1, 1))}
    assert found["NAL-024"].since == date(2027, 12, 2)
    assert str(found["NAL-024"].who) == "clinicians"


def test_it_says_who_must_act(approved_store):
    changed = revise_claim(approved_store, "NAL-024", {"risk": "low"}, by="Editor E", on=DAY, why="x").store
    who = {one.id: str(one.who) for one in find_stale(changed, today=DAY)}
    assert who["NAL-024"] == "clinicians"
    assert who["NAL-024/sv-easy/all"] == "Redaktionen"


def test_editors_are_warned_sixty_and_fourteen_days_before(approved_store):
    def warned(day):
        return {(id, days) for _, id, _, days in find_expiring(approved_store, today=day)}

    assert warned(date(2027, 10, 1)) == set()
    assert ("NAL-024", 60) in warned(date(2027, 10, 2))
    assert ("emergency", 60) in warned(date(2027, 11, 16))
    assert ("emergency", 14) in warned(date(2027, 11, 17))
    assert warned(date(2027, 12, 2)) == set()

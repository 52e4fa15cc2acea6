"""Drafts: whoever has written in what nobody has approved is an author of it; what is approved is shown meanwhile."""

from datetime import date
from pathlib import Path

import pytest

from beredd.guidance.approval import standing
from beredd.guidance.differences import compare
from beredd.guidance.drafting import (
    add_notice,
    add_variant,
    approve_sequence,
    decide_order,
    draft_claim,
    draft_edition,
    draft_variant,
    send_back,
    send_for_review,
    token,
)
from beredd.guidance.editing import approve, seal
from beredd.guidance.errors import NotAllowed
from beredd.guidance.publishable import publishable
from beredd.guidance.staleness import find_stale
from beredd.guidance.store import read_files, store_of
from beredd.guidance.transfer import unseen_approvals
from beredd.intake import FileRefused
from guidance_approvals import approve_all

SMALL = Path(__file__).parent / "small"
WRITTEN, DAY, LATER = date(2026, 11, 27), date(2026, 12, 1), date(2026, 12, 10)
FIVE = {"numbers": {"wait": {"low": 2, "high": 5, "unit": "minutes"}}}
WHO = {"by": "Editor F", "on": DAY, "why": "New product text"}


@pytest.fixture(scope="module")
def sealed():
    return seal(store_of(read_files(SMALL)), by="Editor E", on=WRITTEN, why="First draft").store


@pytest.fixture(scope="module")
def approved(sealed):
    return approve_all(sealed, on=DAY)


def approve_claim(store, *names):
    for name in names:
        store = approve(store, "claim", "NAL-024", by=name, role="clinician", title="licensed", on=DAY).store
    return store


def test_who_wrote_an_earlier_draft_does_not_approve_the_later_one(approved):
    first = draft_claim(approved, "NAL-024", FIVE, **WHO | {"by": "Clinician A"}).store
    second = draft_claim(first, "NAL-024", {"note": "Read again"}, **WHO).store
    assert second.claims["NAL-024"].version == first.claims["NAL-024"].version == 2
    with pytest.raises(NotAllowed, match="Clinician A has written it"):
        approve_claim(second, "Clinician A")
    assert standing(second, second.claims["NAL-024"], today=DAY).missing == ("clinician", "clinician")
    third = approve_claim(second, "Doctor B", "Doctor C")
    assert standing(third, third.claims["NAL-024"], today=DAY).is_approved


def test_a_new_number_makes_stale_what_carries_it_and_reapproval_clears_just_those(approved):
    assert find_stale(approved, today=DAY) == ()
    changed = draft_claim(approved, "NAL-024", FIVE, **WHO).store
    stale = {(one.kind, one.id) for one in find_stale(changed, today=DAY)}
    assert ("claim", "NAL-024") in stale
    assert {one.claim for one in find_stale(changed, today=DAY)} == {"NAL-024"}
    done = approve_claim(changed, "Doctor B", "Doctor C")
    for variant in done.variants["NAL-024"]:
        done = draft_variant(done, variant.id, variant.text, by="Translator T", on=DAY, why="Read again").store
        for role in ("clinician", "reader"):
            done = approve(done, "variant", variant.id, by=f"A {role}", role=role, title="licensed", on=DAY).store
    assert find_stale(done, today=DAY) == ()


def test_a_claim_that_is_approved_for_a_later_day_waits_with_its_texts(approved):
    changed = draft_claim(approved, "NAL-024", {**FIVE, "valid_from": LATER}, **WHO).store
    done = approve_claim(changed, "Doctor B", "Doctor C")
    for variant in done.variants["NAL-024"]:
        done = draft_variant(done, variant.id, variant.text, by="Translator T", on=DAY, why="Read again").store
        for role in ("clinician", "reader"):
            done = approve(done, "variant", variant.id, by=f"A {role}", role=role, title="licensed", on=DAY).store
    now, then = (publishable(done, today=day, is_demo=False) for day in (DAY, LATER))
    assert now.claims["NAL-024"].version == 1
    assert {one.version for one in now.variants["NAL-024"]} == {1}
    assert then.claims["NAL-024"].version == 2
    assert {one.version for one in then.variants["NAL-024"]} == {2}


def test_a_claim_without_an_earlier_version_is_not_shown_before_its_day(sealed):
    ahead = draft_claim(sealed, "NAL-024", {"valid_from": LATER}, **WHO).store
    done = approve_claim(ahead, "Doctor B", "Doctor C")
    held = {one.id: str(one.why) for one in publishable(done, today=DAY, is_demo=False).held_back}
    assert held["NAL-024"] == "It is approved and shown from 2026-12-10."
    assert "NAL-024" in publishable(done, today=LATER, is_demo=False).claims


def test_the_sequence_is_approved_as_one_by_two_who_decided_it(sealed):
    who = {"title": "licensed", "on": DAY, "is_clinician": True}
    with pytest.raises(NotAllowed):
        approve_sequence(sealed, by="Doctor B", **who)
    done = decide_order(sealed, by=("Doctor B", "Doctor C"), on=DAY).store
    for name in ("Doctor B", "Doctor C"):
        done = approve_sequence(done, by=name, **who).store
    languages = frozenset(done.languages)
    done = approve_sequence(done, by="Reader R", title="reads", on=DAY, is_clinician=False, reads=languages).store
    units = (done.sequence, *done.sequence.editions, *done.sequence.call_page)
    assert {standing(done, one, today=DAY).state for one in units} == {"approved"}
    with pytest.raises(NotAllowed, match="two named clinicians"):
        decide_order(sealed, by=("Doctor B", "doctor  b"), on=DAY)


def test_a_token_is_another_after_any_change(approved):
    before = approved.claims["NAL-024"]
    assert token(before) == token(approved.claims["NAL-024"])
    assert token(before) != token(draft_claim(approved, "NAL-024", {"note": "x"}, **WHO).store.claims["NAL-024"])


def test_a_new_text_stands_in_the_file_of_its_edition_and_topic(approved):
    added = add_variant(approved, "NAL-024", "en", "Nyxoid: wait {wait}.", audiences=("user",), sex="women", **WHO)
    assert list(added.files) == ["variants/en/repeat.yaml"]
    assert "NAL-024/en/user/women" in {one.id for one in added.store.variants["NAL-024"]}


def test_texts_are_compared_by_word():
    left, right = compare("Vänta 2 minuter.", "Vänta 5 minuter.")
    assert [one.text for one in left if one.kind == "changed"] == ["2"]
    assert "".join(one.text for one in right) == "Vänta 5 minuter."


def test_what_is_sent_for_review_can_be_sent_back_and_a_step_is_not_sent_alone(approved):
    draft = draft_claim(approved, "NAL-024", FIVE, **WHO).store
    sent = send_for_review(draft, "claim", "NAL-024", on=DAY).store
    assert sent.claims["NAL-024"].sent_for_review == DAY
    assert standing(sent, sent.claims["NAL-024"], today=DAY).state == "in-review"
    assert standing(send_back(sent, "claim", "NAL-024").store, draft.claims["NAL-024"], today=DAY).state == "draft"
    assert send_back(sent, "claim", "NAL-024").store.claims["NAL-024"].sent_for_review is None
    with pytest.raises(NotAllowed):
        send_for_review(draft, "edition", "sv", on=DAY)


def test_an_edition_in_other_words_has_lost_its_approvals_and_keeps_what_was_approved(approved):
    before = next(one for one in approved.sequence.editions if one.edition == "sv")
    words = {"title": "Ny rubrik", "steps": {id: {"heading": "Ny", "text": "Nya ord."} for id in before.steps}}
    done = draft_edition(approved, "sv", words, **WHO).store
    after = next(one for one in done.sequence.editions if one.edition == "sv")
    wrong = {"title": "Ny rubrik", "steps": {id: {"do": "x"} for id in before.steps}}
    with pytest.raises(FileRefused, match=r"the key do, which means nothing; allowed is heading, text"):
        draft_edition(approved, "sv", wrong, **WHO)
    assert (after.title, after.approvals, after.written.by) == ("Ny rubrik", (), "Editor F")
    assert after.history == (before,)
    shown = publishable(done, today=DAY, is_demo=False).emergency("sv").sequence
    assert shown == before, "a draft takes no approved step away"


def test_an_approval_in_an_editions_history_is_vouched_for_too(approved, sealed):
    words = {"title": "Ny rubrik"}
    after = draft_edition(approved, "sv", words, **WHO).store
    unseen = unseen_approvals(sealed, after)
    assert [one for one in unseen if one.startswith("edition sv ")]


def test_a_notice_is_sent_for_review_at_once_and_needs_an_approval(approved):
    evidence = [{"source": "S06", "at": "section 4.2", "says": "x", "certainty": "low", "strength": "none"}]
    values = {
        "about": "recall",
        "reported_on": DAY,
        "reported_by": "E. Report",
        "says": {"sv": "Ett parti dras in.", "en": "A batch is recalled."},
        "audiences": ["user"],
        "evidence": evidence,
        "expires_on": LATER,
    }
    done = add_notice(approved, "batch-1", values, **WHO).store
    (notice,) = (one for one in done.notices.values() if one.id == "batch-1")
    assert standing(done, notice, today=DAY).state == "in-review"
    assert "batch-1" not in publishable(done, today=DAY, is_demo=False).notices

"""Nothing leaves draft without named people who have not written it, and what they approved is what it is now."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from beredd.guidance.approval import after_months, standing
from beredd.guidance.editing import approve, change, find, seal, stop
from beredd.guidance.errors import NotAllowed
from beredd.guidance.seals import approval_seal

pytestmark = pytest.mark.slow
DAY = date(2026, 12, 1)


def where(store, kind, id, today=DAY):
    return standing(store, find(store, kind, id)[0], today=today)


def by(store, name, *, kind="claim", id="NAL-001", role="clinician", on=DAY):
    return approve(store, kind, id, by=name, role=role, title="licensed physician", on=on).store


def test_a_claim_without_approvals_is_a_draft(sealed_store):
    assert where(sealed_store, "claim", "NAL-001").state == "draft"
    assert where(sealed_store, "claim", "NAL-001").missing == ("clinician", "clinician")


def test_high_risk_takes_two_different_clinicians(sealed_store):
    once = by(sealed_store, "Clinician A")
    assert where(once, "claim", "NAL-001").missing == ("clinician",)
    with pytest.raises(NotAllowed, match="already"):
        by(once, "  clinician  a ")
    twice = by(once, "Clinician B")
    assert where(twice, "claim", "NAL-001").state == "approved"


def test_low_risk_takes_one_clinician(store_with, sealed_store):
    low = change(sealed_store, "claims/recognise.yaml", ("claims", 0), {"risk": "low"}).store
    assert where(by(low, "Clinician A"), "claim", "NAL-001").state == "approved"


def test_nobody_approves_their_own_work(sealed_store):
    with pytest.raises(NotAllowed, match="has written it"):
        by(sealed_store, "redaktionen")


def test_own_approval_typed_into_the_file_counts_for_nothing(approved_store):
    claim = approved_store.claims["NAL-001"]
    own = replace(claim, written=replace(claim.written, by="clinician a"))
    own = replace(own, approvals=tuple(replace(one, seal=approval_seal(own)) for one in own.approvals))
    assert standing(approved_store, own, today=DAY).missing == ("clinician",)


def test_an_approval_of_the_future_does_not_hold_yet(approved_store):
    assert not where(approved_store, "claim", "NAL-001", DAY - timedelta(days=1)).is_approved


def test_a_changed_claim_is_a_draft_again(approved_store):
    changed = change(approved_store, "claims/recognise.yaml", ("claims", 0, "says"), {"en": "Something else."}).store
    found = where(changed, "claim", "NAL-001")
    assert (found.state, found.was_approved) == ("draft", True)
    assert where(changed, "claim", "NAL-007").state == "approved"


def test_a_note_for_editors_leaves_approvals_alone(approved_store):
    noted = change(approved_store, "claims/recognise.yaml", ("claims", 0), {"note": "see the file"}).store
    assert where(noted, "claim", "NAL-001").state == "approved"


def test_other_evidence_takes_the_approval_away(approved_store):
    path = ("claims", 0, "evidence", 0)
    changed = change(approved_store, "claims/recognise.yaml", path, {"bearing": "context"}).store
    assert not where(changed, "claim", "NAL-001").is_approved


def test_a_high_risk_variant_takes_a_clinician_and_an_independent_reader(sealed_store):
    id = "NAL-024/sv-easy/all"
    assert where(sealed_store, "variant", id).missing == ("clinician", "reader")
    with pytest.raises(NotAllowed, match="already"):
        by(by(sealed_store, "Person P", kind="variant", id=id), "Person P", kind="variant", id=id, role="reader")
    read = by(sealed_store, "Person P", kind="variant", id=id, role="reader")
    assert where(read, "variant", id).missing == ("clinician",)
    done = by(read, "Clinician A", kind="variant", id=id)
    assert where(done, "variant", id).state == "approved"


def test_no_reader_approves_a_claim(sealed_store):
    with pytest.raises(NotAllowed, match="clinician"):
        by(sealed_store, "Reader R", role="reader")


def test_a_variant_of_an_earlier_version_cannot_be_approved(sealed_store):
    moved = change(sealed_store, "claims/repeat.yaml", ("claims", 0), {"version": 2}).store
    with pytest.raises(NotAllowed, match="version 1"):
        by(moved, "Clinician A", kind="variant", id="NAL-024/sv-easy/all")


def test_what_breaks_a_rule_cannot_be_approved(sealed_store):
    wrong = change(sealed_store, "claims/recognise.yaml", ("claims", 0), {"review_months": 40}).store
    wrong = change(wrong, "topics.yaml", ("topics", 0), {"most_review_months": 12}).store
    with pytest.raises(NotAllowed, match="review-interval"):
        by(wrong, "Clinician A")


def test_the_sequence_is_approved_by_those_who_decided_its_order(sealed_store):
    with pytest.raises(NotAllowed, match="decided"):
        by(sealed_store, "Clinician A", kind="sequence", id="emergency")


def test_the_sequence_is_one_unit(approved_store):
    assert where(approved_store, "sequence", "emergency").state == "approved"
    assert (
        where(
            stop(approved_store, "step", "naloxone", how="barred", by="X Y", on=DAY, why="w").store,
            "sequence",
            "emergency",
        ).state
        == "stopped"
    )


def test_a_stopped_claim_stops_the_sequence_that_rests_on_it(approved_store):
    stopped = stop(approved_store, "claim", "NAL-010", how="withdrawn", by="X Y", on=DAY, why="wrong").store
    assert where(stopped, "sequence", "emergency").state == "stopped"


def test_a_review_ends_after_its_months_and_the_shortest_of_them_counts(approved_store, sealed_store):
    assert where(approved_store, "claim", "NAL-001").review_by == date(2027, 12, 1)
    assert where(approved_store, "claim", "NAL-001", date(2027, 12, 1)).state == "approved"
    assert where(approved_store, "claim", "NAL-001", date(2027, 12, 2)).state == "overdue"
    soon = change(
        sealed_store, "claims/recognise.yaml", ("claims", 0), {"perishable": ["nitazenes"], "review_months": 6}
    )
    done = by(by(soon.store, "Clinician A"), "Clinician B")
    assert where(done, "claim", "NAL-001").review_by == date(2027, 6, 1)


def test_a_review_ends_when_the_law_changes(sealed_store):
    legal = {"place": "Sweden", "as_of": DAY, "basis": "Act", "in_force_until": date(2027, 1, 1)}
    values = {"legal": legal, "perishable": ["law"], "review_months": 6}
    law = change(sealed_store, "claims/recognise.yaml", ("claims", 0), values).store
    law = change(law, "claims/recognise.yaml", ("claims", 0), {"seal": ""}).store
    law = seal(law, by="Editor E", on=DAY, why="law").store
    done = by(by(law, "Clinician A"), "Clinician B")
    assert where(done, "claim", "NAL-001").review_by == date(2027, 1, 1)


def test_a_second_review_counts_from_when_both_have_read_it_again(approved_store):
    later = date(2027, 12, 10)
    once = by(approved_store, "Clinician A", on=later)
    assert where(once, "claim", "NAL-001", later).state == "overdue"
    twice = by(once, "Clinician B", on=later + timedelta(days=5))
    assert where(twice, "claim", "NAL-001", date(2027, 12, 20)).review_by == date(2028, 12, 10)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 11, 5), 13, date(2027, 12, 5)),
    ],
)
def test_months_end_in_the_month_they_lead_to(day, months, then):
    assert after_months(day, months) == then

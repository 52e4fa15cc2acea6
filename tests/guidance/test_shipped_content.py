"""What the shipped guidance holds: for whom, in which words, resting on what. Its rules are tested elsewhere."""

from datetime import date

import pytest

from beredd.guidance.readability import lix
from beredd.guidance.rules import check, errors
from beredd.guidance.store import read_store
from beredd.guidance.texts import text_for

TODAY = date(2026, 11, 27)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def store():
    return read_store()


def test_no_rule_is_broken(store):
    assert [(found.id, found.rule) for found in errors(check(store, today=TODAY))] == []


def test_eighty_claims_or_more_for_ten_audiences_or_more(store):
    reached = {audience for claim in store.claims.values() for audience in claim.audiences}
    assert len(store.claims) >= 80
    assert len(reached) >= 10
    assert reached == set(store.audiences)


def test_every_public_claim_is_said_in_swedish_easy_swedish_and_english(store):
    lacking = [
        (claim.id, audience, edition)
        for claim in store.claims.values()
        if claim.publish == "public"
        for audience in claim.audiences
        for edition in ("sv", "sv-easy", "en")
        if (said := text_for(store, claim, audience=audience, edition=edition)) is None or said.edition != edition
    ]
    assert lacking == []


@pytest.mark.parametrize(("edition", "aimed"), [("sv", 40), ("sv-easy", 30)])
def test_what_an_audience_reads_is_within_its_reading_level(store, edition, aimed):
    for audience in store.audiences.values():
        if audience.is_professional:
            continue
        texts = [
            text_for(store, claim, audience=audience.id, edition=edition).text
            for claim in store.claims.values()
            if audience.id in claim.audiences and claim.publish == "public"
        ]
        assert lix(" ".join(texts)) <= aimed, audience.id


def test_claims_that_rested_on_weak_sources_are_resourced_or_kept_off_paper(store):
    for id in ("NAL-045", "NAL-099", "NAL-100"):
        claim = store.claims[id]
        printed = [p.id for p in store.publications.values() if p.is_printed for s in p.sections if id in s.claims]
        if claim.confidence == "C":
            assert printed == [], id
        else:
            best = min(store.sources[one.source].confidence for one in claim.evidence if one.bearing == "supports")
            assert best <= "B", id


def test_computed_claims_state_a_band_and_reach_professionals_alone(store):
    computed = [claim for claim in store.claims.values() if any(n.output for n in claim.numbers.values())]
    assert len(computed) == 2
    for claim in computed:
        assert claim.publish == "professional"
        assert all(n.low is not None and n.high is not None for n in claim.numbers.values() if n.output)


def test_every_topic_was_looked_over_in_sweden_the_nordics_the_eu_and_the_world(store):
    for topic in {claim.topic for claim in store.claims.values()}:
        assert {look.region for look in store.horizon[topic]} == {"sweden", "nordics", "eu", "world"}, topic


def test_the_order_of_the_steps_is_left_to_clinicians_and_the_conflict_is_recorded(store):
    sequence = store.sequence
    assert sequence.decision.by == ()
    assert sequence.grace_days is None
    orders = {order.source: order.order for order in sequence.orders}
    assert any(o.index("naloxone") < o.index("call") for o in orders.values() if {"call", "naloxone"} <= set(o))
    assert any(o.index("call") < o.index("naloxone") for o in orders.values() if {"call", "naloxone"} <= set(o))


def test_each_training_has_twelve_questions_or_more(store):
    quizzes = [publication for publication in store.publications.values() if publication.kind == "quiz"]
    assert len(quizzes) >= 9
    for quiz in quizzes:
        assert len(quiz.questions) >= 12, quiz.id


def test_the_counter_card_says_the_three_compulsory_things_first(store):
    card = store.publications["counter-card"]
    assert [section.claims[0] for section in card.sections[:3]] == ["NAL-001", "NAL-007", "NAL-027"]


def test_a_page_for_somebody_who_is_watched_gives_nothing_away(store):
    for publication in store.publications.values():
        if not publication.is_discreet:
            continue
        words = [publication.title, *(section.heading for section in publication.sections)]
        telling = [
            text
            for said in words
            for text in said.values()
            if any(word in text.casefold() for word in ("naloxon", "överdos", "overdose", "opioid", "spray"))
        ]
        assert telling == [], publication.id

# ruff: noqa: E501  (a table, one case a line)
"""Each rule: what breaks it is named with file, line, claim and rule; the small store breaks none."""

from datetime import date

import pytest

from beredd.guidance.rules import check, errors
from beredd.guidance.store import store_of

pytestmark = pytest.mark.slow
DAY = date(2026, 12, 1)
REPEAT, AID, CARDS = "claims/repeat.yaml", "claims/first-aid.yaml", "publications/cards.yaml"
EASY, SOS = "variants/sv-easy/repeat.yaml", "emergency.yaml"
SV = "svarar personen inte efter {wait}"
EVERYONE = (
    "  audiences: [user, women, relative, public, shelter, social, police, prison, school, event, pharmacy, ems, "
    "addiction, primary, hospital]"
)
HOLDS = "  review_months: 12\n  may_hold_back: true\n  companions: [NAL-015]"
COMPANION = ("claims/first-aid.yaml", "- id: NAL-015\n", "- id: NAL-015\n  note: x\n")


def found(store, **rest):
    """(kind, id, rule) -> what was found, an error before a flag."""
    return {(f.kind, f.id, f.rule): f for f in reversed(check(store, today=DAY, **rest))}


# case: (kind, id, rule, text on the line that is pointed at, replacements)
BROKEN = {
    "medicine not named in the sentence": ("claim", "NAL-024", "medicine", "  en: ", (REPEAT, "en: 'Nyxoid: if", "en: 'If")),
    "medicine not named in a variant": ("variant", "NAL-024/sv-easy/all", "medicine", "text:", (EASY, "'Nyxoid: V", "'V")),
    "medicine named without being bound": ("claim", "NAL-024", "medicine", "sv:", (REPEAT, "medicines: [nyxoid]", "medicines: []")),
    "weak claim on a card": ("publication", "card-user", "weak-in-print", "claims:", (REPEAT, "confidence: A", "confidence: C")),
    "price reviewed every year": (
        "claim", "NAL-024", "review-interval", "review_months", (REPEAT, "unit: minutes", "unit: kronor")),
    "nitazenes reviewed every year": (
        "claim", "NAL-024", "review-interval", "review_months",
        (REPEAT, "review_months: 12", "review_months: 12\n  perishable: [nitazenes]")),
    "topic reviewed every six months": (
        "claim", "NAL-024", "review-interval", "review_months",
        ("topics.yaml", "how long to watch}", "how long to watch}\n  most_review_months: 6")),
    "law without a day": (
        "claim", "NAL-024", "law", "- id:", (REPEAT, "review_months: 12", "review_months: 6\n  perishable: [law]")),
    "law that has changed": (
        "claim", "NAL-024", "law", "in_force_until",
        (REPEAT, "review_months: 12", "review_months: 6\n  perishable: [law]\n  legal:\n    place: Sweden\n    as_of: "
         "2024-03-19\n    basis: Act\n    in_force_until: 2026-11-01")),
    "two counts of deaths in one claim": (
        "claim", "NAL-024", "two-measures", "numbers:",
        (REPEAT, "    wait: {low: 2, high: 3, unit: minutes}",
         "    wait: {value: 860, unit: deaths, measure: cause-of-death-register}\n"
         "    other: {value: 519, unit: deaths, measure: eu-drug-deaths}")),
    "two counts of deaths under one heading": (
        "publication", "card-user", "two-measures", "claims:",
        (REPEAT, "unit: minutes}", "unit: deaths, measure: eu-drug-deaths}"),
        ("claims/dose.yaml", "  evidence:", "  numbers: {n: {value: 1, unit: deaths, measure: cause-of-death-register}}\n  evidence:"),
        (CARDS, "[NAL-024]", "[NAL-024, NAL-031]")),
    "suicide not marked": ("claim", "NAL-024", "suicide", "sv:", (REPEAT, SV, "självmord {wait}")),
    "unsafe words of suicide": ("claim", "NAL-024", "suicide", "sv:", (REPEAT, SV, "begick självmord {wait}")),
    "suicide without numbers for help": (
        "claim", "NAL-024", "suicide", "about_suicide", (REPEAT, "review_months: 12", "review_months: 12\n  about_suicide: true")),
    "a word of no dignity": ("claim", "NAL-024", "dignity", "sv:", (REPEAT, SV, "missbrukaren inte svarar efter {wait}")),
    "a word of no dignity in English": ("claim", "NAL-024", "dignity", "en:", (REPEAT, "if the person", "if the addict")),
    "a word of no dignity in a heading": ("publication", "card-user", "dignity", "heading:", (CARDS, "Om inget", "Om knarkaren")),
    "a word of no dignity in a step": ("sequence", "emergency", "dignity", "look:", (SOS, "Ropa och ta tag", "Ropa på narkomanen och ta tag")),
    "a substance by its name": ("claim", "NAL-024", "substance", "sv:", (REPEAT, SV, "metonitazen {wait}")),
    "may hold back and stands alone": (
        "claim", "NAL-024", "companion", "may_hold_back", (REPEAT, "review_months: 12", "review_months: 12\n  may_hold_back: true")),
    "companion for fewer": (
        "claim", "NAL-024", "companion", "companions", (REPEAT, "  review_months: 12", HOLDS)),
    "companion that is closed": (
        "claim", "NAL-024", "companion", "companions",
        (REPEAT, "  review_months: 12", "  review_months: 12\n  companions: [NAL-031]"),
        (REPEAT, EVERYONE, "  audiences: [user]"),
        ("claims/dose.yaml", "publish: public", "publish: internal")),
    "companion that may hold back": (
        "claim", "NAL-024", "companion", "companions",
        (REPEAT, "  review_months: 12", "  review_months: 12\n  companions: [NAL-024]")),
    "weak companion": (
        "claim", "NAL-024", "companion", "companions",
        (REPEAT, "  review_months: 12", "  review_months: 12\n  companions: [NAL-031]"),
        (REPEAT, EVERYONE, "  audiences: [user]"),
        ("claims/dose.yaml", "confidence: A", "confidence: C")),
    "computed and public": (
        "claim", "NAL-024", "computed", "audiences", (REPEAT, "unit: minutes", "unit: minutes, output: study.wait")),
    "for professionals and for others": (
        "claim", "NAL-024", "professional", "audiences", (REPEAT, "publish: public", "publish: professional")),
    "professional claim on a card for others": (
        "publication", "card-user", "professional", "claims:", (REPEAT, "publish: public", "publish: professional")),
    "claim on a card for others": (
        "publication", "card-user", "audience", "claims:", (REPEAT, "audiences: [user, ", "audiences: [")),
    "variant for others": (
        "variant", "NAL-024/sv-easy/manager", "audience", "audiences",
        (EASY, "  version: 1", "  version: 1\n  audiences: [manager]")),
    "number that is neither one nor a range": ("claim", "NAL-024", "number", "wait:", (REPEAT, "low: 2, high: 3", "low: 3, high: 2")),
    "place without a number": ("claim", "NAL-024", "number", "sv:", (REPEAT, SV, "svarar {wait} eller {other}")),
    "number that is not said": ("claim", "NAL-024", "number", "sv:", (REPEAT, SV, "svarar personen inte")),
    "number typed into a variant": ("variant", "NAL-024/sv-easy/all", "number", "text:", (EASY, "{wait}", "5 minuter")),
    "nothing supports it": ("claim", "NAL-024", "no-evidence", "evidence", (REPEAT, "strength: product-text", "strength: product-text\n    bearing: against")),
    "surer than its sources": ("claim", "NAL-001", "confidence", "confidence", ("claims/recognise.yaml", "confidence: B", "confidence: A")),
    "graded by nobody": ("claim", "NAL-024", "grade", "certainty", (REPEAT, "certainty: not-graded", "certainty: low")),
    "variant of the future": ("variant", "NAL-024/sv-easy/all", "version", "version", (EASY, "version: 1", "version: 2")),
    "variant of the past": (
        "variant", "NAL-024/sv-easy/all", "stale", "version", (REPEAT, "  version: 1", "  version: 2")),
    "changed after it was sealed": (
        "claim", "NAL-024", "seal", "seal", (REPEAT, "seal: ''", "seal: '0123456789abcdef'")),
    "link in a variant": ("variant", "NAL-024/sv-easy/all", "markup", "text:", (EASY, "Vaknar personen", "[Vaknar](https://example.org)")),
    "heading in a variant": ("variant", "NAL-024/sv-easy/all", "markup", "text:", (EASY, "text: 'Nyxoid", "text: '# Nyxoid")),
    "list in a claim": ("claim", "NAL-024", "markup", "sv:", (REPEAT, "sv: 'Nyxoid: svarar", "sv: '- Nyxoid: svarar")),
    "not said in English": ("claim", "NAL-031", "languages", "says:", ("claims/dose.yaml", "    en: '", "    sv-easy: '")),
    "heading not said in English": ("publication", "card-user", "languages", "- id: card-user", (CARDS, ", en: If nothing happens", "")),
    "step bound to a medicine": ("sequence", "emergency", "sequence", "claims: [NAL-024]", (SOS, "[NAL-031]", "[NAL-024]")),
    "no step calls": ("sequence", "emergency", "sequence", "steps:", (SOS, "  is_call: true\n", "")),
    "an edition lacks a step": (
        "sequence", "emergency", "sequence", "steps:",
        (SOS, "    stay:\n      heading: Stanna hos personen.\n      text: Personen kan bli sämre igen. Vänta på ambulansen.\n", "")),
    "no page to fall back on": (
        "sequence", "emergency", "sequence", "- edition: en", (SOS, "- edition: en\n  heading: Call 112", "- edition: fi\n  heading: Call 112")),
    "no conflict recorded": (
        "sequence", "emergency", "sequence", "orders:", (SOS, "order: [naloxone, call, again, stay]", "order: [call, breathe, naloxone, stay]")),
    "grace without names": ("sequence", "emergency", "sequence", "grace_days", (SOS, "grace_days:", "grace_days: 30")),
    "decided on no day": (
        "sequence", "emergency", "sequence", "decision:", (SOS, "decision:\n", "decision:\n  by: [Clinician A]\n")),
    "text in a layout draft": (
        "sequence", "emergency", "layout-draft", "- edition: fi", (SOS, "- edition: sv-easy\n  version", "- edition: fi\n  version")),
    "own work": (
        "claim", "NAL-024", "approval", "- {by",
        (REPEAT, "  review_months: 12", "  review_months: 12\n  approvals:\n  - {by: redaktionen, role: clinician, title: x, on: "
         "2026-11-28, seal: ''}")),
    "approved before it was written": (
        "claim", "NAL-024", "approval", "- {by",
        (REPEAT, "  review_months: 12", "  review_months: 12\n  approvals:\n  - {by: A B, role: clinician, title: x, on: "
         "2026-11-01, seal: ''}")),
    "nobody looked elsewhere": ("topic", "repeat", "horizon", "- id: repeat", ("horizon/repeat.yaml", "on: 2026-11-26", "on: 2024-11-26")),
    "hard to read": ("variant", "NAL-024/sv-easy/all", "lix", "text:", (EASY, "Vänta {wait}.", "Användaranpassade administreringsrekommendationer föreligger {wait}.")),
}  # fmt: skip
FLAGS = {"stale", "horizon", "lix"}
FLAG_CASES = {"number typed into a variant"}


@pytest.fixture(scope="module")
def found_before(small_store):
    return found(small_store)


def test_the_small_store_breaks_no_rule(small_store):
    assert errors(check(small_store, today=DAY)) == ()


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_rule_is_named_with_file_line_and_what_to_do(store_with, found_before, case):
    kind, id, rule, line, *changes = BROKEN[case]
    store = store_with(*(word for change in changes for word in change))
    here = found(store)
    assert (kind, id, rule) in here, sorted(here)
    finding = here[kind, id, rule]
    file, row = finding.place(store)
    assert line in store.files[file].raw.decode().split("\n")[row - 1], (file, row)
    assert (finding.level == "flag") == (rule in FLAGS or case in FLAG_CASES)
    assert str(finding.what).strip()
    assert str(finding.todo).strip()
    before = found_before.get((kind, id, rule))
    assert before is None or before.level != finding.level, "the small store breaks it, too"


def test_findings_are_said_in_swedish_as_well(store_with):
    store = store_with(REPEAT, SV, "missbrukaren inte svarar efter {wait}")
    finding = found(store)["claim", "NAL-024", "dignity"]
    assert "missbrukaren" in finding.what.in_("sv")
    assert "Skriv" in finding.todo.in_("sv")


def test_a_computed_number_outside_its_band_is_an_error(store_with):
    store = store_with(REPEAT, "unit: minutes", "unit: minutes, output: study.wait")
    key = "claim", "NAL-024", "computed"
    outside = [f for f in check(store, today=DAY, outputs={"study.wait": 4.0}.get) if f.within == ("numbers", "wait")]
    inside = [f for f in check(store, today=DAY, outputs={"study.wait": 2.5}.get) if f.within == ("numbers", "wait")]
    assert [(f.kind, f.id, f.rule) for f in outside] == [key]
    assert not inside


def test_two_variants_for_the_same_are_named(small):
    again = (
        small[EASY].decode()
        + small[EASY]
        .decode()
        .split("variants:\n")[1]
        .replace("  version: 1", "  version: 1\n  audiences: [user, women]")
        + small[EASY].decode().split("variants:\n")[1].replace("  version: 1", "  version: 1\n  audiences: [user]")
    )
    assert ("variant", "NAL-024/sv-easy/user", "rival") in found(store_of(small | {EASY: again.encode()}))


def test_a_notice_that_lasts_too_long_is_an_error(store_with_notice):
    assert ("notice", "batch-1", "notice") in found(store_with_notice("2027-12-01"))


def test_a_quiz_has_exactly_one_right_answer(small):
    quiz = """publications:
- id: quiz-user
  title: {sv: Fråga, en: Question}
  audience: user
  editions: [sv, en]
  questions:
  - id: q1
    claim: NAL-007
    asks: {sv: 'Vad?', en: 'What?'}
    answers:
    - {says: {sv: A, en: A}, is_right: true}
    - {says: {sv: B, en: B}, is_right: true}
"""
    two = store_of(small | {"publications/quizzes.yaml": quiz.encode()})
    one = store_of(small | {"publications/quizzes.yaml": quiz.replace(", is_right: true}", "}", 1).encode()})
    assert ("publication", "quiz-user", "quiz") in found(two)
    assert ("publication", "quiz-user", "quiz") not in found(one)

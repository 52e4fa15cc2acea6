"""Prints: they pass the rules of PDF/UA, fit their sheets, and their QR codes tell what holds now."""

import json
from dataclasses import replace
from datetime import date, timedelta

import page as pdf_rules
import pytest

from beredd.guidance.fields import Stop
from beredd.guidance.publishable import publishable
from beredd.publishing import PublishingError, make_print, prints, publish
from beredd.publishing.addresses import code
from beredd.publishing.ground import Ground

from .conftest import DAY, SETTINGS


def broken_rules(raw):
    report = pdf_rules.validate_pdf_bytes(raw, profile=pdf_rules.ValidationProfile.PDF_UA_1)
    return list(report.failures)


@pytest.mark.slow
def test_every_print_passes_every_rule_of_pdf_ua(demo):
    pdfs = sorted(demo.rglob("*.pdf"))
    assert {path.parent.parent.name for path in pdfs} == {"sv", "sv-easy", "en", "fi", "ar"}
    assert not {path: broken for path in pdfs if (broken := broken_rules(path.read_bytes()))}


def test_a_print_without_tags_breaks_the_rules(store):
    ground = Ground(publishable=publishable(store, today=DAY, is_demo=True), settings=SETTINGS)
    made = prints.of(ground, store.publications["card-user"], "sv")
    prints.pdf(SETTINGS, made)
    assert broken_rules(prints._compiler().compile(format="pdf", pdf_tags=False))


def test_a_card_fits_on_two_sides_and_a_poster_on_one(store):
    ground = Ground(publishable=publishable(store, today=DAY, is_demo=True), settings=SETTINGS)
    for id, edition in (("card-user", "sv"), ("card-user", "ar"), ("poster-public", "sv"), ("leaflet-user", "sv")):
        made = prints.of(ground, store.publications[id], edition)
        prints.pdf(SETTINGS, made)
        sheets = json.loads(prints._compiler().query("<sheets>", field="value", one=True))
        assert sheets <= prints.MOST_SHEETS[made.publication.kind], id


def test_what_is_weakly_supported_is_never_printed(approved):
    for store, is_demo in ((approved, False), (approved, True)):
        ground = Ground(publishable=publishable(store, today=DAY, is_demo=is_demo), settings=SETTINGS)
        for one in prints.all_prints(ground):
            assert "NAL-099" not in json.dumps(one.content)


def test_the_version_follows_the_words_and_nothing_else(store, approved):
    def version(which, is_demo=True):
        ground = Ground(publishable=publishable(which, today=DAY, is_demo=is_demo), settings=SETTINGS)
        return prints.of(ground, which.publications["card-user"], "sv").version

    assert version(store) == version(approved)
    claim = store.claims["NAL-024"]
    changed = replace(claim, numbers={**claim.numbers, "wait": replace(claim.numbers["wait"], high=4)})
    assert version(replace(store, claims={**store.claims, "NAL-024": changed})) != version(store)
    note = replace(claim, note="For editors.")
    assert version(replace(store, claims={**store.claims, "NAL-024": note})) == version(store)


def test_a_replaced_print_says_so_first_and_shows_what_holds_now(store, tmp_path):
    out, home = tmp_path / "site", f"sv/{code('publication', 'card-user')}"
    publish(store, out, today=DAY, is_demo=True, settings=SETTINGS)
    entry = json.loads((out / "site.json").read_text())["prints"][f"{home}/"]
    old = out / home / entry["current"] / "index.html"
    assert "Det här är den aktuella versionen" in old.read_text()
    assert "svarar personen inte efter 2–3" in old.read_text()
    claim = store.claims["NAL-024"]
    changed = replace(claim, numbers={**claim.numbers, "wait": replace(claim.numbers["wait"], low=5, high=6)})
    later = replace(store, claims={**store.claims, "NAL-024": changed})
    publish(later, out, today=DAY + timedelta(days=9), is_demo=True, settings=SETTINGS)
    text = old.read_text()
    assert "Ditt tryck har ersatts" in text
    assert "5–6" in text
    assert "2–3" not in text
    assert text.index("Ditt tryck har ersatts") < text.index("<h1>")


@pytest.mark.parametrize("taken", ["publication", "step"])
def test_the_code_of_a_withdrawn_print_never_shows_old_steps(approved, tmp_path, taken):
    out, home = tmp_path / "site", f"sv/{code('publication', 'card-user')}"
    publish(approved, out, today=DAY, is_demo=False, settings=SETTINGS)
    version = json.loads((out / "site.json").read_text())["prints"][f"{home}/"]["current"]
    if taken == "publication":
        publications = {id: one for id, one in approved.publications.items() if id != "card-user"}
        after = replace(approved, publications=publications)
    else:
        stop = Stop(kind="barred", on=DAY, by="K K", why="Wrong")
        steps = tuple(replace(s, stopped=stop) if s.id == "breathe" else s for s in approved.sequence.steps)
        after = replace(approved, sequence=replace(approved.sequence, steps=steps))
    publish(after, out, today=DAY, is_demo=False, settings=SETTINGS)
    text = (out / home / version / "index.html").read_text()
    assert "tel:112" in text
    swedish = next(one for one in approved.sequence.editions if one.edition == "sv")
    for id, words in swedish.steps.items():
        assert id == "call" or words.heading not in text
    assert ("Trycket gäller inte längre" if taken == "publication" else "Ditt tryck har ersatts") in text


def test_nothing_unapproved_is_printed_outside_a_demo(store):
    for card in ("counter-card", "card-user", "poster-public"):
        with pytest.raises(PublishingError, match=f"Nothing of {card} is approved"):
            make_print(store, card, today=DAY, is_demo=False, audience=None, edition="sv")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"card": "card-nobody"}, "There is no print card-nobody"),
        ({"card": "poster", "audience": "police"}, "There is no print poster for the audience police"),
        ({"edition": "de"}, "card-user is not there in de; it is in sv"),
    ],
)
def test_a_print_that_is_not_there_is_told_with_what_there_is(store, asked, said):
    wanted = {"card": "card-user", "audience": None, "edition": "sv"} | asked
    with pytest.raises(PublishingError, match=said):
        make_print(store, wanted.pop("card"), today=date(2026, 12, 1), is_demo=True, **wanted)

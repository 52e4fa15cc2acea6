"""The pack for paper: PDF/UA, nothing that tells the answer on a card, every number put in."""

import json

import page as pdf_rules
import pytest

from beredd.exercises import prints
from beredd.exercises.store import read_exercises


@pytest.fixture(scope="module")
def exercises():
    return read_exercises()


@pytest.mark.slow
@pytest.mark.parametrize("id", ["s11-apoteksbordet", "s5-rullen-som-inte-kom"])
def test_every_part_of_a_pack_passes_the_rules_of_pdf_ua(exercises, id):
    made = dict(prints.pack(exercises.plan(id), exercises.catalogue))
    assert {"1-spelledarens-guide.pdf", "3-inspelskort.pdf"} <= set(made)
    for name, raw in made.items():
        report = pdf_rules.validate_pdf_bytes(raw, profile=pdf_rules.ValidationProfile.PDF_UA_1)
        assert not list(report.failures), name


def test_no_text_on_a_card_has_a_number_left_open(exercises):
    for plan in exercises.plans.values():
        for inject in plan.injects:
            assert "{" not in prints.resolved(inject.text, plan), (plan.id, inject.id)


def test_a_number_that_begins_a_sentence_has_a_capital(exercises):
    plan = exercises.plan("s5-rullen-som-inte-kom")
    said = prints.resolved("{tar_slut} i dag. {natt} i natt, av {natt}.", plan)
    assert said == "Ungefär 8\u00a0600 i dag. Ungefär 70 i natt, av ungefär 70."


def test_a_card_keeps_its_number_when_the_plan_grows(exercises):
    plan = exercises.plan("s5-rullen-som-inte-kom")
    cards = prints._data(plan, exercises.catalogue)["injects"]
    assert {card["id"] for card in cards} == {inject.id for inject in plan.injects}
    assert cards[-1]["id"] == "23"
    assert cards[0]["qr"] == prints._qr("beredd:s5-rullen-som-inte-kom/inspel/1")


def test_every_decision_card_says_that_the_law_is_not_confirmed(exercises):
    data = prints._data(exercises.plan("s5-rullen-som-inte-kom"), exercises.catalogue)
    assert {card["lever"]["legal"] for card in data["cards"]} == {"rättsläge ej bekräftat"}
    assert json.dumps(data)

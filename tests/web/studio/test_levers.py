"""Levers and scenarios as pages: what they say, whom the filter shows, and that nothing reads as a permission."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from beredd.dispensing.levers import DECIDERS, list_levers
from beredd.dispensing.scenarios import list_scenarios
from beredd.web.dispensing.levers import MARKS

pytestmark = pytest.mark.django_db


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode().replace("\u00a0", " ")))


def in_language(client, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def test_the_list_shows_all_levers_and_says_that_none_is_a_permission(client):
    text = text_of(client.get(reverse("dispensing:levers")))
    assert all(f"{one.id} {one.name['sv']}" in text for one in list_levers())
    assert "28 av 28" in text
    assert "inget av det är ett tillstånd" in text


@pytest.mark.parametrize("who", [*DECIDERS, "none"])
def test_the_filter_shows_those_that_one_may_decide(client, who):
    rows = client.get(reverse("dispensing:levers"), {"bestammer": who}).context["rows"]
    assert [row["id"] for row in rows] == [
        one.id for one in list_levers() if (who in one.decided_by if who != "none" else not one.decided_by)
    ]
    assert rows


def test_somebody_unknown_is_refused_in_one_sentence_and_shows_nothing(client):
    answer = client.get(reverse("dispensing:levers"), {"bestammer": "kungen"})
    assert answer.status_code == 422
    assert "”kungen” finns inte bland dem som bestämmer." in text_of(answer)
    assert answer.context["rows"] == []


@pytest.mark.parametrize("one", list_levers(), ids=lambda one: one.id)
def test_a_lever_says_what_is_known_of_it_in_both_languages(client, one):
    for language in ("sv", "en"):
        text = text_of(in_language(client, language).get(reverse("dispensing:lever", args=[one.id])))
        for words in (one.name, one.does, one.limits, one.decider, one.changes, one.does_not_model, one.legal_note):
            assert words is None or words[language].replace("'", "&#x27;") in text
        assert text.count({"sv": "ej bekräftat", "en": "not confirmed"}[language]) >= 5
        for basis in one.basis.values():
            assert basis.why is None or basis.why[language].replace("'", "&#x27;") in text


def test_no_ground_wears_the_mark_of_what_is_allowed():
    assert "ok" not in MARKS.values()


def test_an_unknown_lever_and_an_unknown_scenario_do_not_exist(client):
    assert client.get(reverse("dispensing:lever", args=["L99"])).status_code == 404
    assert client.get(reverse("dispensing:scenario", args=["s99"])).status_code == 404


@pytest.mark.parametrize("told", list_scenarios(), ids=lambda told: told.id)
def test_a_scenario_says_its_story_what_is_assumed_and_what_is_not_carried(client, told):
    for language in ("sv", "en"):
        answer = in_language(client, language).get(reverse("dispensing:scenario", args=[told.id]))
        text = text_of(answer)
        for words in (told.name, told.summary, told.assumed, told.not_carried, told.would_change):
            assert getattr(words, language).replace("'", "&#x27;") in text
        for event in (*told.event, *told.dose):
            assert event.name is None or getattr(event.name, language).replace("'", "&#x27;") in text


def test_a_scenario_of_the_dose_chain_alone_is_not_offered_as_an_ordinary_run(client):
    assert "Kör det" not in text_of(client.get(reverse("dispensing:scenario", args=["s5a-dos"])))
    assert "Kör det" in text_of(client.get(reverse("dispensing:scenario", args=["s3-felorder"])))


def test_the_list_of_runs_leads_to_levers_and_scenarios(client):
    page = client.get(reverse("dispensing:list")).content.decode()
    assert reverse("dispensing:levers") in page
    assert reverse("dispensing:scenario", args=["s10-hogsta"]) in page

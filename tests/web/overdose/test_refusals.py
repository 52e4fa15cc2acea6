"""What the lab refuses, and what it shows when an answer cannot be kept or had."""

import pytest
from django.urls import reverse

from beredd.web.overdose import kind
from beredd.web.runs.errors import RunNotAllowed
from beredd.web.runs.models import Run

pytestmark = pytest.mark.django_db
ASKED = {"opioid": "fentanyl", "dos": "1.625", "person": "chronic", "n": "200", "fro": "1", "a1": "in-4mg"}


@pytest.fixture(autouse=True)
def professional(client, analyst):
    client.force_login(analyst)


@pytest.mark.parametrize("address", ["/labbet/spara/", "/labbet/nitazener/spara/"])
def test_a_wrong_question_is_not_kept(client, engine, address):
    answer = client.post(address, {"dos": "en hel del", "n": "tusen"})
    assert answer.status_code == 422
    assert not Run.objects.exists()


def test_what_cannot_be_kept_leads_back_to_the_question_with_the_reason(client, engine, monkeypatch):
    def full(**_):
        raise RunNotAllowed("runs.save-not-allowed")

    monkeypatch.setattr(kind, "save_run", full)
    page = client.post("/labbet/spara/", ASKED, follow=True)
    assert page.redirect_chain[0][0].startswith(f"{reverse('overdose:lab')}?")
    assert RunNotAllowed("runs.save-not-allowed").sentence.in_("sv") in page.content.decode()


def test_a_kept_answer_waits_for_the_engine_and_says_so(client, engine):
    client.post("/labbet/spara/", ASKED)
    run = Run.objects.get()
    engine.is_up = False
    page = client.get(reverse("overdose:saved", args=[run.pk]))
    assert page.context["is_waiting"]
    assert page.context["saved"] == run


def test_a_kept_question_that_cannot_be_asked_any_more_leads_to_its_record(client, engine):
    client.post("/labbet/spara/", ASKED)
    run = Run.objects.get()
    run.summary = {"address": "opioid=krossad&dos=-1"}
    run.save()
    page = client.get(reverse("overdose:saved", args=[run.pk]))
    assert page.url == reverse("runs:record", args=[run.pk])


@pytest.mark.parametrize(
    "address", ["/labbet/nitazener/bild/finns-inte.svg", "/labbet/nitazener/tabell/finns-inte.csv"]
)
def test_a_figure_there_is_not_is_not_there(client, engine, address):
    assert client.get(address).status_code == 404


def test_a_kept_plane_says_how_far_it_goes_and_how_many_ways(client, engine):
    asked = {"dos": "1,625", "person": "chronic", "langsammast": "16", "minuter": "75", "n": "200", "fro": "1"}
    client.post("/labbet/nitazener/spara/", asked | {"a1": "nyxoid-1.8mg", "a2": "in-4mg"})
    listed = client.get(reverse("runs:list")).content.decode().replace("\xa0", " ")
    assert "upp till 16 gånger långsammare, 2 sätt" in listed

"""The registers of an assignment: entered, changed, removed and had back, by those who may."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from beredd.web.assignments.models import Deed, Expense, Reached, Recommendation
from beredd.web.assignments.retention import MODELS
from beredd.web.audit.models import Line
from beredd.web.retention import sweep

pytestmark = pytest.mark.django_db
PAGE = "/uppdrag/beredskap-2026/"
TALK = {
    "closeness": "close",
    "on": "2026-11-19",
    "what": "Dospatienter i ordinärt boende",
    "who": "Läkemedelschefer",
    "parties": ["regioner", "jordbruksverket"],
    "clauses": ["nara-dialog"],
    "led_to": "Åtgärd om gemensam lista",
    "reference": "",
}


@pytest.fixture
def writer(client, analyst, monkeypatch):
    """A browser of an analyst on 27 November 2026."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 11, 27))
    client.force_login(analyst)
    return client


def post(client, key, **fields):
    return client.post(f"{PAGE}{key}/for-in/", fields, follow=True)


def test_a_talk_that_is_entered_is_heard_in_the_decision(writer):
    page = post(writer, "dialog", **TALK).content.decode()
    assert "Infört: 2026-11-19 Dospatienter i ordinärt boende." in page
    assert "nära dialog" in page
    assert "Regioner, Jordbruksverket, Läkemedelschefer" in page
    unheard = writer.get(f"{PAGE}fil/inte-horda.csv").content.decode()
    assert "Jordbruksverket" not in unheard
    assert "Partihandel" in unheard
    assert Line.objects.filter(what="assignments.deed.entered").count() == 1


@pytest.mark.parametrize(
    ("key", "fields", "said"),
    [
        ("dialog", TALK | {"on": ""}, "Ange dagen för samtalet."),
        ("dialog", TALK | {"on": "2026-12-24"}, "Dagen har inte kommit än."),
        ("dialog", TALK | {"parties": []}, "måste fyllas i"),
        ("dialog", TALK | {"what": "Rapport HEMLIG enligt bilaga"}, "säkerhetsskyddsmarkering"),
        ("kostnader", {"on": "2025-03-01", "kronor": "10", "what": "Lokal"}, "Uppdraget har inga medel för 2025. Välj"),
        ("kostnader", {"on": "2026-03-01", "kronor": "-10", "what": "Lokal"}, "Ange ett belopp över noll"),
        ("kostnader", {"on": "2026-03-01", "kronor": "1,005", "what": "Lokal"}, "högst två decimaler"),
        ("spridning", {"on": "2026-03-01", "what": "Kort", "setting": "shelter", "sex": "women", "n": "0"}, "större"),
        (
            "underlag",
            {"kind": "dialogue", "status": "done", "on": "2026-11-02", "what": "Övning", "clauses": ["dosovning"]},
            "besvaras av övning",
        ),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_entered(writer, key, fields, said):
    answer = post(writer, key, **fields)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not any(model.objects.exists() for model in MODELS)


def test_what_was_typed_stands_after_a_refusal(writer):
    assert "Läkemedelschefer" in post(writer, "dialog", **TALK | {"on": ""}).content.decode()


def test_a_cost_is_kept_to_the_ore(writer):
    page = post(writer, "kostnader", on="2026-03-01", kronor="12 345,50", what="Lokal", reference="V1").content.decode()
    assert Expense.objects.get().ore == 1_234_550
    assert "12\u00a0345,50\u00a0kr" in page or "12 345,50 kr" in page.replace("\u00a0", " ")


def test_a_row_is_removed_and_had_back(writer):
    post(writer, "dialog", **TALK)
    row = Deed.objects.get()
    page = writer.post(f"{PAGE}dialog/{row.pk}/ta-bort/", follow=True).content.decode()
    assert "Borttaget" in page
    assert "Inget är infört än." in page
    assert "Jordbruksverket" in writer.get(f"{PAGE}fil/inte-horda.csv").content.decode()
    writer.post(f"{PAGE}dialog/{row.pk}/angra/")
    assert "Jordbruksverket" not in writer.get(f"{PAGE}fil/inte-horda.csv").content.decode()
    assert [one.what for one in Line.objects.filter(what__startswith="assignments.deed").order_by("pk")] == [
        "assignments.deed.entered",
        "assignments.deed.removed",
        "assignments.deed.restored",
    ]


def test_a_row_is_changed(writer):
    post(writer, "dialog", **TALK)
    row = Deed.objects.get()
    assert 'value="regioner" ' in writer.get(f"{PAGE}dialog/{row.pk}/").content.decode()
    writer.post(f"{PAGE}dialog/{row.pk}/", TALK | {"what": "Djurens läkemedel"})
    assert Deed.objects.get().what == "Djurens läkemedel"


def test_removed_rows_go_after_two_weeks(writer):
    post(writer, "dialog", **TALK)
    Deed.objects.update(removed_at=timezone.now() - timedelta(days=13))
    sweep()
    assert Deed.objects.exists()
    Deed.objects.update(removed_at=timezone.now() - timedelta(days=15))
    sweep()
    assert not Deed.objects.exists()


def test_reach_meets_what_asks_for_both_sexes_only_when_both_are_known(writer):
    naloxone = "/uppdrag/opioidantagonister-2025/"

    def states():
        text = writer.get(f"{naloxone}fil/punkter.csv").content.decode("utf-8-sig")
        return {line.split(";")[5]: line.split(";")[3] for line in text.splitlines() if line.count(";") == 6}

    row = {"on": "2026-03-01", "what": "A6-kort", "setting": "needle-exchange", "n": "40"}
    writer.post(f"{naloxone}spridning/for-in/", row | {"sex": "men"})
    assert states()["utsatta"] == "missing"
    writer.post(f"{naloxone}spridning/for-in/", row | {"sex": "women", "setting": "protected-housing"})
    assert states()["utsatta"] == "met"
    assert Reached.objects.count() == 2


def test_an_earlier_recommendation_is_followed_to_a_status(writer):
    page = writer.get(f"{PAGE}rekommendationer/").content.decode()
    assert "S2022/03175, S2024/00544" in page
    fields = {"source": "S2024/00544", "text": "Öva dos", "owner": "Regioner", "status": "under-way"}
    page = post(writer, "rekommendationer", **fields).content.decode()
    assert "pågår" in page
    assert Recommendation.objects.get().status == "under-way"


def test_who_only_reads_sees_the_register_and_is_refused_to_write(client, reader):
    client.force_login(reader)
    assert "För in ett samtal" not in client.get(f"{PAGE}dialog/").content.decode()
    assert client.post(f"{PAGE}dialog/for-in/", TALK).status_code == 403
    client.logout()
    assert client.get(f"{PAGE}dialog/").status_code == 302
    assert client.post(f"{PAGE}dialog/for-in/", TALK).status_code == 302
    assert not Deed.objects.exists()


def test_a_register_is_a_file_and_there_is_no_other(writer):
    post(writer, "dialog", **TALK)
    assert "Dospatienter" in writer.get(f"{PAGE}dialog/fil/dialog.csv").content.decode()
    assert writer.get(f"{PAGE}finns-inte/").status_code == 404

"""Measures in the studio: proposals to read, a comparison asked for, what it shows to whom, and the matrix."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.dispensing.fake_comparison import A, B, answer

from beredd.dispensing.measures import list_measures, reading
from beredd.web.dispensing.measures.work import ANSWER, compare_measures
from beredd.web.jobs.models import Job
from beredd.web.runs.models import Run

pytestmark = pytest.mark.django_db
ASKED = {"scenario": "s5a-dos", "measures": [A, B], "days": "14", "over": "slump", "times": "5", "seed": "1"}


def text_of(found):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found.content.decode().replace("\u00a0", " ")))


@pytest.fixture
def analyst(make_user, organisation):
    return make_user("analytiker@example.se", role="analyst", organisation=organisation)


@pytest.fixture
def asked(client, analyst):
    """asked(**changes): what the form answers."""
    client.force_login(analyst)

    def send(**changes):
        return client.post(reverse("dispensing:compare-measures"), ASKED | {"country": "litet"} | changes)

    return send


@pytest.fixture
def compared(asked, results):
    """A comparison that is done: A helps, B harms."""
    asked()
    run = Run.objects.get(kind="dispensing.compare")
    found = answer({A: (-204.0, -231.0, -178.0), B: (88.0, 60.0, 110.0)}, apart={A, B})
    run.folder.mkdir(parents=True)
    (run.folder / ANSWER).write_text(json.dumps(found), encoding="utf-8")
    now = timezone.now()
    Job.objects.filter(pk=run.job_id).update(state="done", finished_at=now, lease_until=None)
    Run.objects.filter(pk=run.pk).update(state="done", summary=reading.summary_of(found), finished_at=now)
    run.refresh_from_db()
    return run


def test_every_proposal_is_listed_and_has_a_page(client):
    text = text_of(client.get(reverse("dispensing:measures")))
    for one in list_measures():
        assert one.name.sv in text
        page = text_of(client.get(reverse("dispensing:measure", args=[one.id])))
        assert one.assumptions.sv in page
        assert ("Modellen räknar inte på den." in page) == (not one.is_modelled)
    assert client.get(reverse("dispensing:measure", args=["finns-inte"])).status_code == 404


def test_the_filter_shows_what_is_asked_for_and_refuses_what_is_not(client):
    rows = client.get(reverse("dispensing:measures"), {"galler": "ansvar"}).context["rows"]
    assert {row["id"] for row in rows} == {one.id for one in list_measures() if "ansvar" in one.tags}
    wrong = client.get(reverse("dispensing:measures"), {"galler": "tur"})
    assert wrong.status_code == 422
    assert "”tur” är inget som åtgärder gäller." in text_of(wrong)


def test_only_who_may_start_runs_may_ask(client, make_user, organisation):
    address = reverse("dispensing:compare-measures")
    assert "/konto/" in client.get(address).url
    client.force_login(make_user("lasare@example.se", role="reader", organisation=organisation))
    assert client.get(address).status_code == 404
    assert client.post(address, ASKED).status_code == 404
    assert not Run.objects.exists()


def test_what_is_asked_for_is_queued_as_it_was_asked(asked):
    found = asked(together="on")
    run = Run.objects.get(kind="dispensing.compare")
    assert found.url == reverse("dispensing:compared", args=[run.pk])
    assert run.spec["measures"] == [A, B, f"{A}+{B}"]
    assert (run.spec["replicates"], run.spec["uncertainty"], run.spec["small"]) == (5, None, True)
    asked(over="parametrar", country="hela", times="20")
    run = Run.objects.filter(kind="dispensing.compare").first()
    assert (run.spec["replicates"], run.spec["uncertainty"], run.spec["small"]) == (None, 20, False)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"measures": []}, "Åtgärder"),
        ({"measures": ["/etc/passwd.yaml"]}, "Åtgärder"),
        ({"times": "1000"}, "Antal körningar"),
        ({"days": "0"}, "Dagar"),
        ({"scenario": "eget.toml"}, "Scenario"),
        ({"measures": [one.id for one in list_measures() if one.is_modelled][:9]}, "högst 8"),
    ],
)
def test_what_cannot_be_compared_is_refused_beside_its_field(asked, changes, says):
    found = asked(**changes)
    assert found.status_code == 422
    assert says in text_of(found)
    assert not Run.objects.exists()


def test_a_comparison_says_what_is_best_and_what_harms(client, compared):
    page = client.get(reverse("dispensing:compared", args=[compared.pk]))
    text = text_of(page)
    assert "Mest gör ”Packning även på helger”: 200 färre patientdygn utan dosläkemedel" in text
    assert "Den här gör det sämre: Nattskift i de dosfabriker som går." in text
    assert "Intervallen visar vad slumpen gör" in text
    assert "Stockholms län" in text or "Stockholm" in text
    assert page.content.decode().count('class="dot"') == 2


def test_counties_are_for_the_signed_in_alone(client, compared):
    Run.objects.filter(pk=compared.pk).update(is_demo=True)
    client.logout()
    page = client.get(reverse("dispensing:compared", args=[compared.pk]))
    assert "Tabellen över län är intern" in text_of(page)
    assert page.context["counties"] is None
    address = reverse("dispensing:compared-table", args=[compared.pk, "lan", "csv"])
    assert "/konto/" in client.get(address).url
    assert client.get(reverse("dispensing:compared-table", args=[compared.pk, "par", "csv"])).status_code == 200


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("name", ["effekter", "nyckeltal", "nivaer", "par", "lan"])
def test_each_table_is_a_file(client, compared, name, form):
    assert client.get(reverse("dispensing:compared-table", args=[compared.pk, name, form])).status_code == 200


def test_the_picture_is_a_file_and_others_are_not(client, compared):
    assert client.get(reverse("dispensing:compared-figure", args=[compared.pk, "effekter", "svg"])).status_code == 200
    assert client.get(reverse("dispensing:compared-figure", args=[compared.pk, "karta", "svg"])).status_code == 404
    assert client.get(reverse("dispensing:compared-table", args=[compared.pk, "alla", "csv"])).status_code == 404


def test_the_matrix_and_the_measures_page_lead_to_the_comparison(client, compared):
    shown = text_of(client.get(reverse("dispensing:matrix"), {"land": "hela"}))
    assert "−20,4 %" in shown
    assert "skadar, hjälper i inget" in shown
    assert "Inga färdiga jämförelser" in text_of(client.get(reverse("dispensing:matrix")))
    page = client.get(reverse("dispensing:measure", args=[A])).content.decode()
    assert reverse("dispensing:compared", args=[compared.pk]) in page
    assert client.get(reverse("dispensing:matrix-table", args=["csv"]), {"land": "hela"}).status_code == 200
    assert client.get(reverse("dispensing:matrix-table", args=["csv"])).status_code == 404


def test_it_is_asked_again_with_the_same_values(client, compared):
    form = client.get(reverse("dispensing:compare-measures"), {"som": compared.pk}).context["form"]
    assert form.initial["measures"] == [A, B]
    assert form.initial["times"] == 5


def test_a_damaged_answer_is_said_and_nothing_is_lost(client, compared):
    (compared.folder / ANSWER).write_text("{", encoding="utf-8")
    assert "går inte att läsa" in text_of(client.get(reverse("dispensing:compared", args=[compared.pk])))


@pytest.mark.slow
def test_the_work_writes_the_answer_and_gives_back_what_lists_need(tmp_path):
    told = []
    summary = compare_measures(
        {"scenario": "s5a-dos", "measures": [A], "days": 1, "replicates": 1, "small": True},
        tmp_path,
        lambda done, total, _words: told.append((done, total)),
    )
    assert json.loads((tmp_path / ANSWER).read_text(encoding="utf-8"))["fingerprint"] == summary["fingerprint"]
    assert told[-1][0] == told[-1][1]
    assert summary["rows"][0]["measure"] == A

"""Preparedness pharmacies and what must not fail, as pages: who sees them, what they say, and their files."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from beredd.dispensing.siting import SitingQuestion, site
from beredd.web.dispensing import site_answers
from beredd.web.dispensing.kind import FAILURES_RUN
from beredd.web.jobs.models import Job
from beredd.web.runs.models import Run

pytestmark = pytest.mark.django_db
FILES = ["urval.csv", "urval.xlsx", "urvalskarta.svg", "urval.geojson", "svar.json", "lan.csv"]


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode().replace("\u00a0", " ")))


@pytest.fixture(scope="module")
def found():
    """The answer for a few pharmacies, made once and without a process of its own."""
    return site(SitingQuestion(count=25, one_per_county=True))


@pytest.fixture
def answered(monkeypatch, found):
    asked = []

    def ask(_function, question):
        asked.append(question)
        return found

    monkeypatch.setattr(site_answers.ENGINE, "ask", ask)
    return asked


@pytest.mark.slow
def test_a_set_is_shown_with_its_map_tables_and_what_it_does_not_know(client, analyst, answered):
    client.force_login(analyst)
    answer = client.get(reverse("dispensing:sites"), {"antal": "25", "inom": "12,5", "mal": "coverage", "lan": "ja"})
    text = text_of(answer)
    assert answer.status_code == 200
    assert (answered[0].count, answered[0].within, answered[0].one_per_county) == (25, 12.5, True)
    assert "25 apotek når" in text
    assert "Publicerade regeln" in text
    assert "Utan bil" in text
    assert "Vägar är fågelvägen gånger en faktor" in text
    assert answer.content.decode().count('class="spot"') == 25


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["urval.csv", "urval.xlsx", "urvalskarta.svg", "urval.geojson", "svar.json", "lan.csv"]
)
def test_a_set_has_its_files(client, analyst, answered, name):
    client.force_login(analyst)
    answer = client.get(f"{reverse('dispensing:sites')}{name}")
    assert answer.status_code == 200
    if name == "urval.geojson":
        told = json.loads(answer.content)
        lon, lat = told["features"][0]["geometry"]["coordinates"]
        assert len(told["features"]) == 25
        assert 10 < lon < 25
        assert 55 < lat < 70


def test_too_many_pharmacies_are_refused_beside_the_field(client, analyst):
    client.force_login(analyst)
    answer = client.get(reverse("dispensing:sites"), {"antal": "många"})
    assert answer.status_code == 422
    assert "många" in text_of(answer)


@pytest.mark.parametrize("name", ["sites", "failures"])
def test_weak_points_are_for_those_who_are_signed_in(client, name):
    answer = client.get(reverse(f"dispensing:{name}"))
    assert answer.status_code == 302
    assert "next=" in answer["Location"]


def element(id, county, effect, place):
    return {
        "id": id,
        "name": f"Svanen {id}",
        "county": county,
        "municipality": "Orten",
        "place": place,
        "not_told_apart_from": [],
        "runs": 8,
        "effect": effect,
        "low": effect - 5,
        "high": effect + 5,
        "by_tier": {},
        "nearest_km": 41.5,
        "has_alternative": effect < 100,
        "confirmed": {"effect": effect + 1} if place == 1 else None,
    }


def answer_of(question):
    return {
        "what": "pharmacies",
        "hours": 72,
        "days": 10,
        "residents_share": 0.1,
        "elements": [element("2581-01", "Norrbotten", 240, 1), element("0180-02", "Stockholm", 12, 2)],
        "pairs": [],
        "without_alternative": ["2581-01"],
        "fingerprint": "abcd",
        "provenance": {"question": question, "engine": "dispensing/3", "version": "0", "limits": [], "limit_codes": []},
    }


def test_a_screening_is_started_and_its_list_shown_county_by_county(client, analyst, results):
    client.force_login(analyst)
    started = client.post(reverse("dispensing:failures"), {"vad": "pharmacies", "par": "nej", "timmar": "72"})
    run = Run.objects.of_kind(FAILURES_RUN.name).get()
    assert started["Location"] == reverse("dispensing:failure", args=[run.pk])
    assert "Läge" in text_of(client.get(started["Location"]))

    run.folder.mkdir(parents=True)
    (run.folder / "answer.json").write_text(json.dumps(answer_of(run.spec)), encoding="utf-8")
    now = timezone.now()
    Job.objects.filter(pk=run.job_id).update(state="done", finished_at=now, lease_until=None)
    Run.objects.filter(pk=run.pk).update(state="done", summary={"what": "pharmacies"}, finished_at=now)

    text = text_of(client.get(started["Location"]))
    assert text.index("Svanen 2581-01") < text.index("Svanen 0180-02")
    assert "Norrbotten" in text
    assert "1 apotek saknar ett annat" in text
    listed = client.get(f"{started['Location']}varst.csv").content.decode("utf-8-sig")
    assert "2581-01" in listed
    assert "0180-02" in listed


def test_a_reader_cannot_start_a_screening(client, reader):
    client.force_login(reader)
    answer = client.post(reverse("dispensing:failures"), {"vad": "pharmacies", "par": "nej", "timmar": "72"})
    assert answer.status_code == 403
    assert not Run.objects.of_kind(FAILURES_RUN.name).exists()


def test_a_screening_of_somebody_else_does_not_exist(client, analyst, outsider):
    client.force_login(analyst)
    client.post(reverse("dispensing:failures"), {"vad": "sites", "par": "nej", "timmar": "72"})
    run = Run.objects.of_kind(FAILURES_RUN.name).get()
    client.force_login(outsider)
    assert client.get(reverse("dispensing:failure", args=[run.pk])).status_code == 404

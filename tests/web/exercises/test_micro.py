"""Micro exercises without account, and the national measure."""

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from beredd.exercises.store import read_exercises
from beredd.web import retention
from beredd.web.audit.models import Line
from beredd.web.exercises.models import MicroAnswer

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
S11 = "/ova/mikro/s11-apoteksbordet/"
PROGRAM = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def cached(settings):
    """The cache that counts answers, empty."""
    from django.core.cache import cache

    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def given(**more):
    return {"token": str(uuid.uuid4()), "samtycke": "ja", "niva-M1.1": "2", "niva-M6.1": "4", **more}


def send(client, **more):
    return client.post(f"{S11}svar/", given(**more), headers=PROGRAM)


def test_anyone_plays_the_whole_exercise_on_one_page(client):
    page = client.get(S11).content.decode()
    plan = read_exercises().plans["s11-apoteksbordet"]
    assert all(inject.title in page for inject in plan.injects)
    assert all(level in page for one in plan.indicators for level in one.levels)


def test_the_page_that_devices_keep_says_nothing_of_who_opened_it(client, admin):
    client.force_login(admin)
    page = client.get(S11).content.decode()
    assert "admin@example.se" not in page
    assert "Logga in" in page


@pytest.mark.parametrize("id", ["s5-rullen-som-inte-kom", "finns-inte"])
def test_what_is_no_open_micro_exercise_is_not_found(client, id):
    assert client.get(f"/ova/mikro/{id}/").status_code == 404
    assert client.post(f"/ova/mikro/{id}/svar/", given(), headers=PROGRAM).status_code == 404


def test_an_answer_is_kept_with_nothing_but_its_levels_and_the_quarter(client):
    assert send(client, namn="Anna", anteckning="Vi ringde chefen").json() == {"received": True}
    kept = MicroAnswer.objects.get()
    assert kept.levels == {"M1.1": 2, "M6.1": 4}
    assert kept.quarter == f"{timezone.localdate().year}-{(timezone.localdate().month + 2) // 3}"
    assert "Anna" not in json.dumps([str(vars(one)) for one in MicroAnswer.objects.all()])
    assert not Line.objects.exists()


def test_an_answer_that_is_sent_again_counts_once(client):
    token = str(uuid.uuid4())
    assert [send(client, token=token).status_code for _ in range(3)] == [200, 200, 200]
    assert MicroAnswer.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"samtycke": ""}, "bara om ni har samtyckt"),
        ({"token": "nej"}, "saknar sitt nummer"),
        ({"niva-M1.1": "5"}, "finns inte i skalan"),
        ({"niva-M1.1": "bra"}, "finns inte i skalan"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_kept(client, more, says):
    answer = send(client, **more)
    assert answer.status_code == 422
    assert says in answer.json()["detail"]
    assert not MicroAnswer.objects.exists()


def test_without_script_the_same_form_is_sent_and_thanked_for():
    client = Client(enforce_csrf_checks=True)
    answer = client.post(f"{S11}svar/", given(), follow=True)
    assert "Tack. Ert svar är med" in answer.content.decode()
    refused = client.post(f"{S11}svar/", given(samtycke=""), follow=True)
    assert "bara om ni har samtyckt" in refused.content.decode()
    assert MicroAnswer.objects.count() == 1


def test_too_many_answers_from_one_machine_have_to_wait(client, monkeypatch):
    from beredd.web.exercises import micro

    monkeypatch.setattr(micro, "MOST_AN_HOUR", 2)
    assert [send(client).status_code for _ in range(3)] == [200, 200, 429]
    assert MicroAnswer.objects.count() == 2


def test_the_national_measure_says_nothing_of_nine_groups(client):
    for _ in range(9):
        send(client)
    page = client.get("/ova/mikro/resultat/").content.decode()
    assert "färre än 10 grupper" in page
    assert "9 grupper" not in page


def test_the_national_measure_keeps_small_numbers_back_also_in_files(client):
    for level, n in ((1, 12), (2, 7), (3, 2)):
        for _ in range(n):
            send(client, **{"niva-M1.1": str(level), "niva-M6.1": "1"})
    year = timezone.localdate().year
    page = client.get("/ova/mikro/resultat/").content.decode()
    assert "21 grupper" in page
    table = client.get(f"/ova/mikro/resultat/fil/s11-apoteksbordet-{year}.json").json()
    row = next(row for row in table["rows"] if row["indicator"].startswith("M1.1"))
    assert [row[f"level_{n}"] for n in (1, 2, 3, 4)] == [12, None, None, 0]
    assert client.get(f"/ova/mikro/resultat/fil/s11-apoteksbordet-{year}.csv").status_code == 200
    assert client.get("/ova/mikro/resultat/fil/uppgifter").json()["plans"]
    assert client.get("/ova/mikro/resultat/fil/finns-inte-2026.csv").status_code == 404


def test_answers_go_after_three_years(client):
    send(client)
    assert not retention.due()["exercises.microanswer"]
    later = timezone.now() + timedelta(days=4 * 366)
    assert len(retention.due(now=later)["exercises.microanswer"]) == 1
    assert MicroAnswer.objects.exists()
    retention.sweep(now=later)
    assert not MicroAnswer.objects.exists()


def test_the_worker_of_the_browser_reaches_the_micro_exercises_alone(client):
    answer = client.get("/ova/mikro/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer

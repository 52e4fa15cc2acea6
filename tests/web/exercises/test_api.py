"""Plans and programmes for programs."""

import pytest

from beredd.exercises.store import read_exercises
from beredd.exercises.workbook import plain_data

pytestmark = pytest.mark.django_db
PLANS = "/api/v1/exercises/plans"


def test_anyone_lists_the_plans_and_learns_nothing_of_what_happens(client):
    rows = client.get(PLANS).json()
    assert {row["id"] for row in rows} == set(read_exercises().plans)
    assert set(rows[0]) == {
        *("id", "name", "version", "status", "summary", "programme", "modes", "preparedness"),
        *("information_class", "scenario"),
    }


def test_a_draft_is_listed_for_who_is_signed_in(client, maja, draft):
    assert "stopp-i-natt" not in {row["id"] for row in client.get(PLANS).json()}
    assert "stopp-i-natt" in {row["id"] for row in maja.get(PLANS).json()}


def test_a_plan_is_given_whole_to_who_is_signed_in_and_to_nobody_else(client, maja):
    address = f"{PLANS}/s11-apoteksbordet"
    assert client.get(address).status_code == 401
    assert maja.get(address).json() == plain_data(read_exercises().plans["s11-apoteksbordet"])
    assert maja.get(f"{address}?version=7").status_code == 404
    assert maja.get(f"{PLANS}/finns-inte").status_code == 404


def test_programmes_are_for_anyone(client):
    assert client.get("/api/v1/exercises/programmes").json()[0]["id"] == "aktorsgemensam-2026-2028"

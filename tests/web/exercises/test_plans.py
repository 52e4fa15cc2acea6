"""Programmes and plans as they are read, and as files."""

import io
import re
import zipfile
from itertools import pairwise

import pytest

from beredd.exercises.catalogue import Catalogue
from beredd.exercises.package import from_package
from beredd.exercises.plan_sheets import from_sheets
from beredd.exercises.prints import parts_of
from beredd.exercises.store import plan_of, read_exercises
from beredd.web.exercises import shelf

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
S5 = "/ova/planer/s5-rullen-som-inte-kom/"


@pytest.fixture
def member(client, reader):
    client.force_login(reader)
    return client


def test_anyone_sees_the_programme_and_all_plans_but_nothing_that_is_played(client):
    page = client.get("/ova/").content.decode()
    for plan in read_exercises().plans.values():
        assert plan.name in page
        assert not any(inject.text in page for inject in plan.injects)
    assert "Aktörsgemensam övning 2026–2028" in page
    assert "2028" in page


@pytest.mark.parametrize(
    "address", [S5, f"{S5}v1/", f"{S5}v1/plan.xlsx", f"{S5}v1/utskrift/", f"{S5}v1/utskrift/allt.zip"]
)
def test_who_is_not_signed_in_sees_no_plan(client, address):
    answer = client.get(address)
    assert answer.status_code == 302
    assert "/konto/login/" in answer["Location"]


@pytest.mark.parametrize("id", sorted(read_exercises().plans))
def test_the_page_of_a_plan_shows_everything_in_it(member, id):
    plan = read_exercises().plans[id]
    answer = member.get(f"/ova/planer/{id}/")
    assert answer.status_code == 200
    page = answer.content.decode()
    for inject in plan.injects:
        assert f'id="inspel-{inject.id}"' in page
    shown = [plan.aim, plan.directive.scope, *plan.rules, *(o.text for o in plan.objectives)]
    shown += [r.brief for r in plan.roles] + [e.text for i in plan.injects for e in i.expected]
    shown += [c.question for c in plan.cards] + [f.text for f in plan.facts] + list(plan.evaluation.hot_wash)
    from django.utils.html import escape

    missing = [text for text in shown if escape(text.splitlines()[0]) not in page]
    assert not missing


def test_injects_stand_in_the_order_of_time(member):
    page = member.get(S5).content.decode()
    places = [page.index(f'id="inspel-{id}"') for id in ("1", "2", "6", "20", "19", "10", "18", "9", "22")]
    assert places == sorted(places)


def test_a_finding_stands_at_the_inject_that_it_is_about(member, monkeypatch):
    from dataclasses import replace

    plan = read_exercises().plans["s11-apoteksbordet"]
    broken = replace(plan.injects[2], channel="duva")
    monkeypatch.setattr(
        shelf,
        "versions",
        lambda id: [shelf.Kept(plan=replace(plan, injects=(*plan.injects[:2], broken, *plan.injects[3:])))],
    )
    page = member.get("/ova/planer/s11-apoteksbordet/").content.decode()
    part = page[page.index('id="inspel-3"') : page.index('id="inspel-4"')]
    assert "duva, som inte finns" in part


@pytest.mark.parametrize(("form", "read"), [("xlsx", from_sheets), ("json", from_package)])
def test_a_file_of_a_plan_holds_the_same_plan(member, form, read):
    raw = member.get(f"{S5}v1/plan.{form}").content
    catalogue: Catalogue = shelf.catalogue()
    file = read(raw, catalogue, name="x") if form == "xlsx" else read(raw, name="x")
    assert plan_of(file, catalogue) == read_exercises().plans["s5-rullen-som-inte-kom"]


def test_the_print_pack_holds_every_part_as_pdf(member):
    answer = member.get("/ova/planer/s11-apoteksbordet/v1/utskrift/allt.zip")
    whole = zipfile.ZipFile(io.BytesIO(answer.content))
    parts = parts_of(read_exercises().plans["s11-apoteksbordet"])
    assert [name.rpartition("-")[2] for name in whole.namelist()] == [
        f"{part.rpartition('-')[2]}.pdf" for part in parts
    ]
    assert all(whole.read(name).startswith(b"%PDF") for name in whole.namelist())
    assert member.get("/ova/planer/s11-apoteksbordet/v1/utskrift/beslutskort.pdf").status_code == 404


def test_the_page_of_the_programme_shows_each_occasion_and_meeting(member):
    page = member.get("/ova/program/aktorsgemensam-2026-2028/").content.decode()
    programme = read_exercises().programmes["aktorsgemensam-2026-2028"]
    assert all(one.theme in page for one in programme.occasions)
    assert all(one.purpose in page for one in programme.meetings)


@pytest.mark.parametrize(
    "address", ["/ova/planer/finns-inte/", f"{S5}v9/", f"{S5}v1/plan.docx", "/ova/program/finns-inte/"]
)
def test_what_there_is_not_is_not_found(member, address):
    assert member.get(address).status_code == 404


def test_headings_of_injects_are_one_step_below_what_they_stand_in(member):

    page = member.get(S5).content.decode()
    ranks = [int(rank) for rank in re.findall(r"<h(\d)[ >]", page)]
    assert all(later <= earlier + 1 for earlier, later in pairwise(ranks))
    assert page.count("<h4 ") == len(read_exercises().plans["s5-rullen-som-inte-kom"].injects)

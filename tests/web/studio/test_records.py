"""Every number of the studio is one click from its record."""

import pytest
from django.urls import reverse

from beredd.web.runs.models import Run
from origins import numbers_of, without_record

pytestmark = pytest.mark.django_db


def record_of(run):
    return reverse("runs:record", args=[run.pk])


@pytest.mark.parametrize("division", ["lan", "kommun"])
def test_every_number_of_a_run_is_a_click_from_its_record(client, done_run, analyst, division):
    client.force_login(analyst)
    answer = client.get(reverse("dispensing:run", args=[done_run.pk]), {"karta": division})
    assert numbers_of(answer) >= 10
    assert without_record(answer, record_of(done_run)) == []
    assert client.get(record_of(done_run)).status_code == 200


def test_a_moment_that_is_fetched_alone_still_has_the_way_to_the_record(client, done_run, analyst):
    client.force_login(analyst)
    answer = client.get(reverse("dispensing:run", args=[done_run.pk]), {"tid": "30"}, headers={"HX-Request": "true"})
    assert answer.content.decode().count(record_of(done_run)) >= 2


def test_two_runs_side_by_side_lead_to_the_record_of_each(client, done_run, analyst):
    client.force_login(analyst)
    other = Run.objects.get(topic="vardag")
    answer = client.get(reverse("dispensing:compare", query={"a": done_run.pk, "b": other.pk}))
    for run in (done_run, other):
        assert without_record(answer, record_of(run)) == []


def test_the_start_page_and_the_list_lead_to_the_records_of_what_they_tell(client, done_run, analyst):
    client.force_login(analyst)
    start, runs = client.get("/"), client.get(reverse("dispensing:list"))
    assert without_record(start, record_of(done_run)) == []
    assert f'href="{record_of(done_run)}"' in runs.content.decode()

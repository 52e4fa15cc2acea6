"""What the planner refuses of a file or a question; the page stands and says why."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from beredd.web.runs.models import Run

pytestmark = pytest.mark.django_db
HEAD = "county_code,county,sex,population,at_risk,opioid_deaths\n"


def shown(client, text, status=422, **more):
    file = SimpleUploadedFile("mitt.csv", text.encode(), content_type="text/csv")
    answer = client.post("/behov/", {"fil": file, **more})
    assert answer.status_code == status
    return answer.content.decode().replace("\xa0", " ")


def test_a_file_that_is_too_large_is_said_in_a_sentence(client, analyst):
    client.force_login(analyst)
    page = shown(client, HEAD + "#" * 1_100_000)
    assert "Filen är större än 1 MB" in page
    assert "Påhittade tal" in page


def test_a_table_with_too_many_rows_is_said_with_how_many_there_may_be(client, analyst, monkeypatch):
    from beredd.web.need import views

    monkeypatch.setattr(views, "MOST_ROWS", 3)
    client.force_login(analyst)
    rows = "".join(
        f"{code},Län {code},{sex},500000,800,20\n" for code in ("01", "03", "04") for sex in ("men", "women")
    )
    assert "Tabellen har fler än 3 rader" in shown(client, HEAD + rows)


def test_codes_that_are_on_no_map_have_a_table_and_no_map(client, analyst):
    client.force_login(analyst)
    rows = "98,Nordlandet,men,500000,800,20\n98,Nordlandet,women,500000,260,8\n"
    assert "Nordlandet" in shown(client, HEAD + rows, status=200)
    file = SimpleUploadedFile("mitt.csv", (HEAD + rows).encode(), content_type="text/csv")
    assert client.post(reverse("need:file", args=["karta", "svg"]), {"fil": file}).status_code == 404


def test_a_plan_that_cannot_be_saved_is_shown_with_the_reason(client, analyst, monkeypatch):
    from beredd.web.need import views
    from beredd.web.runs.errors import RunNotAllowed

    def full(**_):
        raise RunNotAllowed("runs.save-not-allowed")

    monkeypatch.setattr(views, "save_plan", full)
    client.force_login(analyst)
    answer = client.post(reverse("need:save"), {"budget": "9000"})
    assert answer.status_code == 422
    assert str(RunNotAllowed("runs.save-not-allowed").sentence.in_("sv")) in answer.content.decode()
    assert not Run.objects.exists()

"""Hela varvet: every stop is a page that is there, for those who may."""

import pytest

from beredd.web.start.loop import FROM_EXERCISE, FROM_NUMBER

pytestmark = pytest.mark.django_db
STEPS = [one for one in (*FROM_EXERCISE, *FROM_NUMBER) if one.view]


def test_the_first_page_leads_to_it(client):
    assert 'href="/hela-varvet/"' in client.get("/").content.decode()


def test_every_stop_leads_to_a_page(client, analyst):
    client.force_login(analyst)
    page = client.get("/hela-varvet/").content.decode()
    for one in STEPS:
        assert f'href="{one.address}"' in page
        assert client.get(one.address).status_code == 200, one.address


def test_who_is_not_signed_in_sees_what_takes_an_account(client):
    page = client.get("/hela-varvet/").content.decode()
    assert f'href="{STEPS[-1].address}"' not in page
    assert "Logga in med ett konto" in page


def test_the_page_is_complete_in_english(client):
    client.post("/sprak/", {"language": "en"})
    page = client.get("/hela-varvet/").content.decode()
    assert "The whole loop" in page
    assert "From exercise to report" in page

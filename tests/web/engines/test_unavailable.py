"""An engine that cannot answer: a sentence on the page and in the API, never a stack."""

import json

import pytest

from beredd.web.engines.errors import EngineUnavailable

pytestmark = pytest.mark.django_db


class Busy:
    """An engine whose queue is full."""

    def has(self, function, question):
        return True

    def is_ready(self, wait_s=0.0):
        return True

    def ask(self, function, *arguments):
        raise EngineUnavailable("engines.busy", n=16)


@pytest.fixture(autouse=True)
def busy(monkeypatch):
    from beredd.web.need import answers as need
    from beredd.web.overdose import answers as overdose

    for room in (need, overdose):
        monkeypatch.setattr(room, "ENGINE", Busy())


@pytest.mark.parametrize("address", ["/behov/", "/labbet/", "/behov/fil/plan.xlsx", "/labbet/korning.json"])
def test_the_page_says_why_and_offers_to_ask_again(client, reader, address):
    client.force_login(reader)
    page = client.get(address, {})
    assert page.status_code == 503
    assert int(page.headers["Retry-After"]) > 0
    assert page.headers["HX-Refresh"] == "true"
    text = page.content.decode()
    assert "16 frågor väntar redan på motorn" in text
    assert f'href="{address}"' in text


def test_english_is_whole(client):
    client.cookies["beredd_language"] = "en"
    text = client.get("/behov/").content.decode()
    assert "16 questions already wait" in text
    assert "The engine does not answer" in text


def test_the_api_answers_503_in_its_own_shape(client, analyst):
    from beredd.web.accounts.actions import create_api_key

    _key, text = create_api_key(by=analyst, name="test")
    asked = {
        "/api/v1/overdose/comparisons": {"opioid": "fentanyl", "dose_mg": 1.625, "arms": [{"antagonist": "in-4mg"}]},
        "/api/v1/need/plan": {
            "rows": [
                {
                    **{"county_code": "01", "county": "Stockholm", "sex": "men"},
                    **{"population": 500000, "at_risk": 800, "opioid_deaths": 20},
                }
            ]
        },
    }
    for address, body in asked.items():
        answer = client.post(
            address, json.dumps(body), content_type="application/json", headers={"authorization": f"Bearer {text}"}
        )
        assert answer.status_code == 503, answer.content
        assert answer.json()["faults"] == []
        assert answer.json()["detail"].startswith("16 questions")

"""The reader's language: which it is, and that nobody is refused in another one."""

import pytest

from beredd.web.accounts.actions import create_api_key
from beredd.wording import is_worded, language
from beredd.wording import texts as wording_texts

pytestmark = pytest.mark.django_db

API = "/api/v1"
AREA = {"county_code": "01", "county": "A", "sex": "men", "population": 500, "at_risk": 50, "opioid_deaths": 2}
PLAN = {"rows": [AREA], "budget": 10, "draws": 0}


@pytest.fixture
def heard(monkeypatch):
    """Every (code, language) that was put into words."""
    found, words = [], wording_texts.words

    def listening(code, values, *, language):
        found.append((code, language))
        return words(code, values, language=language)

    monkeypatch.setattr(wording_texts, "words", listening)
    return found


@pytest.fixture
def key(analyst):
    _key, text = create_api_key(by=analyst, name="test")
    return {"Authorization": f"Bearer {text}"}


REFUSALS = [
    # room, method, address, what is sent, status
    ("dispensing", "post", f"{API}/runs", {"scenario": 1}, 422),
    ("api", "get", f"{API}/scenarios/finns-inte", None, 404),
    ("runs", "get", f"{API}/runs/k-000000", None, 404),
    ("overdose", "post", f"{API}/overdose/comparisons", {"opioid": "heroin", "dose_mg": 1, "arms": []}, 422),
    ("need", "post", f"{API}/need/plan", PLAN | {"equity": "floor", "floor": 0.5}, 422),
    ("need", "post", f"{API}/need/plan", PLAN | {"equity": "women-at-least-men"}, 422),
    ("parameters", "post", f"{API}/need/plan", PLAN | {"overrides": {"kit_life": 3}}, 422),
]


@pytest.mark.parametrize("wish", ["sv", "en"])
@pytest.mark.parametrize(("room", "method", "address", "sent", "status"), REFUSALS)
def test_the_api_refuses_in_the_language_that_was_asked_for(
    client, key, heard, room, method, address, sent, status, wish
):
    more = {"data": sent, "content_type": "application/json"} if sent else {}
    answer = getattr(client, method)(address, headers={**key, "Accept-Language": f"{wish}-SE, fr;q=0.5"}, **more)
    assert answer.status_code == status, answer.content
    assert answer["Content-Language"] == wish
    assert {spoken for _code, spoken in heard} == {wish}
    assert room in {code.partition(".")[0] for code, _spoken in heard}


PAGES = [
    ("accounts", "post", "/konto/lank/felaktig/", {}),
    ("need", "get", "/behov/?budget=1&rattvisa=floor&golv=70", {}),
]


@pytest.mark.parametrize(("room", "method", "address", "sent"), PAGES)
@pytest.mark.parametrize("chosen", ["sv", "en"])
def test_a_page_refuses_in_the_language_that_was_chosen(client, heard, settings, room, method, address, sent, chosen):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = chosen
    answer = getattr(client, method)(address, sent, headers={"Accept-Language": "de, en;q=0.5, sv;q=0.4"})
    assert answer["Content-Language"] == chosen
    spoken = {spoken for code, spoken in heard if code.partition(".")[0] == room}
    # The record behind the page is English, whoever reads it.
    assert spoken - {"en"} == {chosen} - {"en"}


@pytest.mark.parametrize(
    ("address", "wish", "language"),
    [
        ("/", "en", "sv"),
        ("/", "", "sv"),
        (f"{API}/scenarios/finns-inte", "", "en"),
        (f"{API}/scenarios/finns-inte", "fr, sv;q=0.5", "sv"),
        (f"{API}/scenarios/finns-inte", "*", "en"),
    ],
)
def test_pages_are_swedish_and_the_api_asks_the_header(client, address, wish, language):
    assert client.get(address, headers={"Accept-Language": wish})["Content-Language"] == language


def test_a_choice_outlives_the_request_nowhere(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "sv"
    client.get("/")
    assert language() == "en"
    assert not is_worded("accounts.no-such-code")

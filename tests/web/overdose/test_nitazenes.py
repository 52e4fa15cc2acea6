"""The nitazene scenario on the site: who is let in, what is said beside every number, refusals, files, saved runs."""

import csv
import io
import re

import pytest

from beredd.web.accounts.actions import create_api_key

pytestmark = pytest.mark.django_db

PAGE = "/labbet/nitazener/"
ASKED = {"dos": "1,625", "person": "chronic", "langsammast": "16", "minuter": "75", "n": "200", "fro": "1"}
ASKED |= {"a1": "nyxoid-1.8mg", "a2": "in-4mg"}
ONLY = "Scenarioanalys, inga data från människor"


def words_of(answer):
    text = re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " "))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


@pytest.fixture
def signed_in(client, reader):
    client.force_login(reader)
    return client


@pytest.mark.parametrize("name", ["", "tabell/opioider.csv", "bild/plan-b.svg", "korning.json"])
def test_it_is_for_professionals_alone(client, engine, make_user, name):
    address = PAGE + name
    assert client.get(address).status_code == 302
    client.force_login(make_user("ensam@example.se"))
    assert client.get(address, ASKED).status_code == 403


def test_an_empty_address_asks_about_a_swedish_spray_first(signed_in, engine):
    assert signed_in.get(PAGE).status_code == 200
    assert engine.asked[0].arms[0].antagonist == "nyxoid-1.8mg"


@pytest.mark.parametrize("page", [PAGE, "/labbet/"])
def test_what_is_not_computed_yet_shows_progress_and_then_comes(signed_in, engine, page):
    engine.is_cold = True
    at_once = signed_in.get(page).content.decode()
    assert engine.asked == []
    assert "Svaret räknas." in at_once
    assert 'hx-trigger="load"' in at_once
    without_script = re.search(r'content="0; url=([^"]+)"', at_once)[1].replace("&amp;", "&")
    for answer in (signed_in.get(page, headers={"HX-Request": "true"}), signed_in.get(without_script)):
        assert "Varifrån talen kommer" in answer.content.decode()
    assert len(engine.asked) == 2
    assert engine.asked[0] == engine.asked[1]


def test_one_reads_first_what_it_comes_to(signed_in, engine):
    words = words_of(signed_in.get(PAGE, ASKED))
    assert "utan hjälp får 60 av 100 hjärtstopp" in words
    assert words.index("utan hjälp får 60") < words.index("Opioiderna sida vid sida")
    assert "modellen kan inte svara om den binder 16 gånger långsammare" in words


def test_beside_every_panel_of_numbers_it_says_that_there_are_no_human_data(signed_in, engine):
    page = signed_in.get(PAGE, ASKED)
    for part in re.findall(r'<section class="panel".*?</section>', page.content.decode(), re.S)[:4]:
        assert ONLY in part
    for name in ("opioider", "plan-b", "opioider-a"):
        text = signed_in.get(f"{PAGE}tabell/{name}.csv", ASKED).content.decode("utf-8-sig")
        assert ONLY in text
        svg = signed_in.get(f"{PAGE}bild/{name}.svg", ASKED)
        assert svg.status_code == 404 or ONLY in svg.content.decode()


def test_what_has_no_ground_is_a_sentence_and_a_code_in_files(signed_in, engine):
    text = signed_in.get(f"{PAGE}tabell/opioider.csv", ASKED).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    slow_to_bind = next(row for row in rows if row["opioid"] == "r1-s16")
    assert slow_to_bind["untreated_arrest_pct"] == "overdose.cannot-answer-dose"
    assert slow_to_bind["b_arrest_pct"] == ""
    carfentanil = next(row for row in rows if row["opioid"] == "carfentanil")
    assert carfentanil["holds_min"] == "overdose.cannot-answer-lasting"
    assert rows[0]["a_later"] == "overdose.cannot-answer-fitted"


def test_a_label_fitted_product_has_a_span_and_no_plane(signed_in, engine):
    page = signed_in.get(PAGE, ASKED)
    assert [one.name for one in page.context["planes"]] == ["plan-b"]
    assert page.context["opioids"][0].table.values("arrest_pct")[1:] == [None] * 5
    assert signed_in.get(f"{PAGE}bild/plan-a.svg", ASKED).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"langsammast": "20"}, "langsammast", "Modellen kan inte svara om en opioid som är 20 gånger långsammare"),
        ({"minuter": "360"}, "minuter", "Modellen kan inte svara efter 360 minuter."),
        ({"minuter": "6 h"}, "minuter", "Modellen kan inte svara efter 360 minuter."),
        ({"n": "600"}, "n", "Tillåtet är ett heltal från 50 till 500."),
    ],
)
def test_a_question_beyond_the_ground_is_refused_beside_its_field(signed_in, engine, changes, field, says):
    answer = signed_in.get(PAGE, ASKED | changes)
    assert answer.status_code == 422
    found = re.search(rf'<div id="fel-{field}"[^>]*>(.*?)</div>', answer.content.decode().replace("\u00a0", " "), re.S)
    assert says in re.sub(r"<[^>]+>", "", found[1])


def test_a_saved_scenario_is_a_run_with_a_record(signed_in, engine):
    answer = signed_in.post(f"{PAGE}spara/", ASKED)
    assert answer.status_code == 302
    page = signed_in.get(answer["Location"])
    assert page.context["saved"].kind == "overdose.nitazenes"
    assert "Sparad körning" in words_of(page)
    again = signed_in.post(f"{PAGE}spara/", ASKED)
    assert again["Location"] == answer["Location"]
    assert signed_in.get(f"{PAGE}spara/").status_code == 405


def test_the_api_asks_with_the_same_description(client, reader, engine):
    _key, text = create_api_key(by=reader, name="test")
    how = {"content_type": "application/json", "headers": {"Authorization": f"Bearer {text}"}}
    asked = {"arms": [{"antagonist": "nyxoid-1.8mg"}, {"antagonist": "in-4mg"}], "n": 200}
    found = client.post("/api/v1/overdose/nitazenes", asked, **how).json()
    client.force_login(reader)
    shown = client.get(f"{PAGE}korning.json", ASKED).json()
    assert found["provenance"]["question"] == shown["provenance"]["question"]
    refused = client.post("/api/v1/overdose/nitazenes", asked | {"until_min": 360}, **how)
    assert refused.status_code == 422
    assert "cannot answer after 360 minutes" in refused.json()["detail"]

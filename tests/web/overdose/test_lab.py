"""The lab: who is let in, what a question may be, what an answer says and what it keeps to itself."""

import csv
import html
import io
import re
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from beredd.overdose.limits import LIMITS
from origins import numbers_of, without_record

pytestmark = pytest.mark.django_db

LAB = "/labbet/"
ADDRESSES = (LAB, "/labbet/lage/", "/labbet/bild/po2.svg", "/labbet/tabell/po2.csv", "/labbet/korning.json")
ONE = {
    "opioid": "fentanyl",
    "dos": "1,625",
    "person": "chronic",
    "n": "200",
    "fro": "1",
    "a1": "in-4mg",
    "s1": "1-dose",
}
FITTED = ONE | {"a2": "nyxoid-1.8mg", "a3": "nalmefene-in-2.7mg"}


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " "))


def words_of(answer):
    """What a reader reads: no tags, no attributes."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text_of(answer)))


def fault(answer, field):
    """The sentence beside a field."""
    found = re.search(rf'<div id="fel-{field}"[^>]*>(.*?)</div>', text_of(answer))
    return re.sub(r"<[^>]+>", "", found[1]).strip()


@pytest.fixture
def signed_in(client, reader):
    client.force_login(reader)
    return client


# Who ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_gets_in_without_signing_in(client, engine, address):
    answer = client.get(address)
    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_account_without_an_organisation_is_refused(client, engine, make_user, address):
    client.force_login(make_user("ensam@example.se"))
    assert client.get(address, ONE).status_code == 403


def test_members_of_the_demonstration_are_no_professionals(client, engine, make_user, organisation):
    organisation.is_demo = True
    organisation.save()
    client.force_login(make_user("demo@example.se", role="analyst", organisation=organisation))
    assert client.get(LAB).status_code == 403


def test_only_those_who_may_use_it_see_it_in_the_menu(client, engine, reader, make_user):
    start = reverse("start")
    assert LAB not in text_of(client.get(start))
    client.force_login(make_user("ensam@example.se"))
    assert LAB not in text_of(client.get(start))
    client.force_login(reader)
    assert f'href="{LAB}"' in text_of(client.get(start))


# What the page always says -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("query", [{}, ONE | {"dos": "fel"}])
def test_what_the_model_does_not_know_comes_first_also_beside_errors(signed_in, engine, query):
    page = text_of(signed_in.get(LAB, query))
    for limit in LIMITS:
        assert limit.in_("sv") in page
        assert limit.in_("en") not in page
    assert page.index('class="limits"') < page.index("<h1>")


def test_it_says_what_it_is_and_that_a_clinician_must_review_it(signed_in, engine):
    words = words_of(signed_in.get(LAB))
    assert "Ska granskas av kliniker" in words
    assert "Ingen medicinteknisk produkt" in words


@pytest.mark.parametrize("language", ["sv", "en"])
def test_it_never_words_itself_as_advice(signed_in, engine, language):
    signed_in.cookies["beredd_language"] = language
    words = words_of(signed_in.get(LAB, FITTED)).lower()
    advising = r"\b(bör|rekommender\w*|bäst\w*|sämst\w*|should|recommend\w*|best|worst|better)\b"
    assert re.findall(advising, words) == []


# The question ------------------------------------------------------------------------------------------------------
def test_an_empty_address_asks_a_first_question(signed_in, engine):
    answer = signed_in.get(LAB)
    assert answer.status_code == 200
    assert [arm.letter for arm in answer.context["arms"]] == ["", "A", "B", "C", "D"]
    assert 'value="1,625"' in text_of(answer)


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"dos": "1625 ml"}, "dos", "”1625 ml” angavs."),
        ({"dos": "51"}, "dos", "51 mg angavs. Tillåtet är över 0 och högst 50 mg."),
        ({"opioid": "carfentanil", "dos": "2,1"}, "dos", "är 2,1 mg; den måste vara större än 0 och högst 2 mg"),
        ({"dos": "0"}, "dos", "0 mg angavs."),
        ({"dos": "nan"}, "dos", "”nan” angavs."),
        ({"dos": "mycket"}, "dos", "”mycket” angavs."),
        ({"dos": ""}, "dos", "inget angavs."),
        ({"opioid": "heroin"}, "opioid", "heroin"),
        ({"d1": "4"}, "d1", "4 s angavs. Tillåtet är från 5 till 1 800 s."),
        ({"s1": "iv-escalation-2"}, "s1", "räknar milligram i ett blodkärl; ”in-4mg” ges i näsan."),
        ({"a2": "in-4mg"}, "a2", "Sättet in-4mg står två gånger."),
        ({"fro": "-1"}, "fro", "Tillåtet är ett heltal från 0 till 9 007 199 254 740 991."),
        ({"n": "2001"}, "n", "Tillåtet är ett heltal från 1 till 2 000."),
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_field(signed_in, engine, changes, field, says):
    answer = signed_in.get(LAB, ONE | changes)
    assert answer.status_code == 422
    assert says in fault(answer, field)
    assert "answer" not in answer.context


def test_a_refusal_to_htmx_is_an_answer_it_puts_in_place(signed_in, engine):
    answer = signed_in.get(LAB, ONE | {"dos": "fel"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "”fel” angavs" in fault(answer, "dos")


@pytest.mark.parametrize("dose", ["1.625", "1,625", "1,625 mg", "1625 µg", "0.001625 g"])
def test_a_dose_is_read_as_people_write_it(signed_in, engine, dose):
    answer = signed_in.get(LAB, ONE | {"dos": dose})
    assert answer.context["answer"].result.question.dose_mg == 1.625


def test_rows_without_an_antagonist_do_not_count_and_letters_stay(signed_in, engine):
    answer = signed_in.get(LAB, ONE | {"a3": "iv-2mg", "s3": "iv-escalation-2", "d3": "120"})
    assert [arm.letter for arm in answer.context["arms"]] == ["", "A", "C"]
    assert [arm.delay_s for arm in answer.context["answer"].result.question.arms] == [60.0, 120.0]


# The answer --------------------------------------------------------------------------------------------------------
def test_every_figure_has_its_table_and_both_can_be_fetched(signed_in, engine):
    page = text_of(signed_in.get(LAB, ONE))
    figures = re.findall(r'href="([^"]*/bild/[^"]+\.svg[^"]*)"', page)
    assert len(figures) == 5
    for address in figures:
        drawn = signed_in.get(address.replace("&amp;", "&"))
        assert drawn["Content-Type"] == "image/svg+xml"
        assert ElementTree.fromstring(drawn.content).find("{http://www.w3.org/2000/svg}desc").text
        table = signed_in.get(address.replace("/bild/", "/tabell/").replace(".svg", ".csv").replace("&amp;", "&"))
        assert len(list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";"))) >= 2
        assert f'id="tabell-{address.split("/bild/")[1].split(".")[0]}"' in page


@pytest.mark.parametrize("name", ["hjartstopp", "ventilation"])
def test_a_fetched_figure_says_alone_which_run_and_arms_it_shows_and_that_nobody_reviewed_it(signed_in, engine, name):
    identity = signed_in.get("/labbet/korning.json", FITTED).json()["provenance"]["id"]
    drawn = ElementTree.fromstring(signed_in.get(f"/labbet/bild/{name}.svg", FITTED).content)
    told = " ".join("".join(text.itertext()) for text in drawn.iter("{http://www.w3.org/2000/svg}text"))
    assert identity in told
    assert "Ska granskas av kliniker" in told
    assert "B Nyxoid 1,8 mg nässpray · en dos · efter 60 s · etikettanpassad" in told.replace("\u00a0", " ")


def test_the_file_has_the_numbers_of_the_page(signed_in, engine):
    table = signed_in.get("/labbet/tabell/hjartstopp.csv", ONE)
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";"))
    assert [row["arm"] for row in rows] == ["none", "A in-4mg"]
    assert (rows[1]["cardiac_arrest_pct"], rows[1]["low"], rows[1]["high"]) == ("25", "18", "36")
    assert "25,0" in text_of(signed_in.get(LAB, ONE))


def test_a_difference_says_whether_its_interval_excludes_zero(signed_in, engine):
    page = signed_in.get(LAB, ONE | {"a2": "im-generic-2mg"})
    rows = {row.head: [cell.shown for cell in cells] for row, cells in page.context["differences"].shown_rows}
    assert rows["A minus utan"][-1] == "nej"
    assert rows["B minus A"][-1] == "ja"
    assert rows["B minus A"][1:3] == ["−12,5", "−20,0 till −5,0"]


def test_a_label_fitted_product_shows_its_span_and_no_figure_of_one_curve(signed_in, engine):
    answer = signed_in.get(LAB, FITTED)
    rows = {row.head[:1]: [c.shown for c in cells[1:]] for row, cells in answer.context["shares"].table.shown_rows}
    assert rows["A"][:2] == ["25,0", "18,0–36,0"]
    assert rows["B"] == ["10,0–40,0", "–", "150–400", "0,5–60,0", "1,00–1,50", "0"]
    assert "Etikettanpassade produkter rangordnas inte" in words_of(answer)
    drawn = ElementTree.fromstring(answer.context["shares"].svg())
    assert [len(g.findall("circle")) for g in drawn.findall("g")] == [1, 1, 0, 0]


def test_label_fitted_products_stand_as_asked_and_in_no_difference(signed_in, engine):
    one = signed_in.get(LAB, FITTED).context
    other = signed_in.get(LAB, ONE | {"a2": "nalmefene-in-2.7mg", "a3": "nyxoid-1.8mg"}).context
    assert [arm.result.antagonist for arm in one["arms"]][2:] == ["nyxoid-1.8mg", "nalmefene-in-2.7mg"]
    assert [arm.result.antagonist for arm in other["arms"]][2:] == ["nalmefene-in-2.7mg", "nyxoid-1.8mg"]
    assert [row.head for row in one["differences"].rows] == ["A minus utan"]


def test_what_goes_beyond_the_published_studies_is_marked(signed_in, engine):
    page = signed_in.get(LAB, ONE | {"s1": "breathing-1-dose"})
    beyond = words_of(page)
    assert [row.note for row in page.context["shares"].table.rows] == ["", "utöver publicerad validering"]
    assert "efter 60 s utöver publicerad validering" in beyond
    assert "efter 60 s utöver publicerad validering" not in words_of(signed_in.get(LAB, ONE))


# The record --------------------------------------------------------------------------------------------------------
def test_the_record_cites_the_run_and_its_address_gives_it_again(signed_in, engine):
    asked = ONE | {"s1": "2-doses", "d1": "180", "a3": "im-generic-2mg", "s3": "response-120s"}
    record = signed_in.get("/labbet/korning.json", asked).json()
    origin = record["provenance"]
    assert origin["question"]["dose_mg"] == 1.625
    assert origin["id"] in record["cite_as"]
    assert record["provenance"]["limits"] == [limit.in_("en") for limit in LIMITS]
    assert record["provenance"]["limit_codes"] == [limit.code for limit in LIMITS]
    assert "clinician" in record["review"]
    page = signed_in.get(LAB, asked)
    address = html.unescape(re.search(r'href="([^"]+)">frågans adress', text_of(page))[1])
    assert signed_in.get(address).context["identity"] == page.context["identity"] == origin["id"]
    other = signed_in.get("/labbet/korning.json", ONE | {"fro": "2"}).json()
    assert other["provenance"]["id"] != origin["id"]


def test_the_record_keeps_no_figure_of_a_single_fitted_curve(signed_in, engine):
    record = signed_in.get("/labbet/korning.json", FITTED).json()
    fitted = [arm for arm in record["arms"] if arm["is_label_fitted"]]
    assert len(fitted) == 2
    for arm in fitted:
        assert arm["span_pct"] == [10.0, 40.0]
        assert arm["cardiac_arrest_pct"] is arm["ci95"] is arm["t_rescue_s"] is arm["hypoxia_min"] is None
    assert not any(row["is_label_fitted"] for row in record["differences"])


@pytest.mark.parametrize("address", ["bild/karta.svg", "tabell/karta.csv"])
def test_what_there_is_not_is_404(signed_in, engine, address):
    assert signed_in.get(LAB + address, ONE).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES[2:])
def test_files_of_a_question_that_cannot_be_asked_are_404(signed_in, engine, address):
    assert signed_in.get(address, ONE | {"dos": "51"}).status_code == 404


# Getting ready -----------------------------------------------------------------------------------------------------
def test_while_the_engine_gets_ready_the_page_says_so(signed_in, engine):
    engine.is_up = False
    page = text_of(signed_in.get(LAB))
    assert "Första gången på en server tar det ungefär en minut" in page
    assert 'http-equiv="refresh"' in page
    fragment = signed_in.get("/labbet/lage/", headers={"HX-Request": "true"})
    assert "HX-Refresh" not in fragment
    assert engine.asked == []  # nothing is asked too early


def test_when_it_is_ready_the_page_is_fetched_anew(signed_in, engine):
    assert signed_in.get("/labbet/lage/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"


# Saving ------------------------------------------------------------------------------------------------------------
@pytest.fixture
def saved(signed_in, engine, results):
    """The address of the run that ONE became."""
    return signed_in.post("/labbet/spara/", ONE).url


def test_a_saved_answer_is_a_run_that_shows_the_same_figures(signed_in, saved):
    from beredd.web.runs.models import Run

    run = Run.objects.get()
    assert saved == f"/labbet/korning/{run.pk}/"
    page, there = text_of(signed_in.get(saved)), text_of(signed_in.get(LAB, ONE))
    for figure in ("Hjärtstopp i populationen", 'class="chart shares'):
        assert page.count(figure) == there.count(figure) > 0
    assert "Spara svaret som körning" in there
    assert "Spara svaret som körning" not in page
    assert f"/korningar/{run.pk}/uppgifter/" in page
    assert run.pk in text_of(signed_in.get("/korningar/"))


def test_the_same_question_of_the_lab_is_the_same_run(signed_in, saved):
    assert signed_in.post("/labbet/spara/", ONE).url == saved
    assert signed_in.post("/labbet/spara/", ONE | {"fro": "2"}).url != saved


def test_looking_at_the_lab_leaves_no_row_behind(signed_in, engine):
    from django.apps import apps

    def rows():
        return {model.__name__: model.objects.count() for model in apps.get_models()}

    before = rows()
    for seed in range(10):
        assert signed_in.get(LAB, ONE | {"fro": str(seed)}).status_code == 200
        assert signed_in.get(LAB + "korning.json", ONE | {"fro": str(seed)}).status_code == 200
    assert rows() == before


def test_a_saved_answer_is_for_those_who_may_use_the_lab(client, make_user, saved):
    from beredd.web.accounts.models import Organisation
    from beredd.web.runs.models import Run

    run = Run.objects.get()
    demo = Organisation.objects.create(slug="demo", name="Demo", kind="agency", is_demo=True)
    Run.objects.update(is_demo=True)
    client.force_login(make_user("demo@example.se", role="reader", organisation=demo))
    assert client.get(saved).status_code == 403
    assert client.post("/labbet/spara/", ONE).status_code == 403
    assert client.get(f"/korningar/{run.pk}/uppgifter/").status_code == 404
    assert run.pk not in text_of(client.get("/korningar/"))


def test_a_question_that_cannot_be_asked_is_not_saved(signed_in, engine, results):
    from beredd.web.runs.models import Run

    assert signed_in.post("/labbet/spara/", ONE | {"dos": "51"}).status_code == 422
    assert signed_in.get("/labbet/spara/", ONE).status_code == 405
    assert not Run.objects.exists()


# Files -------------------------------------------------------------------------------------------------------------
def test_a_label_fitted_curve_is_in_no_file(signed_in, engine):
    """Its line is one of the curves that fit the label; files hold the span over all of them."""
    told = signed_in.get("/labbet/tabell/po2.json", FITTED).json()
    assert set(told["rows"][0]) == {"minute", "without", "A", "B_low", "B_high", "C_low", "C_high"}
    book = load_workbook(io.BytesIO(signed_in.get("/labbet/tabell/po2.xlsx", FITTED).content))
    assert book.worksheets[0].max_column == 7
    figure = next(one for one in signed_in.get(LAB, FITTED).context["figures"] if one.name == "po2")
    assert "B" not in figure.table.header
    assert [column["key"] for column in figure.data()["table"]["columns"]].count("B") == 0


def test_every_figure_can_be_fetched_as_pixels(signed_in, engine):
    answer = signed_in.get("/labbet/bild/hjartstopp.png", ONE)
    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")


# Where numbers come from ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("page", [LAB, "/labbet/nitazener/"])
def test_every_number_of_the_lab_is_a_click_from_its_record(signed_in, engine, page):
    answer = signed_in.get(page, ONE if page == LAB else {})
    assert numbers_of(answer) >= 4
    assert without_record(answer, f"{page}korning.json") == []


# Recovery and units ------------------------------------------------------------------------------------------------
def test_recovery_is_shown_where_it_is_asked_for_in_both_units(signed_in, engine):
    assert signed_in.get(LAB, ONE).context["recoveries"] is None
    assert signed_in.get("/labbet/tabell/aterhamtning.csv", ONE).status_code == 404
    page = signed_in.get(LAB, ONE | {"ater": "true"})
    assert engine.asked[-1].recovery
    words = words_of(page)
    assert "Arteriellt PO2 över 30 mmHg (4,0 kPa)" in words
    assert "Arteriellt PCO2 under 45 mmHg (6,0 kPa)" in words
    assert "3,0 (1,0–9,0)" in words
    assert signed_in.get("/labbet/tabell/aterhamtning.xlsx", ONE | {"ater": "true"}).status_code == 200


def test_swedish_products_come_first_in_the_list(signed_in, engine):
    groups = re.findall(r'<optgroup label="([^"]+)"', text_of(signed_in.get(LAB, ONE)))
    assert groups[0].startswith("I Sverige")
    assert groups.index("I Sverige, publicerad kinetik") < groups.index("Utomlands, publicerad kinetik")

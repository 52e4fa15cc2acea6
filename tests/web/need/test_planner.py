"""The planner's page: invented figures for everyone, one's own table for the signed-in, small counts for nobody."""

import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from origins import numbers_of, without_record

pytestmark = pytest.mark.django_db
OWN = (
    "county_code,county,sex,population,at_risk,opioid_deaths\n"
    "01,Stockholm,men,500000,800,20\n01,Stockholm,women,500000,260,8\n"
    "03,Uppsala,men,90000,150,3\n03,Uppsala,women,90000,50,2\n"
)


def page(answer):
    return answer.content.decode()


def upload(text, **more):
    return {"fil": SimpleUploadedFile("mitt.csv", text.encode(), content_type="text/csv"), **more}


def test_anyone_sees_the_planner_with_invented_figures(client):
    answer = client.get("/behov/")
    assert answer.status_code == 200
    assert "Påhittade tal" in page(answer)
    assert page(answer).count('<svg class="map"') == 2


def test_the_page_keeps_the_strict_policy(client):
    text = page(client.get("/behov/"))
    assert "style=" not in text
    assert "<style" not in text
    assert " onclick=" not in text


def test_more_kits_avert_more_deaths_on_the_page(client):
    less, more = (
        client.get("/behov/", {"budget": budget}).context["found"]["totals"]["deaths_averted"]
        for budget in (9000, 20_000)
    )
    assert more > less


@pytest.mark.parametrize("mode", ["efficient", "proportional", "max-min", "women-at-least-men", "floor"])
def test_every_kind_of_equity_has_its_extra_deaths_on_the_page(client, mode):
    answer = client.get("/behov/", {"rattvisa": mode, "blandning": "identity"})
    assert answer.status_code == 200
    chosen = [row for row in answer.context["modes"] if row["is_chosen"]]
    assert [row["mode"] for row in chosen] == [mode]
    assert answer.context["found"]["totals"]["extra_deaths"] >= 0


def test_a_floor_out_of_reach_says_what_is_within(client):
    answer = client.get("/behov/", {"rattvisa": "floor", "golv": 95})
    assert answer.status_code == 422
    assert "det högsta möjliga golvet" in page(answer)


def test_settings_that_cannot_be_are_named(client):
    answer = client.get("/behov/", {"mal": "150"})
    assert answer.status_code == 422
    assert "Formuläret kunde inte tas emot" in page(answer)


def test_ones_own_table_is_for_the_signed_in(client):
    answer = client.post("/behov/", upload(OWN))
    assert answer.status_code == 422
    assert answer.context["asked"].is_demo


def test_ones_own_table_is_planned_and_carried_along(client, reader):
    client.force_login(reader)
    answer = client.post("/behov/", upload(OWN, budget="900"))
    assert answer.status_code == 200
    assert not answer.context["asked"].is_demo
    assert "Uppsala" in page(answer)
    again = client.post("/behov/", {"tabell": answer.context["asked"].text, "budget": "500"})
    assert again.context["found"]["totals"]["kits_in_circulation"] == pytest.approx(500)


def test_bad_rows_are_named_and_nothing_of_them_is_used(client, reader):
    client.force_login(reader)
    answer = client.post("/behov/", upload(OWN.replace("03,Uppsala,women", "03,Uppsala,barn")))
    assert answer.status_code == 422
    assert "rad 5, kolumn sex" in page(answer)
    assert answer.context["asked"].is_demo


def test_a_missing_sex_is_said(client, reader):
    client.force_login(reader)
    answer = client.post("/behov/", upload(OWN.rsplit("03,", 1)[0]))
    assert "Uppsala (03) har ingen rad för kvinnor" in page(answer)


def test_small_counts_are_hidden_on_the_page_and_in_files(client, reader):
    client.force_login(reader)
    plan = client.post("/behov/", upload(OWN)).context["plan"]
    shown = {column.key: i for i, column in enumerate(plan.shown_columns)}
    cells = [[cell.shown for cell in cells] for _row, cells in plan.shown_rows]
    assert [row[shown["opioid_deaths"]] for row in cells] == ["20", "8", "<5", "<5"]
    assert [row[shown["deaths_averted"]] for row in cells][2:] == ["..", ".."]
    told = client.post("/behov/fil/plan.csv", {"tabell": OWN}).content.decode("utf-8-sig").splitlines()
    assert ";<5;" in told[3]
    book = load_workbook(io.BytesIO(client.post("/behov/fil/plan.xlsx", {"tabell": OWN}).content))
    header, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert [row[header.index("Dödsfall per år")] for row in rows] == [20, 8, "<5", "<5"]
    assert [row[header.index("Färre dödsfall")] for row in rows][2:] == [None, None]


def test_a_line_break_of_word_in_a_name_does_not_stop_the_workbook(client, reader):
    client.force_login(reader)
    answer = client.post("/behov/fil/plan.xlsx", {"tabell": OWN.replace("Uppsala", "Upp\x0bsala")})
    assert answer.status_code == 200
    assert "Upp sala" in {row[1] for row in load_workbook(io.BytesIO(answer.content)).active.values}


def test_ones_own_table_may_be_a_workbook(client, reader):
    client.force_login(reader)
    book = Workbook()
    for line in OWN.strip().splitlines():
        book.active.append([float(cell) if cell.isdigit() and len(cell) > 2 else cell for cell in line.split(",")])
    raw = io.BytesIO()
    book.save(raw)
    answer = client.post("/behov/", {"fil": SimpleUploadedFile("tabell.xlsx", raw.getvalue())})
    assert answer.status_code == 200
    assert not answer.context["asked"].is_demo


def test_a_table_saved_by_swedish_excel_keeps_its_letters(client, reader):
    client.force_login(reader)
    raw = OWN.replace("Uppsala", "Uppsala län").encode("cp1252")
    answer = client.post("/behov/", {"fil": SimpleUploadedFile("tabell.csv", raw)})
    assert "Uppsala län" in page(answer)


HIDDEN = {"men": 3.1379, "women": 2.2193}
SECRETS = "\n".join(
    (
        "county_code,county,sex,population,at_risk,opioid_deaths,kits_community",
        "01,Stockholm,men,500000,800,20,310",
        "01,Stockholm,women,500000,260,8,90",
        f"03,Uppsala,men,90000,150,{HIDDEN['men']},40",
        f"03,Uppsala,women,90000,50,{HIDDEN['women']},11",
    )
)
FILES = [
    *("plan.csv", "plan.xlsx", "plan.json", "rattvisa.csv", "droger.json", "betyder-mest.xlsx", "budgetar.csv"),
    *("omraden.json", "karta.svg", "karta-i-dag.svg", "kurva.svg", "uppgifter"),
]


def hidden_numbers():
    """What must not be found: hidden counts and what follows from each, as it is unrounded, and as files round it."""
    from beredd.need import Question, make_plan, parse_table

    plan = make_plan(parse_table(SECRETS.encode(), name="t"), Question(budget=900.0, floor=0.3, draws=0))
    uses = plan.now.uses(plan.split.availability)
    values = [*HIDDEN.values()]
    for row in (2, 3):
        values += [plan.now.overdoses[row], plan.split.averted[row], uses[row]]
    beginnings = [f"{value:.12f}"[: len(f"{value:#.5g}")] for value in values]
    # Below 1 two decimals are two digits, which many a parameter has by chance.
    return beginnings, [f"{value:.2f}" for value in values if value >= 1]


def text_in(body, name):
    """A file's text: of a workbook, every cell of every sheet."""
    if not name.endswith("xlsx"):
        return body.decode("utf-8-sig")
    book = load_workbook(io.BytesIO(body))
    return "\n".join(repr(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def found_in(text):
    """The hidden numbers in a text, written with point or comma."""
    beginnings, rounded = hidden_numbers()
    ends = [*((number, "") for number in beginnings), *((number, r"(?!\d)") for number in rounded)]
    return [n for n, end in ends if re.search(rf"(?<![\d.,]){n.replace('.', '[.,]')}{end}", text)]


def test_a_hidden_number_is_found_where_nothing_hides_it():
    """The search itself can fail: it finds what was sent, and what the command writes for the table's owner."""
    assert found_in(SECRETS.replace(",", ";")) == [str(value) for value in HIDDEN.values()]
    assert found_in("a;3,14;b") == ["3.14"]


@pytest.mark.parametrize("name", FILES)
def test_no_file_holds_a_hidden_number(client, reader, name):
    client.force_login(reader)
    answer = client.post(f"/behov/fil/{name}", {"tabell": SECRETS, "budget": "900", "golv": "30"})
    assert answer.status_code == 200
    assert found_in(text_in(answer.content, name)) == []


def test_no_page_holds_a_hidden_number(client, reader):
    client.force_login(reader)
    text = page(client.post("/behov/", {"tabell": SECRETS, "budget": "900", "golv": "30"}))
    # The table that its owner sent goes along with the form, and back to nobody else.
    assert found_in(re.sub(r"<textarea name=\"tabell\" hidden>.*?</textarea>", "", text, flags=re.S)) == []


def test_neither_the_api_nor_the_command_tells_a_hidden_number(client, key, tmp_path):
    from typer.testing import CliRunner

    from beredd.cli.need import app

    client.defaults |= key
    header, *lines = SECRETS.splitlines()
    rows = [dict(zip(header.split(","), line.split(","), strict=True)) for line in lines]
    numbers = ("population", "at_risk", "opioid_deaths", "kits_community")
    asked = {"rows": [{**row, **{name: float(row[name]) for name in numbers}} for row in rows], "budget": 900}
    answer = call(client, asked | {"floor": 0.3})
    assert answer.status_code == 200
    assert found_in(answer.content.decode()) == []
    file, out = tmp_path / "t.csv", tmp_path / "out.csv"
    file.write_text(SECRETS, encoding="utf-8")
    words = ["plan", str(file), "--budget", "900", "--floor", "0.3", "--draws", "50"]
    for more in (["--json"], ["--out", str(out)]):
        told = CliRunner().invoke(app, [*words, *more])
        assert told.exit_code == 0
        assert found_in(told.stdout + told.stderr) == []
    assert found_in(out.read_text(encoding="utf-8").replace(",", ";")) == []
    assert len(found_in(CliRunner().invoke(app, [*words, "--json", "--show-small"]).stdout)) >= 8
    CliRunner().invoke(app, [*words, "--out", str(out), "--show-small"])
    assert len(found_in(out.read_text(encoding="utf-8").replace(",", ";"))) >= 4


@pytest.mark.parametrize("kind", ["plan.csv", "plan.xlsx", "karta.svg", "karta-i-dag.svg", "kurva.svg", "kurva.png"])
def test_files_say_that_the_figures_are_invented(client, kind):
    answer = client.get(f"/behov/fil/{kind}")
    assert answer.status_code == 200
    assert "pahittade-tal" in answer.headers["Content-Disposition"]
    if answer.headers["Content-Type"] == "image/svg+xml":
        assert "påhittade tal" in answer.content.decode()


def test_the_template_can_be_sent_back(client, reader):
    client.force_login(reader)
    template = client.get("/behov/mall.csv").content.decode("utf-8-sig")
    assert client.post("/behov/", upload(template)).status_code == 200


@pytest.mark.parametrize("name", ["pdf", "plan.pdf", "nej.csv", "nej.svg", "plan.svg", "karta.csv"])
def test_an_unknown_file_is_absent(client, name):
    assert client.get(f"/behov/fil/{name}").status_code == 404


def test_english_is_whole(client):
    client.cookies["beredd_language"] = "en"
    text = page(client.get("/behov/"))
    assert "Naloxone need" in text
    assert "More deaths per year" in text
    assert "Påhittade" not in text


@pytest.fixture
def asked():
    header, *lines = OWN.strip().splitlines()
    names = header.split(",")
    rows = [dict(zip(names, line.split(","), strict=True)) for line in lines]
    numbers = ("population", "at_risk", "opioid_deaths")
    return {"rows": [{**row, **{name: float(row[name]) for name in numbers}} for row in rows], "budget": 900}


def call(client, asked):
    return client.post("/api/v1/need/plan", json.dumps(asked), content_type="application/json")


@pytest.fixture
def key(analyst):
    from beredd.web.accounts.actions import create_api_key

    return {"HTTP_AUTHORIZATION": f"Bearer {create_api_key(by=analyst, name='test')[1]}"}


def test_the_api_plans_the_same(client, key, asked):
    client.defaults |= key
    found = call(client, asked).json()
    assert sum(row["kits_in_circulation"] for row in found["rows"]) == pytest.approx(900)
    assert {"kits_men", "kits_women", "p_men", "p_women"} <= set(found["totals"])


def test_the_api_names_a_bad_row(client, key, asked):
    client.defaults |= key
    asked["rows"].append(asked["rows"][0])
    answer = call(client, asked)
    assert answer.status_code == 400
    assert "one row per area and sex" in answer.json()["detail"]


def test_the_api_asks_who_calls(client, asked):
    assert call(client, asked).status_code == 401


@pytest.mark.slow
def test_a_file_that_takes_too_long_is_ended_and_the_page_stands(client, analyst, monkeypatch):
    from beredd.web.engines.warm import Engine
    from beredd.web.need import answers

    hasty = Engine("files", limit_s=0.001)
    monkeypatch.setattr(answers, "FILES", hasty)
    client.force_login(analyst)
    page = client.post("/behov/", {"fil": SimpleUploadedFile("t.csv", b"a;b\n1;2\n")})
    assert page.status_code == 422
    assert "Tabellen kunde inte läsas" in page.content.decode()
    assert hasty.pid is None


# Where numbers come from ---------------------------------------------------------------------------------------------
def test_every_number_of_the_planner_is_a_click_from_its_record(client, reader):
    client.force_login(reader)
    invented, own = client.get("/behov/", {"budget": 9000}), client.post("/behov/", upload(OWN, budget="300"))
    for answer in (invented, own):
        assert numbers_of(answer) >= 7
        assert without_record(answer, "/behov/fil/uppgifter") == []


def test_the_record_beside_a_number_is_that_of_the_question_on_the_page(client):
    addresses = set(re.findall(r'href="(/behov/fil/uppgifter[^"]*)"', page(client.get("/behov/", {"budget": 9100}))))
    assert len(addresses) == 1
    assert client.get(addresses.pop()).json()["question"]["budget"] == 9100


# Kits, kronor, words -----------------------------------------------------------------------------------------------
def words(answer):
    """What is read: no tags, no attributes, no command line."""
    return re.sub(r"<[^>]+>", " ", re.sub(r"<code.*?</code>", " ", page(answer), flags=re.S))


def key_figures(answer):
    return {one["label"]: one for one in answer.context["figures"]}


def test_kits_a_year_and_kits_in_circulation_are_told_apart_each_beside_today(client):
    shown = key_figures(client.get("/behov/?budget=15500"))
    assert shown["Kit ute samtidigt"]["text"].replace("\u00a0", " ") == "15 500"
    assert "i dag" in shown["Kit ute samtidigt"]["more"]
    assert "i dag" in shown["Kit att dela ut per år"]["more"]
    assert shown["Kit ute samtidigt"]["text"] != shown["Kit att dela ut per år"]["text"]


def test_figures_are_said_as_far_as_they_are_known_and_kept_whole(client):
    answer = client.get("/behov/?budget=15437&pris=350")
    totals, shown = answer.context["found"]["totals"], key_figures(answer)
    drawn = totals["intervals"]
    for label, name in (
        ("Kit att dela ut per år", "kits_per_year"),
        ("Färre dödsfall per år än i dag", "deaths_averted"),
        ("Kronor per år för kit", "kronor_per_year"),
    ):
        said = shown[label]["text"], *re.split("[–;]", shown[label]["more"])[:2]
        assert all(len(re.sub(r"\D", "", text).rstrip("0")) <= 3 for text in said), said
        low, high = (float(re.sub(r"[^\d,]", "", text).replace(",", ".")) for text in said[1:])
        assert low <= drawn[name]["low"] <= drawn[name]["high"] <= high
    assert totals["kits_per_year"] != float(re.sub(r"\D", "", shown["Kit att dela ut per år"]["text"]))


def test_no_price_is_assumed_and_kronor_follow_from_the_one_that_is_given(client):
    assert "Kronor per år för kit" not in key_figures(client.get("/behov/?mal=79"))
    answer = client.get("/behov/?budget=15500&pris=350")
    totals = answer.context["found"]["totals"]
    assert totals["kronor_per_year"] == 350 * totals["kits_per_year"]
    assert totals["intervals"]["kronor_per_year"]["high"] == 350 * totals["intervals"]["kits_per_year"]["high"]
    assert key_figures(answer)["Kronor per år för kit"]["more"]


def test_a_price_that_is_none_is_refused_beside_its_field(client):
    answer = client.get("/behov/?pris=-1")
    assert answer.status_code == 422
    assert "Pris per kit: -1 kronor angavs." in page(answer)


def test_deaths_averted_have_an_interval(client):
    shown = key_figures(client.get("/behov/?mal=78"))["Färre dödsfall per år än i dag"]
    assert "–" in shown["more"]


def test_budget_and_price_mean_money_alone(client):
    """A number of kits is no budget, and deaths are no price."""
    text = words(client.get("/behov/?rattvisa=floor&golv=70")).lower()
    assert "budget" not in text
    assert set(re.findall(r"\w*pris\w*", text)) == {"pris"}
    assert "pris per kit" in text
    assert "pris, dödsfall" not in text


def test_who_rescues_whom_and_drugs_can_be_chosen(client):
    """Their lists were empty: a select of no choices sent nothing."""
    text = page(client.get("/behov/"))
    for label in ("Någon av samma kön", "Hälften av varje kön", "Nitazener, svårt"):
        assert f">{label}</option>" in text


def test_no_id_of_the_program_is_shown(client):
    text = words(client.get("/behov/?golv=30&lage=nitazene&blandning=even"))
    for name in ("efficient", "max-min", "women-at-least-men", "nitazene-severe", "”nitazene”"):
        assert name not in text


def test_paper_has_the_choices_made_instead_of_the_form(client):
    text = page(client.get("/behov/?budget=15500&pris=350&rattvisa=proportional"))
    choices = re.search(r'<p class="print-only" id="val">(.*?)</p>', text, re.S)[1]
    for said in ("Kit ute samtidigt: <b>15500</b>", "Pris per kit: <b>350</b>", "<b>Efter antal i risk</b>"):
        assert said in choices

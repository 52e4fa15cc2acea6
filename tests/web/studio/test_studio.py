"""The studio: who sees what, what a form refuses, what a page and its files say."""

import csv
import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from beredd.dispensing import load_scenario
from beredd.figures.numbers import number, rounded
from beredd.web.dispensing.baselines import ensure_baseline, find_baseline
from beredd.web.dispensing.kind import title_of
from beredd.web.jobs.models import Job
from beredd.web.runs.models import Run

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

GOOD = {"scenario": "s1-erecept", "days": "3", "seed": "1", "replicates": "2", "title": ""}


def page_of(run, **query):
    return reverse("dispensing:run", args=[run.pk], query=query or None)


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " "))


# The list and the form --------------------------------------------------------------------------------------------
def test_the_list_is_open_but_only_demo_runs_are_on_it(client, make_run, make_user):
    make_run(title="Vår egen")
    assert "Vår egen" not in text_of(client.get(reverse("dispensing:list")))
    Run.objects.update(is_demo=True)
    assert "Vår egen" in text_of(client.get(reverse("dispensing:list")))


def test_an_outsider_does_not_learn_that_a_run_exists(client, make_run, outsider):
    run = make_run()
    client.force_login(outsider)
    names = ["run", "progress"]
    assert [client.get(reverse(f"dispensing:{name}", args=[run.pk])).status_code for name in names] == [404, 404]
    assert client.post(reverse("dispensing:cancel", args=[run.pk])).status_code == 404
    assert client.post(reverse("dispensing:delete", args=[run.pk])).status_code == 404


def test_a_reader_sees_the_run_but_may_not_start_or_cancel(client, make_run, reader):
    run = make_run()
    client.force_login(reader)
    assert client.get(page_of(run)).status_code == 200
    assert client.post(reverse("dispensing:cancel", args=[run.pk])).status_code == 404
    answer = client.post(reverse("dispensing:list"), GOOD)
    assert answer.status_code == 403
    assert Run.objects.count() == 1


def test_whoever_is_not_signed_in_is_sent_to_sign_in(client, scenarios):
    answer = client.post(reverse("dispensing:list"), GOOD)
    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]


def test_a_good_form_starts_the_run_and_its_baseline(client, scenarios, analyst, organisation):
    client.force_login(analyst)
    answer = client.post(reverse("dispensing:list"), GOOD | {"p_home_stock_share": "20"})
    run = Run.objects.get(topic="s1-erecept")
    baseline = Run.objects.get(topic="vardag")
    assert answer["Location"] == page_of(run)
    assert run.spec["overrides"] == baseline.spec["overrides"] == {"home_stock_share": 0.2}
    assert (run.spec["days"], run.spec["seed"], run.spec["replicates"], run.organisation) == (3, 1, 2, organisation)
    assert find_baseline(run=run, reader=analyst) == baseline
    assert Job.objects.count() == 2


def test_a_parameter_at_its_ordinary_value_is_no_override(client, scenarios, analyst):
    client.force_login(analyst)
    client.post(reverse("dispensing:list"), GOOD | {"p_home_stock_share": "25"})
    assert Run.objects.get(topic="s1-erecept").spec["overrides"] == {}


def test_an_existing_baseline_is_used_again(make_run, analyst):
    baseline = make_run(scenario="vardag", days=3)
    assert ensure_baseline(by=analyst, run=make_run(scenario="s1-erecept", days=3)) == baseline
    assert ensure_baseline(by=analyst, run=make_run(scenario="s1-erecept", days=4)) != baseline
    assert ensure_baseline(by=analyst, run=baseline) is None


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("days", "0", "Dagar: 0 angavs. Tillåtet är ett heltal från 1 till 366."),
        ("days", "tre", "Dagar: ”tre” angavs. Tillåtet är ett heltal från 1 till 366."),
        ("replicates", "1,5", "Replikat: 1,5 angavs. Tillåtet är ett heltal från 1 till 50."),
        ("seed", "9007199254740992", "Tillåtet är ett heltal från 0 till 9 007 199 254 740 991."),
        ("p_home_stock_share", "−5", "reserv hemma: -5 % angavs. Tillåtet är från 0 % till 60 %."),
    ],
)
def test_what_cannot_be_used_is_said_beside_the_field_and_nothing_is_lost(
    client, scenarios, analyst, field, value, says
):
    client.force_login(analyst)
    answer = client.post(reverse("dispensing:list"), GOOD | {"title": "Min körning", field: value})
    text = text_of(answer)
    assert answer.status_code == 422
    assert says in text
    assert f'id="id_{field}_error"' in text
    assert f'aria-describedby="id_{field}_error"' in text
    assert 'value="Min körning"' in text
    assert not Run.objects.exists()


def test_numbers_are_read_as_people_write_them(scenarios):
    from beredd.web.dispensing.forms import RunForm

    form = RunForm(GOOD | {"seed": "2 026\u00a0112", "p_home_stock_share": "12,5 %"})
    assert form.is_valid(), form.errors
    assert form.question.seed == 2026112
    assert form.question.overrides == {"home_stock_share": 0.125}


def test_without_days_a_run_has_the_scenarios_own(client, scenarios, analyst):
    client.force_login(analyst)
    client.post(reverse("dispensing:list"), GOOD | {"days": ""})
    assert Run.objects.get(topic="s1-erecept").spec["days"] == load_scenario("s1-erecept").days


# A run under way ---------------------------------------------------------------------------------------------------
def test_a_waiting_run_says_so_and_can_be_cancelled(client, make_run, analyst):
    run = make_run()
    client.force_login(analyst)
    text = text_of(client.get(page_of(run)))
    assert "väntar på en arbetsprocess" in text
    assert '<noscript><meta http-equiv="refresh"' in text
    assert client.post(reverse("dispensing:cancel", args=[run.pk])).status_code == 302
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert "avbröts av en användare" in text_of(client.get(page_of(run)))


def test_progress_is_a_fragment_that_ends_with_a_fresh_page(client, make_run, analyst):
    run = make_run()
    client.force_login(analyst)
    address = reverse("dispensing:progress", args=[run.pk])
    assert client.get(address).status_code == 302
    open_answer = client.get(address, headers={"hx-request": "true"})
    assert "<html" not in text_of(open_answer)
    assert "HX-Refresh" not in open_answer
    client.post(reverse("dispensing:cancel", args=[run.pk]))
    assert client.get(address, headers={"hx-request": "true"})["HX-Refresh"] == "true"


def test_a_run_whose_worker_died_says_what_happened(client, make_run, analyst):
    from django.utils import timezone

    run = make_run()
    Run.objects.update(state="lost", reason="worker-died", finished_at=timezone.now())
    client.force_login(analyst)
    text = text_of(client.get(page_of(run)))
    assert "Arbetsprocessen dog mitt i arbetet" in text
    assert "Tidigare resultat är orörda" in text


def test_a_done_run_without_files_says_so_instead_of_failing(client, make_run, analyst, finish_run):
    run = make_run()
    finish_run(run)
    client.force_login(analyst)
    answer = client.get(page_of(run))
    assert answer.status_code == 200
    assert "resultatfilerna går inte att läsa" in text_of(answer)


# Results -----------------------------------------------------------------------------------------------------------
def test_the_page_shows_interval_baseline_and_origin(client, done_run, analyst):
    client.force_login(analyst)
    text = text_of(client.get(page_of(done_run)))
    assert "12 000" in text  # of 12 340: two digits
    assert "11 000–14 000" in text
    assert "en vanlig dag 410" in text
    assert "71 % av nätets uppgifter är uppskattade" in text
    assert "spridningen mellan 3 replikat" in text
    assert "rymmer 90 %" not in text
    assert "tid per receptrad" in text
    assert "Internt: rangordnar platser" in text
    assert "beredd dispensing run s1-erecept --days 3 --seed 1 --replicates 3" in text
    assert 'aria-label="Fler än en vanlig dag som väntat längre än läkemedlet tål, per 10 000 invånare.' in text


def test_no_page_carries_inline_style_or_script(client, done_run, analyst):
    client.force_login(analyst)
    addresses = [page_of(done_run), page_of(done_run, karta="kommun"), "/", "/komponenter/", "/rakna/"]
    for address in [*addresses, "/rakna/parametrar/"]:
        html = client.get(address).content.decode()
        assert not re.search(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son\w+=", html), address


def test_the_moment_the_tiers_and_the_place_stand_in_the_address(client, done_run, analyst):
    client.force_login(analyst)
    noon = text_of(client.get(page_of(done_run, tid="36", grad="0", plats="22", sort="namn")))
    assert "Dag 2 · tisdag kl. 12" in noon
    assert '<option value="0" selected>' in noon
    assert '<tr class="sel"> <th scope="row" class="nw"> <a id="rad-lan-22" href="' in noon
    assert noon.index(">Blekinge</a>") < noon.index(">Stockholm</a>") < noon.index(">Östergötland</a>")


@pytest.mark.parametrize("query", [{"tid": "x"}, {"tid": "-5"}, {"tid": "99999"}, {"plats": "zz"}, {"karta": "bo"}])
def test_an_old_or_broken_link_still_opens(client, done_run, analyst, query):
    client.force_login(analyst)
    assert client.get(page_of(done_run, **query)).status_code == 200


def test_the_map_can_show_only_what_is_beyond_the_everyday(client, done_run, analyst):
    client.force_login(analyst)
    every = text_of(client.get(page_of(done_run, tid="48", matt="niva")))
    beyond = text_of(client.get(page_of(done_run, tid="48")))
    stockholm = [float(re.search(r"<title>Stockholms län: ([\d,]+)", t)[1].replace(",", ".")) for t in (every, beyond)]
    assert "Fler per 10 000 invånare" in beyond
    assert 0 < stockholm[1] < stockholm[0]


def test_a_run_from_before_everydays_still_opens(client, make_run, finish, analyst, tmp_path):
    from fake_results import write_results

    client.force_login(analyst)
    run = finish(make_run(scenario="s1-erecept", days=3, replicates=3, seed=9))
    run.folder.unlink()
    write_results(run.folder, scenario="s1-erecept", days=3, old=True)
    text = text_of(client.get(page_of(run, matt="utover", visa="lange", karta="kommun")))
    assert "Fler än en vanlig dag" not in text
    assert "Kör om den för att se vad störningen gör." in text
    assert client.get(reverse("dispensing:table", args=[run.pk, "lan", "csv"])).status_code == 200
    assert client.get(reverse("dispensing:compare", query={"a": run.pk, "b": run.pk})).status_code == 200


def test_the_slider_fetches_only_the_moment(client, done_run, analyst):
    client.force_login(analyst)
    answer = client.get(page_of(done_run, tid="12"), headers={"hx-request": "true", "hx-target": "tidsvy"})
    text = text_of(answer)
    assert "<html" not in text
    assert 'id="tidsvy"' in text
    assert 'id="platser" hx-swap-oob="true"' in text


def test_municipalities_are_shown_at_noon_and_all_on_demand(client, done_run, analyst):
    client.force_login(analyst)
    some = text_of(client.get(page_of(done_run, karta="kommun", tid="40")))
    assert "Dag 2 · tisdag kl. 12" in some
    assert "25 av 290 visas" in some
    every = text_of(client.get(page_of(done_run, karta="kommun", rader="alla")))
    assert every.count('id="rad-kommuner-') == 290


def test_names_are_in_swedish_order(client, done_run, analyst):
    client.force_login(analyst)
    text = text_of(client.get(page_of(done_run, karta="kommun", rader="alla", sort="namn")))
    assert (
        text.index(">Ystad</a>") < text.index(">Åmål</a>") < text.index(">Älmhult</a>") < text.index(">Övertorneå</a>")
    )


def rows_of(answer):
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def value(text):
    return float(text.replace(",", "."))


def test_the_county_file_holds_the_numbers_of_the_page(client, done_run, analyst):
    client.force_login(analyst)
    rows = rows_of(client.get(reverse("dispensing:table", args=[done_run.pk, "lan", "csv"]) + "?tid=36&sort=namn"))
    stockholm = next(row for row in rows if row["code"] == "01")
    page = text_of(client.get(page_of(done_run, tid="36")))
    assert len(rows) == 21
    # Full digits in the file, as many as are known on the page.
    assert (
        number(rounded(value(stockholm["people"]), value(stockholm["people_low"]), value(stockholm["people_high"])))
        in page
    )
    assert value(stockholm["people_low"]) < value(stockholm["people"]) < value(stockholm["people_high"])
    assert value(stockholm["everyday_people"]) < value(stockholm["people"])


@pytest.mark.parametrize("name", ["dagar", "timmar", "varaktighet", "varugrupper", "nyckeltal", "kommuner"])
def test_each_table_can_be_fetched(client, done_run, analyst, name):
    client.force_login(analyst)
    rows = rows_of(client.get(reverse("dispensing:table", args=[done_run.pk, name, "csv"]) + "?karta=kommun"))
    assert len(rows) >= 3
    assert all(None not in row and None not in row.values() for row in rows)
    book = client.get(reverse("dispensing:table", args=[done_run.pk, name, "xlsx"]) + "?karta=kommun").content
    sheet, about = load_workbook(io.BytesIO(book)).worksheets
    assert sheet.max_row == len(rows) + 1
    assert done_run.pk in [row[1].value for row in about.iter_rows(max_row=3)]
    told = client.get(reverse("dispensing:table", args=[done_run.pk, name, "json"]) + "?karta=kommun").json()
    assert len(told["rows"]) == len(rows)
    assert told["origin"]["run"] == done_run.pk


@pytest.mark.parametrize("name", ["karta", "utan", "koer", "direkt"])
def test_a_fetched_figure_needs_nothing_else(client, done_run, analyst, name):
    from xml.etree import ElementTree

    client.force_login(analyst)
    answer = client.get(reverse("dispensing:figure", args=[done_run.pk, name, "svg"]))
    svg = answer.content.decode()
    assert answer["Content-Type"] == "image/svg+xml"
    assert "var(--" not in svg
    assert "<title>" in svg
    assert done_run.pk in svg
    ElementTree.fromstring(svg)
    pixels = client.get(reverse("dispensing:figure", args=[done_run.pk, name, "png"]))
    assert pixels["Content-Type"] == "image/png"
    assert pixels.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "address", ["tabell/lan.ods", "tabell/nej.csv", "bild/karta.csv", "bild/nej.svg", "tabell/lan.svg"]
)
def test_what_cannot_be_fetched_is_absent(client, done_run, analyst, address):
    client.force_login(analyst)
    assert client.get(page_of(done_run) + address).status_code == 404


def test_the_curves_table_holds_the_numbers_that_are_drawn(client, done_run, analyst):
    client.force_login(analyst)
    curve = client.get(page_of(done_run)).context["figures"]["utan"]
    rows = rows_of(client.get(reverse("dispensing:table", args=[done_run.pk, "timmar", "csv"])))
    assert [value(row["people"]) for row in rows] == curve.table.values("people")
    assert "Samma tal i tabell" in text_of(client.get(page_of(done_run)))


def test_parquet_files_are_fetched_whole_and_nothing_else_is(client, done_run, analyst):
    client.force_login(analyst)
    fetched = client.get(reverse("dispensing:file", args=[done_run.pk, "durations.parquet"]))
    assert b"".join(fetched.streaming_content) == (done_run.folder / "durations.parquet").read_bytes()
    for name in ["../beredd.sqlite3", "secret-key", "durations.csv"]:
        assert client.get(f"/rakna/{done_run.pk}/fil/{name}").status_code == 404


def test_the_page_can_be_read_in_english(client, done_run, analyst, settings):
    client.force_login(analyst)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    text = text_of(client.get(page_of(done_run)))
    assert "more than on an ordinary day have waited longer than their medicine tolerates" in text
    assert "12,000" in text
    assert "Utan läkemedel" not in text


def test_the_start_page_shows_the_newest_run_and_leads_to_every_room(client, done_run, analyst):
    client.force_login(analyst)
    text = text_of(client.get("/"))
    assert "Som mest har" in text
    assert "fler än en vanlig dag väntat längre än läkemedlet tål" in text
    assert "inte byggt än" not in text


def test_the_start_page_stands_without_runs(client, db, scenarios):
    assert "Ännu finns ingen färdig körning" in text_of(client.get("/"))


# What leads, and who sees it -----------------------------------------------------------------------------------------
def test_the_page_opens_with_the_difference(client, done_run, analyst):
    client.force_login(analyst)
    text = text_of(client.get(page_of(done_run)))
    lead = text.index("fler än en vanlig dag väntat längre än läkemedlet tål")
    assert text.index("<main") < lead < text.index('class="figs"')
    assert lead < text.index("tid per receptrad") < text.index("Var och när")


def test_a_county_that_stands_out_is_named_to_the_signed_in_alone(client, done_run, analyst):
    named = {"code": "dispensing.lead-most-in", "values": {"place": "Jämtland"}}
    told = done_run.summary["lead"][0]
    Run.objects.filter(pk=done_run.pk).update(
        is_demo=True, summary={"lead": [told | {"values": told["values"] | {"places": named}}]}
    )
    assert "Jämtland" not in text_of(client.get(reverse("dispensing:list")))
    assert "väntat längre" in text_of(client.get(reverse("dispensing:list")))


def test_what_ranks_places_is_not_shown_to_visitors(client, done_run):
    Run.objects.filter(pk=done_run.pk).update(is_demo=True)
    text = text_of(client.get(page_of(done_run, plats="23", karta="kommun")))
    assert "Internt" not in text
    assert "Jämtland" not in text
    assert 'class="map"' not in text
    assert "visas för den som är inloggad" in text
    assert 'class="map"' not in text_of(client.get("/"))
    for address in ["tabell/lan.csv", "bild/karta.svg", "fil/hour_county.parquet", "fil/summary.json"]:
        answer = client.get(page_of(done_run) + address)
        assert (answer.status_code, "/konto/login/" in answer.get("Location", "")) == (302, True), address
    assert client.get(page_of(done_run) + "fil/day_national.parquet").status_code == 200
    assert client.get(page_of(done_run) + "tabell/timmar.csv?plats=23").status_code == 200


def test_the_api_gives_no_place_to_visitors_either(client, done_run, analyst):
    Run.objects.filter(pk=done_run.pk).update(is_demo=True)
    dark = [{"code": "dispensing.lead-past-limit", "values": {"places": "Jämtland"}}, {"values": {"place": "Gotland"}}]
    done_run.refresh_from_db()
    Run.objects.filter(pk=done_run.pk).update(summary=done_run.summary | {"lead": dark})
    api, record = f"/api/v1/runs/{done_run.pk}", reverse("runs:record-file", args=[done_run.pk])
    every = ("", "/kpi", "/files", "/events")
    told = "".join(client.get(f"{api}{part}").content.decode() for part in every) + client.get(record).content.decode()
    assert "Jämtland" not in told
    assert "Gotland" not in told
    assert [file["name"] for file in client.get(f"{api}/files").json()] == ["day_national.parquet"]
    assert client.get(f"{api}/files/day_national.parquet").status_code == 200
    for name in ("hour_county_tier.parquet", "day_municipality.parquet", "durations.parquet", "summary.json"):
        answer = client.get(f"{api}/files/{name}")
        assert (answer.status_code, name in answer.json()["detail"]) == (403, True)
    client.force_login(analyst)
    assert client.get(f"{api}/kpi").json()["lead"] == dark
    assert len(client.get(f"{api}/files").json()) > 5
    assert client.get(f"{api}/files/summary.json").status_code == 200


def test_the_moment_is_in_the_day_unless_asked_for(client, done_run, analyst):
    client.force_login(analyst)
    lens = client.get(page_of(done_run)).context["lens"]
    assert 9 <= lens.hour % 24 < 18
    assert "stängda för natten" not in text_of(client.get(page_of(done_run)))
    night = text_of(client.get(page_of(done_run, tid="50")))
    assert "Apoteken är stängda för natten." in night
    assert "stängt" in night


def test_rows_stand_by_what_changed_and_not_by_the_level(client, done_run, analyst):
    client.force_login(analyst)
    table = client.get(page_of(done_run)).context["places"]
    rates = table.values("beyond_per_10000")
    assert rates == sorted(rates, reverse=True)
    assert table.sort == "beyond_per_10000"


def test_day_and_hour_can_be_written_beside_the_slider(client, done_run, analyst):
    client.force_login(analyst)

    def hour(**query):
        return client.get(page_of(done_run, **query)).context["lens"].hour

    assert hour(fran="10", tid="10", dag="3", kl="14") == 62  # the fields were changed
    assert hour(fran="10", tid="20", dag="1", kl="10") == 20  # the slider was moved
    assert hour(dag="99", kl="0", fran="1", tid="1") == 71


def test_paper_says_what_was_chosen(client, done_run, analyst):
    client.force_login(analyst)
    text = text_of(client.get(page_of(done_run, tid="36", grad="0-1", plats="23", visa="utan", matt="niva")))
    told = re.search(r'class="print-only">Visar: ([^<]*)<', text)[1]
    assert told == "Dag 2 · tisdag kl. 12 · Utan läkemedel · Tidskritiskt, nivå 0–1 · alla · län · Jämtland"


def test_everydays_are_out_of_the_way_and_can_be_found(client, done_run, analyst):
    client.force_login(analyst)
    text = text_of(client.get(reverse("dispensing:list")))
    assert "Visa också 1 körning utan störning" in text
    assert text.count('<tr><th scope="row">') == 1
    assert text_of(client.get(reverse("dispensing:list") + "?vardag=1")).count('<tr><th scope="row">') == 2


def test_a_list_with_a_run_under_way_fetches_itself(client, done_run, make_run, analyst):
    client.force_login(analyst)
    address = reverse("dispensing:list")
    assert 'hx-trigger="every 3s"' not in text_of(client.get(address))
    make_run(scenario="s2-kedja")
    assert 'hx-trigger="every 3s"' in text_of(client.get(address))
    part = text_of(client.get(address, headers={"hx-request": "true", "hx-target": "lista"}))
    assert "<html" not in part
    assert 'id="lista"' in part


def test_two_runs_stand_side_by_side(client, done_run, make_run, finish, analyst):
    client.force_login(analyst)
    everyday = Run.objects.get(topic="vardag")
    text = text_of(client.get(reverse("dispensing:compare", query={"a": done_run.pk, "b": everyday.pk})))
    assert f"A: {title_of(done_run)}" in text
    assert f"B: {title_of(everyday)}" in text
    assert "Inget skiljer sig från en vanlig dag" in text
    assert text.count('class="map"') == 2
    assert "procentenheter" in text


def test_two_runs_stand_beside_their_everyday_those_figures_first_that_differ_most(client, done_run, analyst):
    client.force_login(analyst)
    other = Run.objects.get(topic="vardag")
    table = client.get(reverse("dispensing:compare", query={"a": done_run.pk, "b": other.pk})).context["figures"]
    pairs = list(zip(table.values("first"), table.values("second"), strict=True))
    changes = [abs(one - two) / (max(abs(one), abs(two)) or 1) for one, two in pairs]
    assert changes == sorted(changes, reverse=True)
    everyday = dict(zip(table.values("key_figure"), table.values("everyday"), strict=True))
    assert everyday["mean_wait_min"] is not None
    assert everyday["people_past_limit_beyond_everyday"] is None
    # No more than two digits of a model's number on a page; every digit in the table.
    shown = {cells[0].raw: cells[1] for _row, cells in table.shown_rows}["people_without_peak"]
    assert len(shown.shown.replace("\xa0", "").strip("0")) <= 2
    assert shown.raw == 47_800


def test_a_run_that_one_may_not_read_cannot_be_compared(client, done_run, outsider):
    client.force_login(outsider)
    answer = client.get(reverse("dispensing:compare", query={"a": done_run.pk, "b": done_run.pk}))
    assert f'value="{done_run.pk}"' not in text_of(answer)
    assert "runs" not in answer.context


def test_no_internal_ids_are_read_by_people(client, done_run, analyst):
    client.force_login(analyst)
    text = text_of(client.get(page_of(done_run)))
    assert "goods:needles" not in text


@pytest.mark.parametrize("address", ["/", "/rakna/", "/rakna/parametrar/", "/rakna/jamfor/"])
def test_the_head_of_a_page_can_be_asked_for(client, db, scenarios, address):
    assert client.head(address).status_code == 200


def test_a_results_page_is_small_on_the_wire(client, done_run, analyst):
    client.force_login(analyst)
    for query in ({}, {"karta": "kommun", "rader": "alla"}):
        answer = client.get(page_of(done_run, **query), headers={"accept-encoding": "gzip"})
        assert answer["Content-Encoding"] == "gzip"
        assert len(answer.content) <= 60_000

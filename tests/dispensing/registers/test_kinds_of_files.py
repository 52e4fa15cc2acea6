"""Files as registers, map services and statistics write them: the right answer, or the reason in one sentence."""

import csv
import io
import json
import os
from datetime import date

import pytest
from openpyxl import Workbook

from beredd.dispensing.network import load_network
from beredd.dispensing.registers import import_register
from beredd.intake import FileRefused

TODAY = date(2026, 11, 26)


@pytest.fixture
def bring(tmp_path):
    """Import files given as name=content; gives the import."""

    def run(*files):
        paths = []
        for name, content in files:
            path = tmp_path / name
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            paths.append(path)
        return import_register(paths, tmp_path / "net", today=TODAY)

    return run


def towns(done):
    """name -> municipality code of the pharmacies."""
    codes = load_network("sweden").municipality_code
    return {entry.name: codes[entry.municipality_row] for entry in done.pharmacies}


def people(done):
    """municipality code -> people."""
    codes = load_network("sweden").municipality_code
    return {codes[row]: n for row, n in done.people.items()}


def dropped(done):
    return {entry.name: entry.drop for _, entry in done.entries if entry.drop}


# --- tables of pharmacies


def test_main_types_without_customers_are_no_shops_and_an_unknown_one_is_a_guess(bring):
    rows = [f"{n};180;{code}" for n, code in enumerate(("AP", "OAP", "DJUR", "DX", "TVAP", "DIAP", "NYTT"))]
    done = bring(("expo.csv", "namn;kommun;huvudOrgTypKod\n" + "\n".join(rows)))
    assert set(dropped(done)) == {"3", "4"}
    assert [entry.name for entry in done.pharmacies if entry.is_ecommerce] == ["5"]
    assert "'NYTT' is not known" in done.entries[6][1].reason


def test_flags_count_where_no_main_type_is_given(bring):
    done = bring(("expo.csv", "namn;kommun;huvudOrgTypKod;orgTypTVAP\na;180;;true\nb;180;AP;true\n"))
    assert set(dropped(done)) == {"a"}


@pytest.mark.parametrize(
    ("name", "code"),
    [("Region Gotland", "0980"), ("Falu kommun", "2080"), ("Göteborgs Stad", "1480"), ("Dals-Eds kommun", "1438"),
     ("Malung-Sälens kommun", "2023"), ("Västerås stad", "1980"), ("Kommun Borås", "1490"), ("falun", "2080")],
)  # fmt: skip
def test_official_names_of_municipalities(bring, name, code):
    assert towns(bring(("a.csv", f"namn;kommun\nTorget;{name}\n"))) == {"Torget": code}


def test_a_row_that_excel_wrote_short_is_whole(bring):
    done = bring(("a.csv", "namn;kommun;slutDatum\nA;180;\nB;180\nC;180;2020-01-01\n"))
    assert set(towns(done)) == {"A", "B"}


def test_a_workbook_is_imported_from_the_sheet_with_the_register(bring):
    book = Workbook()
    book.active.append(["Om", "filen"])
    book.active.append(["gjord", "2026"])
    sheet = book.create_sheet("Apotek")
    sheet.append(["namn", "kommunkod", "öppettider"])
    sheet.append(["Åsen", 180, "Mo-Fr 9-18\nSa 10-14"])
    raw = io.BytesIO()
    book.save(raw)
    done = bring(("apotek.xlsx", raw.getvalue()))
    assert towns(done) == {"Åsen": "0180"}
    assert done.pharmacies[0].hours[5] == "10-14"


def test_the_report_holds_no_formula_and_the_programs_own_table_keeps_the_name(bring, tmp_path):
    bring(("a.csv", "namn;kommun\n=HYPERLINK(1);180\n@SUM(1);180\n-2+3;180\n"))
    report = list(csv.reader((tmp_path / "net" / "report.csv").open(encoding="utf-8", newline="")))
    assert [row[3] for row in report[1:]] == ["'=HYPERLINK(1)", "'@SUM(1)", "'-2+3"]
    assert "=HYPERLINK(1)" in (tmp_path / "net" / "pharmacies.csv").read_text(encoding="utf-8")


def test_a_file_name_that_is_not_utf8_is_written_with_a_stand_in(tmp_path):
    odd = os.fsdecode(os.fsencode(str(tmp_path)) + b"/apotek-malm\xf6.csv")
    with open(odd, "w", encoding="utf-8") as file:
        file.write("namn;kommun\nTorget;180\n")
    import_register([type(tmp_path)(odd)], tmp_path / "net", today=TODAY)
    assert "apotek-malm�.csv" in (tmp_path / "net" / "report.csv").read_text(encoding="utf-8")


# --- population


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # years as rows: the newest; years as columns: the newest
        ("region;kön;år;Folkmängd\n0180 S;män;2023;1\n0180 S;män;2024;490000\n0180 S;kvinnor;2024;490000\n", 980_000),
        ("region;2023;2024\n0180 S;1;980 000\n", 980_000),
        # parts and their whole, in any words and order
        ("region;kön;2024\n0180 S;män;1\n0180 S;kvinnor;2\n0180 S;män och kvinnor;980000\n", 980_000),
        ("region;kön;2024\n0180 S;totalt;980000\n0180 S;män;1\n", 980_000),
        ("region;ålder;kön;2024\n0180 S;0-17;män;1\n0180 S;samtliga åldrar;män;490000\n"
         "0180 S;samtliga åldrar;kvinnor;490000\n", 980_000),
        ("region;civilstånd;2024\n0180 S;ogifta;480000\n0180 S;gifta;500000\n", 980_000),
        # two figures as rows
        ("region;tabellinnehåll;2024\n0180 S;Folkmängd;980000\n0180 S;Folkökning;900\n", 980_000),
        # conventions, units, titles, repeats
        ("region;Folkmängd (tusental)\n0180 S;980\n", 980_000),
        ("region;Folkmängd\n0180 S;980.000\n", 980_000),
        ('"Folkmängd efter region, kön och år"\n\n"region","kön","2024"\n"0180 S","män","980000"\n', 980_000),
        ("region;2024\n0180 S;980000\n0180 S;980000\n", 980_000),
        ("region;2024\n00 Riket;10000000\n01 Stockholms län;2400000\n0180 S;980000\n", 980_000),
    ],
)  # fmt: skip
def test_people_are_counted_once(bring, text, wanted):
    assert people(bring(("p.csv", text))) == {"0180": wanted}


def test_two_files_of_population_are_added_by_sex_and_never_overwrite_each_other(bring):
    men, women = "region;kön;2024\n0180 S;män;490000\n", "region;kön;2024\n0180 S;kvinnor;499000\n"
    assert people(bring(("men.csv", men), ("women.csv", women))) == {"0180": 989_000}
    with pytest.raises(FileRefused, match=r"b\.csv: found 2 people in 0180 Stockholm, which another file gives as 1"):
        bring(("a.csv", "region;2024\n0180 S;1\n"), ("b.csv", "region;2024\n0180 S;2\n"))


def test_figures_of_which_none_is_the_population_are_refused(bring):
    with pytest.raises(FileRefused, match="several figures"):
        bring(("p.csv", "region;tabellinnehåll;antal\n0180 S;Döda;9\n0180 S;Födda;8\n"))


# --- map data


def node(number, lat, lon, **tags):
    return {"type": "node", "id": number, "lat": lat, "lon": lon, "tags": {"amenity": "pharmacy", **tags}}


def overpass(*elements, **more):
    return json.dumps({"elements": elements, **more})


def test_an_answer_that_overpass_stopped_is_refused_with_its_remark(bring):
    with pytest.raises(FileRefused, match="stopped early: runtime error: Query timed out"):
        bring(("m.json", overpass(node(1, 59.3, 18.0, name="A"), remark="runtime error: Query timed out")))


CORNERS = [{"type": "node", "id": 11, "lat": 55.6, "lon": 13.0}, {"type": "node", "id": 12, "lat": 55.61, "lon": 13.01}]
WAY = {"type": "way", "id": 9, "tags": {"amenity": "pharmacy", "name": "K"}}
RELATION = {"type": "relation", "id": 8, "tags": {"amenity": "pharmacy", "name": "K"}}


@pytest.mark.parametrize(
    "elements",
    [
        [WAY | {"nodes": [11, 12, 11]}, *CORNERS],
        [WAY | {"center": {"lat": 55.6, "lon": 13.0}}],
        [WAY | {"bounds": {"minlat": 55.6, "minlon": 13.0, "maxlat": 55.61, "maxlon": 13.01}}],
        [WAY | {"geometry": [{"lat": 55.6, "lon": 13.0}, None, {"lat": 55.61, "lon": 13.01}]}],
        [RELATION | {"members": [{"type": "way", "ref": 9, "role": "outer"}]},
         {"type": "way", "id": 9, "nodes": [11, 12]}, *CORNERS],
        [RELATION | {"members": [{"type": "way", "ref": 9, "geometry": [{"lat": 55.6, "lon": 13.0}]}]}],
        [RELATION | {"members": [{"type": "relation", "ref": 8}, {"type": "node", "ref": 11}]}, *CORNERS],
    ],
)  # fmt: skip
def test_ways_and_relations_stand_in_the_middle_of_whatever_is_given(bring, elements):
    done = bring(("m.json", overpass(*elements)))
    assert towns(done) == {"K": "1280"}
    assert len(done.entries) == 1  # corners and sides are no rows


@pytest.mark.parametrize(
    ("lat", "lon", "is_swedish"),
    [
        (55.605, 13.0, True), (55.676, 12.568, False), (56.036, 12.614, False), (55.593, 12.67, False),
        (65.835, 24.135, True), (65.848, 24.147, False), (66.389, 23.65, True), (66.32, 23.67, False),
        (58.94, 11.17, True), (59.063, 11.262, True), (59.13, 11.39, False), (59.886, 12.30, True),
        (59.95, 12.2, False), (63.316, 12.10, True), (63.42, 11.74, False),
        (60.1, 19.94, False), (55.91, 12.70, True), (59.29, 18.92, True), (57.71, 11.65, True),
    ],
)  # fmt: skip
def test_positions_across_the_border_are_dropped(bring, lat, lon, is_swedish):
    done = bring(("m.json", overpass(node(1, lat, lon, name="X"), node(2, 59.33, 18.06, name="Y"))))
    assert ("X" in towns(done)) == is_swedish


def test_a_foreign_telephone_number_tells_a_foreign_pharmacy(bring):
    done = bring(("m.json", overpass(node(1, 59.33, 18.06, name="X", phone="0047 12 34 56 78"),
                                     node(2, 59.33, 18.07, name="Y", phone="+46 8 465 004 10"))))  # fmt: skip
    assert set(towns(done)) == {"Y"}


def feature(name, lon, lat, **more):
    properties = {"amenity": "pharmacy", "name": name, **more.pop("properties", {})}
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "properties": properties, "geometry": geometry, **more}


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.mark.parametrize("ids", [{}, {"id": 1}, {"id": "1"}])
def test_a_number_that_each_file_begins_anew_is_no_id(bring, ids):
    done = bring(
        ("norr.geojson", collection(feature("A", 20.26, 63.83, **ids))),
        ("syd.geojson", collection(feature("B", 13.0, 55.6, **ids))),
    )
    assert set(towns(done)) == {"A", "B"}


def test_an_id_of_the_map_tells_a_repeat(bring):
    one = feature("A", 20.26, 63.83, id="node/5")
    done = bring(("a.geojson", collection(one)), ("b.geojson", collection(one)))
    assert len(done.pharmacies) == 1


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(feature("A", 18.06, 59.33)),
        "\n".join(json.dumps(feature("A", 18.06, 59.33 + n)) for n in (0, 0)),
        "\x1e" + json.dumps(feature("A", 18.06, 59.33)) + "\n\x1e" + json.dumps(feature("A", 18.06, 59.33)),
        collection({"type": "Feature", "geometry": {"type": "Point", "coordinates": [18.06, 59.33]},
                    "properties": {"name": "A", "other_tags": '"amenity"=>"pharmacy","x"=>"a \\"b\\""'}}),
        collection({"type": "Feature", "geometry": {"type": "Point", "coordinates": [18.06, 59.33]},
                    "properties": {"name": "A", "tags": '{"amenity": "pharmacy"}'}}),
        collection(feature("A", 674032, 6580822)),  # SWEREF 99 TM
        collection(feature("A", 0, 0) | {"geometry": {"type": "GeometryCollection", "geometries": [
            {"type": "Point", "coordinates": [18.06, 59.33]}]}}),
    ],
)  # fmt: skip
def test_the_forms_that_programs_write_geojson_in(bring, text):
    assert towns(bring(("m.geojson", text))) == {"A": "0180"}


def test_half_a_character_in_a_name_is_left_out(bring):
    done = bring(("m.json", b'{"elements": [{"type": "node", "id": 1, "lat": 59.33, "lon": 18.06, '
                            b'"tags": {"amenity": "pharmacy", "name": "Torget \\ud83d"}}]}'))  # fmt: skip
    assert set(towns(done)) == {"Torget"}


# --- wrong numbers that look right


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("kommun;datum;folkmängd\n0180;2023-12-31;9\n0180;2024-12-31;980000\n", 980_000),
        ("kommun;period;folkmängd\n0180;2024K1;9\n0180;2024K4;980000\n", 980_000),
        ("kommun;Folkmängd (tusental)\n0180;980,123\n", 980_123),
        ("kommun;Antal totalt;Antal män;Antal kvinnor\n0180;980000;4;5\n", 980_000),
        ("kommun;Folkmängd 31 december 2024;Folkmängd 31 december 2023\n0180;980000;9\n", 980_000),
    ],
)
def test_people_are_of_one_time_and_in_their_unit(bring, text, wanted):
    assert people(bring(("p.csv", text))) == {"0180": wanted}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("kommun;Folkmängd män;Folkmängd kvinnor\n0180;4;5\n", "found the columns"),
        ("kommun;Antal hushåll\n0180;4\n", "found the columns"),
        ("kommun;åldersgrupp nr;folkmängd\n0180;1;4\n0180;2;5\n", "'0180' with 5 and with 4 people"),
        ("kommun;folkmängd\n0180;4\n0180;5\n", "nothing that tells the rows apart"),
        ("kommun;civilstånd;folkmängd\n0180;ogifta;4\n0180;gifta;5\n0180;hela;9\n", "found hela, which"),
        ("region;folkmängd\nStockholm;2400000\nUppsala;400000\nSödermanland;300000\nÖrebro;3\n", "found counties"),
        ("region;tabellinnehåll;antal\n0180 S;Folkökning;900\n", "several figures"),
    ],
)
def test_people_that_would_count_wrong_are_refused(bring, text, says):
    with pytest.raises(FileRefused, match=says):
        bring(("p.csv", text))


def test_shops_of_other_kinds_in_a_file_of_services_are_no_pharmacies(bring):
    rows = "Torget;180;Apotek\nIca;180;Dagligvaror\nMacken;180;Drivmedel\nHamnen;180;Öppenvårdsapotek\nBoden;180;\n"
    done = bring(("pipos.csv", f"namn;kommun;servicetyp\n{rows}"))
    assert set(dropped(done)) == {"Ica", "Macken"}
    assert "'Dagligvaror' is no pharmacy" in dropped(done)["Ica"]


def test_a_day_whose_hours_are_not_understood_is_estimated_and_not_closed(bring):
    done = bring(("a.csv", "namn;kommun;mandag;tisdag;sondag\nTorget;180;9-18;efter överenskommelse;\n"))
    assert done.pharmacies[0].hours[:2] == ("9-18", "")
    assert done.pharmacies[0].hours[6] == "closed"


@pytest.mark.parametrize(("lat", "lon"), [("59.330", "18.060"), ("59,330", "18,060"), ("59.33", "18,06")])
def test_degrees_have_no_thousands(bring, lat, lon):
    done = bring(("a.csv", f"namn;kommun;lat;lon\nTorget;180;{lat};{lon}\n"))
    assert (done.pharmacies[0].lat, done.pharmacies[0].lon) == (59.33, 18.06)

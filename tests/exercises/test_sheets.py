"""A plan as a workbook: there and back it is the same, and what cannot be used is said with sheet, row and column."""

import io
import re
import zipfile
from dataclasses import fields, replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from beredd.exercises import columns, plan
from beredd.exercises.importing import rows
from beredd.exercises.lint import lint
from beredd.exercises.plan_sheets import from_sheets
from beredd.exercises.store import plan_of, read_catalogue, read_exercises
from beredd.exercises.workbook import guarded, plain_data, unguarded, workbook
from beredd.intake import FileRefused
from beredd.intake.structured import checked, parse

EXERCISES = read_exercises()
CATALOGUE = EXERCISES.catalogue
S5 = EXERCISES.plan("s5-rullen-som-inte-kom")
S11 = EXERCISES.plan("s11-apoteksbordet")


def back(raw):
    return plan_of(from_sheets(raw, CATALOGUE, name="plan.xlsx"), CATALOGUE)


@pytest.mark.parametrize("id", EXERCISES.plans)
def test_a_shipped_plan_is_the_same_after_a_workbook(id):
    assert back(workbook(EXERCISES.plan(id), CATALOGUE)) == EXERCISES.plan(id)


NASTY = st.text(
    alphabet=st.sampled_from("aåÄ 0,1;\"'=+-@|\n\t\u00a0_xX7é😀%{}#:"), min_size=1, max_size=40
) | st.sampled_from(
    ["=1+1", "'=1+1", "''x", "007", "1,5", "TRUE", "2026-11-24", "-", "@a", "_x0041_", "1e3", "0", "dag 2 08:10"]
)
TEXTS = {
    "text",
    "brief",
    "note",
    "situation",
    "condition",
    "model",
    "policy",
    "basis",
    "why",
    "summary",
    "aim",
    "title",
    "real",
}


def scrambled(data, draw):
    """Plain data of a plan with other words in every field that takes any."""
    if isinstance(data, dict):
        return {
            key: draw(NASTY) if key in TEXTS and isinstance(value, str) else scrambled(value, draw)
            for key, value in data.items()
        }
    if isinstance(data, list):
        return [scrambled(one, draw) for one in data]
    return data


@st.composite
def plans(draw):
    data = scrambled(plain_data(draw(st.sampled_from([S5, S11]))), draw)
    data["injects"] = draw(st.permutations(data["injects"]))[: draw(st.integers(1, 9))]
    for inject in data["injects"]:
        one = {"text": draw(NASTY), "objective": "M1", "indicator": "", "within_min": draw(st.integers(0, 9))}
        inject["expected"] = [one] * draw(st.integers(0, 3))
    data["values"] = [
        {"id": "v", "text": "x", "assumed": draw(st.integers(-(10**20), 10**20)), "basis": "x"},
    ]
    data["evaluation"]["knowledge"] = [{"text": "Vad?", "choices": ["ett", "två"], "answer": 2, "why": "x"}]
    data["history"] = [{"step": "written", "by": "Anna A", "on": "2026-11-27", "seal": "0123"}]
    data["scenario"]["seed"] = draw(st.integers(0, 2**53))
    file = parse(b"a: b", name="x")
    try:
        return checked(file, plan.Plan, data)
    except FileRefused:
        return S11  # a text of blanks alone


@pytest.mark.slow
@settings(max_examples=30, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(plans())
def test_any_plan_is_the_same_after_a_workbook(made):
    assert back(workbook(made, CATALOGUE)) == made


@given(NASTY)
def test_no_cell_begins_as_a_formula_and_the_guard_comes_off(text):
    kept = guarded(text)
    assert kept.lstrip(" \u00a0")[:1] not in set("=+-@\t\n")
    assert unguarded(kept) == text


def as_libreoffice(raw):
    """The workbook as LibreOffice saves it: rich runs, numbers as floats, empty rows and columns, own styles.

    Shared strings in a part of their own, cells up to the last styled one, days as numbers.
    """
    book = load_workbook(io.BytesIO(raw))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if type(cell.value) is int:
                    cell.value = float(cell.value)
                cell.number_format = "General"
        sheet.cell(400, 30).number_format = "@"
        sheet.data_validations.dataValidation = []
    plan_sheet = book["Plan"]
    for row in plan_sheet.iter_rows(min_row=2):
        if row[0].value == "Scenariots första dag":
            row[1].value = datetime.fromisoformat(row[1].value)
            row[1].number_format = "yyyy\\-mm\\-dd"
    out = io.BytesIO()
    book.save(out)
    return with_shared_strings(out.getvalue())


def with_shared_strings(raw):
    """The texts of a workbook apart from their cells, each once, every second as rich text in two runs."""
    out, source, shared = io.BytesIO(), zipfile.ZipFile(io.BytesIO(raw)), {}

    def share(match):
        number = shared.setdefault(match[3], len(shared))
        return f'<c {match[1]}{match[2] or ""} t="s"><v>{number}</v></c>'

    parts = {name: source.read(name) for name in source.namelist()}
    for name in parts:
        if name.startswith("xl/worksheets/sheet"):
            cell = r'<c (r="\w+")( s="\d+")? t="inlineStr"><is><t[^>]*>([^<]*)</t></is></c>'
            parts[name] = re.sub(cell, share, parts[name].decode()).encode()
    items = "".join(
        f'<si><t xml:space="preserve">{text}</t></si>'
        if number % 2
        else "<si>"
        + "".join(f'<r><rPr><b/></rPr><t xml:space="preserve">{part}</t></r>' for part in cut(text))
        + "</si>"
        for text, number in shared.items()
    )
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{space}" count="{len(shared)}">{items}</sst>'.encode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    types = parts["[Content_Types].xml"].decode()
    if "sharedStrings" not in types:
        override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
        parts["[Content_Types].xml"] = types.replace("</Types>", override).encode()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


def cut(text):
    at = len(text) // 2
    return (text,) if "&" in text or at == 0 else (text[:at], text[at:])


@pytest.mark.parametrize("id", EXERCISES.plans)
def test_a_plan_is_the_same_after_another_program_saved_it(id):
    raw = as_libreoffice(workbook(EXERCISES.plan(id), CATALOGUE))
    assert b"inlineStr" not in zipfile.ZipFile(io.BytesIO(raw)).read("xl/worksheets/sheet2.xml")
    assert back(raw) == EXERCISES.plan(id)


FIXED = """
Nr | Scenariotid (T+ / dag kl) | Reell tid | Skede | Kanal | Från (spelad av) | Till (aktör/roll) | Rubrik | Text
Bilaga | Förväntad åtgärd | Delmål | Indikator | Ansvarig motspelare | Villkor | Modellhändelse | Status | Verklig tid
Notering
"""


def test_the_list_of_injects_has_the_fixed_columns_first():
    fixed = [name.strip() for line in FIXED.strip().splitlines() for name in line.split("|")]
    assert [column.header for column in columns.INJECTS.columns[:19]] == fixed


def test_every_field_of_a_plan_has_one_place_in_the_workbook():
    said = {line.key.split(".")[0] for line in columns.LINES} | {layout.part[0] for layout in columns.LAYOUTS}
    assert said == {field.name for field in fields(plan.Plan)}
    for layout in columns.LAYOUTS:
        here = {column.key.split(".")[0] for column in layout.columns if column.key}
        apart = {other.part[1] for other in columns.LAYOUTS if other.owner and other.part[:1] == layout.part}
        assert here | apart == {field.name for field in fields(layout.item)}, layout.title
    for part, kind in (("directive", plan.Directive), ("scenario", plan.Scenario), ("evaluation", plan.Evaluation)):
        lines = {line.key.split(".")[1] for line in columns.LINES if line.key.startswith(f"{part}.")}
        apart = {layout.part[1] for layout in columns.LAYOUTS if layout.part[0] == part and not layout.owner}
        assert lines | apart == {field.name for field in fields(kind)}, part


def test_a_workbook_can_be_used_as_it_comes():
    book = load_workbook(io.BytesIO(workbook(S5, CATALOGUE)))
    sheet = book["Inspelslista"]
    assert sheet.freeze_panes == "B2"
    offered = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert offered["E2:E500"] == '"Mejl,SMS,Telefon,Disken,Media,Möte,Papper,Spelledning"'
    assert offered["G2:G500"] == "='Roller'!$A$2:$A$500"
    assert offered["L2:L500"] == "='Delmål'!$A$2:$A$500"
    widths = [dimension.width for dimension in sheet.column_dimensions.values()]
    assert (min(widths), max(widths)) == (6, 60)


def edited(change, source=S11):
    book = load_workbook(io.BytesIO(workbook(source, CATALOGUE)))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(sheet, where, value):
    return lambda book: book[sheet].__setitem__(where, value)


def line(field, value, column=2):
    def change(book):
        row = next(row for row in book["Plan"].iter_rows() if row[0].value == field)
        row[column - 1].value = value

    return change


BAD = {
    "no such channel": (put("Inspelslista", "E3", "Rök"), "worksheet Inspelslista, row 3, column Kanal: found 'Rök'"),
    "no channel": (put("Inspelslista", "E3", None), "worksheet Inspelslista, row 3, column Kanal: found an empty cell"),
    "no time": (put("Inspelslista", "B4", "snart"), "worksheet Inspelslista, row 4, column Scenariotid (T+ / dag kl)"),
    "before the start": (
        put("Inspelslista", "B4", "dag 1 08:00"),
        "row 4, column Scenariotid (T+ / dag kl): found 'dag 1 08:00'",
    ),
    "day nought": (
        put("Inspelslista", "B4", "dag 0 10:00"),
        "found 'dag 0 10:00'; allowed is a time from 09:00 on day 1",
    ),
    "no link": (put("Inspelslista", "T2", "transport"), "row 2, column Led i kedjan: found 'transport'; allowed is"),
    "no number": (
        put("Inspelslista", "U2", "snart"),
        "row 2, column Inom (minuter): found 'snart'; allowed is a whole number",
    ),
    "below nought": (put("Inspelslista", "U2", -4), "row 2, column Inom (minuter): found '-4'; allowed is at least 0"),
    "no title": (put("Inspelslista", "H5", None), "row 5, column Rubrik: found an empty cell; allowed is a text"),
    "no text": (put("Inspelslista", "I5", None), "row 5, column Text: found an empty cell"),
    "an odd number": (put("Inspelslista", "A5", "fyra"), "worksheet Inspelslista, row 5, column Nr: found 'fyra'"),
    "no status": (
        put("Inspelslista", "Q2", "klar"),
        "row 2, column Status: found 'klar'; allowed is utkast, granskad, godkänd",
    ),
    "action without text": (put("Inspelslista", "K2", None), "row 2, column Förväntad åtgärd: found an empty cell"),
    "action without objective": (put("Inspelslista", "L2", None), "row 2, column Delmål: found an empty cell"),
    "another header": (
        put("Inspelslista", "E1", "Kanaler"),
        "worksheet Inspelslista, row 1, column Kanal: found no such column",
    ),
    "a header too many": (put("Roller", "H1", "Telefon"), "worksheet Roller, row 1, column Telefon: found 'Telefon'"),
    "cells beyond": (put("Roller", "K3", "x"), "worksheet Roller, row 3: found 1 cells beyond the columns"),
    "no sheet": (lambda book: book.remove(book["Roller"]), "allowed is a visible worksheet Roller"),
    "a hidden sheet": (
        lambda book: setattr(book["Roller"], "sheet_state", "hidden"),
        "allowed is a visible worksheet Roller",
    ),
    "played by nobody known": (
        put("Roller", "D2", "statist"),
        "worksheet Roller, row 2, column Spelas som: found 'statist'",
    ),
    "no brief": (put("Roller", "E3", None), "worksheet Roller, row 3, column Rollkort: found an empty cell"),
    "the picture of no role": (
        put("Rollernas bild", "A2", "ingen"),
        "worksheet Rollernas bild, row 2, column Roll: found 'ingen'",
    ),
    "no source": (
        put("Indikatorer", "D2", "magkänsla"),
        "worksheet Indikatorer, row 2, column Datakälla: found 'magkänsla'",
    ),
    "neither yes nor no": (
        put("Aktörer", "C2", "kanske"),
        "worksheet Aktörer, row 2, column Utpekad i uppdraget: found 'kanske'; allowed is ja, nej",
    ),
    "no scale": (line("Bedömningsskala", "betyg"), "worksheet Plan, row 36, column Bedömningsskala: found 'betyg'"),
    "no day": (
        line("Scenariots första dag", "tisdag"),
        "column Scenariots första dag: found 'tisdag'; allowed is a day",
    ),
    "no version": (
        line("Version", "noll"),
        "worksheet Plan, row 5, column Version: found 'noll'; allowed is a whole number",
    ),
    "version nought": (line("Version", 0), "worksheet Plan, row 5, column Version: found '0'; allowed is at least 1"),
    "no such line": (line("Syfte", "Mål", column=1), "worksheet Plan, row 9, column Fält: found 'Mål'"),
    "no aim": (line("Syfte", None), "worksheet Plan, row 9, column Syfte: found an empty cell"),
    "a line twice": (
        line("Syfte", "Sammanfattning", column=1),
        "row 9, column Fält: found 'Sammanfattning'; allowed is this line once",
    ),
    "an odd clock": (line("Börjar klockan", "nio"), "column Börjar klockan: found 'nio'"),
    "a person": (
        put("Inspelslista", "I3", "Kunden 19121212-1212"),
        "worksheet Inspelslista, row 3, column Text: found what looks like a personal",
    ),
    "markup": (put("Inspelslista", "I3", "<b>Brand</b>"), "worksheet Inspelslista, row 3, column Text: found"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_workbook_is_refused_with_sheet_row_and_column(name):
    change, said = BAD[name]
    with pytest.raises(FileRefused) as refused:
        back(edited(change))
    assert said in str(refused.value)


def test_what_is_no_workbook_is_refused():
    for raw in (b"Nr;Text\n1;x\n", b"PK\x03\x04 broken", b""):
        with pytest.raises(FileRefused):
            back(raw)


def test_every_way_to_write_a_time_is_the_same_time():
    for text in ("T+0:11", "dag 1 09:11", "Dag 1, kl 09.11", "d1 9:11"):
        assert back(edited(put("Inspelslista", "B3", text))).injects[1].at == "T+0:11"


def test_a_row_that_repeats_the_number_adds_an_expected_action():
    def change(book):
        sheet = book["Inspelslista"]
        sheet.insert_rows(3)
        for column, value in {"A": "1", "K": "Ringer även vakthavande.", "L": "M1", "M": "M1.1", "U": 9}.items():
            sheet[f"{column}3"] = value

    expected = back(edited(change)).injects[0].expected
    assert [one.text for one in expected][1:] == ["Ringer även vakthavande."]
    assert expected[1].within_min == 9


def test_what_belongs_to_a_run_or_to_nobody_is_passed_over_aloud():
    def change(book):
        book["Inspelslista"]["R2"] = "09:07"
        book.create_sheet("Mina anteckningar").append(["a", "b"])

    cells = from_sheets(edited(change), CATALOGUE, name="plan.xlsx")
    assert plan_of(cells, CATALOGUE) == S11
    told = " ".join(map(str, cells.passed_over))
    assert "Inspelslista, row 2: Verklig tid" in told
    assert "Mina anteckningar" in told


def test_lint_of_a_workbook_points_at_its_cells():
    cells = from_sheets(edited(put("Inspelslista", "G3", "okand")), CATALOGUE, name="plan.xlsx")
    read = plan_of(cells, CATALOGUE)
    finding = next(one for one in lint(read, CATALOGUE) if one.rule == "dead")
    assert cells.at(finding.path) == ("Inspelslista", 3, "Till (aktör/roll)")


def test_an_import_says_what_became_of_each_row():
    def change(book):
        sheet = book["Inspelslista"]
        sheet["H2"] = "En annan rubrik"
        sheet["A9"] = "99"

    cells = from_sheets(edited(change), CATALOGUE, name="plan.xlsx")
    after = plan_of(cells, CATALOGUE)
    told = {
        (row.sheet, row.row, row.id, row.did, row.fields) for row in rows(after, cells, S11) if row.did != "unchanged"
    }
    assert told == {
        ("Inspelslista", 2, "1", "changed", ("Rubrik",)),
        ("Inspelslista", 9, "99", "added", ()),
        ("Inspelslista", 0, "8", "removed", ()),
    }
    assert {row.did for row in rows(after, cells, None)} == {"added"}
    assert all(
        row.row
        for row in rows(S11, from_sheets(workbook(S11, CATALOGUE), CATALOGUE, name="x"), None)
        if row.did != "removed"
    )


def test_a_role_called_alla_is_not_everybody():
    roles = (replace(S11.roles[0], id="alla"), *S11.roles[1:])
    injects = tuple(replace(one, to=("alla",) if one.id == "1" else ("all",)) for one in S11.injects)
    made = replace(S11, roles=roles, injects=injects)
    assert back(workbook(made, CATALOGUE)) == made


def test_the_catalogue_is_the_one_that_the_words_come_from():
    assert read_catalogue().channels["mail"].name == "Mejl"

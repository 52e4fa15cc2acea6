"""What a comparison is read as: sentences, tables, the picture, and measures over scenarios."""

import pytest
from tests.dispensing.fake_comparison import BOTH, LEADING, A, B, answer

from beredd.dispensing.measures import reading
from beredd.dispensing.measures.kpis import KPIS
from beredd.figures.files import csv_text
from beredd.wording import speaking


def said(found, language="sv"):
    with speaking(language):
        return [str(one).replace("\u00a0", " ") for one in reading.lead(found)]


def test_the_best_leads_with_its_interval_and_the_harmful_are_named():
    found = answer({A: (-204.0, -231.0, -178.0), B: (88.0, 60.0, 110.0)}, apart={A, B})
    best, worse = said(found)
    assert best == (
        "Mest gör ”Packning även på helger”: 200 färre patientdygn utan dosläkemedel på 14 dygn (170–240), "
        "20 % av dem utan åtgärd."
    )
    assert worse == "Den här gör det sämre: Nattskift i de dosfabriker som går."


def test_what_cannot_be_told_from_nothing_is_never_called_best():
    assert said(answer({A: (-204.0, -431.0, 28.0)}, apart=set())) == [
        "Ingen av åtgärderna går säkert att skilja från att inte göra något, mätt i patientdygn utan dosläkemedel."
    ]
    assert said(answer({A: (-204.0, None, None)}, apart=set(), interval="none: one replicate")) == [
        "En körning räcker inte för att säga om någon åtgärd hjälper. Kör flera."
    ]


def test_measures_of_one_place_are_named_as_equals():
    found = answer({A: (-200.0, -230.0, -170.0), B: (-190.0, -230.0, -150.0)}, apart={A, B}, places={A: 1, B: 1})
    assert said(found)[1].startswith("Lika bra, så vitt det går att skilja dem åt: Nattskift")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_figure_has_a_name_in_both_languages(language):
    assert set(reading.KPI_LABELS) == set(KPIS)
    with speaking(language):
        assert all(str(label) for label in reading.KPI_LABELS.values())


def test_tables_are_rounded_for_the_eye_and_raw_in_files():
    found = answer({A: (-204.4, -231.2, -178.0)}, apart={A})
    with speaking("sv"):
        (shown,) = reading.effects_table(found).shown_rows
        assert [cell.shown for cell in shown[1]][1:3] == ["−200", "−240 till −170"]
        assert "-204.4" in csv_text(reading.effects_table(found)).replace(",", ".")
        figures = reading.figures_table(found)
    assert [row.cells[1].raw for row in figures.rows] == [LEADING, "nurse_minutes"]
    assert [row.note for row in figures.rows] == ["", "vad den kräver"]


def test_a_probability_from_a_few_runs_is_never_nought_or_a_hundred():
    with speaking("sv"):
        (row,) = reading.effects_table(answer({A: (-204.0, -231.0, -178.0)}, apart={A})).rows
    assert row.cells[4].shown.replace("\u00a0", " ") == "> 99 %"


def test_the_picture_holds_zero_every_difference_and_every_end():
    with speaking("sv"):
        figure = reading.effects_figure(answer({A: (-204.0, -231.0, -178.0), B: (88.0, None, None)}, apart={A}))
    ticks = figure._ticks()
    assert ticks[0] <= -231
    assert ticks[-1] >= 88
    assert 0 in ticks
    assert figure.svg().count('class="dot"') == 2
    assert figure.svg().count('class="ser"') == 1


@pytest.mark.parametrize(
    ("beyond", "low", "high", "says"),
    [(-40.0, -60.0, -20.0, "mer nytta"), (40.0, 20.0, 60.0, "mindre nytta"), (5.0, -9.0, 19.0, "lika mycket")],
)
def test_what_a_combination_does_beyond_its_parts_is_said(beyond, low, high, says):
    more = {"measure": BOTH, "kpi": LEADING, "beyond_parts": beyond, "low": low, "high": high}
    effects = {A: (-10.0, -20.0, -5.0), B: (-10.0, -20.0, -5.0), BOTH: (-60.0, -70.0, -50.0)}
    with speaking("sv"):
        (sentence,) = reading.combinations(answer(effects, apart=set(effects), combinations=[more]))
        assert says in str(sentence)


def test_over_scenarios_the_later_of_the_same_counts_and_harm_is_not_robust():
    def told(scenario, effect, *, apart=True):
        ends = (effect, effect - 10, effect + 10)
        return reading.summary_of(answer({A: ends}, apart={A} if apart else set(), scenario=scenario))

    with speaking("sv"):
        table = reading.matrix([told("s1", 50.0), told("s1", -100.0), told("s2", -50.0), told("s3", 0.0, apart=False)])
        (row,) = table.rows
        assert [cell.shown.replace("\u00a0", " ") for cell in row.cells[1:]] == [
            "−10,0 %",
            "−5,0 %",
            "0",
            "2 av 3",
            "robust: hjälper i de flesta, skadar i inget",
        ]
        (harmful,) = reading.matrix([told("s1", -100.0), told("s2", 50.0)]).rows
        assert harmful.cells[-1].shown == "särskild: hjälper i några"
        (unsure,) = reading.matrix([told("s1", -100.0, apart=False)]).rows
        assert unsure.cells[1].shown == "(−10,0\u00a0%)"


def test_every_table_says_of_what_its_differences_are():
    found = answer({A: (-204.0, -231.0, -178.0)}, apart={A})
    with speaking("sv"):
        for table in (reading.effects_table, reading.tiers_table, reading.counties_table, reading.pairs_table):
            assert "patientdygn utan dosläkemedel" in table(found).caption

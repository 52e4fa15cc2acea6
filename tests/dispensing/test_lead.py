"""The sentence a run opens with: the same hour, the worst counties, no more digits than are known, nothing at rest."""

import numpy as np
import pytest
from tests.dispensing.small_network import small_network

from beredd.dispensing import run
from beredd.dispensing.reading import lead_of, open_results
from beredd.dispensing.scenarios import make_scenario
from beredd.figures.numbers import rounded
from beredd.wording import Sentence, speaking

CODES = ["01", "23"]  # Stockholm and Jämtland


def cubes(past, everyday, without=None):
    """Arrays (hours, counties) as one replicate."""
    pair = np.array([past]), np.array([everyday])
    return {"past_limit": pair, "without": pair if without is None else (np.array([without]), np.array([everyday]))}


def words(lead):
    with speaking("sv"):
        return [str(sentence).replace("\u00a0", " ") for sentence in lead.sentences()]


def test_peaks_are_compared_at_the_same_hour():
    """The run's own peak is at noon, when an ordinary day has as many; what differs is the night."""
    past, everyday = np.full((48, 2), 50), np.full((48, 2), 50)
    past[12] = everyday[12] = 9000
    past[30, 0] += 400
    lead = lead_of(cubes(past, everyday), CODES)
    assert (lead.country.hour, lead.country.beyond, lead.country.everyday) == (30, 400, 100)


def test_a_county_is_named_though_the_nation_hides_it():
    past, everyday = np.zeros((72, 2)), np.zeros((72, 2))
    past[:, 0] = everyday[:, 0] = 60_000
    past[:, 1], everyday[:, 1] = 628, 628
    past[40:50, 1] = 3658
    lead = lead_of(cubes(past, everyday), CODES, first_weekday=0)
    assert words(lead) == [
        "Som mest har 3 000 fler än en vanlig dag väntat längre än läkemedlet tål, tisdag kl. 16 (dag 2), "
        "mest i Jämtland; normalt igen dag 3.",
        "Jämtland: som mest 3 700 i stället för 630, tisdag kl. 16 (dag 2).",
    ]


def test_where_the_whole_country_is_hit_no_county_is_blamed():
    past, everyday = np.zeros((48, 2)), np.zeros((48, 2))
    past[20] = [2_460, 132]  # the same share of the inhabitants
    assert "ungefär lika mycket i hela landet" in words(lead_of(cubes(past, everyday), CODES))[0]


def test_at_rest_nothing_differs():
    past = np.full((48, 2), 300)
    assert words(lead_of(cubes(past, past), CODES)) == [
        "Inget skiljer sig från en vanlig dag: lika många är utan läkemedel, timme för timme."
    ]


def test_who_waits_no_longer_than_the_medicine_tolerates_is_still_counted_as_without():
    still = np.full((48, 2), 10)
    without = still.copy()
    without[20, 0] += 500
    told = words(lead_of(cubes(still, still, without), CODES))[0]
    assert told.startswith("Inte fler än en vanlig dag väntar längre än läkemedlet tål. Som mest är 500 fler")


def test_a_run_that_ends_too_early_is_not_called_normal():
    past, everyday = np.zeros((48, 2)), np.zeros((48, 2))
    past[30:, 1] = 800
    assert words(lead_of(cubes(past, everyday), CODES))[0].endswith("ännu inte normalt när körningen slutar, dag 2.")


def test_a_difference_that_chance_could_make_is_no_difference():
    past, everyday = np.zeros((3, 24, 2)), np.zeros((3, 24, 2))
    past[:, 12, 0] = [-30, 20, 60]
    lead = lead_of({"past_limit": (past, everyday), "without": (past, everyday)}, CODES)
    assert lead.sentences() == (Sentence("dispensing.lead-within-chance"),)


@pytest.mark.parametrize(
    ("value", "low", "high", "said"),
    [
        (12_345, 12_340, 12_350, 12_000),  # two digits, however little chance matters
        (3_658, 3_640, 3_670, 3_700),
        (12_345, 9_000, 16_000, 12_000),
        (68_205, 40_000, 90_000, 70_000),
        (628, 628, 628, 630),
        (7, 7, 7, 7),
        (500, 100, 9_000, 500),  # an interval wider than the number does not round it away
        (0, 0, 0, 0),
    ],
)
def test_no_more_digits_are_said_than_are_known(value, low, high, said):
    assert rounded(value, low, high) == said


@pytest.mark.slow
def test_the_files_and_the_summary_say_the_same(tmp_path):
    event = {"id": "stopp", "hit": "erecept", "where": "national", "from": "d1h09", "for": 30}
    scenario = make_scenario({"name": "small", "days": 5, "event": [event]}, identifier="small", file="test")
    asked = {"scenario": scenario, "network": small_network(people=1_200), "threads": 1, "replicates": 2}
    summary = run(**asked, out=tmp_path / "out")
    told = tuple(Sentence.from_json(sentence) for sentence in summary["lead"])
    assert told == open_results(tmp_path / "out").lead.sentences()
    assert told == tuple(Sentence.from_json(sentence) for sentence in run(**asked)["lead"])
    assert told[0].code == "dispensing.lead-past-limit"

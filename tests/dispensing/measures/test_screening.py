"""What would change the answer: found on a small chain, and only what is not known is moved."""

import numpy as np
import pytest
from tests.dispensing.dose.small_dose import dose
from tests.dispensing.small_network import small_network

from beredd.dispensing.dose.question import dose_register
from beredd.dispensing.errors import DispensingError
from beredd.dispensing.measures import ScreenQuestion, screen
from beredd.dispensing.measures.draws import uncertain
from beredd.dispensing.measures.screening import _sobol

ROLLS = """name = "Rullar"
days = 16
[[dose]]
id = "stopp"
hit = "plant"
where = "dos-1"
from = "d0h00"
for = 96
level = 0.0
"""


@pytest.mark.slow
def test_parameters_of_the_dose_chain_are_ranked_and_bring_their_source(tmp_path):
    path = tmp_path / "rullar.toml"
    path.write_text(ROLLS, encoding="utf-8")
    question = ScreenQuestion(scenario=str(path), paths=3, sobol=0, whole=True)
    found = screen(question, network=small_network(), dose=dose(), threads=1)
    assert {row["name"] for row in found["parameters"]} == {one.name for one in uncertain(dose_register())}
    strengths = [row["mu_star"] for row in found["parameters"]]
    assert strengths == sorted(strengths, reverse=True)
    assert found["matter_most"]
    assert all(row["source"] and row["why"] for row in found["parameters"])
    # Nobody fills dosetts here, so their minutes cannot matter.
    assert next(row["mu_star"] for row in found["parameters"] if row["name"] == "nurse_minutes_per_dosett") == 0
    assert found["runs"] == 3 * (len(strengths) + 1)


def test_sobol_gives_each_its_share_of_the_variance():
    which = uncertain(dose_register())[:3]
    question = ScreenQuestion(scenario="s5a-dos", sobol=256)
    found = _sobol(question, which, lambda points, _: 3 * points[:, 0] + points[:, 1])
    totals = [found[one.name]["total"] for one in which]
    assert totals == pytest.approx([0.9, 0.1, 0.0], abs=0.05)


def test_a_figure_that_does_not_move_has_no_shares():
    which = uncertain(dose_register())[:3]
    found = _sobol(ScreenQuestion(scenario="s5a-dos", sobol=8), which, lambda points, _: np.ones(len(points)))
    assert {row["total"] for row in found.values()} == {None}


def test_points_that_are_no_power_of_two_are_one_sentence():
    with pytest.raises(DispensingError, match="--sobol was 12; allowed is 0 or a power of two"):
        screen(ScreenQuestion(scenario="s5a-dos", sobol=12))

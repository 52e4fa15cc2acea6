"""Subjects drawn from fitted figures, published rows from a folder, and what is refused."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from beredd.descriptions import Refused
from beredd.overdose import Arm, Question
from beredd.overdose.errors import BadParameterFile
from beredd.overdose.populations import drawn, published
from beredd.overdose.substances import opioid, product
from beredd.parameters import tables

PRODUCTS = [product(name) for name in ("im-generic-2mg", "in-4mg", "iv-2mg", "nyxoid-1.8mg")]


def test_a_subject_is_drawn_the_same_whatever_the_population():
    few, many = (drawn(opioid("fentanyl"), PRODUCTS, n, 7) for n in (5, 50))
    np.testing.assert_array_equal(few.opioid["k_on"], many.opioid["k_on"][:5])
    np.testing.assert_array_equal(
        few.antagonist["in-4mg"][0]["k_absorption"], many.antagonist["in-4mg"][0]["k_absorption"][:5]
    )


def test_another_seed_draws_others():
    a, b = (drawn(opioid("fentanyl"), [], 20, seed) for seed in (1, 2))
    assert not (a.opioid["volume_l"] == b.opioid["volume_l"]).any()


@pytest.mark.slow
def test_drawn_figures_are_the_published_rows_figures():
    """4 standard errors at this seed; figures of the register, which were derived from the published rows."""
    n = 4000
    people = drawn(opioid("fentanyl"), PRODUCTS, n, 3)
    for values, block, column in (
        (people.opioid["volume_l"], "opioid-fentanyl", "V1_L"),
        (people.opioid["k_on"], "binding-fentanyl", "kon_pM^-n_per_s"),
        (people.opioid["hill"], "binding-fentanyl", "n"),
        (people.antagonist["im-generic-2mg"][0]["k_absorption"], "im-generic-2mg", "kin_per_s"),
        (people.antagonist["in-4mg"][0]["bioavailability"], "in-4mg", "F"),
    ):
        entry = tables("overdose-population")["block"][block]
        k = entry["columns"].index(column)
        mean, sd = entry["log_mean"][k], entry["log_sd"][k]
        assert np.log(values).mean() == pytest.approx(mean, abs=4 * sd / math.sqrt(n))
        assert np.log(values).std() == pytest.approx(sd, rel=4 / math.sqrt(2 * n))


def test_association_and_slope_move_against_each_other():
    people = drawn(opioid("fentanyl"), [], 500, 1)
    assert np.corrcoef(np.log(people.opioid["k_on"]), people.opioid["hill"])[0, 1] < -0.95


def test_bioavailability_stays_a_share():
    people = drawn(opioid("fentanyl"), [product("im-generic-2mg"), product("nyxoid-1.8mg")], 2000, 1)
    assert people.antagonist["im-generic-2mg"][0]["bioavailability"].max() <= 0.9001
    assert all(curve["bioavailability"].max() <= 1.0 for curve in people.antagonist["nyxoid-1.8mg"])


def test_carfentanil_is_fentanyl_with_the_published_factors():
    fentanyl, carfentanil = (drawn(opioid(name), [], 10, 1).opioid for name in ("fentanyl", "carfentanil"))
    np.testing.assert_allclose(carfentanil["k_out"], 0.1 * fentanyl["k_out"])
    np.testing.assert_allclose(carfentanil["k31"], 10.0 * fentanyl["k31"])
    np.testing.assert_array_equal(carfentanil["k12"], fentanyl["k12"])


FILES = {
    "opioid_pk_population_fentanyl.csv": {
        "V1_L": 10.5, "kout_per_s": 0.002, "k12_per_s": 0.0032, "k21_per_s": 0.0023, "k13_per_s": 0.0036,
        "k31_per_s": 0.00023,
    },
    "binding_bootstrap_fentanyl.csv": {"kon_pM^-n_per_s": 3.08e-5, "koff_per_s": 0.004331, "n": 0.8439},
    "binding_bootstrap_naloxone.csv": {"kon_pM^-n_per_s": 1.67e-4, "koff_per_s": 0.03959, "n": 0.858},
    "naloxone_pk_population_IM_generic_2mg_2mL.csv": {
        "V1_mL": 156500, "F": 0.6257, "kin_per_s": 0.005164, "ktr_per_s": 0.005121, "CL_mL_per_s": 32.03,
        "Qp_mL_per_s": 524.6, "V2_mL": 320000,
    },
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three subjects, all typical, in files laid out as the published ones."""
    for name, columns in FILES.items():
        write(tmp_path / name, columns, rows=3)
    return tmp_path


def write(path: Path, columns: dict[str, float | str], rows: int) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["subject", *columns])
        writer.writerows([[k + 1, *columns.values()] for k in range(rows)])


def read(folder: Path, n: int = 3):
    return published(folder, opioid("fentanyl"), [product("im-generic-2mg")], n)


def test_rows_of_a_folder_are_read(folder):
    people = read(folder)
    assert people.opioid["volume_l"].tolist() == [10.5] * 3
    assert people.antagonist["im-generic-2mg"][0]["exchange_ml_per_s"].tolist() == [524.6] * 3
    assert set(people.inputs) == set(FILES)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"n": None}, "has no column 'n'"),
        ({"koff_per_s": "nan"}, "has NaN in column 'koff_per_s' on line 2"),
        ({"koff_per_s": -0.004}, "has -0.004 in column 'koff_per_s' on line 2"),
        ({"koff_per_s": "many"}, "has no number in column 'koff_per_s' on line 2"),
    ],
)
def test_a_bad_file_is_one_clear_sentence(folder, change, sentence):
    name = "binding_bootstrap_naloxone.csv"
    columns = {k: v for k, v in {**FILES[name], **change}.items() if v is not None}
    write(folder / name, columns, rows=3)
    with pytest.raises(BadParameterFile, match=sentence) as caught:
        read(folder)
    assert name in str(caught.value)
    assert str(caught.value).endswith(".")


def test_too_few_rows_are_refused(folder):
    with pytest.raises(BadParameterFile, match="has 3 subjects, but 4 were asked for"):
        read(folder, 4)


def test_a_missing_file_is_named(folder):
    (folder / "binding_bootstrap_fentanyl.csv").unlink()
    with pytest.raises(BadParameterFile, match=r"has no file 'binding_bootstrap_fentanyl\.csv'"):
        read(folder)


def test_a_bioavailability_above_one_is_refused(folder):
    name = "naloxone_pk_population_IM_generic_2mg_2mL.csv"
    write(folder / name, {**FILES[name], "F": 1.2}, rows=3)
    with pytest.raises(BadParameterFile, match=r"bioavailability 1.2 on line 2; it is a share"):
        read(folder)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"opioid": "heroin"}, "“heroin” was given; allowed is fentanyl, carfentanil"),
        ({"dose_mg": 0.0}, "above 0 and at most 50 mg"),
        ({"dose_mg": 1625.0}, "at most 50 mg"),
        ({"dose_mg": 2.1, "opioid": "carfentanil"}, "carfentanil is 2.1 mg; it must be above 0 and at most 2 mg"),
        ({"dose_mg": math.nan}, "nan was given"),
        ({"subject": "child"}, "“child” was given; allowed is chronic, naive"),
        ({"n": 0}, "from 1 to"),
        ({"seed": -1}, "-1 was given"),
        ({"arms": (Arm("in-4mg"), Arm("in-4mg"))}, "asked for twice"),
    ],
)
def test_a_bad_question_is_one_clear_sentence(changes, sentence):
    with pytest.raises(Refused, match=sentence):
        Question(**{"opioid": "fentanyl", "dose_mg": 1.625, **changes})


@pytest.mark.parametrize(
    ("arm", "sentence"),
    [
        (("narcan",), "no antagonist product 'narcan'"),
        (("in-4mg", "5-doses"), "“5-doses” was given"),
        (("in-4mg", "iv-escalation-2"), "counts milligrams into a vein"),
        (("in-4mg", "1-dose", 1.0), "Delay: 1 s was given; allowed is from 5 to 1,800 s"),
        (("iv-900mg",), "at most 20 mg"),
    ],
)
def test_a_bad_arm_is_one_clear_sentence(arm, sentence):
    with pytest.raises(Refused, match=sentence):
        Arm(*arm)


def test_absorption_is_never_faster_than_the_longest_step_allows(folder):
    name = "naloxone_pk_population_IM_generic_2mg_2mL.csv"
    write(folder / name, {**FILES[name], "kin_per_s": 7.0}, rows=3)
    assert read(folder).antagonist["im-generic-2mg"][0]["k_absorption"].tolist() == [0.9] * 3


@pytest.mark.slow
def test_the_tails_go_on_as_they_end():
    """The largest of 4,000 standardised draws is some 3.6; beyond the kept quantiles nothing may fan out."""
    entry = tables("overdose-population")["block"]["opioid-fentanyl"]
    logs = np.log(drawn(opioid("fentanyl"), [], 4000, 3).opioid["volume_l"])
    largest = np.abs((logs - entry["log_mean"][0]) / entry["log_sd"][0]).max()
    assert 3.2 < largest < 4.3

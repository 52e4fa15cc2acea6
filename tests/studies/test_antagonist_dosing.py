"""The study's named outputs: complete, paired, and honest about what is published."""

import pytest

from beredd.studies import antagonist_dosing


@pytest.fixture(scope="module")
def study():
    return antagonist_dosing.main(n=40, seed=2)


@pytest.mark.slow
def test_every_opioid_and_dose_has_named_outputs(study):
    names = {output.name for output in study.outputs}
    assert len(names) == len(study.outputs)
    assert {
        "fentanyl.1.625mg.none.arrest_pct",
        "fentanyl.1.625mg.1-dose.30s.arrest_pct",
        "carfentanil.0.02187mg.breathing-1-dose.60s.saved_points",
        "nitazenes.r16-s16.response-120s.60s.arrest_pct",
    } <= names


@pytest.mark.slow
def test_scenarios_are_marked(study):
    assert study.output("fentanyl.1.625mg.1-dose.60s.arrest_pct").is_within_published
    assert not study.output("fentanyl.1.625mg.response-120s.60s.arrest_pct").is_within_published
    assert not study.output("nitazenes.r16-s1.1-dose.60s.arrest_pct").is_within_published


@pytest.mark.slow
def test_saved_points_are_against_one_dose_after_a_minute(study):
    late, usual = (study.output(f"fentanyl.2.965mg.1-dose.{delay}s.arrest_pct").value for delay in (600, 60))
    assert study.output("fentanyl.2.965mg.1-dose.600s.saved_points").value == pytest.approx(usual - late)


@pytest.mark.slow
def test_only_published_products_take_part():
    for question in antagonist_dosing.comparisons(10, 1):
        assert {arm.antagonist for arm in question.arms} == {"in-4mg"}


@pytest.mark.slow
def test_every_number_has_a_record(study):
    *runs, plane = study.records
    assert len(runs) == len(antagonist_dosing.comparisons(40, 2))
    assert all(record.command.startswith("beredd overdose run") for record in runs)
    assert plane.command.startswith("beredd overdose nitazenes")

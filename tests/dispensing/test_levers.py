import pytest

from beredd.dispensing.levers import STATES, UnknownLever, find_lever, list_levers
from beredd.dispensing.scenarios.dose_events import HITS


def test_no_cell_of_legal_ground_is_confirmed():
    assert [one.id for one in list_levers()] == [f"L{n}" for n in range(1, 29)]
    assert {one.ground(state).confirmed_by for one in list_levers() for state in STATES} == {None}
    assert all(set(one.legal) <= set(STATES) for one in list_levers())


def test_what_a_lever_models_is_something_done_in_the_dose_chain():
    assert all(HITS[hit].is_lever for one in list_levers() for hit in one.models)


def test_an_unknown_lever_is_one_sentence():
    with pytest.raises(UnknownLever, match="There is no lever 'L99'; there are L1"):
        find_lever("L99")

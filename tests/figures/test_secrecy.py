"""Small counts cannot be had: not read, not by subtraction, not because a sum leaves one choice only."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredd.figures.secrecy import LEAST_SHOWN, hidden_cells


def rows_and_columns(n_rows, n_columns):
    """The totals of a table of counts, row by row in one list."""
    cells = range(n_rows * n_columns)
    rows = {f"row {r}": [i for i in cells if i // n_columns == r] for r in range(n_rows)}
    columns = {f"column {c}": [i for i in cells if i % n_columns == c] for c in range(n_columns)}
    return rows | columns | {"all": list(cells)}


@pytest.mark.parametrize(
    ("counts", "small", "beside", "totals"),
    [
        ([20, 8, 9], set(), set(), set()),
        ([20, 8, 3, 2], {2, 3}, set(), set()),
        ([20, 8, 3], {2}, {1}, set()),
        ([20, 8, 1, 1], {2, 3}, {1}, set()),  # a sum of 2 can only be 1 and 1
        ([20, 8, 4, 4], {2, 3}, {1}, set()),
        ([20, 0, 3], {2}, {0}, set()),  # a zero hides nothing
        ([0, 0, 3], {2}, {0, 1}, {"all"}),  # nobody else to hide behind
        ([3], {0}, set(), {"all"}),
        ([], set(), set(), set()),
    ],
)
def test_what_is_hidden_under_one_total(counts, small, beside, totals):
    hidden = hidden_cells(counts, {"all": range(len(counts))})
    assert (hidden.small, hidden.beside, hidden.totals) == (small, beside, totals)


def test_a_total_over_few_cells_needs_a_neighbour_of_its_own():
    hidden = hidden_cells([9, 3, 20, 30, 40, 50], rows_and_columns(3, 2))
    assert hidden.small == {1}
    assert {0, 3, 2} <= hidden.beside  # its row, its column, and the corner that these two need


def test_what_stands_in_a_hidden_cell():
    hidden = hidden_cells([20, 8, 3], {"all": range(3)})
    assert [hidden.shown_as(i) for i in (2, 1)] == ["<5", ".."]
    assert [i in hidden for i in range(3)] == [False, True, True]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=2, max_size=6))
def test_no_hidden_count_can_be_worked_out_from_its_total(counts):
    """All tables that agree with what is shown are tried; no hidden small cell may have one value in all of them."""
    hidden = hidden_cells(counts, {"all": range(len(counts))})
    if hidden.totals:
        return
    cells = [i for i in range(len(counts)) if i in hidden]
    rest = sum(counts[i] for i in cells)
    ranges = [range(1, LEAST_SHOWN) if i in hidden.small else (0, *range(LEAST_SHOWN, rest + 1)) for i in cells]
    possible = [values for values in product(*ranges) if sum(values) == rest]
    for place, cell in enumerate(cells):
        if cell in hidden.small:
            assert len({values[place] for values in possible}) > 1, (counts, hidden)

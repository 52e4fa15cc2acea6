"""What many groups said, so that no single group can be told from it."""

import itertools

from beredd.exercises.tally import FEWEST_GROUPS, FEWEST_IN_A_CELL, kept_back, tally


def answers(*counts):
    return [{"M1.1": level} for level, n in enumerate(counts, 1) for _ in range(n)]


def test_nothing_is_told_of_nine_groups_and_all_of_ten():
    assert tally(answers(5, 4), ["M1.1"], levels=2)[0].is_told is False
    (told,) = tally(answers(5, 5), ["M1.1"], levels=2)
    assert (told.groups, told.counts) == (10, (5, 5))


def test_a_small_number_is_kept_back_and_cannot_be_worked_out_from_the_sum():
    (told,) = tally(answers(20, 12, 3, 0), ["M1.1"], levels=4)
    assert told.counts == (20, None, None, 0)
    (told,) = tally(answers(20, 3, 0, 0), ["M1.1"], levels=4)
    assert told.counts == (None, None, 0, 0)


def test_no_number_that_is_kept_back_follows_from_the_others():
    for row in itertools.product(range(8), repeat=4):
        shown = kept_back(row)
        assert all(n is None or n == real for n, real in zip(shown, row, strict=True)), row
        assert all(n is None for n, real in zip(shown, row, strict=True) if 0 < real < FEWEST_IN_A_CELL), row
        assert sum(n is None for n in shown) != 1 or sum(n > 0 for n in row) == 1, row


def test_an_answer_to_something_else_is_not_counted():
    found = tally([{"M9.9": 1}, {"M1.1": 7}] * FEWEST_GROUPS, ["M1.1"], levels=4)
    assert found[0].groups == 0

"""The books are counted afresh every day, so what is lost or forged on the way is noticed."""

import numpy as np
import pytest
from tests.dispensing.engine.cases import stormy
from tests.dispensing.small_network import small_network

from beredd.dispensing.engine.chain import Chain, first_state
from beredd.dispensing.engine.ground import give_birth
from beredd.dispensing.engine.state import ARTICLE_BITS, LINE_PENDING, PENDING
from beredd.dispensing.parameters import resolve


@pytest.fixture
def chain():
    network = small_network(people=1_500)
    conditions = stormy(network, days=6, seed=3)
    conditions.max_tier[:, 30:70] = 0  # most of what is asked for is refused for a day and a half
    birth = give_birth(network, resolve({}), seed=2, start_weekday=conditions.start_weekday, threads=1)
    one = Chain(birth.ground, conditions, days=6, state=first_state(birth, threads=1))
    one.advance(48)
    assert one.errors.sum() == 0
    return one


def test_untouched_books_balance(chain):
    chain.advance(144)
    assert chain.errors.sum() == 0


def test_a_forgotten_line_is_noticed(chain):
    pending = np.flatnonzero(chain.state.line["what"] & LINE_PENDING)
    assert len(pending) > 0
    chain.state.line["what"][pending] &= ARTICLE_BITS
    chain.advance(72)
    assert chain.errors[2].tolist()[0] == 0
    assert chain.errors[2].tolist()[1] > 0


def test_a_person_lost_from_the_backlog_is_noticed(chain):
    pending = np.flatnonzero(chain.state.visit & PENDING)
    chain.state.visit[pending[0]] = 32_000
    chain.advance(72)
    assert chain.errors[2, 1] > 0


def test_a_pack_from_nowhere_is_noticed(chain):
    chain.state.cell["stock"][0, 0] += 1
    chain.advance(72)
    assert chain.errors[2].tolist() == [1, 0]

"""Figures speak Swedish in these tests; those of English say so."""

import pytest

from beredd.wording import speaking


@pytest.fixture(autouse=True)
def swedish():
    with speaking("sv"):
        yield

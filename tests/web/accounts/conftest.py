"""allauth counts in the cache, which outlives a test."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def counted_anew():
    cache.clear()

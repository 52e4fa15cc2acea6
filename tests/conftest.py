"""Shared by all tests.

Hypothesis has no deadline, because the first call of a kernel compiles it. Browser tests share one worker: two browsers
on two cores wait for each other.
"""

import pytest
from hypothesis import settings

settings.register_profile("beredd", deadline=None, derandomize=True)
settings.load_profile("beredd")


def pytest_addoption(parser):
    """What `make baseline-update` asks for."""
    parser.addoption("--update-baselines", action="store_true", help="record whole runs in tests/baseline anew")


def pytest_collection_modifyitems(items):
    """Put the tests marked `browser` in one group of pytest-xdist."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))

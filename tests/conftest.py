"""Shared by all tests.

Hypothesis has no deadline, because the first call of a kernel compiles it. Browser tests share one worker: two browsers
on two cores wait for each other. So do the tests of a module that prepares something for all of them: it is made once.
"""

import pytest
from hypothesis import settings

settings.register_profile("beredd", deadline=None, derandomize=True)
settings.load_profile("beredd")


def pytest_addoption(parser):
    """What `make baseline-update` asks for."""
    parser.addoption("--update-baselines", action="store_true", help="record whole runs in tests/baseline anew")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Group what belongs on one worker of pytest-xdist, before it reads the groups."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))
        elif _shares_its_ground(item):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


def _shares_its_ground(item):
    """Whether a fixture of its own module's scope, written in these tests, is made for the item."""
    made_for_it = getattr(item, "_fixtureinfo", None)
    found = made_for_it.name2fixturedefs.values() if made_for_it else ()
    return any(fixture[-1].scope == "module" and fixture[-1].baseid for fixture in found)

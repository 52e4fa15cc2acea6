"""Shared by all tests.

Hypothesis has no deadline, because the first call of a kernel compiles it.
"""

import pytest
from hypothesis import settings

settings.register_profile("beredd", deadline=None, derandomize=True)
settings.load_profile("beredd")

TOGETHER = ("tests/browser/", "tests/guidance/", "tests/publishing/")
"""Folders that one worker takes whole: their modules share a browser and a site, or stores that take long to make."""

LONG = (*TOGETHER[:1], "tests/web/walk/", "tests/overdose/test_engine.py", "tests/web/jobs/")
"""Where few tests take long; begun first, so that the last worker does not work alone."""


def pytest_addoption(parser):
    """What `make baseline-update` asks for."""
    parser.addoption("--update-baselines", action="store_true", help="record whole runs in tests/baseline anew")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """How the tests are dealt out to workers, when there are several."""
    from xdist.scheduler import LoadScopeScheduling

    class ByModule(LoadScopeScheduling):
        """A module is one worker's, so what it prepares is made once; some folders are, too."""

        def _split_scope(self, nodeid: str) -> str:
            module = nodeid.partition("::")[0]
            return next((folder for folder in TOGETHER if module.startswith(folder)), module)

        def _assign_work_unit(self, node) -> None:
            long = next((scope for part in LONG for scope in self.workqueue if scope.startswith(part)), None)
            if long is not None:
                self.workqueue.move_to_end(long, last=False)
            super()._assign_work_unit(node)

    return ByModule(config, log)

"""Shared by all tests.

Hypothesis has no deadline, because the first call of a kernel compiles it. Browser tests share one worker: two browsers
on two cores wait for each other, and each would have a site with engines of its own.
"""

import pytest
from hypothesis import settings

settings.register_profile("beredd", deadline=None, derandomize=True)
settings.load_profile("beredd")

BROWSER = "tests/browser/"


def pytest_addoption(parser):
    """What `make baseline-update` asks for."""
    parser.addoption("--update-baselines", action="store_true", help="record whole runs in tests/baseline anew")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """How the tests are dealt out to workers, when there are several."""
    from xdist.scheduler import LoadScopeScheduling

    class ByModule(LoadScopeScheduling):
        """A module is one worker's, so what it prepares is made once; the browser's modules have a worker of their own.

        Once a browser has been driven in a process, Django refuses to open a database there. By name and not by mark:
        names reach the scheduler the same in each version of pytest.
        """

        def _split_scope(self, nodeid: str) -> str:
            module = nodeid.partition("::")[0]
            return BROWSER if module.startswith(BROWSER) else module

        def _assign_work_unit(self, node) -> None:
            if BROWSER in self.workqueue:
                self.workqueue.move_to_end(BROWSER, last=len(self.nodes) == 1)
            super()._assign_work_unit(node)

        def _reschedule(self, node) -> None:
            if BROWSER not in self.assigned_work[node]:
                super()._reschedule(node)
            elif not node.shutting_down:
                node.shutdown()  # when it has done what it has

    return ByModule(config, log)

"""An engine whose answers are toys."""

from pathlib import Path

import pytest

TOY = Path(__file__).parent / "toy"


@pytest.fixture
def make_engine():
    """make_engine(**how): an engine that asks toy_engine; its process ends with the test."""
    from beredd.web.engines.warm import Engine

    made = []

    def make(**how):
        made.append(Engine("toy", environment={"PYTHONPATH": str(TOY)}, **how))
        return made[-1]

    yield make
    for engine in made:
        engine.stop()

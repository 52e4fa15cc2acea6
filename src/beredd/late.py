"""Names of a package that are imported when they are first used: asking what there is should not wait for a compiler.

    _HOME = {"simulate": "simulation", …}      # name -> the module of the package that has it
    __all__ = sorted(_HOME)

    def __getattr__(name: str) -> Any:
        return late.find(__name__, _HOME, name)

Who uses such a package imports the package (`from beredd import overdose`) and says `overdose.simulate(…)`.
"""

import importlib
from collections.abc import Mapping
from typing import Any


def find(package: str, home: Mapping[str, str], name: str) -> Any:
    """The object `name` of `package`, from the module that has it; AttributeError, as Python wants it, if none has."""
    if name not in home:
        raise AttributeError(f"module {package!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{package}.{home[name]}"), name)

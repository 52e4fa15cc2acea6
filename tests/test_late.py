"""Packages whose names are imported late: what they promise is there, and asking brings no more than it must."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

LATE = ("beredd.dispensing", "beredd.need", "beredd.overdose", "beredd.provenance")


@pytest.mark.parametrize("name", LATE)
def test_every_public_name_is_where_the_table_says(name):
    package = importlib.import_module(name)
    assert package.__all__ == sorted(package._HOME)
    for public in package.__all__:
        assert getattr(package, public) is not None


@pytest.mark.parametrize("name", LATE)
def test_no_public_name_is_also_a_modules(name):
    """Such a name would be the module or the object, whichever was imported last."""
    package = importlib.import_module(name)
    modules = {path.stem for path in Path(package.__file__).parent.iterdir()}
    assert not modules & set(package.__all__)


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match=r"beredd\.overdose.*'heroin'"):
        _ = importlib.import_module("beredd.overdose").heroin


@pytest.mark.slow
def test_importing_the_packages_brings_no_engine():
    ask = f"import sys, {', '.join(LATE)}; print(sorted({{'duckdb', 'numba', 'numpy', 'scipy'}} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"

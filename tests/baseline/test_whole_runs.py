"""Whole runs as they came out last: a change here is a change of results, and must be meant.

`make baseline-update` records them anew. Say why in the commit and under "Results changed" in CHANGELOG.md.
"""

import importlib.util
import json
from pathlib import Path

import pytest

from beredd.dispensing import run

HERE = Path(__file__).parent
KEPT = ("people", "lines", "dispensed_lines", "kpi", "ledger", "fingerprint")


@pytest.fixture(scope="module")
def network():
    """The handmade network of the chain's own tests: a national run would take a minute."""
    path = HERE.parent / "dispensing" / "small_network.py"
    spec = importlib.util.spec_from_file_location("small_network", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.small_network()


@pytest.mark.slow
@pytest.mark.parametrize("scenario", ["vardag", "s1-erecept"])
def test_run_comes_out_as_recorded(scenario, network, request):
    summary = run(scenario=scenario, network=network, days=14, seed=1, threads=1)
    now = {name: summary[name] for name in KEPT}
    record = HERE / f"{scenario}.json"
    if request.config.getoption("--update-baselines"):
        record.write_text(json.dumps(now, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert now == json.loads(record.read_text(encoding="utf-8")), "meant? then `make baseline-update`"

"""The web process computes nothing: after serving every room it holds no engine and no compiler."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.slow
def test_the_web_process_has_imported_no_engine_after_serving_studio_lab_and_planner(tmp_path):
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    env |= {"BEREDD_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "beredd.web.settings", "BEREDD_LOG_LEVEL": "ERROR"}
    env["PYTHONPATH"] = str(HERE.parents[1] / "dispensing")
    done = subprocess.run(
        [sys.executable, str(HERE / "day_check.py"), "2"], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout.splitlines()[-1])["imported"] == []

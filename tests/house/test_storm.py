"""The storm: that its short form holds on the real program, and that the page says what it found."""

import importlib.util
import json
import subprocess
import sys

import pytest


def test_the_page_has_the_figures_of_the_file(root):
    spec = importlib.util.spec_from_file_location("storm_pages", root / "bench" / "storm" / "pages.py")
    pages = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(pages)
    text = pages.PAGE.read_text(encoding="utf-8")
    assert "<!-- storm -->" in text
    assert pages.page(text) == text


@pytest.mark.slow
def test_a_twin_that_is_killed_comes_to_the_same_end(root):
    done = subprocess.run(
        [sys.executable, str(root / "bench" / "storm"), "--short", "--only", "twin"],
        capture_output=True,
        text=True,
        timeout=580,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.splitlines()[0])["twin"]
    assert (told["kills"], told["hours_compared"] > 0) == (1, True)

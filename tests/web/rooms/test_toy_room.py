"""docs/how-to/add-a-room.md, followed to the letter: its files, and nothing else, make a room of the site."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "how-to" / "add-a-room.md"
FILE = re.compile(r"^`([\w/.]+)`\n\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)

VISIT = """
import sys
import beredd.web
beredd.web.__path__.append(sys.argv[1])
import django
django.setup()
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment()
import runpy
for name, test in runpy.run_path(sys.argv[2]).items():
    if name.startswith("test_"):
        test(Client())
        print(name)
"""


@pytest.fixture
def built(tmp_path):
    """The how-to's files, in a folder of their own."""
    for name, text in FILE.findall(PAGE.read_text(encoding="utf-8")):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def visit(built):
    more = {
        "DJANGO_SETTINGS_MODULE": "beredd.web.settings",
        "BEREDD_HOME": str(built / "var"),
        "PYTHONPATH": str(ROOT / "src"),
    }
    (test,) = built.glob("tests/web/*/test_*.py")
    words = [sys.executable, "-c", VISIT, str(built / "src" / "beredd" / "web"), str(test)]
    return subprocess.run(words, env=os.environ | more, capture_output=True, text=True, timeout=120)


def test_the_how_to_builds_a_room_with_page_menu_and_api(built):
    visited = visit(built)
    assert visited.returncode == 0, visited.stderr
    assert visited.stdout.split() == ["test_the_page_says_how_long_packs_last", "test_programs_may_ask"]


def test_all_of_it_lies_in_the_rooms_folder_and_its_tests(built):
    files = {str(path.relative_to(built)) for path in built.rglob("*") if path.is_file()}
    assert len(files) == 7
    assert not [name for name in files if not name.startswith(("src/beredd/web/packs/", "tests/web/packs/"))]


def test_a_room_that_declares_nothing_is_no_room_of_the_site(built):
    (built / "src" / "beredd" / "web" / "packs" / "apps.py").unlink()
    assert visit(built).returncode != 0

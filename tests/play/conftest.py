"""Lets tests write `from toy import …`, however pytest was started."""

import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS / "play"), str(TESTS / "dispensing"), str(TESTS / "dispensing" / "dose")]

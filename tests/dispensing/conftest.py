"""Lets tests of the chain write `from small_network import small_network`, however pytest was started."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE / "scenarios")]

"""Lets tests of the chain write `from small_network import small_network`, however pytest was started."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

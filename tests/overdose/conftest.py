"""Lets tests of the overdose model write `from published_rates import VECTORS`, however pytest was started."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

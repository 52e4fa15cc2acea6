"""dispensing-bench: a chain small enough that every correct engine prints the same integers.

Three engines, one answer: `reference` in plain Python, `fast` in compiled kernels, `des` as a SimPy model.
"""

from beredd.dispensing.bench.instance import Instance, load_instance, make_instance
from beredd.dispensing.bench.outcome import Outcome
from beredd.dispensing.bench.timing import ENGINES, Timed, run_timed

__all__ = ["ENGINES", "Instance", "Outcome", "Timed", "load_instance", "make_instance", "run_timed"]

"""Opioid overdose and its reversal by an antagonist in a virtual population (Mann 2022, Strauss 2024).

Describe with `Scenario` and `Arm`, run with `simulate`, read a `Result`. `typical_course` gives one patient over time.
"""

from beredd.overdose.errors import OverdoseError
from beredd.overdose.results import ArmResult, Result
from beredd.overdose.simulation import Arm, Numerics, Scenario, arm_name, simulate
from beredd.overdose.strategies import strategies
from beredd.overdose.substances import opioids, products

__all__ = [
    "Arm",
    "ArmResult",
    "Numerics",
    "OverdoseError",
    "Result",
    "Scenario",
    "arm_name",
    "opioids",
    "products",
    "simulate",
    "strategies",
]

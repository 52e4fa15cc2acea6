"""The one register of parameters: every number that a room computes with and that is no row of anybody's table.

A room names its file, `load("need")`, and reads values, ranges, doubts and sources from what it gets back. There are no
defaults in code: what is missing in the file is an error, and so is what the file has and nobody knows.
"""

from beredd.parameters.errors import ParameterError, RegisterError
from beredd.parameters.parameter import Confidence, Parameter, Uncertainty
from beredd.parameters.register import Register, load, nearest, tables

__all__ = [
    "Confidence",
    "Parameter",
    "ParameterError",
    "Register",
    "RegisterError",
    "Uncertainty",
    "load",
    "nearest",
    "tables",
]

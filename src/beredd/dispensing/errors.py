"""What can be wrong with what a user gives the dispensing chain.

BereddError
├── ParameterError          of the register, beredd.parameters
└── DispensingError
    ├── ScenarioError       a scenario file: unknown key, unknown place, time outside the horizon, negative share
    ├── NetworkError        a network folder: missing file or column, broken reference
    ├── ImportRefused       a register file that cannot be used at all (personal identity number, nothing readable)
    └── InstanceError       a dispensing-bench instance
"""

from beredd.errors import BereddError
from beredd.parameters.errors import ParameterError as ParameterError


class DispensingError(BereddError):
    """Anything wrong with input to the dispensing chain."""


class ScenarioError(DispensingError):
    """A scenario cannot be used; the text names file, key, what was found and what is allowed."""


class NetworkError(DispensingError):
    """A network folder cannot be used; the text names file, row and column."""


class ImportRefused(DispensingError):
    """A register file cannot be imported; nothing has been written."""


class InstanceError(DispensingError):
    """A dispensing-bench instance is unreadable or inconsistent."""

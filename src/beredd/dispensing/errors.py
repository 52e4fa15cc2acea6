"""What can be wrong with what a user gives the dispensing chain.

BereddError
├── FileRefused             of beredd.intake: a file that cannot be read, or that holds a personal identity number
├── ParameterError          of the register, beredd.parameters
└── DispensingError
    ├── ScenarioError       a scenario file: unknown key, unknown place, time outside the horizon, negative share
    ├── NetworkError        a network folder: missing file or column, broken reference
    ├── ResultsDamaged      files of a run are gone or cannot be read
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


class ResultsDamaged(DispensingError):
    """Files of a run are gone or cannot be read. The run can be made again."""

    kind = "unavailable"

    @property
    def run(self) -> str:
        """The name of the run's folder."""
        return str(dict(self.sentence.values)["run"])


class InstanceError(DispensingError):
    """A dispensing-bench instance is unreadable or inconsistent."""

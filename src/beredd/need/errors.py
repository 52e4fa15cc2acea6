"""What can be wrong with what a user gives the need model.

BereddError
├── FileRefused           of beredd.intake: a file whose rows cannot be used
├── ParameterError        of the register, beredd.parameters
└── NeedError
    └── AllocationError   a budget, mode or floor that cannot be met
"""

from beredd.errors import BereddError
from beredd.parameters.errors import ParameterError as ParameterError


class NeedError(BereddError):
    """Anything wrong with input to the need model."""


class AllocationError(NeedError):
    """What is asked of the budget cannot be had; the text says what can."""

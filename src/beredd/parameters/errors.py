"""What can be wrong with parameters.

BereddError
├── ParameterError    an override of an unknown or fixed parameter, or a value that is not allowed
└── RegisterError     a file of the package that breaks the register's own rules: a fault of ours, never the user's
"""

from beredd.errors import BereddError


class ParameterError(BereddError):
    """An override is unknown, of a fixed parameter, or outside its allowed range."""


class RegisterError(BereddError):
    """A register in the package is dishonest or misspelt."""

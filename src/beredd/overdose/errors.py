"""What can go wrong in `beredd.overdose`.

OverdoseError                a known, explainable condition
├── UnknownName              an opioid, product, strategy or subject that does not exist
├── BadQuantity              a dose, delay, count or rate outside what the model takes, or in the wrong unit
└── BadParameterFile         a folder or file of population rows that cannot be used
"""

from beredd.errors import BereddError


class OverdoseError(BereddError):
    """Root of the package's exceptions."""


class UnknownName(OverdoseError):
    """A name that is in no register; the message lists those that are."""


class BadQuantity(OverdoseError):
    """A number outside its range, or in the wrong unit; the message says what is allowed."""


class BadParameterFile(OverdoseError):
    """A folder of population rows in which a file, a column or a value is missing or impossible."""

"""
FigureError      a drawing cannot be made
"""

from beredd.errors import BereddError


class FigureError(BereddError):
    """A drawing cannot be made here."""

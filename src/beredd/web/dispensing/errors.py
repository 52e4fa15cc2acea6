"""What can go wrong with what is asked of the dispensing chain.

RunError
└── SpecRefused             the description of a run cannot be used; `field` says which part
"""

from beredd.web.runs.errors import RunError


class SpecRefused(RunError):
    """The description of a run cannot be used."""

    def __init__(self, text: str, field: str = ""):
        super().__init__(text)
        self.field = field

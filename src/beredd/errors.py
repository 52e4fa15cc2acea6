"""The root of every package's exception tree.

BereddError                  anything a user can put right; its text is one full sentence
├── provenance, dispensing, overdose, need … each package's own branch in its `errors.py`
"""

from typing import Any, ClassVar, Literal

from beredd.wording import Sentence

Kind = Literal["invalid", "not_found", "not_allowed", "conflict", "unavailable"]


class BereddError(Exception):
    """Something a user can put right: says what was asked, what was found, what is allowed.

    code     the message's code and `values` what it holds; `sentence` is both, `str()` its words in the language spoken
    field    the part of the question that is at fault, where one is
    kind     what sort of refusal it is, for whoever answers in numbers (the API's status, an exit code)
    """

    kind: ClassVar[Kind] = "invalid"

    def __init__(self, code: str = "", /, *, field: str = "", **values: Any):
        super().__init__(code)
        self.field = field
        self.sentence = Sentence(code, **values)

    def __str__(self) -> str:
        return str(self.sentence)

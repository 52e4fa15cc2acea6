"""The root of every package's exception tree.

BereddError                  anything a user can put right; its text is one full sentence
├── provenance, dispensing, overdose, need … each package's own branch in its `errors.py`
"""


class BereddError(Exception):
    """Something a user can put right: says what was asked, what was found, what is allowed."""

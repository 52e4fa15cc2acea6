"""What can be wrong with a file that a person brings.

BereddError
└── FileRefused    it cannot be used; nothing has been computed, written or guessed
"""

from collections.abc import Iterable
from dataclasses import dataclass

from beredd.errors import BereddError
from beredd.wording import Sentence

FAULTS_SHOWN = 20
MOST_SHOWN = 80
"""So many characters of a cell are repeated in a message."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a file. Rows are counted as an editor shows them; row 0 means the file as a whole."""

    file: str
    found: Sentence
    allowed: Sentence
    row: int = 0
    column: str = ""
    sheet: str = ""

    @property
    def place(self) -> Sentence:
        """File, sheet, row and column, as far as they are known."""
        at = Sentence("intake.file", file=self.file)
        if self.sheet:
            at = Sentence("intake.sheet", within=at, sheet=self.sheet)
        if self.row:
            at = Sentence("intake.row", within=at, row=str(self.row))
        return Sentence("intake.column", within=at, column=self.column) if self.column else at

    @property
    def sentence(self) -> Sentence:
        """All of it as one sentence."""
        what = {"place": self.place, "found": self.found, "allowed": self.allowed}
        is_whole = not (self.row or self.column)
        return Sentence("intake.fault-in-file", **what) if is_whole else Sentence("intake.fault", **what)

    def __str__(self) -> str:
        return str(self.sentence)


class FileRefused(BereddError):
    """A file cannot be used; `faults` says why. Nothing has been computed, written or guessed."""

    def __init__(self, _text: str = "", /, *, faults: Iterable[Fault] = ()):
        # The unused text is what pickle gives back; the faults follow by themselves.
        super().__init__()
        self.faults = tuple(faults)
        if self.faults:
            self.sentence = self.faults[0].sentence
        if len(self.faults) > 1:
            self.sentence = Sentence("intake.several", first=self.sentence, more=len(self.faults) - 1)

    def __str__(self) -> str:
        lines = [str(fault) for fault in self.faults[:FAULTS_SHOWN]]
        if len(self.faults) > FAULTS_SHOWN:
            lines.append(str(Sentence("intake.and-more", n=len(self.faults) - FAULTS_SHOWN)))
        return "\n".join(lines)


def cell(text: object) -> Sentence:
    """What stands in a cell, for a message: quoted, and cut where it is long."""
    text = str(text)
    if not text:
        return Sentence("intake.empty-cell")
    return Sentence("intake.cell", text=text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…")

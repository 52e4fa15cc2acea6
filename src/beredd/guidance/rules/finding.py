"""One thing that a rule has found."""

from dataclasses import dataclass
from typing import Literal

from beredd.guidance.store import Store
from beredd.wording import Sentence

Level = Literal["error", "flag"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that breaks a rule.

    kind, id, within   what it is, as `Store.place` takes it; file and line are looked up when they are shown
    rule               the rule's name, the same for ever
    what, todo         what is wrong, and what to do about it
    """

    kind: str
    id: str
    rule: str
    what: Sentence
    todo: Sentence
    within: tuple[str | int, ...] = ()
    level: Level = "error"

    def place(self, store: Store) -> tuple[str, int]:
        """File and line."""
        return store.place(self.kind, self.id, *self.within)

"""Where numbers come from, in the words that stand under a figure, in a file and on a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from beredd.wording import say


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What made the numbers; empty where it is not known.

    run           its id
    created       when, as text
    fingerprint   of question and inputs
    commands      command lines that make the same numbers again
    record        address of the whole record
    notes         sentences that must go wherever the numbers go
    """

    engine: str
    version: str
    run: str = ""
    seed: int | None = None
    fingerprint: str = ""
    created: str = ""
    commands: tuple[str, ...] = ()
    record: str = ""
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, record: Mapping[str, Any], /, **more: Any) -> "Origin":
        """From a provenance record as it is stored; what is given beside it wins."""
        known = {name: record[name] for name in ("engine", "version", "created") if record.get(name) is not None}
        known["seed"] = record.get("seed", (record.get("question") or {}).get("seed"))
        if record.get("command"):
            known["commands"] = (record["command"],)
        return cls(**({"engine": "", "version": ""} | known | more))

    def facts(self) -> list[tuple[str, str]]:
        """(what, value) pairs; commands apart."""
        found = [
            (say("figures.origin-run"), self.run),
            (say("figures.origin-engine"), self.engine),
            (say("figures.origin-version"), self.version),
            (say("figures.origin-seed"), "" if self.seed is None else str(self.seed)),
            (say("figures.origin-fingerprint"), self.fingerprint),
            (say("figures.origin-created"), self.created),
        ]
        return [(what, value) for what, value in found if value]

    def lines(self) -> list[tuple[str, str]]:
        """(what, value) pairs for a file."""
        commands = [(say("figures.origin-command"), command) for command in self.commands]
        return [*self.facts(), *commands, *((say("figures.origin-note"), note) for note in self.notes)]

    def foot(self) -> list[str]:
        """Sentences under a figure that stands alone."""
        parts = [f"Beredd {self.version}", self.engine, self.run, self.fingerprint]
        seed = [] if self.seed is None else [say("figures.with-seed", seed=str(self.seed))]
        return [", ".join([part for part in parts if part] + seed) + ".", *self.notes]

    def data(self) -> dict[str, Any]:
        """For a file that programs read."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in vars(self).items()
            if value not in ("", None, ())
        }

"""Analyses that a report may cite: each module has its inputs, a `main()` and named outputs.

A report refers to an output by study and name and never retypes it; the record says how to make it again.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

from beredd.provenance import Record
from beredd.wording import Sentence

__all__ = ["Output", "Study"]


@dataclass(frozen=True, kw_only=True)
class Output:
    """One named number of a study, with its interval."""

    name: str
    value: float
    unit: str
    low: float | None = None
    high: float | None = None
    is_within_published: bool = True
    """Whether a published, validated study covers it; if not, it is a scenario."""


@dataclass(frozen=True, kw_only=True)
class Study:
    """What a study's `main()` returns."""

    id: str
    question: str
    outputs: tuple[Output, ...]
    records: tuple[Record, ...]
    limits: tuple[Sentence, ...] = field(default=())

    def output(self, name: str) -> Output:
        """One output by name."""
        return {output.name: output for output in self.outputs}[name]

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "study": self.id,
            "question": self.question,
            "outputs": [asdict(output) for output in self.outputs],
            "records": [record.as_dict() for record in self.records],
            "limits": [limit.in_("en") for limit in self.limits],
            "limit_codes": [limit.code for limit in self.limits],
        }

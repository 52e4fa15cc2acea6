"""One figure of the world beside ours."""

from dataclasses import dataclass

EXPLAINED_IN = "docs/explanation/validation.md"
KINDS = ("published", "own estimate", "property")
"""Where a target's value is from: a public source; our judgement; or what must hold whatever the world is like."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """A value with its band, and what the model gives."""

    target: str
    value: float
    low: float
    high: float
    model: float
    unit: str
    inside: bool
    explained: str
    """Where the deviation is explained; empty when inside."""
    kind: str
    """One of KINDS."""
    use: str
    """`fitted`: parameters were chosen to meet it. `check`: they were not."""
    source: str


def compared(
    target: str,
    value: float,
    low: float,
    high: float,
    model: float,
    unit: str,
    *,
    kind: str = "published",
    use: str = "check",
    source: str,
    explained: str = "",
) -> Target:
    """The target with its verdict. `explained` is a heading's anchor, used when the model is outside."""
    inside = bool(low <= model <= high)
    return Target(
        target=target,
        value=value,
        low=low,
        high=high,
        model=round(float(model), 4),
        unit=unit,
        inside=inside,
        explained="" if inside or not explained else f"{EXPLAINED_IN}#{explained}",
        kind=kind,
        use=use,
        source=source,
    )

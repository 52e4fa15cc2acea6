"""One row of a register on its way into a network, and what became of it."""

from dataclasses import dataclass, field

UNKNOWN_HOURS = ("",) * 7


@dataclass(kw_only=True)
class Entry:
    """What a register says about one pharmacy, as text and numbers; empty or None where it says nothing."""

    where: str
    """`row 7` or `node/26260622`: how the file's owner finds it again."""
    id: str = ""
    name: str = ""
    owner: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    municipality: str = ""
    county: str = ""
    lat: float | None = None
    lon: float | None = None
    hours: tuple[str, ...] = UNKNOWN_HOURS
    """Monday first: `9-18`, `closed`, or empty for not known."""
    is_ecommerce: bool = False
    drop: str = ""
    """Why it does not come into the network; empty when it does."""
    doubts: list[str] = field(default_factory=list)
    """What had to be guessed, one phrase each."""
    municipality_row: int = -1
    matched_by: str = ""

    @property
    def status(self) -> str:
        """`matched`, `guessed` or `dropped`."""
        return "dropped" if self.drop else "guessed" if self.doubts else "matched"

    @property
    def reason(self) -> str:
        """Why it has its status, for the report."""
        return self.drop or "; ".join(self.doubts) or self.matched_by

"""What every figure has: a name, a title, the words that stand for it, and the table that it draws."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from beredd.figures.svg import Svg, node, sheet, written
from beredd.figures.table import Table


@dataclass(frozen=True, kw_only=True)
class Figure(ABC):
    """A drawing of a table. Every value drawn is read from the table, so the two cannot say different things.

    name    in addresses and file names
    title   heading of the drawing where it stands alone
    alt     what it shows, in words: shape, extremes, where the numbers are
    """

    name: str
    title: str
    alt: str
    table: Table

    def svg(self, *, low: bool = False) -> Svg:
        """The drawing for a page: colours, type and size follow the page's stylesheet. `low`: two thirds as high."""
        return written(self._inline(low))

    def standalone(self, foot: Sequence[str] = ()) -> Svg:
        """The drawing as a file that needs nothing else, with heading, key and `foot`: where the numbers come from."""
        drawing, size = self._alone()
        return sheet(drawing, size=size, title=self.title, alt=self.alt, key=self._key(), foot=foot)

    def png(self, foot: Sequence[str] = (), zoom: float = 2.0) -> bytes:
        """The same as pixels, two per px."""
        from beredd.figures.png import png_bytes  # the renderer is loaded by those who need pixels

        return png_bytes(self.standalone(foot), zoom=zoom)

    def data(self, foot: Sequence[str] = ()) -> dict[str, Any]:
        """Everything for a document, JSON-ready: words, table, drawing."""
        return {
            "name": self.name,
            "title": self.title,
            "alt": self.alt,
            "table": self.table.data(),
            "svg": str(self.standalone(foot)),
        }

    @abstractmethod
    def _inline(self, low: bool) -> Element:
        """The drawing as a page's element."""

    @abstractmethod
    def _alone(self) -> tuple[Element, tuple[float, float]]:
        """The drawing in px and its size."""

    def _key(self) -> Sequence[tuple[str, str, str]]:
        """What each line is: class of the colour, class of the dash, words."""
        return ()


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Where things go: in per cent of whatever room there is, or in px of a drawing of a fixed size.

    On a page lines stretch with the window and text does not, so lines stand in an inner drawing that is stretched and
    texts in the outer one. Drawing programs stretch dashes and strokes too: there everything is in px.
    """

    width: float | None = None
    height: float | None = None

    def x(self, per_cent: float) -> float:
        """Of a line."""
        return per_cent if self.width is None else per_cent * self.width / 100

    def y(self, per_cent: float) -> float:
        """Of a line."""
        return per_cent if self.height is None else per_cent * self.height / 100

    def text_x(self, per_cent: float) -> str:
        """Of a text."""
        return f"{per_cent:.2f}%" if self.width is None else f"{self.x(per_cent):.2f}"

    def text_y(self, per_cent: float) -> str:
        """Of a text."""
        return f"{per_cent:.2f}%" if self.height is None else f"{self.y(per_cent):.2f}"

    def lines(self) -> Element:
        """What lines are put in."""
        if self.width is not None:
            return node("g")
        stretched = {"width": "100%", "height": "100%", "viewBox": "0 0 100 100", "preserveAspectRatio": "none"}
        return node("svg", stretched)

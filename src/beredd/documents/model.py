"""A document as blocks in order. It has no clock and no layout; both files are made of the same blocks."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from beredd import figures


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Text within a paragraph that is more than its letters.

    to      the anchor in the same document that a click leads to
    anchor  a name for this place
    note    a footnote after the text
    """

    text: str = ""
    is_strong: bool = False
    is_code: bool = False
    to: str = ""
    anchor: str = ""
    note: str = ""


Content = str | Sequence[str | Span]


def spans(content: Content) -> tuple[Span, ...]:
    """Content as spans."""
    parts = (content,) if isinstance(content, str) else content
    return tuple(Span(text=one) if isinstance(one, str) else one for one in parts)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. Levels follow each other: a 3 stands below a 2."""

    text: str
    level: int = 1
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `is_small` for what stands beside the matter, `is_listed` for an item of a list."""

    content: Content
    is_small: bool = False
    is_listed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A table with a header row.

    widths   share of the width per column; 0: as wide as its words, at most a quarter of the line in Word
    numeric  columns whose cells stand to the right
    """

    head: Sequence[str]
    rows: Sequence[Sequence[Content]]
    widths: Sequence[float] = ()
    numeric: frozenset[int] = frozenset()
    caption: str = ""

    def __post_init__(self):
        if wrong := next((row for row in self.rows if len(row) != len(self.head)), None):
            raise ValueError(f"A row has {len(wrong)} cells; the header has {len(self.head)}.")
        if self.widths and len(self.widths) != len(self.head):
            raise ValueError(f"There are {len(self.widths)} widths for {len(self.head)} columns.")

    @classmethod
    def of(cls, table: figures.Table) -> "Table":
        """A table of a page, with the rows and columns that a page shows."""
        columns = table.shown_columns
        return cls(
            head=tuple(column.label for column in columns),
            rows=tuple(tuple(cell.shown for cell in cells) for _row, cells in table.shown_rows),
            numeric=frozenset(at for at, column in enumerate(columns) if column.is_number),
            caption=table.caption,
        )


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure with its words; the caption is the figure's title where none is given."""

    figure: figures.Figure
    caption: str = ""


Block = Heading | Paragraph | Table | Picture


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A file for machines inside the document: text as UTF-8."""

    name: str
    raw: bytes
    description: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A whole document in one language.

    mark      stands on each page, in the header, and in the file's properties
    lead      below the title
    attached  what a machine needs; None for a document that is only read
    """

    title: str
    author: str
    on: date
    blocks: Sequence[Block]
    subtitle: str = ""
    lead: Sequence[Paragraph] = ()
    mark: str = ""
    language: str = "sv"
    attached: Attachment | None = None

    def __post_init__(self):
        level = 0
        for block in self.blocks:
            if isinstance(block, Heading):
                if block.level > level + 1:
                    raise ValueError(f"Heading {block.text!r} is of level {block.level} below one of level {level}.")
                level = block.level
        anchors = Counter(self.anchors())
        if twice := [one for one, times in anchors.items() if times > 1]:
            raise ValueError(f"Anchor {twice[0]!r} stands twice.")
        if dead := sorted({one.to for one in self.spans() if one.to} - set(anchors)):
            raise ValueError(f"Nothing is called {dead[0]!r}.")

    def spans(self) -> Iterator[Span]:
        """All spans in order."""
        for block in (*self.lead, *self.blocks):
            if isinstance(block, Paragraph):
                yield from spans(block.content)
            elif isinstance(block, Table):
                for row in block.rows:
                    for cell in row:
                        yield from spans(cell)

    def anchors(self) -> Iterator[str]:
        """The names of all places, in order within each kind."""
        yield from (one.anchor for one in self.spans() if one.anchor)
        yield from (one.anchor for one in self.blocks if isinstance(one, Heading) and one.anchor)

"""What a paper is made of, before it becomes a Word file or a preview: headings, paragraphs, items and tables."""

from collections.abc import Sequence
from typing import NamedTuple

NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
RECIPIENTS = "Nơi nhận:"


class Heading(NamedTuple):
    """level: 1 “I. …”, 2 “1. …”."""

    level: int
    text: str


class Paragraph(NamedTuple):
    """Running text."""

    text: str


class Item(NamedTuple):
    """One line of a list, after a dash."""

    text: str


class Column(NamedTuple):
    """A column of a table: its heading, its width in millimetres, whether its cells are figures (to the right)."""

    heading: str
    width: int
    is_figure: bool = False


class Table(NamedTuple):
    """A table with a caption. A cell's lines are parted by a line break."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]


class Break(NamedTuple):
    """A new page."""


Block = Heading | Paragraph | Item | Table | Break


class Letter(NamedTuple):
    """A paper in the official form: what stands around the blocks. Blank number, day, signer: for the hand."""

    issuer: str
    number: str  # “Số:      /BC-BTV”
    place_and_day: str
    kind: str  # BÁO CÁO
    subject: str
    on_behalf: str
    signer_title: str
    signer: str
    recipients: Sequence[str]
    mark: str  # of invented figures, on every page; "" where they are real
    body: Sequence[Block]
    appendix: Sequence[Block]

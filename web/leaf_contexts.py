"""What the desk shows of an issue's leaves: its contact sheet, and the reading order of a page's blocks."""

from __future__ import annotations

from dataclasses import dataclass

from archive.alto import Direction
from archive.canvas import Box
from web.contexts import IssueName, Picture


@dataclass(frozen=True, slots=True)
class SheetLeaf:
    """A page on the sheet. `number`: minted, posted as `page`; `seen.<number>` posts `version`.

    `supplied`: its label is only counted; `conditions`: the names of what is wrong with it; `said`: the same
    and what else people should know (hidden until a day, pictures being made), told. `look_url`: the page in
    the reader; `text_url`, `order_url`: its text and its reading order at the desk.
    """

    number: int
    label: str
    supplied: bool
    version: int
    picture: Picture | None
    look_url: str
    text_url: str
    order_url: str
    conditions: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    chosen: bool = False

    @property
    def missing(self) -> bool:
        """Whether only its place is kept."""
        return "missing" in self.conditions and self.picture is None


@dataclass(frozen=True, slots=True)
class SheetHalf:
    """The pages of one way of reading, in its order and direction. `id`: of the stream, 0 for none."""

    id: int
    name: str
    language: str
    dir: Direction
    pages: tuple[SheetLeaf, ...]


@dataclass(frozen=True, slots=True)
class LeafSheet:
    """The contact sheet of an issue. Posts `page` (ticked), `do`, `orders` and the fields of each act.

    `action` is "" for those who only look. `scan_action`: takes a scan for the page `page`. `conditions`,
    `languages`, `rights`: (name, words). `undo_url`: of the act just done, `undone`: that was an undo.
    """

    issue: IssueName
    issue_url: str
    history_url: str
    action: str
    scan_action: str
    orders: str
    halves: tuple[SheetHalf, ...]
    conditions: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str], ...]
    rights: tuple[tuple[str, str], ...]
    undo_url: str = ""
    undone: bool = False
    missing: int = 0

    @property
    def total(self) -> int:
        """How many pages there are, places that are kept included."""
        return len({leaf.number for half in self.halves for leaf in half.pages})


@dataclass(frozen=True, slots=True)
class OrderBlock:
    """A block of a page: its number as the text has it (from 0), where it stands, how it begins."""

    number: int
    place: int
    box: Box
    language: str
    dir: Direction
    kind: str
    text: str
    locked: int


@dataclass(frozen=True, slots=True)
class PageOrder:
    """A page's blocks in reading order.

    Posts `place.<n>`, `language.<n>`, `direction.<n>`, `kind.<n>`, `revision` and `do` ("save", "up.<n>",
    "down.<n>"). `by_hand`: somebody has set the order before. `languages`, `kinds`: (name, words).
    """

    issue: IssueName
    sheet_url: str
    label: str
    page_url: str
    text_url: str
    action: str
    revision: int
    width: int
    height: int
    picture: Picture | None
    blocks: tuple[OrderBlock, ...]
    languages: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    by_hand: bool = False
    undo_url: str = ""
    previous: str = ""
    next: str = ""

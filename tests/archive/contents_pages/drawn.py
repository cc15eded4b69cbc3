"""Contents and article pages whose words stand where a press would put them, with no picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.canvas import Box
from archive.contents_pages import Leaf, Stream
from archive.words import Word

WIDTH, HEIGHT, MARGIN = 1200, 1700, 100
_BODY = 24
_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True)
class Told:
    """An article as the contents name it; its page counts from 1, the cover."""

    title: str
    page: int
    byline: str = ""
    section: str = ""


class Sheet:
    """A page being set: words put down line by line."""

    def __init__(self, *, rtl: bool) -> None:
        self.rtl = rtl
        self.words: list[Word] = []
        self.y = MARGIN
        self.line = -1
        self.block = 0

    def put(self, text: str, *, height: int = _BODY, left: int = MARGIN, right: int = WIDTH - MARGIN) -> int:
        """Words from the side the script begins at, on the line `y`; returns where they end."""
        self.line += 1
        x = right if self.rtl else left
        for word in text.split():
            wide = max(8, round(0.5 * height * len(word)))
            box = Box(x - wide if self.rtl else x, self.y, wide, height)
            self.words.append(
                Word(word, box, 0.9, self.line, self.block, "ar" if self.rtl else "fr", False, None, ())
            )
            x += -(wide + height // 3) if self.rtl else wide + height // 3
        return x

    def down(self, by: int) -> None:
        """The next line; a large step begins another block."""
        self.y += by
        if by > 60:
            self.block += 1


def an_article(told: Told, printed: int | None, number: int, *, rtl: bool, heading: bool = True) -> Leaf:
    """The page an article begins on: its heading (or none) and some running text."""
    sheet = Sheet(rtl=rtl)
    if heading:
        sheet.put(told.title, height=44)
        sheet.down(90)
    words = "كلام من نص المقال يملأ السطر كله" if rtl else "des mots du texte courant de la page"
    for _ in range(6):
        sheet.put(words)
        sheet.down(40)
    return Leaf(number, printed, sheet.words)


def a_contents_page(
    told: Sequence[Told],
    number: int,
    *,
    rtl: bool,
    heading: str = "",
    numbers_first: bool = False,
    arabic_digits: bool = False,
    leaders: bool = False,
    columns: int = 1,
    unnumbered: frozenset[int] = frozenset(),
) -> Leaf:
    """A contents page. Numbers stand at the end of the line, or (`numbers_first`) before the title."""
    sheet = Sheet(rtl=rtl)
    if heading:
        sheet.put(heading, height=60)
    sheet.down(140)
    top = sheet.y
    width = (WIDTH - 2 * MARGIN - 80 * (columns - 1)) // columns
    share = -(-len(told) // columns)
    for at, entry in enumerate(told):
        column, row = divmod(at, share)
        if row == 0:
            sheet.y = top
            sheet.block += 1
        place = columns - 1 - column if rtl else column
        left = MARGIN + place * (width + 80)
        page = str(entry.page).translate(_ARABIC_DIGITS) if arabic_digits else str(entry.page)
        if at in unnumbered:
            page = ""
        _entry(sheet, entry, page, left, left + width, numbers_first=numbers_first, leaders=leaders)
    return Leaf(number, None, sheet.words)


def _entry(
    sheet: Sheet, entry: Told, page: str, left: int, right: int, *, numbers_first: bool, leaders: bool
) -> None:
    if entry.section:
        sheet.put(entry.section, height=20, left=left, right=right)
        sheet.down(38)
    at_left = sheet.rtl is not numbers_first
    start, end = (left + 60, right) if at_left else (left, right - 60)
    stop = sheet.put(entry.title, height=30, left=start, right=end)
    if leaders and page:
        sheet.put("." * 12, left=stop, right=stop)
    if page:
        sheet.put(
            page, height=28, left=left if at_left else right - 40, right=left + 40 if at_left else right
        )
    sheet.down(46)
    if entry.byline:
        sheet.put(entry.byline, height=20, left=start, right=end)
        sheet.down(36)
    sheet.down(40)


def an_issue(
    told: Sequence[Told],
    *,
    rtl: bool,
    headings: bool = True,
    printed: bool = True,
    pages: int | None = None,
    **how: object,
) -> Stream:
    """A cover, the contents on page 2, then the pages; the n-th has the minted number 100 + n."""
    last = pages or max(entry.page for entry in told) + 1
    leaves = [Leaf(101, 1 if printed else None, ())]
    leaves.append(a_contents_page(told, 102, rtl=rtl, **how))  # type: ignore[arg-type]
    begins = {entry.page: entry for entry in told}
    for page in range(3, last + 1):
        number = page if printed else None
        if page in begins:
            leaves.append(an_article(begins[page], number, 100 + page, rtl=rtl, heading=headings))
        else:
            leaves.append(an_article(Told("", page), number, 100 + page, rtl=rtl, heading=False))
    return Stream(1, "ar" if rtl else "fr", tuple(leaves))

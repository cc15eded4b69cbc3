"""Reads the texts: one TOML file per issue, with pages, articles and what the archive is to be told.

The words of a page are written as blocks parted by an empty line. A block beginning with `# ` is a crosshead,
`= motif 45 | caption` a picture 45 mm high with its caption, `> ` a box (first line its heading), `~ ` a
closing line such as "to be continued"; all else is a paragraph.
"""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NARROW, FIXED = "\u202f", "\u00a0"

TEXTS = Path(__file__).parent / "texts"

Table = dict[str, Any]


@dataclass(frozen=True)
class Block:
    """A paragraph, crosshead, picture, box or closing line."""

    kind: str
    text: str = ""
    lines: tuple[str, ...] = ()
    motif: str = ""
    height: float = 0.0

    def words(self) -> list[str]:
        """The lines of ground truth this block prints."""
        return [line for line in (self.text, *self.lines) if line]


def blocks(text: str) -> list[Block]:
    """Parts a page's text into its blocks, with the blanks that French print never breaks at."""
    fine = re.sub(r"(?<=\d) (?=\d{3}\b)", NARROW, text)
    fine = re.sub(r" (?=[:;?!»])", FIXED, fine)
    return [_block(part.strip()) for part in fine.strip().split("\n\n") if part.strip()]


def _block(part: str) -> Block:
    mark, _, rest = part.partition(" ")
    if mark == "#":
        return Block("h", rest.strip())
    if mark == "~":
        return Block("end", rest.strip())
    if mark == "=":
        drawing, _, caption = rest.partition("|")
        motif, height = drawing.split()
        return Block("picture", caption.strip(), motif=motif, height=float(height))
    if mark == ">":
        head, *lines = (line.strip() for line in rest.splitlines())
        return Block("box", head, tuple(lines))
    return Block("p", re.sub(r"[ \n]+", " ", part))


@dataclass(frozen=True)
class Page:
    """One page to make: its file, kind, language and everything printed on it."""

    file: str
    kind: str
    language: str
    label: str
    gutter: str
    data: Table
    articles: tuple[str, ...] = ()

    def text(self, key: str) -> str:
        """A word of the page's table, empty where it is not given."""
        return str(self.data.get(key, ""))

    def blocks(self) -> list[Block]:
        """The page's running text."""
        return blocks(self.text("text"))


@dataclass(frozen=True)
class Issue:
    """One issue: what the archive is told, how it looks, its articles and pages."""

    folder: str
    look: str
    year: int
    size: tuple[float, float]
    accent: str
    printed: dict[str, dict[str, str]]
    record: Table
    streams: list[Table]
    articles: list[Table]
    pages: list[Page] = field(default_factory=list)

    def article(self, key: str) -> Table:
        """The article called so in the text file."""
        return next(article for article in self.articles if article["key"] == key)

    def article_pages(self, key: str) -> list[Page]:
        """Its pages in reading order."""
        return [page for page in self.pages if key in page.articles]


NAMES = {"ar": "مجلة الشرطة", "fr": "Revue de police"}


def _gutter(language: str, number: int) -> str:
    """The side of the binding: odd pages of a book opened from the left are bound at their left."""
    odd_side, even_side = ("left", "right") if language == "fr" else ("right", "left")
    return odd_side if number % 2 else even_side


def _pages(tables: list[Table], streams: list[Table]) -> list[Page]:
    pages: list[Page] = []
    for table in tables:
        file = str(table["file"])
        stream = next(
            (s for s in streams if file in s.get("files", []) or file.startswith(f"{s.get('folder', '-')}/")),
            streams[0],
        )
        inside = stream.get("files") or [t["file"] for t in tables if _within(str(t["file"]), stream)]
        number = inside.index(file) + 1
        language = str(table.get("language", stream["language"]))
        pages.append(
            Page(
                file=file,
                kind=str(table["kind"]),
                language=language,
                label=str(number),
                gutter=_gutter(str(stream["language"]), number),
                data=table,
                articles=tuple(table.get("articles", ())),
            )
        )
    return pages


def _within(file: str, stream: Table) -> bool:
    folder = stream.get("folder", ".")
    return folder == "." or file.startswith(f"{folder}/")


def read(path: Path) -> Issue:
    """The issue described by one text file."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    width, height = table["size"]
    return Issue(
        folder=path.stem,
        look=str(table["look"]),
        year=int(str(table["record"]["edtf"])[:4]),
        size=(float(width), float(height)),
        accent=str(table["accent"]),
        printed=table["printed"],
        record=table["record"],
        streams=table["streams"],
        articles=table.get("articles", []),
        pages=_pages(table["pages"], table["streams"]),
    )


def read_all() -> list[Issue]:
    """All issues, by folder name."""
    return [read(path) for path in sorted(TEXTS.glob("*.toml"))]

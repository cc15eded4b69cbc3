"""Sets one page with Typst: hands over texts as JSON, fits the words to the page, gives the picture.

Words are fitted as a compositor would: the size of text, the space between lines and the height of pictures
move together by a little until the last column is full but the page does not run over.
"""

import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from . import crosswords, photos
from .looks import FONT_FOLDERS, LOOKS, Look
from .model import NAMES, Block, Issue, Page, blocks
from .motifs import svg

HERE = Path(__file__).parent

GRID_PPI = 12.0
"""Resolution of the trial settings, of which only the number of pages is wanted."""

MARGINS = {"outer": 14.0, "inner": 17.0, "top": 21.0, "bottom": 18.0}
"""Millimetres of white round the text of a page 200 mm wide; narrower pages take their share."""


class Press:
    """Sets pages, with the folder where pictures wait for Typst."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages = folder / "page.typ"
        self.covers = folder / "cover.typ"
        for name in ("page.typ", "cover.typ"):
            (folder / name).write_bytes((HERE / name).read_bytes())
        self.fonts = [str(path) for path in FONT_FOLDERS if path.is_dir()]

    def print(self, source: Path, document: dict[str, Any], ppi: float) -> list[bytes]:
        """The PNG pages of a document."""
        made = typst.compile(
            str(source),
            root=str(self.folder),
            format="png",
            ppi=ppi,
            sys_inputs={"doc": json.dumps(document, ensure_ascii=False)},
            font_paths=self.fonts,
            ignore_system_fonts=True,
        )
        return made if isinstance(made, list) else [made]

    def picture(self, motif: str, width: float, height: float) -> str:
        """Makes a printed photograph and says where it lies."""
        name = f"{motif}-{width:.0f}x{height:.0f}.png"
        path = self.folder / name
        if not path.exists():
            photos.photograph(motif, width, height).save(path)
        return name

    def set(self, issue: Issue, page: Page, ppi: float) -> tuple[Image.Image, float]:
        """The clean page, and how loosely it had to be set (0 tight, 1 loose)."""
        if page.kind == "cover":
            return _open(self.print(self.covers, cover_document(issue, page), ppi)[0]), 0.5
        if page.kind not in ("article", "mixed", "contents", "crossword"):
            return _open(self.print(self.pages, page_document(self, issue, page, 0.5), ppi)[0]), 0.5
        loose = self._fit(issue, page)
        made = self.print(self.pages, page_document(self, issue, page, loose), ppi)
        return _open(made[0]), loose if len(made) == 1 else -1.0

    def _fit(self, issue: Issue, page: Page) -> float:
        low, high = 0.0, 1.0
        for _ in range(7):
            middle = (low + high) / 2
            if len(self.print(self.pages, page_document(self, issue, page, middle), GRID_PPI)) > 1:
                high = middle
            else:
                low = middle
        return low


def _open(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def cover_document(issue: Issue, page: Page) -> dict[str, Any]:
    """What the template of covers needs."""
    look = LOOKS[issue.look]
    inks = tuple(page.data["inks"])
    other = "fr" if page.language == "ar" else "ar"
    width, height = issue.size
    return {
        "lang": page.language,
        "width": width,
        "height": height,
        "manner": str(page.data.get("manner", look.manner)),
        "inks": list(inks),
        "name-ink": [page.data.get("name_ink", inks[0])],
        "ink": str(page.data.get("ink", inks[1])),
        "svg": svg(page.text("motif"), (inks[0], inks[1], inks[2], inks[3]), width, height * _share(look)),
        "faces": look.faces(),
        "name": [NAMES[page.language], NAMES[other] if other == "ar" else NAMES[other].upper()],
        "number": issue.printed[page.language]["number"],
        "other-number": issue.printed[other]["number"],
        "date": issue.printed[page.language]["date"],
        "head": page.text("head"),
        "second": page.text("second"),
    }


def _share(look: Look) -> float:
    """The part of a cover's height its drawing fills, so that it is drawn in that shape."""
    return {"frame": 0.65, "field": 0.565, "clear": 0.53}.get(look.manner, 1.0)


def _block(press: Press, issue: Issue, block: Block, loose: float, columns: int) -> dict[str, Any]:
    table = asdict(block)
    if block.kind == "picture":
        width = (issue.size[0] - 31 * issue.size[0] / 200 - 6 * (columns - 1)) / columns
        table |= {"caption": block.text, "height": block.height * (0.6 + 1.2 * loose)}
        table["file"] = press.picture(block.motif, width, block.height)
    if block.kind == "box":
        table |= {"head": block.text}
    return table


def running_head(issue: Issue, page: Page) -> list[dict[str, str]]:
    """The three pieces above a page: name, the other language's name, date."""
    lang = page.language
    other = "fr" if lang == "ar" else "ar"
    name = {"lang": lang, "text": NAMES[lang]}
    middle = {"lang": other, "text": NAMES[other]}
    date = {"lang": lang, "text": issue.printed[lang]["date"]}
    return [name, middle, date] if int(page.label) % 2 == 0 else [date, middle, name]


def opening(issue: Issue, page: Page) -> dict[str, str]:
    """Section, heading, summary and office above an article, from its record unless the page differs."""
    first = issue.article(page.articles[0]) if page.articles else {}
    lang = page.language
    head = page.data.get("head", first.get("title", {}).get(lang, ""))
    return {
        "section": str(page.data.get("section", first.get("section", {}).get(lang, ""))),
        "head": str(head),
        "deck": page.text("deck"),
        "byline": str(page.data.get("byline", first.get("byline", ""))),
    }


def entries(issue: Issue, page: Page) -> list[dict[str, str]]:
    """The table of contents of the page's language."""
    found: list[dict[str, str]] = []
    for article in issue.articles:
        pages = issue.article_pages(article["key"])
        lang = page.language
        elsewhere = Path(pages[0].file).parent != Path(page.file).parent
        if article["language"] != lang or elsewhere:
            continue
        found.append(
            {
                "section": article.get("section", {}).get(lang, ""),
                "title": article["title"][lang],
                "byline": article.get("byline", ""),
                "page": pages[0].label,
            }
        )
    return found


def advert(page: Page, issue: Issue) -> dict[str, Any] | None:
    """The advertisement at the foot of a page, if it has one."""
    table = page.data.get("advert")
    if table is None:
        return None
    inks = ("#ffffff", "#1a1a1a", issue.accent, "#c9c4b8")
    return {"lines": list(table["lines"]), "svg": svg(str(table["motif"]), inks, 32, 32)}


def page_board(page: Page) -> crosswords.Board:
    """The crossword of a page."""
    return crosswords.board([(w, c) for w, c in page.data["words"]], page.language == "ar")


def page_document(press: Press, issue: Issue, page: Page, loose: float) -> dict[str, Any]:
    """What the template of inner pages needs, set as loosely as told."""
    look = LOOKS[issue.look]
    width, height = issue.size
    share = width / 200
    outer, inner = MARGINS["outer"] * share, MARGINS["inner"] * share
    columns = int(page.data.get("columns", 1 if page.kind in ("mixed", "contents") else 2))
    table: dict[str, Any] = {
        "kind": page.kind,
        "lang": page.language,
        "width": width,
        "height": height,
        "accent": issue.accent,
        "faces": look.faces(),
        "size": look.size + (loose - 0.5) * 2.2,
        "leading": look.leading + (loose - 0.5) * 0.34,
        "head-size": float(page.data.get("head_size", look.head_size)) * (0.92 if width < 190 else 1.0),
        "entry-gap": 1.0 + 3.4 * loose,
        "centred": look.centred,
        "rule": look.rule,
        "column-rule": look.column_rule,
        "tag": look.tag,
        "head-ink": look.head_ink,
        "label-dashes": look.label_dashes,
        "label": page.label,
        "label-side": {"left": "right", "right": "left"}[page.gutter] if not look.centred else "center",
        "columns": columns,
        "margins": {
            "left": inner if page.gutter == "left" else outer,
            "right": inner if page.gutter == "right" else outer,
            "top": MARGINS["top"],
            "bottom": MARGINS["bottom"],
        },
        "running": running_head(issue, page),
        "advert": advert(page, issue),
        "blocks": [_block(press, issue, block, loose, columns) for block in page.blocks()],
    }
    table |= opening(issue, page)
    if page.kind == "contents":
        table |= {"entries": entries(issue, page), "imprint": list(page.data["imprint"])}
    if page.kind == "mixed":
        for lang in ("ar", "fr"):
            half = page.data[lang]
            text = [_block(press, issue, block, loose, 2) for block in blocks(half["text"])]
            table[lang] = {"head": half["head"], "byline": half["byline"], "blocks": text}
    if page.kind == "crossword":
        grid = page_board(page)
        clues = _clues(page, grid)
        table |= {
            "board": asdict(grid),
            "cell": min(11.0, 150 / grid.width, 95 / grid.height),
            "blocks": clues,
        }
    if page.kind == "poster":
        inks = tuple(page.data["inks"])
        table |= {"inks": list(inks), "lines": _tagged(page)}
        table["svg"] = svg(page.text("motif"), (inks[0], inks[1], inks[2], inks[3]), width, height * 0.66)
    if page.kind == "picture":
        table["file"] = press.picture(page.text("motif"), width, height)
    return table


CLUES = {"ar": ("أفقيا", "عموديا"), "fr": ("Horizontalement", "Verticalement")}


def _clues(page: Page, grid: crosswords.Board) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for heading, lines in zip(CLUES[page.language], (grid.across, grid.down), strict=True):
        found.append({"kind": "h", "text": heading})
        found.extend({"kind": "p", "text": line} for line in lines)
    return found


def _tagged(page: Page) -> list[dict[str, str]]:
    return [{"lang": "ar" if _is_arabic(line) else "fr", "text": line} for line in page.data["lines"]]


def _is_arabic(line: str) -> bool:
    return any("\u0621" <= letter <= "\u064a" for letter in line)

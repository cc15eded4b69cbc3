"""The exact words of a page in the order they are read: what a perfect reader would write down."""

from .model import NAMES, Issue, Page, blocks
from .typeset import CLUES, entries, opening, page_board, running_head


def _cover(issue: Issue, page: Page) -> list[str]:
    other = "fr" if page.language == "ar" else "ar"
    own = issue.printed[page.language]
    name = NAMES[other] if other == "ar" else NAMES[other].upper()
    return [
        NAMES[page.language],
        name,
        own["number"],
        issue.printed[other]["number"],
        own["date"],
        page.text("head"),
        page.text("second"),
    ]


def _inner(issue: Issue, page: Page) -> list[str]:
    lines = [piece["text"] for piece in running_head(issue, page)]
    if page.kind == "contents":
        lines.append(page.text("head"))
        for entry in entries(issue, page):
            lines += [entry["section"], f"{entry['title']} {entry['page']}", entry["byline"]]
        lines += [word for block in page.blocks() for word in block.words()]
        lines += page.data["imprint"]
    elif page.kind == "mixed":
        for lang in ("ar", "fr"):
            half = page.data[lang]
            lines += [half["head"], half["byline"]]
            lines += [word for block in blocks(half["text"]) for word in block.words()]
    else:
        lines += list(opening(issue, page).values())
        if page.kind == "crossword":
            grid = page_board(page)
            lines.append(" ".join(str(cell["number"]) for cell in grid.cells if cell["number"]))
            across, down = CLUES[page.language]
            lines += [across, *grid.across, down, *grid.down]
        lines += [word for block in page.blocks() for word in block.words()]
    lines += page.data.get("advert", {}).get("lines", [])
    return [*lines, page.label]


def truth(issue: Issue, page: Page) -> str:
    """The page's text, one line a paragraph; empty for a page that is a picture only."""
    if page.kind == "picture":
        lines: list[str] = []
    elif page.kind == "cover":
        lines = _cover(issue, page)
    elif page.kind == "poster":
        lines = [str(line) for line in page.data["lines"]]
    else:
        lines = _inner(issue, page)
    return "".join(f"{line}\n" for line in lines if line)

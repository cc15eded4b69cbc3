"""Pages of the house: about, how to cite, terms, privacy, contact, accessibility, help.

Each has a text in Markdown per language. `house/<language>/<name>.md` is what ships with the program; what
the archivists write (site texts called "page-about" …) takes its place, language by language. It is rendered
by markdown-it-py without HTML of the writer's own; pictures are ours alone, drawn in
`templates/parts/drawn.html` and asked for by a line such as `{picture: doors}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from archive.texts import Texts
from web.i18n import LANGUAGES

FOLDER = Path(__file__).resolve().parent / "house"
#: The pages in the order the foot of the site lists them.
PAGES = ("about", "help", "cite", "terms", "privacy", "contact", "accessibility")
#: What archivists may say of the institution in short texts; see `queries.titles.site_texts`.
INSTITUTION = ("name", "publisher", "contact", "rights", "about")
#: Where the browser tests leave what they found, see tests/browser/conftest.py. Not in the repository.
LAST_TEST = Path(__file__).resolve().parent / "static" / "accessibility.json"
_PICTURE = re.compile(r"<p>\{picture: ([a-z]+)\}</p>")
_HEADING = re.compile(r"\A\s*# +([^\n]+)\n?")


@dataclass(frozen=True, slots=True)
class HousePage:
    """A page's heading and Markdown in one language. `own`: written here, not what ships."""

    name: str
    language: str
    heading: str
    body: str
    own: bool


def site_name(page: str) -> str:
    """The name of the site text that takes a page's place."""
    return f"page-{page}"


@lru_cache(maxsize=64)
def shipped(page: str, language: str) -> str:
    """The Markdown that ships for a page."""
    return (FOLDER / language / f"{page}.md").read_text(encoding="utf-8")


def house_page(page: str, language: str, texts: Mapping[str, Texts]) -> HousePage:
    """A page as it is now in a language. Raises KeyError for another name."""
    if page not in PAGES or language not in LANGUAGES:
        raise KeyError(page)
    said = texts.get(site_name(page), Texts())
    own = said[language].value if language in said else ""
    text = own or shipped(page, language)
    found = _HEADING.match(text)
    heading = found[1].strip() if found else page
    return HousePage(page, language, heading, text[found.end() :] if found else text, bool(own))


def filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with `{archive}`, `{magazine}`, `{contact}` filled in; every other brace stays as it is."""
    return re.sub(r"\{([a-z]+)\}", lambda found: values.get(found[1], found[0]), text)


def render_markdown(text: str, address: str, draw: Callable[[str], Markup] | None = None) -> Markup:
    """`text` as HTML: no tags of the writer's, no pictures but ours, headings one step down.

    `address`: of the site in a language ("/fr"); relative links ("cite") stand below it. `draw` gives the
    picture of a name.
    """
    html = str(_reader().render(text, {"address": address}))

    def picture(found: re.Match[str]) -> str:
        return str(draw(found[1])) if draw is not None else ""

    return Markup(_PICTURE.sub(picture, html))  # noqa: S704 - rendered with HTML switched off


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable("image")

    def heading(tokens: list[Token], at: int, options: Any, env: Any) -> str:
        token = tokens[at]
        token.tag = f"h{min(6, int(token.tag[1]) + (1 if token.tag == 'h1' else 0))}"
        return _written(made, tokens, at, options, env)

    def link(tokens: list[Token], at: int, options: Any, env: Any) -> str:
        token = tokens[at]
        target = str(token.attrGet("href") or "")
        if target and not re.match(r"[a-z][a-z0-9+.-]*:|/|#|\?", target, re.IGNORECASE):
            token.attrSet("href", f"{env['address']}/{target}")
        return _written(made, tokens, at, options, env)

    made.renderer.rules["heading_open"] = heading  # type: ignore[attr-defined]
    made.renderer.rules["heading_close"] = heading  # type: ignore[attr-defined]
    made.renderer.rules["link_open"] = link  # type: ignore[attr-defined]
    return made


def _written(reader: MarkdownIt, tokens: list[Token], at: int, options: Any, env: Any) -> str:
    if not isinstance(reader.renderer, RendererHTML):
        raise TypeError(type(reader.renderer))
    return str(reader.renderer.renderToken(tokens, at, options, env))


# --- the last test run ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LastTest:
    """What the browser tests found when they last looked at every page.

    `day`: ISO; `views`: pages times languages, widths and looks; `findings`: by axe-core (`tool`).
    """

    day: str
    pages: int
    views: int
    findings: int
    tool: str


def last_test(path: Path = LAST_TEST) -> LastTest | None:
    """The last whole test run; None where none was run on this installation, or its file cannot be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return LastTest(
            str(data["day"])[:10],
            int(data["pages"]),
            int(data["views"]),
            int(data["findings"]),
            str(data["tool"])[:60],
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None

"""The clean text of an article: the words inside its zones, in reading order, lines joined to paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from archive.canvas import Box
from archive.letters import direction_of, main_language
from archive.models import Article
from archive.words import Word, lines_of
from web.contexts import Text

#: A line that ends this much before its block's widest one closes a paragraph.
_SHORT = 0.82


def within(words: Iterable[Word], zones: Sequence[Box]) -> list[list[Word]]:
    """The words whose middle lies in each zone, zone after zone; a word is taken once."""
    rest = list(words)
    found: list[list[Word]] = []
    for zone in zones:
        inside = [word for word in rest if _inside(word, zone)]
        taken = set(map(id, inside))
        rest = [word for word in rest if id(word) not in taken]
        found.append(inside)
    return found


def _inside(word: Word, zone: Box) -> bool:
    x, y = word.box.x + word.box.w / 2, word.box.y + word.box.h / 2
    return zone.x <= x < zone.right and zone.y <= y < zone.bottom


def words_of_article(article: Article, words: Mapping[int, Sequence[Word]]) -> Iterator[list[Word]]:
    """The article's words, page after page and zone after zone; all of a page where it has no zone there.

    `words`: of each page that the reader may see, by its minted number.
    """
    for number in article.pages:
        if number not in words:
            continue
        zones = [zone.box for zone in article.zones if zone.page == number]
        yield from within(words[number], zones) if zones else [list(words[number])]


def paragraphs(parts: Iterable[Sequence[Word]]) -> tuple[Text, ...]:
    """Paragraphs, each with the language of most of its letters. Words divided at line ends are whole.

    A block of the page begins a paragraph, and so does the line after one that ends early.
    """
    made: list[Text] = []
    for part in parts:
        for _, block in groupby(part, key=lambda word: word.block):
            lines = lines_of(list(block))
            widest = max((_width(line) for line in lines), default=0)
            own: list[Word] = []
            for line in lines:
                own += line
                if _width(line) < _SHORT * widest and line is not lines[-1] and not line[-1].subs:
                    made.append(_paragraph(own))
                    own = []
            if own:
                made.append(_paragraph(own))
    return tuple(paragraph for paragraph in made if paragraph.value)


def _width(line: Sequence[Word]) -> int:
    box = Box.around(word.box for word in line)
    return box.w if box is not None else 0


def _paragraph(words: Sequence[Word]) -> Text:
    parts: list[str] = []
    divided = ""
    for word in words:
        if word.subs and word.subs == divided:
            divided = ""  # its second half
            continue
        divided = word.subs or ""
        parts.append(word.subs or word.text)
    language = main_language((word.language, len(word.text)) for word in words)
    return Text(" ".join(parts).strip(), language, direction_of(language))

"""The articles of the sample issue with two fronts, proposed from its own pages as Tesseract read them.

`issue-143.zip` is that reading, recorded (ALTO, a file a page, in the order of the halves); what the issue
holds is told by its `issue.toml` in `scans/sample`.
"""

from __future__ import annotations

import tomllib
import zipfile
from pathlib import Path

from archive.alto_files import read_alto
from archive.contents_pages import Leaf, Stream, propose
from archive.contents_pages.folding import fold, likeness
from archive.words import words_of

HERE = Path(__file__).parent
SAMPLE = HERE.parents[2] / "scans" / "sample" / "1975-03-numero-143" / "issue.toml"
_HALVES = (("ar", range(1, 7)), ("fr", range(7, 13)))


def streams() -> list[Stream]:
    """Both halves, six pages each, their printed numbers as the issue's description counts them."""
    made = []
    with zipfile.ZipFile(HERE / "issue-143.zip") as packed:
        for number, (language, pages) in enumerate(_HALVES, 1):
            leaves = [
                Leaf(page, place, words_of(read_alto(packed.read(f"p{page:02}.alto.xml"))))
                for place, page in enumerate(pages, 1)
            ]
            made.append(Stream(number, language, tuple(leaves)))
    return made


def told() -> list[tuple[str, int]]:
    """Heading and first page of each article, as its description says."""
    found = []
    for article in tomllib.loads(SAMPLE.read_text(encoding="utf-8"))["articles"]:
        folder, _, file = article["pages"][0].partition("/")
        pages = dict(_HALVES)[folder]
        found.append((article["title"][article["language"]], pages[int(Path(file).stem) - 1]))
    return found


def test_every_article_of_the_sample_is_proposed_with_its_page_and_nothing_else() -> None:
    drafts = [(fold(draft.title), draft.page) for draft in propose(streams())]
    wanted = told()
    assert len(wanted) == 8
    right = [
        (heading, page)
        for heading, page in wanted
        if any(page == at and likeness(fold(heading), title) > 0.7 for title, at in drafts)
    ]
    assert right == wanted, drafts
    assert len(drafts) == len(wanted)

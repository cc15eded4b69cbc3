"""How many articles are proposed with the right page from contents pages of twelve layouts.

    python -m tests.benchmarks.contents_pages [--json] [--keep DIR] [--only NAME]

Each layout is a contents page and the pages its articles begin on, set by Typst, worn a little and read by
the product's own engine. One heading in five says something else than the contents do. An article counts
when a draft has its page and its title (`folding.likeness` of 0.7 at least). Two figures: with the headings
of pages, and with the numbers of the contents alone (every page but the contents is blank). The printed
numbers of pages are given, as they are once accepted. The layouts were set after the parser was made.
"""

from __future__ import annotations

import argparse
import io
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from archive.contents_pages import Draft, Leaf, Stream, propose
from archive.contents_pages.folding import fold, likeness
from archive.settings import Settings
from archive.words import Word, words_of
from ingest.reading import read_canvas
from tests.rendered.wear import worn

_TEMPLATE = Path(__file__).with_suffix(".typ")
_DPI = 300
_LIKE = 0.7
_TITLES = {
    "ar": (
        "دورية ليلية في المدينة القديمة", "الوقاية من حرائق الغابات", "كيف تعمل غرفة العمليات",
        "حوار مع مدير المعهد الملكي", "أطفالنا والشبكة العنكبوتية", "شرطة الحدود في مطار محمد الخامس",
        "من أرشيف المجلة", "سباق العدو الريفي للشرطة", "الخيالة بين الأمس واليوم",
        "قراءة في مدونة السير الجديدة",
        "تزوير العملة وطرق كشفه", "مستشفى الأمن الوطني يفتح أبوابه", "قصة قصيرة: الحارس",
        "المرأة في جهاز الأمن", "مسابقة الرماية السنوية", "أبواب مفتوحة بمدينة أكادير",
    ),
    "fr": (
        "Patrouille de nuit dans la médina", "Prévenir les incendies de forêt",
        "Dans la salle des opérations", "Entretien avec le directeur de l’Institut",
        "Nos enfants et l’internet", "La police des frontières à l’aéroport", "Dans les archives de la revue",
        "Le cross de la sûreté nationale", "La brigade montée, hier et aujourd’hui",
        "Lire le nouveau code de la route", "La fausse monnaie et comment la reconnaître",
        "L’hôpital de la sûreté ouvre ses portes", "Une nouvelle : le gardien", "Les femmes dans la police",
        "Le concours annuel de tir", "Journées portes ouvertes à Agadir",
    ),
}  # fmt: skip
_AUTHORS = {
    "ar": ("عبد الله بناني", "فاطمة الزهراء العمراني", "يوسف التازي", "خديجة المريني", "حسن الودغيري"),
    "fr": ("Karim Bennani", "Fatima Amrani", "Youssef Tazi", "Hélène Mercier", "Hassan Ouadghiri"),
}
_SECTIONS = {
    "ar": ("تحقيقات", "مجتمع", "رياضة", "ثقافة"),
    "fr": ("Reportages", "Société", "Sports", "Culture"),
}
_OTHER_WORDS = {
    "ar": ("رجال لا ينامون", "صفحة من حياتنا", "في قلب الحدث"),
    "fr": ("Ceux qui ne dorment pas", "Une page de vie", "Au cœur de l’action"),
}
_BODY = {
    "ar": "وقفنا ذلك الصباح أمام الباب ننتظر من يقودنا إلى المكان وكان الجو باردا والطريق خاليا من المارة. ",
    "fr": "Ce matin-là nous attendions devant la porte que l’on vienne nous conduire, "
    "l’air était froid, la rue vide. ",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """How a contents page is set; see the template."""

    name: str
    lang: str
    layout: str
    heading: str
    font: str
    leaders: bool = False
    indic: bool = False
    prefix: str = ""
    sections: bool = False
    bylines: bool = True
    unnumbered: frozenset[int] = frozenset()
    centred: bool = False
    size: float = 12.0
    entries: int = 10


LAYOUTS = (
    Layout("ar-leaders", "ar", "plain", "الفهرس", "Amiri", leaders=True),
    Layout(
        "ar-indic-digits",
        "ar",
        "plain",
        "المحتويات",
        "Noto Naskh Arabic",
        leaders=True,
        indic=True,
        bylines=False,
    ),
    Layout("ar-number-first", "ar", "first", "في هذا العدد", "KacstBook", centred=True, entries=9),
    Layout("ar-two-columns", "ar", "columns", "محتويات العدد", "Scheherazade", sections=True, centred=True),
    Layout("ar-authors-first", "ar", "author-first", "فهرس العدد", "Amiri", leaders=True),
    Layout(
        "ar-unnumbered",
        "ar",
        "plain",
        "مواضيع العدد",
        "Noto Naskh Arabic",
        sections=True,
        unnumbered=frozenset({2, 5, 7}),
    ),
    Layout("fr-bylines-beside", "fr", "dashed", "Sommaire", "EB Garamond", leaders=True),
    Layout("fr-number-first", "fr", "first", "Au sommaire", "DejaVu Sans", entries=9),
    Layout("fr-two-columns", "fr", "columns", "SOMMAIRE", "Liberation Serif", sections=True, centred=True),
    Layout("fr-authors-above", "fr", "author-above", "Table des matières", "Linux Libertine O", leaders=True),
    Layout(
        "fr-wrapped",
        "fr",
        "narrow",
        "Dans ce numéro",
        "EB Garamond",
        prefix="p. ",
        leaders=True,
        size=14,
        entries=9,
    ),
    Layout(
        "fr-table-unnumbered", "fr", "table", "Sommaire", "Liberation Serif", unnumbered=frozenset({3, 6})
    ),
)


@dataclass(frozen=True, slots=True)
class Truth:
    """An article of a made issue; `heading`: what its page says."""

    title: str
    page: int
    byline: str
    section: str
    numbered: bool
    heading: str


@dataclass(slots=True)
class Result:
    """What was proposed for a layout: articles right with headings and by numbers alone, drafts too many."""

    name: str
    articles: int
    right: int = 0
    numbers_alone: int = 0
    too_many: int = 0
    missed: list[str] = field(default_factory=list)


def truths(layout: Layout) -> list[Truth]:
    """The articles of a layout's issue, the same each time."""
    chance = random.Random(layout.name)
    titles = chance.sample(_TITLES[layout.lang], layout.entries)
    page, made = 2, []
    for at, title in enumerate(titles):
        page += chance.randint(1, 4)
        made.append(
            Truth(
                title,
                page,
                chance.choice(_AUTHORS[layout.lang]) if layout.bylines else "",
                _SECTIONS[layout.lang][at // 3] if layout.sections and at % 3 == 0 else "",
                at not in layout.unnumbered,
                chance.choice(_OTHER_WORDS[layout.lang]) if at % 5 == 4 else title,
            )
        )
    return made


def picture(document: dict[str, Any]) -> Image.Image:
    """A page as Typst sets it."""
    made = typst.compile(str(_TEMPLATE), format="png", ppi=_DPI, sys_inputs={"doc": json.dumps(document)})
    return Image.open(io.BytesIO(made[0] if isinstance(made, list) else made)).convert("L")


def documents(layout: Layout, articles: Sequence[Truth]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each page that is set, with its printed number: the contents on page 2, then where articles begin."""
    shared = {"lang": layout.lang, "fonts": [layout.font, "Amiri", "Liberation Serif"]}
    entries = [
        {"title": a.title, "page": a.page, "byline": a.byline, "section": a.section, "numbered": a.numbered}
        for a in articles
    ]
    yield (
        2,
        {
            **shared,
            "kind": "contents",
            "width": 200,
            "height": 270,
            "size": layout.size,
            "layout": layout.layout,
            "heading": layout.heading,
            "centred": layout.centred,
            "leaders": layout.leaders,
            "indic": layout.indic,
            "prefix": layout.prefix,
            "entries": entries,
        },
    )
    for article in articles:
        yield (
            article.page,
            {
                **shared,
                "kind": "article",
                "width": 150,
                "height": 110,
                "size": 11,
                "heading": article.heading,
                "byline": article.byline,
                "body": _BODY[layout.lang] * 5,
            },
        )


def read(layout: Layout, articles: Sequence[Truth], keep: Path | None) -> dict[int, tuple[Word, ...]]:
    """The words of each page that is set, by its printed number."""
    settings = Settings()
    words: dict[int, tuple[Word, ...]] = {}
    for page, document in documents(layout, articles):
        scan = worn(picture(document), 1, seed=page)
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            scan.save(keep / f"{layout.name}-{page:02}.png")
        words[page] = words_of(read_canvas(scan, settings, dpi=_DPI).alto)
    return words


def stream_of(layout: Layout, words: dict[int, tuple[Word, ...]], last: int) -> Stream:
    """The issue: pages 1 to `last`, those that were not set blank."""
    leaves = tuple(Leaf(page, page, words.get(page, ())) for page in range(1, last + 1))
    return Stream(1, layout.lang, leaves)


def is_right(article: Truth, drafts: Sequence[Draft]) -> bool:
    """Whether a draft has an article's page and title."""
    return any(
        draft.page == article.page and likeness(fold(draft.title), fold(article.title)) >= _LIKE
        for draft in drafts
    )


def measured(layout: Layout, keep: Path | None) -> Result:
    """A layout set, read and proposed from."""
    articles = truths(layout)
    words = read(layout, articles, keep)
    last = articles[-1].page + 2
    drafts = propose([stream_of(layout, words, last)])
    alone = propose([stream_of(layout, {2: words[2]}, last)])
    right = [article for article in articles if is_right(article, drafts)]
    return Result(
        layout.name,
        len(articles),
        len(right),
        sum(is_right(article, alone) for article in articles),
        len(drafts) - len(right),
        [article.title for article in articles if article not in right],
    )


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the pictures there")
    parser.add_argument("--only", metavar="NAME", help="one layout")
    asked = parser.parse_args()
    results = []
    for layout in LAYOUTS:
        if asked.only in (None, layout.name):
            results.append(measured(layout, asked.keep))
            if not asked.json:
                one = results[-1]
                print(
                    f"{one.name:<22} {one.right:>3} / {one.articles:<3} numbers alone {one.numbers_alone:>3}"
                    f"  too many {one.too_many:>2}  {' | '.join(one.missed)}",
                    flush=True,
                )
    articles = sum(one.articles for one in results)
    whole = {
        "articles": articles,
        "right_percent": round(100 * sum(one.right for one in results) / articles, 1),
        "numbers_alone_percent": round(100 * sum(one.numbers_alone for one in results) / articles, 1),
        "too_many": sum(one.too_many for one in results),
    }
    if asked.json:
        rows = [
            {"name": r.name, "articles": r.articles, "right": r.right, "numbers_alone": r.numbers_alone,
             "too_many": r.too_many, "missed": r.missed}
            for r in results
        ]  # fmt: skip
        print(json.dumps({**whole, "layouts": rows}, ensure_ascii=False, indent=1))
    else:
        print(whole)


if __name__ == "__main__":
    main()

"""An archive of the magazine's full size for the site: two halves an issue, pictures, articles, gaps.

What the pages of the site ask the store for is written straight into its tables. The texts are a few hundred
made-up pages used again and again; only the first issue has pictures in files, those of the sample issues.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import insert, update

from archive.actions import changes, holdings
from archive.canvas import Box
from archive.files import Files
from archive.letters import direction_of
from archive.migrating import create_archive
from archive.models import Article, Clock, ImageFacts, Issue, Page, PageText, Stream
from archive.models.mapping import Zone
from archive.settings import Settings
from archive.store import Session, Store, now
from archive.texts import Texts
from archive.words import pack, text_of
from ingest.derivatives import derivatives_of, make_derivatives
from tests.benchmarks.made_archive import PER_ISSUE, words_of
from tests.benchmarks.made_text import MadePage, made_pages

SAMPLES = Path(__file__).resolve().parents[2] / "scans" / "sample"
WIDTH, HEIGHT = 2000, 2800
_PER_YEAR, _TEXTS, _PICTURES = 13, 256, 4
#: Articles of an issue, half of them in each language, paired.
_ARTICLES = 24
_HEADING = {"ar": "مقال", "fr": "Article"}


def fill(home: Path, pages: int) -> Settings:
    """An archive with so many pages, `PER_ISSUE` to an issue; one that is there already is taken as it is."""
    settings = Settings(home=home)
    done = home / "made.json"
    if done.exists():
        if json.loads(done.read_text()) != pages:
            raise SystemExit(f"{home} holds {done.read_text()} pages.")
        return settings
    create_archive(settings)
    store = Store(settings)
    issues = pages // PER_ISSUE
    with store.write() as session:
        _add_issues(session, issues)
    texts = {
        language: [each for each in made_pages(_TEXTS, 1) if each.language == language]
        for language in ("ar", "fr")
    }
    for issue in range(issues):
        with store.write() as session:
            _add_pages(session, issue, texts)
    _add_pictures(store)
    with store.write() as session:
        by = changes.begin(session, by="made", why="made for a benchmark")
        series = holdings.series_numbered(session, by, 1)
        holdings.set_rule(session, by, series, f"monthly 1961-01/{1961 + issues // _PER_YEAR}-12")
    store.close()
    done.write_text(json.dumps(pages))
    return settings


def _add_issues(session: Session, count: int) -> None:
    moment = now()
    rows, streams, articles = [], [], []
    for n in range(count):
        year, month = 1961 + n // _PER_YEAR, n % _PER_YEAR % 12 + 1
        day = f"{year}-{month:02}"
        rows.append(
            {
                "key": f"pm{n:05}x",
                "source": f"made/{n}",
                "name": Texts.printed(fr=f"Sécurité routière {n}", ar=f"السلامة الطرقية {n}"),
                "number": str(n + 1),
                "number_key": f"{n + 1:06}",
                "edtf": day,
                "date_from": f"{day}-01",
                "date_to": f"{day}-28",
                "state": "published",
                "published_at": moment,
                "created_at": moment,
                "changed_at": moment,
            }
        )
        half = PER_ISSUE // 2
        for number, language in ((1, "ar"), (2, "fr")):
            own = tuple(range(1 + half * (number - 1), 1 + half * number))
            place = {"issue_id": n + 1, "number": number, "position": number, "pages": own}
            streams.append(place | {"language": language, "direction": direction_of(language)})
        for number in range(1, _ARTICLES + 1):
            language, at = ("ar", number) if number <= _ARTICLES // 2 else ("fr", number - _ARTICLES // 2)
            page = 3 * at + (0 if language == "ar" else half)
            zone = Zone(page, Box(0, 0, WIDTH, HEIGHT // 2))
            articles.append(
                {
                    "issue_id": n + 1,
                    "number": number,
                    "position": number,
                    "language": language,
                    "heading": Texts.printed(**{language: f"{_HEADING[language]} {at}"}),
                    "pages": (page, page + 1),
                    "zones": (zone,),
                    "pair": at + (_ARTICLES // 2 if language == "ar" else 0),
                }
            )
    session.execute(insert(Issue), rows)
    session.execute(insert(Stream), streams)
    session.execute(insert(Article), articles)


def _add_pages(session: Session, issue: int, texts: dict[str, list[MadePage]]) -> None:
    made = derivatives_of(WIDTH, HEIGHT)
    image = ImageFacts(1, WIDTH, HEIGHT, made.sizes, made.tile_width, made.scale_factors)
    rows, readings, moment = [], [], now()
    for place in range(PER_ISSUE):
        number, half = issue * PER_ISSUE + place, PER_ISSUE // 2
        language = "ar" if place < half else "fr"
        own = texts[language]
        words = _packed(own[number % len(own)], number % len(own))
        row: dict[str, Any] = {"id": number + 1, "issue_id": issue + 1, "number": place + 1}
        row |= {"sequence": place + 1, "label": str(place % half + 1), "width": WIDTH, "height": HEIGHT}
        row |= {"language": language, "quality": 0.9, "text_revision": 1, "image": image}
        rows.append(row | {"changed": issue + 1})
        reading = {"page_id": number + 1, "revision": 1, "path": "texts/none.alto.xml", "sha256": ""}
        reading |= {"source": "made", "language": language, "created_at": moment}
        readings.append(reading | words)
    session.execute(insert(Page), rows)
    session.execute(insert(PageText), readings)
    session.execute(update(Clock).values(number=issue + 1))


_PACKED: dict[tuple[str, int], dict[str, Any]] = {}


def _packed(page: MadePage, number: int) -> dict[str, Any]:
    key = page.language, number
    if key not in _PACKED:
        words = words_of(page, number)
        _PACKED[key] = {"plain": text_of(words), "words": pack(words)}
    return _PACKED[key]


def _add_pictures(store: Store) -> None:
    """Real tiles and sizes for the first pages of the first issue."""
    for number, file in enumerate(sorted(SAMPLES.rglob("*.jpg"))[:_PICTURES], 1):
        with Image.open(file) as opened:
            picture = opened.convert("RGB").resize((WIDTH, HEIGHT))
        make_derivatives(picture, store.files.path(Files.derivatives("pm00000x", number, 1)))

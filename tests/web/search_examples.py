"""Contexts for the templates of searching: results, nothing found, selection, help, glossary."""

from __future__ import annotations

from collections.abc import Iterator

from archive.canvas import Box
from tests.web.examples import (
    AR_LINES,
    ARTICLES,
    FR_LINES,
    Example,
    cover,
    month_name,
    site_in,
    t,
)
from web.citing import Source, chicago
from web.contexts import IssueName, Link, Pager, Picture, Text
from web.desk_contexts import Change, ChangeItem
from web.glossary_contexts import Entry, Glossary
from web.i18n import translator
from web.issue_contexts import PageLink
from web.reading_contexts import Crop
from web.search_contexts import (
    Chip,
    Coverage,
    Facet,
    HelpPair,
    HelpPairs,
    Histogram,
    Hit,
    Kept,
    Lines,
    LitPart,
    Search,
    SearchHelp,
    Selection,
    Why,
    WordCount,
    YearBar,
)


def _hit(
    language: str, code: str, number: int, heading: bool, quality: str, why: Why = "word", **more: object
) -> Hit:
    lines, found = (AR_LINES, "السلامة الطرقية") if code == "ar" else (FR_LINES, "sécurité routière")
    before, mark, after = (lines[1] + " " + lines[2]).partition(found)
    crop = Crop(Picture("/pictures/strip.jpg", 900, 150), 900, 150, (Box(520, 40, 160, 40),))
    parts = (LitPart(before), LitPart(mark, why), LitPart(after))
    return Hit(
        url=f"/{language}/x/p12",
        name="pm4x7q2.p12",
        issue=IssueName(str(number), month_name(language, number % 12 + 1, 1961 + number // 12)),
        page_label="12",
        lines=(Lines(parts, code, Text.of("", code).dir, crop),),
        lang=code,
        heading=Text.of(ARTICLES[1][0 if code == "ar" else 1], code) if heading else None,
        cover=cover(number),
        quality=quality,  # type: ignore[arg-type]
        words=3,
        **more,  # type: ignore[arg-type]
    )


def results(language: str) -> Search:
    """Many pages, with all that can stand on the page."""
    say = translator(language)
    bars = tuple(
        YearBar(
            y,
            abs(((y * 37) % 41) - 12),
            900,
            2.5,
            f"?from={y}",
            1970 <= y <= 1979,
            f"{y - 580}",
            f"{y - 580}",
        )
        for y in range(1961, 2027)
    )
    decades = tuple(Link(f"{d}–{d + 9}", f"?d={d}", count=d % 97) for d in range(1960, 2030, 10))
    shown = (Link("1", "?p=1", True), Link("2", "?p=2"), Link("", ""), Link("15", "?p=15"))
    own, other = t(language, "السلامة الطرقية", "sécurité routière"), "fr" if language == "ar" else "ar"
    translated = Text.of(t(language, "sécurité routière", "السلامة الطرقية"), other)
    return Search(
        query=own,
        total=294,
        issues=131,
        groups=294,
        searched=58214,
        hits=(
            _hit(language, "ar", 143, True, "good"),
            _hit(language, "fr", 144, True, "human", "other language"),
            _hit(language, "ar", 521, False, "poor", "fuzzy", count=6, more=(PageLink("14", "/x/p14"),)),
        ),
        some=(_hit(language, "fr", 12, False, "fair", "name", lacks=(Text.of("Rabat", "fr"),)),),
        some_total=12,
        chips=(
            Chip("other language", Text.of(own, language), translated, "?without=x", True),
            Chip("other language", Text.of(own, language), translated, "?also=x", False),
            Chip("name", Text.of("Laghzaoui", "fr"), Text.of("", "fr"), "?without=@laghzaoui", True),
            Chip("fuzzy", Text.of("rotière", "fr"), Text.of("routière", "fr"), "?without=~rotiere", True),
        ),
        ways=(Link("≡", "?exact=1"), Link("≈", "?also=0", True)),
        facets=(
            Facet(
                "language",
                (
                    Link(say.language_name("ar"), "?l=ar", count=208),
                    Link(say.language_name("fr"), "?", True, 86),
                ),
            ),
            Facet("decade", decades),
            Facet(
                "section", (Link(t(language, "السير والمرور", "Circulation"), "?s=1", True, 171, language),)
            ),
            Facet("quality", (Link(say.gettext("good"), "?quality=good", count=241),)),
        ),
        histogram=Histogram(
            bars,
            (Link("1", "?", True), Link("2", "?rate=1")),
            calendars=(Link("3", "?", True), Link("4", "?calendar=hijri")),
        ),
        years=("1970", "1979"),
        all_years=f"/{language}/search?q=x",
        sorts=(
            Link(t(language, "الأقرب", "Pertinence"), "?s=1", True),
            Link(t(language, "الأقدم", "Date"), "?s=2"),
        ),
        gatherings=(Link(say.gettext("Pages"), "?", True), Link(say.gettext("Issues"), "?by=issue")),
        pager=Pager(shown, next="?p=2"),
        fields=(("lang", "fr"),),
        limited=True,
        everywhere="?q=x",
        coverage=Coverage(37, 2, 412),
        notes=(t(language, "قوس بلا نظير.", "Une parenthèse sans pendant."),),
        exports=tuple(Link(kind, f"?{kind}") for kind in ("csv", "json", "ris", "bib")),
        feed=f"/{language}/search/feed.atom?q=x",
    )


def nothing(language: str) -> Search:
    """No page, with what may help."""
    words = (("مدرسة", 1912), ("الخيالة", 37)) if language == "ar" else (("école", 2204), ("cavalerie", 41))
    lost, meant = ("تازا", "تازة") if language == "ar" else ("Tazza", "Taza")
    counts = (
        *(WordCount(Text.of(word, language), count, f"?q={count}") for word, count in words),
        WordCount(Text.of(lost, language), 0, "", (Link(meant, "?q=taza", count=318, lang=language),)),
    )
    return Search(
        " ".join(word.word.value for word in counts),
        searched=58214,
        words=counts,
        any_word="?q=any",
        corrected=Link(meant, "?q=taza", lang=language),
        coverage=Coverage(37, 0, 12),
    )


def selection(language: str) -> Selection:
    """Two pages kept, one of them gone."""
    source = Source(
        "page", "pm4x7q2-p12", "https://archive.example/ark:/99999/pm4x7q2/p12", "ar", "مجلة الشرطة", "143"
    )
    kept = Kept(
        "pm4x7q2.p12",
        f"/{language}/x/p12",
        IssueName("143", month_name(language, 3, 1975)),
        "12",
        chicago(source, translator(language)),
        cover=cover(143),
    )
    return Selection(f"/{language}/selection/export", (kept, kept), 1)


def glossary(language: str) -> Glossary:
    """A page of the glossary, and an act."""
    entry = Entry(
        7,
        2,
        Text.of("الشرطة القضائية\nشرطة قضائية", "ar"),
        Text.of("police judiciaire\nPJ", "fr"),
        "unit",
        "1961",
    )
    item = ChangeItem(
        translator(language).gettext("French"), Text.of("police judiciaire", "fr"), Text.of("PJ", "fr")
    )
    undo = f"/{language}/desk/changes/12/undo"
    act = Change(12, translator(language).gettext("French"), "alice", "2026", items=(item,), undo_url=undo)
    return Glossary(
        f"/{language}/desk/glossary",
        (entry,),
        564,
        (Link(translator(language).gettext("All"), "?", True, 564), Link("unit", "?field=unit", count=45)),
        Entry(0, 0, Text.of("", "ar"), Text.of("", "fr")),
        f"/{language}/desk/glossary/undo",
        may_edit=True,
        acts=(act,),
    )


def search_examples(language: str) -> Iterator[Example]:
    """Every page of searching once, and its empty and troubled states."""
    at = site_in(language, "search", "/search")
    yield "search", "search.html", results(language), at
    yield "search-none", "search.html", nothing(language), at
    yield "search-start", "search.html", Search("", searched=58214), at
    problem = t(language, "لم تُغلق علامة التنصيص.", "Un guillemet n’est pas fermé.")
    yield "search-problem", "search.html", Search("«x", problem=problem), at
    yield "selection", "selection.html", selection(language), at
    yield "selection-empty", "selection.html", Selection(f"/{language}/selection/export"), at
    pair = HelpPair(Text.of("القاهره", "ar"), Text.of("القاهرة", "ar"), True)
    apart = HelpPair(Text.of("vol", "fr"), Text.of("voile", "fr"), False)
    pairs = (pair, apart)
    lists = (HelpPairs("ar", pairs), HelpPairs("fr", pairs), HelpPairs("names", pairs))
    yield "help-search", "help-search.html", SearchHelp(lists), at
    desk = site_in(language, "glossary", "/desk/glossary", account=True)
    yield "desk-glossary", "desk/glossary.html", glossary(language), desk

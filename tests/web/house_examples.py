"""A context for coverage, covers and arrivals, for the forms readers write by, and for the desk's letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from tests.web.examples import AR_LINES, FR_LINES, Example, cited, issue_slot, month_name, site_in, t
from web.article_contexts import Article, Half
from web.contexts import IssueName, Kept, Link, Pager, Picture, Text
from web.coverage_contexts import DeskCoverage, NumberRow, SeriesRow
from web.desk_contexts import Change
from web.house import PAGES, LastTest, filled, house_page, render_markdown
from web.house_contexts import House, HouseForm, HouseRow, HouseTexts
from web.i18n import LANGUAGES
from web.letter_contexts import LetterForm, LetterRow, Letters, LetterSent
from web.rendering import environment
from web.shelf_contexts import Arrivals, Cell, CellState, Coverage, CoverageBlock, CoverageCounts, Covers
from web.tally_contexts import Read, Statistics


def coverage(language: str) -> Coverage:
    """Seven decades with every kind of square."""
    kinds: tuple[CellState, ...] = ("issue", "issue", "missing", "issue", "held", "issue", "unknown", "never")
    told = month_name(language, 5, 1975)

    def row(year: int) -> tuple[Cell, ...]:
        cells = [
            Cell(kinds[(year * 7 + month) % len(kinds)], 1, told, "/x" if (year + month) % 3 else "")
            for month in range(1, 12)
        ]
        return (*cells[:6], Cell("issue", 2, told, "/x"), *cells[7:], Cell(""))[:11]

    blocks = tuple(
        CoverageBlock(
            start, tuple((year, row(year)) for year in range(max(1961, start), min(start + 10, 2027)))
        )
        for start in range(1960, 2030, 10)
    )
    lines = tuple(
        CoverageCounts(f"{start}–{start + 9}", 113, 96, 1, 9, 7, 7, 85) for start in range(1960, 2030, 10)
    )
    rule = t(language, "شهرية، منذ ماي 1961", "mensuelle, depuis mai 1961")
    total = CoverageCounts("", 1742, 684, 14, 37, 44, 7, 92)
    return Coverage(total, lines, blocks, (rule,), f"/{language}/coverage.csv", f"/{language}/coverage/own")


def house_pages(language: str) -> Iterator[Example]:
    """Coverage, covers, arrivals, and the forms readers write by."""
    yield "coverage", "coverage.html", coverage(language), site_in(language, "coverage", "/coverage")
    none = CoverageCounts("", 0, 0, 0, 0, 0, 0, None)
    yield (
        "coverage-none",
        "coverage.html",
        Coverage(none, (), (), (), "/x.csv", "/x"),
        site_in(language, "coverage", "/coverage", account=True),
    )
    slots = tuple(issue_slot(language, 100 + n, 1 + n % 12, 1970 + n // 12, heading="") for n in range(14))
    walls = ((1970, slots[:12]), (1971, slots[12:]))
    links = (Link("1960", "?decade=1960"), Link("1970", "?decade=1970", True))
    yield "covers", "covers.html", Covers(1970, links, walls, 14), site_in(language, "years", "/covers")
    screens = Pager((Link("1", "?page=1", True), Link("2", "?page=2")), next="?page=2")
    yield "new", "new.html", Arrivals(slots, 48, screens, "/x.atom"), site_in(language, "years", "/new")
    name = IssueName("143", month_name(language, 3, 1975))
    about = LetterForm(
        "removal",
        f"/{language}/removal",
        "ark:/99999/pm4x7q2/p12",
        "10,20,300,40",
        name,
        "12",
        back="/x",
        picture=Picture("/pictures/strip.jpg", 900, 150),
    )
    site = site_in(language, "", "/removal")
    yield "letter", "letter.html", about, site
    wrong = {"text": t(language, "قل ما الأمر.", "Dites de quoi il s’agit.")}
    yield "letter-wrong", "letter.html", replace(about, values={"text": "<x>"}, faults=wrong), site
    offer = LetterForm("offer", f"/{language}/coverage/own", told=month_name(language, 5, 1975), back="/x")
    yield "letter-offer", "letter.html", offer, site
    yield "letter-sent", "letter-sent.html", LetterSent("offer", 12, "/x"), site
    states = (Link("À faire", "?state=open", True, 2), Link("Réglé", "?state=done", count=14))
    rows = (
        LetterRow(
            12, "removal", "open", about.action, "a@example.org", "24 nov. 2026", "", name, "12", "/x",
            about.picture, "/x",
        ),
        LetterRow(11, "offer", "open", "", "0600000000", "23 nov. 2026", "145", url="/x", action="/x"),
    )  # fmt: skip
    desk = site_in(language, "letters", "/desk/letters", account=True)
    yield "desk-letters", "desk/letters.html", Letters(rows, states), desk
    yield "desk-letters-none", "desk/letters.html", Letters((), states), desk
    yield from written_pages(language)


def written_pages(language: str) -> Iterator[Example]:
    """The pages of the house, and the desk's form to write them."""
    values = {"magazine": t(language, "مجلة الشرطة", "Revue de la police"), "contact": "<a@example.org>"}
    headings = {n: house_page(n, language, {}).heading for n in PAGES}
    drawn = environment(language).get_template("parts/drawn.html").module
    for name in ("about", "help", "accessibility"):
        page = house_page(name, language, {})
        html = render_markdown(
            filled(page.body, values), f"/{language}", lambda n: Markup(getattr(drawn, f"draw_{n}")())
        )
        others = tuple(Link(headings[n], f"/{language}/{n}", n == name) for n in PAGES)
        tested = LastTest("2026-11-28", 62, 124, 0, "axe-core") if name == "accessibility" else None
        context = House(name, page.heading, html, others, name == "accessibility", tested, "28 nov. 2026")
        yield f"house-{name}", "house.html", context, site_in(language, "about", f"/{name}")
    untested = House("accessibility", page.heading, html, others, True)
    yield "house-untested", "house.html", untested, site_in(language, "", "/accessibility")
    rows = tuple(HouseRow(headings[n], "/x", ("ar",) if n == "about" else ()) for n in PAGES)
    desk = site_in(language, "house", "/desk/texts", account=True)
    yield "desk-house", "desk/house.html", HouseTexts(rows, rows[:2]), desk
    values = {"ar": "# عن الأرشيف", "fr": "# L’archive\n\nUn **texte**.", "en": ""}
    ships = {code: house_page("about", code, {}).body for code in LANGUAGES}
    change = Change(7, "Texte", "alice", "28 nov. 2026", undo_url="/x")
    form = HouseForm("L’archive", "/x", 3, values, ships, True, "/x", {}, (change,))
    yield "desk-house-text", "desk/house-text.html", form, desk
    yield "desk-house-conflict", "desk/house-text.html", replace(form, theirs={"fr": "<b>"}), desk
    short = HouseForm("Nom", "/x", 0, values, dict.fromkeys(LANGUAGES, ""), False)
    yield "desk-house-short", "desk/house-text.html", short, desk
    yield from article_pages(language)
    read = (Read(IssueName("143", month_name(language, 3, 1975)), "/x", 41),)
    spans = (Link("30", "?days=30", True), Link("365", "?days=365"))
    shown = Statistics(read, (("مفقود", 3), ("casablanca", 2)), 1284, spans)
    yield "desk-statistics", "desk/statistics.html", shown, replace(desk, here="statistics")


def article_pages(language: str) -> Iterator[Example]:
    """An article alone, and both languages side by side."""

    def half(code: str) -> Half:
        lines = AR_LINES if code == "ar" else FR_LINES
        heading = t(code, "السلامة الطرقية", "La sécurité routière")
        return Half(
            code,
            Text.of("", code).dir,
            Text.of(heading, code),
            "/x",
            "12",
            (Text.of(" ".join(lines), code), Text.of(lines[0], code)),
            Text.of(t(code, "مصلحة المرور", "Service de la circulation"), code),
            Picture("/pictures/page-2.jpg", 960, 595),
            "good",
            41 if code == language else 0,
        )

    own, other = ("ar", "fr") if language == "ar" else ("fr", "ar")
    views = (Link(own, "?view=own"), Link("2", "/x", True), Link(other, "?view=other"))
    page = Article(
        IssueName("143", month_name(language, 3, 1975)),
        "/x",
        (half(own), half(other)),
        views,
        "ark:/99999/pm4x7q2/a7",
        "https://archive.example/ark:/99999/pm4x7q2/a7",
        "/x",
        Text.of(t(language, "السير والمرور", "Circulation"), language),
        "1975",
        "/x",
        cited(language),
        Link("Éditorial", "/x", lang="fr"),
        Link("البصمة", "/x", lang="ar"),
    )
    site = site_in(language, "years", "/x/a7")
    yield "article", "article.html", page, site
    single = replace(page, halves=(replace(half(own), begin=None, paragraphs=()),), views=(), cite=None)
    yield "article-single", "article.html", single, site
    yield from desk_coverage(language)
    yield "kept", "kept.html", Kept("/x"), site_in(language, "", "/kept")


def desk_coverage(language: str) -> Iterator[Example]:
    """Rules and the numbers of a year at the desk."""
    rows = (
        NumberRow("1975-05", month_name(language, 5, 1975), "145", "unknown", 1),
        NumberRow("1975-06", month_name(language, 6, 1975), "146", "scanned", 1, "/x"),
    )
    rule = SeriesRow(1, "", "monthly 1961-05/.. <b>", "", t(language, "لا تُقرأ", "illisible"))
    years = (Link("1974", "?year=1974", count=1), Link("1975", "?year=1975", True, 0))
    states = ("held", "known-missing", "never-printed", "unknown")
    page = DeskCoverage((rule, SeriesRow(2, "B", "", "")), "/x", 1975, rows, years, states)
    yield "desk-coverage", "desk/coverage.html", page, site_in(language, "coverage", "/x", account=True)

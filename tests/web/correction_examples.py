"""A context for the pages where readers propose corrections and archivists judge them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.web.examples import AR_LINES, FR_LINES, Example, month_name, site_in, t
from web.contexts import IssueName, Picture, Text
from web.correction_contexts import (
    ChosenLine,
    CorrectorRow,
    Correctors,
    ProposableLine,
    Proposed,
    ProposedCorrections,
    Proposing,
)


def correction_examples(language: str) -> Iterator[Example]:
    """The page with and without a chosen line; the desk's list; who corrected."""
    name, strip = IssueName("143", month_name(language, 3, 1975)), Picture("/pictures/strip.jpg", 900, 60)
    made = [*((text, "ar") for text in AR_LINES), *((text, "fr") for text in FR_LINES)]
    lines = tuple(
        ProposableLine(n, Text.of(text, lang), f"/x?line={n},1,2,3#correct", n == 3)
        for n, (text, lang) in enumerate(made, 1)
    )
    chosen = ChosenLine(2, "10,20,300,40", lines[1].text, "/x/correct", strip)
    site = site_in(language, "", "/x/correct")
    yield "correct", "correct.html", Proposing(name, "12", "/x", lines, sent=True), site
    yield "correct-line", "correct.html", Proposing(name, "12", "/x", lines, chosen), site
    wrong = replace(chosen, typed="خطأ", fault="…", picture=None)
    yield "correct-wrong", "correct.html", Proposing(name, "12", "/x", (), wrong), site
    desk = site_in(language, "letters", "/desk/corrections", account=True)
    when = t(language, "أمس", "hier")
    row = Proposed(5, name, "12", "/x", lines[0].text, lines[1].text, when, picture=strip, action="/x/5")
    rows = (
        row,
        replace(row, number=6, who="salma", stale="…"),
        replace(row, number=7, action="", picture=None),
    )
    listed = ProposedCorrections(rows, True, "/x/accounts")
    yield "corrections", "desk/corrections.html", listed, desk
    yield "corrections-none", "desk/corrections.html", ProposedCorrections((), False), desk
    accounts = Correctors(
        "/x", (CorrectorRow("salma", 120, 14, when), CorrectorRow("driss", 1, 1, when)), "/x"
    )
    yield "correctors", "desk/correctors.html", accounts, desk
    yield "correctors-none", "desk/correctors.html", replace(accounts, rows=()), desk

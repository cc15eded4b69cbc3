"""A context for the pages of the desk where text is corrected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from archive.canvas import Box
from tests.web.examples import AR_LINES, FR_LINES, Example, month_name, page_picture, site_in, t
from web.account_contexts import AccountRow, Accounts, PasswordForm
from web.contexts import IssueName, Picture, Text
from web.hiding_contexts import HiddenZone, Hiding
from web.remark_contexts import RemarkRow, Remarks
from web.text_contexts import Doubt, EditLine, TextDesk


def _line(number: int, text: str, lang: str) -> EditLine:
    state = ("locked", "machine", "offered")[number % 3]
    return EditLine(
        number,
        f"pm4x7q2.p12.80,{100 * number},900,60",
        f"{number}-abc",
        text,
        lang,
        "rtl" if lang == "ar" else "ltr",
        Box(80, 100 * number, 900, 60),
        state,  # type: ignore[arg-type]
        Picture("/pictures/strip.jpg", 900, 60) if number % 4 else None,
        (Doubt(2, text.split()[2], (text.split()[0], text.split()[1])), Doubt(4, text.split()[4], ()))
        if state == "machine"
        else (),
        text[:-3] if state == "locked" else "",
    )


def said(language: str, page: str = "") -> Remarks:
    """A flag that waits, one that was settled, a comment."""
    words, when = t(language, "الصفحة ممزقة", "La page est déchirée"), t(language, "أمس", "hier")
    rows = (
        RemarkRow(3, words, "salma", when, True, True, "12", "/x/p12/text", "/x/remarks/3"),
        RemarkRow(2, "", "driss", when, True, False, action="/x/remarks/2"),
        RemarkRow(1, words, "salma", when),
    )
    return Remarks("/x/remarks", page, rows)


def text_desk(language: str) -> TextDesk:
    """A page with Arabic and French lines in all their states."""
    made = [*((text, "ar") for text in AR_LINES), *((text, "fr") for text in FR_LINES)]
    lines = tuple(_line(n, text, lang) for n, (text, lang) in enumerate(made, 1))
    return TextDesk(
        IssueName("143", month_name(language, 3, 1975)),
        "/x",
        "12",
        "/x",
        "/x/text",
        "/api/v1/lines/",
        1200,
        1600,
        lines,
        2,
        page_picture(1),
        "/x/before",
        "/x/after",
        "/x/offered",
        "/x/hidden",
        said(language, "12"),
    )


def text_examples(language: str) -> Iterator[Example]:
    """The page once, with lines that could not be kept, for who may only look, and without text."""
    at = site_in(language, "desk", "/desk", account=True)
    full = text_desk(language)
    yield "text", "desk/text.html", full, at
    refused = replace(full.lines[1], typed="خطأ", problem="…")
    yield "text-refused", "desk/text.html", replace(full, lines=(full.lines[0], refused)), at
    yield "text-looked-at", "desk/text.html", replace(full, action="", offered_url=""), at
    zone = HiddenZone(
        Box(80, 300, 400, 60), t(language, "طلب الأسرة", "demande de la famille"), (Text.of("حُجب", "ar"),),
        t(language, "1 يناير 2030", "1er janvier 2030"), Text.of("فلان الفلاني", "ar"), "/x/hidden/1",
    )  # fmt: skip
    hiding = Hiding(
        full.issue, "/x", "12", "/x", "/x", "/x/hidden", page_picture(1), 1200, 1600, (zone,), waiting=True
    )
    yield "hiding", "desk/hiding.html", hiding, at
    yield "hiding-none", "desk/hiding.html", replace(hiding, zones=(), waiting=False, picture=None), at
    rows = (
        AccountRow(1, "salma", "administrator", False, 2, t(language, "أمس", "hier")),
        AccountRow(2, "driss", "archivist", True, 0, ""),
    )
    roles = ("reader", "digitiser", "archivist", "reviewer", "administrator")
    listed = Accounts("/x", rows, roles, "https://archive.example/x", "driss")
    yield "accounts", "desk/accounts.html", listed, replace(at, here="accounts")
    yield "accounts-quiet", "desk/accounts.html", replace(listed, link=""), at
    yield "password", "password.html", PasswordForm("/x", "salma", True, 10, "…"), at
    yield "password-link", "password.html", PasswordForm("/x", "salma", False, 10), replace(at, account=None)
    yield "text-empty", "desk/text.html", replace(full, lines=(), locked=0, picture=None), at

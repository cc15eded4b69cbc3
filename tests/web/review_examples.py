"""A context for every page of the desk where deliveries, pictures and readings are judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.web.examples import Example, month_name, page_picture, site_in, t
from web.contexts import IssueName, Link, Pager, Picture, Text
from web.review_contexts import (
    AlikeGroup,
    AlikeList,
    AlikePage,
    AlikePair,
    ContactSheet,
    Delivery,
    NumberedIssue,
    NumberedPage,
    NumberingList,
    PageList,
    PoorPage,
    ProposalList,
    ProposalPage,
    ProposalRow,
    ProposedLine,
    SheetIssue,
    SheetPage,
)


def delivery(language: str, verdict: str = "") -> Delivery:
    return Delivery(
        t(language, "سلمى", "Salma"),
        "Bookeye 5",
        t(language, "خزانة المعهد", "Bibliothèque de l’Institut"),
        "year-number",
        (("ocr", "tesserocr 5.5.4"),),
        verdict,  # type: ignore[arg-type]
        t(language, "الطباعة مبتورة", "texte coupé à droite") if verdict == "rejected" else "",
        t(language, "سلمى، أمس", "Salma, hier") if verdict else "",
        "/x/sheet",
        "/x/verdict",
    )


def _issue(language: str, number: int, direction: str) -> SheetIssue:
    reviews = ("", "accepted", "rescan", "")
    found = t(language, "غير واضحة", "flou")
    pages = tuple(
        SheetPage(
            100 * number + n,
            n + 1,
            str(n + 1) if n % 3 else "",
            "/x",
            page_picture(n, 480) if n != 5 else None,
            reviews[n % 4],  # type: ignore[arg-type]
            (found,) if n % 4 == 2 else (),
            f"{n:04}.tif",
        )
        for n in range(9)
    )
    name = IssueName(str(number), month_name(language, 3, 1975))
    return SheetIssue(name, "/x", direction, pages)  # type: ignore[arg-type]


def contact_sheet(language: str) -> ContactSheet:
    halves = (_issue(language, 143, "rtl"), _issue(language, 144, "ltr"))
    pages = Pager((Link("1", "?page=1", True), Link("2", "?page=2")), next="?page=2")
    return ContactSheet(62, "scans/1975", "/x", "/x/sheet", halves, 9, 5, 4, pages)


def page_list(language: str, kind: str) -> PageList:
    name = IssueName("143", month_name(language, 3, 1975))
    pages = tuple(
        PoorPage(
            name, n + 1, str(n) if n else "", "/x", page_picture(n, 480), wrong, "ar", f"{n:04}.tif", "/x"
        )
        for n, wrong in enumerate((44, 31, 12, 8, 3, None))
    )
    labels = (("الأضعف قراءة", "Textes les moins sûrs"), ("للمسح من جديد", "À renumériser"))
    lists = tuple(Link(t(language, *label), "/x", n == 0) for n, label in enumerate(labels))
    return PageList(kind, pages, lists)  # type: ignore[arg-type]


def proposal(language: str) -> ProposalPage:
    strip = Picture("/pictures/strip.jpg", 900, 150)
    lines = (
        ProposedLine(
            3, strip, Text.of("الشرطه فى خدمة المواطن", "ar"), Text.of("الشرطة في خدمة المواطن", "ar")
        ),
        ProposedLine(4, strip, Text.of("La po1ice au service", "fr"), Text.of("La police au service", "fr")),
        ProposedLine(9, None, Text(""), Text.of("Rabat, mars 1975", "fr")),
    )
    name = IssueName("143", month_name(language, 3, 1975))
    return ProposalPage(name, 12, "/x", "/x", "tesserocr 5.5.4 ara", lines)


def alike_list(language: str) -> AlikeList:
    def leaf(number: int, file: str) -> AlikePage:
        return AlikePage(
            number,
            str(number) if number % 2 else "",
            "/x",
            page_picture(number, 480) if number != 5 else None,
            file,
            t(language, "أمس", "hier"),
        )

    pairs = tuple(
        AlikePair(n, leaf(n, f"bis-{n:04}.tif"), leaf(n + 3, f"{n:04}.tif"), 94 - n, words)
        for n, words in enumerate((97, 88, None), 1)
    )
    names = IssueName("144"), IssueName("143", month_name(language, 3, 1975))
    groups = (
        AlikeGroup("12-5", *names, same_issue=False, pairs=pairs),
        AlikeGroup("5-5", names[1], names[1], same_issue=True, pairs=pairs[:1]),
    )
    return AlikeList("/x", groups, 4, _lists(language))


def numbering_list(language: str) -> NumberingList:
    odd = t(language, "4-5 تنقص بين 3.tif و6.tif.", "4-5 manque entre 3.tif et 6.tif.")
    pages = tuple(
        NumberedPage(str(n + 20), str(n), sure, "/x", f"{n:04}.tif") for n, sure in enumerate((71, 98, 99), 1)
    )
    name = IssueName("143", month_name(language, 3, 1975))
    issues = (
        NumberedIssue("pm1", name, "/x", "21-23", 71, pages, (odd,)),
        NumberedIssue("pm2", IssueName("144"), "/x", "1-48", 96, pages),
    )
    return NumberingList("/x", issues, 2, _lists(language))


def _lists(language: str) -> tuple[Link, ...]:
    labels = (("الأضعف قراءة", "Textes les moins sûrs"), ("للمسح من جديد", "À renumériser"))
    return tuple(Link(t(language, *label), "/x", n == 0) for n, label in enumerate(labels))


def review_examples(language: str) -> Iterator[Example]:
    """Every page once, and its empty state."""
    at = site_in(language, "poor", "/desk", account=True)
    sheet = contact_sheet(language)
    yield "sheet", "desk/sheet.html", sheet, replace(at, here="ingest")
    yield "sheet-empty", "desk/sheet.html", replace(sheet, issues=(), pager=None), at
    yield "poor", "desk/pages.html", page_list(language, "poor"), at
    yield "rescan", "desk/pages.html", page_list(language, "rescan"), at
    yield "rescan-empty", "desk/pages.html", replace(page_list(language, "rescan"), pages=()), at
    yield "seen", "desk/pages.html", page_list(language, "seen"), at
    yield "alike", "desk/alike.html", alike_list(language), at
    yield "alike-empty", "desk/alike.html", replace(alike_list(language), groups=(), total=0), at
    yield "numbering", "desk/numbering.html", numbering_list(language), at
    yield "numbering-empty", "desk/numbering.html", replace(numbering_list(language), issues=()), at
    row = ProposalRow(IssueName("143"), 12, "/x", 3, "tesserocr 5.5.4 ara", t(language, "أمس", "hier"))
    yield "proposals", "desk/proposals.html", ProposalList((row,)), at
    yield "proposals-empty", "desk/proposals.html", ProposalList(()), at
    yield "proposal", "desk/proposal.html", proposal(language), at
    yield "proposal-settled", "desk/proposal.html", replace(proposal(language), lines=()), at

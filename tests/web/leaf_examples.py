"""A context for the pages of the desk about an issue's leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from archive.canvas import Box
from tests.web.examples import AR_LINES, FR_LINES, Example, month_name, page_picture, site_in, t
from web.contexts import IssueName
from web.leaf_contexts import LeafSheet, OrderBlock, PageOrder, SheetHalf, SheetLeaf


def _leaf(language: str, number: int) -> SheetLeaf:
    missing = number == 4
    conditions = ("missing",) if missing else ("torn",) if number == 6 else ()
    words = {"missing": t(language, "صفحة ناقصة", "page manquante"), "torn": t(language, "ممزقة", "déchirée")}
    waiting = (t(language, "الصور قيد الإعداد", "images en préparation"),) if number == 7 else ()
    return SheetLeaf(
        number,
        "" if number == 2 else "١٢" if number == 3 else str(number),
        number % 2 == 1,
        number,
        None if number in (4, 7) else page_picture(number, 480),
        "/x",
        "" if missing else "/x/text",
        "" if missing else "/x/order",
        conditions,
        (*(words[each] for each in conditions if not missing), *waiting),
        chosen=number in (3, 6),
    )


def leaf_sheet(language: str) -> LeafSheet:
    """Two halves, a page in none, pages chosen, missing, torn, being drawn."""
    arabic = SheetHalf(
        1, t(language, "العربية", "arabe"), "ar", "rtl", tuple(_leaf(language, n) for n in range(1, 6))
    )
    french = SheetHalf(
        2, t(language, "الفرنسية", "français"), "fr", "ltr", tuple(_leaf(language, n) for n in range(6, 9))
    )
    stray = SheetHalf(0, "", "", "ltr", (_leaf(language, 9),))
    return LeafSheet(
        IssueName("143", month_name(language, 3, 1975)),
        "/x",
        "/x/history",
        "/x/pages",
        "/x/scan",
        "abc",
        (arabic, french, stray),
        (
            ("missing", t(language, "صفحة ناقصة", "page manquante")),
            ("torn", t(language, "ممزقة", "déchirée")),
        ),
        (("ar", t(language, "العربية", "arabe")), ("fr", t(language, "الفرنسية", "français"))),
        (("", t(language, "كحقوق العدد", "comme le numéro")), ("x", "CC BY 4.0")),
        "/x/undo",
        missing=1,
    )


def page_order(language: str) -> PageOrder:
    """Blocks in both languages, one with lines checked by hand."""
    lines = [*((text, "ar") for text in AR_LINES[:3]), *((text, "fr") for text in FR_LINES[:2])]
    blocks = tuple(
        OrderBlock(
            n, n + 1, Box(80, 100 + 250 * n, 900, 200), lang, "rtl" if lang == "ar" else "ltr",
            "heading" if n == 0 else "text", text, 2 if n == 1 else 0,
        )
        for n, (text, lang) in enumerate(lines)
    )  # fmt: skip
    return PageOrder(
        IssueName("143", month_name(language, 3, 1975)),
        "/x/pages",
        "12",
        "/x",
        "/x/text",
        "/x/order",
        3,
        1200,
        1600,
        page_picture(1),
        blocks,
        (("ar", t(language, "العربية", "arabe")), ("fr", t(language, "الفرنسية", "français"))),
        (("text", t(language, "نص", "texte")), ("heading", t(language, "عنوان", "titre"))),
        by_hand=True,
        undo_url="/x/undo",
        previous="/x/before",
        next="/x/after",
    )


def leaf_examples(language: str) -> Iterator[Example]:
    """Both pages, for who may change them and who may only look, full and empty."""
    at = site_in(language, "desk", "/desk", account=True)
    sheet, order = leaf_sheet(language), page_order(language)
    yield "leaves", "desk/leaves.html", sheet, at
    yield "leaves-looked-at", "desk/leaves.html", replace(sheet, action="", scan_action="", undo_url=""), at
    yield "leaves-undone", "desk/leaves.html", replace(sheet, undone=True), at
    yield "leaves-empty", "desk/leaves.html", replace(sheet, halves=(), missing=0, undo_url=""), at
    yield "block-order", "desk/block-order.html", order, at
    yield "block-order-looked-at", "desk/block-order.html", replace(order, action="", undo_url=""), at
    yield "block-order-empty", "desk/block-order.html", replace(order, blocks=(), picture=None), at

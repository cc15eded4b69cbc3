"""A context for the pages of changes in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.web.examples import Example, month_name, site_in, t
from web.bulk_contexts import Bulk, BulkCell, BulkPreview, BulkRow, Option
from web.contexts import IssueName, Text


def bulk(language: str) -> Bulk:
    states = tuple(
        Option(name, t(language, ar, fr), not name)
        for name, ar, fr in (("", "الكل", "Tous"), ("draft", "مسودات", "Brouillons"))
    )
    columns = (Option("title_ar", t(language, "العنوان، العربية", "Titre, arabe")), Option("rights", "…"))
    query = t(language, "المرور", "Trafic")
    files = ("/x/issues.csv", "/x/issues.xlsx")
    return Bulk(
        "/x",
        "/x/preview",
        "/x/table",
        query,
        "1970",
        "1979",
        states,
        columns,
        97,
        684,
        *files,
        "/x/undo",
        4212,
    )


def preview(language: str) -> BulkPreview:
    """Three issues, one field or two of each."""
    arabic = BulkCell(
        t(language, "العنوان، العربية", "Titre, arabe"),
        Text.of("المرور", "ar"),
        Text.of("السير والمرور", "ar"),
    )
    french = BulkCell(
        t(language, "العنوان، الفرنسية", "Titre, français"),
        Text.of("", "fr"),
        Text.of("[Circulation]", "fr"),
    )
    rows = tuple(
        BulkRow(f"pm{n}", IssueName(str(140 + n), month_name(language, n, 1975)), "/x", cells)
        for n, cells in ((1, (arabic, french)), (2, (arabic,)), (3, (french,)))
    )
    told = t(language, "ليس في الأرشيف عدد بهذا المعرف.", "Il n’y a pas de numéro pm00000.")
    return BulkPreview(
        "/x/apply", "/x", "[]", t(language, "توحيد", "harmoniser"), rows, 5, 11, (("pm00000", told),)
    )


def bulk_examples(language: str) -> Iterator[Example]:
    """The choice, the preview, and a preview that finds nothing to do."""
    at = site_in(language, "bulk", "/desk/bulk", account=True)
    yield "bulk", "desk/bulk.html", bulk(language), at
    yield "bulk-first", "desk/bulk.html", replace(bulk(language), undo_url=""), at
    yield "bulk-preview", "desk/bulk-preview.html", preview(language), at
    nothing = replace(preview(language), rows=(), changed=0, problems=())
    yield "bulk-nothing", "desk/bulk-preview.html", nothing, at

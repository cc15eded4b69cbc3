"""A context for every template of the desk, in any language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.web.article_examples import article_examples
from tests.web.authority_examples import authority_examples
from tests.web.bulk_examples import bulk_examples
from tests.web.correction_examples import correction_examples
from tests.web.examples import Example, cover, month_name, page_picture, public_examples, site_in, t
from tests.web.house_examples import house_pages
from tests.web.leaf_examples import leaf_examples
from tests.web.magazine_examples import magazine_examples
from tests.web.review_examples import delivery, review_examples
from tests.web.search_examples import search_examples
from tests.web.text_examples import said, text_examples
from web.contexts import IssueName, Link, Notice, Text
from web.desk_contexts import (
    Batch,
    BatchIssue,
    Change,
    ChangeItem,
    Components,
    Conflict,
    Desk,
    DeskHistory,
    DeskIngest,
    DeskIssue,
    DeskRow,
    Fault,
    Field,
    Left,
    Reading,
    Step,
    TextNote,
    Value,
)
from web.issue_contexts import PageLink


def _changes(language: str) -> tuple[Change, ...]:
    items = (
        ChangeItem(
            t(language, "موضوع العدد", "Thème"), Text.of("المرور", "ar"), Text.of("السير والمرور", "ar")
        ),
        ChangeItem(t(language, "موضوع العدد", "Thème"), Text(""), Text.of("Circulation", "fr")),
    )
    who, ago = "archives-01", t(language, "قبل 6 دقائق", "il y a 6 min")
    what = t(language, "وصف العدد 143", "Description du n° 143")
    return (
        Change(
            4211, what, who, ago, t(language, "مراجعة الأركان", "Révision des rubriques"), items, "/x/undo"
        ),
        Change(4210, t(language, "نشر 12 عددا", "Publication de 12 numéros"), who, ago, undone_by=4212),
        Change(4209, t(language, "رقمنة", "Numérisation"), who, ago, undoes=4207),
    )


def desk(language: str) -> Desk:
    states = ("draft", "review", "published", "withdrawn")
    rows = tuple(
        DeskRow(
            f"pm{n}",
            IssueName(str(140 + n), month_name(language, n + 1, 1975))
            if n != 3
            else IssueName(name="1975_scan-box-4"),
            Text.of("السلامة الطرقية", "ar") if n % 2 else Text.of("Sécurité routière", "fr", supplied=True),
            states[n % 4],  # type: ignore[arg-type]
            48 - n,
            f"/{language}/desk/issues/pm{n}",
            f"/{language}/x",
            3,
            cover(n),
            (t(language, "بلا وصف بالفرنسية", "sans description arabe"),) if n % 3 == 0 else (),
            2 if n == 4 else 0,
            t(language, "أمس، archives-01", "hier, archives-01"),
            t(language, "يُنشر تلقائيا في 1 مارس 2027", "publié le 1er mars 2027") if n == 1 else "",
        )
        for n in range(8)
    )
    filters = (
        Link(t(language, "الكل", "Tous"), "?", True, 684),
        Link(t(language, "بلا تاريخ", "Sans date"), "?f=date", count=11),
    )
    beyond = (Link(t(language, "متوقع ومفقود", "Attendus, manquants"), "/x/coverage", count=37),)
    return Desk(f"/{language}/desk/publish", rows, 684, filters, _changes(language), beyond=beyond)


def desk_issue(language: str, conflict: bool = False) -> DeskIssue:
    codes = ("ar", "fr") if language == "ar" else ("fr", "ar")
    texts = {
        "title": {"ar": "مجلة الشرطة", "fr": "Revue de police"},
        "theme": {"ar": "السلامة الطرقية", "fr": "Sécurité routière"},
        "description": {"ar": "عدد عن السلامة الطرقية", "fr": ""},
    }
    clash = Conflict("مجلة الأمن", "archives-02", t(language, "قبل دقيقتين", "il y a 2 min"), "printed")
    fields = [
        Field(
            name,  # type: ignore[arg-type]
            tuple(
                Value(
                    f"{name}.{code}",
                    texts[name][code],
                    code,
                    Text.of("", code).dir,
                    "supplied" if name == "description" else "printed",
                    conflict=clash if conflict and name == "title" and code == "ar" else None,
                )
                for code in codes
            ),
            area=name == "description",
        )
        for name in texts
    ]
    fields.append(Field("number", (Value("number", "143"),)))
    wrong = t(language, "مارس 31 يوما.", "Mars a 31 jours.")
    hint = t(
        language,
        "ميلادي: 1975-03. هجري محسوب: صفر – ربيع الأول 1395.",
        "Grégorien : 1975-03. Hégirien : safar 1395.",
    )
    fields.append(Field("date_printed", (Value("date_printed", "32 mars 1975", error=wrong),), hint=hint))
    fields.append(
        Field(
            "kind",
            (Value("kind", "double"),),
            (("one", t(language, "عادي", "ordinaire")), ("double", t(language, "مزدوج", "double"))),
        )
    )
    fields.append(Field("condition", (Value("condition", ""),), area=True))
    return DeskIssue(
        "pm4x7q2",
        IssueName("143", month_name(language, 3, 1975)),
        "review",
        7,
        f"/{language}/desk/issues/pm4x7q2",
        tuple(fields),
        f"/{language}/desk/issues/pm4x7q2/history",
        f"/{language}/x",
        page_picture(1),
        (
            PageLink(t(language, "الغلاف", "Couverture"), "?look=1", current=True),
            PageLink(t(language, "الفهرس", "Sommaire"), "?look=2"),
        ),
        f"/{language}/desk/publish",
        "",
        f"/{language}/desk/issues/pm2",
        t(language, "14 من 118", "14 sur 118"),
        (t(language, "ينتقل العدد من أبريل إلى مارس.", "Le numéro passe d’avril à mars."),),
        t(language, "آخر تغيير أمس", "Dernier changement hier"),
        said(language),
        t(language, "يُنشر تلقائيا في 1 مارس 2027", "publié le 1er mars 2027"),
    )


def batch(language: str) -> Batch:
    names = ("masters", "frame", "layout", "text", "pictures", "pdf")
    steps = tuple(Step(name, max(0, 561 - 60 * n), 561, 2 if n == 3 else 0) for n, name in enumerate(names))  # type: ignore[arg-type]
    return Batch(
        62,
        "scans/incoming/1975",
        "running",
        f"/{language}/desk/ingest/62",
        312,
        561,
        2,
        31,
        8,
        t(language, "اليوم", "aujourd’hui"),
        steps,
        (
            Fault(
                "1975-05_p017.tif", t(language, "الملف مبتور. أعد مسحه.", "Fichier tronqué. À renumériser.")
            ),
            Fault("1975-06_p031.tif", t(language, "الدقة 150 نقطة.", "150 points par pouce."), "warn"),
        ),
        (BatchIssue(IssueName(name="1975-05"), f"/{language}/desk/issues/pm9", 48, "draft"),),
        delivery(language),
        (
            TextNote(
                t(
                    language,
                    "النص الوارد في mai.pdf مطابق للمطبوع، وقد استُعمل كما هو.",
                    "Le texte de mai.pdf concorde avec l’imprimé\u00a0; il est repris tel quel.",
                ),
                46,
                True,
            ),
            TextNote(
                t(
                    language,
                    "لا تؤلف الحروف الواردة في mai.pdf كلمات، فقُرئت الصفحة بالتعرف الضوئي على الحروف.",
                    "Les lettres de mai.pdf ne forment pas de mots\u00a0; la page a été lue par OCR.",
                ),
                2,
                False,
            ),
        ),
    )


def desk_examples(language: str) -> Iterator[Example]:
    """Every page of the desk once, and its empty and troubled states."""
    at = site_in(language, "desk", "/desk", account=True)
    said = replace(at, notices=(Notice(t(language, "نُشر 12 عددا.", "12 numéros publiés."), "good"),))
    yield "desk", "desk/desk.html", desk(language), said
    yield "desk-trash", "desk/desk.html", replace(desk(language), in_trash=True), at
    yield "desk-empty", "desk/desk.html", Desk("/x", (), 0, ()), at
    yield "desk-issue", "desk/issue.html", desk_issue(language), at
    yield "desk-conflict", "desk/issue.html", desk_issue(language, conflict=True), at
    left = (
        Left(
            t(language, "الموضوع", "Thème"),
            Text.of("Circulation", "fr"),
            "archives-02",
            t(language, "أمس", "hier"),
        ),
    )
    history = DeskHistory(
        "pm4x7q2", IssueName("143", month_name(language, 3, 1975)), "/x", _changes(language), left
    )
    yield "desk-history", "desk/history.html", history, at
    ingest = replace(at, here="ingest", demonstration=True)
    yield "desk-batch", "desk/ingest.html", DeskIngest("/x", 10**9, batch=batch(language)), ingest
    judged = replace(batch(language), state="done", delivery=delivery(language, "rejected"), faults=())
    yield "desk-judged", "desk/ingest.html", DeskIngest("/x", 10**9, batch=judged), ingest
    yield (
        "desk-ingest",
        "desk/ingest.html",
        DeskIngest(
            "/x",
            10**9,
            (batch(language), replace(batch(language), number=61, state="done")),
            reading=Reading(1240, 35, 36),
        ),
        ingest,
    )
    yield "components", "desk/components.html", Components(tuple(cover(n) for n in range(3))), at


def all_examples(language: str) -> list[Example]:
    """Every template with an example, public and desk."""
    return [
        *public_examples(language),
        *house_pages(language),
        *search_examples(language),
        *desk_examples(language),
        *review_examples(language),
        *text_examples(language),
        *leaf_examples(language),
        *article_examples(language),
        *bulk_examples(language),
        *correction_examples(language),
        *magazine_examples(language),
        *authority_examples(language),
    ]

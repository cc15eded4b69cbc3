"""A context for the pages of an issue's articles at the desk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.web.examples import Example, page_picture, site_in, t
from web.authority_contexts import Picker
from web.contexts import IssueName, Link, Text
from web.desk_article_contexts import (
    ArticleForm,
    ArticleList,
    ArticleRow,
    Choice,
    DraftRow,
    Input,
    LookPage,
    Names,
)
from web.desk_contexts import Conflict

_AR, _FR = "السلامة الطرقية مسؤولية الجميع", "La sécurité routière, affaire de tous"


def _drafts(language: str) -> tuple[DraftRow, ...]:
    section = Text.of(t(language, "السير والمرور", "Circulation"), language)
    agree = t(language, "الرقم والعنوان متفقان", "le numéro et le titre concordent")
    one = DraftRow(
        "1-3-ab", Text.of(_AR, "ar"), "3", "/x/p3", agree, 100, "/x/new?draft=1-3-ab", "2-9-cd",
        Text.of("قسم التحرير", "ar"), section, page_picture(1), page_picture(1), first=True,
    )  # fmt: skip
    other = DraftRow("2-9-cd", Text.of(_FR, "fr"), "3", "/x/p9", "…", 45, "/x/new?draft=2-9-cd")
    return one, other


def _rows(language: str) -> tuple[ArticleRow, ...]:
    section = Text.of(t(language, "السير والمرور", "Circulation"), language)
    return (
        ArticleRow(
            1, Text.of(_AR, "ar"), "/x/a1", "/x/a1", "3-4", Text.of("قسم التحرير", "ar"), section,
            Link(_FR, "/x/a2", lang="fr"), 3,
        ),
        ArticleRow(2, Text.of(_FR, "fr"), "/x/a2", "/x/a2", "3"),
    )  # fmt: skip


def _form(language: str) -> ArticleForm:
    labels = (Choice("3", "3"), Choice("4", "4"))
    return ArticleForm(
        issue=IssueName("143", t(language, "مارس 1975", "mars 1975")),
        issue_url="/x",
        list_url="/x/articles",
        action="/x/a1",
        headings=(Input("heading.ar", _AR, "ar"), Input("heading.fr", "", "fr")),
        byline=Input("byline", "قسم التحرير", "ar"),
        authors=Names("authors", picker("authors", "الغزاوي (pm9k3d1)")),
        about=Names("about", picker("about")),
        section=Input("section", "1"),
        sections=(Choice("1", t(language, "السير والمرور", "Circulation"), language),),
        language=Input("language", "ar"),
        languages=(
            Choice("ar", t(language, "العربية", "arabe")),
            Choice("fr", t(language, "الفرنسية", "français")),
        ),
        start=Input("start", "3"),
        end=Input("end", "4"),
        pages=labels,
        zones=Input("zones", "p3 80,120,400,300\np4 80,120,400,300"),
        pair=Input("pair", ""),
        pairs=(Choice("2", _FR, "fr"),),
        looks=(LookPage(3, "3", page_picture(1), 1200, 1600), LookPage(4, "4", None, 1200, 1600)),
        number=1,
        version=2,
        public_url="/x/a1",
    )


def picker(name: str, value: str = "", error: str = "") -> Picker:
    """A field of names."""
    return Picker(name, value, "/api/v1/authorities?lang=fr&kind=person", True, "person", error)


def article_examples(language: str) -> Iterator[Example]:
    """The list with and without drafts, for who may only look; the form new, refused, in conflict."""
    at = site_in(language, "desk", "/desk", account=True)
    issue = IssueName("143", t(language, "مارس 1975", "mars 1975"))
    full = ArticleList(
        issue,
        "/x",
        "/x/articles",
        "/x/articles/new",
        "/x/history",
        _rows(language),
        _drafts(language),
        "/x/undo",
        "/x",
    )
    yield "articles", "desk/articles.html", full, at
    yield "articles-none", "desk/articles.html", replace(full, rows=(), drafts=(), undo_url=""), at
    yield "articles-looked-at", "desk/articles.html", replace(full, action="", new_url="", undo_url=""), at
    form = _form(language)
    yield "article", "desk/article.html", form, at
    empty = replace(form, number=0, version=0, public_url="", start=Input("start", ""), end=Input("end", ""))
    yield (
        "article-new",
        "desk/article.html",
        replace(empty, problem="…", about=Names("about", picker("about", "رعد", "…"))),
        at,
    )
    clash = Conflict("2", "salma", t(language, "أمس", "hier"))
    yield (
        "article-conflict",
        "desk/article.html",
        replace(
            form,
            byline=replace(form.byline, conflict=clash),
            pair=replace(form.pair, conflict=clash),
            about=replace(form.about, conflict=clash),
        ),
        at,
    )

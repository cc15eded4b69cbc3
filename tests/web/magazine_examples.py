"""A context for the page where the magazine and its series are described, and for the handbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.web.examples import Example, site_in, t
from web.contexts import Link
from web.handbook import text_of
from web.handbook_contexts import Chapter
from web.house import render_markdown
from web.magazine_contexts import Described, Entry, Line, Magazine


def magazine_examples(language: str) -> Iterator[Example]:
    """The forms, and one that came back."""
    names = (Entry("name.ar", "مجلة الشرطة", "ar", "rtl"), Entry("name.fr", "Revue de police", "fr", "ltr"))
    former = (
        Entry("former_names.ar", "", "ar", "rtl", area=True),
        Entry("former_names.fr", "", "fr", "ltr", area=True),
    )
    title = Described(
        t(language, "المجلة", "La revue"),
        "/x",
        3,
        (
            Line(t(language, "الاسم", "Nom"), names),
            Line("ISSN", (Entry("issn", "0378-5955", "", "ltr"),)),
            Line(t(language, "الأسماء السابقة", "Anciens titres"), former, t(language, "تلميح", "aide")),
        ),
    )
    series = replace(title, heading=t(language, "السلسلة 1", "Série 1"), action="/x/1", lines=title.lines[:1])
    another = replace(series, heading=t(language, "سلسلة أخرى", "Autre série"), action="/x/new", version=0)
    site = site_in(language, "coverage", "/desk/magazine", account=True)
    yield "magazine", "desk/magazine.html", Magazine(title, (series, series), another), site
    body = render_markdown(text_of("text", language).partition("\n")[2], f"/{language}")
    links = (Link("…", "/x", True), Link(t(language, "النشر", "Publier"), "/x/publish"))
    guide = Chapter(t(language, "تصحيح النص", "Corriger le texte"), body, links)
    yield "handbook", "desk/handbook.html", guide, replace(site, here="handbook")
    wrong = replace(title.lines[1].entries[0], error="…", value="12")
    theirs = replace(names[0], theirs="مجلة الأمن")
    back = replace(title, lines=(Line("x", (theirs, names[1])), Line("ISSN", (wrong,))), in_conflict=True)
    yield "magazine-back", "desk/magazine.html", Magazine(back, (), another), site

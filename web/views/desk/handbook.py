"""The handbook of archivists and operators, chapter by chapter."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup
from starlette.responses import Response

from web.assets import load_assets
from web.contexts import Link
from web.handbook import CHAPTERS, DRAWN, PICTURE_SIZE, text_of, title_of
from web.handbook_contexts import Chapter
from web.house import render_markdown
from web.visiting import Visit


def first(visit: Visit) -> Response:
    """The first chapter, and the list of all."""
    return _shown(visit, CHAPTERS[0])


def chapter(visit: Visit) -> Response:
    """One chapter."""
    return _shown(visit, visit.param("chapter"))


def _shown(visit: Visit, name: str) -> Response:
    language = visit.language
    body = text_of(name, language).partition("\n")[2]  # its heading is the page's
    told = _told(visit)

    def draw(picture: str) -> Markup:
        return _picture(picture, language, told[picture]) if language in DRAWN else Markup()

    links = tuple(
        Link(title_of(each, language), visit.to(f"desk/handbook/{each}"), each == name) for each in CHAPTERS
    )
    context = Chapter(title_of(name, language), render_markdown(body, visit.to(), draw), links)
    return visit.page("desk/handbook.html", context, "handbook")


def _picture(name: str, language: str, told: str) -> Markup:
    url = load_assets().url(f"help-{name}-{language}.webp")
    width, height = PICTURE_SIZE
    image = '<figure><img src="{}" width="{}" height="{}" alt="{}" loading="lazy"></figure>'
    return Markup(image).format(url, width, height, told)  # noqa: S704 - format escapes


def _told(visit: Visit) -> Mapping[str, str]:
    """What each picture shows, for who does not see it."""
    _ = visit.translate
    return {
        "lists": _("The desk: the lists above, an issue a row with its state and what it lacks."),
        "issue": _("The form of an issue beside its cover; the buttons to save stand at the foot."),
        "pages": _("The pages of an issue on one sheet, each half in the direction it is read."),
        "order": _("A page with its blocks numbered in the order of reading."),
        "articles": _("The articles of an issue, with pages, section and the version in the other language."),
        "article": _("The form of an article beside the page with its zones."),
        "text": _("Lines of a page: each stands under its picture, doubtful words are marked."),
        "names": _("The cards of names: forms in both scripts, kind, how many articles name each."),
        "hide": _("The page on which a zone is drawn, and the form that says why it is hidden."),
        "bulk": _("Issues chosen by list and years, and the field that is changed in all of them."),
        "sheet": _("The sheet of a delivery: each page with what was found of its picture."),
    }

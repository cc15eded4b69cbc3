"""Pages of the house: about, help, how to cite, terms, privacy, contact, accessibility."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from markupsafe import Markup
from starlette.responses import Response

from archive.queries import titles
from web.citing import told_day
from web.contexts import Link
from web.house import PAGES, filled, house_page, last_test, render_markdown
from web.house_contexts import House
from web.naming import text_of
from web.rendering import environment
from web.visiting import Visit


def page(visit: Visit) -> Response:
    """One page, in the visitor's language."""
    name = visit.param("house")
    with visit.store.read() as session:
        texts = titles.site_texts(session)
        title = titles.the_title(session)
    found = house_page(name, visit.language, texts)
    called = text_of(title.name, visit.language).value if title else ""
    archive = text_of(texts["name"], visit.language).value if "name" in texts else ""
    contact = text_of(texts["contact"], visit.language).value if "contact" in texts else ""
    values = {
        "magazine": called or visit.say.gettext("The magazine"),
        "archive": archive or visit.say.gettext("Digital archive"),
        "contact": f"<{contact}>" if "@" in contact else contact or visit.say.gettext("not recorded"),
    }
    html = render_markdown(filled(found.body, values), f"/{visit.language}", _draw(visit))
    tested = last_test() if name == "accessibility" else None
    context = House(
        name=name,
        heading=filled(found.heading, values),
        html=html,
        others=tuple(
            Link(house_page(other, visit.language, texts).heading, visit.to(other), other == name)
            for other in PAGES
        ),
        statement=name == "accessibility",
        tested=tested,
        tested_on=_day(tested.day, visit) if tested else "",
    )
    return visit.page("house.html", context, "about" if name == "about" else name)


def _day(text: str, visit: Visit) -> str:
    try:
        return told_day(date.fromisoformat(text), visit.say)
    except ValueError:
        return text


def _draw(visit: Visit) -> Callable[[str], Markup]:
    module = environment(visit.language).get_template("parts/drawn.html").module

    def draw(name: str) -> Markup:
        macro = getattr(module, f"draw_{name}", None)
        return Markup(macro()) if callable(macro) else Markup("")  # noqa: S704 - a template of ours

    return draw

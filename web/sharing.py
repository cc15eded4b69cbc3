"""What a page says of itself to those who pass it on: Open Graph, a card, JSON-LD, oEmbed."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from archive.letters import without_bidi_marks
from archive.models import Issue, Page
from archive.queries import titles
from archive.store import Session
from web import schema_org
from web.citing import Source
from web.contexts import Known
from web.naming import plain_name, text_of
from web.schema_org import Json
from web.sources import Citer
from web.visiting import Visit

#: Letters of a description that networks show.
_LONGEST = 200


def periodical_of(visit: Visit, session: Session) -> Json:
    """The magazine as schema.org has it."""
    title = titles.the_title(session)
    name = text_of(title.name, visit.language).value if title else ""
    publisher = text_of(title.publisher, visit.language).value if title else ""
    issn = title.issn if title else ""
    url = visit.settings.url.rstrip("/")
    return schema_org.periodical(
        name or visit.say.gettext("The magazine"), url, publisher, issn, ("ar", "fr")
    )


def known_home(visit: Visit, session: Session, described: str) -> Known:
    """The first page."""
    data = periodical_of(visit, session)
    return Known(str(data["name"]), _short(described), "", "website", schema_org.written(data))


def known_issue(visit: Visit, session: Session, issue: Issue, pages: dict[int, Page]) -> Known:
    """An issue, with its cover on the card."""
    source = Citer(session, visit.settings, visit.say).issue(issue)
    name = without_bidi_marks(plain_name(issue, visit.say))
    image = card_url(visit, f"{issue.key}.jpg")
    data = schema_org.issue(source, periodical_of(visit, session), len(pages), image)
    told = text_of(issue.description, visit.language).value or text_of(issue.name, visit.language).value
    return _known(
        visit, name, told or source.magazine, image, data, f"ark:/{visit.settings.naan}/{issue.key}"
    )


def known_article(visit: Visit, session: Session, issue: Issue, source: Source, beginning: str) -> Known:
    """An article, with its beginning on the card."""
    number = source.name.rpartition("-")[2]
    image = card_url(visit, f"{issue.key}/{number}.jpg")
    of = schema_org.issue(
        Citer(session, visit.settings, visit.say).issue(issue), periodical_of(visit, session), 0, ""
    )
    data = schema_org.article(source, of, image, _short(beginning))
    title = source.heading or without_bidi_marks(plain_name(issue, visit.say))
    path = f"ark:/{visit.settings.naan}/{issue.key}/{number}"
    return _known(visit, title, beginning, image, data, path)


def known_page(visit: Visit, session: Session, issue: Issue, page: Page, label: str, zone: str = "") -> Known:
    """A page, or a zone of it ("x,y,w,h"), which then is what the card shows."""
    citer = Citer(session, visit.settings, visit.say)
    source = citer.page(issue, page)
    query = f"?{urlencode({'xywh': zone}, safe=',')}" if zone else ""
    image = card_url(visit, f"{issue.key}/p{page.number}.jpg{query}")
    of = schema_org.issue(citer.issue(issue), periodical_of(visit, session), 0, "")
    name = plain_name(issue, visit.say)
    words = visit.say.gettext("p. %(label)s") % {"label": label}
    title = without_bidi_marks(visit.say.listed([name, words]))
    data = schema_org.page(source, of, image)
    path = f"ark:/{visit.settings.naan}/{issue.key}/p{page.number}{query}"
    return _known(visit, title, source.magazine, image, data, path)


def card_url(visit: Visit, name: str) -> str:
    """The full address of a card in the visitor's language."""
    return f"{visit.settings.url.rstrip('/')}{visit.to('card')}/{name}"


def _known(visit: Visit, title: str, told: str, image: str, data: Json, path: str) -> Known:
    address = f"{visit.settings.url.rstrip('/')}/{visit.language}/{path}"
    embed = f"/oembed?{urlencode({'url': address}, quote_via=quote)}"
    return Known(title, _short(told), image, "article", schema_org.written(data), embed)


def _short(text: str) -> str:
    plain = " ".join(without_bidi_marks(text).split())
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST].rsplit(" ", 1)[0] + " …"

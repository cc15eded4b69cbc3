"""Cards for links that are passed on, and the small page that other sites show in a frame (oEmbed)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from starlette.responses import Response

from archive import keys
from archive.canvas import Box
from archive.errors import BadInput, NotFound
from archive.letters import direction_of, without_bidi_marks
from archive.models import ImageFacts, Issue, Page
from archive.queries import issues, titles
from archive.queries import pages as page_queries
from archive.store import Session
from web import cards
from web.answering import CHECKED, FIVE_MINUTES, PRIVATE, answer, data_answer, file_answer
from web.cards import HEIGHT, WIDTH, Words
from web.contexts import Embed, Text
from web.i18n import LANGUAGES
from web.naming import article_path, cover_page, issue_path, page_path, picture, plain_name, text_of
from web.rendering import environment
from web.security import POLICY
from web.sources import label_of
from web.views.article import find
from web.views.citations import zone_of
from web.views.issue import shown_pages
from web.visiting import Visit

_ARK = re.compile(r"/(?:(?:ar|fr|en)/)?(ark:/.*)")


def issue(visit: Visit) -> Response:
    """The cover of an issue with its name."""
    with visit.store.read() as session:
        found = issues.by_key(session, visit.param("key"), public=visit.public)
        page = cover_page(found.pages, found.streams, found.cover_page, visit.language)
        if page is None:
            raise NotFound("There is no picture of this name.")
        words = _words(
            visit, session, plain_name(found, visit.say), text_of(found.name, visit.language).value
        )
        place = _place(visit, session, found, page)
    return _card(visit, found.key, place, None, words)


def page(visit: Visit) -> Response:
    """A page, or with `?xywh=` a zone of it."""
    with visit.store.read() as session:
        found = issues.by_key(session, visit.param("key"), public=visit.public)
        own = page_queries.by_number(session, found, visit.number("page"), public=visit.public)
        place = _place(visit, session, found, own)
        label = visit.say.gettext("p. %(label)s") % {"label": label_of(found, own)[0]}
        words = _words(visit, session, plain_name(found, visit.say), label)
    return _card(visit, found.key, place, zone_of(visit.query("xywh")), words)


def article(visit: Visit) -> Response:
    """The beginning of an article with its heading."""
    with visit.store.read() as session:
        found = issues.by_key(session, visit.param("key"), public=visit.public)
        shown = shown_pages(found, public=visit.public)
        own = find(found, visit.number("article"), shown)
        first = next(shown[number] for number in own.pages if number in shown)
        place = _place(visit, session, found, first)
        zone = Box.around(zone.box for zone in own.zones if zone.page == first.number)
        heading = text_of(own.heading, own.language).value
        words = _words(visit, session, heading or plain_name(found, visit.say), plain_name(found, visit.say))
    whole = Box(0, 0, place[1].width, place[1].height)
    return _card(visit, found.key, place, zone or whole, words)


def _words(visit: Visit, session: Session, large: str, small: str) -> Words:
    texts = titles.site_texts(session)
    archive = text_of(texts["name"], visit.language).value if "name" in texts else ""
    large, small, archive = (without_bidi_marks(part) for part in (large, small, archive))
    return Words(large, small, archive, visit.language, direction_of(visit.language))


def _place(visit: Visit, session: Session, found: Issue, page: Page) -> tuple[int, ImageFacts]:
    """The page's number and pictures, as far as the reader may see them. Raises NotFound."""
    page_queries.for_picture(session, found.key, page.number, public=visit.public)
    if page.image is None:
        raise NotFound("There is no picture of this name.")
    return page.number, page.image


def _card(visit: Visit, key: str, place: tuple[int, ImageFacts], zone: Box | None, words: Words) -> Response:
    number, image = place
    if zone is not None:
        zone = zone.within(image.width, image.height)
        if zone.w < 2 or zone.h < 2:
            raise BadInput("This part does not lie on the page.")
    path = cards.card(visit.pieces, key, number, image, zone, words)
    cache = FIVE_MINUTES if visit.account is None else PRIVATE
    headers = {"cross-origin-resource-policy": "cross-origin"}
    return file_answer(path, "image/jpeg", cache=cache, headers=headers)


# --- in other sites -------------------------------------------------------------------------------------


def embed(visit: Visit) -> Response:
    """A page or the cover of an issue with its source, for a frame of another site."""
    with visit.store.read() as session:
        key = keys.parse(f"ark:/{visit.param('rest')}", visit.settings.former_naans.split())
        found = issues.by_key(session, key.name, public=visit.public)
        shown = shown_pages(found, public=visit.public)
        context = _embed(visit, found, shown, key)
    site = visit.site()
    html = (
        environment(visit.language).get_template("embed.html").render(page=context, site=site, asset=_asset)
    )
    policy = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
    return answer(
        visit.request.headers,
        html,
        "text/html; charset=utf-8",
        cache=CHECKED if visit.account is None else PRIVATE,
        headers={
            "content-security-policy": policy,
            "cross-origin-resource-policy": "cross-origin",
            "x-robots-tag": "noindex",
        },
    )


def _asset(name: str) -> str:
    from web.assets import load_assets

    return load_assets().url(name)


def _embed(visit: Visit, found: Issue, shown: dict[int, Page], key: keys.Key) -> Embed:
    naan, language = visit.settings.naan, visit.language
    name = plain_name(found, visit.say)
    page = cover_page(list(shown.values()), found.streams, found.cover_page, language)
    url, title = issue_path(language, naan, found.key), Text.of(name, language)
    if key.kind == "article":
        article = find(found, key.number or 0, shown)
        page = next(shown[number] for number in article.pages if number in shown)
        url = article_path(language, naan, found.key, article.number)
        title = text_of(article.heading, article.language) or title
    elif key.kind == "page":
        page = shown.get(key.number or 0)
        if page is None:
            raise NotFound("The issue {key} has no page p{number}.", key=found.key, number=key.number)
        url = page_path(language, naan, found.key, page.number)
        label = visit.say.gettext("p. %(label)s") % {"label": label_of(found, page)[0]}
        title = Text.of(visit.say.listed([name, label]), language)
    shown_as = picture(found.key, page.number, page.image, 800, title.value) if page is not None else None
    return Embed(title, visit.settings.url.rstrip("/") + url, shown_as)


def oembed(visit: Visit) -> Response:
    """The oEmbed answer for an address of this site (https://oembed.com, type "rich"). Raises NotFound."""
    address = visit.query("url")
    parts = urlsplit(address)
    found = _ARK.fullmatch(parts.path)
    own = urlsplit(visit.settings.url).netloc
    if found is None or parts.netloc != own:
        raise NotFound("There is nothing at this address.")
    if visit.query("format", "json") != "json":
        return answer(visit.request.headers, "json\n", "text/plain", status=501, cache=PRIVATE)
    key = keys.parse(found[1], visit.settings.former_naans.split())
    with visit.store.read() as session:
        issue = issues.by_key(session, key.name, public=True)
        shown = shown_pages(issue, public=True)
        spoken = parts.path.split("/")[1]
        language = spoken if spoken in LANGUAGES else visit.language
        context = _embed(visit, issue, shown, key)
        texts = titles.site_texts(session)
        archive = text_of(texts["name"], language).value if "name" in texts else ""
    width = max(200, min(visit.whole("maxwidth", 480), 1200))
    height = max(280, min(visit.whole("maxheight", round(width * 1.5)), 1800))
    base = visit.settings.url.rstrip("/")
    frame = f"{base}/{language}/embed/{key}"
    html = (
        f'<iframe src="{frame}" width="{width}" height="{height}" style="border:0" '
        'loading="lazy" allowfullscreen></iframe>'
    )
    kind = "p" if key.kind == "page" else "a" if key.kind == "article" else ""
    card = f"{issue.key}/{kind}{key.number}.jpg" if kind else f"{issue.key}.jpg"
    data = {
        "version": "1.0",
        "type": "rich",
        "title": without_bidi_marks(context.title.value),
        "provider_name": archive,
        "provider_url": base,
        "cache_age": 3600,
        "html": html,
        "width": width,
        "height": height,
        "thumbnail_url": f"{base}/{language}/card/{card}",
        "thumbnail_width": WIDTH,
        "thumbnail_height": HEIGHT,
    }
    return data_answer(
        visit.request.headers, data, headers={"access-control-allow-origin": "*"}, cache=CHECKED
    )

"""The reading order of a page: its blocks by number over the picture, moved, and said to be what they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from starlette.responses import Response

from archive.actions import laying_out
from archive.alto import AltoPage, BlockKind, Direction, TextBlock
from archive.errors import BadInput, Conflict
from archive.letters import western_digits
from archive.models import Issue, Page
from archive.queries import changes as change_queries
from archive.queries import pages as page_queries
from archive.reading_order import Said
from archive.store import Session
from web.contexts import Notice
from web.i18n import Translator
from web.leaf_contexts import OrderBlock, PageOrder
from web.naming import issue_name, page_path, page_picture
from web.views.desk.text import neighbours, the_page
from web.visiting import Visit

#: Width of the page's picture, in pixels; letters of a block that are shown.
_WIDE, _BEGINS = 1000, 80


def block_order(visit: Visit) -> Response:
    """The page's blocks in reading order."""
    with visit.store.read() as session:
        context = _context(visit, session, *the_page(visit, session))
    return visit.page("desk/block-order.html", context, "desk", notices=_done(visit))


def save(visit: Visit) -> Response:
    """Keep the order and what was said of blocks; 409 where the text was changed meanwhile."""
    by = visit.account.name if visit.account else ""
    refused: Conflict | None = None
    with visit.store.write() as session:
        issue, page = the_page(visit, session)
        revision = _whole(visit.field("revision"))
        reading = page_queries.reading(session, page)
        if reading is None or revision != page.text_revision:
            refused = Conflict(
                "Somebody else changed the text of this page meanwhile.", "It is shown as it is now."
            )
            context = _context(visit, session, issue, page)
        else:
            order, said = _typed(visit, reading)
            made = laying_out.lay_out(session, issue, page, order, said, revision=revision, by=by)
            number = made.number if made else 0
            address = _address(visit, issue, page)
    if refused is not None:
        notice = Notice(refused.told(visit.translate), "warn")
        return visit.page("desk/block-order.html", context, "desk", status=409, notices=(notice,))
    return visit.redirect(address, done="saved" if number else "same", change=str(number))


def _typed(visit: Visit, reading: AltoPage) -> tuple[list[int], Mapping[int, Said]]:
    """The order the numbers give, and what was said of each block. Raises BadInput."""
    count = len(reading.blocks)
    places = {number: _whole(visit.field(f"place.{number}")) for number in range(count)}
    order = sorted(range(count), key=lambda number: (places[number], number))
    way, _, moved = visit.field("do").partition(".")
    if way in ("up", "down") and moved.isdecimal() and int(moved) in places:
        at = order.index(int(moved))
        to = min(max(0, at + (1 if way == "down" else -1)), count - 1)
        order.insert(to, order.pop(at))
    said = {}
    for number in range(count):
        language, direction, kind = (
            visit.field(f"{n}.{number}") or None for n in ("language", "direction", "kind")
        )
        said[number] = Said(language, cast(Direction | None, direction), cast(BlockKind | None, kind))
    return order, said


def _whole(typed: str) -> int:
    digits = western_digits(typed.strip())
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 6:
        raise BadInput("Each block needs a number.", "Number them 1, 2, 3 … as they are read.")
    return int(digits)


def _address(visit: Visit, issue: Issue, page: Page) -> str:
    return visit.to(f"desk/issues/{issue.key}/p{page.number}/order")


def _done(visit: Visit) -> tuple[Notice, ...]:
    told = {
        "saved": Notice(visit.translate("The page is read in this order from now on."), "good"),
        "same": Notice(visit.translate("Nothing was changed."), "note"),
        "undone": Notice(visit.translate("Undone"), "good"),
    }
    return (told[visit.query("done")],) if visit.query("done") in told else ()


def _context(visit: Visit, session: Session, issue: Issue, page: Page) -> PageOrder:
    reading = page_queries.reading(session, page)
    may_act = visit.account is not None and visit.account.may("archivist")
    before, after = neighbours(session, issue, page)
    at = visit.to(f"desk/issues/{issue.key}")
    change = visit.whole("change", 0)
    undone = change_queries.undone_by(session, [change]) if change else {}
    languages = {code: visit.say.language_name(code) for code in laying_out.LANGUAGES if code != "und"}
    return PageOrder(
        issue=issue_name(issue, visit.say),
        sheet_url=f"{at}/pages",
        label=page.label or str(page.number),
        page_url=page_path(visit.language, visit.settings.naan, issue.key, page.number),
        text_url=f"{at}/p{page.number}/text",
        action=_address(visit, issue, page) if may_act else "",
        revision=page.text_revision,
        width=page.width or 1000,
        height=page.height or 1400,
        picture=page_picture(issue.key, page, _WIDE),
        blocks=tuple(_block(n, block) for n, block in enumerate(reading.blocks)) if reading else (),
        languages=(*languages.items(), ("und", visit.translate("none"))),
        kinds=tuple(_kinds(visit.say).items()),
        by_hand=bool(page.layout),
        undo_url=visit.to(f"desk/changes/{change}/undo") if may_act and change and not undone else "",
        previous=_address(visit, issue, before) if before else "",
        next=_address(visit, issue, after) if after else "",
    )


def _block(number: int, block: TextBlock) -> OrderBlock:
    text = " ".join(line.text for line in block.lines)
    return OrderBlock(
        number=number,
        place=number + 1,
        box=block.box,
        language=block.language,
        dir=block.direction,
        kind=block.kind,
        text=text[:_BEGINS] + ("…" if len(text) > _BEGINS else ""),
        locked=sum(line.locked for line in block.lines),
    )


def _kinds(say: Translator) -> dict[str, str]:
    _ = say.gettext
    return {
        "text": _("running text"),
        "heading": _("heading"),
        "caption": _("caption"),
        "running-head": _("running head"),
        "page-number": _("page number"),
        "advertisement": _("advertisement"),
        "table": _("table"),
    }

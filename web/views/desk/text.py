"""Text corrected line by line beside each line's picture: a plain form, quicker with the script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from starlette.responses import Response

from archive.actions import corrections
from archive.errors import BadInput, NotFound
from archive.models import Correction, Issue, Page
from archive.queries import corrections as questions
from archive.queries import issues as issue_queries
from archive.queries import pages as page_queries
from archive.queries import proposals
from archive.queries.corrections import Line
from archive.store import Session
from web.contexts import Notice
from web.naming import issue_name, page_path, page_picture
from web.page_text import DOUBT
from web.text_contexts import Doubt, EditLine, TextDesk
from web.views.desk.proposals import line_picture
from web.views.desk.remarks import remarks_of
from web.views.lines import API, name_of
from web.visiting import Visit

#: Width of the page's picture beside the lines, in pixels.
_BESIDE = 900
_MOST_OTHERS = 4


@dataclass
class _Refused:
    """What could not be kept of a form: text and reason by line, and how many lines were kept."""

    typed: dict[str, tuple[str, str]] = field(default_factory=dict)
    kept: int = 0


def text(visit: Visit) -> Response:
    """The page's lines, to be typed over."""
    with visit.store.read() as session:
        issue, page = the_page(visit, session)
        context = _context(visit, session, issue, page, _Refused())
    return visit.page("desk/text.html", context, "desk", notices=_saved(visit))


def save(visit: Visit) -> Response:
    """Keep the lines that were typed over; those that others changed meanwhile are shown in both versions."""
    with visit.store.write() as session:
        issue, page = the_page(visit, session)
        lines = {
            name_of(issue.key, page.number, line.box): line for line in questions.lines_of(session, page)
        }
        refused = _Refused()
        by = visit.account.name if visit.account else ""
        typed = _typed(visit, lines, refused)
        corrections.confirm(session, issue, page, typed, by=by)
        refused.kept = len(typed)
        context = _context(visit, session, issue, page, refused)
    if refused.typed:
        told = visit.say.ngettext(
            "%(num)s line could not be kept; both versions are shown.",
            "%(num)s lines could not be kept; both versions are shown.",
            len(refused.typed),
        )
        notice = Notice(told % {"num": visit.say.number(len(refused.typed))}, "warn")
        return visit.page("desk/text.html", context, "desk", status=409, notices=(notice,))
    onward = (
        context.next if visit.field("do") == "save-next" and context.next else _address(visit, issue, page)
    )
    return visit.redirect(onward, done="saved", n=str(refused.kept))


def the_page(visit: Visit, session: Session) -> tuple[Issue, Page]:
    """The page of the address, whatever its state. Raises NotFound, Gone."""
    issue = issue_queries.by_key(session, visit.param("key"), public=False)
    return issue, page_queries.by_number(session, issue, visit.number("page"), public=False)


def _typed(visit: Visit, lines: Mapping[str, Line], refused: _Refused) -> dict[Line, str]:
    """The lines to write with what was typed. `do` = "confirm" vouches for those nobody touched, too."""
    wanted: dict[Line, str] = {}
    every = visit.field("do") == "confirm"
    for name, line in lines.items():
        said = " ".join(visit.field(f"line.{name}").split())
        if f"line.{name}" not in visit.form or (said == line.text and not (every and not line.locked)):
            continue
        if visit.field(f"tag.{name}") != line.tag:
            reason = visit.translate("Somebody else changed this line meanwhile.")
            refused.typed[name] = (said, reason)
            continue
        try:
            wanted[line] = corrections.checked(said)
        except BadInput as error:
            refused.typed[name] = (said, error.told(visit.translate))
    return wanted


def _saved(visit: Visit) -> tuple[Notice, ...]:
    if visit.query("done") != "saved":
        return ()
    count = visit.whole("n", 0)
    told = visit.say.ngettext("%(num)s line was saved.", "%(num)s lines were saved.", count)
    return (Notice(told % {"num": visit.say.number(count)}, "good"),)


def _address(visit: Visit, issue: Issue, page: Page) -> str:
    return visit.to(f"desk/issues/{issue.key}/p{page.number}/text")


def _context(visit: Visit, session: Session, issue: Issue, page: Page, refused: _Refused) -> TextDesk:
    lines = questions.lines_of(session, page)
    made = questions.of_page(session, page.id)
    offered = proposals.of_page(session, page.id)
    before, after = neighbours(session, issue, page)
    may_write = visit.account is not None and visit.account.may("archivist")
    return TextDesk(
        issue=issue_name(issue, visit.say),
        issue_url=visit.to(f"desk/issues/{issue.key}"),
        label=page.label or str(page.number),
        page_url=page_path(visit.language, visit.settings.naan, issue.key, page.number),
        action=_address(visit, issue, page) if may_write else "",
        api=API,
        width=page.width or 1000,
        height=page.height or 1400,
        lines=tuple(_line(issue, page, line, offered is not None, made, refused) for line in lines),
        locked=sum(1 for line in lines if line.locked),
        picture=page_picture(issue.key, page, _BESIDE),
        previous=_address(visit, issue, before) if before else "",
        next=_address(visit, issue, after) if after else "",
        offered_url=visit.to(f"desk/proposals/{offered.id}") if offered else "",
        order_url=_address(visit, issue, page).removesuffix("text") + "order",
        hide_url=_address(visit, issue, page).removesuffix("text") + "hidden" if _may_hide(visit) else "",
        remarks=remarks_of(visit, session, issue, page),
    )


def _may_hide(visit: Visit) -> bool:
    return visit.account is not None and visit.account.may("reviewer")


def neighbours(session: Session, issue: Issue, page: Page) -> tuple[Page | None, Page | None]:
    """The pages before and behind: in the stream that holds the page, else in the issue."""
    pages = {each.number: each for each in page_queries.of_issue(session, issue.id)}
    stream = next((stream for stream in issue.streams if page.number in stream.pages), None)
    order = [number for number in stream.pages if number in pages] if stream else list(pages)
    if page.number not in order:
        raise NotFound("The issue {key} has no page p{number}.", key=issue.key, number=page.number)
    at = order.index(page.number)
    before = pages[order[at - 1]] if at else None
    return before, pages[order[at + 1]] if at + 1 < len(order) else None


def _line(
    issue: Issue, page: Page, line: Line, offered: bool, made: Sequence[Correction], refused: _Refused
) -> EditLine:
    name = name_of(issue.key, page.number, line.box)
    typed, problem = refused.typed.get(name, ("", ""))
    return EditLine(
        number=line.number,
        id=name,
        tag=line.tag,
        text=line.text,
        lang=line.language,
        dir=line.direction,
        box=line.box,
        state="locked" if line.locked else "offered" if offered else "machine",
        crop=line_picture(issue, page, line.box),
        doubts=_doubts(line),
        machine=_machine(line, made),
        typed=typed,
        problem=problem,
    )


def _doubts(line: Line) -> tuple[Doubt, ...]:
    """Words read with little confidence, or marked doubtful, with what else they may be."""
    return tuple(
        Doubt(number, string.content, string.alternatives[:_MOST_OTHERS])
        for number, string in enumerate(line.strings)
        if not string.locked
        and (string.doubtful or (string.confidence is not None and string.confidence < DOUBT))
    )


def _machine(line: Line, made: Sequence[Correction]) -> str:
    """What the machine had read of a line that a person has typed over; "" where it is the same."""
    read = questions.first_read(line, made) if line.locked else ""
    return read if read != line.text else ""

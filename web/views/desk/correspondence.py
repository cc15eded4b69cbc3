"""What readers wrote: read, settled, declined."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.responses import Response

from archive.actions import changes, remarks
from archive.canvas import Box
from archive.dates.showing import format_date
from archive.expecting import months_of_slot
from archive.queries import correspondence
from archive.queries.correspondence import Letter
from web.contexts import Link
from web.letter_contexts import LetterRow, Letters
from web.naming import article_path, issue_name, issue_path, page_path
from web.sources import label_of
from web.told import moment
from web.views.desk.proposals import line_picture
from web.visiting import Visit


def letters(visit: Visit) -> Response:
    """The letters in one state; the open ones where none is chosen."""
    state = visit.query("state")
    chosen = state if state in remarks.ANSWERS else "open"
    with visit.store.read() as session:
        rows = tuple(
            _row(visit, letter)
            for letter in correspondence.letters(session, state=chosen, kind=visit.query("kind"))
        )
        counts = correspondence.counts(session)
    names = {
        "open": visit.say.gettext("To do"),
        "done": visit.say.gettext("Settled"),
        "declined": visit.say.gettext("Declined"),
    }
    states = tuple(
        Link(names[each], f"{visit.to('desk/letters')}?state={each}", each == chosen, counts.get(each, 0))
        for each in remarks.ANSWERS
    )
    return visit.page("desk/letters.html", Letters(rows, states), "letters")


def answer(visit: Visit) -> Response:
    """Say what became of a letter."""
    by = visit.account.name if visit.account else ""
    with visit.store.write() as session:
        letter = correspondence.by_number(session, visit.number("letter"))
        change_set = changes.begin(session, by=by, why="a reader's letter")
        remarks.answer(session, change_set, letter, visit.field("state"))
    return visit.redirect(visit.to("desk/letters"))


def _row(visit: Visit, letter: Letter) -> LetterRow:
    remark, issue, language = letter.remark, letter.issue, visit.language
    data = remark.data if isinstance(remark.data, dict) else {}
    naan, url, label, picture = visit.settings.naan, "", "", None
    if issue is not None and letter.page is not None:
        url, label = page_path(language, naan, issue.key, letter.page.number), letter.page.label
        label = label or label_of(issue, letter.page)[0]
        if isinstance(remark.zone, list) and len(remark.zone) == 4:
            picture = line_picture(issue, letter.page, Box(*remark.zone))
    elif issue is not None and letter.article is not None:
        url = article_path(language, naan, issue.key, letter.article.number)
    elif issue is not None:
        url = issue_path(language, naan, issue.key)
    slot = str(data.get("slot", ""))
    if slot and months_of_slot(slot):
        url = visit.to(f"years/{slot[:4]}")
    told = [
        format_date(slot, language) if months_of_slot(slot) else "",
        str(data.get("which", "")),
        str(data.get("at", "")),
    ]
    may = visit.account is not None and visit.account.may("archivist")
    made = letter.change_set.at if letter.change_set is not None else datetime.now(UTC)
    return LetterRow(
        number=remark.id,
        kind=remark.remark_kind,  # type: ignore[arg-type]
        state=remark.state,
        text=remark.text,
        contact=str(data.get("contact", "")),
        when=moment(made, visit.say),
        told=visit.say.listed([part for part in told if part]),
        subject=issue_name(issue, visit.say) if issue is not None else None,
        page_label=label,
        url=url,
        picture=picture,
        action=visit.to(f"desk/letters/{remark.id}") if may else "",
    )

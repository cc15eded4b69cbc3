"""What moves when an issue's date, number or series change: its year, its neighbours, its place in coverage.

Its place is looked up before and after the change, in a unit of work that is then given up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.actions import changes, issues
from archive.models import Issue
from archive.queries import holdings
from archive.queries import issues as questions
from archive.store import Session
from web.i18n import Translator
from web.naming import issue_name, told_date
from web.rendering import issue_title

#: Fields on which an issue's place depends.
_PLACING = ("edtf", "date_printed", "number", "series_id", "issue_kind", "state")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an issue stands: its year, the month of that, titles of its neighbours, the slots it fills."""

    year: str
    month: str
    before: str
    after: str
    slots: tuple[str, ...]


def moves(session: Session, issue: Issue, fields: Mapping[str, Any], say: Translator) -> tuple[str, ...]:
    """What moves when these fields are written, told; nothing for an issue that had no date and no number.

    Writes and leaves it to the caller to roll back. Raises BadInput for fields that cannot be written.
    """
    placing = {name: value for name, value in fields.items() if name in _PLACING and name != "state"}
    if not placing or issue.withdrawn:
        return ()
    old = _place(session, issue, say)
    issues.change(session, changes.begin(session, by=""), issue, placing)
    session.flush()
    return _told(old, _place(session, issue, say), say)


def _place(session: Session, issue: Issue, say: Translator) -> Place:
    before, after = questions.neighbours(session, issue, public=False)
    slots = tuple(
        told_date(each.slot, say)
        for each in holdings.expected(session, public=False)
        if each.issue_id == issue.id
    )
    return Place(issue.date_from[:4], issue.date_from[5:7], _title(before, say), _title(after, say), slots)


def _title(issue: Issue | None, say: Translator) -> str:
    return issue_title(issue_name(issue, say), say, plain=True) if issue is not None else ""


def _told(old: Place, new: Place, say: Translator) -> tuple[str, ...]:
    _ = say.gettext
    none = _("undated")
    told = []
    if old.year != new.year:
        told.append(
            _("Shelf: from %(before)s to %(after)s.")
            % {"before": old.year or none, "after": new.year or none}
        )
    if (old.before, old.after) != (new.before, new.after):
        told.append(_order(new, say))
    if old.slots != new.slots:
        told += [
            _("Coverage: %(slot)s becomes empty.") % {"slot": each}
            for each in old.slots
            if each not in new.slots
        ]
        told += [
            _("Coverage: it fills %(slot)s.") % {"slot": each} for each in new.slots if each not in old.slots
        ]
    if old.month != new.month:
        month = say.month(int(new.month)) if new.month else none
        told.append(_("Feed of this month in other years: it is told in %(month)s.") % {"month": month})
    if told:
        told.append(_("Its address stays the same."))
    return tuple(told)


def _order(new: Place, say: Translator) -> str:
    _ = say.gettext
    if new.before and new.after:
        return _("Order: between %(before)s and %(after)s.") % {"before": new.before, "after": new.after}
    if new.before:
        return _("Order: last, after %(before)s.") % {"before": new.before}
    return _("Order: first, before %(after)s.") % {"after": new.after} if new.after else _("Order: alone.")

"""What is read and what is sought in vain, without anything about anybody."""

from __future__ import annotations

from datetime import date, timedelta

from starlette.responses import Response

from archive.publication import today
from archive.queries import tallies
from web.contexts import Link
from web.naming import issue_name, issue_path
from web.tally_contexts import Read, Statistics
from web.visiting import Visit

#: Spans that can be looked at, in days.
_SPANS = (7, 30, 365)


def statistics(visit: Visit) -> Response:
    """The issues read most and the words found nowhere; `?days=` chooses how far back."""
    asked = visit.whole("days", 30)
    days = asked if asked in _SPANS else 30
    since = (date.fromisoformat(today()) - timedelta(days=days - 1)).isoformat()
    visit.pieces.tallies.write()
    with visit.store.read() as session:
        read = tuple(
            Read(
                issue_name(issue, visit.say),
                issue_path(visit.language, visit.settings.naan, issue.key),
                count,
            )
            for issue, count in tallies.issues_read(session, since)
        )
        unanswered = tuple(tallies.unanswered(session, since))
        total = sum(tallies.by_day(session, since).values())
    spans = tuple(
        Link(
            visit.say.ngettext("%(num)s day", "%(num)s days", each) % {"num": visit.say.number(each)},
            f"{visit.to('desk/statistics')}?days={each}",
            each == days,
        )
        for each in _SPANS
    )
    return visit.page("desk/statistics.html", Statistics(read, unanswered, total, spans), "statistics")

"""What readers are told of zones that are hidden on a page."""

from __future__ import annotations

from archive.models import Page
from archive.queries import pages
from archive.store import Session
from web.contexts import Notice
from web.naming import told_date
from web.visiting import Visit


def hidden_notices(visit: Visit, session: Session, page: Page) -> tuple[Notice, ...]:
    """A sentence for each hidden zone: the archive's own words in the reader's language, else a plain one."""
    made = []
    hidden = set(pages.hidden_zones(session, page))
    for row in pages.redactions_of(session, page.id) if hidden else ():
        if row.box not in hidden:
            continue  # its day has come
        own = row.notice.best(visit.language)
        text = own[1].value if own else visit.translate("A part of this page is hidden.")
        if row.until:
            until = visit.translate("Until %(date)s.") % {"date": told_date(row.until, visit.say)}
            text = f"{text} {until}"
        made.append(Notice(text, "note"))
    return tuple(dict.fromkeys(made))

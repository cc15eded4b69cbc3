"""What readers are told of a page beside its picture: what is wrong with the leaf, what of it is hidden."""

from __future__ import annotations

from archive.models import Page
from archive.queries import hidden as hidden_queries
from archive.store import Session
from web.contexts import Notice
from web.i18n import Translator
from web.naming import told_date
from web.visiting import Visit


def condition_words(say: Translator) -> dict[str, str]:
    """What may be wrong with a leaf, in a word or two."""
    _ = say.gettext
    return {
        "missing": _("page missing"),
        "torn": _("torn"),
        "illegible": _("illegible"),
        "fold-out": _("fold-out"),
    }


def condition_sentences(page: Page, say: Translator) -> tuple[str, ...]:
    """The same as readers are told it, then what the archivists noted of the leaf."""
    _ = say.gettext
    told = {
        "missing": _("This page is missing from the copy that was scanned."),
        "torn": _("This page is torn."),
        "illegible": _("Parts of this page cannot be read on paper either."),
        "fold-out": _("This page folds out."),
    }
    note = page.note.best(say.language)
    return (*(told[each] for each in page.condition), *((note[1].value,) if note else ()))


def page_notices(visit: Visit, session: Session, page: Page) -> tuple[Notice, ...]:
    """The leaf's condition and a sentence for each hidden zone: the archive's own words, else plain ones."""
    made = [Notice(sentence, "note") for sentence in condition_sentences(page, visit.say)]
    hidden = set(hidden_queries.zones(session, page))
    for row in hidden_queries.redactions_of(session, page.id) if hidden else ():
        if row.box not in hidden:
            continue  # its day has come
        own = row.notice.best(visit.language)
        text = own[1].value if own else visit.translate("A part of this page is hidden.")
        if row.until:
            until = visit.translate("Until %(date)s.") % {"date": told_date(row.until, visit.say)}
            text = f"{text} {until}"
        made.append(Notice(text, "note"))
    return tuple(dict.fromkeys(made))

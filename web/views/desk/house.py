"""Texts of the site, written at the desk in every language, with their history."""

from __future__ import annotations

from starlette.responses import Response

from archive.actions import changes, titles
from archive.errors import Conflict, NotAllowed, NotFound
from archive.queries import changes as change_queries
from archive.queries import titles as title_queries
from archive.store import Session
from archive.texts import LONGEST, Texts, Wording
from web.house import INSTITUTION, PAGES, shipped, site_name
from web.house_contexts import HouseForm, HouseRow, HouseTexts
from web.i18n import LANGUAGES
from web.told import told_change
from web.views.desk.issues import done_notices
from web.visiting import Visit


def texts(visit: Visit) -> Response:
    """Every text that can be written."""
    with visit.store.read() as session:
        said = title_queries.site_texts(session)
    pages = tuple(_row(visit, name, said.get(site_name(name), Texts())) for name in PAGES)
    short = tuple(_row(visit, name, said.get(name, Texts()), short=True) for name in INSTITUTION)
    context = HouseTexts(pages, short if _may(visit, "institution") else ())
    return visit.page("desk/house.html", context, "house", notices=done_notices(visit))


def _row(visit: Visit, name: str, said: Texts, *, short: bool = False) -> HouseRow:
    place = f"desk/texts/{name}" if short else f"desk/texts/{site_name(name)}"
    return HouseRow(label_of(visit, name, short=short), visit.to(place), tuple(said))


def label_of(visit: Visit, name: str, *, short: bool) -> str:
    """What a text is called."""
    _ = visit.translate
    if short:
        return {
            "name": _("Name of the archive"),
            "publisher": _("Institution"),
            "contact": _("E-mail address for readers"),
            "rights": _("Rights, where an issue says nothing else"),
            "about": _("The magazine in two sentences, on the first page"),
        }[name]
    return {
        "about": _("About the magazine and the archive"),
        "help": _("Help for readers"),
        "cite": _("How to cite"),
        "terms": _("Terms and rights"),
        "privacy": _("Privacy"),
        "contact": _("Contact"),
        "accessibility": _("Accessibility"),
    }[name]


def _may(visit: Visit, what: str) -> bool:
    role = "administrator" if what == "institution" else "archivist"
    return visit.account is not None and visit.account.may(role)


def form(visit: Visit) -> Response:
    """One text in every language."""
    with visit.store.read() as session:
        context = _form(visit, session, _name(visit))
    return visit.page("desk/house-text.html", context, "house", notices=done_notices(visit))


def _name(visit: Visit) -> str:
    """The text that is meant. Raises NotFound, NotAllowed."""
    name = visit.param("text")
    if name not in INSTITUTION and name not in map(site_name, PAGES):
        raise NotFound("There is no text called {name}.", name=name)
    if name in INSTITUTION and not _may(visit, "institution"):
        raise NotAllowed(
            "This needs the role {role}.",
            "Sign in with an account that has it, or ask an administrator.",
            role=visit.translate("administrator"),
        )
    return name


def _form(visit: Visit, session: Session, name: str) -> HouseForm:
    record = title_queries.site_text(session, name)
    said = record.text if record is not None and not record.withdrawn else Texts()
    long = name not in INSTITUTION
    page = name.removeprefix("page-")
    history = change_queries.of_record(session, "site-text", record.id) if record is not None else []
    undone = change_queries.undone_by(session, [each.number for each in history])
    return HouseForm(
        label=label_of(visit, page if long else name, short=not long),
        action=visit.to(f"desk/texts/{name}"),
        version=record.version if record is not None else 0,
        values={code: said[code].value if code in said else "" for code in LANGUAGES},
        shipped={code: shipped(page, code) if long else "" for code in LANGUAGES},
        long=long,
        see=visit.to(page) if long else visit.to(),
        changes=tuple(told_change(each, visit.say, undone, undo=True) for each in history[:20]),
    )


def save(visit: Visit) -> Response:
    """Keep a text. Where somebody wrote it meanwhile, both wordings come back and nothing is kept."""
    name = _name(visit)
    written = {code: visit.field(code).strip()[:LONGEST] for code in LANGUAGES}
    version = visit.field("version")
    by = visit.account.name if visit.account else ""
    try:
        with visit.store.write() as session:
            record = title_queries.site_text(session, name)
            kept = record.text if record is not None else Texts()
            if str(record.version if record is not None else 0) != version:
                raise Conflict("This record was changed by someone else while you were editing it.")
            supplied = name in ("name", "about", "rights")
            text = Texts({**kept, **{code: Wording(value, supplied) for code, value in written.items()}})
            change_set = changes.begin(session, by=by, why=visit.field("why"))
            titles.say(session, change_set, name, text)
    except Conflict:
        with visit.store.read() as session:
            shown = _form(visit, session, name)
        theirs = {code: value for code, value in shown.values.items() if value != written[code]}
        back = HouseForm(
            shown.label,
            shown.action,
            shown.version,
            written,
            shown.shipped,
            shown.long,
            shown.see,
            theirs,
            shown.changes,
        )
        return visit.page("desk/house-text.html", back, "house", status=409)
    return visit.redirect(visit.to(f"desk/texts/{name}"), done="saved")

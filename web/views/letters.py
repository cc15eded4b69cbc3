"""Readers write to the archive: "I own this issue", ask for removal or correction, report a problem.

No account is needed. What comes lands in the archivists' list on the desk and changes nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from starlette.responses import Response

from archive import keys
from archive.actions import changes, remarks
from archive.canvas import Box
from archive.dates.showing import format_date
from archive.errors import BadInput, Gone, NotFound
from archive.expecting import months_of_slot
from archive.models import Issue, Page
from archive.queries import holdings, issues, pages
from archive.store import Session
from web.contexts import IssueName
from web.letter_box import LONGEST, reachable
from web.letter_contexts import LetterForm, LetterKind, LetterSent
from web.naming import article_path, issue_name, issue_path, page_path
from web.sources import label_of
from web.views.citations import zone_of
from web.views.desk.proposals import line_picture
from web.visiting import Visit


@dataclass(frozen=True)
class About:
    """What a letter is about: a record (kind and row id; "site" and 0 for none), and how it is told."""

    kind: str = "site"
    id: int = 0
    name: IssueName | None = None
    label: str = ""
    told: str = ""
    url: str = ""
    zone: Box | None = None


# --- the forms ------------------------------------------------------------------------------------------


def own(visit: Visit) -> Response:
    """Say "I own this issue": `?slot=` names the expected number."""
    return _form(visit, "offer")


def removal(visit: Visit) -> Response:
    """Ask for removal or correction: `?about=` an ark, `?xywh=` of a page."""
    return _form(visit, "removal")


def report(visit: Visit) -> Response:
    """Report a problem with a page of the site: `?at=` its path."""
    return _form(visit, "report")


def _form(visit: Visit, kind: LetterKind) -> Response:
    given = {name: visit.query(name) for name in ("slot", "about", "at")} | {"zone": visit.query("xywh")}
    with visit.store.read() as session:
        about = _about(visit, session, given)
        context = _context(visit, session, kind, about, given)
    return visit.page("letter.html", context, headers={"x-robots-tag": "noindex"})


def _context(
    visit: Visit, session: Session, kind: LetterKind, about: About, given: dict[str, str]
) -> LetterForm:
    picture = None
    if about.kind == "page" and about.zone is not None:
        page, issue = pages.by_id(session, about.id)
        picture = line_picture(issue, page, about.zone)
    return LetterForm(
        kind=kind,
        action=visit.to({"offer": "coverage/own", "removal": "removal", "report": "report"}[kind]),
        about=given["slot"] or given["about"] or given["at"],
        zone=given["zone"],
        subject=about.name,
        page_label=about.label,
        told=about.told,
        back=about.url,
        picture=picture,
    )


def _about(visit: Visit, session: Session, given: dict[str, str]) -> About:
    """What is meant, as far as the reader may see it; anything else is the site."""
    if given["slot"]:
        return _expected(visit, session, given["slot"])
    if given["about"]:
        try:
            return _record(visit, session, given["about"], zone_of(given["zone"]))
        except (BadInput, NotFound, Gone):
            return About()
    at = given["at"][: LONGEST["at"]]
    return About(told=at, url=at) if at.startswith("/") and not at.startswith("//") else About()


def _expected(visit: Visit, session: Session, slot: str) -> About:
    found = next((e for e in holdings.expected(session, public=visit.public) if e.slot == slot), None)
    if found is None or months_of_slot(slot) is None:
        return About()
    number = visit.say.gettext("no. %(number)s") % {"number": found.number} if found.number else ""
    told = visit.say.listed([part for part in (number, format_date(slot, visit.language)) if part])
    return About("series", found.series_id, told=told, url=visit.to("coverage"))


def _record(visit: Visit, session: Session, ark: str, zone: Box | None) -> About:
    key = keys.parse(ark, visit.settings.former_naans.split())
    issue = issues.by_key(session, key.name, public=visit.public)
    name, naan = issue_name(issue, visit.say), visit.settings.naan
    if key.kind == "page":
        page = pages.by_number(session, issue, key.number or 0, public=visit.public)
        inside = zone.within(page.width, page.height) if zone is not None else None
        url = page_path(visit.language, naan, issue.key, page.number)
        return About("page", page.id, name, _label(issue, page), url=url, zone=inside)
    article = next((a for a in issue.articles if key.kind == "article" and a.number == key.number), None)
    if article is not None:
        url = article_path(visit.language, naan, issue.key, article.number)
        return About("article", article.id, name, url=url)
    return About("issue", issue.id, name, url=issue_path(visit.language, naan, issue.key))


def _label(issue: Issue, page: Page) -> str:
    return label_of(issue, page)[0]


# --- what comes -----------------------------------------------------------------------------------------


def offered(visit: Visit) -> Response:
    """An offer came."""
    return _received(visit, "offer")


def removal_asked(visit: Visit) -> Response:
    """A wish for removal or correction came."""
    return _received(visit, "removal")


def reported(visit: Visit) -> Response:
    """A report of a problem came."""
    return _received(visit, "report")


def _received(visit: Visit, kind: LetterKind) -> Response:
    written = {name: visit.field(name).strip()[:most] for name, most in LONGEST.items()}
    about_field = visit.field("about")[: LONGEST["at"]]
    names = {"offer": "slot", "removal": "about", "report": "at"}
    given = {"slot": "", "about": "", "at": "", "zone": visit.field("zone")} | {names[kind]: about_field}
    faults = _faults(visit, kind, written, about_field)
    if faults:
        with visit.store.read() as session:
            shown = _context(visit, session, kind, _about(visit, session, given), given)
        shown = replace(shown, values=written, faults=faults)
        return visit.page("letter.html", shown, status=422)
    if visit.field("website"):  # no person sees this field, programs fill it in
        return visit.page("letter-sent.html", LetterSent(kind, 0, visit.to()))
    visit.pieces.letters.take(visit.address)
    with visit.store.write() as session:
        about = _about(visit, session, given)
        change_set = changes.begin(session, by="reader", why="a reader's letter")
        data = {
            "contact": written["contact"],
            "which": written["which"],
            "at": given["at"],
            "slot": given["slot"],
        }
        letter = remarks.add(
            session,
            change_set,
            kind,
            about.kind,
            about.id,
            written["text"],
            {name: value for name, value in data.items() if value},
            about.zone,
        )
        number = letter.id
    return visit.page("letter-sent.html", LetterSent(kind, number, about.url or visit.to()))


def _faults(visit: Visit, kind: LetterKind, written: dict[str, str], about: str) -> dict[str, str]:
    _ = visit.translate
    faults = {}
    if kind == "offer" and not written["which"] and not about:
        faults["which"] = _("Say which issue it is: its number or its date.")
    if kind != "offer" and len(written["text"]) < 5:
        faults["text"] = _("Say in a few words what it is about.")
    if written["contact"] and not reachable(written["contact"]):
        faults["contact"] = _("Write an e-mail address or a telephone number.")
    elif kind != "report" and not written["contact"]:
        faults["contact"] = _("Without an e-mail address or a telephone number we cannot answer.")
    return faults

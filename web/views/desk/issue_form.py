"""An issue's description beside its cover: edit, save, see what someone else changed meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from archive.actions import changes as change_actions
from archive.actions import issues as issue_actions
from archive.errors import BadInput
from archive.models import ISSUE_KINDS, ChangeSet, Issue
from archive.queries import changes, issues, titles
from archive.store import Session
from web import forms
from web.desk_contexts import Conflict, DeskIssue, Field, Value
from web.forms import Clash, Flat
from web.i18n import Translator
from web.issue_contexts import PageLink
from web.moving import moves
from web.naming import READING, cover_page, issue_name, issue_path, page_picture, told_date, told_hijri
from web.told import moment
from web.views.desk.issues import (
    done_notices,
    in_list,
    list_query,
    shown_state,
    state_of,
    told_plan,
)
from web.views.desk.remarks import remarks_of
from web.visiting import Visit

_LOOKS = 12


@dataclass(frozen=True)
class Filled:
    """A form to show: what its inputs say (`typed`: by somebody), what is wrong with them, what clashes."""

    inputs: Flat
    errors: Mapping[str, str] = field(default_factory=dict)
    clashes: Mapping[str, Clash] = field(default_factory=dict)
    typed: bool = False


def edit(visit: Visit) -> Response:
    """The form; `?look=` chooses the page beside it."""
    with visit.store.read() as session:
        issue = issue_actions.by_key(session, visit.param("key"))
        context = _context(visit, session, issue, Filled(forms.flat(issue)))
    return visit.page("desk/issue.html", context, "desk", notices=done_notices(visit))


def save(visit: Visit) -> Response:
    """Keep what was typed; 409 with both versions where someone else changed the same, 422 for faults."""
    with visit.store.write() as session:
        issue = issue_actions.by_key(session, visit.param("key"))
        wanted, clashes, was_changed = _wanted(visit, session, issue)
        errors = {} if clashes else _faults(visit, wanted, issue)
        look = visit.field("do") == "look"
        if clashes or errors or look:
            filled = Filled(wanted, errors, clashes, typed=True)
            context = _context(visit, session, issue, filled)
            if not (clashes or errors):
                context = replace(context, warnings=_moves(visit, session, issue, wanted))
            session.rollback()
        else:
            following = _following(visit, session, issue)  # before a new date moves it in the list
            number = _write(visit, session, issue, wanted)
    if clashes or errors or look:
        status = 409 if clashes else 422 if errors else 200
        return visit.page("desk/issue.html", context, "desk", status=status)
    done = ("merged" if was_changed else "saved") if number else "same"
    after = visit.to(f"desk/issues/{following}") + _within(visit)
    mark = "&" if "?" in after else "?"
    return visit.redirect(f"{after}{mark}{urlencode({'done': done, 'change': number})}")


def _wanted(visit: Visit, session: Session, issue: Issue) -> tuple[Flat, Mapping[str, Clash], bool]:
    """What the form wants, whether it clashes, whether others changed the issue meanwhile."""
    sent = visit.field("version")
    if not sent.isascii() or not sent.isdecimal() or len(sent) > 9:
        raise BadInput("The form did not arrive whole.", "Send it again.")
    since = changes.since_version(session, issue, int(sent))
    theirs = forms.flat(issue)
    base = forms.flat_before(issue, {name: changed.before for name, changed in since.items()})
    mine = forms.typed(lambda name: visit.field(name) if name in visit.form else _unsent(base, name), base)
    # Where a clash was shown before, the archivist has chosen by now.
    kept_theirs = {name for name in mine if visit.field(f"{name}.keep") == "theirs"}
    mine = {name: theirs[name] if name in kept_theirs else value for name, value in mine.items()}
    by = {name: (changed.by, moment(changed.at, visit.say)) for name, changed in since.items()}
    clashes = forms.clashes(mine, base, theirs, by)
    return forms.merged(mine, base, theirs), clashes, bool(since)


def _unsent(base: Flat, name: str) -> str:
    return base[name].value if name in base else ""


def _faults(visit: Visit, wanted: Flat, issue: Issue) -> dict[str, str]:
    try:
        fields = forms.fields_of(wanted, issue)
        found = forms.faults(fields, issue, visit.translate)
        if fields.get("planned_at") and "planned" not in found and wanted["state"].value != "review":
            found["planned"] = visit.translate("Only an issue in review is published by itself on a day.")
        return found
    except BadInput as error:
        return {"series": error.told(visit.translate)}


def _write(visit: Visit, session: Session, issue: Issue, wanted: Flat) -> int:
    """Write what differs in one change set; returns its number, 0 where nothing differed."""
    fields: dict[str, Any] = forms.fields_of(wanted, issue)
    state = wanted["state"].value
    if not fields and state == state_of(issue) and issue.described:
        return 0
    by = visit.account.name if visit.account else ""
    change_set = change_actions.begin(session, by=by, why=visit.field("why"))
    issue_actions.change(session, change_set, issue, {**fields, "described": True})
    if state != state_of(issue):
        _set_state(session, change_set, issue, state)
    return change_set.number


def _set_state(session: Session, change_set: ChangeSet, issue: Issue, state: str) -> None:
    if state == "withdrawn":
        issue_actions.withdraw(session, change_set, issue)
        return
    if issue.withdrawn:
        change_actions.apply(session, change_set, issue, {"withdrawn": False})
    issue_actions.set_state(session, change_set, [issue.id], state)


def _following(visit: Visit, session: Session, issue: Issue) -> str:
    """Which issue saving leads to: the same, or the next of the list; at its end the first one left."""
    if visit.field("do") != "save-next":
        return issue.key
    after = _neighbours(visit, session, issue).after
    if after is None and _within(visit):
        every = issues.for_desk(session)
        listed = in_list(session, every, visit.query("only"), visit.query("q").strip()[:200])
        after = next((each for each in listed if each.id != issue.id), None)
    return after.key if after is not None else issue.key


@dataclass(frozen=True)
class _Neighbours:
    """The issues before and after one in the list it was opened from; how many are left, told."""

    before: Issue | None
    after: Issue | None
    told: str


def _within(visit: Visit) -> str:
    return list_query(visit.query("only"), visit.query("q").strip()[:200])


def _neighbours(visit: Visit, session: Session, issue: Issue) -> _Neighbours:
    """In the list of the address (`?only=`, `?q=`), which a saved issue may have left; else in all."""
    within = _within(visit)
    if not within:
        before, after = issues.neighbours(session, issue, public=False)
        return _Neighbours(before, after, "")
    every = issues.for_desk(session)
    place = {each.id: at for at, each in enumerate(every)}
    listed = in_list(session, every, visit.query("only"), visit.query("q").strip()[:200])
    earlier = [each for each in listed if place[each.id] < place[issue.id]]
    later = [each for each in listed if place[each.id] > place[issue.id]]
    told = visit.say.ngettext("%(num)s more in this list", "%(num)s more in this list", len(later))
    return _Neighbours(
        earlier[-1] if earlier else None,
        later[0] if later else None,
        told % {"num": visit.say.number(len(later))},
    )


# --- the page -------------------------------------------------------------------------------------------


def _context(visit: Visit, session: Session, issue: Issue, filled: Filled) -> DeskIssue:
    say = visit.say
    loaded = issues.with_pages(session, [issue.id])[issue.id] if not filled.clashes else issue
    pages = {page.number: page for page in loaded.pages}
    cover = cover_page(loaded.pages, loaded.streams, loaded.cover_page, visit.language)
    look = pages.get(visit.whole("look", 0)) or cover
    beside, within = _neighbours(visit, session, issue), _within(visit)
    before, after = beside.before, beside.after
    here = visit.to(f"desk/issues/{issue.key}")
    action = here + within
    mark = "&" if within else "?"
    looks = [
        PageLink(page.label or str(place), f"{action}{mark}look={page.number}", None, page is look)
        for place, page in enumerate(loaded.pages, 1)
    ]
    return DeskIssue(
        key=issue.key,
        name=issue_name(issue, say),
        state=shown_state(issue),
        version=issue.version,
        action=action,
        fields=_fields(visit, session, issue, filled),
        history_url=f"{here}/history",
        articles_url=f"{here}/articles",
        public_url=issue_path(visit.language, visit.settings.naan, issue.key),
        picture=page_picture(issue.key, look, READING // 2) if look else None,
        looks=tuple(looks[:_LOOKS]),
        publish_action=visit.to("desk/publish") if not issue.withdrawn else "",
        previous=visit.to(f"desk/issues/{before.key}") + within if before else "",
        next=visit.to(f"desk/issues/{after.key}") + within if after else "",
        number_of=beside.told,
        placed=bool(issue.edtf or issue.number),
        typed=filled.typed,
        remarks=remarks_of(visit, session, issue),
        planned=told_plan(issue, say),
        pages_url=f"{here}/pages",
        changed=say.gettext("Last change: %(when)s") % {"when": moment(issue.changed_at, say)},
    )


def _moves(visit: Visit, session: Session, issue: Issue, wanted: Flat) -> tuple[str, ...]:
    """What would move, told; that nothing does, where somebody asked. The session must be rolled back."""
    found = moves(session, issue, forms.fields_of(wanted, issue), visit.say)
    return found or (visit.translate("Nothing moves."),)


def _fields(visit: Visit, session: Session, issue: Issue, filled: Filled) -> tuple[Field, ...]:
    say = visit.say

    def single(name: str, direction: str = "auto") -> tuple[Value, ...]:
        return (_value(name, filled, dir=direction),)

    def by_language(name: str) -> tuple[Value, ...]:
        own_first = sorted(forms.WRITTEN, key=lambda tag: tag != visit.language)
        return tuple(_value(f"{name}.{tag}", filled, lang=tag) for tag in own_first)

    series = _series(session, say)
    fields = [
        Field("title", by_language("title")),
        Field("description", by_language("description"), area=True),
        Field("number", single("number")),
        Field("kind", single("kind"), _kinds(say)),
        Field("date_printed", single("date_printed")),
        Field("date", single("date", "ltr"), hint=_hint(say, filled.inputs["date"].value)),
        Field("hijri", single("hijri", "auto"), hint=_hijri_hint(say, filled.inputs["hijri"].value)),
        Field("condition", by_language("condition"), area=True),
        Field("rights", single("rights", "ltr"), rights_words(say, issue.rights)),
        Field("embargo", single("embargo", "ltr")),
        Field("state", single("state"), _states(say, issue)),
        Field(
            "planned", single("planned", "ltr"), hint=say.gettext("For an issue in review: 2027-03-01 09:00")
        ),
    ]
    if series:
        fields.insert(3, Field("series", single("series"), series))
    return tuple(fields)


def _value(name: str, filled: Filled, *, lang: str = "", dir: str = "auto") -> Value:  # noqa: A002
    entry = filled.inputs[name]
    clash = filled.clashes.get(name)
    conflict = Conflict(clash.theirs.value, clash.who, clash.when, clash.theirs.marking) if clash else None
    direction: Any = ("rtl" if lang == "ar" else "ltr") if lang else dir
    return Value(name, entry.value, lang, direction, entry.marking, filled.errors.get(name, ""), conflict)


def _hint(say: Translator, edtf: str) -> str:
    hijri = told_hijri(forms.date_hint(edtf), say)
    if hijri:
        hijri = say.gettext("%(date)s (may be a day off)") % {"date": hijri}
    parts = [part for part in (told_date(edtf, say) if edtf else "", hijri) if part]
    return say.listed(parts) if hijri else say.gettext("As 1975-03, 1975-03-15, 1975-03/1975-04 or 1975~")


def _hijri_hint(say: Translator, own: str) -> str:
    read = told_hijri(own, say)  # as it was typed, where it is none
    return (
        read
        if read != own
        else say.gettext("Empty: as computed from the date. Otherwise as printed, or 1395-02/1395-03")
    )


def _kinds(say: Translator) -> tuple[tuple[str, str], ...]:
    _ = say.gettext
    words = {
        "ordinary": _("ordinary number"),
        "double": _("double number"),
        "special": _("special issue"),
        "supplement": _("supplement"),
    }
    return tuple((kind, words[kind]) for kind in ISSUE_KINDS)


def _states(say: Translator, issue: Issue) -> tuple[tuple[str, str], ...]:
    _ = say.gettext
    out = _("in the trash") if issue.published_at is None else _("withdrawn")
    return (
        ("draft", _("draft")),
        ("review", _("in review")),
        ("published", _("published")),
        ("withdrawn", out),
    )


def _series(session: Session, say: Translator) -> tuple[tuple[str, str], ...]:
    title = titles.the_title(session)
    found = titles.series_of(session, title) if title else ()
    named = [(str(each.id), each.name.best(say.language)) for each in found]
    choices = [(number, name[1].value if name else number) for number, name in named]
    return (("", say.gettext("none")), *choices) if choices else ()


def rights_words(say: Translator, current: str) -> tuple[tuple[str, str], ...]:
    """The rights statements to choose from, and the one in force where it is another; the first is none."""
    _ = say.gettext
    words = {
        forms.RIGHTS[0]: _("In copyright"),
        forms.RIGHTS[1]: _("No copyright, other legal restrictions"),
        forms.RIGHTS[2]: _("Copyright not evaluated"),
        forms.RIGHTS[3]: "CC BY 4.0",
        forms.RIGHTS[4]: "CC BY-NC 4.0",
        forms.RIGHTS[5]: _("Public domain"),
    }
    if current and current not in words:
        words[current] = current
    return (("", _("as for the whole archive")), *words.items())

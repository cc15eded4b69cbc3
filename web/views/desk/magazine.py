"""The magazine (names, frequency, publisher, ISSN, legal deposit) and its series, described in forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import Response

from archive.actions import changes, titles
from archive.errors import BadInput, NotFound
from archive.models import Series, Title
from archive.queries import titles as questions
from archive.store import Session
from archive.texts import Texts, Wording
from web.magazine_contexts import Described, Entry, Line, Magazine
from web.views.desk.issues import done_notices
from web.visiting import Visit

_WRITTEN = ("ar", "fr")
_LONGEST = 2000
#: Fields with a value a language, and those with one value, in the order of the form.
_TITLE = ("name", "former_names", "publisher", "note"), ("frequency", "issn", "legal_deposit")
_SERIES = ("name", "note"), ("begins", "ends")
_AREAS = ("former_names", "note")


@dataclass(frozen=True)
class _Back:
    """A form that comes back: which, what was typed, what is wrong, whether somebody else wrote meanwhile."""

    which: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    conflict: bool = False


def magazine(visit: Visit) -> Response:
    """The forms."""
    with visit.store.read() as session:
        context = _context(visit, session, _Back())
    return visit.page("desk/magazine.html", context, "coverage", notices=done_notices(visit))


def save(visit: Visit) -> Response:
    """Keep the description of the magazine, made where there is none yet."""
    return _save(visit, "title", *_TITLE)


def save_series(visit: Visit) -> Response:
    """Keep the description of a series, or make one more."""
    return _save(visit, visit.param("series"), *_SERIES)


def _save(visit: Visit, which: str, by_language: tuple[str, ...], single: tuple[str, ...]) -> Response:
    names = [f"{name}.{tag}" for name in by_language for tag in _WRITTEN]
    typed = {name: visit.field(name).strip()[:_LONGEST] for name in (*names, *single)}
    back, number = _Back(which, typed), 0
    with visit.store.write() as session:
        record = _record(session, which)
        if str(record.version if record is not None else 0) != visit.field("version"):
            back = _Back(which, typed, conflict=True)
        else:
            fields = {name: _texts(record, name, typed) for name in by_language}
            back, number = _written(visit, session, back, record, {**fields, **{n: typed[n] for n in single}})
        if not number:
            session.rollback()
    if back.errors or back.conflict:
        with visit.store.read() as session:
            context = _context(visit, session, back)
        return visit.page("desk/magazine.html", context, "coverage", status=409 if back.conflict else 422)
    return visit.redirect(visit.to("desk/magazine"), done="saved" if number else "same", change=str(number))


def _written(
    visit: Visit, session: Session, back: _Back, record: Title | Series | None, fields: dict[str, Any]
) -> tuple[_Back, int]:
    """Write the fields; what is wrong with them, or the number of the change set (0: nothing differed)."""
    errors = {}
    for name, value in fields.items():
        try:
            titles.described({name: value})
        except BadInput as error:
            errors[name] = error.told(visit.translate)
    if errors:
        return _Back(back.which, back.typed, errors), 0
    by = visit.account.name if visit.account else ""
    change_set = changes.begin(session, by=by, why=visit.field("why"))
    if record is not None:
        return back, change_set.number if titles.change(session, change_set, record, fields) else 0
    given = titles.described({name: value for name, value in fields.items() if value})
    if back.which == "title":
        titles.add(session, change_set, **given)
    else:
        title = questions.the_title(session) or titles.add(session, change_set)
        position = len(questions.series_of(session, title)) + 1
        titles.add_series(session, change_set, title, position=position, **given)
    return back, change_set.number


def _record(session: Session, which: str) -> Title | Series | None:
    """The magazine or the series of this number; None for what is to be made. Raises NotFound."""
    title = questions.the_title(session)
    if which == "title":
        return title
    if which == "new":
        return None
    own = questions.series_of(session, title) if title is not None else ()
    found = next((series for series in own if str(series.id) == which), None)
    if found is None:
        raise NotFound("There is no such series.", "Go back to the magazine and choose one.")
    return found


def _texts(record: Title | Series | None, name: str, typed: Mapping[str, str]) -> Texts:
    """The field's wordings as typed; one that is as it was keeps how it is marked, other languages stay."""
    texts: Texts = getattr(record, name) if record is not None else Texts()
    for tag in _WRITTEN:
        old = texts.get(tag, Wording("", True))
        texts = texts.with_wording(tag, typed[f"{name}.{tag}"], supplied=old.supplied)
    return texts


# --- the page -------------------------------------------------------------------------------------------


def _context(visit: Visit, session: Session, back: _Back) -> Magazine:
    _ = visit.say.gettext
    title = questions.the_title(session)
    own = questions.series_of(session, title) if title is not None else ()
    return Magazine(
        title=_form(visit, title, "title", _("The magazine"), _TITLE, back),
        series=tuple(
            _form(
                visit,
                each,
                str(each.id),
                _("Series %(number)s") % {"number": visit.say.number(place)},
                _SERIES,
                back,
            )
            for place, each in enumerate(own, 1)
        ),
        another=_form(visit, None, "new", _("Another series"), _SERIES, back),
    )


def _form(
    visit: Visit,
    record: Title | Series | None,
    which: str,
    heading: str,
    fields: tuple[tuple[str, ...], tuple[str, ...]],
    back: _Back,
) -> Described:
    mine = back if back.which == which else _Back()
    tags = sorted(_WRITTEN, key=lambda tag: tag != visit.language)
    by_language, single = fields
    lines = [
        Line(label, tuple(_entry(record, name, tag, mine) for tag in tags))
        for name in by_language
        if (label := _labels(visit)[name])
    ]
    lines[1:1] = [
        Line(_labels(visit)[name], (_entry(record, name, "", mine),), _hints(visit).get(name, ""))
        for name in single
    ]
    place = "desk/magazine" if which == "title" else f"desk/magazine/{which}"
    version = record.version if record is not None else 0
    return Described(heading, visit.to(place), version, tuple(lines), mine.conflict)


def _entry(record: Title | Series | None, name: str, tag: str, back: _Back) -> Entry:
    posted = f"{name}.{tag}" if tag else name
    kept = _kept(record, name, tag)
    typed = back.typed.get(posted, kept)
    return Entry(
        posted,
        typed,
        tag,
        {"ar": "rtl", "fr": "ltr"}.get(tag, "ltr" if name in ("issn", "begins", "ends") else "auto"),
        theirs=kept if back.conflict and kept != typed else "",
        error=back.errors.get(name, ""),
        area=name in _AREAS,
    )


def _kept(record: Title | Series | None, name: str, tag: str) -> str:
    value: Any = getattr(record, name) if record is not None else ""
    if isinstance(value, Texts):
        return value[tag].value if tag in value else ""
    return str(value)


def _labels(visit: Visit) -> dict[str, str]:
    _ = visit.say.gettext
    return {
        "name": _("Name"),
        "former_names": _("Former names"),
        "publisher": _("Publisher"),
        "note": _("Note"),
        "frequency": _("Frequency"),
        "issn": _("ISSN"),
        "legal_deposit": _("Legal deposit"),
        "begins": _("Begins"),
        "ends": _("Ends"),
    }


def _hints(visit: Visit) -> dict[str, str]:
    _ = visit.say.gettext
    return {
        "frequency": _(
            "As people say it; how numbers were expected is a rule of the series, under coverage."
        ),
        "begins": _("As 1961, 1961-05 or 1961~"),
    }

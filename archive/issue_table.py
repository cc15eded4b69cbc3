"""Issues as a table: a row an issue, a column a field, and what a changed table would change.

The same cells go out as CSV or XLSX and come in again. A text the archive supplied stands in square brackets,
as cataloguers write it; a printed one that is itself in brackets has a backslash before it. What is read back
is held against the record cell by cell, before anything is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from archive import dates
from archive.actions.issues import described
from archive.errors import ArchiveError, BadInput
from archive.letters import clean, western_digits
from archive.models import ISSUE_KINDS, STATES, Issue, Series
from archive.queries import issues as issue_queries
from archive.queries import titles
from archive.texts import Texts, Wording

#: Column → the record's field and the language of a text.
_TEXT_COLUMNS = {
    f"{name}_{language}": (column, language)
    for name, column in (("title", "name"), ("description", "description"), ("note", "note"))
    for language in ("ar", "fr")
}
_PLAIN_COLUMNS = {
    "number": "number",
    "kind": "issue_kind",
    "date_printed": "date_printed",
    "date": "edtf",
    "rights": "rights",
    "embargo": "embargo_until",
    "state": "state",
}
#: Names of all columns, as they are written. `id` names the issue, `version` the state it was exported in.
COLUMNS = ("id", *_TEXT_COLUMNS, *_PLAIN_COLUMNS, "series", "pages", "version")
#: Columns that are told and never read back.
TOLD = frozenset({"id", "pages", "version"})
#: How the columns may also be headed, in French and Arabic; the first of each is the label.
LABELS: Mapping[str, tuple[str, str]] = {
    "id": ("identifiant", "المعرف"),
    "title_ar": ("titre arabe", "العنوان بالعربية"),
    "title_fr": ("titre français", "العنوان بالفرنسية"),
    "description_ar": ("description arabe", "الوصف بالعربية"),
    "description_fr": ("description française", "الوصف بالفرنسية"),
    "note_ar": ("état arabe", "الحالة المادية بالعربية"),
    "note_fr": ("état français", "الحالة المادية بالفرنسية"),
    "number": ("numéro", "العدد"),
    "kind": ("genre", "النوع"),
    "date_printed": ("date imprimée", "التاريخ كما طبع"),
    "date": ("date", "التاريخ"),
    "rights": ("droits", "الحقوق"),
    "embargo": ("embargo", "الحجب إلى"),
    "state": ("état de publication", "حالة النشر"),
    "series": ("série", "السلسلة"),
    "pages": ("pages", "الصفحات"),
    "version": ("version", "النسخة"),
}
_CHOICES: Mapping[str, Sequence[str]] = {"kind": ISSUE_KINDS, "state": STATES}
#: Words for the values of a choice, in French and Arabic.
_WORDS = {
    "ordinary": ("ordinaire", "عادي"),
    "double": ("double", "مزدوج"),
    "special": ("spécial", "خاص"),
    "supplement": ("supplément", "ملحق"),
    "draft": ("brouillon", "مسودة"),
    "review": ("relecture", "قيد المراجعة"),
    "published": ("publié", "منشور"),
}
_BRACKETED = re.compile(r"\\*\[.*\]", re.DOTALL)
_MOST_ROWS = 20_000


def _folded(word: str) -> str:
    """A word without accents, case, blanks and signs."""
    return re.sub(r"[\W_]|[\u0300-\u036f\u064b-\u0652]", "", unicodedata.normalize("NFKD", word.casefold()))


_HEADINGS = {_folded(heading): name for name, labels in LABELS.items() for heading in (name, *labels)}
_VALUES = {_folded(word): value for value, words in _WORDS.items() for word in (value, *words)}


# --- out ------------------------------------------------------------------------------------------------


def cells(issue: Issue, series: Mapping[int, str], pages: int) -> dict[str, str]:
    """The row of an issue; `series`: names of the series by row id."""
    made = {"id": issue.key, "pages": str(pages), "version": str(issue.version)}
    for name, (column, language) in _TEXT_COLUMNS.items():
        made[name] = bracketed(getattr(issue, column).get(language))
    for name, column in _PLAIN_COLUMNS.items():
        made[name] = str(getattr(issue, column) or "")
    made["series"] = series.get(issue.series_id or 0, "")
    return {name: made[name] for name in COLUMNS}


def bracketed(wording: Wording | None) -> str:
    """A wording as one cell: "[…]" where it was supplied."""
    if wording is None:
        return ""
    if wording.supplied:
        return f"[{wording.value}]"
    return f"\\{wording.value}" if _BRACKETED.fullmatch(wording.value) else wording.value


def unbracketed(cell: str) -> Wording:
    """Back from `bracketed`."""
    if _BRACKETED.fullmatch(cell):
        return Wording(cell[1:]) if cell.startswith("\\") else Wording(cell[1:-1], supplied=True)
    return Wording(cell)


def rows(session: Session, keys: Iterable[str] = ()) -> list[dict[str, str]]:
    """The rows of all issues that are not withdrawn, or those of `keys`, by date."""
    wanted = set(keys)
    names = series_names(session)
    counts = issue_queries.page_counts(session)
    return [
        cells(issue, names, counts.get(issue.id, 0))
        for issue in issue_queries.for_desk(session)
        if not issue.withdrawn and (not wanted or issue.key in wanted)
    ]


def series_names(session: Session) -> dict[int, str]:
    """What each series is called in a table: its name, first language first; "2" for one without."""
    title = titles.the_title(session)
    made: dict[int, str] = {}
    for series in titles.series_of(session, title) if title is not None else ():
        made[series.id] = _series_name(series, made.values())
    return made


def _series_name(series: Series, taken: Iterable[str]) -> str:
    found = series.name.best("ar")
    name = found[1].value if found else str(series.position)
    return name if name not in taken else f"{name} ({series.position})"


# --- in -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that would change: the issue (row id, key), the column, its text before and after."""

    issue_id: int
    key: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A row or cell that cannot be used: where, and why as an error that can be told in any language."""

    where: str
    error: ArchiveError


@dataclass
class Plan:
    """What a table would change, cell by cell, and what in it cannot be used. Nothing is written yet.

    `versions`: the version of each issue that the plan was made on.
    """

    changes: list[CellChange] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0
    versions: dict[int, int] = field(default_factory=dict)

    @property
    def issues(self) -> list[int]:
        """The issues that would change, in the order of the table."""
        return list(dict.fromkeys(change.issue_id for change in self.changes))


def read_table(lines: Sequence[Sequence[str]]) -> tuple[list[dict[str, str]], list[Problem]]:
    """Rows of cells by column name; headings may be machine names or labels in French or Arabic.

    Raises BadInput for a table without an `id` column. Unknown columns are told and passed over.
    """
    problems: list[Problem] = []
    at, names = _found_headings(lines)
    for name, heading in zip(names, lines[at], strict=True):
        if name is None and heading.strip():
            unknown = BadInput("The column {column} is not known; it was passed over.", column=heading[:80])
            problems.append(Problem(heading.strip()[:80], unknown))
    found = []
    for cells_of_row in lines[at + 1 : at + 1 + _MOST_ROWS]:
        row = {name: _spelt(clean(cell)) for name, cell in zip(names, cells_of_row, strict=False) if name}
        if any(row.values()):
            found.append(row)
    return found, problems


def _found_headings(lines: Sequence[Sequence[str]]) -> tuple[int, list[str | None]]:
    """Where the headings stand (a title may stand above them), and the columns they name."""
    for at, line in enumerate(lines[:10]):
        names = [_HEADINGS.get(_folded(heading)) for heading in line]
        if "id" in names:
            return at, names
    raise BadInput("The table has no column named id.", "Export the table again and edit that one.")


def _spelt(cell: str) -> str:
    """A cell as spreadsheets give it back: one kind of line end, no blanks around."""
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()


def plan(session: Session, table: Sequence[Mapping[str, str]]) -> Plan:
    """What the rows of a table would change. Every impossible value is named; the others go on."""
    made = Plan(rows=len(table))
    issues = {issue.key: issue for issue in issue_queries.for_desk(session) if not issue.withdrawn}
    names = series_names(session)
    seen: set[str] = set()
    for row in table:
        key = row.get("id", "").strip().lower()
        issue = issues.get(key)
        if issue is None or key in seen:
            wrong = "There is no issue {key}." if issue is None else "The issue {key} stands in two rows."
            made.problems.append(Problem(key or "?", BadInput(wrong, key=key or "?")))
            continue
        seen.add(key)
        _plan_row(made, issue, row, cells(issue, names, 0), names)
    return made


def _plan_row(
    made: Plan, issue: Issue, row: Mapping[str, str], now: Mapping[str, str], names: Mapping[int, str]
) -> None:
    stale = row.get("version", "") not in ("", str(issue.version))
    for column in COLUMNS:
        if column in TOLD or column not in row:
            continue
        after = _canonical(column, row[column])
        if after == _spelt(now[column]):
            continue
        try:
            if stale:
                raise BadInput(
                    "This issue was changed after the table was exported.",
                    "Export it again, and make the change in the new table.",
                )
            written = fields_of(issue, {column: after}, names)
            # What is kept may be spelt another way ("1975-3" as "1975-03"): the preview shows what will be.
            after = _shown(column, written, after)
        except BadInput as error:
            made.problems.append(Problem(f"{issue.key} {column}", error))
            continue
        if after != now[column]:
            made.changes.append(CellChange(issue.id, issue.key, column, now[column], after))
            made.versions[issue.id] = issue.version


def _canonical(column: str, cell: str) -> str:
    if column in _CHOICES:
        return _VALUES.get(_folded(cell), cell)
    if column in ("date", "embargo"):
        return western_digits(cell)
    return cell


def _shown(column: str, written: Mapping[str, Any], after: str) -> str:
    if column in _TEXT_COLUMNS:
        name, language = _TEXT_COLUMNS[column]
        return bracketed(written[name].get(language))
    if column in _PLAIN_COLUMNS:
        return str(written[_PLAIN_COLUMNS[column]] or "")
    return after


def fields_of(issue: Issue, changed: Mapping[str, str], names: Mapping[int, str]) -> dict[str, Any]:
    """The record's fields for changed cells, checked, with what follows from them. Raises BadInput."""
    fields: dict[str, Any] = {}
    for column, cell in changed.items():
        if column in _TEXT_COLUMNS:
            name, language = _TEXT_COLUMNS[column]
            wording = unbracketed(cell)
            texts: Texts = fields.get(name, getattr(issue, name))
            fields[name] = texts.with_wording(language, wording.value, supplied=wording.supplied)
        elif column == "series":
            fields["series_id"] = _series_id(cell, names)
        elif column in _PLAIN_COLUMNS:
            fields[_PLAIN_COLUMNS[column]] = cell
        else:
            raise BadInput("The column {column} cannot be changed.", column=column)
    if fields.get("edtf"):
        dates.parse(fields["edtf"])
    return described(fields, issue)


def _series_id(cell: str, names: Mapping[int, str]) -> int | None:
    if not cell:
        return None
    found = [number for number, name in names.items() if name == cell]
    if not found:
        raise BadInput(
            "There is no series {name}.",
            "Choose among: {names}.",
            name=cell[:80],
            names=", ".join(names.values()),
        )
    return found[0]

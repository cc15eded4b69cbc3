"""Many issues at once: choose, change, see before and after of every one, apply, undo as one."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import UploadFile
from starlette.responses import Response

from archive.actions import issue_tables
from archive.errors import BadInput
from archive.exports import spreadsheet
from archive.issue_table import COLUMNS, TOLD, CellChange, Plan, plan, read_table, rows
from archive.letters import western_digits
from archive.models import Issue
from archive.queries import issues as issue_queries
from archive.queries.issues import year_of
from archive.store import Session
from web.answering import PRIVATE
from web.bulk_contexts import Bulk, BulkCell, BulkPreview, BulkRow, Option
from web.contexts import Notice, Text
from web.i18n import Translator
from web.importing import workbook_lines
from web.naming import issue_name
from web.views.desk.issues import fits
from web.visiting import Visit
from web.worklists import WorkLists

#: A table of all issues with long descriptions has some 2 MB.
LARGEST = 16 << 20
#: Issues shown in a preview; all are applied.
_SHOWN = 500
#: Columns that many issues may get alike.
_SETTABLE = tuple(name for name in COLUMNS if name not in TOLD)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def bulk(visit: Visit) -> Response:
    """Which issues, and what to do with them; `?q=`, `?from=`, `?to=`, `?only=` choose."""
    with visit.store.read() as session:
        chosen = _chosen(visit, session, visit.query)
        total = sum(1 for issue in issue_queries.for_desk(session) if not issue.withdrawn)
    context = _form(visit, len(chosen), total)
    return visit.page("desk/bulk.html", context, "bulk", notices=_done(visit))


def table(visit: Visit) -> Response:
    """The chosen issues as a table to edit: CSV or XLSX."""
    kind = visit.param("table")
    with visit.store.read() as session:
        keys = [issue.key for issue in _chosen(visit, session, visit.query)]
        found = [row for row in rows(session) if row["id"] in set(keys)]
    if kind == "xlsx":
        data = spreadsheet.xlsx_bytes(
            COLUMNS, found, title=visit.translate("Issues"), right_to_left=visit.say.dir == "rtl"
        )
    else:
        data = spreadsheet.csv_bytes(COLUMNS, found)
    headers = {"cache-control": PRIVATE, "content-disposition": f'attachment; filename="issues.{kind}"'}
    return Response(data, media_type=_XLSX if kind == "xlsx" else "text/csv; charset=utf-8", headers=headers)


def preview(visit: Visit) -> Response:
    """What a change of the chosen issues would do; nothing is written."""
    with visit.store.read() as session:
        chosen = {issue.key for issue in _chosen(visit, session, visit.field)}
        found = [row for row in rows(session) if row["id"] in chosen]
        made = plan(session, _changed(visit, found))
        made.rows = len(found)
        context = _preview(visit, session, made, visit.field("why"))
    return visit.page("desk/bulk-preview.html", context, "bulk")


def preview_table(visit: Visit) -> Response:
    """What an edited table would change."""
    sent = visit.form.get("table")
    if not isinstance(sent, UploadFile) or not sent.filename:
        raise BadInput("Choose a table.", "It is one that was written here, edited and saved.")
    table_rows, problems = read_table(_lines(visit, sent))
    with visit.store.read() as session:
        made = plan(session, table_rows)
        made.problems[:0] = problems
        why = visit.translate("from the table {name}").format(name=sent.filename[:100])
        context = _preview(visit, session, made, why)
    return visit.page("desk/bulk-preview.html", context, "bulk")


def apply(visit: Visit) -> Response:
    """Write the ticked issues of a preview as one change set; those changed meanwhile are left."""
    wanted = set(visit.ticked("issue"))
    table_rows = [row for row in _plan_of(visit.field("plan")) if row["id"] in wanted]
    by = visit.account.name if visit.account else ""
    with visit.store.write() as session:
        made = plan(session, table_rows)
        done = issue_tables.apply(session, made, by=by, why=visit.field("why").strip())
    left = len({row["id"] for row in table_rows}) - done.issues
    return visit.redirect(
        visit.to("desk/bulk"),
        done="bulk",
        n=str(done.issues),
        left=str(left),
        change=str(done.change_set or 0),
    )


# --- choosing -------------------------------------------------------------------------------------------


def _chosen(visit: Visit, session: Session, asked: Any) -> list[Issue]:
    """The issues that fit what was asked (`asked` gives a field of the address or of the form)."""
    query = asked("q").strip()[:200]
    lists, only = WorkLists(session), asked("only")
    first, last = _year(asked("from")), _year(asked("to"))
    return [
        issue
        for issue in issue_queries.for_desk(session)
        if not issue.withdrawn
        and lists.holds(only, issue)
        and fits(issue, query)
        and _within(issue, first, last)
    ]


def _year(text: str) -> int | None:
    digits = western_digits(text.strip())
    return int(digits) if digits.isdecimal() and len(digits) == 4 else None


def _within(issue: Issue, first: int | None, last: int | None) -> bool:
    if first is None and last is None:
        return True
    year = year_of(issue)
    return year is not None and (first is None or year >= first) and (last is None or year <= last)


def _changed(visit: Visit, found: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """The table that the form's change makes of the rows. Raises BadInput."""
    column, wanted, value = visit.field("column"), visit.field("wanted"), visit.field("value").strip()
    if column not in _SETTABLE:
        raise BadInput("Choose the field to change.")
    keys = [row["id"] for row in found]
    match visit.field("do"):
        case "set" if value:
            return issue_tables.set_all(keys, column, value)
        case "empty":
            return issue_tables.set_all(keys, column, "")
        case "replace" if wanted:
            return issue_tables.replaced_in(found, column, wanted, visit.field("value"))
    raise BadInput("Say what to write.", "Fill in the value, or the words to replace.")


def _lines(visit: Visit, sent: UploadFile) -> Sequence[Sequence[str]]:
    if (sent.filename or "").lower().endswith(".xlsx"):
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as kept:
            kept.write(sent.file.read())
            kept.flush()
            return workbook_lines(Path(kept.name), visit.settings)
    return spreadsheet.read_csv(sent.file.read())


# --- showing --------------------------------------------------------------------------------------------


def _form(visit: Visit, chosen: int, total: int) -> Bulk:
    _ = visit.say.gettext
    asked = {name: visit.query(name) for name in ("q", "from", "to", "only") if visit.query(name)}
    words = {
        "": _("All"),
        "describe": _("To describe"),
        "draft": _("Drafts"),
        "review": _("In review"),
        "published": _("Published"),
    }
    query = f"?{urlencode(asked)}" if asked else ""
    change = visit.whole("change", 0)
    return Bulk(
        here=visit.to("desk/bulk"),
        action=visit.to("desk/bulk/preview"),
        table_action=visit.to("desk/bulk/table"),
        query=asked.get("q", ""),
        first=asked.get("from", ""),
        last=asked.get("to", ""),
        states=tuple(Option(name, label, name == asked.get("only", "")) for name, label in words.items()),
        columns=tuple(Option(name, column_label(name, visit.say)) for name in _SETTABLE),
        chosen=chosen,
        total=total,
        csv=visit.to("desk/bulk/issues.csv") + query,
        xlsx=visit.to("desk/bulk/issues.xlsx") + query,
        undo_url=visit.to(f"desk/changes/{change}/undo") if change else "",
        undo_number=change,
    )


def column_label(column: str, say: Translator) -> str:
    """What a column is called in the reader's language."""
    _ = say.gettext
    words = {
        "title": _("Title"),
        "description": _("Description"),
        "note": _("Physical state"),
        "number": _("Number as printed"),
        "kind": _("Kind"),
        "date_printed": _("Date as printed"),
        "date": _("Date"),
        "rights": _("Rights"),
        "embargo": _("Embargo until"),
        "state": _("State"),
        "series": _("Series"),
    }
    name, _part, language = column.rpartition("_")
    if language in ("ar", "fr") and name in words:
        return say.listed([words[name], say.language_name(language)])
    return words.get(column, column)


def _preview(visit: Visit, session: Session, made: Plan, why: str) -> BulkPreview:
    by_issue: dict[str, list[CellChange]] = {}
    for change in made.changes:
        by_issue.setdefault(change.key, []).append(change)
    loaded = issue_queries.with_pages(session, made.issues[:_SHOWN])
    shown = [
        BulkRow(
            issue.key,
            issue_name(issue, visit.say),
            visit.to(f"desk/issues/{issue.key}"),
            tuple(_cell(change, visit.say) for change in by_issue[issue.key]),
        )
        for issue in (loaded[number] for number in made.issues[:_SHOWN])
    ]
    return BulkPreview(
        action=visit.to("desk/bulk/apply"),
        back=visit.to("desk/bulk"),
        plan=_plan_text(made),
        why=why,
        rows=tuple(shown),
        changed=len(by_issue),
        same=max(0, made.rows - len(by_issue)),
        problems=tuple((each.where, each.error.told(visit.translate)) for each in made.problems),
    )


def _cell(change: CellChange, say: Translator) -> BulkCell:
    language = change.column.rpartition("_")[2]
    tag = language if language in ("ar", "fr") else "und"
    return BulkCell(column_label(change.column, say), Text.of(change.before, tag), Text.of(change.after, tag))


def _plan_text(made: Plan) -> str:
    """The changes as a table in JSON, each row with the version it was made on."""
    table_rows: dict[str, dict[str, str]] = {}
    for change in made.changes:
        row = table_rows.setdefault(
            change.key, {"id": change.key, "version": str(made.versions[change.issue_id])}
        )
        row[change.column] = change.after
    return json.dumps(list(table_rows.values()), ensure_ascii=False)


def _plan_of(text: str) -> list[dict[str, str]]:
    """Back from `_plan_text`. Raises BadInput for anything else."""
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    sound = isinstance(found, list) and all(
        isinstance(row, dict)
        and "id" in row
        and all(name in COLUMNS and isinstance(cell, str) for name, cell in row.items())
        for row in found
    )
    if not sound:
        raise BadInput("The preview was cut short.", "Make it again.")
    return list(found)


def _done(visit: Visit) -> tuple[Notice, ...]:
    if visit.query("done") != "bulk":
        return ()
    say, count, left = visit.say, visit.whole("n", 0), visit.whole("left", 0)
    told = say.ngettext("%(num)s issue was changed.", "%(num)s issues were changed.", count)
    notices = [Notice(told % {"num": say.number(count)}, "good" if count else "note")]
    if left:
        told = say.ngettext(
            "%(num)s issue was changed by somebody else meanwhile and was left.",
            "%(num)s issues were changed by somebody else meanwhile and were left.",
            left,
        )
        notices.append(Notice(told % {"num": say.number(left)}, "warn"))
    return tuple(notices)

"""Coverage since the first number as a heat map: seven decade blocks or so, each a plain table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from archive.dates.showing import format_date
from archive.expecting import FREQUENCIES, Rule
from archive.letters import isolate
from archive.queries.holdings import Coverage, Expected, coverage_of
from web.i18n import Translator
from web.naming import issue_path
from web.shelf_contexts import Cell, CellState, CoverageBlock, CoverageCounts

STATES: dict[str, CellState] = {
    "scanned": "issue",
    "known-missing": "missing",
    "held": "held",
    "never-printed": "never",
    "unknown": "unknown",
}


def counts(label: str, found: Coverage) -> CoverageCounts:
    """A line of the table behind the map."""
    return CoverageCounts(
        label,
        found.printed,
        found.scanned,
        found.held,
        found.missing,
        found.never,
        found.unknown,
        found.percent,
    )


def by_decade(expected: Sequence[Expected]) -> tuple[CoverageCounts, ...]:
    """The table behind the map."""
    starts = sorted({each.year // 10 * 10 for each in expected})
    made = []
    for start in starts:
        own = [each for each in expected if each.year // 10 * 10 == start]
        first, last = min(each.year for each in own), max(each.year for each in own)
        label = f"{first}–{last}" if last > first else str(first)
        made.append(counts(label, coverage_of(own)))
    return tuple(made)


def blocks(expected: Sequence[Expected], say: Translator, naan: str) -> tuple[CoverageBlock, ...]:
    """The map. Where two numbers share a month (two series at once), the square shows what is lacking."""
    rows: dict[int, list[Expected]] = {}
    for each in expected:
        rows.setdefault(each.year, []).append(each)
        if each.ends[0] > each.year:  # a number of December and January stands in both rows
            rows.setdefault(each.ends[0], []).append(each)
    made = []
    for start in sorted({year // 10 * 10 for year in rows}):
        years = [year for year in sorted(rows) if year // 10 * 10 == start]
        made.append(CoverageBlock(start, tuple((year, _row(year, rows[year], say, naan)) for year in years)))
    return tuple(made)


def _row(year: int, own: Sequence[Expected], say: Translator, naan: str) -> tuple[Cell, ...]:
    """Twelve months of a year as squares, some of several months."""
    by_month: dict[int, Expected] = {}
    for each in own:
        first = each.begins[1] if each.begins[0] == year else 1
        known = by_month.get(first)
        if known is None or known.state == "scanned":
            by_month[first] = each
    cells: list[Cell] = []
    month = 1
    while month <= 12:
        here = by_month.get(month)
        if here is None:
            cells.append(Cell(""))
            month += 1
            continue
        last = here.ends[1] if here.ends[0] == year else 12
        # A number of several months ends where the next one begins.
        last = next((m - 1 for m in range(month + 1, last + 1) if m in by_month), last)
        cells.append(_cell(here, last - month + 1, say, naan))
        month = last + 1
    return tuple(cells)


def _cell(each: Expected, months: int, say: Translator, naan: str) -> Cell:
    state = STATES[each.state]
    title = say.listed([part for part in (slot_told(each.slot, say), number_told(each.number, say)) if part])
    url = ""
    if state == "issue":
        url = issue_path(say.language, naan, each.issue)
    elif state in ("missing", "unknown"):
        url = f"/{say.language}/coverage/own?slot={each.slot}"
    return Cell(state, months, title, url)


def slot_told(slot: str, say: Translator) -> str:
    """The months of a number: "juillet–août 1961"."""
    return format_date(slot, say.language)


def number_told(number: str, say: Translator) -> str:
    """Say "no. 12-13"; "" for a number that is not reckoned."""
    return say.gettext("no. %(number)s") % {"number": isolate(number, "ltr")} if number else ""


# --- the rule, told -------------------------------------------------------------------------------------


def told_rule(rule: Rule, say: Translator) -> str:
    """How a series appeared: "monthly, May 1961 to December 1975, double number July–August"."""
    _ = say.gettext
    often = {
        "monthly": _("monthly"),
        "bimonthly": _("every two months"),
        "quarterly": _("every three months"),
        "half-yearly": _("every six months"),
        "yearly": _("every year"),
    }
    name = next(name for name, months in FREQUENCIES.items() if months == rule.every)
    begins = f"{rule.begins[0]:04}-{rule.begins[1]:02}"
    ends = f"{rule.ends[0]:04}-{rule.ends[1]:02}" if rule.ends else ".."
    parts = [often[name], format_date(f"{begins}/{ends}", say.language)]
    parts += [
        _("double number %(months)s") % {"months": f"{say.month(first)}–{say.month(last)}"}
        for first, last in rule.doubles
    ]
    return say.listed(parts)


# --- the download ---------------------------------------------------------------------------------------

COLUMNS = ("slot", "number", "state", "issue", "address")


def table(expected: Sequence[Expected], naan: str, url: str) -> str:
    """Every expected number as CSV (RFC 4180, UTF-8 with its mark, so that spreadsheets read Arabic)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(_lines(expected, naan, url))
    return "\ufeff" + out.getvalue()


def _lines(expected: Sequence[Expected], naan: str, url: str) -> Iterator[tuple[str, ...]]:
    for each in expected:
        address = f"{url.rstrip('/')}/ark:/{naan}/{each.issue}" if each.issue else ""
        yield each.slot, _harmless(each.number), each.state, each.issue, address


def _harmless(text: str) -> str:
    """A value that no spreadsheet takes for a formula, nor "7-8" for the seventh of August."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text

"""What ought to exist: from a rule of publication, the numbers that a series is expected to have.

A rule is written in one line and kept with the series:

    monthly 1961-05/.. double 07-08 from 1
    quarterly 1958-01/1961-04 never 1960-07/1960-12

The words: `monthly`, `bimonthly`, `quarterly`, `half-yearly`, `yearly`; the months of the first and last
number (`..`: it still appears); `double` and months that share a number in every year; `never` and months in
which nothing appeared; `from` and the first printed number, where numbers run on; `double` numbers take two
(`7-8`) unless `double-as-one` is said. Words in any order after the first two. A series that changed its
rhythm has several rules, a semicolon between them. "monthly, January 1961 to July 1975" is understood too.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from archive.dates.names import folded, printed_names
from archive.errors import BadInput

#: Months from one number to the next.
FREQUENCIES = {"monthly": 1, "bimonthly": 2, "quarterly": 3, "half-yearly": 6, "yearly": 12}
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_SPOKEN = re.compile(r"([^\W\d_]+)\s+(\d{4})\b")
_TO = re.compile(
    r"(\d{4}-\d{2})\s*(?:to|until|/|–|-|à|الى|إلى)\s*(\d{4}-\d{2}|\.\.\.?|…|today)", re.IGNORECASE
)
_PAIR = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|1[0-2])")
#: A rule that would expect more than this is a slip of the pen.
_MOST_YEARS = 300

Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """How often a series appeared. `every`: months; `doubles`: (first, last) months of a shared number.

    `first`: the first printed number, None where numbers are not reckoned.
    """

    every: int
    begins: Month
    ends: Month | None
    doubles: tuple[tuple[int, int], ...] = ()
    never: tuple[tuple[Month, Month], ...] = ()
    first: int | None = None
    double_as_one: bool = False

    def __str__(self) -> str:
        name = next(name for name, months in FREQUENCIES.items() if months == self.every)
        parts = [name, f"{_written(self.begins)}/{_written(self.ends) if self.ends else '..'}"]
        parts += [f"double {a:02}-{b:02}" for a, b in self.doubles]
        parts += ["double-as-one"] if self.double_as_one else []
        parts += [f"never {_written(a)}/{_written(b)}" for a, b in self.never]
        parts += [f"from {self.first}"] if self.first is not None else []
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Slot:
    """An expected number. `slot`: its month or months in EDTF; `number`: as it would be printed, or ""."""

    slot: str
    number: str
    begins: Month
    ends: Month
    never: bool = False

    @property
    def first(self) -> date:
        """The first day of its first month."""
        return date(*self.begins, 1)

    @property
    def last(self) -> date:
        """The last day of its last month."""
        return date(*self.ends, monthrange(*self.ends)[1])


def parse_rule(text: str) -> Rule:
    """The rule in `text`. Raises BadInput, naming the word that cannot be read."""
    words = _written_out(text).split()
    if len(words) < 2 or words[0] not in FREQUENCIES:
        raise BadInput(
            "{rule} does not begin with how often and since when.",
            'Write for example "monthly 1961-05/.. double 07-08 from 1".',
            rule=repr(text),
        )
    begins, ends = _span(words[1])
    if begins is None:
        raise BadInput("{word} does not say when the series began.", word=repr(words[1]))
    rest = iter(words[2:])
    doubles: list[tuple[int, int]] = []
    never: list[tuple[Month, Month]] = []
    first: int | None = None
    as_one = False
    for word in rest:
        if word == "double-as-one":
            as_one = True
            continue
        value = next(rest, "")
        if word == "double" and (pair := _PAIR.fullmatch(value)) and int(pair[1]) < int(pair[2]):
            doubles.append((int(pair[1]), int(pair[2])))
        elif word == "never" and (span := _closed(value)) is not None:
            never.append(span)
        elif word == "from" and value.isascii() and value.isdecimal() and len(value) < 7:
            first = int(value)
        else:
            raise BadInput("{word} cannot be read in the rule.", word=repr(f"{word} {value}".strip()))
    return Rule(
        FREQUENCIES[words[0]], begins, ends, tuple(sorted(doubles)), tuple(sorted(never)), first, as_one
    )


def parse_rules(text: str) -> tuple[Rule, ...]:
    """The rules in `text`, in order of their beginnings; none for an empty text. Raises BadInput.

    Two rules may not expect numbers of the same month: they are one series.
    """
    rules = sorted(
        (parse_rule(part) for part in text.split(";") if part.strip()), key=lambda rule: rule.begins
    )
    for before, after in pairwise(rules):
        if before.ends is None or before.ends >= after.begins:
            raise BadInput(
                "The rule {rule} begins before the one before it ends.",
                "Say when the first one ended.",
                rule=repr(str(after)),
            )
    return tuple(rules)


def _written_out(text: str) -> str:
    """Month names as figures and "to" as a stroke: "monthly, January 1961 to …" → "monthly 1961-01/..".."""

    def month(found: re.Match[str]) -> str:
        name = printed_names().get((folded(found[1]),))
        return f"{found[2]}-{name[1]:02}" if name is not None and name[0] == "M" else found[0]

    plain = _SPOKEN.sub(month, text.replace(",", " ").replace("،", " "))
    return _TO.sub(lambda found: f"{found[1]}/{found[2] if found[2][:1].isdigit() else '..'}", plain)


def months_of_slot(slot: str) -> tuple[Month, Month] | None:
    """First and last month of a slot ("1961-07/1961-08"); None for one that is no month."""
    left, _, right = slot.partition("/")
    begins, ends = _month(left), _month(right or left)
    return (begins, ends) if begins is not None and ends is not None and begins <= ends else None


def expected_by(rules: Iterable[Rule], today: date) -> Iterator[Slot]:
    """The expected numbers of several rules, in order."""
    for rule in rules:
        yield from slots(rule, today)


def _span(text: str) -> tuple[Month | None, Month | None]:
    left, _, right = text.partition("/")
    begins, ends = _month(left), _month(right)
    if right not in ("", "..") and ends is None:
        raise BadInput("{word} cannot be read in the rule.", word=repr(text))
    if begins and ends and not begins <= ends <= (begins[0] + _MOST_YEARS, 12):
        raise BadInput("{word} cannot be read in the rule.", word=repr(text))
    return begins, ends


def _closed(text: str) -> tuple[Month, Month] | None:
    begins, ends = _span(text)
    return (begins, ends or begins) if begins is not None else None


def _month(text: str) -> Month | None:
    found = _MONTH.fullmatch(text)
    return (int(found[1]), int(found[2])) if found and found[1] != "0000" else None


def _written(month: Month | None) -> str:
    return f"{month[0]:04}-{month[1]:02}" if month else ".."


def slots(rule: Rule, today: date) -> Iterator[Slot]:
    """The expected numbers in order, up to the month of `today` where the series still appears.

    What appeared never is told too (`Slot.never`), without a number: numbers go on after it.
    """
    last = rule.ends or (today.year, today.month)
    number = rule.first
    month = rule.begins
    while month <= last:
        ends = _end_of_number(rule, month)
        never = any(begin <= month and ends <= end for begin, end in rule.never)
        printed, number = _numbered(rule, number, _months(month, ends), never=never)
        span = _written(month) if month == ends else f"{_written(month)}/{_written(ends)}"
        yield Slot(span, printed, month, ends, never)
        month = _later(ends, 1)


def _end_of_number(rule: Rule, month: Month) -> Month:
    for first, last in rule.doubles:
        if month[1] == first:
            return (month[0], last)
    return _later(month, rule.every - 1)


def _numbered(rule: Rule, number: int | None, months: int, *, never: bool) -> tuple[str, int | None]:
    if number is None or never:
        return "", number
    if months > 1 and rule.every == 1 and not rule.double_as_one:
        return f"{number}-{number + months - 1}", number + months
    return str(number), number + 1


def _months(first: Month, last: Month) -> int:
    return (last[0] - first[0]) * 12 + last[1] - first[1] + 1


def _later(month: Month, months: int) -> Month:
    count = month[0] * 12 + month[1] - 1 + months
    return count // 12, count % 12 + 1

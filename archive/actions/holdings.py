"""What ought to exist: the rule of a series, and what people know of its numbers."""

from __future__ import annotations

from sqlalchemy.orm import Session

from archive.actions import changes, titles
from archive.actions.authorities import set_holding
from archive.errors import BadInput
from archive.expecting import months_of_slot, parse_rules
from archive.models import ChangeSet, Holding, Series
from archive.queries.titles import series_of, the_title
from archive.texts import Texts


def set_rule(session: Session, change_set: ChangeSet, series: Series, rule: str) -> str:
    """Say how often a series appeared; returns the rule as it is kept ("" takes it away).

    Raises BadInput for a rule that cannot be read.
    """
    kept = "; ".join(str(each) for each in parse_rules(rule))
    changes.apply(session, change_set, series, {"rule": kept})
    return kept


def series_numbered(session: Session, change_set: ChangeSet, position: int) -> Series:
    """The series in this place among the magazine's, from 1.

    The first one is made where there is none yet, and so is the magazine. Raises BadInput for a place that
    would leave a gap.
    """
    title = the_title(session) or titles.add(session, change_set)
    own = list(series_of(session, title))
    if 1 <= position <= len(own):
        return own[position - 1]
    if position != len(own) + 1:
        raise BadInput(
            "There is no series {number}; there are {count}.",
            "Series are numbered from 1; the next one is made when its rule is set.",
            number=position,
            count=len(own),
        )
    return titles.add_series(session, change_set, title, position=position)


def state(
    session: Session,
    change_set: ChangeSet,
    series: Series,
    slot: str,
    told: str,
    *,
    number: str | None = None,
    note: Texts | None = None,
) -> Holding:
    """Say what became of a number: "held", "known-missing", "never-printed", "unknown" or "scanned".

    `slot` is its month or months ("1975-05", "1975-07/1975-08"). Raises BadInput for another slot or state.
    """
    if months_of_slot(slot) is None:
        raise BadInput(
            "{slot} is not a month or a span of months.", "Write 1975-05 or 1975-07/1975-08.", slot=repr(slot)
        )
    fields: dict[str, object] = {"state": told, "edtf": slot}
    if number is not None:
        fields["number"] = number.strip()[:40]
    if note is not None:
        fields["note"] = note
    return set_holding(session, change_set, series, slot, **fields)

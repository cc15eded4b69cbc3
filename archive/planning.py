"""The moment for which a publication is planned: read as people type it, kept by the clock on the wall."""

from __future__ import annotations

import re
from datetime import datetime

from archive.errors import BadInput
from archive.letters import western_digits

_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]+(\d{1,2}:\d{2}))?")


def wall_clock() -> str:
    """This minute as plans are kept: in the machine's time zone, as embargoes end."""
    return datetime.now().isoformat(timespec="minutes")  # noqa: DTZ005 - the clock on the wall


def planned(text: str) -> str:
    """A moment as it was typed ("2027-03-01", "2027-03-01 9:00"), as plans are kept; "" for "".

    Raises BadInput for anything else and for what has passed; a day alone means its beginning.
    """
    typed = western_digits(text).strip()
    if not typed:
        return ""
    found = _MOMENT.fullmatch(typed)
    try:
        if found is None:
            raise ValueError(typed)
        moment = datetime.fromisoformat(f"{found[1]}T{(found[2] or '00:00').zfill(5)}")
    except ValueError as error:
        raise BadInput(
            "{value} is not a day and hour.",
            "Write it as 2027-03-01 or 2027-03-01 09:00.",
            value=repr(text[:40]),
        ) from error
    kept = moment.isoformat(timespec="minutes")
    if kept <= wall_clock():
        raise BadInput("{value} has passed.", "Publish at once, or plan a later day.", value=typed)
    return kept

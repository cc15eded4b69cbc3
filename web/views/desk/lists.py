"""The lists of pages that wait for a look, as links from one to the other."""

from __future__ import annotations

from web.contexts import Link
from web.visiting import Visit


def lists(visit: Visit, current: str) -> tuple[Link, ...]:
    """All of them, the current one (last part of its address) marked."""
    _ = visit.say.gettext
    named = (
        ("poor", _("Read worst")),
        ("seen", _("Faults of pictures")),
        ("rescan", _("To be scanned again")),
        ("alike", _("Pages that look alike")),
        ("numbering", _("Printed page numbers")),
        ("proposals", _("New readings offered")),
    )
    return tuple(Link(label, visit.to(f"desk/{name}"), name == current) for name, label in named)

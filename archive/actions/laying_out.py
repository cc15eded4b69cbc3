"""The reading order of a page's blocks, their languages, directions and kinds, as a person sets them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from sqlalchemy.orm import Session

from archive.actions import changes, events, pages
from archive.alto import BlockKind
from archive.errors import BadInput, Conflict
from archive.models import ChangeSet, Issue, Page, PageText
from archive.queries import pages as page_queries
from archive.reading_order import Said, layout_of, reordered

LANGUAGES = ("ar", "fr", "en", "und")


def lay_out(
    session: Session,
    issue: Issue,
    page: Page,
    order: Sequence[int],
    said: Mapping[int, Said],
    *,
    revision: int,
    by: str,
) -> ChangeSet | None:
    """Read the blocks of a page in another order; a new revision of its text, the one before kept.

    `order` and `said`: see `reading_order.reordered`; `revision`: the text they speak of. What was said is
    kept with the page, so that a new reading follows it. None where nothing changes. Raises BadInput, and
    Conflict where the text was changed since.
    """
    current = page_queries.text(session, page)
    if current is None or current.revision != revision:
        raise Conflict("Somebody else changed the text of this page meanwhile.", "It is shown as it is now.")
    for each in said.values():
        _check(each)
    before = page_queries.read_revision(session, current)
    shown = reordered(before, order, said)
    if shown == before:
        return None
    change_set = changes.begin(session, by=by, why="reading order of a page")
    made: PageText = pages.keep_revision(session, change_set, issue, page, shown, replaced=current.replaced)
    made.decision = current.decision
    changes.apply(session, change_set, page, {"layout": layout_of(shown)})
    events.record(session, "laid out", f"page:{page.id}", by=by, revision=made.revision)
    return change_set


def _check(said: Said) -> None:
    if said.language is not None and said.language not in LANGUAGES:
        raise BadInput("{value} is no language of a block.", value=repr(said.language))
    if said.direction is not None and said.direction not in ("ltr", "rtl"):
        raise BadInput("A direction is ltr or rtl, not {value}.", value=repr(said.direction))
    if said.kind is not None and said.kind not in get_args(BlockKind):
        raise BadInput("{value} is no kind of block.", value=repr(said.kind))

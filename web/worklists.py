"""The archivists' work lists: which issues are on each, in the order in which they are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from archive.models import Issue
from archive.queries import covers, pages, remarks
from archive.store import Session
from web.i18n import Translator

#: An issue is on the list of poor texts when this share of its pages is read poorly.
_POOR = 0.25


def in_trash(issue: Issue) -> bool:
    """Whether an issue lies in the trash: taken out before it was ever published."""
    return issue.withdrawn and issue.published_at is None


class WorkLists:
    """The lists of one unit of work; what a list must ask for is asked for once, when it is looked at."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __contains__(self, name: str) -> bool:
        return name in self._lists

    def holds(self, name: str, issue: Issue) -> bool:
        """Whether an issue is on a list; on that of all, where there is no such list."""
        return self._lists.get(name, self._lists[""])(issue)

    @cached_property
    def _lists(self) -> Mapping[str, Callable[[Issue], bool]]:
        def there(test: Callable[[Issue], bool]) -> Callable[[Issue], bool]:
            return lambda issue: not issue.withdrawn and test(issue)

        return {
            "": lambda issue: not issue.withdrawn,
            "describe": there(lambda issue: not issue.described),
            "flagged": there(lambda issue: issue.id in self._spoken_of.get("flag", ())),
            "reported": there(lambda issue: issue.id in self._spoken_of.get("report", ())),
            "removal": there(lambda issue: issue.id in self._spoken_of.get("removal", ())),
            "no-date": there(lambda issue: not issue.edtf),
            "no-number": there(lambda issue: not issue.number),
            "no-ar": there(lambda issue: "ar" not in issue.name),
            "no-fr": there(lambda issue: "fr" not in issue.name),
            "no-cover": there(lambda issue: issue.id not in self._with_pictures),
            "poor": there(lambda issue: issue.id in self._poor),
            "draft": there(lambda issue: issue.state == "draft"),
            "review": there(lambda issue: issue.state == "review"),
            "planned": there(lambda issue: issue.state == "review" and bool(issue.planned_at)),
            "published": there(lambda issue: issue.state == "published"),
            "withdrawn": lambda issue: issue.withdrawn and not in_trash(issue),
            "trash": in_trash,
        }

    @cached_property
    def _spoken_of(self) -> Mapping[str, frozenset[int]]:
        return remarks.issues_spoken_of(self._session)

    @cached_property
    def _with_pictures(self) -> frozenset[int]:
        return covers.with_pictures(self._session)

    @cached_property
    def _poor(self) -> frozenset[int]:
        return frozenset(
            number
            for number, reading in pages.readings(self._session, public=False).items()
            if reading.with_text and reading.poor >= _POOR * reading.with_text
        )


def names(say: Translator) -> dict[str, str]:
    """What each list is called, in their order."""
    _ = say.gettext
    return {
        "": _("All"),
        "describe": _("To describe"),
        "flagged": _("Flagged"),
        "reported": _("Reported by readers"),
        "removal": _("Removal asked for"),
        "no-date": _("No date"),
        "no-number": _("No number"),
        "no-ar": _("No Arabic title"),
        "no-fr": _("No French title"),
        "no-cover": _("No cover"),
        "poor": _("Poor text"),
        "draft": _("Drafts"),
        "review": _("In review"),
        "planned": _("Planned"),
        "published": _("Published"),
        "withdrawn": _("Withdrawn"),
        "trash": _("Trash"),
    }

"""What strangers may write to the archive without an account: how often, how much, in which form."""

from __future__ import annotations

import re

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from archive.errors import ArchiveError

#: Letters from one address in an hour, and from everybody in a day: more than ever came by post.
_EACH, _ALL = 6, 300
#: Corrections of lines proposed from one address in an hour, and from everybody in a day: a reader who cares
#: mends a page of fifty lines at a sitting.
PROPOSALS = (60, 2000)
LONGEST = {"text": 4000, "contact": 200, "which": 200, "at": 500}
_MAIL = re.compile(r"[^@\s]{1,80}@[^@\s]{1,80}\.[^@\s.]{2,24}")
_PHONE = re.compile(r"\+?[\d ().-]{6,25}")


class TooManyLetters(ArchiveError):
    """Too many letters from one address, or in one day."""

    status = 429


class LetterBox:
    """Counts what strangers send. Each serving process counts for itself, with its share."""

    def __init__(self, processes: int = 1, each: int = _EACH, every: int = _ALL) -> None:
        share = max(1, processes)
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._each: RateLimitItem = RateLimitItemPerHour(max(2, each // share))
        self._all: RateLimitItem = RateLimitItemPerDay(max(30, every // share))

    def take(self, address: str) -> None:
        """Count a letter from this address. Raises TooManyLetters; then nothing is counted."""
        if not (self._limiter.test(self._each, "each", address) and self._limiter.test(self._all, "all")):
            raise TooManyLetters(
                "Too many letters came from here.", "Try again in an hour, or write to us by post."
            )
        self._limiter.hit(self._each, "each", address)
        self._limiter.hit(self._all, "all")


def reachable(contact: str) -> bool:
    """Whether somebody can be reached so: an e-mail address or a telephone number."""
    return bool(
        _MAIL.fullmatch(contact) or (_PHONE.fullmatch(contact) and sum(map(str.isdigit, contact)) > 5)
    )

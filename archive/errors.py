"""What can go wrong, told so that the person reading it knows what to do next.

    ArchiveError                      exit code 1, HTTP 500
    ├── NoArchive                     2, 503   there is no archive at ARCHIVE_HOME
    ├── WrongSchema                   2, 503   the store was made by another version
    ├── BadSetting                    2, 500   a setting is misspelt or impossible
    ├── BadInput                      2, 400   what was typed or sent cannot be used
    ├── NotFound                      2, 404   no such record
    ├── Gone                          2, 410   withdrawn, with a notice
    ├── NotAllowed                    2, 403   this role may not do that
    ├── Conflict                      1, 409   someone else changed it meanwhile
    ├── BadFile                       3, 422   a scan or PDF that cannot be taken in
    ├── NoSpace                       1, 507   the disk is full
    └── MissingTool                   2, 503   Tesseract, a language of it, … is not installed

A message is a template and its values, so that the site and the terminal can say it in the reader's
language: `error.told(gettext)`.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def N_(sentence: str) -> str:  # noqa: N802 - gettext's usual name
    """Marks a sentence to be translated where it is told."""
    return sentence


class ArchiveError(Exception):
    """Something the user can be told in a sentence.

    `message` and `remedy` are English templates with `{names}`, also the keys of the translations;
    `values` fill them.
    """

    exit_code = 1
    status = 500

    def __init__(self, message: str, remedy: str = "", **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.values = values

    def told(self, translate: Callable[[str], str] = str) -> str:
        """The sentence and what to do next, through `translate` (a gettext function)."""
        parts = [translate(part).format(**self.values) for part in (self.message, self.remedy) if part]
        return " ".join(parts)

    def __str__(self) -> str:
        return self.told()


class NoArchive(ArchiveError):
    """There is no archive where the settings point to."""

    exit_code = 2
    status = 503


class WrongSchema(ArchiveError):
    """The store was made by another version of the program."""

    exit_code = 2
    status = 503


class BadSetting(ArchiveError):
    """A setting is misspelt or has an impossible value."""

    exit_code = 2


class BadInput(ArchiveError):
    """What was typed or sent cannot be used."""

    exit_code = 2
    status = 400


class NotFound(ArchiveError):
    """No such record."""

    exit_code = 2
    status = 404


class Gone(ArchiveError):
    """The record was withdrawn; a notice stands in its place."""

    exit_code = 2
    status = 410


class NotAllowed(ArchiveError):
    """The account's role may not do this."""

    exit_code = 2
    status = 403


class Conflict(ArchiveError):
    """The record was changed by someone else since it was read."""

    status = 409


class BadFile(ArchiveError):
    """A file that cannot be taken in: unreadable, truncated, encrypted, too large, not what its name says."""

    exit_code = 3
    status = 422


class NoSpace(ArchiveError):
    """The disk is full."""

    status = 507


class MissingTool(ArchiveError):
    """A program or language file that must be installed is not there."""

    exit_code = 2
    status = 503


@contextmanager
def disk_full_told(path: Path | str) -> Iterator[None]:
    """Turn the operating system's "no space" and "quota" errors into `NoSpace`, naming the folder."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoSpace(
                "The disk that holds {path} is full; nothing was half written.",
                "Free some space there and run the same command again.",
                path=path,
            ) from error
        raise

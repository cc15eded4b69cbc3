"""What `issue.toml` beside the scans says of an issue: its description, streams, articles."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from archive.letters import direction_of
from archive.models import ISSUE_KINDS, STATES
from archive.texts import Texts
from ingest.description_values import Table, usable
from ingest.faults import Fault, fault

#: Longest description file that is read, in bytes: a person wrote it.
MOST_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class StreamDescription:
    """A way of reading the issue. `folder` or `files` say which pages; neither: all that are left."""

    language: str
    direction: str
    folder: str = ""
    files: tuple[str, ...] = ()
    label: Texts = field(default_factory=Texts)
    first_page_label: str = ""


@dataclass(frozen=True, slots=True)
class ArticleDescription:
    """An article. `pages` are printed page labels of its stream; `pair` names one in the other language."""

    heading: Texts
    language: str
    section: Texts = field(default_factory=Texts)
    byline: str = ""
    pages: tuple[str, ...] = ()
    pair: str = ""
    name: str = ""  # what `pair` of another article may call this one


@dataclass(frozen=True, slots=True)
class Description:
    """What a file beside the scans says of one issue.

    `fields` are those of `actions.issues.create`; `state` is what the issue becomes once its pages are read.
    `file` and `pages` (first and last, from 1) cut a bound volume; `scan` is what is said of every scan.
    """

    origin: Path
    fields: Mapping[str, Any] = field(default_factory=dict)
    state: str = "draft"
    streams: tuple[StreamDescription, ...] = ()
    articles: tuple[ArticleDescription, ...] = ()
    file: str = ""
    pages: tuple[int, int] | None = None
    scan: Mapping[str, str] = field(default_factory=dict)


def read_issue_file(path: Path) -> tuple[list[Description], list[Fault]]:
    """The issues an `issue.toml` describes (one, or as many as it has `[[issues]]`), and its faults.

    No issue comes back from a file that cannot be read at all; a single bad value is left out and named.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            return [], [fault(path, "description", "{file} is too large for a description.")]
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        return [], [
            fault(
                path,
                "description",
                "{file} cannot be read: {reason}.",
                "Correct that line and run again; the issue was left out.",
                reason=str(error) or type(error).__name__,
            )
        ]
    table = Table(path, data)
    if "issues" in data:
        shared = {key: value for key, value in data.items() if key != "issues"}
        parts = [Table(path, {**shared, **part.data}, table.faults) for part in table.tables("issues")]
        described = [_issue(part) for part in parts]
    else:
        described = [_issue(table)]
    return described, list({each.told(): each for each in table.faults}.values())


def _issue(table: Table) -> Description:
    fields: dict[str, Any] = {
        "name": table.texts("title"),
        "description": table.texts("summary", supplied=True),
        "note": table.texts("note", supplied=True),
        "number": table.text("number"),
        "issue_kind": table.choice("kind", ISSUE_KINDS),
        "date_printed": table.text("date"),
        "edtf": table.edtf("edtf"),
        "rights": table.text("rights"),
        "embargo_until": table.edtf("embargo"),
    }
    streams = tuple(_stream(part) for part in table.tables("streams"))
    articles = tuple(_article(part) for part in table.tables("articles"))
    scan = {name: table.text(name) for name in ("operator", "scanner", "copy_of")}
    description = Description(
        origin=table.path,
        fields=usable(table, fields),
        state=table.choice("state", STATES) or "draft",
        streams=streams,
        articles=articles,
        file=_below(table.text("file")),
        pages=table.range("pages"),
        scan={name: value for name, value in scan.items() if value},
    )
    table.tell_unknown()
    return description


def _stream(table: Table) -> StreamDescription:
    language = table.language("language") or "und"
    direction = table.choice("direction", ("ltr", "rtl")) or direction_of(language)
    stream = StreamDescription(
        language=language,
        direction=direction,
        folder=_below(table.text("folder")),
        files=tuple(_below(name) for name in table.strings("files")),
        label=table.texts("label", language=language),
        first_page_label=table.text("first_page_label"),
    )
    table.tell_unknown()
    return stream


def _below(name: str) -> str:
    """A path below the issue's folder, as files are named in the record; "" for the folder itself."""
    path = PurePosixPath(name.replace("\\", "/")).as_posix().strip("/")
    return "" if path == "." else path


def _article(table: Table) -> ArticleDescription:
    language = table.language("language") or "und"
    article = ArticleDescription(
        heading=table.texts("title", language=language),
        language=language,
        section=table.texts("section", language=language),
        byline=table.text("byline"),
        pages=table.labels("pages"),
        pair=table.text("pair"),
        name=table.text("id"),
    )
    table.tell_unknown()
    return article

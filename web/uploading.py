"""Takes in files from a browser: streamed to disk as they come, whatever their size, up to a limit.

Starlette's own form parser would put each file into the system's temporary folder first; a delivery of a
gigabyte goes straight to its place instead, and no more than a piece of it is ever in memory.
"""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import anyio
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool

from archive.errors import ArchiveError, BadInput, disk_full_told
from archive.files import make_folder, sync_folder
from archive.letters import clean

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

#: Files in one delivery, letters in one text field, letters of a file's name that are kept.
MOST_FILES, _LONGEST_FIELD, _LONGEST_NAME = 1000, 2000, 150
#: Seconds without a single byte after which the sender is given up.
_PATIENCE = 60.0
_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


class TooLarge(ArchiveError):
    """More than the archive takes in through the browser: `limit` bytes."""

    exit_code = 2
    status = 413

    def __init__(self, limit: int) -> None:
        told = ArchiveError(
            "This is larger than the {megabytes} MB the archive takes in through the browser.",
            "Put it in from the terminal (archive ingest run), or raise ARCHIVE_UPLOAD_MEGABYTES.",
            megabytes=limit >> 20,
        )
        super().__init__(told.message, told.remedy, **told.values)


@dataclass
class Delivery:
    """What came: files by the name they have on disk, text fields, and how many bytes in all."""

    folder: Path
    files: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    octets: int = 0


def file_name(given: str, taken: list[str]) -> str:
    """A name fit for our disk made from a stranger's: no folder, nothing hidden, not used twice."""
    last = re.split(r"[/\\]", given)[-1]
    name = _UNFIT.sub("_", clean(last)).strip(" .")[-_LONGEST_NAME:].strip(" .") or "file"
    while len(name.encode()) > 240:  # a file system counts bytes, an Arabic letter is two
        name = name[1:]
    stem, dot, suffix = name.rpartition(".")
    made, number = name, 2
    while made.casefold() in (other.casefold() for other in taken):
        made = f"{stem or name}-{number}{dot + suffix if stem else ''}"
        number += 1
    return made


async def take_in(stream: AsyncIterator[bytes], content_type: str, folder: Path, limit: int) -> Delivery:
    """Write the files of a multipart body into `folder` (made here); text fields are returned.

    Raises TooLarge above `limit` bytes, BadInput for a body that is no form or breaks off, NoSpace. The
    caller removes the folder after an error.
    """
    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        raise BadInput("No files were sent.", "Choose a PDF or pictures first.")
    writer = _Writer(Delivery(folder))
    parser = MultipartParser(boundary, writer.callbacks())
    with disk_full_told(folder):
        await run_in_threadpool(make_folder, folder)
        try:
            async for piece in _patiently(stream):
                writer.delivery.octets += len(piece)
                if writer.delivery.octets > limit:
                    raise TooLarge(limit)
                await run_in_threadpool(parser.write, piece)
            parser.finalize()
        except (ValueError, RuntimeError) as error:  # python-multipart's errors are ValueErrors
            raise BadInput("The form did not arrive whole.", "Send it again.") from error
        finally:
            await run_in_threadpool(writer.close)
        if not writer.ended:
            raise BadInput("The form did not arrive whole.", "Send it again.")
        await run_in_threadpool(sync_folder, folder)
    return writer.delivery


async def _patiently(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The pieces of a body; gives up on a sender that has fallen silent."""
    pieces = stream.__aiter__()
    while True:
        try:
            with anyio.fail_after(_PATIENCE):
                piece = await pieces.__anext__()
        except StopAsyncIteration:
            return
        except TimeoutError as error:
            raise BadInput("The form did not arrive whole.", "Send it again.") from error
        yield piece


class _Writer:
    """What the parser calls, part by part."""

    def __init__(self, delivery: Delivery) -> None:
        self.delivery = delivery
        self.ended = False
        self._header = b""
        self._value = b""
        self._disposition = b""
        self._name = ""
        self._text: bytearray | None = None
        self._file: BinaryIO | None = None

    def callbacks(self) -> MultipartCallbacks:
        """The functions by the names python-multipart knows."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_field,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_part_data": self._data,
            "on_part_end": self.close,
            "on_end": self._end,
        }

    def close(self) -> None:
        """End the part: its file forced to disk, or its text kept."""
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._file = None
        if self._text is not None:
            self.delivery.fields[self._name] = self._text.decode("utf-8", "replace")
            self._text = None

    def _begin(self) -> None:
        self._header = self._value = self._disposition = b""
        self._name = ""

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]
        if len(self._value) > 8000:
            raise ValueError("a header of endless length")

    def _header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header = self._value = b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._name = options.get(b"name", b"").decode("utf-8", "replace")[:100]
        given = options.get(b"filename")
        if given is None:
            self._text = bytearray()
        elif given:
            if len(self.delivery.files) >= MOST_FILES:
                raise ValueError("too many files")
            name = file_name(given.decode("utf-8", "replace"), self.delivery.files)
            self.delivery.files.append(name)
            self._file = (self.delivery.folder / name).open("xb")

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._file is not None:
            self._file.write(data[start:end])
        elif self._text is not None and len(self._text) < _LONGEST_FIELD:
            self._text += data[start:end]

    def _end(self) -> None:
        self.ended = True

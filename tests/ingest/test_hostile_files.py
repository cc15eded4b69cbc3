"""Strangers' broken, bent and swollen files end as a page or as a named fault, in time and in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import BadFile
from archive.settings import Settings
from ingest.frames import find_frames
from ingest.images import media_type_of, open_picture
from ingest.pdf_pages import page_image, pages_of
from ingest.workers import LimitedPool

PLAIN = Settings()
#: What may come in without a fault although it is odd: it can be read.
READABLE = {"pillow_invalid-exif.jpg", "pdfjs_scan-bad.pdf", "pdfjs_pdfjsbad1586.pdf"}


@pytest.fixture(scope="module")
def pool() -> Iterator[LimitedPool]:
    with LimitedPool(workers=1, megabytes=1500, seconds=60) as made:
        yield made


def take_in(path: Path, into: Path) -> int:
    """Every page of a file up to its frames, as taking in does; how many there were."""
    if media_type_of(path) != "application/pdf":
        return len(find_frames(open_picture(path, PLAIN)))
    pages = pages_of(path)
    for number in range(1, len(pages) + 1):
        master = page_image(path, number, into, PLAIN)
        find_frames(open_picture(master.path, PLAIN))
    return len(pages)


@pytest.mark.samples
def test_every_hostile_file_is_a_page_or_a_named_fault(
    samples: Path, pool: LimitedPool, tmp_path: Path
) -> None:
    told, read = {}, set()
    for path in sorted((samples / "hostile").iterdir()):
        try:
            assert pool.submit(take_in, path, tmp_path, about=path.name).result(timeout=90) >= 1
            read.add(path.name)
        except BadFile as error:
            told[path.name] = str(error)
    assert len(told) + len(read) == 26
    assert all(name in sentence for name, sentence in told.items()), told
    assert read >= READABLE
    assert {"pillow_decompression_bomb.gif", "ocrmypdf_hugemono.pdf", "pikepdf_graph-encrypted.pdf"} <= set(
        told
    )


@pytest.mark.samples
def test_the_scans_of_outside_pdfs_come_out(samples: Path, pool: LimitedPool, tmp_path: Path) -> None:
    counts = {
        path.name: pool.submit(take_in, path, tmp_path, about=path.name).result(timeout=90)
        for path in sorted((samples / "scanned-pdf").glob("*.pdf"))
    }
    assert counts == {
        "buldan-1996_pp132-139.pdf": 8,
        "francais.pdf": 1,
        "jbig2.pdf": 1,
        "multipage.pdf": 6,
        "needs-ocr-jpx.pdf": 1,
        "rotated-skew.pdf": 1,
    }
    turned = pool.submit(
        page_image, samples / "scanned-pdf" / "buldan-1996_pp132-139.pdf", 1, tmp_path, PLAIN
    )
    master = turned.result()
    assert (master.turn, master.media_type, master.rendered) == (180, "image/jpeg", False)

"""Corrected lines as pairs of picture and text, so that reading gets better with use.

    OUT/<issue>/p12-l003.png        the line, cut from the master without loss, with a little paper around
    OUT/<issue>/p12-l003.gt.txt     what stands there, as a person typed or confirmed it
    OUT/lines.tsv                   picture, language, text: one line each

The names are those that tesstrain, kraken and calamari expect.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from archive.canvas import Box, Frame
from archive.errors import ArchiveError
from archive.files import make_folder, write_whole
from archive.queries.corrected import CorrectedPage, pages_with_lines
from archive.settings import Settings
from archive.store import Store
from archive.terminal import EXIT_CODES, json_option, opened_store, progress, settings, tell, translate
from ingest.running import Workers

#: Paper left around a line, in line heights: models are trained on lines that do not touch the edge.
_AROUND = 0.15


@dataclass
class Written:
    """What was written: how many lines and pages, and the pages that could not be cut, told."""

    lines: int = 0
    pages: int = 0
    faults: list[str] = field(default_factory=list)


def write_lines(
    store: Store,
    workers: Workers,
    out: Path,
    keys: Sequence[str] = (),
    language: str = "",
    told: Callable[[int, int], None] = lambda done, of: None,
) -> Written:
    """Write the corrected lines of all issues, or of those of `keys`, below `out`.

    A page whose picture cannot be cut is told in `faults`; the others go on. Raises NoSpace.
    """
    written, rows = Written(), []
    with store.read() as session:
        found = list(pages_with_lines(session, keys, language))
    for done, each in enumerate(found, 1):
        try:
            pictures = _pictures(store, workers, each)
        except ArchiveError as error:
            written.faults.append(error.told(translate))
            continue
        folder = out / each.issue.key
        make_folder(folder)
        for line, picture in zip(each.lines, pictures, strict=True):
            name = f"p{each.page.number}-l{line.number:03}"
            write_whole(folder / f"{name}.png", picture)
            write_whole(folder / f"{name}.gt.txt", f"{line.text}\n".encode())
            rows.append(f"{each.issue.key}/{name}.png\t{line.language}\t{line.text}\n")
            written.lines += 1
        written.pages += 1
        told(done, len(found))
    make_folder(out)
    write_whole(out / "lines.tsv", "".join(rows).encode())
    return written


def _pictures(store: Store, workers: Workers, each: CorrectedPage) -> list[bytes]:
    frame = each.page.frame
    if frame is None:
        raise ArchiveError("Page p{number} has no scan.", 'Run "archive check".', number=each.page.number)
    scan = frame.scan
    path = store.files.picture_of(scan)
    member = 0 if scan.picture else scan.member - 1
    boxes = [line.box for line in each.lines]
    future = workers.submit(cut_lines, path, member, frame.as_frame(), boxes, store.settings, about=path.name)
    pictures: list[bytes] = future.result()
    return pictures


def cut_lines(path: Path, member: int, frame: Frame, boxes: Sequence[Box], settings: Settings) -> list[bytes]:
    """Runs in a worker: each box (canvas pixels) of a page as a PNG. Raises BadFile."""
    import io

    from ingest.images import canvas_image, open_picture

    canvas = canvas_image(open_picture(path, settings, member), frame)
    made = []
    for box in boxes:
        around = round(_AROUND * box.h)
        wide = Box(box.x - around, box.y - around, box.w + 2 * around, box.h + 2 * around)
        shown = wide.within(*canvas.size)
        out = io.BytesIO()
        canvas.crop((shown.x, shown.y, shown.right, shown.bottom)).save(out, "PNG")
        made.append(out.getvalue())
    return made


@click.command("training", epilog=EXIT_CODES)
@click.argument("out", type=click.Path(path_type=Path))
@click.argument("keys", nargs=-1, metavar="[ISSUE]...")
@click.option("--language", default="", help="Only lines in this language: ar or fr.")
@json_option
@click.pass_context
def training(context: click.Context, out: Path, keys: tuple[str, ...], language: str, as_json: bool) -> None:
    """Write corrected lines as pictures with their text, to train an OCR engine on."""
    from ingest.workers import executor_for

    here = settings()
    with opened_store() as store, executor_for(here) as pool, progress("", quiet=as_json) as told:
        written = write_lines(store, pool, out, keys, language, told)
    facts = {"lines": written.lines, "pages": written.pages, "faults": written.faults, "out": out}
    tell(facts, as_json, "{lines} corrected lines of {pages} pages were written to {out}.", **facts)
    for fault in written.faults if not as_json else ():
        click.echo(fault, err=True)
    context.exit(3 if written.faults else 0)

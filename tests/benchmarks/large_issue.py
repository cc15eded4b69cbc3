"""How much memory a thick issue takes: a PDF of 400 pages at 600 dpi, ingested with recorded OCR.

    python -m tests.benchmarks.large_issue FOLDER [--pages 400] [--kind fax|jpeg] [--workers 2] [--slice 300]

FOLDER keeps the PDF, the readings and the archive; the same command goes on where the last one was stopped by
its `--slice` of seconds, and the figures are those of all its runs together. Prints JSON: peak of the
proportional and resident sizes of the driver and all its children, summed at the same moments (proportional:
memory that processes share is counted once), pages, seconds, pages a minute. Exit code 1 above 1.5 GB.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import img2pdf
from PIL import Image, ImageDraw, ImageFont

from archive.alto import AltoPage, String, TextBlock, TextLine
from archive.alto_files import write_alto
from archive.canvas import Box
from archive.settings import Settings
from ingest.pdf_pages import page_image
from tests.rendered.specimens import NAMES, specimen

_LIMIT = 1.5e9
_DPI, _LINES, _WORDS = 600, 60, 9
_ARCHIVE = Path(sys.executable).with_name("archive")


# --- the issue ---


def make_issue(folder: Path, pages: int, kind: str) -> Path:
    """A PDF of pages that all differ, and the reading of each beside it."""
    target, readings = folder / "scans" / "thick.pdf", folder / "readings"
    if target.is_file():
        return target
    readings.mkdir(parents=True, exist_ok=True)
    target.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        pictures = []
        for at, specimen_name in enumerate(NAMES):
            page = specimen(specimen_name, _DPI).image
            for number in range(at, pages, len(NAMES)):
                pictures.append((number, _numbered(page, number, kind, Path(name))))
        with target.with_suffix(".part").open("wb") as out:
            layout = img2pdf.get_fixed_dpi_layout_fun((_DPI, _DPI))  # type: ignore[no-untyped-call]
            img2pdf.convert([str(p) for _, p in sorted(pictures)], outputstream=out, layout_fun=layout)  # type: ignore[no-untyped-call]
        for number, picture in sorted(pictures):
            if kind == "jpeg":  # taken out of the PDF byte for byte
                _write_reading(picture, number, readings)
            else:
                master = page_image(
                    target.with_suffix(".part"), number + 1, Path(name), Settings(home=folder)
                )
                _write_reading(master.path, number, readings)
                master.path.unlink()
    target.with_suffix(".part").rename(target)
    return target


def _numbered(page: Image.Image, number: int, kind: str, into: Path) -> Path:
    image = page.copy()
    face = ImageFont.load_default(160)
    ImageDraw.Draw(image).text((300, 150), f"{number + 1}", fill=0, font=face)
    if kind == "fax":
        path = into / f"{number:04}.tif"
        image.point(lambda grey: 255 if grey > 128 else 0).convert("1").save(
            path, compression="group4", dpi=(_DPI, _DPI)
        )
    else:
        path = into / f"{number:04}.jpg"
        image.save(path, quality=80, dpi=(_DPI, _DPI))
    return path


def _write_reading(picture: Path, number: int, readings: Path) -> None:
    """Write the reading of a page: as many words as a page of text has."""
    digest = hashlib.sha256(picture.read_bytes()).hexdigest()
    with Image.open(picture) as image:
        width, height = image.size
    chance = random.Random(number)
    lines = []
    for line in range(_LINES):
        top = 600 + 100 * line
        words = [
            String(
                "".join(chance.choice("aeiloprstu") for _ in range(chance.randrange(2, 11))),
                Box(400 + 460 * at, top, 400, 70),
                0.9,
            )
            for at in range(_WORDS)
        ]
        lines.append(TextLine(tuple(words), Box(400, top, 460 * _WORDS, 70)))
    box = Box(400, 600, 460 * _WORDS, 100 * _LINES)
    block = TextBlock(tuple(lines), box, "fr", "ltr")
    alto = AltoPage(width, height, (block,), "fr", "ltr", "recorded")
    (readings / f"{digest}-0.alto.xml").write_bytes(write_alto(alto))


# --- what it takes ---


def _below(pid: int) -> set[int]:
    """A process and all below it, from /proc."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _memory(pids: set[int]) -> tuple[int, int]:
    """Bytes of the proportional and of the resident set sizes of processes."""
    proportional = resident = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        sizes = {line.split(":")[0]: int(line.split()[1]) << 10 for line in lines if line.endswith("kB")}
        proportional += sizes.get("Pss", 0)
        resident += sizes.get("Rss", 0)
    return proportional, resident


def measure(folder: Path, pdf: Path, workers: int, seconds: float) -> dict[str, Any]:
    """Go on with the ingest for some seconds at most; the figures of all runs so far."""
    kept = folder / "measured.json"
    sums: dict[str, Any] = (
        json.loads(kept.read_text())
        if kept.is_file()
        else {"peak_pss": 0, "peak_rss": 0, "seconds": 0.0, "runs": 0}
    )
    environ = {
        **os.environ,
        "ARCHIVE_HOME": str(folder / "home"),
        "ARCHIVE_OCR": f"recorded:{folder / 'readings'}",
        "OMP_THREAD_LIMIT": "1",
    }
    if not (folder / "home").is_dir():
        subprocess.run([_ARCHIVE, "create"], env=environ, check=True, capture_output=True)
    command = [_ARCHIVE, "ingest", "run", str(pdf), "--workers", str(workers), "--json"]
    command += ["--ignore-outside-text"]
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # a shell's background jobs ignore it, and pass that on
    begun = time.monotonic()
    told = folder / "report.json"  # a pipe that nobody reads would stop the ingest at its 64 KB
    with told.open("w") as out, subprocess.Popen(command, env=environ, stdout=out) as run:
        stopped = False
        while run.poll() is None:
            proportional, resident = _memory(_below(run.pid))
            sums["peak_pss"] = max(sums["peak_pss"], proportional)
            sums["peak_rss"] = max(sums["peak_rss"], resident)
            if time.monotonic() - begun > seconds and not stopped:
                stopped = True
                run.send_signal(signal.SIGINT)
            time.sleep(0.25)
    report = json.loads(told.read_text() or "{}")
    sums["seconds"] = round(sums["seconds"] + time.monotonic() - begun, 1)
    sums["runs"] += 1
    sums |= {"ended": report["ended"], "exit_code": run.returncode, "failed": len(report["failed"])}
    sums["pages_read"] = sums.get("pages_read", 0) + report["pages_read"]
    sums["pages_a_minute"] = round(60 * sums["pages_read"] / sums["seconds"], 1)
    kept.write_text(json.dumps(sums))
    return {**sums, "workers": workers, "pdf_bytes": pdf.stat().st_size}


def main() -> None:
    """Make the issue where it is not there, go on with its ingest, tell."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.large_issue")
    options.add_argument("folder", type=Path)
    options.add_argument("--pages", type=int, default=400)
    options.add_argument("--kind", choices=["fax", "jpeg"], default="jpeg")
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--slice", type=float, default=86_400, dest="seconds")
    options.add_argument("--only-make", action="store_true", help="stop before the ingest")
    asked = options.parse_args()
    folder: Path = asked.folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    pdf = make_issue(folder, asked.pages, asked.kind)
    if asked.only_make:
        return
    told = measure(folder, pdf, asked.workers, asked.seconds)
    print(json.dumps(told, indent=1))
    sys.exit(told["peak_pss"] > _LIMIT)


if __name__ == "__main__":
    main()

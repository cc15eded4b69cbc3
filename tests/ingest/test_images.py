"""Scans are opened as what they are; what is broken, too large or no picture is named."""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from archive.canvas import Box, Frame
from archive.errors import BadFile
from archive.settings import Settings
from ingest.images import (
    canvas_image,
    cut_out,
    media_type_of,
    members_of,
    open_picture,
    picture_size,
    turned_upright,
)
from tests.ingest.pictures import noise, ruled

PLAIN = Settings(page_megapixels=10)


@pytest.mark.parametrize(
    ("form", "suffix", "media_type"),
    [
        ("JPEG", ".jpg", "image/jpeg"),
        ("PNG", ".png", "image/png"),
        ("TIFF", ".tif", "image/tiff"),
        ("JPEG2000", ".jp2", "image/jp2"),
        ("WEBP", ".webp", "image/webp"),
    ],
)
def test_a_scan_is_known_by_its_bytes_not_its_name(
    tmp_path: Path, form: str, suffix: str, media_type: str
) -> None:
    path = tmp_path / "صفحة.dat"
    ruled(300, 400).convert("RGB").save(path, form, dpi=(300, 300))
    picture = open_picture(path, PLAIN)
    assert media_type_of(path) == picture.media_type == media_type
    assert picture.size == picture_size(path, PLAIN) == (300, 400)
    assert picture.image.mode in ("L", "RGB")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "F"])
def test_every_kind_of_pixel_becomes_grey_or_colour_of_the_same_lightness(tmp_path: Path, mode: str) -> None:
    grey = ruled(200, 200)
    sixteen = Image.fromarray(np.asarray(grey, dtype=np.uint16) * 257)
    image = sixteen if mode == "I;16" else grey.convert(mode)
    path = tmp_path / ("page.png" if mode in ("LA", "P", "RGBA") else "page.tif")
    image.save(path)
    opened = open_picture(path, PLAIN).image
    assert opened.mode in ("L", "RGB")
    assert abs(float(np.asarray(opened.convert("L")).mean()) - float(np.asarray(grey).mean())) < 12


def test_what_is_transparent_is_paper(tmp_path: Path) -> None:
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(tmp_path / "page.png")
    assert open_picture(tmp_path / "page.png", PLAIN).image.getpixel((5, 5)) == (255, 255, 255)


def test_a_fax_page_of_one_bit_is_read(tmp_path: Path) -> None:
    ruled(320, 400).convert("1").save(tmp_path / "page.tif", compression="group4", dpi=(600, 600))
    picture = open_picture(tmp_path / "page.tif", PLAIN)
    assert (picture.image.mode, picture.dpi) == ("L", 600)


def test_each_member_of_a_tiff_can_be_opened(tmp_path: Path) -> None:
    path = tmp_path / "issue.tif"
    first, second = ruled(200, 300), ruled(150, 100)
    first.save(path, save_all=True, append_images=[second])
    assert members_of(path) == 2
    assert [open_picture(path, PLAIN, member).size for member in (0, 1)] == [(200, 300), (150, 100)]
    with pytest.raises(BadFile):
        open_picture(path, PLAIN, 2)


@pytest.mark.parametrize(("orientation", "turn"), [(1, 0), (3, 180), (6, 90), (8, 270), (77, 0)])
def test_the_camera_says_how_the_page_is_turned(tmp_path: Path, orientation: int, turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    ruled(120, 160).save(tmp_path / "page.jpg", exif=exif)
    assert open_picture(tmp_path / "page.jpg", PLAIN).turn == turn


def test_a_mirrored_page_is_refused(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 2
    ruled(120, 160).save(tmp_path / "page.jpg", exif=exif)
    with pytest.raises(BadFile, match="mirrored"):
        open_picture(tmp_path / "page.jpg", PLAIN)


def test_a_picture_too_large_is_refused_by_its_header(tmp_path: Path) -> None:
    Image.new("1", (20_000, 20_000)).save(tmp_path / "page.png")
    with pytest.raises(BadFile, match=r"page\.png is 20000 × 20000 pixels \(400 megapixels\)"):
        open_picture(tmp_path / "page.png", PLAIN)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP", "JPEG2000"])
@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 0.97])
def test_a_file_cut_off_anywhere_is_refused(tmp_path: Path, form: str, share: float) -> None:
    whole = io.BytesIO()
    noise(160, 120).save(whole, form)
    data = whole.getvalue()
    path = tmp_path / "page.bin"
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(BadFile, match=r"page\.bin"):
        open_picture(path, PLAIN)


@settings(max_examples=60, deadline=None)
@given(
    place=st.integers(0, 5000),
    values=st.binary(min_size=1, max_size=12),
    form=st.sampled_from(["JPEG", "PNG", "TIFF"]),
)
def test_a_file_with_wrong_bytes_is_read_or_refused(
    place: int, values: bytes, form: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    whole = io.BytesIO()
    noise(40, 30).save(whole, form)
    data = bytearray(whole.getvalue())
    place %= len(data)
    data[place : place + len(values)] = values
    path = tmp_path_factory.mktemp("fuzz") / "page.bin"
    path.write_bytes(bytes(data))
    with suppress(BadFile):  # anything else would end the test
        assert open_picture(path, Settings(page_megapixels=1)).image.mode in ("L", "RGB")


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a" + bytes(50), b"BM" + bytes(50), b"%PDF-1.4\n", b"<svg/>", b"PK\x03\x04", bytes(99)],
)
def test_what_is_no_scan_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "page.jpg").write_bytes(data)
    with pytest.raises(BadFile):
        open_picture(tmp_path / "page.jpg", PLAIN)


def test_a_missing_file_is_not_called_damaged(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_picture(tmp_path / "none.jpg", PLAIN)


def test_colours_of_another_profile_become_srgb(tmp_path: Path) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    ruled(60, 60).convert("RGB").save(tmp_path / "page.jpg", icc_profile=lab)
    ruled(60, 60).convert("RGB").save(tmp_path / "odd.jpg", icc_profile=b"no profile at all")
    for name in ("page.jpg", "odd.jpg"):
        assert open_picture(tmp_path / name, PLAIN).image.mode == "RGB"


# --- the canvas ---


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_canvas_shows_what_the_frame_says(tmp_path: Path, turn: int) -> None:
    scan = Image.new("L", (60, 40), 255)
    scan.putpixel((12, 7), 0)
    frame = Frame(60, 40, turn=turn, crop=Box(3, 2, 30, 30))
    canvas = cut_out(scan, frame)
    assert canvas.size == frame.size
    x, y = frame.to_canvas().point(12.5, 7.5)
    dark = np.argwhere(np.asarray(canvas) < 128)
    inside = 0 <= x < 30 and 0 <= y < 30
    assert dark.tolist() == ([[int(y), int(x)]] if inside else [])


def test_a_levelled_canvas_agrees_with_its_map(tmp_path: Path) -> None:
    scan = Image.new("L", (400, 300), 255)
    for dx in range(5):
        for dy in range(5):
            scan.putpixel((300 + dx, 60 + dy), 0)
    frame = Frame(400, 300, skew=6.0)
    scan.save(tmp_path / "scan.png")
    canvas = np.asarray(canvas_image(open_picture(tmp_path / "scan.png", PLAIN), frame))
    rows, columns = np.nonzero(canvas < 128)
    x, y = frame.to_canvas().point(302.5, 62.5)
    assert abs(columns.mean() + 0.5 - x) < 1
    assert abs(rows.mean() + 0.5 - y) < 1


def test_turning_is_clockwise() -> None:
    image = Image.new("L", (2, 1))
    image.putpixel((0, 0), 9)
    assert [turned_upright(image, turn).tobytes() for turn in (0, 90, 180, 270)] == [
        b"\x09\x00",
        b"\x09\x00",
        b"\x00\x09",
        b"\x00\x09",
    ]

"""Pictures of pages: opened with care, turned upright, cut out as a canvas."""

from __future__ import annotations

import errno
import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import ExifTags, Image, ImageCms, ImageDraw, ImageFile, ImageStat, UnidentifiedImageError

from archive.canvas import Box, Frame
from archive.errors import BadFile
from archive.settings import Settings

# Our own limit (settings.page_megapixels) is asked before a pixel is read; Pillow's fixed one would only
# get in its way. A truncated file must fail: half a page is not a page.
Image.MAX_IMAGE_PIXELS = None
ImageFile.LOAD_TRUNCATED_IMAGES = False

#: What a page may be, Pillow's name for it and ours.
FORMATS = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # a JPEG with a second picture behind it, as some cameras write
    "PNG": "image/png",
    "TIFF": "image/tiff",
    "JPEG2000": "image/jp2",
    "WEBP": "image/webp",
}
_OPENERS = tuple(name for name in FORMATS if name != "MPO")  # the JPEG reader finds those itself
SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "image/jp2": ".jp2",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
}

#: First bytes of a file and what it is. None: known, and not taken in.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"\xff\x4f\xff\x51", "image/jp2"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"PK\x03\x04", "application/zip"),
    (b"%!PS", "application/postscript"),
)
#: EXIF orientation → quarters clockwise to make the picture upright. The mirrored ones are not here: a
#: mirrored page is not a page.
_TURNS = {1: 0, 3: 180, 6: 90, 8: 270}
_MIRRORED = frozenset({2, 4, 5, 7})


@dataclass(frozen=True, slots=True)
class Picture:
    """An opened scan. `image` is grey ("L") or colour ("RGB"), as stored (not yet turned).

    `turn`: degrees clockwise that make it upright, from EXIF. `dpi`: as the file says, None where it says
    nothing believable.
    """

    image: Image.Image
    media_type: str
    turn: int = 0
    dpi: float | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height as stored, in pixels."""
        return self.image.size


def media_type_of(path: Path) -> str | None:
    """What a file is by its first bytes, whatever its name says; None where we do not know it."""
    with path.open("rb") as stream:
        head = stream.read(1024)
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    # PDF readers accept some bytes of junk before the header, and scanners write them.
    return "application/pdf" if b"%PDF-" in head else None


def check_size(path: Path, width: int, height: int, settings: Settings) -> None:
    """Raise BadFile for a picture of more pixels than `settings.page_megapixels` allows, or of none."""
    if width < 1 or height < 1:
        raise BadFile("{file} has no pixels.", "Scan the page again.", file=path.name)
    if width * height > settings.page_megapixels * 1_000_000:
        raise BadFile(
            "{file} is {width} × {height} pixels ({found} megapixels); the limit is {limit} megapixels.",
            "Scan at 300 to 400 dpi, or raise ARCHIVE_PAGE_MEGAPIXELS if the machine has the memory.",
            file=path.name,
            width=width,
            height=height,
            found=round(width * height / 1_000_000),
            limit=settings.page_megapixels,
        )


@contextmanager
def picture_faults_told(path: Path) -> Iterator[None]:
    """Turn whatever a decoder throws over a broken picture into BadFile, naming the file."""
    try:
        with warnings.catch_warnings():
            # Corrupt metadata is no obstacle, and DecompressionBombWarning is off with the limit above.
            warnings.simplefilter("ignore")
            yield
    except (BadFile, MemoryError):
        raise
    except UnidentifiedImageError as error:
        raise BadFile(
            "{file} is not a picture that can be read.",
            "Save it again as JPEG, PNG, TIFF, JPEG 2000 or WebP.",
            file=path.name,
        ) from error
    # A broken file reaches Pillow's decoders and plug-ins in ways that end in any of these; what the
    # operating system has to say (no such file, no permission) is an OSError with a number and passes.
    except (
        OSError,
        SyntaxError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        EOFError,
        ArithmeticError,
    ) as error:
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise  # EINVAL: the file sent its reader to an impossible place
        raise BadFile(
            "{file} is damaged or incomplete: {reason}.",
            "Copy it again from the scanner, or scan the page again.",
            file=path.name,
            reason=str(error) or type(error).__name__,
        ) from error


def _opened(path: Path) -> Image.Image:
    """The file, header only. Raises BadFile for a kind of picture we do not take in."""
    found = media_type_of(path)
    if found is not None and found not in SUFFIXES:
        raise BadFile(
            "{file} is {kind}, which is not taken in.",
            "Save it again as JPEG, PNG, TIFF, JPEG 2000 or WebP.",
            file=path.name,
            kind=found,
        )
    return Image.open(path, formats=_OPENERS)


def members_of(path: Path) -> int:
    """How many pictures the file holds (a TIFF may hold many). Raises BadFile."""
    with picture_faults_told(path), _opened(path) as image:
        # An MPO's further pictures are previews, an animated WebP's or PNG's are no pages.
        return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1


def picture_size(path: Path, settings: Settings, member: int = 0) -> tuple[int, int]:
    """Width and height as stored, from the header alone. Raises BadFile (unreadable, too large)."""
    with picture_faults_told(path), _opened(path) as image:
        if member:
            image.seek(member)
        check_size(path, *image.size, settings)
        return image.size


def open_picture(path: Path, settings: Settings, member: int = 0) -> Picture:
    """The picture in `path`; `member` picks one of a multi-page TIFF.

    Raises BadFile for a file that is unreadable, truncated, mirrored, too large or no picture. Must run in a
    limited child (`workers`): decoders are fed a stranger's bytes.
    """
    with picture_faults_told(path), _opened(path) as image:
        if member:
            image.seek(member)
        check_size(path, *image.size, settings)
        media_type = FORMATS[image.format or ""]
        dpi, turn = _stated_dpi(image), _stated_turn(path, image)
        image.load()
        return Picture(_plain(image), media_type, turn, dpi)


def _stated_dpi(image: Image.Image) -> float | None:
    """Dots per inch as the file states them; None for none, for nonsense and for the 72 that means none."""
    try:
        across, down = (float(value) for value in image.info["dpi"])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    sane = 73 <= across <= 2400 and abs(across - down) < 0.1 * across
    return across if sane else None


def _stated_turn(path: Path, image: Image.Image) -> int:
    """Degrees clockwise to upright as EXIF says, 0 where it says nothing readable."""
    try:
        orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # EXIF is a stranger's TIFF inside the picture; broken, it says nothing
        return 0
    if orientation in _MIRRORED:
        raise BadFile(
            "{file} is marked as mirrored (EXIF orientation {orientation}).",
            "Save it again the right way round.",
            file=path.name,
            orientation=orientation,
        )
    return _TURNS.get(orientation, 0)


def _plain(image: Image.Image) -> Image.Image:
    """The picture as 8-bit grey or sRGB, on white where it is transparent."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        over = image.convert("RGBA")
        image_on_white = Image.new("RGB", image.size, "white")
        image_on_white.paste(over, mask=over.getchannel("A"))
        return _grey_if_grey(image_on_white) if image.mode in ("LA", "1", "L") else image_on_white
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        return _in_eight_bits(image.convert("F"))
    if image.mode in ("1", "L"):
        return image.convert("L")
    if image.mode == "P":
        return _grey_if_grey(image.convert("RGB"))
    return _in_srgb(image)


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen bits or real numbers as grey. Pillow's own conversion clips instead of scaling."""
    largest = float(image.getextrema()[1])  # type: ignore[arg-type]
    scale = 255.0 if largest <= 1 else 1.0 if largest <= 255 else 1 / 257
    return image.point(lambda value: value * scale + 0).convert("L")


def _grey_if_grey(image: Image.Image) -> Image.Image:
    """A colour picture without colours as grey: palettes and alpha channels hide grey scans."""
    red, green, blue = image.split()
    same = red.tobytes() == green.tobytes() == blue.tobytes()
    return red if same else image


def _in_srgb(image: Image.Image) -> Image.Image:
    """The picture in sRGB: derivatives carry no profile, so colours must be right without one."""
    profile = image.info.get("icc_profile")
    if profile and len(profile) < 4_000_000 and image.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if "srgb" not in ImageCms.getProfileDescription(source).lower():
                target = ImageCms.createProfile("sRGB")
                turned = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
                return turned if turned is not None else image.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile says nothing about the colours
    return image.convert("RGB")


_TRANSPOSE = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


def turned_upright(image: Image.Image, turn: int) -> Image.Image:
    """The picture turned `turn` degrees clockwise (0, 90, 180, 270)."""
    return image if turn == 0 else image.transpose(_TRANSPOSE[turn])


def canvas_image(picture: Picture, frame: Frame) -> Image.Image:
    """The page's canvas: the scan turned, cropped and levelled as `frame` says, in master pixels.

    What turns into the picture from outside it is painted in the paper's colour.
    """
    return cut_out(picture.image, frame)


def cut_out(image: Image.Image, frame: Frame) -> Image.Image:
    """As `canvas_image`, for a plain image in the scan's size."""
    upright = turned_upright(image, frame.turn)
    kept = frame.kept
    if (kept.x, kept.y) != (0, 0) or (kept.w, kept.h) != upright.size:
        upright = upright.crop((kept.x, kept.y, kept.right, kept.bottom))
    if not frame.skew:
        return upright
    # Pillow turns counter-clockwise for positive angles: lines that climb by `skew` are turned back.
    return upright.rotate(-frame.skew, Image.Resampling.BICUBIC, fillcolor=paper_colour(upright))


def paper_colour(image: Image.Image) -> int | tuple[int, ...]:
    """The median of each channel: on a printed page that is the paper."""
    small = image.reduce(max(1, min(image.size) // 200))
    median = tuple(int(value) for value in ImageStat.Stat(small).median)
    return median[0] if len(median) == 1 else median


def blacked_out(canvas: Image.Image, zones: Sequence[Box]) -> Image.Image:
    """The page with zones of it black: a copy where there are any, so that reading still sees all."""
    if not zones:
        return canvas
    made = canvas.copy()
    pen = ImageDraw.Draw(made)
    for zone in zones:
        pen.rectangle((zone.x, zone.y, zone.right - 1, zone.bottom - 1), fill=0)
    return made

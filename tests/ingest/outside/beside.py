"""Pages of words drawn as bars, and what other programs would write of them: ALTO, hOCR, PAGE."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from PIL import Image, ImageDraw

from archive.canvas import Box

SIZE = (620, 880)
FRENCH = (
    "La brigade routière a présenté son rapport annuel",
    "aux membres de la commission réunis à Rabat",
    "et le directeur a remercié tous les agents présents",
    "avant de rappeler les règles de la circulation",
)
ARABIC = (
    "قدمت فرقة السير تقريرها السنوي عن حوادث الطرق",
    "إلى أعضاء اللجنة المجتمعين في مدينة الرباط",
    "وشكر المدير جميع الأعوان الحاضرين على عملهم",
    "قبل أن يذكر بقواعد السير على الطرق الرئيسية",
)
Line = list[tuple[str, Box]]


def set_lines(texts: Sequence[str], *, top: int = 120, rtl: bool = False) -> list[Line]:
    """Where the words of some lines stand: in reading order, from the right with `rtl`."""
    lines = []
    for row, text in enumerate(texts):
        line: Line = []
        reach = 60
        for word in text.split():
            width = 9 * len(word)
            x = SIZE[0] - reach - width if rtl else reach
            line.append((word, Box(x, top + 30 * row, width, 14)))
            reach += width + 8
        lines.append(line)
    return lines


def drawn(path: Path, lines: Sequence[Line], *, size: tuple[int, int] = SIZE) -> Path:
    """A picture with a bar for each word."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.new("L", size, 240)
    pen = ImageDraw.Draw(image)
    across, down = size[0] / SIZE[0], size[1] / SIZE[1]
    for line in lines:
        for word, box in line:
            step = box.w / len(word)
            for n in range(len(word)):  # a letter each, as print has them
                left = box.x + n * step
                pen.rectangle(
                    (left * across, box.y * down, (left + step - 3) * across, (box.bottom - 1) * down),
                    fill=25,
                )
    image.save(path, dpi=(150, 150))
    return path


def alto(
    lines: Sequence[Line], *, size: tuple[float, float] = SIZE, unit: str = "pixel", scale: float = 1
) -> str:
    """ALTO 3 of the lines, in one block; `size` as the file states it."""
    body = "".join(
        "<TextLine>"
        + "".join(
            f'<String CONTENT="{escape(word)}" HPOS="{box.x * scale}" VPOS="{box.y * scale}" '
            f'WIDTH="{box.w * scale}" HEIGHT="{box.h * scale}" WC="0.9"/>'
            for word, box in line
        )
        + "</TextLine>"
        for line in lines
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v3#">'
        f"<Description><MeasurementUnit>{unit}</MeasurementUnit></Description>"
        f'<Layout><Page ID="p" PHYSICAL_IMG_NR="1" WIDTH="{size[0]}" HEIGHT="{size[1]}"><PrintSpace>'
        f"<TextBlock>{body}</TextBlock></PrintSpace></Page></Layout></alto>"
    )


def hocr(lines: Sequence[Line], *, size: tuple[int, int] = SIZE, lang: str = "fra") -> str:
    """hOCR of the lines, as Tesseract writes it."""

    def bbox(box: Box) -> str:
        return f"bbox {box.x} {box.y} {box.right} {box.bottom}"

    body = "".join(
        f'<span class="ocr_line" title="{bbox(_around(line))}; baseline 0 -3">'
        + " ".join(
            f'<span class="ocrx_word" title="{bbox(box)}; x_wconf 91">{escape(word)}</span>'
            for word, box in line
        )
        + "</span>"
        for line in lines
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en">'
        '<head><meta name="ocr-system" content="tesseract 5.3.0"/></head><body>'
        f"<div class='ocr_page' title='image \"a.png\"; bbox 0 0 {size[0]} {size[1]}; ppageno 0'>"
        f'<div class="ocr_carea" title="{bbox(_around(_all(lines)))}">'
        f'<p class="ocr_par" lang="{lang}" title="{bbox(_around(_all(lines)))}">{body}</p>'
        "</div></div></body></html>"
    )


def page_xml(lines: Sequence[Line], *, size: tuple[int, int] = SIZE, words: bool = True) -> str:
    """PAGE XML of the lines; without `words`, the text of whole lines."""

    def coords(box: Box) -> str:
        corners = ((box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom))
        return f'<Coords points="{" ".join(f"{x},{y}" for x, y in corners)}"/>'

    def text(content: str) -> str:
        return f'<TextEquiv conf="0.9"><Unicode>{escape(content)}</Unicode></TextEquiv>'

    body = "".join(
        f"<TextLine>{coords(_around(line))}"
        + ("".join(f"<Word>{coords(box)}{text(word)}</Word>" for word, box in line) if words else "")
        + text(" ".join(word for word, _ in line))
        + "</TextLine>"
        for line in lines
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">'
        f'<Page imageFilename="a.png" imageWidth="{size[0]}" imageHeight="{size[1]}">'
        f'<TextRegion id="r">{coords(_around(_all(lines)))}{body}</TextRegion></Page></PcGts>'
    )


def _all(lines: Sequence[Line]) -> Line:
    return [word for line in lines for word in line]


def _around(line: Line) -> Box:
    box = Box.around(box for _, box in line)
    assert box is not None
    return box

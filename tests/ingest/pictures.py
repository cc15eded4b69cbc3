"""Pages drawn for the tests: lines of letter-like marks, and text set with Typst."""

from __future__ import annotations

import io
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

ARABIC = (
    "تعلن إدارة المرور عن حملة واسعة للتوعية بقواعد السير على الطرق خلال فصل الصيف. "
    "وتدعو السائقين إلى احترام السرعة المحددة وربط أحزمة السلامة في جميع الرحلات. "
    "وتذكر بأن استعمال الهاتف أثناء القيادة يعرض حياة الناس للخطر ويعاقب عليه القانون. "
    "وقد خصصت المصالح المعنية فرقا متنقلة على الطرق الرئيسية لمراقبة السير."
)
FRENCH = (
    "La direction de la circulation annonce une vaste campagne de sensibilisation "
    "au code de la route pendant la saison d'été. Elle invite les conducteurs à respecter "
    "les limitations de vitesse et à boucler leur ceinture pour tous les trajets. "
    "Elle rappelle que l'usage du téléphone au volant met des vies en danger."
)


def ruled(width: int, height: int, *, top: int = 80, left: int = 80, pitch: int = 40) -> Image.Image:
    """A white page with rows of small dark marks, like lines of type seen from afar."""
    page = Image.new("L", (width, height), 245)
    pen = ImageDraw.Draw(page)
    for row, y in enumerate(range(top, height - top, pitch)):
        for x in range(left, width - left - 14, 18):
            if (x // 18 + row) % 6:
                pen.rectangle((x, y, x + 11, y + 16), fill=25)
    return page


def spread(width: int, height: int) -> Image.Image:
    """Two ruled pages side by side."""
    both = Image.new("L", (2 * width, height), 245)
    page = ruled(width, height)
    both.paste(page, (0, 0))
    both.paste(page, (width, 0))
    return both


@lru_cache(maxsize=8)
def set_page(source: str, dpi: int = 300) -> Image.Image:
    """A page set by Typst from its source, in grey."""
    import typst

    png = typst.compile(source.encode(), format="png", ppi=dpi)
    return Image.open(io.BytesIO(png)).convert("L")  # type: ignore[arg-type]


def one_column(
    language: str, text: str, *, width: str = "120mm", height: str = "auto", size: int = 12
) -> str:
    """Typst source of a page with one column of text."""
    face, direction = ("Amiri", "rtl") if language == "ar" else ("Libertinus Serif", "ltr")
    return (
        f"#set page(width: {width}, height: {height}, margin: 12mm)\n"
        f'#set text(font: "{face}", size: {size}pt, lang: "{language}", dir: {direction})\n'
        f"#set par(justify: true)\n{text}\n"
    )


def two_languages() -> str:
    """Typst source of an A4 page: heads in both languages, a French column left, an Arabic one right."""
    return (
        "#set page(width: 210mm, height: 297mm, margin: 18mm)\n"
        '#set text(font: "Libertinus Serif", size: 11pt)\n'
        '#align(center, text(size: 24pt, font: "Amiri", lang: "ar", dir: rtl)[السلامة الطرقية])\n'
        "#align(center, text(size: 18pt)[La sécurité routière])\n#v(8mm)\n"
        "#grid(columns: (1fr, 1fr), gutter: 8mm,\n"
        f'[#set text(lang: "fr"); #set par(justify: true)\n{FRENCH}\n\n{FRENCH}],\n'
        f'[#set text(font: "Amiri", lang: "ar", dir: rtl); #set par(justify: true)\n{ARABIC}\n\n{ARABIC}])\n'
        "#v(1fr)\n#align(center)[12]\n"
    )


def noise(width: int, height: int, seed: int = 1) -> Image.Image:
    """A picture that compresses badly, so that its encoded form is long enough to be cut off."""
    values = np.random.default_rng(seed).integers(0, 255, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(values)

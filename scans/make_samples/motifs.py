# ruff: noqa: E501 - a shape on a line is easier to follow than one broken in two
"""Flat drawings for covers, advertisements and pictures.

Each function takes three inks and gives the inside of an SVG for a field of 600 by 600; nothing in them is
taken from elsewhere, all is geometry. `svg` wraps one for a field of any shape, so that ground and drawing
reach its edges. Random numbers are seeded: the same drawing comes out every time.
"""

import math
import random
from collections.abc import Callable, Iterable

Motif = Callable[[str, str, str], str]


def _join(parts: Iterable[str]) -> str:
    return "".join(parts)


def _polar(radius: float, degrees: float, cx: float = 300, cy: float = 300) -> tuple[float, float]:
    turn = math.radians(degrees)
    return cx + radius * math.cos(turn), cy + radius * math.sin(turn)


def road(a: str, b: str, c: str) -> str:
    """A road winding to a low sun behind hills."""
    sun = f'<circle cx="392" cy="196" r="84" fill="{c}"/>'
    bands = _join(
        f'<rect x="-600" y="{150 + i * 26}" width="1800" height="{3 + i * 2}" fill="{b}" opacity=".35"/>'
        for i in range(4)
    )
    hills = (
        f'<path d="M-600 300 C-200 230 40 200 180 262 S460 190 640 250 S1000 240 1200 300 V340 H-600Z" fill="{b}"/>'
        f'<rect x="-600" y="318" width="1800" height="700" fill="{b}"/>'
    )
    way = f'<path d="M90 700 C160 540 470 520 418 440 C384 388 268 388 300 322 L316 322 C306 378 470 380 516 440 C590 540 560 560 640 700Z" fill="{a}"/>'
    line = (
        f'<path d="M360 700 C380 560 528 528 470 444 C424 386 290 392 308 324" fill="none" stroke="{c}" '
        'stroke-width="7" stroke-dasharray="46 26"/>'
    )
    return bands + sun + hills + way + line


def lights(a: str, b: str, c: str) -> str:
    """Three lamps over a striped crossing."""
    stripes = _join(
        f'<polygon points="{x},620 {x + 62},620 {x * 0.62 + 150},470 {x * 0.62 + 112},470" fill="{c}" opacity=".55"/>'
        for x in range(-560, 1100, 124)
    )
    box = f'<rect x="222" y="30" width="156" height="420" rx="34" fill="{a}"/><rect x="286" y="450" width="28" height="200" fill="{a}"/>'
    lamps = _join(
        f'<circle cx="300" cy="{y}" r="52" fill="{f}"/><path d="M242 {y - 30} A60 60 0 0 1 358 {y - 30}" fill="none" '
        f'stroke="{a}" stroke-width="14"/>'
        for y, f in ((106, b), (236, c), (366, "none"))
    )
    ring = f'<circle cx="300" cy="366" r="52" fill="none" stroke="{c}" stroke-width="5"/>'
    halo = _join(
        f'<circle cx="300" cy="106" r="{r}" fill="none" stroke="{b}" stroke-width="{w}" opacity=".5"/>'
        for r, w in ((120, 9), (158, 6), (196, 4), (234, 3))
    )
    return stripes + halo + box + lamps + ring


def fingerprint(a: str, b: str, c: str) -> str:
    """A loop of papillary ridges, two ridges in the second ink."""
    chance = random.Random(21)
    ridges: list[str] = []
    for i in range(17):
        rx, top = 13 + i * 15.0, 292 - i * 15.5
        left, right, knee = 300 - rx, 300 + rx, top + rx * 0.95
        lean = 26 + i * 3
        path = (
            f"M{left - 22:.0f} 640 C{left - 18:.0f} 540 {left + 4:.0f} 470 {left:.0f} {knee:.0f} "
            f"A{rx:.0f} {rx * 0.95:.0f} 0 0 1 {right:.0f} {knee:.0f} "
            f"C{right + 4:.0f} 440 {right + 10:.0f} 520 {right + lean:.0f} 640"
        )
        gap = f"{chance.randint(190, 420)} {chance.randint(10, 22)}"
        ridges.append(
            f'<path d="{path}" fill="none" stroke="{b if i in (4, 9) else a}" stroke-width="8.5" '
            f'stroke-linecap="round" stroke-dasharray="{gap}"/>'
        )
    core = f'<path d="M300 640 C296 520 302 420 300 312" fill="none" stroke="{a}" stroke-width="8.5" stroke-linecap="round"/>'
    field = (
        '<clipPath id="f"><ellipse cx="300" cy="300" rx="206" ry="268"/></clipPath>'
        f'<ellipse cx="300" cy="300" rx="222" ry="284" fill="{c}" opacity=".6"/>'
    )
    return field + f'<g clip-path="url(#f)">{core}{_join(ridges)}</g>'


def microscope(a: str, b: str, c: str) -> str:
    """A microscope before a round field of view."""
    cells = _join(
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{r}" fill="none" stroke="{c}" stroke-width="5" opacity=".8"/>'
        for x, y, r in (
            (190, 180, 30),
            (150, 270, 17),
            (240, 120, 14),
            (420, 170, 22),
            (455, 250, 34),
            (170, 360, 24),
        )
    )
    body = (
        f'<g fill="{a}"><path d="M150 520 H450 V552 H150Z"/><path d="M200 430 H356 V450 H200Z"/>'
        '<path d="M330 520 A150 150 0 0 0 392 262 L372 292 A116 116 0 0 1 300 520Z"/>'
        '<g transform="rotate(22 330 230)"><rect x="290" y="80" width="62" height="196"/><rect x="302" y="40" width="38" height="44"/>'
        '<rect x="282" y="28" width="78" height="18"/><rect x="302" y="276" width="38" height="60"/><rect x="311" y="336" width="20" height="42"/>'
        "</g></g>"
    )
    return (
        f'<circle cx="300" cy="286" r="262" fill="{b}"/>'
        + cells
        + body
        + f'<circle cx="402" cy="300" r="24" fill="{c}"/>'
    )


def radio(a: str, b: str, c: str) -> str:
    """A lattice mast sending half rings."""
    rings = _join(
        f'<circle cx="300" cy="210" r="{r}" fill="none" stroke="{(b, c)[i % 2]}" stroke-width="20"/>'
        for i, r in enumerate(range(70, 660, 56))
    )
    mast = (
        f'<g stroke="{a}" stroke-width="13" fill="none"><path d="M296 220 L196 640 M304 220 L404 640"/>'
        + _join(
            f'<path d="M{300 - w * 0.24:.0f} {220 + w} L{300 + (w + 58) * 0.24:.0f} {278 + w} M{300 + w * 0.24:.0f} {220 + w} L{300 - (w + 58) * 0.24:.0f} {278 + w}" stroke-width="7"/>'
            for w in range(58, 420, 58)
        )
    )
    return rings + mast + f'</g><circle cx="300" cy="210" r="30" fill="{a}"/>'


def wheel(a: str, b: str, c: str) -> str:
    """Two spoked wheels, one far and one near."""

    def one(x: float, y: float, r: float, ink: str) -> str:
        def spoke(k: int) -> str:
            (x1, y1), (x2, y2) = _polar(r * 0.14, k * 15 + 40, x, y), _polar(r * 0.84, k * 15, x, y)
            return f'<path d="M{x1:.0f} {y1:.0f} L{x2:.0f} {y2:.0f}" stroke="{ink}" stroke-width="4"/>'

        spokes = _join(spoke(k) for k in range(24))
        return (
            f'<circle cx="{x}" cy="{y}" r="{r * 0.9}" fill="none" stroke="{ink}" stroke-width="{r * 0.2:.0f}"/>'
            f'<circle cx="{x}" cy="{y}" r="{r * 0.76}" fill="none" stroke="{c}" stroke-width="5"/>'
            f'{spokes}<circle cx="{x}" cy="{y}" r="{r * 0.17}" fill="{b}"/>'
        )

    speed = _join(
        f'<rect x="-600" y="{150 + i * 34}" width="{900 - i * 70}" height="9" fill="{c}" opacity=".6"/>'
        for i in range(9)
    )
    return speed + one(430, 230, 130, b) + one(225, 350, 220, a)


def compass(a: str, b: str, c: str) -> str:
    """A wind rose of thirty-two points."""
    rays: list[str] = []
    ranks = sorted(range(32), key=lambda k: -min(k & -k or 32, 8))
    for k in reversed(ranks):
        long = 250 if k % 8 == 0 else 190 if k % 4 == 0 else 150 if k % 2 == 0 else 112
        half = 26 if k % 8 == 0 else 20 if k % 4 == 0 else 13
        for side, ink in ((-1, a), (1, b if k % 4 == 0 else c)):
            rays.append(
                f'<polygon points="300,{300 - long} {300 + side * half},{300 - half * 2} 300,300" fill="{ink}" '
                f'transform="rotate({k * 11.25} 300 300)"/>'
            )
    rims = f'<circle cx="300" cy="300" r="276" fill="none" stroke="{a}" stroke-width="8"/><circle cx="300" cy="300" r="262" fill="none" stroke="{b}" stroke-width="3"/>'
    return (
        rims
        + _join(rays)
        + f'<circle cx="300" cy="300" r="30" fill="{a}"/><circle cx="300" cy="300" r="13" fill="{c}"/>'
    )


def helix(a: str, b: str, c: str) -> str:
    """A double helix lying aslant."""
    rungs: list[str] = []
    beads: list[tuple[float, str]] = []
    for i in range(-14, 50):
        y, turn = i * 23.0, i * 0.31
        x1, x2 = 300 + 150 * math.sin(turn), 300 - 150 * math.sin(turn)
        rungs.append(f'<line x1="{x1:.0f}" y1="{y}" x2="{x2:.0f}" y2="{y}" stroke="{c}" stroke-width="6"/>')
        depth = math.cos(turn)
        beads.append((depth, f'<circle cx="{x1:.0f}" cy="{y}" r="{15 + 5 * depth:.0f}" fill="{a}"/>'))
        beads.append((-depth, f'<circle cx="{x2:.0f}" cy="{y}" r="{15 - 5 * depth:.0f}" fill="{b}"/>'))
    return f'<g transform="rotate(17 300 300)">{_join(rungs)}{_join(text for _, text in sorted(beads))}</g>'


def city(a: str, b: str, c: str) -> str:
    """Houses at night, with a minaret-like tower, lit windows and a moon."""
    chance = random.Random(5)
    out = [f'<circle cx="430" cy="130" r="70" fill="{b}"/>']
    x = -600
    while x < 1200:
        width, height = chance.choice((54, 70, 96)), chance.randint(120, 330)
        out.append(f'<rect x="{x}" y="{600 - height}" width="{width}" height="{height + 400}" fill="{a}"/>')
        out.extend(
            f'<rect x="{wx}" y="{wy}" width="9" height="14" fill="{c}"/>'
            for wx in range(x + 10, x + width - 12, 19)
            for wy in range(600 - height + 16, 960, 30)
            if chance.random() < 0.36
        )
        x += width + 3
    tower = f'<g fill="{a}"><rect x="150" y="170" width="82" height="500"/><rect x="172" y="112" width="38" height="60"/><path d="M166 112 L191 70 L216 112Z"/></g>'
    slits = _join(
        f'<path d="M183 {y + 34} V{y + 10} A8 10 0 0 1 199 {y + 10} V{y + 34}Z" fill="{c}"/>'
        for y in (200, 280, 360)
    )
    return _join(out) + tower + slits


def school(a: str, b: str, c: str) -> str:
    """A gallery of arches over a paved court."""
    arches = _join(
        f'<path d="M{x} 430 V262 A62 66 0 0 1 {x + 124} 262 V430Z" fill="{b}"/><path d="M{x + 24} 430 V276 A38 42 0 0 1 {x + 100} 276 V430Z" fill="{c}"/>'
        for x in range(-592, 1200, 148)
    )
    wall = f'<rect x="-600" y="140" width="1800" height="290" fill="{a}"/><rect x="-600" y="120" width="1800" height="22" fill="{b}"/>'
    paving = _join(
        f'<line x1="300" y1="300" x2="{x}" y2="1000" stroke="{a}" stroke-width="3"/>'
        for x in range(-3000, 3600, 260)
    )
    court = f'<rect x="-600" y="430" width="1800" height="600" fill="{c}"/><clipPath id="p"><rect x="-600" y="430" width="1800" height="600"/></clipPath>'
    cross = _join(
        f'<rect x="-600" y="{y}" width="1800" height="3" fill="{a}"/>' for y in (452, 486, 540, 620)
    )
    return wall + arches + court + f'<g clip-path="url(#p)">{paving}</g>' + cross


def track(a: str, b: str, c: str) -> str:
    """Running lanes seen from above, and one runner's marker."""
    lanes = _join(
        f'<path d="M{-140 + i * 8} 700 C{-20 + i * 40} 300 {210 + i * 30} {60 + i * 44} 900 {-70 + i * 74}" fill="none" stroke="{c}" stroke-width="6"/>'
        for i in range(9)
    )
    ground = f'<path d="M-140 700 C-20 300 210 60 900 -70 L900 520 C560 450 330 520 -70 700Z" fill="{a}"/>'
    dots = _join(
        f'<circle cx="{x}" cy="{y}" r="{r}" fill="{b}"/>'
        for x, y, r in ((214, 318, 26), (312, 290, 20), (330, 214, 15))
    )
    return ground + lanes + dots


def pyramids(a: str, b: str, c: str) -> str:
    """Three pyramids, a sun and a stadium's bow."""

    def one(x: int, y: int, w: int) -> str:
        return (
            f'<polygon points="{x},{y} {x - w},{y + w} {x + w * 0.3:.0f},{y + w}" fill="{a}"/>'
            f'<polygon points="{x},{y} {x + w * 0.3:.0f},{y + w} {x + w},{y + w}" fill="{b}"/>'
        )

    rings = _join(
        f'<path d="M-300 {470 + i * 30} Q300 {400 + i * 44} 900 {470 + i * 30}" fill="none" stroke="{c}" stroke-width="9"/>'
        for i in range(5)
    )
    sand = f'<rect x="-600" y="420" width="1800" height="600" fill="{a}"/>'
    return (
        f'<circle cx="160" cy="150" r="70" fill="{c}"/>'
        + one(470, 250, 170)
        + one(290, 180, 240)
        + one(90, 300, 120)
        + sand
        + rings
    )


def chip(a: str, b: str, c: str) -> str:
    """A punched tape crossing a lattice of circuits."""
    chance = random.Random(9)
    lines: list[str] = []
    for k in range(34):
        x, y = chance.randrange(-240, 840, 40), chance.randrange(-120, 720, 40)
        dx, dy = chance.choice((-120, 120, 160)), chance.choice((-80, 80, 120))
        lines.append(
            f'<path d="M{x} {y} h{dx} l{40 if dx > 0 else -40} {40 if dy > 0 else -40} v{dy}" fill="none" stroke="{b}" stroke-width="6"/>'
            f'<circle cx="{x}" cy="{y}" r="11" fill="{c if k % 3 else a}"/>'
        )
    holes = _join(
        f'<circle cx="{x}" cy="{240 + row * 30}" r="10" fill="{b}"/>'
        for x in range(-580, 1200, 36)
        for row in range(5)
        if chance.random() < 0.55
    )
    tape = f'<g transform="rotate(-14 300 300)"><rect x="-600" y="212" width="1800" height="176" fill="{a}"/>{holes}</g>'
    return _join(lines) + tape


def years(a: str, b: str, c: str) -> str:
    """Twenty-five bars around a star of eight: a jubilee."""
    bars = _join(
        f'<rect x="288" y="{20 + (k % 5) * 9}" width="24" height="{110 - (k % 5) * 9}" fill="{a if k % 5 else b}" transform="rotate({k * 14.4} 300 300)"/>'
        for k in range(25)
    )
    star = f'<rect x="200" y="200" width="200" height="200" fill="{b}"/><rect x="200" y="200" width="200" height="200" fill="{b}" transform="rotate(45 300 300)"/>'
    core = f'<circle cx="300" cy="300" r="86" fill="{c}"/><circle cx="300" cy="300" r="58" fill="{a}"/>'
    return bars + star + core


def aid(a: str, b: str, c: str) -> str:
    """A crescent in a case, and a rolled bandage."""
    case = f'<rect x="110" y="170" width="380" height="290" rx="26" fill="{a}"/><path d="M230 170 V120 H370 V170" fill="none" stroke="{a}" stroke-width="24"/>'
    moon = f'<circle cx="300" cy="315" r="96" fill="{c}"/><circle cx="334" cy="300" r="78" fill="{a}"/>'
    band = f'<circle cx="470" cy="470" r="62" fill="{b}"/><circle cx="470" cy="470" r="38" fill="none" stroke="{c}" stroke-width="8"/><rect x="470" y="508" width="500" height="24" fill="{b}"/>'
    return case + moon + band


def car(a: str, b: str, c: str) -> str:
    """A patrol car of plain lines under its aerial."""
    body = f'<path d="M70 420 C70 372 100 356 176 350 L236 276 C246 264 256 260 276 260 H400 C420 260 430 266 440 280 L486 350 C532 354 548 372 548 420Z" fill="{a}"/>'
    glass = f'<path d="M252 288 L206 350 H316 V284Z M334 284 V350 H456 L422 292Z" fill="{c}"/>'
    tyres = _join(
        f'<circle cx="{x}" cy="424" r="50" fill="{a}"/><circle cx="{x}" cy="424" r="24" fill="{c}"/>'
        for x in (178, 440)
    )
    stripe = f'<rect x="76" y="384" width="468" height="18" fill="{b}"/>'
    waves = _join(
        f'<circle cx="400" cy="150" r="{r}" fill="none" stroke="{b}" stroke-width="7"/>' for r in (30, 58, 86)
    )
    mast = f'<line x1="400" y1="262" x2="400" y2="150" stroke="{a}" stroke-width="6"/><circle cx="400" cy="150" r="10" fill="{a}"/>'
    return (
        waves
        + body
        + glass
        + stripe
        + tyres
        + mast
        + f'<rect x="-600" y="474" width="1800" height="12" fill="{a}"/>'
    )


MOTIFS: dict[str, Motif] = {
    motif.__name__: motif
    for motif in (
        road, lights, fingerprint, microscope, radio, wheel, compass, helix, city, school, track, pyramids, chip, years, aid, car,
    )
}  # fmt: skip


def svg(name: str, inks: tuple[str, str, str, str], width: float, height: float, ground: bool = True) -> str:
    """The drawing on its ground, cut for a field of this width and height.

    The 600-unit field is kept whole in the middle and the rest is bled, so wide drawings (sky, road, houses)
    must be drawn beyond it.
    """
    paper, a, b, c = inks
    scale = 600 / min(width, height)
    w, h = width * scale, height * scale
    box = f"{300 - w / 2:.1f} {300 - h / 2:.1f} {w:.1f} {h:.1f}"
    back = f'<rect x="-2000" y="-2000" width="5000" height="5000" fill="{paper}"/>' if ground else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{w:.0f}" height="{h:.0f}">'
        f"{back}{MOTIFS[name](a, b, c)}</svg>"
    )

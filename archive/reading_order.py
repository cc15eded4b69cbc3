"""The order in which the blocks of a page are read, as a person gave it, kept through every new reading.

A layout names blocks by where they stand, in canvas pixels, never by numbers: a new reading finds other
blocks at the same places, and they follow the order of those they lie on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from archive.alto import AltoPage, BlockKind, Direction, TextBlock
from archive.errors import BadInput
from archive.hyphens import with_joined_words
from archive.models.mapping import PlacedBlock

#: A block of a new reading is one of the layout where they share this much of both (intersection over union).
_SAME = 0.5


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a block; None: as it is."""

    language: str | None = None
    direction: Direction | None = None
    kind: BlockKind | None = None


def reordered(page: AltoPage, order: Sequence[int], said: Mapping[int, Said] | None = None) -> AltoPage:
    """The page with its blocks in another order, some of them said to be something else.

    `order`: the numbers of all blocks, from 0, as they shall be read; `said`: by the number a block has now.
    Not a word changes, nor whether it is locked; only the halves of words broken over the end of a block are
    found anew. Raises BadInput for an order that does not name every block once.
    """
    if sorted(order) != list(range(len(page.blocks))):
        raise BadInput("An order names every block of the page once.", "Look at the page as it is now.")
    blocks = [_with(page.blocks[number], (said or {}).get(number, Said())) for number in order]
    if blocks == list(page.blocks):
        return page
    return replace(page, blocks=tuple(with_joined_words([_unjoined(block) for block in blocks])))


def layout_of(page: AltoPage) -> tuple[PlacedBlock, ...]:
    """The blocks of a page as a layout."""
    return tuple(PlacedBlock(block.box, block.language, block.direction, block.kind) for block in page.blocks)


def as_laid_out(reading: AltoPage, layout: Sequence[PlacedBlock]) -> AltoPage:
    """A new reading in the order that a person gave the blocks of the one before.

    A block that is one of the layout takes over what was said of it. One that lies on none of them is read
    behind the block it followed.
    """
    if not layout:
        return reading
    ranks: list[tuple[int, int]] = []
    said: dict[int, Said] = {}
    rank = -1
    for number, block in enumerate(reading.blocks):
        place = _lies_on(block, layout)
        if place is not None:
            rank = place
            if _is_one(block, layout[place]):
                placed = layout[place]
                said[number] = Said(placed.language, placed.direction, placed.kind)
        ranks.append((rank, number))
    return reordered(reading, [number for _, number in sorted(ranks)], said)


def _with(block: TextBlock, said: Said) -> TextBlock:
    return replace(
        block,
        language=said.language or block.language,
        direction=said.direction or block.direction,
        kind=said.kind or block.kind,
    )


def _unjoined(block: TextBlock) -> TextBlock:
    """The block with the halves at its ends no longer said to be parts of words of other blocks."""
    lines = list(block.lines)
    for at, end in ((0, 0), (-1, -1)):
        if lines and lines[at].strings and lines[at].strings[end].subs is not None:
            strings = list(lines[at].strings)
            strings[end] = replace(strings[end], subs=None)
            lines[at] = replace(lines[at], strings=tuple(strings))
    return replace(block, lines=tuple(lines))


def _lies_on(block: TextBlock, layout: Sequence[PlacedBlock]) -> int | None:
    """The block of the layout that holds most of this one; None where none holds any of it."""
    shares = [(placed.box.overlap(block.box), -place) for place, placed in enumerate(layout)]
    shared, place = max(shares)
    return -place if shared else None


def _is_one(block: TextBlock, placed: PlacedBlock) -> bool:
    shared = placed.box.overlap(block.box)
    return shared >= _SAME * (placed.box.area + block.box.area - shared)

"""Which words of two readings of a line stand in the same place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.alto import String
from archive.canvas import Box
from ingest.arabic_reader.reader import ReadWord

#: Words belong together that share this much of the narrower one's width.
_SHARED = 0.35


@dataclass(frozen=True, slots=True)
class Pair:
    """Words of the first and of the second reading that stand in one place; either may be none."""

    first: tuple[String, ...]
    second: tuple[ReadWord, ...]

    @property
    def box(self) -> Box:
        """Around all of them."""
        box = Box.around([*(w.box for w in self.first), *(w.box for w in self.second)])
        return box or Box(0, 0, 1, 1)


def pairs_of(first: Sequence[String], second: Sequence[ReadWord]) -> list[Pair]:
    """The places of a line in reading order, each with its words of both readings.

    Mostly one of each; two and one where a blank was read or missed. The order is that of the second reading;
    what only the first has follows what it follows there.
    """
    groups: list[tuple[list[int], list[int]]] = [([], [place]) for place in range(len(second))]
    group_of = list(range(len(second)))
    for place, string in enumerate(first):
        touched = sorted(
            {group_of[other] for other in range(len(second)) if _meet(string.box, second[other].box)}
        )
        if touched:
            home = touched[0]
            for other in touched[1:]:
                groups[home][0].extend(groups[other][0])
                groups[home][1].extend(groups[other][1])
                group_of = [home if group == other else group for group in group_of]
                groups[other] = ([], [])
            groups[home][0].append(place)
        else:
            groups.append(([place], []))
    filled = [(sorted(own), sorted(others)) for own, others in groups if own or others]
    return [
        Pair(tuple(first[n] for n in own), tuple(second[n] for n in others))
        for own, others in _in_order(filled, len(first))
    ]


def _meet(one: Box, other: Box) -> bool:
    shared = min(one.right, other.right) - max(one.x, other.x)
    return shared > _SHARED * min(one.w, other.w)


def _in_order(groups: list[tuple[list[int], list[int]]], count: int) -> list[tuple[list[int], list[int]]]:
    """Groups by their words of the second reading; those without behind that of the word before them."""
    after = {own: others[-1] for owns, others in groups if others for own in owns}
    last, behind = -1, []
    for place in range(count):
        last = after.get(place, last)
        behind.append(last)
    return sorted(
        groups, key=lambda group: (group[1][0], 0, 0) if group[1] else (behind[group[0][0]], 1, group[0][0])
    )

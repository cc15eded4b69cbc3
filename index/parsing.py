"""The pieces of a query bound into a tree: brackets, then NEAR, then OR, then "and" between all others."""

from __future__ import annotations

from collections.abc import Iterator

from index.lexing import Notes, Piece, Sign, pieces
from index.limits import Limit
from index.parts import Both, Either, Near, Note, Part, Phrase, Start, Without, Word

#: Brackets inside brackets; deeper ones are read as if they were not there.
DEEPEST_BRACKET = 5

_LONE_OR = Note("OR stands between two words; here it was left out.")
_LONE_NEAR = Note("NEAR stands between two words or phrases; here it was left out.")
_LONE_BRACKET = Note("A bracket has no counterpart and was left out.")
_DEEP_BRACKET = Note("Brackets inside {depth} others were left out.", (("depth", str(DEEPEST_BRACKET)),))
_INNER_LIMIT = Note("A limit in brackets holds for the whole query.")

_Item = Part | Sign


def read(text: str, notes: Notes) -> tuple[tuple[Part, ...], tuple[Limit, ...]]:
    """The parts and the limits of what was typed; what could not be read as meant is noted."""
    limits: dict[Limit, None] = {}
    parts = tuple(_bound(_level(pieces(text, notes), limits, notes, 0), notes))
    if not parts:
        for note in (_LONE_OR, _LONE_NEAR, _LONE_BRACKET, _DEEP_BRACKET):
            notes.pop(note, None)  # nothing but signs was typed: there is nothing to explain
    return parts, tuple(limits)


def _level(rest: Iterator[Piece], limits: dict[Limit, None], notes: Notes, depth: int) -> list[_Item]:
    """The items up to the bracket that closes this level."""
    items: list[_Item] = []
    ignored = 0
    for piece in rest:
        match piece.what:
            case Sign("("):
                if depth == DEEPEST_BRACKET:
                    notes[_DEEP_BRACKET] = None
                    ignored += 1
                elif inner := tuple(_bound(_level(rest, limits, notes, depth + 1), notes)):
                    bracket = inner[0] if len(inner) == 1 else Both(inner)
                    items.append(_negated(bracket) if piece.minus else bracket)
            case Sign(")"):
                if ignored:
                    ignored -= 1
                elif depth:
                    return items
                else:
                    notes[_LONE_BRACKET] = None
            case Sign() as sign:
                items.append(sign)
            case Word() | Phrase() | Start() as leaf:
                items.append(Without(leaf) if piece.minus else leaf)
            case limit:
                limits[limit] = None
                if depth:
                    notes[_INNER_LIMIT] = None
    if depth or ignored:
        notes[_LONE_BRACKET] = None
    return items


def _negated(part: Part) -> Part:
    return part.part if isinstance(part, Without) else Without(part)


def _bound(items: list[_Item], notes: Notes) -> Iterator[Part]:
    """One level's parts: all of them must hold."""
    for part in _chosen(_joined(items, notes), notes):
        if isinstance(part, Both):
            yield from part.parts
        else:
            yield part


def _joined(items: list[_Item], notes: Notes) -> list[_Item]:
    """NEAR bound to the words on both of its sides."""
    joined: list[_Item] = []
    at = 0
    while at < len(items):
        item = items[at]
        at += 1
        if not (isinstance(item, Sign) and item.sign == "NEAR"):
            joined.append(item)
            continue
        first, second = joined[-1] if joined else None, items[at] if at < len(items) else None
        if isinstance(first, Word | Phrase) and isinstance(second, Word | Phrase):
            joined[-1] = Near(first, second, item.distance)
            at += 1
        else:
            notes[_LONE_NEAR] = None
    return joined


def _chosen(items: list[_Item], notes: Notes) -> list[Part]:
    """OR bound to its two neighbours, closer than the "and" between all others."""
    parts: list[Part] = []
    waiting = False
    for item in items:
        if isinstance(item, Sign):
            if waiting or not parts:
                notes[_LONE_OR] = None
            waiting = bool(parts)
        elif waiting:
            parts.append(Either((*_choices(parts.pop()), *_choices(item))))
            waiting = False
        else:
            parts.append(item)
    if waiting:
        notes[_LONE_OR] = None
    return parts


def _choices(part: Part) -> tuple[Part, ...]:
    return part.parts if isinstance(part, Either) else (part,)

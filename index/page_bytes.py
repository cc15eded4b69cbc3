"""A page's normalised words as bytes, one letter a byte.

Normalised words have some seventy letters: those of ASCII keep their number, the Arabic ones have those from
128 on. Any other letter (Greek, a Persian one that no rule folds) is told in seven bytes that stand for
nothing else. So pages are small, and four letters are one number of 32 bits (`scanning`).
"""

from __future__ import annotations

import re

_ARABIC, _HIGH = 0x600, 0x80
_OTHER = 0x01  # begins a letter that has no byte of its own
_NIBBLES, _NIBBLE = 6, 0x10  # its number follows in so many bytes from this one on
_BLANK = ord(" ")


class _Codes(dict[int, str]):
    def __missing__(self, code: int) -> str:
        if _BLANK <= code < _HIGH:
            letters = chr(code)
        elif _ARABIC <= code < _ARABIC + _HIGH:
            letters = chr(code - _ARABIC + _HIGH)
        else:
            shifts = range(4 * (_NIBBLES - 1), -1, -4)
            letters = chr(_OTHER) + "".join(chr(_NIBBLE + (code >> shift & 15)) for shift in shifts)
        self[code] = letters
        return letters


_CODES = _Codes()
_LETTER = re.compile(f"{chr(_OTHER)}.{{{_NIBBLES}}}|[\x80-\xff]", re.DOTALL)


def packed(words: str) -> bytes:
    """Normalised words as bytes; different words have different bytes."""
    return words.translate(_CODES).encode("latin-1")


def unpacked(text: bytes) -> str:
    """Back from `packed`."""
    return _LETTER.sub(lambda found: _letter(found[0]), text.decode("latin-1"))


def _letter(code: str) -> str:
    if len(code) == 1:
        return chr(ord(code) - _HIGH + _ARABIC)
    number = 0
    for nibble in code[1:]:
        number = number << 4 | ord(nibble) - _NIBBLE
    return chr(number)

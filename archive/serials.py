"""International standard serial numbers: read as people type them, the check reckoned (ISO 3297)."""

from __future__ import annotations

import re

from archive.errors import BadInput
from archive.letters import western_digits

_ISSN = re.compile(r"(?:issn\s*:?\s*)?(\d{4})[-‐–\s]?(\d{3})([\dx])", re.IGNORECASE)


def issn(text: str) -> str:
    """An ISSN as it is written ("0378-5955"), "" for "". Raises BadInput for anything else."""
    typed = western_digits(text).strip()
    if not typed:
        return ""
    found = _ISSN.fullmatch(typed)
    if found is None:
        raise BadInput(
            "{value} is not an ISSN.", "It has eight characters, as 0378-5955.", value=repr(text[:40])
        )
    digits, check = found[1] + found[2], found[3].upper()
    if check != (right := check_character(digits)):
        raise BadInput(
            "The ISSN {value} cannot be right: its last character would be {right}.",
            "Compare it with what is printed.",
            value=f"{found[1]}-{found[2]}{check}",
            right=right,
        )
    return f"{found[1]}-{found[2]}{check}"


def check_character(digits: str) -> str:
    """The last character of an ISSN from its first seven digits: weights 8 to 2, modulo 11, X for ten."""
    total = sum(weight * int(digit) for weight, digit in zip(range(8, 1, -1), digits, strict=True))
    rest = -total % 11
    return "X" if rest == 10 else str(rest)

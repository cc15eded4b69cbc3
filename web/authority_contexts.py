"""What pages of names under control may show: chosen in forms, listed at the desk, read by the public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

AuthorityKind = Literal["person", "organisation", "place", "subject", "section"]


@dataclass(frozen=True, slots=True)
class Picker:
    """A field in which cards are chosen (`parts/picker.html`).

    `value`: what is chosen, one a line, as "form (key)"; `url`: where a script asks for cards; `many`: more
    than one may be chosen; `error`: what is wrong with what was typed, told; `new`: a name after "+" makes
    a new card of this kind, "" where none may be made here.
    """

    name: str
    value: str
    url: str
    many: bool = True
    new: AuthorityKind | Literal[""] = ""
    error: str = ""

"""Why a page has this text and not another, where text came with it: kept with the text, told to staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from archive.errors import N_

Used = Literal["own", "outside", "read"]
Reason = Literal[
    "agrees", "plausible", "none", "unreadable", "unmapped", "turned", "odd", "differs", "missing", "outside"
]

#: What is said to people of each reason a text was used or not. "{file}" is where the text came from.
SENTENCES: dict[Reason, str] = {
    "agrees": N_("The text in {file} agrees with what is printed; it is used as it is."),
    "plausible": N_("The text in {file} looks right, though too little of it could be compared; it is used."),
    "none": N_("There is no text in {file} for this page; the page was read by OCR."),
    "unreadable": N_("The text in {file} cannot be read; the page was read by OCR."),
    "unmapped": N_("{file} does not say which letters it shows; the page was read by OCR."),
    "turned": N_("Most of the text in {file} runs in another direction than the page; it was read by OCR."),
    "odd": N_("The letters in {file} make no words; the page was read by OCR."),
    "differs": N_("The text in {file} is not what is printed; the page was read by OCR."),
    "missing": N_("Much of what is printed is not in the text of {file}; the page was read by OCR."),
    "outside": N_("The boxes in {file} do not fit the picture; the page was read by OCR."),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a page's own or outside text is used (`used`: "own", "outside", else "read"), and why.

    `signs`: what was measured, shares 0..1 (`surprise`: bits a letter). `file`: where the text came from.
    """

    used: Used
    reason: Reason
    signs: tuple[tuple[str, float], ...] = ()
    file: str = ""

    def to_plain(self) -> dict[str, Any]:
        """As it is kept with the text (`PageText.decision`)."""
        return {"used": self.used, "reason": self.reason, "file": self.file, **dict(self.signs)}


def sentence_of(reason: str) -> str:
    """The sentence (a template with {file}) for a reason as it is kept; "" for one that is not known."""
    return next((sentence for known, sentence in SENTENCES.items() if known == reason), "")

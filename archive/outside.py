"""Identifiers of the same person, unit or place elsewhere: VIAF, Wikidata, ISNI, GeoNames.

Kept as the addresses those services publish as permanent. What is typed may be the address, or the
identifier with the service's name before it ("viaf 102333412", "Q1339"); an ISNI carries a check character
(ISO 7064 MOD 11-2, ISO 27729 annex A), a GeoNames or VIAF number none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archive.errors import BadInput
from archive.letters import western_digits

#: How many one card may have, how long what is typed may be.
_MOST, _LONGEST = 12, 300


@dataclass(frozen=True, slots=True)
class Outside:
    """An identifier at a service: the service's name, the identifier as people write it, its address."""

    service: str
    name: str
    uri: str


@dataclass(frozen=True, slots=True)
class _Service:
    """How a service writes identifiers: in addresses, by its name, and the address to keep."""

    name: str
    address: re.Pattern[str]  # one group: the identifier
    named: re.Pattern[str]
    uri: str


def _service(name: str, identifier: str, places: str, prefix: str, uri: str) -> _Service:
    scheme = r"https?://(?:www\.)?"
    return _Service(
        name,
        re.compile(rf"{scheme}(?:{places})({identifier})(?:[/?#].*)?", re.IGNORECASE),
        re.compile(rf"(?:{prefix})({identifier})", re.IGNORECASE),
        uri,
    )


_SERVICES = (
    _service("VIAF", "[1-9][0-9]{0,21}", r"viaf\.org/(?:viaf/)?", r"viaf[\s:]*", "https://viaf.org/viaf/{}"),
    _service(
        "Wikidata",
        "Q[1-9][0-9]{0,9}",
        r"(?:m\.)?wikidata\.org/(?:wiki|entity)/",
        r"(?:wikidata[\s:]*)?",
        "https://www.wikidata.org/entity/{}",
    ),
    _service(
        "ISNI",
        "[0-9]{15}[0-9X]",
        r"isni\.org/(?:isni/)?(?:page/)?",
        r"(?:isni[\s:]*)?",
        "https://isni.org/isni/{}",
    ),
    _service(
        "GeoNames",
        "[1-9][0-9]{0,8}",
        r"(?:sws\.)?geonames\.org/",
        r"geonames[\s:]*",
        "https://www.geonames.org/{}",
    ),
)


def parse(text: str) -> Outside:
    """An identifier as typed, as it is kept. Raises BadInput for one that no known service gives out."""
    typed = western_digits(text).strip()
    if len(typed) <= _LONGEST:
        joined = re.sub(r"(?<=[0-9])[\s-]+(?=[0-9Xx])", "", typed)  # an ISNI is printed in groups of four
        for service in _SERVICES:
            found = service.address.fullmatch(joined) or service.named.fullmatch(joined)
            if found:
                return _checked(service, found[1].upper())
    raise BadInput(
        "{text} is not an identifier of VIAF, Wikidata, ISNI or GeoNames.",
        "Paste its address, or write the service's name before it: viaf 102333412.",
        text=text[:80],
    )


def addresses(typed: Iterable[str]) -> tuple[str, ...]:
    """The addresses to keep of identifiers as typed, each once; blank ones are passed over.

    Raises BadInput for one that is none, or where there are more than a card may have.
    """
    made = tuple(dict.fromkeys(parse(text).uri for text in typed if text.strip()))
    if len(made) > _MOST:
        raise BadInput("A card has at most {most} identifiers elsewhere.", most=_MOST)
    return made


def check_character(digits: str) -> str:
    """The check character of the first 15 digits of an ISNI (ISO 7064 MOD 11-2)."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    result = (12 - total % 11) % 11
    return "X" if result == 10 else str(result)


def _checked(service: _Service, identifier: str) -> Outside:
    name = identifier
    if service.name == "ISNI":
        if check_character(identifier[:15]) != identifier[15]:
            raise BadInput(
                "{text} is not an ISNI: its last character does not fit the others.",
                "Compare it with the source, digit by digit.",
                text=identifier,
            )
        name = " ".join(identifier[at : at + 4] for at in range(0, 16, 4))
    return Outside(service.name, name, service.uri.format(identifier))

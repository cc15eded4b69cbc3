"""An address of the site as it is written down: path, view, example, who may come, how much may be sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.convertors import Convertor, register_url_convertor
from starlette.responses import Response

from web.handbook import CHAPTERS
from web.house import PAGES
from web.i18n import LANGUAGES
from web.visiting import Visit

View = Callable[[Visit], Response]
AnyView = View | Callable[[Visit], Awaitable[Response]]
#: Forms without files: far more than any description needs, in bytes.
SMALL = 1 << 20


class _Matching(Convertor[str]):
    """A part of an address that is kept as text."""

    def convert(self, value: str) -> str:
        """The part as it is."""
        return value

    def to_string(self, value: str) -> str:
        """The part as it is."""
        return value


# Only [0-9]: Python's \d takes Arabic-Indic digits too, and one record would have several addresses.
for _name, _regex in {
    "lang": "|".join(LANGUAGES),
    "key": "[0-9bcdfghjkmnpqrstvwxz]{3,16}",
    "number": "[1-9][0-9]{0,8}",
    "year": "[12][0-9]{3}",
    "anyyear": "0000|[12][0-9]{3}",
    "table": "csv|xlsx",
    "chapter": "|".join(CHAPTERS),
    "series": "new|[1-9][0-9]{0,8}",
    "token": "[A-Za-z0-9_-]{20,80}",
    "citation": "bib|ris",
    "house": "|".join(PAGES),
    "text": "[a-z][a-z-]{1,30}",
    "results": "csv|json|ris|bib",
    "finder": "1|2",
    "line": r"[0-9bcdfghjkmnpqrstvwxz]{3,16}\.p[1-9][0-9]{0,8}\.[0-9]{1,6}(?:,[0-9]{1,6}){3}",
}.items():
    _convertor = _Matching()
    setattr(_convertor, "regex", _regex)  # noqa: B010 - a class variable of Starlette's
    register_url_convertor(_name, _convertor)


@dataclass(frozen=True, slots=True)
class Address:
    """One address: its path, the view behind it, an example, who may come, how large a body may be."""

    path: str
    view: AnyView
    example: str
    method: str = "GET"
    role: str = ""
    body: int = SMALL
    streamed: bool = False
    files: int = 0  # how many files its form may bring

    @property
    def name(self) -> str:
        """Package and function of the view: "browse.years"."""
        return f"{self.view.__module__.removeprefix('web.views.')}.{self.view.__name__}"

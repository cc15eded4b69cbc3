"""One request as views see it: who reads, in which language, what was asked, and how to answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archive.letters import clean
from archive.queries import titles
from archive.store import Session
from archive.texts import Texts
from web.answering import CHECKED, PRIVATE, answer
from web.contexts import Account, Language, Notice, Site, Text
from web.i18n import LANGUAGES, Translator, best_language, translator
from web.pieces import Pieces
from web.rendering import render
from web.security import SignedIn, visitor

#: Whoever may see drafts: this role and those above it.
STAFF = "digitiser"
_LONGEST = 4000


class Visit:
    """A request, its language, its account, its form; `sent`: the body of a PUT."""

    def __init__(
        self,
        request: Request,
        pieces: Pieces,
        account: SignedIn | None,
        form: FormData | None = None,
        sent: bytes = b"",
    ) -> None:
        self.request = request
        self.pieces = pieces
        self.settings = pieces.settings
        self.store = pieces.store
        self.account = account
        self.form = form if form is not None else FormData()
        self.sent = sent
        self.language = language_of(request)
        self.say: Translator = translator(self.language)

    # --- what was asked ---

    @property
    def public(self) -> bool:
        """Whether only what the public may see is shown."""
        return self.account is None or not self.account.may(STAFF)

    def param(self, name: str) -> str:
        """A part of the path."""
        return str(self.request.path_params[name])

    def number(self, name: str) -> int:
        """A number of the path."""
        return int(self.request.path_params[name])

    def query(self, name: str, default: str = "") -> str:
        """A value after the question mark, cleaned; at most 4,000 characters."""
        return clean(self.request.query_params.get(name, default)[:_LONGEST])

    def several(self, name: str) -> list[str]:
        """All values of a name after the question mark, cleaned."""
        return [clean(value[:_LONGEST]) for value in self.request.query_params.getlist(name)]

    def whole(self, name: str, default: int) -> int:
        """A whole number after the question mark (any script's digits), `default` for anything else."""
        value = self.query(name)
        return int(value) if value.isdecimal() and len(value) <= 9 else default

    def field(self, name: str) -> str:
        """A field of the form, cleaned, one kind of line end; "" where it is not there."""
        value = self.form.get(name)
        return clean(value).replace("\r\n", "\n") if isinstance(value, str) else ""

    def ticked(self, name: str) -> list[str]:
        """All values of a field of the form."""
        return [clean(value) for value in self.form.getlist(name) if isinstance(value, str)]

    @property
    def address(self) -> str:
        """The visitor's network address, through trusted front servers."""
        return visitor(self.request, self.settings.trusted_proxies)

    @property
    def saving(self) -> bool:
        """Whether the browser says that it saves data (the header Save-Data)."""
        return self.request.headers.get("save-data", "").strip().lower() == "on"

    # --- how to answer ---

    def to(self, place: str = "") -> str:
        """A path of this site in the visitor's language."""
        return f"/{self.language}/{place}" if place else f"/{self.language}"

    def site(self, here: str = "", notices: tuple[Notice, ...] = (), *, refused: bool = False) -> Site:
        """What every page knows."""
        with self.store.read() as session:
            names = _names(session)
        return replace(site_of(self, here, notices, names), refused=refused)

    def page(
        self,
        template: str,
        context: object,
        here: str = "",
        *,
        status: int = 200,
        notices: tuple[Notice, ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """A page of the site; kept nowhere when someone is signed in."""
        html = render(template, context, self.site(here, notices, refused=status >= 400))
        cache = CHECKED if self.account is None and status == 200 else PRIVATE
        made = {"content-language": self.language, "vary": "Save-Data", **(headers or {})}
        return answer(
            self.request.headers, html, "text/html; charset=utf-8", status=status, cache=cache, headers=made
        )

    def redirect(self, url: str, status: int = 303, **query: str) -> Response:
        """Send the visitor on."""
        return RedirectResponse(url + ("?" + urlencode(query) if query else ""), status_code=status)

    @cached_property
    def translate(self) -> Callable[[str], str]:
        """The gettext function of the visitor's language."""
        return self.say.gettext


def language_of(request: Request) -> str:
    """The language of an address, else the one the browser asks for."""
    first = request.url.path.split("/")[1:2]
    if first and first[0] in LANGUAGES:
        return first[0]
    return best_language(request.headers.get("accept-language", "")[:500])


def _names(session: Session) -> dict[str, Texts]:
    """What the site says of the institution; the magazine's own name stands in for the archive's."""
    texts = titles.site_texts(session)
    if "name" not in texts and (title := titles.the_title(session)) is not None:
        texts["name"] = title.name
    return texts


def site_of(visit: Visit, here: str, notices: tuple[Notice, ...], texts: Mapping[str, Texts]) -> Site:
    """The site as this visitor sees it."""
    language = visit.language
    name = texts.get("name", Texts())
    others = [code for code in LANGUAGES if code != language and code in name]
    contact = texts.get("contact", Texts()).best(language)
    publisher = texts.get("publisher", Texts()).best(language)
    # At the bare address stands the first page, which has an address in each language.
    path = visit.request.url.path if visit.request.url.path != "/" else visit.to()
    return Site(
        name=_best(name, language) or Text.of(visit.say.gettext("Digital archive"), language),
        second_name=Text.of(name[others[0]].value, others[0]) if others else None,
        language=language,
        languages=tuple(Language(code, own, _in_language(visit, code)) for code, own in LANGUAGES.items()),
        demonstration=visit.settings.demonstration,
        account=Account(visit.account.name, visit.account.role) if visit.account else None,
        here=here,
        path=path,
        canonical=visit.settings.url.rstrip("/") + path,
        origin=visit.settings.url.rstrip("/"),
        contact=contact[1].value if contact else "",
        publisher=Text.of(publisher[1].value, publisher[0]) if publisher else None,
        notices=notices,
        saving=visit.saving,
    )


def _best(texts: Texts, language: str) -> Text | None:
    found = texts.best(language)
    return Text.of(found[1].value, found[0], found[1].supplied) if found else None


def _in_language(visit: Visit, code: str) -> str:
    """This same page in another language: signing in and desk included, the query kept."""
    path, query = visit.request.url.path, visit.request.url.query
    parts = path.split("/", 2)
    if parts[1] not in LANGUAGES or visit.request.method not in ("GET", "HEAD"):
        return f"/{code}"
    rest = f"/{parts[2]}" if len(parts) > 2 else ""
    return f"/{code}{rest}" + (f"?{query}" if query else "")

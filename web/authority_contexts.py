"""What pages of names under control may show: chosen in forms, listed at the desk, read by the public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from web.contexts import Link, Pager, Text
from web.desk_contexts import Change, ChangeItem, Value

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


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card in the desk's list. `forms`: the reader's language first; `dates`, `kind`: told."""

    url: str
    forms: tuple[Text, ...]
    kind: str
    variants: tuple[str, ...] = ()
    dates: str = ""
    articles: int = 0


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards of names at the desk. `kinds`: to choose by, with counts; `new`: a new card of each kind."""

    action: str
    rows: tuple[CardRow, ...]
    total: int
    kinds: tuple[Link, ...]
    new: tuple[Link, ...] = ()
    query: str = ""
    kind: str = ""
    pager: Pager | None = None


CardFieldName = Literal["forms", "more", "variants", "dates", "earlier", "later", "outside", "note"]


@dataclass(frozen=True, slots=True)
class CardField:
    """A line of a card's form: one value, or one a language; `picker` where cards are chosen.

    `area`: of several lines; `hint`: a told sentence below.
    """

    name: CardFieldName
    values: tuple[Value, ...]
    picker: Picker | None = None
    area: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Outlink:
    """The same thing elsewhere: service, identifier, address."""

    service: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """A card's form at the desk. Posts the fields, `version` and `do` ("save", "withdraw").

    `key` "" for one not yet kept; `gone`: why there is no form (withdrawn, merged), told, with `became` where
    a merged one leads. `alike`: other cards that may be the same; `merge`: where two are laid side by side,
    `into` choosing the other; `uses`: the articles that name it.
    """

    key: str
    kind: str
    name: Text
    version: int
    action: str
    fields: tuple[CardField, ...]
    list_url: str
    public_url: str = ""
    gone: str = ""
    became: Link | None = None
    outside: tuple[Outlink, ...] = ()
    alike: tuple[Link, ...] = ()
    merge: str = ""
    into: Picker | None = None
    uses: tuple[Link, ...] = ()
    articles: int = 0
    acts: tuple[Change, ...] = ()
    back: str = ""

    @property
    def in_conflict(self) -> int:
        """How many values were changed by someone else meanwhile."""
        return sum(1 for field in self.fields for value in field.values if value.conflict)


@dataclass(frozen=True, slots=True)
class MergedRecord:
    """A record that a merge writes: what it is called, its fields before and after."""

    name: Text
    items: tuple[ChangeItem, ...]


@dataclass(frozen=True, slots=True)
class Merging:
    """Two cards about to become one: `gone` will redirect to `into`. Posts `into`, `versions`, `why`.

    `records`: each record that is written, the card that stays first, `more` others uncounted in the list.
    """

    gone: Text
    into: Text
    into_key: str
    versions: str
    action: str
    swap_url: str
    cancel_url: str
    records: tuple[MergedRecord, ...]
    articles: int
    more: int = 0

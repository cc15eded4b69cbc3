"""Contexts for the templates of names: the desk's list, card and merger."""

from __future__ import annotations

from collections.abc import Iterator

from tests.web.examples import Example, site_in, t
from web.authority_contexts import (
    Card,
    CardField,
    CardRow,
    Cards,
    MergedRecord,
    Merging,
    Outlink,
    Picker,
)
from web.contexts import Link, Text
from web.desk_contexts import Change, ChangeItem, Conflict, Value
from web.name_contexts import Name, NameRow, Names, Naming, YearOfUse
from web.shelf_contexts import Bar

_AR, _FR = Text.of("المديرية العامة للأمن الوطني", "ar"), Text.of("Direction générale de la sûreté", "fr")


def _names(language: str) -> tuple[Text, Text]:
    return (_AR, _FR) if language == "ar" else (_FR, _AR)


def cards(language: str) -> Cards:
    """The desk's list."""
    kind = t(language, "هيئة أو وحدة", "organisme ou service")
    row = CardRow("/x/pm1", _names(language), kind, ("DGSN", "الأمن الوطني"), "1956", 12)
    bare = CardRow("/x/pm2", (Text.of("ⵜⴰⵎⴰⵣⵉⵖⵜ", "zgh"),), kind)
    kinds = (Link(t(language, "الكل", "Tous"), "?", True, 2), Link(kind, "?kind=organisation", count=2))
    return Cards("/x", (row, bare), 2, kinds, (Link(kind, "/x/new"),), "DGSN", "organisation")


def _picker(name: str, error: str = "") -> Picker:
    return Picker(
        name, "الأمن الجهوي (pmw1jr1)\nSûreté (pmx)", "/api/v1/authorities?lang=fr", new="person", error=error
    )


def card(language: str, *, clash: bool = False, gone: bool = False) -> Card:
    """A card's form; with what someone else changed; or one that was merged."""
    theirs = Conflict("الأمن", "bob", t(language, "أمس", "hier")) if clash else None
    wrong = t(language, "اختر بطاقة من القائمة.", "Choisissez une fiche de la liste.") if clash else ""
    fields = (
        CardField(
            "forms",
            (Value("form.ar", _AR.value, "ar", "rtl", conflict=theirs), Value("form.fr", "", "fr", "ltr")),
        ),
        CardField("more", tuple(Value(f"form.{tag}", "", tag, "ltr") for tag in ("en", "es", "zgh"))),
        CardField("variants", (Value("variants", "DGSN\nالأمن الوطني"),), area=True, hint="?"),
        CardField("dates", (Value("dates", "1956/..", dir="ltr", error=wrong),), hint="1956"),
        CardField("earlier", (Value("earlier", "pmw1jr1"),), _picker("earlier", wrong)),
        CardField("note", (Value("note.ar", "", "ar", "rtl"), Value("note.fr", "", "fr", "ltr")), area=True),
    )
    item = ChangeItem("DGSN", Text(""), Text.of("DGSN", "fr"))
    act = Change(12, "DGSN", "alice", "2026", "DGSN", (item,), f"/{language}/desk/changes/12/undo")
    link = Link(_FR.value, "/x/pm2", lang="fr")
    return Card(
        key="pm1",
        kind=t(language, "هيئة أو وحدة", "organisme ou service"),
        name=_names(language)[0],
        version=3,
        action=f"/{language}/desk/authorities/pm1",
        fields=() if gone else fields,
        list_url=f"/{language}/desk/authorities",
        public_url="/x",
        gone=t(language, "دُمجت هذه البطاقة في أخرى.", "Cette fiche a été fusionnée.") if gone else "",
        became=link if gone else None,
        outside=(Outlink("VIAF", "102333412", "https://viaf.org/viaf/102333412"),),
        alike=(link,),
        merge="" if gone else "/x/merge",
        into=None if gone else _picker("into"),
        uses=(Link("الشرطة، 143", "/x/a1"),),
        articles=1,
        acts=(act,),
        back=f"/{language}/desk/authorities/pm1",
    )


def new_card(language: str) -> Card:
    """The form of a card that is not there yet."""
    fields = (CardField("forms", (Value("form.ar", "", "ar", "rtl"), Value("form.fr", "", "fr", "ltr"))),)
    here = f"/{language}/desk/authorities"
    return Card("", t(language, "شخص", "personne"), Text(""), 0, f"{here}?kind=person", fields, here)


def merging(language: str) -> Merging:
    """Two cards about to become one."""
    item = ChangeItem(t(language, "صيغ أخرى", "Variantes"), Text(""), Text.of("DGSN", "und"))
    records = (MergedRecord(_names(language)[0], (item,)), MergedRecord(_AR, ()))
    return Merging(_FR, _AR, "pm2", "3,4", "/x/merge", "/x/swap", "/x", records, articles=14, more=3)


def names(language: str) -> Names:
    """The public index."""
    kind = t(language, "هيئات", "Organismes")
    row = NameRow("/x/pm1", _names(language), 12, "1956")
    kinds = (Link(t(language, "الكل", "Tous"), "?", True, 1), Link(kind, "?kind=organisation", count=1))
    return Names("/x", (row,), 1, kinds, "DGSN", "organisation")


def name(language: str) -> Name:
    """A name's public page."""
    link = Link("الأمن الجهوي (1944)", "/x/pm2", lang="ar")
    naming = Naming(_AR, "/x/a1", t(language, "العدد 143", "N° 143"), t(language, "عنه", "sujet"))
    return Name(
        kind=t(language, "هيئة أو وحدة", "organisme ou service"),
        kind_url="/x",
        forms=_names(language),
        ark="ark:/99999/pm1",
        permanent="http://x/ark:/99999/pm1",
        search="/x",
        dates="1956",
        variants=("DGSN", "الأمن الوطني"),
        note=_AR,
        earlier=(link,),
        later=(link,),
        outside=(Outlink("VIAF", "102333412", "https://viaf.org/viaf/102333412"),),
        articles=(naming,),
        total=1,
        bars=(Bar(1962, 1), Bar(1963, 0), Bar(1964, 3)),
        years=(YearOfUse(1962, 1, "/x"), YearOfUse(1964, 3, "/x")),
        edit_url="/x",
    )


def authority_examples(language: str) -> Iterator[Example]:
    """Every page of names once, and its troubled states."""
    public = site_in(language, "authorities", "/authorities")
    yield "authorities", "authorities.html", names(language), public
    yield "authorities-none", "authorities.html", Names("/x", (), 0, ()), public
    yield "authority", "authority.html", name(language), public
    desk = site_in(language, "authorities", "/desk/authorities", account=True)
    yield "desk-authorities", "desk/authorities.html", cards(language), desk
    yield "desk-authorities-none", "desk/authorities.html", Cards("/x", (), 0, (), query="DGSN"), desk
    yield "desk-authority", "desk/authority.html", card(language), desk
    yield "desk-authority-clash", "desk/authority.html", card(language, clash=True), desk
    yield "desk-authority-gone", "desk/authority.html", card(language, gone=True), desk
    yield "desk-authority-new", "desk/authority.html", new_card(language), desk
    yield "desk-authority-merge", "desk/authority-merge.html", merging(language), desk

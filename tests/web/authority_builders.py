"""Cards of names for tests: persons, units with an earlier name, a place, a section; articles naming them."""

from __future__ import annotations

from archive.actions import articles, authorities, changes
from archive.canvas import Box
from archive.models import Issue
from archive.models.mapping import Zone
from archive.store import Store
from archive.texts import Texts


def some_cards(store: Store, issue_id: int, draft_id: int | None = None) -> dict[str, str]:
    """Cards by a short name, with their keys. The published issue names all but "secret" and "unused"."""
    with store.write() as session:
        act = changes.begin(session, by="alice", why="cards for a test")
        made = {
            name: authorities.add(session, act, kind, Texts.printed(**forms), **more).key
            for name, kind, forms, more in (
                (
                    "laghzaoui",
                    "person",
                    {"ar": "محمد الغزاوي", "fr": "Mohamed Laghzaoui"},
                    {"variants": ("El Ghazoui", "Laghzaoui (M.)"), "dates": "1906/1990"},
                ),
                (
                    "regional",
                    "organisation",
                    {"fr": "Sûreté régionale", "ar": "الأمن الجهوي"},
                    {"dates": "1944/1956"},
                ),
                (
                    "dgsn",
                    "organisation",
                    {"fr": "Direction générale de la sûreté nationale", "ar": "المديرية العامة للأمن الوطني"},
                    {
                        "variants": ("DGSN", "الأمن الوطني"),
                        "dates": "1956/..",
                        "outside": ("https://viaf.org/viaf/102333412", "https://www.wikidata.org/entity/Q1339"),
                        "note": Texts.supplied(fr="Créée le 16 mai 1956.", ar="أُحدثت في 16 ماي 1956."),
                    },
                ),
                ("tetouan", "place", {"ar": "تطوان", "fr": "Tétouan"}, {}),
                ("sports", "section", {"ar": "رياضة", "fr": "Sports"}, {}),
                ("secret", "person", {"ar": "سر مكتوم", "fr": "Secret Person"}, {}),
                ("unused", "subject", {"fr": "Circulation routière"}, {}),
            )
        }  # fmt: skip
        cards = {name: authorities.questions.whatever(session, key) for name, key in made.items()}
        authorities.change(session, act, cards["dgsn"], {"earlier": (made["regional"],)})
        issue = session.get_one(Issue, issue_id)
        numbers = [page.number for page in issue.pages]
        for heading, fields in (
            (
                Texts.printed(fr="La police au service du citoyen"),
                {"authors": (made["laghzaoui"],), "about": (made["dgsn"], made["tetouan"]), "language": "fr"},
            ),
            (
                Texts.printed(ar="الشرطة في خدمة المواطن"),
                {
                    "about": (made["dgsn"], made["regional"]),
                    "section_id": cards["sports"].id,
                    "language": "ar",
                },
            ),
        ):
            page = numbers[2] if fields["language"] == "fr" else numbers[0]
            zones = (Zone(page, Box(40, 90, 900, 200)),)
            articles.add(session, act, issue, heading=heading, pages=(page,), zones=zones, **fields)
        if draft_id is not None:
            draft = session.get_one(Issue, draft_id)
            articles.add(
                session,
                act,
                draft,
                heading=Texts.printed(fr="Brouillon"),
                pages=(draft.pages[0].number,),
                about=(made["secret"], made["dgsn"]),
            )
        return made

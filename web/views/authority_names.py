"""Cards of names for scripts of the desk: what was typed, in either script, answered as JSON."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from archive.letters import direction_of
from archive.models import AUTHORITY_KINDS
from archive.queries.articles import AuthorityFacts
from index import calling
from web.answering import PRIVATE, data_answer
from web.i18n import LANGUAGES, Translator, translator
from web.naming import text_of, texts_of, told_date
from web.told import authority_kind
from web.visiting import Visit

#: Cards in one answer.
_MOST = 12


def names(visit: Visit) -> Response:
    """The cards that `?q=` may mean, nearest first; `?kind=` (several), `?lang=` of the labels."""
    language = visit.query("lang")
    say = translator(language) if language in LANGUAGES else visit.say
    kinds = [kind for kind in visit.several("kind") if kind in AUTHORITY_KINDS]
    text = visit.query("q").strip()[:200]
    with visit.store.read() as session:
        found = calling.find(visit.store, session, text, kinds=kinds, language=say.language, limit=_MOST)
        exact = calling.exactly(visit.store, session, text, kinds=kinds) if text else []
    told = {"authorities": [_told(one, say) for one in found], "exact": [one.key for one in exact]}
    return data_answer(visit.request.headers, told, cache=PRIVATE)


def _told(card: AuthorityFacts, say: Translator) -> dict[str, Any]:
    own = text_of(card.forms, say.language)
    others = [text for text in texts_of(card.forms, say.language) if text.lang != own.lang]
    return {
        "key": card.key,
        "kind": card.kind,
        "kind_told": authority_kind(card.kind, say),
        "label": own.value,
        "language": own.lang,
        "direction": own.dir,
        "others": [
            {"text": text.value, "language": text.lang, "direction": direction_of(text.lang)}
            for text in others
        ],
        "variants": list(card.variants),
        "dates": told_date(card.dates, say),
    }

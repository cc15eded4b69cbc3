"""Queries as readers type them, and text as a poor scan gives it: what `search_quality.py` asks with.

A reader remembers three or four words of one passage and types them in their own way. Each way is a *rule*;
in turn one rule is the focus of a query, whose passage then has a word that it changes, and the other rules
are careless company: each is used half of the time. So every rule stands in at least a tenth of the queries
of a corpus that has such words. Nothing here knows how the archive makes terms: nothing of `index` is
imported, and the rules go by what people do, not by what the index undoes.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

#: A passage is this many printed words side by side; the words of a query stand in one passage.
PASSAGE = 14

_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_LETTERS = {"ar": re.compile("[\u0621-\u064a]"), "fr": re.compile("[^\\W\\d_]")}

#: Words that nobody would remember a passage by.
_EMPTY_ARABIC = """
    في من عن على إلى الى أن ان إن أو او ثم لا ما لم لن قد هو هي هم هما نحن أنت هذا هذه ذلك تلك هؤلاء الذي
    التي الذين اللاتي كان كانت يكون تكون كما لكن بل إذا اذا إذ حتى بين بعد قبل عند غير كل بعض مع منه منها
    منهم فيه فيها فيهم عليه عليها عليهم إليه إليها له لها لهم به بها بهم أي وقد وهو وهي ولا وما ولم وإن وأن
    ومن وفي وعلى فإن فقد ولكن وكان وكانت كذلك وكذلك أما وأما أيضا أيضاً ليس ليست نحو مثل حيث كيف متى أين لأن
    لأنه فلا وإذا وهذا وهذه بهذا هنا هناك"""
_EMPTY_FRENCH = """
    le la les un une des du de au aux à et ou où mais donc or ni car en dans par pour sur sous avec sans chez
    vers entre que qui quoi dont ce cet cette ces se sa son ses leur leurs mon ma mes notre nos votre vos il
    elle ils elles on nous vous je tu y ne pas plus moins très tout toute tous toutes est sont était étaient
    être été ont avait avaient avoir fait faire peut comme si lui même aussi bien ainsi alors après avant cela
    celui celle ceux deux sera eux dit"""
_EMPTY = {"ar": frozenset(_EMPTY_ARABIC.split()), "fr": frozenset(_EMPTY_FRENCH.split())}


@dataclass(frozen=True, slots=True)
class ReaderQuery:
    """What a reader typed, the one record it should find, the printed words, the rules that changed them."""

    text: str
    relevant: str
    printed: tuple[str, ...]
    rules: tuple[str, ...]


#: A rule: a printed word as somebody else types it, or None where it has nothing to change. It is given
#: the word before it, which words the corpus prints and how often, and chance.
Rule = Callable[[str, str, Mapping[str, int], random.Random], str | None]


def _changed(word: str, other: str) -> str | None:
    return other if other and other != word else None


# --- Arabic ---------------------------------------------------------------------------------------------


def _no_vowel_marks(word: str, _before: str, _known: Mapping[str, int], _chance: random.Random) -> str | None:
    return _changed(word, _MARKS.sub("", word))


def _careless_hamza(word: str, _before: str, _known: Mapping[str, int], _chance: random.Random) -> str | None:
    return _changed(word, re.sub("[أإآٱ]", "ا", word))


def _ya(word: str, _before: str, _known: Mapping[str, int], _chance: random.Random) -> str | None:
    if word.endswith("ي"):
        return word[:-1] + "ى"
    return word[:-1] + "ي" if word.endswith("ى") else None


def _ta_marbuta(word: str, _before: str, _known: Mapping[str, int], _chance: random.Random) -> str | None:
    return word[:-1] + "ه" if word.endswith("ة") else None


def _particle(word: str, _before: str, known: Mapping[str, int], chance: random.Random) -> str | None:
    """Off: و ب ك ف before the article, لل, and a و before a word that also stands alone. On: و ب ل."""
    if re.match("[وبكف]ال..", word):
        return word[1:]
    if re.match("لل..", word):
        return "ال" + word[2:]
    if word[0] == "و" and len(word) >= 5 and known.get(word[1:], 0) > known.get(word, 0):
        return word[1:]
    if re.match("ال...", word):
        return chance.choice(("و" + word, "ب" + word, "لل" + word[2:]))
    return None


def _article(word: str, _before: str, known: Mapping[str, int], _chance: random.Random) -> str | None:
    """Off where it stands and leaves a word that is also printed without it; on before a word in ة."""
    if re.match("ال...", word) and word[2:] in known:
        return word[2:]
    if word.endswith("ة") and "ال" + word in known:
        return "ال" + word
    return None


def _other_digits(word: str, _before: str, _known: Mapping[str, int], _chance: random.Random) -> str | None:
    if re.fullmatch("[0-9]+", word):
        return "".join(chr(0x660 + int(digit)) for digit in word)
    if re.fullmatch("[٠-٩]+", word):
        return "".join(str(unicodedata.decimal(digit)) for digit in word)
    return None


def _singular_arabic(word: str, _before: str, known: Mapping[str, int], _chance: random.Random) -> str | None:
    """One of several: ـات gives ـة, ـون and ـين go, where the corpus prints that word too."""
    for ending, single in (("ات", "ة"), ("ون", ""), ("ين", "")):
        if word.endswith(ending) and len(word) >= 6 and word[: -len(ending)] + single in known:
            return word[: -len(ending)] + single
    return None


# --- French ---------------------------------------------------------------------------------------------


def _no_accents(word: str, _before: str, _known: Mapping[str, int], _chance: random.Random) -> str | None:
    flat = unicodedata.normalize("NFD", word.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae"))
    return _changed(word, "".join(letter for letter in flat if not unicodedata.combining(letter)))


def _no_elision(word: str, _before: str, _known: Mapping[str, int], _chance: random.Random) -> str | None:
    return _changed(word, _ELIDED.sub("", word))


_ELIDED = re.compile("^(?:[ldnsjcmt]|qu|jusqu|lorsqu|puisqu)['\u2019](?=...)", re.IGNORECASE)


def _lower_case(word: str, _before: str, _known: Mapping[str, int], _chance: random.Random) -> str | None:
    return _changed(word, word.lower())


_PLURAL = frozenset(
    (
        "les",
        "des",
        "ces",
        "nos",
        "vos",
        "leurs",
        "aux",
        "mes",
        "ses",
        "plusieurs",
        "quelques",
        "deux",
        "trois",
    )
)


def _singular_french(word: str, before: str, _known: Mapping[str, int], _chance: random.Random) -> str | None:
    """One of several, where an article or number before it says that it is a plural."""
    if before.lower() not in _PLURAL or len(word) < 4:
        return None
    if word.endswith("eaux"):
        return word[:-1]
    if word.endswith("aux"):
        return word[:-2] + "l"
    return word[:-1] if word.endswith(("s", "x")) else None


RULES: dict[str, dict[str, Rule]] = {
    "ar": {
        "no vowel marks": _no_vowel_marks,
        "careless hamza": _careless_hamza,
        "ya": _ya,
        "ta marbuta": _ta_marbuta,
        "singular for plural": _singular_arabic,
        "particle on or off": _particle,
        "article on or off": _article,
        "digits of the other kind": _other_digits,
    },
    "fr": {
        "no elision": _no_elision,
        "singular for plural": _singular_french,
        "no accents": _no_accents,
        "lower case": _lower_case,
    },
}


# --- queries --------------------------------------------------------------------------------------------


def bare(word: str) -> str:
    """A printed word without the punctuation around it."""
    return _EDGES.sub("", word)


def reader_queries(
    articles: Sequence[Mapping[str, str]], language: str, number: int, seed: int = 5
) -> list[ReaderQuery]:
    """Queries for passages of `articles` (`id`, `text`); always the same for the same seed and corpus."""
    chance = random.Random(f"{seed} {language}")
    rules = RULES[language]
    passages = [(a["id"], [bare(w) for w in a["text"].split()]) for a in articles]
    known = Counter(word for _, words in passages for word in words)
    passages = [(name, words) for name, words in passages if len(words) >= PASSAGE]
    queries: list[ReaderQuery] = []
    asked: set[tuple[str, tuple[str, ...]]] = set()
    focuses = [*rules] * (number // len(rules) + 1)
    for focus in focuses[:number]:
        for _attempt in range(400):
            query = _query(*chance.choice(passages), language, focus, known, chance)
            if query is not None and (query.relevant, query.printed) not in asked:
                asked.add((query.relevant, query.printed))
                queries.append(query)
                break
    return queries


def _query(
    name: str, words: list[str], language: str, focus: str, known: Mapping[str, int], chance: random.Random
) -> ReaderQuery | None:
    rules = RULES[language]
    start = chance.randrange(len(words) - PASSAGE + 1)
    passage = [
        (words[n], words[n - 1] if n else "")
        for n in range(start, start + PASSAGE)
        if _memorable(words[n], language)
    ]
    passage = list({word: (word, before) for word, before in passage}.values())
    held = [pair for pair in passage if rules[focus](*pair, known, chance) is not None]
    if not held or len(passage) < 4:
        return None
    one = chance.choice(held)
    others = chance.sample([pair for pair in passage if pair is not one], chance.choice((2, 3)))
    chosen = [pair for pair in passage if pair is one or pair in others]
    active = [name for name in rules if name == focus or chance.random() < 0.5]
    typed, used = [], set()
    for word, before in chosen:
        for rule in active:
            if (other := rules[rule](word, before, known, chance)) is not None:
                word = other
                used.add(rule)
        typed.append(word)
    if focus not in used:
        return None
    return ReaderQuery(
        " ".join(typed), name, tuple(w for w, _ in chosen), tuple(r for r in rules if r in used)
    )


def _memorable(word: str, language: str) -> bool:
    """A number, or a word in the language's own letters that carries meaning."""
    plain = _ELIDED.sub("", _MARKS.sub("", word))
    if language == "ar" and re.fullmatch("[0-9٠-٩]{2,4}", plain):
        return True
    letters = _LETTERS[language].findall(plain)
    return (
        len(letters) >= 4
        and len(letters) >= len(plain) - 1  # an apostrophe
        and plain.lower() not in _EMPTY[language]
    )


def used_rules(queries: Iterable[ReaderQuery], language: str) -> dict[str, float]:
    """The share of the queries in which each rule changed a word."""
    queries = list(queries)
    return {
        rule: round(sum(rule in query.rules for query in queries) / max(1, len(queries)), 3)
        for rule in RULES[language]
    }


# --- what a poor scan does ------------------------------------------------------------------------------

_ALIKE = {
    "ar": ("بتثنيئ", "جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق", "ةه", "أاإل", "ور", "مه", "كل"),
    "fr": ("eéèêc", "aàâo", "uùûn", "iîïlt1", "oô0", "çc", "hb", "fs", "vy", "gq", "BR8", "SE", "IL1"),
}
_RUNS = {"fr": (("rn", "m"), ("m", "rn"), ("cl", "d"), ("ii", "u"), ("li", "h"), ("in", "m"), ("w", "vv"))}


def _taken_for(language: str) -> dict[str, str]:
    """For each letter the ones it is taken for."""
    others: dict[str, str] = {}
    for group in _ALIKE[language]:
        for letter in group:
            others[letter] = others.get(letter, "") + group.replace(letter, "")
    return others


def misread(text: str, language: str, rate: float, seed: str) -> str:
    """The text with `rate` of its characters read wrongly, the same for the same seed.

    Of ten errors in words six take a letter for one that looks alike (dots and teeth in Arabic, accents,
    c/e, rn/m in French) or, where nothing does, for any other; two or three lose a letter, the others break
    a word. A blank is lost (two words joined) or doubled.
    """
    if rate <= 0:
        return text
    chance = random.Random(f"{seed} {rate}")
    alike, runs = _taken_for(language), _RUNS.get(language, ())
    made: list[str] = []
    at = 0
    while at < len(text):
        letter, step = text[at], 1
        if chance.random() < rate:
            letter, step = _misread_at(text, at, alike, runs, chance)
        made.append(letter)
        at += step
    return "".join(made)


def _misread_at(
    text: str, at: int, alike: Mapping[str, str], runs: Iterable[tuple[str, str]], chance: random.Random
) -> tuple[str, int]:
    """What stands for the letter at a place, and how many letters it stands for."""
    letter, kind = text[at], chance.random()
    if letter == " ":
        return ("" if kind < 0.6 else "  "), 1
    if kind < 0.6:
        run = [pair for pair in runs if text.startswith(pair[0], at)]
        if run and chance.random() < 0.5:
            printed, read = chance.choice(run)
            return read, len(printed)
        return chance.choice(alike.get(letter) or [*alike]), 1
    return ("", 1) if kind < 0.85 else (f"{letter} ", 1)

"""Names across scripts: one skeleton of consonants for الغزاوي, Laghzaoui and El Ghazoui.

A name is written down by ear: vowels come and go, an article clings or stands apart, ق is k, q or g. What
stays are the consonants in their order. `indexed` gives the skeletons of a printed word, few of them;
`keys` all that a name may have that someone looks for. They may be the same name where they share one. So a
key finds more than it should, and what it finds is always marked.

    محمد  Mohammed  M'hamed          MHMD
    الغزاوي  Laghzaoui  Ghazaoui     GZW, LGZW
    عبد القادر  Abdelkader           ABDLKDR

Which letter stands for which follows the usage of Moroccan civil registers and French print (ou/w, ch, gh,
dj, kh), not a scholar's transliteration; the pairs in `pairs/names.tsv` say what must meet and what must not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from archive.letters import count_scripts
from index import analysis
from index.analysis import PrintedWord

#: A skeleton of fewer consonants says nothing; one of more is a run of words without blanks.
SHORTEST, LONGEST = 2, 14
#: Skeletons of one token at most, where its letters can be read in several ways.
_MOST = 8

# Latin letters, longest spelling first: what each is heard as ("" nothing). Two readings: both are tried.
_LATIN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("tch", ("C",)), ("sch", ("C",)), ("ddj", ("J",)),
    ("ch", ("C",)), ("sh", ("C",)), ("kh", ("X",)), ("gh", ("G",)), ("rh", ("G", "R")),
    ("dj", ("J",)), ("dh", ("D",)), ("th", ("T", "TH")), ("ph", ("F",)), ("ck", ("K",)), ("qu", ("K",)),
    ("gu", ("K", "G")), ("b", ("B",)), ("d", ("D",)), ("f", ("F",)), ("h", ("H",)), ("j", ("J",)),
    ("k", ("K",)), ("l", ("L",)), ("m", ("M",)), ("n", ("N",)), ("p", ("B",)), ("q", ("K",)), ("r", ("R",)),
    ("s", ("S",)), ("t", ("T",)), ("v", ("F",)), ("x", ("KS",)), ("z", ("Z",)),
)  # fmt: skip
_ARABIC: dict[str, tuple[str, ...]] = {
    "ب": ("B",), "ت": ("T",), "ث": ("T", "S"), "ج": ("J",), "ح": ("H",), "خ": ("X",), "د": ("D",),
    "ذ": ("D", "Z"), "ر": ("R",), "ز": ("Z",), "س": ("S",), "ش": ("C",), "ص": ("S",), "ض": ("D",),
    "ط": ("T",), "ظ": ("D", "Z"), "غ": ("G",), "ف": ("F",), "ق": ("K",), "ك": ("K",), "ل": ("L",),
    "م": ("M",), "ن": ("N",), "ه": ("H",),
}  # fmt: skip
_VOWELS = "aeiouy"
_HEARD = {
    **dict.fromkeys(map(ord, "اويأؤئءىع"), ""),
    **{ord(letter): heard[0] for letter, heard in _ARABIC.items()},
}
_UNSURE = re.compile("[وؤثذظ]|^ا")
_ONLY_ARABIC = re.compile("[\u0621-\u064a]+")
_TWICE = re.compile(r"(.)\1+")
_DOUBLED = re.compile(r"([A-Z])\1+")
_TWO_CONSONANTS = re.compile("[b-df-hj-np-tvxz]{2}")
_SUN = "تثدذرزسشصضطظلن"
#: Words that belong to the name after them.
_PARTICLE_WORDS = "ben bin ibn bou abou abd ait ould oulad sidi moulay el al بن ابن بو ابو عبد ايت ولد اولاد"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_TITLES, _ARTICLES = frozenset(("sidi", "moulay")), frozenset(("el", "al"))
_ARTICLE = re.compile("^(?:el|al|la|l)(?=[^aeiouyw])")


@lru_cache(maxsize=200_000)
def keys(token: str) -> frozenset[str]:
    """The skeletons a token may have as a name: none for one without letters or with too few consonants."""
    word = _spelling(token)
    arabic, latin = count_scripts(word)
    if (not arabic and not latin) or (arabic and latin) or any(letter.isdigit() for letter in word):
        return frozenset()
    found = _of_arabic(word) if arabic else _of_latin(word)
    return frozenset(key for key in found if SHORTEST <= len(key) <= LONGEST)


def _spelling(token: str) -> str:
    """`analysis.norm`, but M'hamed keeps its M, and إدريس the sign that its first vowel may be missing."""
    word = analysis.norm(token)
    if len(token) > 2 and token[0] in "mM" and token[1] in "'\u2019\u02bc\u2018":
        word = "m" + word
    return "أ" + word[1:] if token[0] in "أآ" else word


@lru_cache(maxsize=200_000)
def indexed(token: str) -> frozenset[str]:
    """The skeletons by which a printed word is found: of an Arabic one without its article, few."""
    word = _spelling(token)
    if len(word) < 3 or not _ONLY_ARABIC.fullmatch(word):
        return keys(token)
    if word.startswith("ال") and len(word) > 4:
        word = word[2:]
    found = _spelt_arabic(word) if _UNSURE.search(word, 1) else {_sure(word)}
    kept = frozenset(key for key in found if SHORTEST <= len(key) <= LONGEST)
    known = keys(token)
    return kept if kept & known else known  # a spelling too odd ("ءبهه") is found by what it is asked by


def alike(one: str, other: str) -> bool:
    """Whether looking for one spelling, of one or more words, finds the other in print."""
    return bool(keys_of(one) & written(other))


def keys_of(name: str) -> frozenset[str]:
    """The skeletons of a name of one or more words, said as one: "Ben Barka", "عبد الله"."""
    return _whole(name, keys)


def written(name: str) -> frozenset[str]:
    """The skeletons by which a printed name of one or more words is found: fewer than `keys_of` gives."""
    return _whole(name, indexed)


def is_particle(token: str) -> bool:
    """Whether a word belongs to the name after it: Ben, Abd, بن."""
    return analysis.norm(token) in _PARTICLES


def on_page(words: Iterable[str | PrintedWord]) -> Iterator[tuple[frozenset[str], tuple[int, ...]]]:
    """The names that may stand on a page: their skeletons, the places of their printed words.

    A Latin word is taken for a name where it begins with a capital letter and does not stand on the page
    without one too; Arabic has no capitals, so there any word of three letters may be one.
    """
    whole = [(_candidates(text), places) for text, places in analysis.printed(words)]
    small = {one.token for candidates, _ in whole for one in candidates if one.small}
    before: list[tuple[str, tuple[int, ...]]] = []  # the particles that stand just before
    for candidates, places in whole:
        for one in candidates:
            if one.particle:
                before.append((one.token, places))
            elif before:
                last = before[-2:]
                before = []
                if joined := _said_together([particle for particle, _ in last], one.token, indexed):
                    yield joined, (*(place for _, at in last for place in at), *places)
            if one.skeletons and (one.arabic or one.token.casefold() not in small):
                yield one.skeletons, places


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A printed token that may be a name; `small`: it begins with a small Latin letter."""

    token: str
    skeletons: frozenset[str]
    particle: bool
    arabic: bool
    small: bool


@lru_cache(maxsize=200_000)
def _candidates(text: str) -> tuple[_Candidate, ...]:
    """The tokens of a printed word; remembered for each surface form, as print repeats itself."""
    made = []
    for token in analysis.tokens(text):
        word = analysis.norm(token)
        arabic = bool(count_scripts(word)[0])
        may = len(word) > 2 and word not in analysis.STOP_WORDS and (arabic or token[:1].isupper())
        found = indexed(token) if may else frozenset()
        made.append(_Candidate(token, found, word in _PARTICLES, arabic, token[:1].islower() and not arabic))
    return tuple(made)


def keys_on(words: Iterable[str | PrintedWord]) -> tuple[str, ...]:
    """Every skeleton on a page, once, in order: what `Document.names` holds."""
    return tuple(sorted({key for found, _ in on_page(words) for key in found}))


def _whole(name: str, skeletons: Callable[[str], frozenset[str]]) -> frozenset[str]:
    tokens = analysis.tokens(name)
    if not tokens:
        return frozenset()
    before: list[str] = []
    for token in reversed(tokens[:-1]):
        if not is_particle(token) or len(before) == 2:
            break
        before.insert(0, token)
    return _said_together(before, tokens[-1], skeletons) or skeletons(tokens[-1])


def _said_together(
    particles: Sequence[str], name: str, skeletons: Callable[[str], frozenset[str]]
) -> frozenset[str]:
    """The skeletons of particles and the name after them as one word: عبد القادر is Abdelkader."""
    said = [word for word in map(_spelling, particles) if word not in _TITLES]
    while said and said[0] in _ARTICLES:
        said.pop(0)
    second = _spelling(name)
    if not said or not second or len({bool(count_scripts(word)[0]) for word in (*said, second)}) > 1:
        return frozenset()
    if second.startswith("ال") and second[2:3]:
        second = second[2:] if second[2] in _SUN else second[1:]
    return skeletons("".join(said) + second)


# --- Latin letters --------------------------------------------------------------------------------------


def _of_latin(word: str) -> set[str]:
    found = _spelt_latin(word)
    if _TWO_CONSONANTS.match(word):  # Driss is Idriss
        found |= {"A" + key for key in found}
    bare = _ARTICLE.sub("", word)
    if bare != word:
        rest = _spelt_latin(bare)
        found |= rest
        # El Arbi is Larbi, too, and Larbi is El Arbi.
        found |= {("A" if word[0] == "l" else "L") + key for key in rest}
    return found


def _spelt_latin(word: str) -> set[str]:
    """The skeletons of a word of small Latin letters without accents."""
    sounds: list[tuple[str, ...]] = [("A",)] if word[0] in "aeiou" else []
    if word.startswith("ou") and len(word) > 2:
        sounds = [("W",) if word[2] in _VOWELS else ("W", "A")]
        word = word[2:]
    elif word[0] == "y":
        sounds = [("Y",)]
    at = 0
    while at < len(word):
        if word[at] == "c" and word[at + 1 : at + 2] != "h" and word[at + 1 : at + 2] != "k":
            sounds.append(("S",) if word[at + 1 : at + 2] in ("e", "i", "y") else ("K",))
            at += 1
        elif word[at] == "g" and word[at + 1 : at + 2] in ("e", "i", "y"):
            sounds.append(("J", "G"))
            at += 1
        elif word[at] == "g" and word[at + 1 : at + 2] not in ("h", "u"):
            sounds.append(("G", "K"))
            at += 1
        elif word[at] == "w":
            sounds.append(("W",))
            at += 1
        elif word.startswith("ou", at) and word[at + 2 : at + 3] in tuple(_VOWELS):
            sounds.append(("W", "") if at and word[at - 1] not in _VOWELS else ("W",))
            at += 2
        elif word[at] in _VOWELS:
            sounds.append(("|",))  # a vowel parts two consonants
            at += 1
        else:
            spelling, heard = next(((s, h) for s, h in _LATIN if word.startswith(s, at)), (word[at], ("",)))
            # At the end it may not be heard: Abdallah, but Salah.
            sounds.append(("", "H") if spelling == "h" and at + 1 == len(word) else heard)
            at += len(spelling)
    return _readings(sounds)


# --- Arabic letters -------------------------------------------------------------------------------------


def _of_arabic(word: str) -> set[str]:
    """The article stands apart: print in Latin letters is indexed with it and without."""
    return _spelt_arabic(word[2:] if word.startswith("ال") and len(word) > 4 else word)


def _sure(word: str) -> str:
    """The one skeleton of an Arabic word without letters that can be read in two ways."""
    first = {"و": "W", "ي": "Y"}.get(word[0]) or ("" if word[0] in _ARABIC else "A")
    rest = word if not first else word[1:]
    return first + _TWICE.sub(r"\1", rest.removesuffix("ه")).translate(_HEARD)


def _spelt_arabic(word: str) -> set[str]:
    """The skeletons of a normalised Arabic word. A و is a consonant or a vowel by what stands beside it."""
    sounds: list[tuple[str, ...]] = []
    word = _TWICE.sub(r"\1", word)
    last = len(word) - 1
    for at, letter in enumerate(word):
        before, after = word[at - 1 : at] if at else "", word[at + 1 : at + 2]
        if letter in _ARABIC:
            if not (letter == "ه" and at == last):  # ه and ة at the end are a vowel
                sounds += [_ARABIC[letter], ("|",)]  # تطوان is heard as two
                continue
            sounds.append(("|",))
        elif at == 0:
            sounds.append({"و": ("W",), "ي": ("Y",), "ا": ("A",)}.get(letter, ("A",)))
        elif letter in "وؤ":
            sounds.append(_waw(before, after))
        else:
            sounds.append(("|",))
    return _readings(sounds)


def _waw(before: str, after: str) -> tuple[str, ...]:
    if after in ("ا", "ي", "ه") or before == "ا":
        return ("W", "|")
    return ("W", "|") if after == "ع" else ("|",)


# --- skeletons ------------------------------------------------------------------------------------------


def _readings(sounds: Sequence[tuple[str, ...]]) -> set[str]:
    """The skeletons that sounds give: doubled consonants once, vowels gone."""
    found: set[str] = set()
    for number, chosen in enumerate(product(*sounds)):
        if number == _MOST:
            break
        found.add(_DOUBLED.sub(r"\1", "".join(chosen)).replace("|", ""))
    return found

"""Pages of made-up text, as many as wanted, with the word statistics of printed periodicals.

    python tests/benchmarks/made_text.py [--pages 2000]       prints the statistics of what is made

Nothing is copied from anywhere: Arabic words are roots in patterns, French ones syllables and endings, and
the commonest are the particles of each language. What is taken over from print (articles of two Arabic and
several French periodicals, 1.02 M words) are numbers: how often the n-th commonest word stands, how long
pages are, how often a word comes again on its page, how often two words stand together. The same seed gives
the same pages.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int32]

#: Share of all words that the n-th commonest stem has, measured; beyond the last it falls as between the
#: last two.
_SHARES = {
    "ar": {
        1: 0.0416,
        2: 0.0337,
        5: 0.0106,
        10: 0.00512,
        20: 0.00298,
        50: 0.00184,
        100: 0.00101,
        200: 5.7e-4,
        500: 2.58e-4,
        1000: 1.36e-4,
        2000: 6.7e-5,
        5000: 2.3e-5,
        20000: 3.0e-6,
    },
    "fr": {
        1: 0.0563,
        2: 0.0298,
        5: 0.0218,
        10: 0.0105,
        20: 0.00484,
        50: 0.00174,
        100: 8.7e-4,
        200: 5.0e-4,
        500: 2.27e-4,
        1000: 1.21e-4,
        2000: 5.6e-5,
        5000: 1.9e-5,
        20000: 3.0e-6,
    },
}
#: Different stems a language has in all; 64,000 pages of print had 320,000 in both.
_STEMS = 160_000
#: Words that are one of their page's earlier ones, and that follow a word which they often follow; chosen so
#: that 300 words hold 0.70 different stems in Arabic and 0.58 in French, and pairs of words are new 0.65 and
#: 0.56 of the time, as measured.
_AGAIN = {"ar": 0.15, "fr": 0.22}
_TOGETHER = {"ar": 0.26, "fr": 0.32}
_COMPANIONS = 5  # words that often follow a word
#: Words of a page, tenths of all pages (measured on articles, made one and a half times as long: pages hold
#: more than one).
_LENGTHS = {
    "ar": (90, 110, 140, 190, 250, 320, 400, 480, 560, 640, 700),
    "fr": (120, 190, 250, 290, 310, 320, 330, 350, 400, 500, 700),
}


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_PARTICLES = {
    "ar": "في من على و أن إلى لا ما التي الذي هذا كان هذه عن قد ثم بين كل هو بعد أو إذا ذلك كما مع",
    "fr": "de la le et les des à un en du une que qui dans pour il est au par sur ne pas se plus ce",
}
_ROOT_LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ROOT_WEIGHTS = (9, 4, 2, 5, 6, 3, 6, 1, 10, 3, 6, 4, 4, 3, 3, 1, 7, 2, 6, 6, 5, 9, 9, 8, 5, 6, 5)
_PATTERNS = _listed(
    "123 1ا23 م12و3 1ي23 ت12ي3 ا1ت2ا3 است12ا3 م123ه 12ا3 12ي3 12و3 ان1123 ت1ا23 مت1ا23 م1ا23 ا12ا3 "
    "12ا3ه م12ي3"
)
_SYLLABLES = _listed(
    "con re dé in pro par com pré ma po ra li ti ca se mi na ta ro la co di vi pa ré tra ci fi so mo bar gen "
    "pla cha mar por ser ver cor tor man tri fra ga gué ju lo nu pu ru su vou zé bo bri cré dra flé"
)
_ENDINGS = _listed(
    "tion ment eur ique age té isme aire ure ence al if eux able ier et on in ard esse ot ie our ant"
)
_FORMS = {
    "ar": ("{}", "ال{}", "{}", "و{}", "ال{}", "بال{}", "{}ات", "{}ها", "لل{}", "وال{}", "{}ين"),
    "fr": ("{}", "{}", "{}s", "{}", "l’{}", "{}e", "d’{}", "{}es"),
}


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page: its language and its words as printed."""

    language: str
    words: tuple[str, ...]


class Tongue:
    """One language's words and how often they stand."""

    def __init__(self, language: str, seed: int) -> None:
        self.language = language
        self._seed = seed

    @cached_property
    def shares(self) -> npt.NDArray[np.float64]:
        """The running sum of the shares of all stems, commonest first."""
        known = _SHARES[self.language]
        ranks, shares = np.array([*known]), np.array([*known.values()])
        rank = np.arange(1, _STEMS + 1)
        values = np.exp(np.interp(np.log(rank), np.log(ranks), np.log(shares)))
        beyond = rank > ranks[-1]
        slope = np.log(shares[-1] / shares[-2]) / np.log(ranks[-1] / ranks[-2])
        values[beyond] = shares[-1] * (rank[beyond] / ranks[-1]) ** slope
        return np.cumsum(values) / values.sum()

    @cached_property
    def companions(self) -> Numbers:
        """For each stem the words that often follow it; those of the commonest come in all kinds."""
        chance = np.random.default_rng([self._seed, 2])
        return self.drawn(chance, (_STEMS, _COMPANIONS))

    @cached_property
    def printed(self) -> list[tuple[str, ...]]:
        """For each stem the forms it is printed in."""
        chance = np.random.default_rng([self._seed, 3])
        stems = dict.fromkeys(_PARTICLES[self.language].split())
        while len(stems) < _STEMS:
            for stem in self._made(chance, _STEMS):
                stems.setdefault(stem)
        forms = _FORMS[self.language]
        particles = len(_PARTICLES[self.language].split())
        listed = []
        for number, stem in enumerate(list(stems)[:_STEMS]):
            some = forms if number >= particles else ("{}",)
            start = number % len(some)
            listed.append(tuple(form.format(stem) for form in (some[start:] + some[:start])[:4]))
        return listed

    def drawn(self, chance: np.random.Generator, shape: tuple[int, ...]) -> Numbers:
        """Stems by their shares."""
        return np.searchsorted(self.shares, chance.random(shape)).clip(0, _STEMS - 1).astype(np.int32)

    def _made(self, chance: np.random.Generator, number: int) -> Iterator[str]:
        if self.language == "ar":
            weights = np.array(_ROOT_WEIGHTS, float)
            roots = chance.choice(list(_ROOT_LETTERS), (number, 3), p=weights / weights.sum())
            patterns = chance.zipf(1.3, number) % len(_PATTERNS)
            for root, pattern in zip(roots.tolist(), patterns.tolist(), strict=True):
                table = str.maketrans({"1": root[0], "2": root[1], "3": root[2]})
                yield _PATTERNS[pattern].translate(table)
            return
        counts = chance.integers(1, 4, number)
        syllables = chance.zipf(1.15, (number, 3)) % len(_SYLLABLES)
        endings = chance.zipf(1.2, number) % len(_ENDINGS)
        for count, some, ending in zip(counts.tolist(), syllables.tolist(), endings.tolist(), strict=True):
            yield "".join(_SYLLABLES[one] for one in some[:count]) + _ENDINGS[ending]


@lru_cache(maxsize=2)
def tongue(language: str, seed: int) -> Tongue:
    """A language's words; made once."""
    return Tongue(language, seed)


def made_pages(number: int, seed: int = 1, together: int = 500) -> Iterator[MadePage]:
    """`number` pages, five of eight in Arabic; made `together` at a time. The n-th is always the same."""
    for start in range(0, number, together):
        chance = np.random.default_rng([seed, 7, start])
        arabic = chance.random(together) < 0.625
        made = {language: iter(_texts(tongue(language, seed), chance, together)) for language in ("ar", "fr")}
        for is_arabic in arabic[: number - start].tolist():
            language = "ar" if is_arabic else "fr"
            yield MadePage(language, next(made[language]))


def _texts(words: Tongue, chance: np.random.Generator, number: int) -> Iterator[tuple[str, ...]]:
    """Texts as lists of printed words, word after word for all texts at once."""
    language = words.language
    lengths = np.interp(chance.random(number) * 10, np.arange(11), _LENGTHS[language]).astype(int)
    longest = int(lengths.max())
    stems = words.drawn(chance, (number, longest))
    kind = chance.random((number, longest))
    companion = chance.zipf(1.5, (number, longest)) % _COMPANIONS
    earlier = (chance.random((number, longest)) * np.arange(longest)).astype(int)
    rows = np.arange(number)
    again, together = _AGAIN[language], _AGAIN[language] + _TOGETHER[language]
    for at in range(1, longest):
        here = kind[:, at]
        stems[:, at] = np.where(here < again, stems[rows, earlier[:, at]], stems[:, at])
        follows = (here >= again) & (here < together)
        followed = words.companions[stems[:, at - 1], companion[:, at]]
        stems[:, at] = np.where(follows, followed, stems[:, at])
    form = chance.zipf(1.6, (number, longest)) % 4
    printed = words.printed
    for row, length in enumerate(lengths.tolist()):
        picked = zip(stems[row, :length].tolist(), form[row, :length].tolist(), strict=True)
        forms = [(printed[stem], which) for stem, which in picked]
        yield tuple(some[which % len(some)] for some, which in forms)


def main() -> None:
    """Print the statistics of made pages."""
    from index import analysis

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=2000)
    pages = list(made_pages(options.parse_args().pages))
    for language in ("ar", "fr"):
        texts = [[s for w in p.words for s in analysis.stems(w)] for p in pages if p.language == language]
        counts = Counter(stem for text in texts for stem in text)
        standing = Counter(stem for text in texts for stem in set(text))
        words, pairs = sum(counts.values()), Counter(p for t in texts for p in pairwise(t))
        first = [stem for stem, _ in counts.most_common(1000)]
        long = [len(set(text[:300])) / 300 for text in texts if len(text) >= 300]
        shares = [round(standing[first[n - 1]] / len(texts), 3) for n in (1, 5, 10, 50, 100, 1000)]
        print(f"{language}: {len(texts)} pages, {words} words, {len(counts)} stems")
        print(f"  different in 300 words {np.mean(long):.2f}; new pairs {len(pairs) / words:.2f}")
        print(f"  pages with the commonest 1, 5, 10, 50, 100, 1000: {shares}")


if __name__ == "__main__":
    main()

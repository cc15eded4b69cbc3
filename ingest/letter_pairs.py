"""Does a text look like Arabic or French? Told without a dictionary, from which letters follow which.

    python -m ingest.letter_pairs FILE…      counts the pairs of the texts given and writes letter_pairs.json

The numbers in use come from the texts of `scans/sample`, which are ours.
"""

from __future__ import annotations

import json
import math
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from archive.letters import language_of, logical_letters, without_bidi_marks

_KEPT = Path(__file__).with_name("letter_pairs.json")
_WORD = re.compile(r"[^\W\d_]+")
#: What every pair is taken to have been seen beforehand, and how many letters a script has, edges included.
_SMOOTHING, _LETTERS = 0.3, 34
_ALIKE = str.maketrans("أإآٱىةؤئ", "اااايهوي", "\u0640")

#: Mean bits a pair of letters costs, from which a text is hardly in its language, whatever it is in. Measured
#: on pages of print (`tests/benchmarks/text_trust.py`): Arabic 3.2 to 3.7, French 2.9 to 3.5; letters put
#: for one another 4.3 and more.
ODD = {"ar": 4.1, "fr": 4.1}
#: A text of fewer pairs says too little.
LEAST_PAIRS = 60


def folded(text: str) -> str:
    """Letters as they are compared: plain, without marks, accents, tatweel and letter case."""
    plain = unicodedata.normalize("NFKD", logical_letters(without_bidi_marks(text)).translate(_ALIKE))
    return "".join(c for c in plain if unicodedata.category(c) != "Mn").casefold().translate(_ALIKE)


def words_of(text: str) -> list[str]:
    """The words of a text, folded, numbers and punctuation left out."""
    return _WORD.findall(folded(text))


def surprise(text: str, language: str) -> tuple[float, int]:
    """Mean bits that a pair of letters of `text` costs in a language, and how many pairs there were.

    Only words in the language's own script count; the edge of a word is a letter too. (0.0, 0) for none.
    """
    table = _tables().get(language)
    if table is None:
        return 0.0, 0
    bits, usual = table
    costs = [bits.get(pair, usual.get(pair[0], 8.0)) for pair in _pairs(words_of(text), language)]
    return (sum(costs) / len(costs) if costs else 0.0), len(costs)


def _pairs(words: Iterable[str], language: str) -> list[str]:
    own = (f" {word} " for word in words if language_of(word) == language)
    return [word[i : i + 2] for word in own for i in range(len(word) - 1)]


@lru_cache(maxsize=1)
def _tables() -> dict[str, tuple[dict[str, float], dict[str, float]]]:
    """By language: bits of each pair that was seen, and of one that never was, by its first letter."""
    tables = {}
    for language, counts in json.loads(_KEPT.read_text("utf-8")).items():
        first: Counter[str] = Counter()
        for pair, count in counts.items():
            first[pair[0]] += count
        usual = {letter: -math.log2(_SMOOTHING / (n + _SMOOTHING * _LETTERS)) for letter, n in first.items()}
        bits = {
            pair: -math.log2((count + _SMOOTHING) / (first[pair[0]] + _SMOOTHING * _LETTERS))
            for pair, count in counts.items()
        }
        tables[language] = bits, usual
    return tables


def main(arguments: Sequence[str]) -> None:
    """Count the pairs of texts and keep them."""
    words = [word for name in arguments for word in words_of(Path(name).read_text(encoding="utf-8"))]
    counts = {language: dict(sorted(Counter(_pairs(words, language)).items())) for language in ("ar", "fr")}
    _KEPT.write_text(json.dumps(counts, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

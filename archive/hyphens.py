"""Words broken over a line's end: both parts name the whole word (ALTO SUBS_CONTENT)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from archive.alto import String, TextBlock, TextLine

#: What a word broken at a line's end closes with, after a letter (French; Arabic does not break words).
_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad\u00ac]$")
_HYPHENS = "-\u2010\u00ad\u00ac"


def with_joined_words(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """The blocks with words broken over a line's end named whole in both parts (`subs`).

    Over the end of a block too, when the next one goes on in the same language: a column's foot.
    """
    lines = [
        (b, n) for b, block in enumerate(blocks) if block.kind == "text" for n in range(len(block.lines))
    ]
    changed = [list(block.lines) for block in blocks]
    for (b, n), (next_b, next_n) in pairwise(lines):
        if blocks[b].language != blocks[next_b].language:
            continue
        joined = _joined(changed[b][n], changed[next_b][next_n])
        if joined is not None:
            changed[b][n], changed[next_b][next_n] = joined
    return [replace(block, lines=tuple(lines)) for block, lines in zip(blocks, changed, strict=True)]


def _joined(line: TextLine, following: TextLine) -> tuple[TextLine, TextLine] | None:
    if not line.strings or not following.strings:
        return None
    head, tail = line.strings[-1], following.strings[0]
    if not _BROKEN.search(head.content) or not tail.content[:1].islower():
        return None
    whole = head.content.rstrip(_HYPHENS) + tail.content
    first: String = replace(head, subs=whole)
    second: String = replace(tail, subs=whole)
    return (
        replace(line, strings=(*line.strings[:-1], first)),
        replace(following, strings=(second, *following.strings[1:])),
    )

"""Terms found by their pieces are those that working out every word finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.words import Half
from index import analysis
from index.condition import Beginning, Close, Leaf, Term
from index.page_terms import PageTerms

LETTERS = st.text("abelrstuxœé’'- .ءؤئأآاىيةهوالكتبنفقمَـ\u200c\ufefb\ufdfa\u202b0٣²ßﬁA_\n", max_size=9)
WORDS = st.one_of(
    LETTERS,
    st.text(max_size=6),
    st.sampled_from(
        ["chevaux", "Cheval", "bateaux", "l’École", "الشرطة", "والشرطي", "aux", "ءء", "porte-parole"]
    ),
)


def slowly(strings: list[str | Half], leaf: Leaf) -> set[tuple[int, ...]]:
    """The places that a leaf lights, every word worked out."""
    stems, norms, places = [], [], []
    for text, at in analysis.printed(strings):
        stems += analysis.stems(text)
        norms += analysis.norms(text)
        places += [at] * len(analysis.stems(text))

    def starts(term: Term) -> list[int]:
        size = len(term.run)
        return [
            at
            for at in range(len(stems) - size + 1)
            if tuple(stems[at : at + size]) == term.run
            and (not term.exact or tuple(norms[at : at + size]) == term.norms)
        ]

    if isinstance(leaf, Beginning):
        found = [n for n, stem in enumerate(stems) if stem == leaf.whole or stem.startswith(leaf.start)]
    elif isinstance(leaf, Term):
        found = [n for at in starts(leaf) for n in range(at, at + len(leaf.run))]
    else:
        found = []
        for one, other in ((leaf.first, leaf.second), (leaf.second, leaf.first)):
            size = len(one.run)
            for at in starts(one):
                for after in starts(other):
                    if 0 <= after - (at + size) < leaf.distance:
                        found += [*range(at, at + size), *range(after, after + len(other.run))]
    return {places[n] for n in found}


@given(WORDS)
def test_a_stem_is_a_piece_of_its_line(text: str) -> None:
    line = text.replace("\n", " ")
    assert analysis.folded(f"a\n{line}\nb").count("\n") == 2
    for stem in analysis.stems(line):
        assert analysis.piece_of(stem) in analysis.folded(f"a\n{line}\nb").split("\n")[1]
        for size in range(1, len(stem)):
            assert analysis.piece_of(stem[:size]) in analysis.folded(line)


@given(st.lists(WORDS, min_size=1, max_size=12), st.data())
def test_found_as_if_every_word_were_worked_out(page: list[str], data: st.DataObject) -> None:
    words: list[str | Half] = [*page]
    if len(page) > 2 and data.draw(st.booleans()):  # the last two are halves of a word
        words[-2:] = [Half(page[-2], page[0] + page[1]), Half(page[-1], page[0] + page[1])]
    known = [(s, n) for text in page for s, n in zip(analysis.stems(text), analysis.norms(text), strict=True)]
    if not known:
        return

    def term() -> Term:
        at, size = data.draw(st.integers(0, len(known) - 1)), data.draw(st.integers(1, 3))
        run = known[at : at + size]
        return Term(tuple(s for s, _ in run), tuple(n for _, n in run), exact=data.draw(st.booleans()))

    one, other = term(), term()
    stem, norm = data.draw(st.sampled_from(known))
    start = analysis.beginning(norm)[: data.draw(st.integers(1, 4))]
    for leaf in (one, other, Close(one, other, data.draw(st.integers(1, 5))), Beginning(start, stem)):
        assert set(PageTerms(words).lit_by(leaf)) == slowly(words, leaf)


@pytest.mark.parametrize("stem", ["ء", "cheval"])
def test_stems_that_are_no_piece_of_their_word(stem: str) -> None:
    page = ["ءء", "ءؤ", "chevaux", "ء", "cheval"]
    lit = set(PageTerms(page).lit_by(Term((stem,))))
    assert lit
    assert lit == slowly([*page], Term((stem,)))

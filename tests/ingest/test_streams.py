"""How an issue is read is proposed from what its pages say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.alto import AltoPage, String, TextBlock, TextLine
from archive.canvas import Box
from ingest.streams import Proposal, Read, printed_number, propose


def _read(languages: str, printed: list[int | None] | None = None) -> list[Read]:
    names = {"a": "ar", "f": "fr", "-": "und"}
    numbers = printed or [None] * len(languages)
    return [Read(n, names[letter], numbers[n - 1]) for n, letter in enumerate(languages, 1)]


def test_one_language_is_one_stream() -> None:
    assert propose(_read("ffff")) == [Proposal("fr", (1, 2, 3, 4))]


def test_a_front_in_each_language_is_two_streams() -> None:
    assert propose(_read("aaafff")) == [Proposal("ar", (1, 2, 3)), Proposal("fr", (4, 5, 6))]


def test_blank_pages_go_with_those_before_them() -> None:
    assert propose(_read("-aa-ff-")) == [Proposal("ar", (1, 2, 3, 4)), Proposal("fr", (5, 6, 7))]


def test_a_stray_page_is_no_front() -> None:
    assert propose(_read("aaaaaaf")) == [Proposal("ar", (1, 2, 3, 4, 5, 6, 7))]
    assert propose(_read("aaafaaa")) == [Proposal("ar", (1, 2, 3, 4, 5, 6, 7))]


def test_a_half_whose_printed_numbers_fall_is_read_backwards() -> None:
    printed = [1, 2, 3, 4, 8, 7, None, 5]
    assert propose(_read("aaaaffff", printed))[1] == Proposal("fr", (8, 7, 6, 5))


def test_pages_that_nobody_could_read_are_one_stream_without_a_language() -> None:
    assert propose(_read("---")) == [Proposal("und", (1, 2, 3))]
    assert propose([]) == []


@given(st.text(alphabet="af-", min_size=1, max_size=40))
def test_every_page_is_in_exactly_one_stream(languages: str) -> None:
    proposals = propose(_read(languages))
    assert sorted(n for p in proposals for n in p.pages) == list(range(1, len(languages) + 1))
    assert len(proposals) <= 2


def test_the_printed_number_is_read_where_the_layout_shows_one() -> None:
    box = Box(0, 0, 10, 10)

    def page(kind: str, text: str) -> AltoPage:
        block = TextBlock((TextLine((String(text, box),), box),), box, "ar", "rtl", kind)  # type: ignore[arg-type]
        return AltoPage(100, 100, (block,))

    assert printed_number(page("page-number", "— ١٢ —")) == 12
    assert printed_number(page("text", "12")) is None
    assert printed_number(page("page-number", "123456")) is None

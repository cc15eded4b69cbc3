"""A text has a wording per language."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.texts import Texts, Wording

texts = st.dictionaries(
    st.sampled_from(["ar", "fr", "en", "zgh-Tfng-MA"]),
    st.builds(Wording, st.text(max_size=30), st.booleans()),
).map(Texts)


@given(texts)
def test_it_survives_being_kept(text: Texts) -> None:
    assert Texts.from_plain(text.to_plain()) == text


def test_an_empty_wording_is_a_missing_one() -> None:
    text = Texts.printed(ar="السلامة", fr=" ")
    assert list(text) == ["ar"]
    assert text.best("fr") == ("ar", Wording("السلامة"))


def test_a_change_is_a_new_value() -> None:
    before = Texts.printed(fr="Sécurité")
    after = before.with_wording("ar", "السلامة", supplied=True)
    assert "ar" not in before
    assert after["ar"].supplied


def test_marks_that_only_steer_direction_are_not_kept() -> None:
    assert Texts.printed(fr="\u202eabc\x00")["fr"].value == "abc"

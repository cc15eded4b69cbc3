from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import escape

from archive.models import Issue
from archive.texts import Texts
from web.contexts import IssueName, Text
from web.i18n import translator
from web.naming import plain_name
from web.rendering import attribute, bdi, environment, figure, issue_title

HOSTILE = "\"'><script>alert(1)</script>\u202e"


@given(st.text(max_size=60), st.sampled_from(["", "ltr", "rtl"]), st.sampled_from(["", "ar", "fr", "und"]))
def test_a_value_is_escaped_and_isolated(value: str, direction: str, lang: str) -> None:
    shown = bdi(value, direction, lang)
    assert shown.startswith("<bdi")
    assert shown.endswith(f">{escape(value)}</bdi>")


def test_a_direction_that_is_none_is_not_written() -> None:
    assert bdi("x", "sideways") == "<bdi>x</bdi>"


def test_a_figure_runs_left_to_right() -> None:
    assert figure("12-13") == '<bdi class="num" dir="ltr">12-13</bdi>'


def test_an_attribute_is_isolated_and_an_empty_one_stays_empty() -> None:
    assert attribute("12-13") == "\u206812-13\u2069"
    assert attribute("") == ""


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (IssueName("143", "مارس 1975"), "العدد <bdi>143</bdi>، <bdi>مارس 1975</bdi>"),
        (IssueName("عدد خاص", "1975"), "<bdi>عدد خاص</bdi>، <bdi>1975</bdi>"),
        (IssueName("", "", "scan-box-4"), "<bdi>scan-box-4</bdi>"),
        (IssueName(), "عدد بلا رقم"),
    ],
)
def test_an_issue_is_called_by_what_is_known(name: IssueName, shown: str) -> None:
    assert str(issue_title(name, translator("ar"), plain=False)) == shown


def test_a_title_for_an_attribute_has_no_elements() -> None:
    title = issue_title(IssueName("12-13", "mars 1975"), translator("fr"), plain=True)
    assert title == "N°\u00a0\u206812-13\u2069, \u2068mars 1975\u2069"


@pytest.mark.parametrize(
    ("number", "language", "called"),
    [
        ("12-13", "fr", "N°\u00a012-13, mars 1975"),
        ("12-13", "ar", "العدد 12-13، مارس 1975"),
        ("عدد خاص", "ar", "عدد خاص، مارس 1975"),
        ("عدد خاص", "fr", "عدد خاص, mars 1975"),
        ("", "fr", "mars 1975"),
    ],
)
def test_in_manifests_and_file_names_only_a_figure_is_called_a_number(
    number: str, language: str, called: str
) -> None:
    issue = Issue(number=number, edtf="1975-03", name=Texts(), key="pm4x7q2")
    assert plain_name(issue, translator(language)) == called


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_no_issue_name_brings_elements_with_it(number: str, date: str, name: str) -> None:
    title = issue_title(IssueName(number, date, name), translator("fr"), plain=False)
    rest = str(title).replace("<bdi>", "").replace("</bdi>", "")
    assert "<" not in rest


def _filtered(source: str, language: str = "fr", **values: object) -> str:
    return environment(language).from_string(source).render(**values)


def test_a_text_is_shown_in_its_language_with_brackets_where_supplied() -> None:
    shown = _filtered("{{ value | text }}", value=Text.of("السلامة", "ar", supplied=True))
    assert shown == '<bdi class="supplied" lang="ar" dir="rtl">السلامة</bdi>'


@pytest.mark.parametrize("value", [None, Text("")])
def test_a_missing_text_is_said_to_be_missing(value: Text | None) -> None:
    assert _filtered("{{ value | text }}", value=value) == '<span class="lacking">non renseigné</span>'


def test_what_is_not_in_the_context_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        _filtered("{{ page.nothing }}", page=Text("x"))


def test_values_in_a_sentence_are_escaped() -> None:
    shown = _filtered('{{ _("Page %(label)s", label=value) }}', value=HOSTILE)
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_a_part_speaks_another_language() -> None:
    shown = _filtered('{{ in_language_of("ar", "parts/tools.html", site=site) }}', site=_Site())
    assert "دخول" in shown


class _Site:
    language = "ar"
    languages = ()
    account = None

    def to(self, place: str) -> str:
        return f"/ar/{place}"

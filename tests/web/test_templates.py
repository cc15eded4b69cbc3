"""Every template, with every example, in every language: escaping, structure, languages, nothing inline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from typing import Any, get_type_hints

import pytest

from tests.web.desk_examples import all_examples
from tests.web.examples import Example
from web.assets import BUILT, MANIFEST
from web.contexts import Picture
from web.rendering import render

pytestmark = pytest.mark.skipif(
    not (BUILT / MANIFEST).exists(), reason="static/built is not made: python -m web.assets"
)

HOSTILE = "\"'><script>alert(1)</script><b onclick=x>&amp;\u202e"
VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
#: Text fields that are addresses, keys or values from a fixed list, not words of somebody.
FIXED = re.compile(
    r"url|_url$|^(url|lang|dir|kind|state|action|manifest|permanent|search|goto|path|canonical|code|language|here|key"
    r"|info|srcset|all_years|any_word|publish_action|previous|next|then|ark|year|number_of_field)$"
)
EXAMPLES = [(language, *example) for language in ("ar", "fr", "en") for example in all_examples(language)]


class Page(HTMLParser):
    """What a page is made of: its tags in order, and its texts with the elements round them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, tuple[dict[str, str], ...]]] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self.unclosed: list[str] = []
        self.feed(html)
        self.close()
        self.unclosed += [tag for tag, _ in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes.append((tag, given))
        if tag not in VOID:
            self._open.append((tag, {**given, "_tag": tag}))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            self._open.pop()
        else:
            self.unclosed.append(tag)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((data.strip(), tuple(given for _, given in self._open)))


def _hostile(value: Any) -> Any:
    """The context with a hostile end to every word of the record, of files and of people."""
    if isinstance(value, tuple):
        return tuple(_hostile(item) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    hints = get_type_hints(type(value))
    changed: dict[str, Any] = {}
    for field in fields(value):
        old = getattr(value, field.name)
        if hints[field.name] is str:
            if old and not FIXED.search(field.name) and not isinstance(value, Picture):
                changed[field.name] = old + HOSTILE
        else:
            changed[field.name] = _hostile(old)
    return replace(value, **changed)


def _attribute_names(page: Page) -> list[list[str]]:
    # An option is no longer the chosen one once the value is another.
    return [sorted(set(given) - {"selected"}) for _, given in page.attributes]


def _names() -> list[str]:
    return [f"{language}-{name}" for language, name, *_ in EXAMPLES]


@pytest.fixture(params=EXAMPLES, ids=_names())
def example(request: pytest.FixtureRequest) -> Example:
    return tuple(request.param[1:])  # type: ignore[return-value]


def test_hostile_words_change_no_element(example: Example) -> None:
    _, template, context, site = example
    plain = Page(render(template, context, site))
    hostile_site = replace(site, name=_hostile(site.name), contact=site.contact + HOSTILE)
    hostile = Page(render(template, _hostile(context), hostile_site))
    assert hostile.tags == plain.tags
    assert _attribute_names(hostile) == _attribute_names(plain)


def test_hostile_words_do_reach_the_page() -> None:
    # The test above proves nothing where the words are not shown at all.
    for language, name, template, context, site in EXAMPLES:
        if language == "ar" and name in ("issue", "reader", "search", "desk", "desk-issue", "desk-history"):
            assert "alert(1)" in render(template, _hostile(context), site), name


def test_a_turning_mark_stays_inside_an_isolated_element(example: Example) -> None:
    _, template, context, site = example
    whole = {"title", "option", "textarea", "p", "li", "h1", "h2", "h3", "td", "dt", "a", "span", "summary"}
    for text, around in Page(render(template, _hostile(context), site)).texts:
        if "\u202e" not in text or around[-1]["_tag"] in ("title", "option", "textarea"):
            continue
        isolated = any(one["_tag"] == "bdi" or "dir" in one for one in around if one["_tag"] != "html")
        # An element that holds nothing else is a paragraph of its own to the bidi algorithm.
        alone = around[-1]["_tag"] in whole
        assert isolated or alone, text


def test_a_page_is_well_formed_and_says_its_language(example: Example) -> None:
    _, template, context, site = example
    page = Page(render(template, context, site))
    assert page.unclosed == []
    root = next(given for tag, given in page.attributes if tag == "html")
    assert (root["lang"], root["dir"]) == (site.language, site.dir)
    assert page.tags.count("h1") == 1
    assert page.tags.count("main") == 1


def test_nothing_is_inline(example: Example) -> None:
    _, template, context, site = example
    page = Page(render(template, context, site))
    assert "style" not in page.tags
    for tag, given in page.attributes:
        assert "style" not in given, given
        assert not [name for name in given if name.startswith("on")], given
        if tag == "script" and given.get("type") != "application/ld+json":  # data, which nothing runs
            assert given["src"].startswith("/static/built/")


def test_ids_are_single_and_references_lead_somewhere(example: Example) -> None:
    _, template, context, site = example
    page = Page(render(template, context, site))
    ids = [given["id"] for _, given in page.attributes if "id" in given]
    assert len(ids) == len(set(ids))
    wanted = {
        name
        for _, given in page.attributes
        for key in ("for", "aria-labelledby", "aria-describedby", "form")
        for name in given.get(key, "").split()
    }
    assert wanted <= set(ids)


def test_every_picture_has_a_size_and_words_or_none(example: Example) -> None:
    _, template, context, site = example
    for tag, given in Page(render(template, context, site)).attributes:
        if tag == "img":
            assert {"alt", "width", "height"} <= set(given)


def _arabic(page: Page) -> Iterator[tuple[str, str]]:
    for text, around in page.texts:
        if re.search("[\u0621-\u064a]{3}", text):
            lang = next((one["lang"] for one in reversed(around) if one.get("lang")), "")
            yield text, lang


def test_arabic_words_stand_in_an_element_that_says_so_on_a_french_page() -> None:
    for name in ("reader", "search", "issue", "home"):
        found = next(one for one in all_examples("fr") if one[0] == name)
        page = Page(render(found[1], found[2], found[3]))
        for text, lang in _arabic(page):
            assert lang == "ar", text


def test_the_demonstration_is_said_on_every_page(example: Example) -> None:
    _, template, context, site = example
    shown = [
        given for tag, given in Page(render(template, context, replace(site, demonstration=True))).attributes
    ]
    assert any(given.get("class") == "demonstration" for given in shown)


def test_the_language_switch_keeps_the_page(example: Example) -> None:
    _, template, context, site = example
    html = render(template, context, site)
    for language in site.languages:
        if language.code != site.language:
            assert f'href="{language.url}"' in html


def test_arrows_follow_the_stream_not_the_interface() -> None:
    for language in ("ar", "fr"):
        arabic, french = (
            next(one for one in all_examples(language) if one[0] == name) for name in ("reader", "reader-fr")
        )
        rtl = render(arabic[1], arabic[2], arabic[3])
        ltr = render(french[1], french[2], french[3])
        assert 'class="leaf" dir="rtl"' in rtl
        assert 'class="leaf" dir="ltr"' in ltr
        left = "M19 12H5M11 6l-6 6 6 6"
        following = re.compile(r'<a class="tool turn"[^>]*rel="next"[^>]*>.*?d="([^"]+)"', re.S)
        assert following.search(rtl)[1] == left  # type: ignore[index]
        assert following.search(ltr)[1] != left  # type: ignore[index]


def test_a_link_without_an_address_is_a_gap_in_the_pager() -> None:
    found = next(one for one in all_examples("fr") if one[0] == "search")
    html = render(found[1], found[2], found[3])
    assert "<span>…</span>" in html

"""Turns a context and a template into HTML: one environment a language, escaping on, nothing undefined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from archive.letters import isolate
from web.assets import load_assets
from web.contexts import IssueName, Site, Text
from web.i18n import LANGUAGES, Translator, translator
from web.naming import number_wording

TEMPLATES = Path(__file__).resolve().parent / "templates"


def bdi(value: object, direction: str = "", lang: str = "") -> Markup:
    """`value` escaped, in a `<bdi>`: nothing in it can turn the sentence round it."""
    attributes = Markup("")
    if lang and lang != "und":
        attributes += Markup(' lang="{}"').format(lang)
    if direction in ("ltr", "rtl"):
        attributes += Markup(' dir="{}"').format(direction)
    return Markup("<bdi{}>{}</bdi>").format(attributes, value)


def figure(value: object) -> Markup:
    """A figure or an identifier: isolated, left to right, tabular."""
    return Markup('<bdi class="num" dir="ltr">{}</bdi>').format(value)


def attribute(value: object) -> str:
    """`value` for an attribute or a title, where no element can stand: between Unicode isolates."""
    text = str(value)
    return isolate(text) if text else ""


def issue_title(name: IssueName, say: Translator, plain: bool) -> Markup | str:
    """What an issue is called, with elements, or (`plain`) with Unicode isolates for attributes."""
    wrap: Callable[[object], Any] = attribute if plain else bdi
    parts: list[Any] = []
    if name.number:
        label = number_wording(name.number, say)
        parts.append((label if plain else escape(label)) % {"number": wrap(name.number)})
    if name.date:
        parts.append(wrap(name.date))
    if not parts:
        parts.append(wrap(name.name) if name.name else say.gettext("Issue without a number"))
    comma = "، " if say.language == "ar" else ", "
    return comma.join(parts) if plain else escape(comma).join(parts)


def _text_filter(say: Translator) -> Callable[[Text | None], Markup]:
    def text(value: Text | None) -> Markup:
        """A text of the record in its language; brackets where supplied; said so where missing."""
        if not value:
            lacking = {
                "ar": say.gettext("not recorded in Arabic"),
                "fr": say.gettext("not recorded in French"),
            }
            words = lacking.get(value.lang if value is not None else "", say.gettext("not recorded"))
            return Markup('<span class="lacking">{}</span>').format(words)
        shown = bdi(value.value, value.dir, value.lang)
        # The brackets belong inside: they run in the text's direction.
        return shown.replace("<bdi", Markup('<bdi class="supplied"'), 1) if value.supplied else shown

    return text


def _part_in(here: str) -> Callable[..., Markup]:
    def part(lang: str, template: str, **values: object) -> Markup:
        """A part of a page told in another language of the interface; the page's own where there is none."""
        made = environment(lang if lang in LANGUAGES else here)
        return Markup(made.get_template(template).render(**values))  # noqa: S704 (escaped there)

    return part


def _lang_filter(value: Any) -> Markup:
    """The `lang` and `dir` attributes of something that has both (`Text`, `Block`, `Door` …)."""
    lang = Markup(' lang="{}"').format(value.lang) if value.lang and value.lang != "und" else Markup("")
    return Markup('{} dir="{}"').format(lang, value.dir)


@lru_cache(maxsize=8)
def environment(language: str) -> Environment:
    """The templates in one language."""
    say = translator(language)
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(say.gettext, say.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(
        bdi=bdi,
        figure=figure,
        isolated=attribute,
        text=_text_filter(say),
        langdir=_lang_filter,
        number=say.number,
        num=lambda value: figure(say.number(value)),
        size=lambda value: bdi(say.size(value)),
        short_title=lambda name: issue_title(replace(name, date=""), say, plain=False),
        title=lambda name: issue_title(name, say, plain=False),
        plain_title=lambda name: issue_title(name, say, plain=True),
    )
    made.globals.update(
        comma="، " if language == "ar" else ", ",
        language=language,
        in_language_of=_part_in(language),
        language_name=say.language_name,
        month_name=say.month,
        percent=say.percent,
        own_name=lambda code: LANGUAGES.get(code, code),
        span=lambda first, last: figure(f"{first}–{last}"),
    )
    return made


def render(template: str, context: object, site: Site) -> str:
    """The HTML of `template` ("issue.html") for `context`, in the site's language.

    In the template the context is called `page`. Raises jinja2's errors for a faulty template, MissingTool
    where the styles are not set up.
    """
    made = environment(site.language)
    assets = load_assets()
    return made.get_template(template).render(page=context, site=site, asset=assets.url)

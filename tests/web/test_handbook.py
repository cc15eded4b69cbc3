"""The handbook: every chapter in every language, and what it names is there."""

from __future__ import annotations

import re

import click
import pytest
from PIL import Image

from archive.settings import Settings
from tests.web.conftest import SiteUnderTest
from web import cli
from web.assets import STATIC
from web.handbook import CHAPTERS, DRAWN, HELP, PICTURE_SIZE, PICTURES, text_of
from web.i18n import LANGUAGES


def test_every_chapter_is_written_in_every_language_and_no_other() -> None:
    for language in LANGUAGES:
        assert {path.stem for path in (HELP / language).glob("*.md")} == set(CHAPTERS)
    for chapter in CHAPTERS:  # the same steps, points and lines of tables
        shapes = {
            tuple(re.findall(r"^(#|\d+\.|-|\|)", text_of(chapter, language), re.M)) for language in LANGUAGES
        }
        assert len(shapes) == 1, chapter


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_commands_and_settings_that_are_named_exist(chapter: str) -> None:
    for language in LANGUAGES:
        for code in re.findall(r"`([^`]+)`", text_of(chapter, language)):
            for name in re.findall(r"\bARCHIVE_([A-Z_]+)\b", code):
                assert name.lower() in Settings.model_fields
            if not (named := re.search(r"(?:^| )archive (.+)", code)):
                continue
            words = named[1].split()
            command: click.Command | None = cli.archive.get_command(None, words[0])  # type: ignore[arg-type]
            assert command is not None, code
            if isinstance(command, click.Group):
                command = command.commands.get(words[1])
                assert command is not None, code
            known = {option for param in command.params for option in param.opts}
            assert {word for word in words if word.startswith("--")} <= known, code


def test_every_picture_is_drawn_told_and_light() -> None:
    met = {name for chapter in CHAPTERS for name in re.findall(r"\{picture: (\w+)\}", text_of(chapter, "fr"))}
    assert met == set(PICTURES)
    for chapter in CHAPTERS:  # the same pictures in the same order
        assert len({tuple(re.findall(r"\{picture.*", text_of(chapter, each))) for each in LANGUAGES}) == 1
    for name in PICTURES:
        for language in DRAWN:
            file = STATIC / "img" / f"help-{name}-{language}.webp"
            assert file.stat().st_size <= 60_000
            with Image.open(file) as picture:
                assert picture.size == PICTURE_SIZE


def test_it_is_read_at_the_desk(site: SiteUnderTest) -> None:
    assert site.client.get("/ar/desk/handbook").status_code == 303
    site.sign_in("dora", "digitiser")
    for language in LANGUAGES:
        shown = site.client.get(f"/{language}/desk/handbook").text
        assert shown.count(f"/{language}/desk/handbook/") >= len(CHAPTERS)
        for chapter in CHAPTERS:
            page = site.client.get(f"/{language}/desk/handbook/{chapter}")
            assert page.status_code == 200
            assert page.text.count("<h1") == 1
            pictures = re.findall(r'<img [^>]*alt="([^"]*)"', page.text)
            wanted = text_of(chapter, language).count("{picture:") if language in DRAWN else 0
            assert len(pictures) == wanted
            assert all(pictures)
            assert "{picture" not in page.text
    assert site.client.get("/fr/desk/handbook/nothing").status_code == 404

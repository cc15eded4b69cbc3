"""What the README promises is there."""

from __future__ import annotations

import re
from pathlib import Path

import click

from archive.settings import PREFIX, Settings
from web.cli import archive

PROJECT = Path(__file__).parents[1]
README = (PROJECT / "README.md").read_text("utf-8")


def test_every_setting_is_in_the_table_and_nothing_else() -> None:
    listed = set(re.findall(rf"^\| `{PREFIX}([A-Z_]+)`", README, re.MULTILINE))
    assert listed == {name.upper() for name in Settings.model_fields}


def test_every_link_leads_to_a_file() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (PROJECT / target).exists(), target


def test_every_make_target_named_is_there() -> None:
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"\bmake ([a-z-]+)", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_command_named_is_there_with_its_options() -> None:
    named = set(re.findall(r"(?:^    |`|/)archive ((?:[a-z-]+ ?)+(?:--[a-z-]+ ?)*)", README, re.MULTILINE))
    assert len(named) > 8
    for words in named:
        command: click.Command | None = archive
        given = words.split()
        for word in given:
            if isinstance(command, click.Group):
                command = command.get_command(click.Context(command), word)
                assert command is not None, words
        options = {option for each in command.params for option in each.opts} if command else set()
        assert {word for word in given if word.startswith("--")} <= options, words

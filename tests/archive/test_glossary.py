"""The glossary of the field: what ships, and what archivists do to it."""

import re
from pathlib import Path

import pytest

from archive.actions import changes
from archive.actions import glossary as actions
from archive.errors import BadInput, Conflict
from archive.glossary import Notion, forms, read_glossary
from archive.letters import language_of
from archive.queries import glossary
from archive.store import Store

SIGNS = Notion(("إشارات المرور", "علامات المرور"), ("signalisation routière",), "road safety")


def test_what_ships_is_large_and_each_side_is_in_its_own_script() -> None:
    notions = list(read_glossary())
    assert len(notions) >= 400
    wrong = [n for n in notions if language_of(" ".join(n.ar)) != "ar" or language_of(" ".join(n.fr)) != "fr"]
    assert wrong == []
    assert all(re.fullmatch("[a-z ]+", notion.field) for notion in notions)


def test_no_form_that_ships_has_vowel_marks_tatweel_or_stray_blanks() -> None:
    every = [form for notion in read_glossary() for form in (*notion.ar, *notion.fr)]
    assert [form for form in every if re.search("[\u0640\u064b-\u0652\u0670]|^ | $|  ", form)] == []


def test_no_notion_ships_twice() -> None:
    names = [(notion.ar[0], notion.fr[0]) for notion in read_glossary()]
    assert len(names) == len(set(names))


def test_a_new_archive_starts_with_what_ships(store: Store) -> None:
    with store.read() as session:
        held = {(tuple(entry.ar), tuple(entry.fr)) for entry in glossary.entries(session)}
    assert held == {(notion.ar, notion.fr) for notion in read_glossary()}
    assert (("الشرطة القضائية",), ("police judiciaire",)) in held


def test_what_is_there_or_was_withdrawn_is_not_loaded_again(store: Store) -> None:
    with store.write() as session:
        change_set = changes.begin(session, by="alice")
        first = glossary.entries(session)[0]
        actions.withdraw(session, change_set, first)
        assert actions.load(session, change_set, [*read_glossary(), SIGNS, SIGNS]) == 1
        assert first not in glossary.entries(session)


def test_an_entry_is_added_changed_withdrawn_and_each_act_undone(store: Store) -> None:
    with store.write() as session:
        made = changes.begin(session, by="alice")
        entry = actions.add(session, made, SIGNS)
        changed = changes.begin(session, by="bob")
        actions.change(session, changed, entry, Notion(SIGNS.ar, ("signaux",), "sport"), version=1)
        gone = changes.begin(session, by="bob")
        actions.withdraw(session, gone, entry)
        assert entry not in glossary.entries(session)
        changes.undo(session, gone.number, by="alice")
        assert entry in glossary.entries(session)
        changes.undo(session, changed.number, by="alice")
        assert (entry.fr, entry.field) == (("signalisation routière",), "road safety")
        changes.undo(session, made.number, by="alice")
        assert entry not in glossary.entries(session)
        acts = [change_set.by for change_set in glossary.change_sets(session)]
    assert acts == ["alice", "alice", "alice", "bob", "bob", "alice"]


def test_an_edit_of_what_somebody_else_changed_is_a_conflict(store: Store) -> None:
    with store.write() as session:
        change_set = changes.begin(session, by="alice")
        entry = glossary.entries(session)[0]
        actions.change(session, change_set, entry, SIGNS, version=1)
        with pytest.raises(Conflict):
            actions.withdraw(session, change_set, entry, version=1)


def test_whoever_keeps_a_copy_learns_of_every_change(store: Store) -> None:
    with store.write() as session:
        marks = [glossary.mark(session)]
        change_set = changes.begin(session, by="alice")
        entry = actions.add(session, change_set, SIGNS)
        marks.append(glossary.mark(session))
        actions.change(session, change_set, entry, Notion(SIGNS.ar, ("signaux",)))
        marks.append(glossary.mark(session))
        actions.withdraw(session, change_set, entry)
        marks.append(glossary.mark(session))
    assert len(set(marks)) == 4


def test_an_entry_needs_both_languages(store: Store) -> None:
    with store.write() as session, pytest.raises(BadInput):
        actions.add(session, changes.begin(session, by="alice"), Notion(("شرطة",), (" ",)))


def test_forms_stand_once_between_bars_or_on_lines_of_their_own() -> None:
    assert forms("  police | Police\npolice ||") == ("police", "Police")
    with pytest.raises(BadInput):
        forms("x" * 121)
    with pytest.raises(BadInput):
        forms([str(n) for n in range(21)])


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a\tb\n1\t2\n", b""])
def test_a_file_that_is_no_glossary_is_told(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "glossary.tsv"
    file.write_bytes(content)
    with pytest.raises(BadInput):
        list(read_glossary(file))

"""Errors: told in a sentence, in any language, with what to do next."""

import errno
import pickle

import pytest

from archive import errors
from archive.errors import ArchiveError, BadFile, BadInput, NoSpace, disk_full_told

FAMILY = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ArchiveError)]


def test_an_error_is_told_with_its_values_and_its_remedy():
    error = BadFile("{file} is cut short.", "Scan {file} again.", file="0007.jpg")
    assert str(error) == error.told() == "0007.jpg is cut short. Scan 0007.jpg again."


def test_an_error_is_told_in_the_readers_language():
    french = {"{file} is cut short.": "{file} est tronqué.", "Scan it again.": "Numérisez-le à nouveau."}
    error = BadFile("{file} is cut short.", "Scan it again.", file="0007.jpg")
    assert error.told(french.__getitem__) == "0007.jpg est tronqué. Numérisez-le à nouveau."


def test_an_error_without_a_remedy_asks_for_no_translation_of_nothing():
    # gettext translates "" by the header of its catalogue.
    assert BadInput("No.").told(lambda text: text or "Project-Id-Version: 1") == "No."


def test_braces_in_a_value_are_only_text():
    assert str(BadInput("{text} is no date.", text="{0} {x}")) == "{0} {x} is no date."


@pytest.mark.parametrize("kind", FAMILY)
def test_every_kind_of_error_says_how_a_command_ends_and_a_page_answers(kind):
    assert kind.exit_code in (1, 2, 3)
    assert 400 <= kind.status < 600
    assert kind.__name__ in (errors.__doc__ or "")
    row = next(line for line in (errors.__doc__ or "").splitlines() if kind.__name__ in line)
    assert str(kind.exit_code) in row
    assert str(kind.status) in row


@pytest.mark.parametrize("kind", FAMILY)
def test_an_error_comes_whole_out_of_another_process(kind):
    error = kind("{file} is cut short.", "Scan it again.", file="0007.jpg")
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is kind
    assert (back.told(), back.values) == (error.told(), error.values)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_told_with_its_folder(number, tmp_path):
    with pytest.raises(NoSpace, match=tmp_path.name) as caught, disk_full_told(tmp_path):
        raise OSError(number, "full")
    assert caught.value.status == 507
    assert isinstance(caught.value.__cause__, OSError)


def test_other_troubles_of_the_disk_stay_what_they_are(tmp_path):
    with pytest.raises(PermissionError), disk_full_told(tmp_path):
        raise PermissionError(errno.EACCES, "no")

"""Settings: read from the environment, slips of the pen named."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from archive.errors import BadSetting
from archive.settings import PREFIX, Settings, read_settings


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch):
    import os

    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)


def test_home_alone_moves_a_whole_archive(monkeypatch, tmp_path):
    monkeypatch.setenv("ARCHIVE_HOME", str(tmp_path))
    here = read_settings()
    assert here.home == tmp_path
    assert here.store_url == f"sqlite:///{tmp_path}/archive.sqlite"
    assert here.search_url == f"whoosh:{tmp_path}/index"
    assert here.files_root == f"{tmp_path}/files"


def test_the_embedded_defaults_lie_below_data():
    here = read_settings()
    assert here.home == Path("data")
    assert here.store_url.endswith("/data/archive.sqlite")
    assert here.files_root.startswith("/")  # whatever folder a process changes to later


def test_an_address_takes_the_place_of_the_embedded_default(monkeypatch):
    monkeypatch.setenv("ARCHIVE_STORE", "postgresql+psycopg://archive@db/archive")
    assert read_settings().store_url == "postgresql+psycopg://archive@db/archive"


def test_what_is_given_goes_before_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("ARCHIVE_WORKERS", "local:2")
    assert read_settings().workers == "local:2"
    assert read_settings(workers="local:1", home=tmp_path).workers == "local:1"


@pytest.mark.parametrize(("written", "meant"), [("WROKERS", "WORKERS"), ("HOMES", "HOME"), ("URLL", "URL")])
def test_a_misspelt_setting_is_named_with_the_one_that_was_meant(monkeypatch, written, meant):
    monkeypatch.setenv(f"ARCHIVE_{written}", "local:2")
    with pytest.raises(BadSetting) as caught:
        read_settings()
    assert caught.value.told() == f"There is no setting ARCHIVE_{written}. Did you mean ARCHIVE_{meant}?"
    assert caught.value.exit_code == 2


def test_a_setting_like_no_other_is_named_too(monkeypatch):
    monkeypatch.setenv("ARCHIVE_QXZ", "1")
    with pytest.raises(BadSetting, match=r"ARCHIVE_QXZ.*README"):
        read_settings()


def test_variables_of_the_tests_are_no_settings(monkeypatch):
    monkeypatch.setenv("ARCHIVE_SAMPLES", "anywhere")
    assert read_settings() == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PAGE_SECONDS", "soon"),
        ("PAGE_SECONDS", "1"),
        ("PAGE_MEGAPIXELS", "0"),
        ("LOG", "xml"),
        ("NAAN", "1234"),
        ("NAAN", "ABCDE"),
        ("DEMONSTRATION", "perhaps"),
    ],
)
def test_an_impossible_value_is_named_with_its_setting(monkeypatch, name, value):
    monkeypatch.setenv(f"ARCHIVE_{name}", value)
    with pytest.raises(BadSetting) as caught:
        read_settings()
    assert f"ARCHIVE_{name}" in caught.value.told()
    assert value in caught.value.told()


def test_settings_are_read_once_and_not_changed():
    with pytest.raises(ValidationError):
        read_settings().home = Path("elsewhere")


def test_every_setting_says_what_it_is_for():
    assert all(field.description for field in Settings.model_fields.values())

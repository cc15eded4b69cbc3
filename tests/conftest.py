"""What every test may ask for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from archive.migrating import create_archive
from archive.settings import Settings
from archive.store import Store

# How long a drawn example takes says how busy the machine is, not whether the code is right.
hypothesis_settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("any machine")


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of the shell the tests run in must not reach them."""
    for name in os.environ:
        if name.startswith("ARCHIVE_") and name != "ARCHIVE_SAMPLES":
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def _empty_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty archive, made once: migrations take longer than a copy."""
    home = tmp_path_factory.mktemp("empty") / "home"
    create_archive(Settings(home=home))
    return home


@pytest.fixture
def settings(tmp_path: Path, _empty_archive: Path) -> Settings:
    """Settings of an empty archive of this test's own."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "files").mkdir()
    (home / "archive.sqlite").write_bytes((_empty_archive / "archive.sqlite").read_bytes())
    return Settings(home=home, workers="local:1", arabic_reader="off")


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """The store of an empty archive."""
    store = Store(settings)
    yield store
    store.close()


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of outside samples; the test is skipped, saying so, where there is none."""
    folder = os.environ.get("ARCHIVE_SAMPLES", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("ARCHIVE_SAMPLES does not name a folder of outside samples")
    return Path(folder)

"""Scans drawn for a test, and an archive that reads them from recordings."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.settings import Settings
from tests.ingest.drawn_scans import recorded


@pytest.fixture
def readings(tmp_path: Path) -> Path:
    return tmp_path / "readings"


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    return tmp_path / "scans"


@pytest.fixture
def here(settings: Settings, readings: Path) -> Settings:
    return recorded(settings, readings)

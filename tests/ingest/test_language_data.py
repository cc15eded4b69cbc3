"""Better language data lie beside the program; without them the system's are used."""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path

import pytest

from archive.errors import BadFile
from ingest.engines import installing, tessdata


def package(folder: Path, name: str, data: bytes) -> Path:
    path = folder / "data.tgz"
    packed = gzip.compress(data)
    with tarfile.open(path, "w:gz") as made:
        member = tarfile.TarInfo(f"package/4.0.0_best_int/{name}.traineddata.gz")
        member.size = len(packed)
        made.addfile(member, io.BytesIO(packed))
    return path


def test_only_the_very_data_we_know_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made = package(tmp_path, "fra", b"weights")
    with pytest.raises(BadFile, match="not those we know"):
        installing.data_in(made, "fra")
    monkeypatch.setitem(installing._KNOWN, "fra", installing._digest(b"weights"))
    assert installing.data_in(made, "fra") == b"weights"
    (tmp_path / "torn.tgz").write_bytes(made.read_bytes()[:40])
    with pytest.raises(BadFile, match="no package"):
        installing.data_in(tmp_path / "torn.tgz", "fra")


def test_each_language_is_read_with_the_better_data_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    monkeypatch.setattr(tessdata, "BETTER", tmp_path)
    system = Path("/system")
    assert tessdata.folder_for("fr", system) == system
    assert tessdata.told_version("5.5.4") == "5.5.4"
    for name in ("ara", "fra"):
        (tmp_path / f"{name}.traineddata").write_bytes(b"weights")
    assert tessdata.folder_for("fr", system) == tmp_path
    assert tessdata.folder_for("en", system) == system
    assert tessdata.told_version("5.5.4") == "5.5.4 best_int"
    monkeypatch.setenv("TESSDATA_PREFIX", "/elsewhere")
    assert tessdata.folder_for("fr", system) == system

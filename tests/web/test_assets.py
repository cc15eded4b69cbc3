from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from archive.errors import MissingTool
from web import assets
from web.faces import FACES, LETTERS

pytestmark = pytest.mark.skipif(
    not (assets.MODULES / "openseadragon").exists(),
    reason="npm packages are not installed: python -m web.assets",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("static") / "built"
    assert assets.build(folder)
    return folder


def _names(folder: Path) -> dict[str, str]:
    names: dict[str, str] = json.loads((folder / assets.MANIFEST).read_text("utf-8"))["files"]
    return names


def test_names_carry_a_digest_and_lie_there_compressed(built: Path) -> None:
    for name, hashed in _names(built).items():
        assert re.fullmatch(r"[\w-]+\.[0-9a-f]{10}\.\w+", hashed), name
        assert (built / hashed).exists()
        if name.endswith((".css", ".js", ".svg")):
            assert (built / f"{hashed}.br").exists()
            assert (built / f"{hashed}.gz").exists()


def test_a_second_run_has_nothing_to_do(built: Path) -> None:
    assert not assets.build(built)


def test_a_lost_file_is_made_again(built: Path) -> None:
    lost = built / _names(built)["mark.svg"]
    lost.unlink()
    assert assets.build(built)
    assert lost.exists()


def test_sheets_name_hashed_files_that_are_there(built: Path) -> None:
    sheet = (built / _names(built)["site.css"]).read_text("utf-8")
    found = re.findall(r'url\("([^"]+)"\)', sheet)
    assert len(found) == len(FACES)
    assert all((built / name).exists() for name in found)


def test_no_sheet_names_a_physical_side(built: Path) -> None:
    physical = re.compile(
        r"(?<![\w-])(margin|padding|border)-(left|right)\b|(?<![\w-])(left|right)\s*:|text-align:\s*(left|right)"
    )
    for name in assets.SHEETS:
        assert not physical.search((built / _names(built)[name]).read_text("utf-8")), name


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
def test_a_face_has_our_letters_and_not_its_reserved_name(built: Path, face: assets.Any) -> None:
    font = TTFont(io.BytesIO((built / _names(built)[f"{face.name}.woff2"]).read_bytes()))
    letters = set(font.getBestCmap())
    assert set(map(ord, "AZaz09éÉœŒ «»’–…\u00a0\u202f")) <= letters
    if len(face.sources) > 1:
        assert set(map(ord, "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئةى،؛؟ًٌٍَُِّْٰڤگپ")) <= letters
        assert {"init", "medi", "fina"} <= {
            record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord
        }
    assert letters <= LETTERS | {0x202F}
    shown = " ".join(record.toUnicode() for record in font["name"].names if record.nameID in (1, 3, 4, 6, 16))
    assert face.family in shown
    assert not re.search(
        "Plex|Amiri|Garamond(?<!Archive Garamond)(?<!Archive-Garamond)",
        shown.replace("Archive Garamond", "").replace("Archive-Garamond", ""),
    )


def test_a_first_page_loads_two_faces_of_a_hundred_kilobytes(built: Path) -> None:
    for pair in (("sans-400", "naskh-700"), ("sans-400", "garamond")):
        assert sum((built / _names(built)[f"{name}.woff2"]).stat().st_size for name in pair) < 100_000


def test_every_licence_is_copied(built: Path) -> None:
    told = (built / "LICENSES.txt").read_text("utf-8")
    assert told.count("SIL OPEN FONT LICENSE") >= 3
    assert "OpenSeadragon" in told


def test_without_set_up_the_site_says_what_to_run(tmp_path: Path) -> None:
    assets.load_assets.cache_clear()
    try:
        with pytest.raises(MissingTool, match=r"web\.assets"):
            assets.load_assets(tmp_path)
    finally:
        assets.load_assets.cache_clear()


def test_an_unknown_name_is_an_error(built: Path) -> None:
    with pytest.raises(KeyError):
        assets.Assets(_names(built)).url("nothing.css")

"""The sample issues are whole: what issue.toml names is there, readable, and has its ground truth."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

SAMPLE = Path(__file__).parents[2] / "scans" / "sample"
FOLDERS = sorted(path.parent for path in SAMPLE.glob("*/issue.toml"))
LIMIT = 12_000_000
PICTURES_ONLY = {"1986-05-adad-khass/0004.jpg"}
KEYS = {"title", "number", "kind", "date", "edtf", "state", "summary", "streams", "articles"}

issues = pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)


def record(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "issue.toml").read_text(encoding="utf-8"))


def stream_files(folder: Path, stream: dict[str, Any]) -> list[str]:
    if "files" in stream:
        return list(stream["files"])
    pages = sorted((folder / stream["folder"]).glob("*.jpg"))
    return [page.relative_to(folder).as_posix() for page in pages]


def all_text() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(SAMPLE.rglob("*.gt.txt")))


def test_there_are_twelve_issues_of_sixty_pages() -> None:
    sizes = sorted(len(list(folder.rglob("*.jpg"))) for folder in FOLDERS)
    assert sizes == [4] * 10 + [8, 12]


def test_all_kinds_and_states_are_shown() -> None:
    records = [record(folder) for folder in FOLDERS]
    kinds = [each["kind"] for each in records]
    assert kinds.count("double") == 1
    assert kinds.count("special") == 1
    assert {each["number"] for each in records} >= {"1", "12-13", "عدد خاص", "143"}
    assert {each["state"] for each in records} == {"published", "review"}


def test_languages_are_mixed() -> None:
    ways = [tuple(sorted(stream["language"] for stream in record(folder)["streams"])) for folder in FOLDERS]
    assert ways.count(("ar", "fr")) == 4
    assert ways.count(("ar",)) == 5
    assert ways.count(("fr",)) == 3


def test_a_year_has_several_numbers_and_gaps() -> None:
    months = sorted(record(folder)["edtf"][5:7] for folder in FOLDERS if folder.name.startswith("1975"))
    assert months == ["01", "03", "06"]


def test_the_set_is_small_enough_for_git() -> None:
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file()) < LIMIT


@issues
def test_the_record_says_only_what_is_documented(folder: Path) -> None:
    said = record(folder)
    assert set(said) <= KEYS
    assert said["kind"] in {"ordinary", "double", "special"}
    assert re.fullmatch(r"\d{4}-\d{2}(/\d{4}-\d{2})?", said["edtf"])
    assert folder.name.startswith(said["edtf"][:7])


@issues
def test_every_page_is_in_one_stream(folder: Path) -> None:
    named = [file for stream in record(folder)["streams"] for file in stream_files(folder, stream)]
    on_disk = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.jpg"))
    assert sorted(named) == on_disk


@issues
def test_pages_are_readable_and_know_their_resolution(folder: Path) -> None:
    for path in folder.rglob("*.jpg"):
        with Image.open(path) as page:
            page.load()
            assert page.format == "JPEG"
            assert page.mode == "RGB"
            assert page.info["dpi"] == (170, 170)
            assert page.height > page.width > 1000


@issues
def test_every_page_has_its_words(folder: Path) -> None:
    for path in folder.rglob("*.jpg"):
        words = path.with_suffix(".gt.txt").read_text(encoding="utf-8")
        picture_only = f"{folder.name}/{path.relative_to(folder).as_posix()}" in PICTURES_ONLY
        assert bool(words.strip()) is not picture_only, path
        assert not re.search("[\u200e\u200f\u202a-\u202e\ufb50-\ufdff\ufe70-\ufeff]", words), path


@issues
def test_ground_truth_has_its_page(folder: Path) -> None:
    for path in folder.rglob("*.gt.txt"):
        assert path.with_name(path.name.removesuffix(".gt.txt") + ".jpg").exists()


@issues
def test_articles_lie_on_pages_that_print_their_heading(folder: Path) -> None:
    for article in record(folder)["articles"]:
        assert article["pages"], article["title"]
        for page in article["pages"]:
            assert (folder / page).exists()
        words = (folder / article["pages"][0]).with_suffix(".gt.txt").read_text(encoding="utf-8")
        assert article["title"][article["language"]] in words


@issues
def test_pairs_are_symmetric_and_cross_languages(folder: Path) -> None:
    articles = record(folder)["articles"]
    for place, article in enumerate(articles, start=1):
        if "pair" in article:
            mate = articles[article["pair"] - 1]
            assert mate["pair"] == place
            assert mate["language"] != article["language"]


ARABIC_WORDS = ["القاهرة", "الشرطة", "للشرطة", "شرطة", "٣", "ـــ", "البَصَمَاتِ", "المِجْهَرُ"]
FRENCH_WORDS = ["économie", "l’enquête", "enquêtes", "3", "Meknès"]


@pytest.mark.parametrize("word", ARABIC_WORDS + FRENCH_WORDS)
def test_words_searches_are_tried_on_are_printed(word: str) -> None:
    assert word in all_text()

"""Sets magazine pages whose every word is known: text, box and block, in the order they are read."""

from __future__ import annotations

import io
import json
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import typst
from PIL import Image, ImageFilter

from archive.canvas import Box

_TEMPLATE = Path(__file__).with_name("page.typ")
DPI = 300


@dataclass(frozen=True, slots=True)
class Word:
    """A printed word: its text and the box of its ink, in pixels of the clean page."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Block:
    """Words that stand together: what they are on the page, and in which language."""

    kind: str
    language: str
    words: tuple[Word, ...]

    @property
    def box(self) -> Box:
        """Around its words."""
        return Box.around(word.box for word in self.words) or Box(0, 0, 1, 1)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A clean page in grey, and what is printed on it, in reading order."""

    name: str
    image: Image.Image
    blocks: tuple[Block, ...]
    language: str  # of most words

    @property
    def text(self) -> str:
        """All words, a block a line."""
        return "\n".join(" ".join(word.text for word in block.words) for block in self.blocks) + "\n"

    @property
    def languages(self) -> frozenset[str]:
        """The languages on the page."""
        return frozenset(block.language for block in self.blocks)


def set_page(name: str, document: dict[str, Any], dpi: int = DPI) -> Rendered:
    """The page a document describes (`specimens` makes them). What runs over to a second page is left out."""
    with tempfile.TemporaryDirectory(prefix="rendered-") as folder:
        source = Path(folder) / _TEMPLATE.name
        source.write_bytes(_TEMPLATE.read_bytes())
        for piece in _photographs(document):
            photograph(int(piece["seed"])).save(Path(folder) / piece["file"])
        inputs = {"doc": json.dumps(document, ensure_ascii=False)}
        made = typst.compile(str(source), root=folder, format="png", ppi=dpi, sys_inputs=inputs)
        told = typst.query(str(source), "<told>", field="value", root=folder, sys_inputs=inputs)
    first = made[0] if isinstance(made, list) else made
    image = Image.open(io.BytesIO(first)).convert("L")
    blocks = _blocks(json.loads(told), dpi / 72, image.size)
    letters = {lang: sum(len(b.words) for b in blocks if b.language == lang) for lang in ("ar", "fr")}
    return Rendered(name, image, blocks, max(letters, key=lambda language: letters[language]))


def _photographs(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        own = [value] if value.get("kind") == "photo" else []
        return own + [found for part in value.values() for found in _photographs(part)]
    return [found for part in value for found in _photographs(part)] if isinstance(value, list) else []


def _blocks(told: list[dict[str, Any]], scale: float, size: tuple[int, int]) -> tuple[Block, ...]:
    """The told words of the first page in their blocks, the page's head first and its foot last.

    Columns side by side are told from left to right, and come in their order.
    """
    blocks: list[tuple[int, str, str, list[Word]]] = []
    column = 0
    for entry in told:
        if "column" in entry:
            column = int(entry["column"])
        elif "block" in entry:
            place = {"running-head": -1, "page-number": 99}.get(entry["block"], column)
            blocks.append((place, entry["block"], entry["lang"], []))
        elif entry["page"] == 1:
            left, top = entry["x"] * scale, (entry["base"] - entry["above"]) * scale
            width, height = entry["w"] * scale, (entry["above"] + entry["below"]) * scale
            box = Box(round(left), round(top), max(1, round(width)), max(1, round(height))).within(*size)
            blocks[-1][3].append(Word(entry["word"], box))
    blocks.sort(key=lambda block: block[0])
    return tuple(Block(kind, language, tuple(words)) for _, kind, language, words in blocks if words)


@lru_cache(maxsize=8)
def photograph(seed: int) -> Image.Image:
    """A printed photograph of nothing: soft shapes of all greys with some edges, in a halftone's grain."""
    chance = np.random.default_rng(seed)
    soft = Image.fromarray(chance.integers(0, 256, (9, 12), dtype=np.uint8)).resize(
        (720, 540), Image.Resampling.BICUBIC
    )
    hard = Image.fromarray(chance.integers(0, 256, (24, 32), dtype=np.uint8)).resize(
        (720, 540), Image.Resampling.NEAREST
    )
    mixed = Image.blend(soft, hard.filter(ImageFilter.GaussianBlur(3)), 0.35)
    grain = np.asarray(mixed, np.float32) * 0.8 + 15 + chance.normal(0, 9, (540, 720))
    return Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8))

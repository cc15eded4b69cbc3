"""Reads the weights of the line model out of the package they are published in."""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from archive.errors import BadFile
from ingest.arabic_reader.onnx_file import Floats

#: What is fetched: parisaocr on PyPI (Apache-2.0), its recogniser for Persian, and their SHA-256.
PACKAGE, VERSION = "parisaocr", "0.7.2"
NAME = f"{PACKAGE} {VERSION}"
WHEEL_SHA256 = "5a7ce373784f3c549d8c38bf24a82f161d9845c23a922b1baacf142e6128f6db"
_MODEL = "parisaocr/models/parisaocr-fa-0.1.safetensors"
_MODEL_SHA256 = "cf41676c0cf590cd0a01ebb342faf1ce72c42e19a213984cbad6e5ddc91ae265"
_LICENCES = f"{PACKAGE}-{VERSION}.dist-info/licenses/"
#: Part of every weight's name: what stands before it is the network's own number.
_BELOW = ".nn."


@dataclass(frozen=True, slots=True)
class Published:
    """What the package holds: weights by name, each symbol's letter ("" for the blank), licence, notice."""

    weights: dict[str, Floats]
    letters: tuple[str, ...]
    licence: str
    notice: str


def read_wheel(wheel: Path) -> Published:
    """The model in a wheel of the package. Raises BadFile where it is not the very model we know."""
    try:
        with zipfile.ZipFile(wheel) as package:
            model = package.read(_MODEL)
            licence = package.read(_LICENCES + "LICENSE").decode()
            notice = package.read(_LICENCES + "NOTICE").decode()
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise BadFile("{file} is no wheel of {package} {version}.", file=wheel.name, **_WANTED) from error
    if hashlib.sha256(model).hexdigest() != _MODEL_SHA256:
        raise BadFile(
            "The model in {file} is not that of {package} {version}.",
            "Fetch the package again.",
            file=wheel.name,
            **_WANTED,
        )
    weights, facts = _safetensors(model)
    numbers = {symbols[0]: letter for letter, symbols in facts["codec"].items()}
    letters = tuple(numbers.get(number, "") for number in range(facts["num_classes"]))
    return Published(weights, letters, licence, notice)


_WANTED = {"package": PACKAGE, "version": VERSION}


def _safetensors(data: bytes) -> tuple[dict[str, Floats], dict[str, Any]]:
    """The tensors, and what the trainer wrote beside them.

    Layout: eight bytes with the length of a JSON heading, the heading, the numbers one after the other.
    """
    (length,) = struct.unpack("<Q", data[:8])
    heading = json.loads(data[8 : 8 + length])
    facts = json.loads(heading.pop("__metadata__")["kraken_meta"])
    weights = {}
    for name, about in heading.items():
        start, end = about["data_offsets"]
        if about["dtype"] == "F32":  # the rest are counters of the training
            numbers = np.frombuffer(data, "<f4", (end - start) // 4, 8 + length + start)
            weights[name.partition(_BELOW)[2]] = numbers.reshape(about["shape"])
    return weights, next(iter(facts.values()))

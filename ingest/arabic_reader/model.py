"""Finds and runs the converted line model. Without onnxruntime or the model there is no second reader."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from archive.errors import BadSetting, MissingTool
from archive.settings import Settings
from ingest.arabic_reader.onnx_file import Floats
from ingest.arabic_reader.reader import ArabicReader

if TYPE_CHECKING:
    from ingest.arabic_reader.line_pictures import Batch

#: Where `make arabic-reader` puts the model: beside the program, outside the archive.
FOLDER = Path(sys.prefix) / "share" / "periodical-archive" / "arabic-reader"
#: Name of the model's file, and of the keys of what is kept in it.
FILE, LETTERS, NAME = "lines.onnx", "letters", "name"
_REMEDY = 'Run "make arabic-reader", or set ARCHIVE_ARABIC_READER to off.'

State = Literal["ready", "off", "no onnxruntime", "no model"]


def state_of(settings: Settings) -> State:
    """Whether lines can be read a second time with these settings, and what is missing."""
    if settings.arabic_reader == "off":
        return "off"
    if not (folder_of(settings) / FILE).is_file():
        return "no model"
    return "ready" if find_spec("onnxruntime") else "no onnxruntime"


def folder_of(settings: Settings) -> Path:
    """The folder of the converted model."""
    return FOLDER if settings.arabic_reader in ("auto", "off") else Path(settings.arabic_reader)


def reader_for(settings: Settings) -> ArabicReader | None:
    """The second reader; None where it is off, or left to itself and not installed.

    Loaded once a process. Raises BadSetting where the setting names a folder without a model, MissingTool
    where it names one and onnxruntime is missing.
    """
    state = state_of(settings)
    if state == "ready":
        return _loaded(folder_of(settings) / FILE)
    if settings.arabic_reader not in ("auto", "off"):
        if state == "no model":
            raise BadSetting(
                "There is no model of the second Arabic reader in {folder}.",
                _REMEDY,
                folder=folder_of(settings),
            )
        raise MissingTool("The second Arabic reader needs onnxruntime, which is not installed.", _REMEDY)
    return None


@lru_cache(maxsize=1)
def _loaded(path: Path) -> ArabicReader:
    return ArabicReader(OnnxLines(path))


class OnnxLines:
    """The line model in onnxruntime: one thread, as every worker has one core."""

    def __init__(self, path: Path) -> None:
        # By name: it is an extra, and what it exports it does not declare.
        onnxruntime: Any = import_module("onnxruntime")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # lines are of all widths: kept memory would only grow
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        facts = self._session.get_modelmeta().custom_metadata_map
        self._letters: tuple[str, ...] = tuple(json.loads(facts[LETTERS]))
        self._name = str(facts[NAME])

    @property
    def letters(self) -> Sequence[str]:
        """The letter of each symbol, "" for the blank."""
        return self._letters

    @property
    def name(self) -> str:
        """Package and version of the weights."""
        return self._name

    def probabilities(self, batch: Batch) -> Floats:
        """Lines x columns x symbols."""
        given = {"lines": batch.lines, "known": batch.known, "missing": batch.missing}
        found: Floats = self._session.run(["probabilities"], given)[0]
        return found

"""ALTO files: reads versions 2, 3 and 4 from anyone, writes 4.4 for the record."""

from archive.alto_files.measures import shared_out
from archive.alto_files.reading import LARGEST, parsed_xml, read_alto, stated_size
from archive.alto_files.vocabulary import kind_called, language_called
from archive.alto_files.writing import write_alto

__all__ = [
    "LARGEST",
    "kind_called",
    "language_called",
    "parsed_xml",
    "read_alto",
    "shared_out",
    "stated_size",
    "write_alto",
]

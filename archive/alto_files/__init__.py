"""ALTO files: reads versions 2, 3 and 4 from anyone, writes 4.4 for the record."""

from archive.alto_files.reading import LARGEST, read_alto
from archive.alto_files.writing import write_alto

__all__ = ["LARGEST", "read_alto", "write_alto"]

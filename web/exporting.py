"""`archive export`: what each package can give away, under one name."""

from __future__ import annotations

from archive.commands import export
from ingest.training_lines import training

__all__ = ["export"]

export.add_command(training)

"""What every request needs, put together once: settings, store, search engine, throttle."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.settings import Settings
from archive.store import Store
from index.engine import SearchEngine, engine_for
from web.security import Throttle, processes


@dataclass
class Pieces:
    """The pieces of the running site."""

    settings: Settings
    store: Store
    engine: SearchEngine
    throttle: Throttle = field(default_factory=lambda: Throttle(processes()))

    @classmethod
    def of(cls, settings: Settings) -> Pieces:
        """Open what the settings name. Raises NoArchive, WrongSchema, BadSetting; a missing index is no fault."""
        return cls(settings, Store(settings), engine_for(settings))

    def close(self) -> None:
        """Give everything back."""
        self.engine.close()
        self.store.close()

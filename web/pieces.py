"""What every request needs, put together once: settings, store, search engine, throttles."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

from archive.settings import Settings
from archive.store import Store
from index.engine import SearchEngine, engine_for
from web.letter_box import PROPOSALS, LetterBox
from web.region_cache import RegionCache
from web.security import Throttle, processes
from web.tallying import Tallies


@dataclass
class Pieces:
    """The pieces of the running site."""

    settings: Settings
    store: Store
    engine: SearchEngine
    regions: RegionCache
    throttle: Throttle = field(default_factory=lambda: Throttle(processes()))
    letters: LetterBox = field(default_factory=lambda: LetterBox(processes()))
    proposals: LetterBox = field(default_factory=lambda: LetterBox(processes(), *PROPOSALS))
    tallies: Tallies = field(init=False)

    def __post_init__(self) -> None:
        self.tallies = Tallies(self.store)

    @classmethod
    def of(cls, settings: Settings) -> Pieces:
        """Open what the settings name. Raises NoArchive, WrongSchema, BadSetting; no index is no fault."""
        store = Store(settings)
        return cls(settings, store, engine_for(settings), RegionCache(store.files))

    def close(self) -> None:
        """Give everything back; the child that cuts pictures is ended where one was started."""
        if "ingest.workers" in sys.modules:
            sys.modules["ingest.workers"].end_warm()
        self.tallies.write()
        self.engine.close()
        self.store.close()

"""How Python values become columns: the declarative class and the typed columns of immutable values."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from archive.alto import BlockKind, Direction
from archive.canvas import Box
from archive.texts import Texts

# Named constraints from the first day: without names SQLite's batch migrations cannot find them again.
_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Record(DeclarativeBase):
    """A row of the store."""

    metadata = MetaData(naming_convention=_NAMES)


class Described(Record):
    """A record people describe: its `tracked` fields are written through change sets and can be undone.

    `version` counts changes and travels in forms, so that a concurrent edit is noticed. Nothing is erased:
    `withdrawn` takes a record out.
    """

    __abstract__ = True
    #: Name of the kind of record in change sets, and the fields change sets may write.
    kind: str = ""
    tracked: tuple[str, ...] = ()

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    withdrawn: Mapped[bool] = mapped_column(default=False)


class UtcTime(TypeDecorator[datetime]):
    """A moment. Stored in UTC; comes back aware (SQLite alone gives naive ones)."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC without a zone; a naive value is a mistake."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Back, aware."""
        return None if value is None else value.replace(tzinfo=UTC)


class Value(TypeDecorator[Any]):
    """An immutable value kept as JSON text: replaced whole, never changed in place.

    (A mutable JSON column changed in place is silently not saved by SQLAlchemy.) `dump` turns the value into
    what JSON can hold, `load` turns it back.
    """

    impl = Text
    cache_ok = True

    def __init__(self, dump: Callable[[Any], Any], load: Callable[[Any], Any]) -> None:
        super().__init__()
        self.dump = dump
        self.load = load

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """To JSON text, keys in order, so that equal values are equal texts."""
        return None if value is None else json.dumps(self.dump(value), ensure_ascii=False, sort_keys=True)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Back from JSON text."""
        return None if value is None else self.load(json.loads(value))


@dataclass(frozen=True, slots=True)
class Zone:
    """A rectangle on a page of the issue: the page's minted number and a box in canvas pixels."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """A block of a page as a person laid it out: where it stands, its language, direction and kind."""

    box: Box
    language: str
    direction: Direction
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What pictures were made of a page. `sizes` (w, h) smallest first; tiles of `tile` pixels.

    `hidden`: the zones that are blacked out in them, in canvas pixels.
    """

    version: int
    width: int
    height: int
    sizes: tuple[tuple[int, int], ...]
    tile: int
    scale_factors: tuple[int, ...]
    hidden: tuple[Box, ...] = ()


def _load_zones(data: list[list[int]]) -> tuple[Zone, ...]:
    return tuple(Zone(page, Box(x, y, w, h)) for page, x, y, w, h in data)


def _dump_zones(zones: tuple[Zone, ...]) -> list[list[int]]:
    return [[z.page, z.box.x, z.box.y, z.box.w, z.box.h] for z in zones]


def _load_layout(data: list[list[Any]]) -> tuple[PlacedBlock, ...]:
    return tuple(
        PlacedBlock(Box(*box), language, direction, kind) for *box, language, direction, kind in data
    )


def _dump_layout(layout: tuple[PlacedBlock, ...]) -> list[list[Any]]:
    return [[b.box.x, b.box.y, b.box.w, b.box.h, b.language, b.direction, b.kind] for b in layout]


def _dump_image(image: ImageFacts) -> dict[str, Any]:
    return {
        "version": image.version,
        "width": image.width,
        "height": image.height,
        "sizes": [list(size) for size in image.sizes],
        "tile": image.tile,
        "scale_factors": list(image.scale_factors),
        **({"hidden": [[box.x, box.y, box.w, box.h] for box in image.hidden]} if image.hidden else {}),
    }


def _load_image(data: dict[str, Any]) -> ImageFacts:
    return ImageFacts(
        data["version"],
        data["width"],
        data["height"],
        tuple((w, h) for w, h in data["sizes"]),
        data["tile"],
        tuple(data["scale_factors"]),
        tuple(Box(*box) for box in data.get("hidden", ())),
    )


def _same(value: Any) -> Any:
    return value


TEXTS = Value(Texts.to_plain, Texts.from_plain)
NUMBERS = Value(list, tuple)
STRINGS = Value(list, tuple)
ZONES = Value(_dump_zones, _load_zones)
LAYOUT = Value(_dump_layout, _load_layout)
IMAGE = Value(_dump_image, _load_image)
PLAIN = Value(_same, _same)


def to_plain(record: type[Record], field: str, value: Any) -> Any:
    """`value` of a field as a change set keeps it (JSON's types)."""
    kind = record.__table__.c[field].type
    if value is None:
        return None
    if isinstance(kind, Value):
        return json.loads(kind.process_bind_param(value, None) or "null")  # type: ignore[arg-type]
    return value.isoformat() if isinstance(value, datetime) else value


def from_plain(record: type[Record], field: str, data: Any) -> Any:
    """Back from `to_plain`."""
    kind = record.__table__.c[field].type
    if data is None:
        return None
    if isinstance(kind, Value):
        return kind.load(data)
    return datetime.fromisoformat(data) if isinstance(kind, UtcTime) else data

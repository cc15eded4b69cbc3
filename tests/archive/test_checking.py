"""`archive check` finds what is wrong, and only that."""

from __future__ import annotations

from sqlalchemy import select

from archive import checking
from archive.models import Event, Scan
from archive.store import Store
from tests.builders import an_issue


def sentences(store: Store, *, fixity: bool = False) -> list[str]:
    return [str(found) for found in checking.checks(store, fixity=fixity)]


def test_a_sound_archive_has_no_findings(store: Store) -> None:
    an_issue(store, pictures=True, state="published")
    assert sentences(store, fixity=True) == []


def test_one_flipped_bit_is_found_by_fixity(store: Store) -> None:
    an_issue(store)
    with store.read() as session:
        path = store.files.path(session.scalars(select(Scan.path)).first() or "")
    data = bytearray(path.read_bytes())
    data[40] ^= 1
    path.write_bytes(bytes(data))
    assert sentences(store) == []
    assert [path.name in s for s in sentences(store, fixity=True)] == [True]


def test_a_missing_text_and_a_missing_picture_are_named(store: Store) -> None:
    an_issue(store, pictures=True)
    next((store.files.root / "texts").rglob("*.xml")).unlink()
    next((store.files.root / "staff").rglob("200,280/0/default.jpg")).unlink()
    found = sentences(store)
    assert any("r1.alto.xml is missing" in s for s in found)
    assert any("pictures of" in s for s in found)


def test_a_log_changed_by_hand_is_noticed(store: Store) -> None:
    an_issue(store)
    with store.write() as session:
        event = session.scalars(select(Event)).first()
        assert event is not None
        event.payload = {**event.payload, "sha256": "0" * 64}
    assert any("changed by hand" in s for s in sentences(store))


def test_an_erased_payload_leaves_the_chain_whole(store: Store) -> None:
    an_issue(store)
    with store.write() as session:
        event = session.scalars(select(Event)).first()
        assert event is not None
        event.payload = None
    assert sentences(store) == []

from __future__ import annotations

import errno
from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadInput, NoSpace
from archive.queries import work
from tests.web.conftest import SiteUnderTest
from web import uploading
from web.uploading import Delivery, TooLarge, file_name, take_in

KIND = "multipart/form-data; boundary=XX"


def _body(*parts: tuple[str, str | None, bytes]) -> bytes:
    made = b""
    for name, file, data in parts:
        said = f'form-data; name="{name}"' + (f'; filename="{file}"' if file is not None else "")
        made += f"--XX\r\nContent-Disposition: {said}\r\n\r\n".encode() + data + b"\r\n"
    return made + b"--XX--\r\n"


def _take(
    body: bytes, folder: Path, *, limit: int = 1 << 20, kind: str = KIND, piece: int = 1000
) -> Delivery:
    async def pieces() -> AsyncIterator[bytes]:
        for at in range(0, len(body), piece):
            yield body[at : at + piece]

    async def run() -> Delivery:
        return await take_in(pieces(), kind, folder, limit)

    return anyio.run(run)


@pytest.mark.parametrize("piece", [1, 7, 64, 100_000])
def test_files_and_fields_arrive_whole_however_the_body_is_cut(tmp_path: Path, piece: int) -> None:
    data = bytes(range(256)) * 20
    body = _body(("files", "صفحة 1.jpg", data), ("name", None, "عدد مارس".encode()), ("files", "b.pdf", b""))

    taken = _take(body, tmp_path / "in", piece=piece)

    assert taken.files == ["صفحة 1.jpg", "b.pdf"]
    assert taken.fields == {"name": "عدد مارس"}
    assert (tmp_path / "in" / "صفحة 1.jpg").read_bytes() == data


def test_more_than_the_limit_is_refused_on_the_way(tmp_path: Path) -> None:
    with pytest.raises(TooLarge) as told:
        _take(_body(("files", "a.jpg", b"x" * 50_000)), tmp_path / "in", limit=10_000)
    assert told.value.status == 413


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", KIND),
        (b'--XX\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\nhalf', KIND),
        (b"nonsense", KIND),
        (_body(("files", "a.jpg", b"x")), "application/json"),
        (_body(("files", "a.jpg", b"x")), "multipart/form-data"),
    ],
)
def test_a_body_that_is_no_form_or_breaks_off_is_refused(tmp_path: Path, body: bytes, kind: str) -> None:
    with pytest.raises(BadInput):
        _take(body, tmp_path / "in", kind=kind)


@given(st.lists(st.text(max_size=300), max_size=4))
def test_no_file_name_leaves_its_folder_hides_or_takes_another_s_place(given_names: list[str]) -> None:
    taken: list[str] = []
    for given_name in given_names:
        name = file_name(given_name, taken)
        assert name == Path(name).name
        assert name not in ("", ".", "..")
        assert not name.startswith(".")
        assert len(name.encode()) <= 255
        assert name.casefold() not in (other.casefold() for other in taken)
        taken.append(name)


@pytest.mark.parametrize("given_name", ["../../etc/passwd", "C:\\scans\\passwd", "/etc/passwd", "..\\passwd"])
def test_only_the_last_part_of_a_path_is_kept(given_name: str) -> None:
    assert file_name(given_name, []) == "passwd"


# --- on the site ----------------------------------------------------------------------------------------


def test_pictures_sent_from_the_browser_wait_for_the_worker_in_a_folder_of_their_own(
    site: SiteUnderTest,
) -> None:
    site.sign_in("dora", "digitiser")
    files = [("files", ("1.jpg", b"one")), ("files", ("2.jpg", b"two"))]

    answer = site.client.post("/fr/desk/ingest", files=files, data={"name": "عدد مارس 1975"})

    assert answer.status_code == 303
    with site.store.read() as session:
        batch = work.batches(session)[0]
    folder = site.store.files.incoming(batch.id) / "عدد مارس 1975"
    assert (batch.state, batch.operator) == ("waiting", "dora")
    assert sorted(path.name for path in folder.iterdir()) == ["1.jpg", "2.jpg"]
    page = site.client.get(answer.headers["location"])
    assert "عدد مارس 1975" in page.text
    assert site.client.get(f"/api/v1/batches/{batch.id}").json()["state"] == "waiting"


def test_a_delivery_above_the_limit_leaves_nothing_behind(site: SiteUnderTest) -> None:
    site.sign_in()
    small = site.settings.model_copy(update={"upload_megabytes": 1})
    site.client.app.state.pieces.settings = small  # type: ignore[attr-defined]

    answer = site.client.post("/fr/desk/ingest", files=[("files", ("a.pdf", b"x" * (3 << 20)))])

    assert answer.status_code == 413
    incoming = site.store.files.root / "incoming"
    assert not incoming.exists() or not any(incoming.iterdir())


def test_a_full_disk_is_told_and_leaves_nothing_behind(
    site: SiteUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.sign_in()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(uploading.os, "fsync", full)
    answer = site.client.post("/fr/desk/ingest", files=[("files", ("a.pdf", b"x" * 1000))])
    monkeypatch.undo()

    assert answer.status_code == NoSpace.status == 507
    assert not any((site.store.files.root / "incoming").iterdir())
    with site.store.read() as session:
        assert work.batches(session)[0].state == "failed"


def test_a_form_without_a_file_says_what_to_do(site: SiteUnderTest) -> None:
    site.sign_in()

    answer = site.client.post("/fr/desk/ingest", files=[("files", ("", b""))])

    assert answer.status_code == 400
    with site.store.read() as session:
        assert not work.waiting_batches(session)

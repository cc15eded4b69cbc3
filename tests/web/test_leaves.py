"""The contact sheet of an issue: every act by its plain form, its undo, and what others did meanwhile."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from archive.actions import changes, framing, pages
from archive.models import Issue, Page, Scan
from archive.queries import streams
from tests.web.conftest import SiteUnderTest


@pytest.fixture
def desk(site: SiteUnderTest) -> SiteUnderTest:
    site.sign_in()
    return site


def _form(desk: SiteUnderTest) -> dict[str, Any]:
    """What the sheet's form sends with nothing chosen: versions and the order as they are shown now."""
    shown = desk.client.get(f"/fr/desk/issues/{desk.key}/pages").text
    hidden = re.findall(r'<input type="hidden"[^>]*name="(orders|seen\.[0-9]+)" value="([^"]+)"', shown)
    assert len(hidden) == 5
    return dict(hidden)


def _act(desk: SiteUnderTest, do: str, *chosen: int, form: dict[str, Any] | None = None, **more: str) -> Any:
    data = {**(form or _form(desk)), "do": do, "page": [str(n) for n in chosen], **more}
    return desk.client.post(f"/fr/desk/issues/{desk.key}/pages", data=data)


def _orders(desk: SiteUnderTest) -> list[tuple[int, ...]]:
    with desk.store.read() as session:
        return [stream.pages for stream in streams.of_issue(session, desk.issue_id)]


def _labels(desk: SiteUnderTest) -> list[str]:
    with desk.store.read() as session:
        return [page.label for page in session.get_one(Issue, desk.issue_id).pages]


def _page(desk: SiteUnderTest, number: int) -> dict[str, Any]:
    with desk.store.read() as session:
        page = session.scalars(
            select(Page).where(Page.issue_id == desk.issue_id, Page.number == number)
        ).one()
        return {name: getattr(page, name) for name in (*Page.tracked, "width", "height")}


def test_pages_are_moved_numbered_and_it_is_undone_right_there(desk: SiteUnderTest) -> None:
    answer = _act(desk, "later", 1)
    assert answer.status_code == 303
    assert "chosen=1" in answer.headers["location"]
    assert _orders(desk) == [(2, 1), (3, 4)]
    shown = desk.client.get(answer.headers["location"]).text
    assert re.search(r'value="1"[^>]* checked', shown)
    undo = re.search(r'action="(/fr/desk/changes/[0-9]+/undo)"', shown)
    assert undo
    back = f"/fr/desk/issues/{desk.key}/pages"
    gone = desk.client.post(undo[1], data={"back": back})
    assert gone.headers["location"].startswith(f"{back}?done=undone")
    assert _orders(desk) == [(1, 2), (3, 4)]
    _act(desk, "move", 2, 4, target="3", side="after")
    assert _orders(desk) == [(1,), (3, 2, 4)]
    _act(desk, "number", 3, label="٩", span="onwards", step="1")
    assert _labels(desk) == ["1", "٩", "١٠", "١١"]
    _act(desk, "number", 3, 4, label="v", span="counting", step="1")
    assert _labels(desk) == ["1", "v", "١٠", "vii"]


def test_leaves_are_turned_noted_and_told_to_readers(desk: SiteUnderTest) -> None:
    assert _act(desk, "turn-90", 3, 4).status_code == 303
    assert (_page(desk, 3)["width"], _page(desk, 3)["height"]) == (1400, 1000)
    assert "images en préparation" in desk.client.get(f"/fr/desk/issues/{desk.key}/pages").text
    _act(desk, "torn", 3)
    _act(desk, "torn", 3, 4)
    assert _page(desk, 4)["condition"] == ("torn",)
    _act(desk, "describe", 4, **{"note.fr": "Coin <b>brûlé</b>", "note.ar": "", "until": "2199"})
    assert _page(desk, 4)["hidden_until"] == "2199-12-31"
    desk.sign_out()
    public = desk.client.get(f"/fr/ark:/99999/{desk.key}/p3").text
    assert "Cette page est déchirée." in public
    canvases = desk.client.get(f"/iiif/manifest/{desk.key}.json").json()["items"]
    summaries = [canvas.get("summary", {}) for canvas in canvases]
    assert [each.get("ar") for each in summaries] == [None, None, ["هذه الصفحة ممزقة."]]
    assert desk.client.get(f"/fr/ark:/99999/{desk.key}/p4").status_code == 404
    desk.sign_in()
    assert "Coin &lt;b&gt;brûlé&lt;/b&gt;" in desk.client.get(f"/fr/ark:/99999/{desk.key}/p4").text
    _act(desk, "torn", 3, 4)
    assert _page(desk, 3)["condition"] == ()


def test_a_place_is_kept_a_spread_parted_a_page_taken_out(desk: SiteUnderTest) -> None:
    _act(desk, "place-after", 1)
    assert _orders(desk) == [(1, 5, 2), (3, 4)]
    desk.sign_out()
    assert "manque dans l’exemplaire" in desk.client.get(f"/fr/ark:/99999/{desk.key}/p5").text
    assert desk.client.get(f"/iiif/manifest/{desk.key}.json").status_code == 200
    desk.sign_in()
    shown = desk.client.get(f"/fr/desk/issues/{desk.key}/pages").text
    form = dict(re.findall(r'<input type="hidden"[^>]*name="(orders|seen\.[0-9]+)" value="([^"]+)"', shown))
    _act(desk, "split", 1, form=form, fold="50")
    # Read from the right: the right half is the first, and keeps the address.
    assert _orders(desk) == [(1, 6, 5, 2), (3, 4)]
    shown = desk.client.get(f"/fr/desk/issues/{desk.key}/pages").text
    form = dict(re.findall(r'<input type="hidden"[^>]*name="(orders|seen\.[0-9]+)" value="([^"]+)"', shown))
    _act(desk, "take-out", 6, 5, form=form)
    assert _orders(desk) == [(1, 2), (3, 4)]


def test_the_seam_is_set_and_everything_follows(desk: SiteUnderTest) -> None:
    _act(desk, "one-way", first="ar")
    assert _orders(desk) == [(1, 2, 3, 4)]
    _act(desk, "seam", 3, first="ar", second="fr", from_back="yes")
    assert _orders(desk) == [(1, 2), (4, 3)]
    assert _labels(desk) == ["1", "2", "2", "1"]  # counted anew, each half from its own cover
    manifest = desk.client.get(f"/iiif/manifest/{desk.key}.json").json()
    ranges = [r for r in manifest["structures"] if len(r.get("items", ())) == 2]
    assert ranges
    with desk.store.read() as session:
        french = streams.of_issue(session, desk.issue_id)[1]
    _act(desk, f"half.{french.id}", **{f"language.{french.id}": "fr", f"direction.{french.id}": "ltr",
                                       f"turned.{french.id}": "yes"})  # fmt: skip
    assert _orders(desk) == [(1, 2), (3, 4)]


def test_what_a_second_editor_did_to_the_same_is_shown_and_nothing_written(desk: SiteUnderTest) -> None:
    form = _form(desk)
    with desk.store.write() as session:
        issue = session.get_one(Issue, desk.issue_id)
        bob = changes.begin(session, by="bob")
        pages.change(session, bob, issue.pages[0], {"label": "99", "label_supplied": False})
    answer = _act(desk, "number", 1, 2, form=form, label="5", span="chosen", step="1")
    assert answer.status_code == 409
    assert "\u2068bob\u2069" in answer.text
    assert _labels(desk)[0] == "99"
    assert _act(desk, "turn-90", 1, form=form).status_code == 303  # that is something else
    with desk.store.write() as session:
        bob = changes.begin(session, by="bob")
        framing.turn(session, bob, session.get_one(Issue, desk.issue_id).pages[1], 90)
    assert _act(desk, "turn-90", 2, form=form).status_code == 409
    form = _form(desk)
    _act(desk, "later", 3)
    assert _act(desk, "later", 1, form=form).status_code == 409
    assert _orders(desk) == [(1, 2), (4, 3)]


@pytest.mark.parametrize(
    ("do", "chosen", "more"),
    [
        ("nothing", [1], {}),
        ("turn-90", [], {}),
        ("place-after", [1, 2], {}),
        ("move", [1, 2], {"target": "1", "side": "after"}),
        ("number", [1], {"label": ""}),
        ("number", [1, 2], {"label": "couverture", "step": "1"}),
        ("number", [1], {"label": "3", "step": "7"}),
        ("split", [1], {"fold": "99"}),
        ("split", [1], {"fold": "x"}),
        ("describe", [1], {}),
        ("describe", [1], {"until": "demain"}),
        ("describe", [1], {"rights": "http://elsewhere.example/"}),
        ("seam", [1], {"first": "ar", "second": "fr"}),
        ("seam", [3], {"first": "ar", "second": "ar"}),
        ("half.77", [], {}),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    desk: SiteUnderTest, do: str, chosen: list[int], more: dict[str, str]
) -> None:
    before = [_page(desk, n) for n in (1, 2, 3, 4)], _orders(desk)
    assert _act(desk, do, *chosen, **more).status_code in (303, 400)
    assert ([_page(desk, n) for n in (1, 2, 3, 4)], _orders(desk)) == before


def _picture(width: int = 500, height: int = 700, form: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).save(out, form)
    return out.getvalue()


def _send(desk: SiteUnderTest, data: bytes, name: str = "neu.png", page: str = "2") -> Any:
    return desk.client.post(
        f"/fr/desk/issues/{desk.key}/scan", data={"page": page}, files={"scan": (name, data)}
    )


def test_a_scan_is_replaced_and_the_old_one_kept(desk: SiteUnderTest) -> None:
    before = _page(desk, 2)
    answer = _send(desk, _picture())
    assert answer.status_code == 303, answer.text
    assert (_page(desk, 2)["width"], _page(desk, 2)["height"]) == (500, 700)
    with desk.store.read() as session:
        page = session.get_one(Issue, desk.issue_id).pages[1]
        assert page.frame is not None
        new = page.frame.scan
        assert new.source.startswith("@desk/p2-")
        assert desk.store.files.master_of(new).read_bytes() == _picture()
        old = session.scalars(select(Scan).where(Scan.issue_id == desk.issue_id, Scan.id != new.id)).all()
        assert all(scan.current and desk.store.files.master_of(scan).is_file() for scan in old)
    assert _send(desk, _picture()).status_code == 400  # the same bytes once more
    change = re.search(r"change=([0-9]+)", answer.headers["location"])
    assert change
    desk.client.post(f"/fr/desk/changes/{change[1]}/undo", data={"back": "/fr/desk"})
    assert {k: v for k, v in _page(desk, 2).items() if k != "version"} == before
    assert list(desk.store.files.incoming("scans").iterdir()) == []


@pytest.mark.parametrize(
    ("data", "name", "page"),
    [
        (b"no picture at all", "x.png", "2"),
        (b"%PDF-1.7 nothing", "x.pdf", "2"),
        (_picture(), "x.pdf", "2"),
        (_picture(), "neu.png", "77"),
        (_picture(), "neu.png", "zwei"),
        (b"", "neu.png", "2"),
    ],
)
def test_what_is_no_scan_of_a_page_is_refused(desk: SiteUnderTest, data: bytes, name: str, page: str) -> None:
    before = _page(desk, 2)
    answer = _send(desk, data, name, page)
    assert 400 <= answer.status_code < 500, answer.status_code
    assert _page(desk, 2) == before


def test_those_who_may_only_look_are_offered_nothing(site: SiteUnderTest) -> None:
    site.sign_in("dora", "digitiser")
    shown = site.client.get(f"/fr/desk/issues/{site.key}/pages")
    assert shown.status_code == 200
    assert "<form id=" not in shown.text
    answer = site.client.post(f"/fr/desk/issues/{site.key}/pages", data={"do": "turn-90", "page": "1"})
    assert answer.status_code == 403

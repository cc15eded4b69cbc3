"""Children killed while they look at scans: once is bad luck, twice leaves the issue's intake open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from archive.queries import issues, pages
from archive.settings import Settings
from archive.store import Store
from ingest import keeping
from ingest.checking import checks
from ingest.task_failures import Killed
from tests.ingest.drawn_scans import InThisProcess, draw_issue, recorded, run


class Killing(InThisProcess):
    """Workers whose child is killed the first `times` times that it looks at a file."""

    def __init__(self, name: str, times: int) -> None:
        super().__init__()
        self.name, self.left = name, times

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        if fn.__name__ == "look_at" and kwargs.get("about", "").startswith(self.name) and self.left:
            self.left -= 1
            return super().submit(self._kill)
        return super().submit(fn, *args, **kwargs)

    def _kill(self) -> None:
        raise Killed("The program that read {file} was killed from outside.", file=self.name)


def names(store: Store) -> list[str]:
    with store.read() as session:
        return [
            Path(page.frame.scan.source).name
            for issue in issues.every(session, public=False)
            for page in pages.of_issue(session, issue.id)
            if page.frame is not None
        ]


def test_one_kill_costs_nothing(store: Store, settings: Settings, tmp_path: Path) -> None:
    folder = draw_issue(tmp_path / "read", tmp_path / "issue", 3)
    report = run(store, recorded(settings, tmp_path / "read"), folder, workers=Killing("0002.jpg", 1))
    assert report.exit_code == 0
    assert len(names(store)) == 3


def test_a_page_that_was_not_looked_at_keeps_the_intake_open(
    store: Store, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = recorded(settings, tmp_path / "read")
    folder = draw_issue(tmp_path / "read", tmp_path / "issue", 3)

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:  # the masters lie there, no row speaks of them yet
        patched.setattr(keeping, "register", killed)
        assert run(store, here, folder).ended == "interrupted"
    report = run(store, here, folder, workers=Killing("0002.jpg", 2))
    assert report.exit_code == 3
    [fault] = [each for issue in report.issues for each in issue.faults if not each.harmless]
    assert (Path(fault.file).name, fault.kind) == ("0002.jpg", "killed")
    assert names(store) == ["0001.jpg", "0003.jpg"]
    assert [str(each) for each in checks(here, store)] == []  # its master is no stray

    assert run(store, here, folder).exit_code == 0
    assert names(store) == ["0001.jpg", "0002.jpg", "0003.jpg"]
    assert [str(each) for each in checks(here, store)] == []

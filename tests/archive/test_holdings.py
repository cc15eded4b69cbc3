"""Expected numbers held against what the archive has."""

from __future__ import annotations

import json

import pytest
import time_machine
from click.testing import CliRunner

from archive.actions import changes, holdings
from archive.errors import BadInput
from archive.expecting import parse_rules
from archive.holdings_commands import holdings as command
from archive.models import Series
from archive.queries.holdings import Expected, coverage_of, expected
from archive.settings import Settings
from archive.store import Session, Store
from tests.builders import an_issue


def a_rule(store: Store, rule: str, position: int = 1) -> int:
    with store.write() as session:
        change_set = changes.begin(session, by="alice")
        series = holdings.series_numbered(session, change_set, position)
        holdings.set_rule(session, change_set, series, rule)
        return series.id


def told(store: Store, slot: str, state: str, **fields: str) -> None:
    with store.write() as session:
        change_set = changes.begin(session, by="alice")
        holdings.state(session, change_set, series_one(session), slot, state, **fields)  # type: ignore[arg-type]


def series_one(session: Session) -> Series:
    found = session.get(Series, 1)
    assert found is not None
    return found


def found_in(store: Store, *, public: bool = True) -> dict[str, Expected]:
    with store.read() as session:
        return {each.slot: each for each in expected(session, public=public)}


def test_a_published_issue_fills_the_place_of_its_month(store: Store) -> None:
    an_issue(store, number="2", edtf="1961-06", state="published")
    a_rule(store, "monthly 1961-05/1961-08 double 07-08 from 1")

    places = found_in(store)

    assert [(slot, each.number, each.state) for slot, each in places.items()] == [
        ("1961-05", "1", "unknown"),
        ("1961-06", "2", "scanned"),
        ("1961-07/1961-08", "3-4", "unknown"),
    ]
    counts = coverage_of(places.values())
    assert (counts.printed, counts.scanned, counts.percent) == (3, 1, 33)


def test_a_draft_fills_a_place_for_the_staff_alone(store: Store) -> None:
    an_issue(store, number="1", edtf="1961-05")
    a_rule(store, "monthly 1961-05/1961-05")

    assert found_in(store)["1961-05"].state == "unknown"
    assert found_in(store)["1961-05"].issue == ""
    assert found_in(store, public=False)["1961-05"].state == "scanned"


def test_a_double_issue_fills_both_its_months_where_the_rule_has_two(store: Store) -> None:
    an_issue(store, number="12-13", edtf="1962-04/1962-05", issue_kind="double", state="published")
    a_rule(store, "monthly 1962-04/1962-06")

    assert [each.state for each in found_in(store).values()] == ["scanned", "scanned", "unknown"]


def test_a_special_issue_fills_no_ordinary_place_but_its_own_number(store: Store) -> None:
    an_issue(store, number="عدد خاص", edtf="1962-04", issue_kind="special", state="published")
    a_rule(store, "monthly 1962-04/1962-04 from 12")
    assert found_in(store)["1962-04"].state == "unknown"

    an_issue(store, number="12", edtf="1962", issue_kind="special", state="published")
    assert found_in(store)["1962-04"].state == "scanned"


def test_an_issue_dated_by_its_year_alone_fills_the_place_of_its_number(store: Store) -> None:
    an_issue(store, number="٥", edtf="1961", state="published")
    a_rule(store, "monthly 1961-01/1961-12 from 1")

    assert [slot for slot, each in found_in(store).items() if each.state == "scanned"] == ["1961-05"]


def test_what_people_say_of_a_number_is_told_until_it_is_scanned(store: Store) -> None:
    a_rule(store, "monthly 1961-05/1961-07 never 1961-07")
    told(store, "1961-05", "held")
    told(store, "1961-06", "known-missing", number="2")
    assert [each.state for each in found_in(store).values()] == ["held", "known-missing", "never-printed"]

    an_issue(store, number="2", edtf="1961-06", state="published")
    assert found_in(store)["1961-06"].state == "scanned"
    counts = coverage_of(found_in(store).values())
    assert (counts.held, counts.scanned, counts.never, counts.printed) == (1, 1, 1, 2)


def test_a_number_that_no_rule_expects_can_be_told_of(store: Store) -> None:
    a_rule(store, "monthly 1961-05/1961-06")
    told(store, "1960-12", "known-missing", number="0")

    assert found_in(store)["1960-12"].number == "0"
    assert list(found_in(store)) == ["1960-12", "1961-05", "1961-06"]


def test_a_series_that_still_appears_grows_by_itself(store: Store) -> None:
    a_rule(store, "monthly 2026-09/..")
    with time_machine.travel("2026-11-28"):
        assert list(found_in(store)) == ["2026-09", "2026-10", "2026-11"]
    with time_machine.travel("2027-01-02"):
        assert len(found_in(store)) == 5


def test_setting_a_rule_can_be_undone(store: Store) -> None:
    a_rule(store, "monthly 1961-05/1961-06")
    a_rule(store, "quarterly 1961-01/1961-12")
    with store.write() as session:
        last = max(session.scalars(changes.select(changes.ChangeSet.number)))
        changes.undo(session, last, by="bob")
    assert list(found_in(store)) == ["1961-05", "1961-06"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("monthly, January 1961 to …", "monthly 1961-01/.."),
        ("monthly, mai 1961 à décembre 1975 double 07-08", "monthly 1961-05/1975-12 double 07-08"),
        ("quarterly ماي 1961 إلى غشت 1962", "quarterly 1961-05/1962-08"),
        ("monthly 1961-05/1975-12; quarterly 1976-01/..", "monthly 1961-05/1975-12; quarterly 1976-01/.."),
        ("quarterly 1976-01/.. ; monthly 1961-05/1975-12", "monthly 1961-05/1975-12; quarterly 1976-01/.."),
        ("", ""),
    ],
)
def test_rules_are_understood_as_people_say_them(said: str, kept: str) -> None:
    assert "; ".join(str(rule) for rule in parse_rules(said)) == kept


@pytest.mark.parametrize(
    "said", ["monthly 1961-05/..; quarterly 1976-01/..", "weekly 1961-05/..", "monthly; x"]
)
def test_rules_that_cannot_be_are_refused(said: str) -> None:
    with pytest.raises(BadInput):
        parse_rules(said)


@pytest.mark.parametrize(("slot", "state"), [("1961", "held"), ("1961-13", "held"), ("1961-05", "lost")])
def test_a_state_or_slot_that_is_none_is_refused(store: Store, slot: str, state: str) -> None:
    a_rule(store, "monthly 1961-05/1961-06")
    with pytest.raises(BadInput):
        told(store, slot, state)


def test_the_command_sets_a_rule_a_state_and_shows_both(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_HOME", str(settings.home))
    runner = CliRunner()
    made = runner.invoke(command, ["rule", "monthly", "1961-05/1961-07", "from", "1", "--json"])
    assert json.loads(made.output)["expected"] == 3
    said = runner.invoke(command, ["set", "1961-06", "known-missing", "--json"])
    assert json.loads(said.output)["state"] == "known-missing"
    shown = json.loads(runner.invoke(command, ["show", "--json", "--lacking"]).output)
    assert [(each["slot"], each["state"]) for each in shown["numbers"]] == [
        ("1961-05", "unknown"), ("1961-06", "known-missing"), ("1961-07", "unknown"),
    ]  # fmt: skip
    assert runner.invoke(command, ["rule", "monthly", "1961-05/1961-07", "--series", "5"]).exit_code != 0

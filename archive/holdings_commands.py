"""`archive holdings`: what ought to exist of the magazine, and what became of it."""

from __future__ import annotations

import click

from archive.terminal import EXIT_CODES, json_option, opened_store, tell

_series = click.option(
    "--series", default=1, show_default=True, type=click.IntRange(1, 99), help="Which run."
)


@click.group()
def holdings() -> None:
    """What ought to exist of the magazine, and what became of it."""


@holdings.command("rule", epilog=EXIT_CODES)
@click.argument("rule", nargs=-1, required=True)
@_series
@json_option
def rule_command(rule: tuple[str, ...], series: int, as_json: bool) -> None:
    """Say how often a series appeared; its expected numbers follow.

    \b
    archive holdings rule monthly 1961-05/.. double 07-08 from 1
    archive holdings rule "monthly, May 1961 to December 1975 double 07-08; quarterly 1976-01/.."
    """  # noqa: D301 - Click wants the mark itself
    from datetime import date

    from archive.actions import changes
    from archive.actions import holdings as actions
    from archive.expecting import expected_by, parse_rules
    from archive.publication import today

    with opened_store() as store, store.write() as session:
        change_set = changes.begin(session, by="terminal", why="rule of publication")
        own = actions.series_numbered(session, change_set, series)
        kept = actions.set_rule(session, change_set, own, " ".join(rule))
        places = list(expected_by(parse_rules(kept), date.fromisoformat(today())))
    facts = {
        "series": series,
        "rule": kept,
        "expected": sum(not place.never for place in places),
        "never": sum(place.never for place in places),
        "change_set": change_set.number,
    }
    tell(facts, as_json, "Series {series} has the rule {rule}: {expected} numbers are expected.", **facts)


@holdings.command("set", epilog=EXIT_CODES)
@click.argument("slot")
@click.argument("state", type=click.Choice(["held", "known-missing", "never-printed", "unknown", "scanned"]))
@click.option("--number", help="Its number as printed.")
@click.option("--why", default="", help="How it is known; kept in the history.")
@_series
@json_option
def set_command(slot: str, state: str, number: str | None, why: str, series: int, as_json: bool) -> None:
    """Say what became of the number of SLOT, a month (1975-05) or months (1975-07/1975-08)."""
    from archive.actions import changes
    from archive.actions import holdings as actions

    with opened_store() as store, store.write() as session:
        change_set = changes.begin(session, by="terminal", why=why or "state of a number")
        own = actions.series_numbered(session, change_set, series)
        made = actions.state(session, change_set, own, slot, state, number=number)
        facts = {"slot": made.slot, "state": made.state, "change_set": change_set.number}
    tell(facts, as_json, "{slot} is {state} (change set {change_set}).", **facts)


@holdings.command("show", epilog=EXIT_CODES)
@click.option("--lacking", is_flag=True, help="Only what the archive lacks.")
@json_option
def show_command(lacking: bool, as_json: bool) -> None:
    """Show how much of what was printed the archive has, by decade."""
    from archive.queries import holdings as queries

    with opened_store() as store, store.read() as session:
        found = queries.expected(session, public=False)
    whole = queries.coverage_of(found)
    gaps = [each for each in found if each.state not in ("scanned", "never-printed")]
    result = {
        "expected": whole.printed,
        "scanned": whole.scanned,
        "percent": whole.percent,
        "numbers": [
            {"slot": e.slot, "number": e.number, "state": e.state, "issue": e.issue}
            for e in (gaps if lacking else found)
        ],
    }
    if as_json:
        tell(result, True)
        return
    for decade in sorted({each.year // 10 * 10 for each in found}):
        own = queries.coverage_of(each for each in found if each.year // 10 * 10 == decade)
        click.echo(f"{decade}  {own.scanned:>4} / {own.printed:<4}  {own.percent or 0:>3} %")
    for each in gaps if lacking else ():
        click.echo(f"{each.slot:<16} {each.number:<8} {each.state}")
    sentence = (
        "{scanned} of {expected} expected numbers are in the archive."
        if found
        else "No series has a rule yet; set one with archive holdings rule."
    )
    tell(result, False, sentence, scanned=whole.scanned, expected=whole.printed)

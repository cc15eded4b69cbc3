"""`archive check`: every package looks its own part over, and one list says what is wrong."""

from __future__ import annotations

from collections.abc import Iterator

import click

from archive.settings import Settings
from archive.store import Store
from archive.terminal import EXIT_CODES, json_option, opened_store, settings, tell, translate


def findings(here: Settings, store: Store, *, fixity: bool) -> Iterator[tuple[str, str]]:
    """(package, sentence) for everything that is not as it should be."""
    from archive import checking
    from index import commands as index_commands
    from ingest import commands as ingest_commands

    parts = {
        "archive": checking.checks(store, fixity=fixity),
        "ingest": ingest_commands.checks(here, store),
        "index": index_commands.checks(here, store),
    }
    for part, found in parts.items():
        for each in found:
            said = (translate(text).format(**each.values) for text in (each.message, each.remedy) if text)
            yield part, " ".join(said)


def _walk_events(as_json: bool) -> int:
    """Tell how the chain of events stands; returns the exit code."""
    from archive.actions.events import walk
    from archive.queries.work import event

    with opened_store() as store, store.read() as session:
        found = walk(session)
        first = event(session, found.broken[0]) if found.broken else None
        facts: dict[str, object] = {"events": found.events, "head": found.head, "broken": list(found.broken)}
        if first is not None:
            facts["first"] = {
                "event": first.id,
                "at": first.at,
                "kind": first.event_kind,
                "subject": first.subject,
            }
    if first is None:
        sentence = "The chain of {events} events is whole. It ends in {head}."
        tell(facts, as_json, sentence, events=found.events, head=found.head or "-")
        return 0
    sentence = (
        "The chain of events breaks at event {id} ({kind}, {subject}, {at}): it does not follow from the one "
        "before, or what it says was changed. {count} of {events} events do not fit. "
        "Compare it with a backup."
    )
    values = {"id": first.id, "kind": first.event_kind, "subject": first.subject, "at": first.at}
    tell(facts, as_json, sentence, **values, count=len(found.broken), events=found.events)
    return 3


@click.command(epilog=EXIT_CODES)
@click.option("--fixity", is_flag=True, help="Read every master and text and compare its SHA-256.")
@click.option("--events", is_flag=True, help="Walk the chain of events alone and name its first broken link.")
@json_option
@click.pass_context
def check(context: click.Context, fixity: bool, events: bool, as_json: bool) -> None:
    """Look the whole archive over; exit code 3 where something is not as it should be."""
    if events:
        context.exit(_walk_events(as_json))
    with opened_store() as store:
        found = list(findings(settings(), store, fixity=fixity))
    if as_json:
        tell({"findings": [{"part": part, "sentence": sentence} for part, sentence in found]}, as_json)
    else:
        for part, sentence in found:
            click.echo(f"{part}: {sentence}")
        if not found:
            tell(None, as_json, "Nothing is wrong.")
    context.exit(3 if found else 0)

"""`archive articles`: what stands in an issue, and what its contents page proposes."""

from __future__ import annotations

import click

from archive.terminal import EXIT_CODES, json_option, opened_store, tell


@click.group()
def articles() -> None:
    """The articles of an issue, and drafts of them from its contents page."""


@articles.command("propose", epilog=EXIT_CODES)
@click.argument("issue")
@json_option
def propose_command(issue: str, as_json: bool) -> None:
    """Show the articles that the contents pages and headings of ISSUE (pm…) propose; writes nothing.

    Each has its title, section, byline and the page it begins on; articles that are there already are left
    out. They are confirmed at the desk.
    """
    from archive.actions.issues import by_key
    from archive.queries.contents import waiting

    with opened_store() as store, store.read() as session:
        drafts = waiting(session, by_key(session, issue))
    if not as_json:
        for draft in drafts:
            click.echo(f"p{draft.page:<4} {draft.language}  {draft.title}")
            for line in (draft.section, draft.byline):
                if line:
                    click.echo(f"           {line}")
    facts = {
        "issue": issue,
        "articles": [
            {
                "title": draft.title,
                "language": draft.language,
                "section": draft.section,
                "byline": draft.byline,
                "stream": draft.stream,
                "page": draft.page,
                "pages": list(draft.pages),
                "printed": draft.number,
                "found_by": draft.found_by,
                "sure": draft.sure,
                "line": {"page": draft.contents, "box": [draft.box.x, draft.box.y, draft.box.w, draft.box.h]},
            }
            for draft in drafts
        ],
    }
    tell(facts, as_json, "{count} articles are proposed for {issue}.", count=len(drafts), issue=issue)

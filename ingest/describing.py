"""What a description beside the scans says, written into the record: fields, streams, labels, articles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from archive.actions import articles, authorities, issues, labels, pages, steps, streams
from archive.letters import clean, language_of, western_digits
from archive.models import Article, ChangeSet, Issue, Page
from archive.queries import work
from archive.queries.issues import by_id
from archive.queries.pages import of_issue
from archive.store import Session
from archive.texts import Texts
from ingest.faults import Fault, warning
from ingest.found_issues import FoundIssue
from ingest.issue_files import ArticleDescription, Description, StreamDescription
from ingest.known import Known
from ingest.running import Run

_PUBLISH = "publish"
_LAST_NUMBER = re.compile(r"\d+$")


def first_fields(found: FoundIssue) -> dict[str, Any]:
    """What is known of a new issue; without a description the name of its folder or file, supplied."""
    description = found.description
    fields = dict(description.fields) if description else {}
    if not fields.get("name") and not fields.get("number"):
        lone = {file.path.name for file in found.files} == {found.name}  # a PDF or a TIFF by itself
        name = clean(Path(found.name).stem if lone else found.name).strip() or "?"
        fields["name"] = Texts.supplied(**{language_of(name, "fr"): name})
    fields["described"] = is_described(description)
    return fields


def is_described(description: Description | None) -> bool:
    """Whether a description says enough that nobody has to look: a date, and a number or a name."""
    fields: Mapping[str, Any] = description.fields if description else {}
    dated = fields.get("edtf") or fields.get("date_printed")
    return bool(dated and (fields.get("number") or fields.get("name")))


def finish(run: Run, found: FoundIssue, known: Known, faults: list[Fault], mark: str) -> None:
    """End the intake of an issue: what its description says, where that is not there yet.

    A description is written once, when the issue is new or nobody has described it; after that the record is
    the archivists'. `mark` is kept with the intake step ("layout": a PDF that is its own download).
    """
    if known.issue_id is None:
        return
    with run.store.read() as session:
        step = work.step(session, "issue", known.issue_id, "intake")
        issue = by_id(session, known.issue_id)
        ended = step is not None and step.state == "done"
        overdue = not issue.described and is_described(found.description)
    if ended and not overdue:
        return
    with run.write() as session:
        issue = by_id(session, known.issue_id)
        change_set = run.change_set(session, issue.id, f"taken in from {found.name}"[:200])
        if found.description is not None and not issue.withdrawn:
            _describe(session, change_set, issue, found.description, faults)
        step = work.step(session, "issue", issue.id, "intake")
        if step is not None:
            step.made_from = mark
            steps.finish(session, step)


def _describe(
    session: Session,
    change_set: ChangeSet,
    issue: Issue,
    description: Description,
    faults: list[Fault],
) -> None:
    if not issue.described:
        fields = {**description.fields, "described": is_described(description)}
        issues.change(session, change_set, issue, fields)
    all_pages = list(of_issue(session, issue.id))
    _stream_all(session, change_set, issue, description.streams, all_pages)
    session.expire(issue, ["streams"])
    labels.count(session, change_set, issue)
    if description.articles and not issue.articles:
        _article_all(session, change_set, issue, description, all_pages, faults)
    if description.state != "draft":
        steps.want(session, "issue", issue.id, issue.id, _PUBLISH, description.state)


# --- streams and page labels ---


def _stream_all(
    session: Session,
    change_set: ChangeSet,
    issue: Issue,
    described: Sequence[StreamDescription],
    all_pages: Sequence[Page],
) -> None:
    """Add the described streams, in place of ones the program proposed; a person's are left alone."""
    if not described or any(not stream.proposed for stream in issue.streams):
        return
    for proposed in issue.streams:
        streams.change(session, change_set, proposed, {"withdrawn": True})
    left = {page.number for page in all_pages}
    members = [_pages_of(stream, all_pages) for stream in described]
    left -= {page.number for named in members for page in named}
    for stream, named in zip(described, members, strict=True):
        takes_rest = not (stream.folder or stream.files)
        own = named or [page for page in all_pages if takes_rest and page.number in left]
        if not own:
            continue
        left -= {page.number for page in own}
        streams.add(
            session,
            change_set,
            issue,
            language=stream.language,
            direction=stream.direction,
            pages=[page.number for page in own],
            label=stream.label,
        )
        if stream.first_page_label:
            for page, label in zip(own, labels_from(stream.first_page_label, len(own)), strict=True):
                pages.change(session, change_set, page, {"label": label, "label_supplied": False})


def _pages_of(stream: StreamDescription, all_pages: Sequence[Page]) -> list[Page]:
    """The pages whose files a stream names, in the order it names them; those of its folder as they come."""
    places = {name: place for place, name in reversed(list(enumerate(stream.files)))}
    found = [
        page
        for page in all_pages
        if file_of(page) in places or (stream.folder and file_of(page).startswith(f"{stream.folder}/"))
    ]
    return sorted(found, key=lambda page: places.get(file_of(page), 0))


def file_of(page: Page) -> str:
    """The file a page came from, below its issue's folder; "" for none."""
    return page.frame.scan.source if page.frame is not None else ""


def labels_from(first: str, count: int) -> list[str]:
    """`count` page labels from the first on: "5" gives 5, 6, 7; "A3" gives A3, A4.

    A label that does not end in a number stands on the first page alone.
    """
    number = _LAST_NUMBER.search(western_digits(first))
    if number is None:
        return [first] + [""] * (count - 1)
    start, head = int(number[0]), western_digits(first)[: number.start()]
    return [f"{head}{start + index}" for index in range(count)]


# --- articles ---


def _article_all(
    session: Session,
    change_set: ChangeSet,
    issue: Issue,
    description: Description,
    all_pages: Sequence[Page],
    faults: list[Fault],
) -> None:
    made: list[Article] = []
    for position, said in enumerate(description.articles, 1):
        numbers, unknown = _pages_named(issue, said, all_pages)
        if unknown:
            faults.append(
                warning(
                    description.origin,
                    "description",
                    "{file}: article {article} names pages that are not there: {pages}.",
                    article=position,
                    pages=", ".join(unknown),
                )
            )
        section = authorities.section_named(session, change_set, said.section) if said.section else None
        made.append(
            articles.add(
                session,
                change_set,
                issue,
                heading=said.heading,
                byline=clean(said.byline),
                section_id=section.id if section is not None else None,
                language=said.language,
                position=position,
                pages=tuple(numbers),
            )
        )
    for article, said in zip(made, description.articles, strict=True):
        other = _paired(said, description.articles)
        if other is not None and made[other] is not article and article.pair is None:
            articles.pair(session, change_set, article, made[other])


def _pages_named(
    issue: Issue, said: ArticleDescription, all_pages: Sequence[Page]
) -> tuple[list[int], list[str]]:
    """The numbers of an article's pages, and what could not be found.

    A name is a file of the issue, else a printed label: in a stream of the article's language first.
    """
    by_file: dict[str, list[int]] = {}
    for page in all_pages:
        by_file.setdefault(file_of(page), []).append(page.number)
    preferred = {number for s in issue.streams if s.language == said.language for number in s.pages}
    by_label: dict[str, int] = {}
    for page in sorted(all_pages, key=lambda page: page.number not in preferred):
        by_label.setdefault(page.label, page.number)
    numbers: list[int] = []
    unknown: list[str] = []
    for name in said.pages:
        label = western_digits(name)
        if name in by_file:
            numbers += by_file[name]
        elif label and label in by_label:
            numbers.append(by_label[label])
        else:
            unknown.append(name)
    return list(dict.fromkeys(numbers)), unknown


def _paired(said: ArticleDescription, all_said: Sequence[ArticleDescription]) -> int | None:
    """The place of the article that `pair` names: by its number from 1, its id, or its title."""
    if not said.pair:
        return None
    if said.pair.isdecimal() and 1 <= int(said.pair) <= len(all_said):
        return int(said.pair) - 1
    for index, other in enumerate(all_said):
        if said.pair == other.name or said.pair in {wording.value for wording in other.heading.values()}:
            return index
    return None

"""An issue's articles as a table of contents, the two languages paired."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from archive.models import Article, Issue, Page
from archive.queries import titles
from archive.store import Session
from web.contexts import Text
from web.issue_contexts import Entry, Pair
from web.naming import article_path, page_path, text_of


def entry_of(
    session: Session,
    issue: Issue,
    article: Article,
    pages: Mapping[int, Page],
    language: str,
    naan: str,
    *,
    current: int | None = None,
) -> Entry:
    """An article's line: heading, byline, section, the page it begins on. `current`: the page being read."""
    first = next((number for number in article.pages if number in pages), None)
    label = (pages[first].label or str(first)) if first is not None else ""
    section = titles.authority(session, article.section_id)
    heading = text_of(article.heading, article.language)
    return Entry(
        heading=heading or Text.of("…", article.language),
        page_label=label,
        url=page_path(language, naan, issue.key, first) if first is not None else "",
        section=text_of(section.forms, article.language) if section else None,
        byline=Text.of(article.byline, article.language) if article.byline else None,
        current=current in article.pages,
    )


def entries_of(
    session: Session, issue: Issue, pages: Mapping[int, Page], language: str, naan: str, current: int
) -> tuple[Entry, ...]:
    """All articles of the issue that can be seen, in order, for the reader's panel."""
    return tuple(
        entry_of(session, issue, article, pages, language, naan, current=current)
        for article in issue.articles
        if any(number in pages for number in article.pages)
    )


def pairs_of(
    session: Session,
    issue: Issue,
    pages: Mapping[int, Page],
    languages: Collection[str],
    language: str,
    naan: str,
) -> tuple[Pair, ...]:
    """The contents in two columns: articles in the first door's language, their pairs beside them.

    `languages`: of the doors, in their order. Articles in neither language stand in the first column.
    """
    own = next(iter(languages), "")
    second = [code for code in languages if code != own]
    seen = [a for a in issue.articles if any(number in pages for number in a.pages)]
    right = [a for a in seen if a.language in second]
    left = [a for a in seen if a not in right]
    by_number = {article.number: article for article in right}

    def line(article: Article | None) -> Entry | None:
        if article is None:
            return None
        entry = entry_of(session, issue, article, pages, language, naan)
        return replace(entry, url=article_path(language, naan, issue.key, article.number))

    made: list[Pair] = []
    paired: set[int] = set()
    for article in left:
        other = by_number.get(article.pair) if article.pair is not None else None
        if other is not None:
            paired.add(other.number)
        made.append(Pair(line(article), line(other)))
    made += [Pair(None, line(article)) for article in right if article.number not in paired]
    return tuple(made)

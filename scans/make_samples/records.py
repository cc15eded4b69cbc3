"""Writes issue.toml, in the form scans/README.md documents."""

import json
from typing import Any

from .model import Issue, Table


def _value(value: Any) -> str:
    """A TOML value; strings are written as JSON strings, which TOML reads alike."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _lines(table: Table) -> list[str]:
    return [f"{key} = {_value(value)}" for key, value in table.items()]


def record(issue: Issue) -> str:
    """The text of the issue's issue.toml."""
    lines = ["# what is known of this issue", *_lines(issue.record)]
    for stream in issue.streams:
        lines += ["", "[[streams]]", *_lines(stream)]
    places = {article["key"]: place for place, article in enumerate(issue.articles, start=1)}
    for article in issue.articles:
        table: Table = {
            key: article[key] for key in ("title", "language", "section", "byline") if key in article
        }
        table["pages"] = [page.file for page in issue.article_pages(article["key"])]
        if "pair" in article:
            table["pair"] = places[article["pair"]]
        lines += ["", "[[articles]]", *_lines(table)]
    return "\n".join(lines) + "\n"

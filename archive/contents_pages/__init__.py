"""The contents page of an issue: recognised, its lines read, draft articles proposed. Words in, drafts out.

`propose` is the way in. Which lines are a contents page: `recognising`; its columns and rows: `rows`; page
numbers at their ends: `numbers`; the headings that pages bear: `headings`; what is title, section and byline:
`entries`; which page is meant: `placing`.
"""

from archive.contents_pages.proposing import Draft, propose
from archive.contents_pages.reading import Leaf, Stream

__all__ = ["Draft", "Leaf", "Stream", "propose"]

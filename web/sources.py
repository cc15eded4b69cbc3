"""What is cited, made from the record: an issue, a page, an article or a clip as a `citing.Source`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive import keys
from archive.models import Article, Issue, Page
from archive.quality import label_of as quality_label
from archive.queries import pages as page_queries
from archive.queries import titles
from archive.settings import Settings
from archive.store import Session
from archive.texts import Texts
from web.citing import Kind, Source
from web.i18n import Translator
from web.issue_contexts import Quality
from web.naming import own_first, quality_of


class Citer:
    """Makes sources for one reader: what is the same for all of them is asked once.

    Whoever calls it has made sure that the reader may see what is cited.
    """

    def __init__(self, session: Session, settings: Settings, say: Translator) -> None:
        self.session = session
        self.settings = settings
        self.say = say
        self._title = titles.the_title(session)
        self._texts = titles.site_texts(session)

    def issue(self, issue: Issue, shown: Iterable[Page] = ()) -> Source:
        """An issue as a whole. `shown`: its pages that the reader may see, for the quality of the text."""
        streams = own_first(issue.streams, self.say.language)
        language = streams[0].language if len(streams) == 1 else self.say.language
        return replace(self._common(issue, "issue", language), quality=_together(shown))

    def page(self, issue: Issue, page: Page) -> Source:
        """A page, with its number as printed, else its place in its half."""
        common = self._common(issue, "page", page.language, page=page.number)
        label, placed = label_of(issue, page)
        return replace(
            common,
            pages=(label,),
            placed=placed,
            rights=page.rights or common.rights,
            quality=quality_of(page),
            corrected=self._corrected((page,)),
        )

    def clip(self, issue: Issue, page: Page, query: str) -> Source:
        """A zone of a page; `query`: what its address says after the page's own ("?xywh=…")."""
        whole = self.page(issue, page)
        return replace(whole, kind="clip", name=f"{whole.name}-clip", url=whole.url + query)

    def article(self, issue: Issue, article: Article, shown: Sequence[Page]) -> Source:
        """An article; `shown`: the pages of the issue that the reader may see."""
        by_number = {page.number: page for page in shown}
        own = [by_number[number] for number in article.pages if number in by_number]
        labels = [label_of(issue, page) for page in own]
        return replace(
            self._common(issue, "article", article.language, article=article.number),
            heading=_wording(article.heading, article.language),
            authors=self._authors(article),
            pages=tuple(label for label, _ in labels),
            placed=any(placed for _, placed in labels),
            quality=_together(own),
            corrected=self._corrected(own),
        )

    def _common(
        self, issue: Issue, kind: Kind, language: str, *, page: int | None = None, article: int | None = None
    ) -> Source:
        ark = keys.ark(self.settings.naan, issue.key, page=page, article=article)
        title = self._title
        own = issue.rights or self._said("rights")
        return Source(
            kind=kind,
            name=issue.key + (f"-p{page}" if page else f"-a{article}" if article else ""),
            url=f"{self.settings.url.rstrip('/')}/{ark}",
            language=language,
            magazine=_wording(title.name, language) if title else "",
            number=issue.number,
            edtf=issue.edtf,
            hijri=issue.hijri,
            computed=not issue.hijri_supplied,
            publisher=_wording(title.publisher, language) if title else "",
            issn=title.issn if title else "",
            archive=self._said("name"),
            rights=own,
            contact=self._said("contact"),
        )

    def _said(self, name: str) -> str:
        """What the site says of the institution, in the reader's language where it does."""
        return _wording(self._texts.get(name, Texts()), self.say.language)

    def _authors(self, article: Article) -> tuple[str, ...]:
        if article.byline:
            return (article.byline,)
        found = titles.authorities(self.session, article.authors)
        named = (_wording(authority.forms, article.language) for authority in found)
        return tuple(name for name in named if name)

    def _corrected(self, shown: Iterable[Page]) -> bool:
        """Whether people have vouched for any word of these pages."""
        return any(page_queries.vouched(self.session, page) for page in shown)


def label_of(issue: Issue, page: Page) -> tuple[str, bool]:
    """A page's number as printed; else its place in the half it belongs to, and True."""
    if page.label:
        return page.label, False
    for stream in issue.streams:
        if page.number in stream.pages:
            return str(stream.pages.index(page.number) + 1), True
    order = [each.number for each in issue.pages]
    return str(order.index(page.number) + 1 if page.number in order else page.number), True


def _together(shown: Iterable[Page]) -> Quality:
    """One word for the text of several pages: that of their mean; "human" where people vouched for all."""
    read = [page for page in shown if page.text_revision and not page.blank]
    if not read:
        return "none"
    estimated = [page.quality for page in read if page.quality is not None]
    if not estimated:
        return "human"
    return quality_label((sum(estimated) + len(read) - len(estimated)) / len(read))


def _wording(texts: Texts, language: str) -> str:
    found = texts.best(language)
    return found[1].value if found else ""

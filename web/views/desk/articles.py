"""An issue's articles in reading order, and those its contents page proposes: confirmed by one key."""

from __future__ import annotations

import hashlib
from urllib.parse import urlencode

from starlette.responses import Response

from archive.actions import articles as actions
from archive.actions import changes
from archive.actions.issues import by_key
from archive.contents_pages import Draft
from archive.contents_pages.folding import fold
from archive.errors import BadInput
from archive.models import Article, Issue, Page
from archive.queries import articles as questions
from archive.queries import contents, issues, titles
from archive.store import Session
from web.contexts import Link, Notice, Text
from web.desk_article_contexts import ArticleList, ArticleRow, DraftRow
from web.naming import article_path, issue_name, page_path, page_picture, text_of
from web.views.desk.proposals import line_picture
from web.visiting import Visit

#: Width of the picture of the page that a draft begins on, in pixels.
_SMALL = 240
_MADE = "from the contents page"


def articles(visit: Visit) -> Response:
    """The articles, and the drafts that wait."""
    with visit.store.read() as session:
        issue = the_issue(session, visit.param("key"))
        context = _context(visit, session, issue)
    return visit.page("desk/articles.html", context, "desk", notices=_done(visit))


def decide(visit: Visit) -> Response:
    """Make an article of a draft (or of all that wait), say that it is none; or move an article."""
    wanted, key = visit.field("do"), visit.field("draft")
    if wanted in ("earlier", "later", "move"):
        return _moved(visit, wanted)
    if wanted not in ("accept", "accept-all", "decline"):
        raise BadInput("Choose what to do with the proposal.")
    by = visit.account.name if visit.account else ""
    with visit.store.write() as session:
        issue = the_issue(session, visit.param("key"))
        chosen = [
            draft
            for draft in contents.waiting(session, issue)
            if wanted == "accept-all" or draft_key(draft) == key
        ]
        number = 0
        if chosen:
            why = f"no article: {chosen[0].title}" if wanted == "decline" else _MADE
            change_set = changes.begin(session, by=by, why=why)
            number = change_set.number
            for draft in chosen:
                if wanted == "decline":
                    actions.decline(session, change_set, issue, draft)
                else:
                    actions.confirm(session, change_set, issue, draft)
                    session.expire(issue, ["articles"])
        address = visit.to(f"desk/issues/{issue.key}/articles")
    told = {"done": wanted if number else "same", "change": str(number), "n": str(len(chosen))}
    return visit.redirect(f"{address}?{urlencode({**told, 'at': visit.field('next')[:60]})}")


def _moved(visit: Visit, wanted: str) -> Response:
    """Move `article` a place earlier or later, or in front of or behind the article `target`."""
    with visit.store.write() as session:
        issue = the_issue(session, visit.param("key"))
        order = list(questions.in_order(issue))
        places = {str(each.number): at for at, each in enumerate(order)}
        at, target = places.get(visit.field("article")), places.get(visit.field("target"))
        if at is None or (wanted == "move" and target is None):
            raise BadInput("The form did not arrive whole.", "Send it again.")
        if wanted == "move" and target is not None:
            place = target + (visit.field("side") == "after") - (target > at)
        else:
            place = at + (1 if wanted == "later" else -1)
        number = 0
        if place != at and 0 <= place < len(order):
            change_set = changes.begin(session, by=visit.account.name if visit.account else "")
            actions.move(session, change_set, issue, order[at], place)
            number = change_set.number
        address = visit.to(f"desk/issues/{issue.key}/articles")
    told = {"done": "moved" if number else "same", "change": str(number), "row": visit.field("article")}
    return visit.redirect(f"{address}?{urlencode(told)}")


def the_issue(session: Session, key: str) -> Issue:
    """The issue with its pages, streams and articles. Raises NotFound."""
    found = by_key(session, key)
    return issues.with_pages(session, [found.id])[found.id]


def draft_key(draft: Draft) -> str:
    """What a draft is called in a form: the same as long as its page and title are."""
    title = hashlib.blake2s(fold(draft.title).encode(), digest_size=6).hexdigest()
    return f"{draft.stream}-{draft.page}-{title}"


def _context(visit: Visit, session: Session, issue: Issue) -> ArticleList:
    here = visit.to(f"desk/issues/{issue.key}")
    pages = {page.number: page for page in issue.pages}
    may = visit.account is not None and visit.account.may("archivist")
    drafts = contents.waiting(session, issue)
    keys = [draft_key(draft) for draft in drafts]
    first = visit.query("at") if visit.query("at") in keys else next(iter(keys), "")
    change = visit.whole("change", 0)
    undo = (
        may
        and change
        and visit.query("done") in ("accept", "accept-all", "decline", "saved", "withdrawn", "moved")
    )
    return ArticleList(
        issue=issue_name(issue, visit.say),
        issue_url=here,
        action=f"{here}/articles" if may else "",
        new_url=f"{here}/articles/new" if may else "",
        history_url=f"{here}/history",
        rows=tuple(_row(visit, session, issue, each, pages) for each in questions.in_order(issue)),
        drafts=tuple(
            _draft(visit, issue, pages, draft, key, following, first=key == first)
            for draft, key, following in zip(drafts, keys, [*keys, ""][1:], strict=True)
        ),
        undo_url=visit.to(f"desk/changes/{change}/undo") if undo else "",
        back=f"{here}/articles",
    )


def _row(
    visit: Visit, session: Session, issue: Issue, article: Article, pages: dict[int, Page]
) -> ArticleRow:
    here = visit.to(f"desk/issues/{issue.key}")
    section = titles.authority(session, article.section_id)
    other = next((each for each in issue.articles if each.number == article.pair), None)
    heading = text_of(article.heading, article.language) or Text.of("…", article.language)
    paired = text_of(other.heading, other.language) if other is not None else None
    return ArticleRow(
        number=article.number,
        heading=heading,
        url=f"{here}/a{article.number}",
        public_url=article_path(visit.language, visit.settings.naan, issue.key, article.number),
        pages=span(article.pages, pages),
        byline=Text.of(article.byline, article.language) if article.byline else None,
        section=text_of(section.forms, visit.language) if section else None,
        pair=Link(paired.value or "…", f"{here}/a{article.pair}", lang=paired.lang) if paired else None,
        zones=len(article.zones),
        moved=str(article.number) == visit.query("row"),
    )


def span(numbers: tuple[int, ...], pages: dict[int, Page]) -> str:
    """The labels of the first and the last of some pages: "3", "3-4"."""
    labels = [label_of(pages[number]) for number in numbers if number in pages]
    return "-".join(dict.fromkeys([labels[0], labels[-1]])) if labels else ""


def label_of(page: Page) -> str:
    """What a page is called: its label, else its minted number."""
    return page.label or str(page.number)


def _draft(
    visit: Visit,
    issue: Issue,
    pages: dict[int, Page],
    draft: Draft,
    key: str,
    following: str,
    *,
    first: bool,
) -> DraftRow:
    _ = visit.say.gettext
    page, named_on = pages[draft.page], pages[draft.contents]
    how = {
        "number and heading": _("number and heading agree"),
        "number": _("by the number printed in the contents"),
        "heading": _("by the heading on the page"),
        "order": _("by its place in the contents; look at the page"),
        "page": _("not in the contents; the page bears this heading"),
    }[draft.found_by]
    return DraftRow(
        key=key,
        title=Text.of(draft.title, draft.language),
        page=label_of(page),
        page_url=page_path(visit.language, visit.settings.naan, issue.key, page.number),
        how=how,
        sure=round(100 * draft.sure),
        edit_url=visit.to(f"desk/issues/{issue.key}/articles/new") + f"?draft={key}",
        next=following,
        byline=Text.of(draft.byline, draft.language) if draft.byline else None,
        section=Text.of(draft.section, draft.language) if draft.section else None,
        line=line_picture(issue, named_on, draft.box),
        start=page_picture(issue.key, page, _SMALL),
        first=first,
    )


def _done(visit: Visit) -> tuple[Notice, ...]:
    say, done, count = visit.say, visit.query("done"), visit.whole("n", 0)
    if done == "accept-all":
        text = say.ngettext("%(num)s article was made.", "%(num)s articles were made.", count)
        return (Notice(text % {"num": say.number(count)}, "good"),)
    told = {
        "accept": say.gettext("The article was made."),
        "decline": say.gettext("It will not be proposed again."),
        "saved": say.gettext("Saved"),
        "moved": say.gettext("The article was moved."),
        "withdrawn": say.gettext("The article was taken out."),
        "undone": say.gettext("Undone"),
    }
    if done == "same":
        return (Notice(say.gettext("Nothing was changed."), "note"),)
    return (Notice(told[done], "good"),) if done in told else ()

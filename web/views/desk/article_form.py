"""An article's form beside its pages: words, pages, zones drawn on the pictures, its pair."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from starlette.responses import Response

from archive.actions import articles as actions
from archive.actions import authorities
from archive.actions import changes as change_actions
from archive.actions.articles import by_number
from archive.errors import BadInput
from archive.models import Article, ChangeSet, Issue
from archive.queries import articles as questions
from archive.queries import changes, contents, titles
from archive.store import Session
from archive.texts import Texts
from web import article_fields, article_names, picking
from web.article_fields import Flat
from web.desk_article_contexts import ArticleForm, Choice, Input, LookPage, Names
from web.desk_contexts import Conflict
from web.naming import article_path, issue_name, page_picture, text_of
from web.picking import Picked
from web.told import moment
from web.views.desk.articles import draft_key, label_of, the_issue
from web.visiting import Visit

#: Width of a page's picture, in pixels; pages shown beside the form at most.
_WIDE, _LOOKS = 1000, 12


@dataclass(frozen=True)
class _Filled:
    """A form to show: what its inputs say, what clashes with what someone else wrote, what is wrong."""

    inputs: Flat
    conflicts: Mapping[str, Conflict] = field(default_factory=dict)
    problem: str = ""
    picked: Mapping[str, Picked] = field(default_factory=dict)


def new(visit: Visit) -> Response:
    """An empty form, or one filled with a draft (`?draft=`)."""
    with visit.store.read() as session:
        issue = the_issue(session, visit.param("key"))
        context = _context(visit, session, issue, None, _Filled(_begun(visit, session, issue)))
    return visit.page("desk/article.html", context, "desk")


def make(visit: Visit) -> Response:
    """Make the article; 422 with what was typed where it cannot be."""
    with visit.store.write() as session:
        issue = the_issue(session, visit.param("key"))
        picked = article_names.picked(visit, session)
        wanted = _typed(visit, dict.fromkeys(article_fields.INPUTS, ""), picked)
        number, problem = _tried(visit, session, issue, None, wanted, picked)
        if problem:
            context = _context(visit, session, issue, None, _Filled(wanted, {}, problem, picked))
            session.rollback()
            return visit.page("desk/article.html", context, "desk", status=422)
    return _to_list(visit, number)


def edit(visit: Visit) -> Response:
    """The form of an article."""
    with visit.store.read() as session:
        issue = the_issue(session, visit.param("key"))
        article = by_number(session, issue, visit.number("article"))
        context = _context(visit, session, issue, article, _Filled(article_fields.flat(article)))
    return visit.page("desk/article.html", context, "desk")


def save(visit: Visit) -> Response:
    """Keep what was typed, or take the article out; 409 with both versions where someone changed the same."""
    with visit.store.write() as session:
        issue = the_issue(session, visit.param("key"))
        article = by_number(session, issue, visit.number("article"))
        if visit.field("do") == "withdraw":
            return _withdrawn(visit, session, article)
        picked = article_names.picked(visit, session)
        wanted, conflicts = _merged(visit, session, article, picked)
        number, problem = 0, ""
        if not conflicts:
            number, problem = _tried(visit, session, issue, article, wanted, picked)
        if conflicts or problem:
            context = _context(visit, session, issue, article, _Filled(wanted, conflicts, problem, picked))
            session.rollback()
            return visit.page("desk/article.html", context, "desk", status=409 if conflicts else 422)
    return _to_list(visit, number)


def _withdrawn(visit: Visit, session: Session, article: Article) -> Response:
    change_set = change_actions.begin(session, by=_by(visit))
    actions.unpair(session, change_set, article)
    actions.change(session, change_set, article, {"withdrawn": True})
    return _to_list(visit, change_set.number, "withdrawn")


def _to_list(visit: Visit, change: int, done: str = "saved") -> Response:
    done = done if change else "same"
    return visit.redirect(
        visit.to(f"desk/issues/{visit.param('key')}/articles"), done=done, change=str(change)
    )


def _by(visit: Visit) -> str:
    return visit.account.name if visit.account else ""


def _begun(visit: Visit, session: Session, issue: Issue) -> Flat:
    """What an empty form says: the draft of the address, else only the first page's language."""
    made = dict.fromkeys(article_fields.INPUTS, "")
    made["language"] = issue.streams[0].language if issue.streams else "ar"
    wanted = visit.query("draft")
    draft = next((each for each in contents.waiting(session, issue) if draft_key(each) == wanted), None)
    if draft is not None:
        made |= {f"heading.{draft.language}": draft.title, "byline": draft.byline, "language": draft.language}
        made |= {"start": str(draft.pages[0]), "end": str(draft.pages[-1])}
        for section in titles.sections(session) if draft.section else ():
            if any(wording.value == draft.section for wording in section.forms.values()):
                made["section"] = str(section.id)
    return {name: made[name] for name in article_fields.INPUTS}


def _typed(visit: Visit, shown: Flat, picked: Mapping[str, Picked]) -> dict[str, str]:
    """What the form says; an input that was not sent stays as it was."""
    named = article_names.typed(picked)
    return named | {
        name: "\n".join(line.strip() for line in visit.field(name).strip().splitlines())
        if name in visit.form
        else value
        for name, value in shown.items()
        if name not in named
    }


def _merged(
    visit: Visit, session: Session, article: Article, picked: Mapping[str, Picked]
) -> tuple[Flat, dict[str, Conflict]]:
    """What the form wants, others' edits kept, and what clashes with them."""
    sent = visit.field("version")
    if not (sent.isascii() and sent.isdecimal() and len(sent) <= 9):
        raise BadInput("The form did not arrive whole.", "Send it again.")
    since = changes.since_version(session, article, int(sent))
    theirs = article_fields.flat(article)
    base = article_fields.flat_before(article, {name: each.before for name, each in since.items()})
    mine = _typed(visit, base, picked)
    kept = {name for name in mine if visit.field(f"{name}.keep") == "theirs"}
    mine = {name: theirs[name] if name in kept else value for name, value in mine.items()}
    conflicts: dict[str, Conflict] = {}
    for name in article_fields.clashes(mine, base, theirs):
        changed = since.get(article_fields.INPUTS[name])
        if visit.field(f"{name}.keep") != "mine":
            who, when = (changed.by, moment(changed.at, visit.say)) if changed else ("", "")
            conflicts[name] = Conflict(theirs[name], who, when)
    return (mine if conflicts else article_fields.merged(mine, base, theirs)), conflicts


def _tried(
    visit: Visit,
    session: Session,
    issue: Issue,
    article: Article | None,
    wanted: Flat,
    picked: Mapping[str, Picked],
) -> tuple[int, str]:
    """The number of the change set that was written, or what is wrong with the form, told."""
    for each in picked.values():
        if each.faults:
            return 0, each.faults[0]
    try:
        return _write(visit, session, issue, article, wanted, picked), ""
    except BadInput as error:
        return 0, error.told(visit.translate)


def _write(
    visit: Visit,
    session: Session,
    issue: Issue,
    article: Article | None,
    wanted: Flat,
    picked: Mapping[str, Picked],
) -> int:
    """Write what differs in one change set; its number, 0 where nothing did. Raises BadInput."""
    fields = article_fields.fields_of(wanted, issue, article)
    pair = wanted["pair"] if article is None or wanted["pair"] != str(article.pair or "") else None
    new_section = {tag: visit.field(f"section.{tag}").strip() for tag in article_fields.WRITTEN}
    if article is not None and not fields and pair is None and not any(new_section.values()):
        return 0
    if article is not None:
        fields = actions.checked(session, issue, fields)
    change_set = change_actions.begin(session, by=_by(visit))
    if any(new_section.values()):
        fields["section_id"] = _section(session, change_set, new_section)
    for name in fields.keys() & picked.keys():
        fields[name] = picking.keys_of(session, change_set, picked[name], article_names.KINDS[name][0])
    if article is None:
        article = actions.insert(session, change_set, issue, {"pages": (), **fields})
    else:
        actions.change(session, change_set, article, fields)
    if pair is not None:
        _pair(session, change_set, issue, article, pair)
    return change_set.number


def _section(session: Session, change_set: ChangeSet, named: Mapping[str, str]) -> int:
    forms = Texts.printed(**{tag: value for tag, value in named.items() if value})
    return authorities.section_named(session, change_set, forms).id


def _pair(session: Session, change_set: ChangeSet, issue: Issue, article: Article, pair: str) -> None:
    if not pair:
        if article.pair is not None:
            actions.unpair(session, change_set, article)
        return
    others = {str(each.number): each for each in issue.articles if each.number != article.number}
    if pair not in others or others[pair].language == article.language:
        raise BadInput("Choose an article in the other language.")
    actions.pair(session, change_set, article, others[pair])


# --- the page -------------------------------------------------------------------------------------------


def _context(
    visit: Visit, session: Session, issue: Issue, article: Article | None, filled: _Filled
) -> ArticleForm:
    here = visit.to(f"desk/issues/{issue.key}")

    def shown(name: str, lang: str = "") -> Input:
        return Input(name, filled.inputs[name], lang, filled.conflicts.get(name))

    def named(name: str) -> Names:
        chosen, clash = filled.inputs[name].splitlines(), filled.conflicts.get(name)
        return article_names.field(visit, session, name, chosen, filled.picked.get(name), clash)

    own_first = sorted(article_fields.WRITTEN, key=lambda tag: tag != visit.language)
    number = article.number if article is not None else 0
    return ArticleForm(
        issue=issue_name(issue, visit.say),
        issue_url=here,
        list_url=f"{here}/articles",
        action=f"{here}/a{number}" if number else f"{here}/articles/new",
        headings=tuple(shown(f"heading.{tag}", tag) for tag in own_first),
        byline=shown("byline", filled.inputs["language"]),
        authors=named("authors"),
        about=named("about"),
        section=shown("section"),
        sections=_sections(visit, session),
        language=shown("language"),
        languages=tuple(Choice(tag, visit.say.language_name(tag) or tag) for tag in article_fields.LANGUAGES),
        start=shown("start"),
        end=shown("end"),
        pages=_pages(visit, issue),
        zones=shown("zones"),
        pair=shown("pair"),
        pairs=_pairs(visit, issue, article, filled),
        looks=_looks(issue, filled.inputs),
        number=number,
        version=article.version if article is not None else 0,
        public_url=article_path(visit.language, visit.settings.naan, issue.key, number) if number else "",
        problem=filled.problem,
    )


def _sections(visit: Visit, session: Session) -> tuple[Choice, ...]:
    named = [(str(each.id), text_of(each.forms, visit.language)) for each in titles.sections(session)]
    return tuple(
        Choice(number, text.value, text.lang)
        for number, text in sorted(named, key=lambda each: each[1].value)
    )


def _pages(visit: Visit, issue: Issue) -> tuple[Choice, ...]:
    """Every page by its label; where there are two streams, with the stream's language."""
    held = {page.number: page for page in issue.pages}
    language = {number: stream.language for stream in issue.streams for number in stream.pages}
    several = len(issue.streams) > 1
    return tuple(
        Choice(
            str(number),
            f"{label_of(held[number])} ({visit.say.language_name(language[number])})"
            if several and number in language
            else label_of(held[number]),
        )
        for number in article_fields.reading_order(issue)
    )


def _pairs(visit: Visit, issue: Issue, article: Article | None, filled: _Filled) -> tuple[Choice, ...]:
    """The articles in other languages, the likeliest first."""
    if article is not None:
        found = questions.partners(issue, article)
    else:
        other = [each for each in questions.in_order(issue) if each.language != filled.inputs["language"]]
        found = [each for each in other if each.pair is None] + [each for each in other if each.pair]
    named = [(str(each.number), text_of(each.heading, each.language)) for each in found]
    return tuple(Choice(number, text.value or f"a{number}", text.lang) for number, text in named)


def _looks(issue: Issue, inputs: Flat) -> tuple[LookPage, ...]:
    """The pages of the article and the one after, to draw on."""
    order = article_fields.reading_order(issue)
    held = {page.number: page for page in issue.pages}
    start = int(inputs["start"]) if inputs["start"].isdecimal() else 0
    end = int(inputs["end"]) if inputs["end"].isdecimal() else start
    known = start in order and end in order
    wanted = order[order.index(start) : order.index(end) + 2] if known else order[:4]
    with suppress(BadInput):
        wanted = [*wanted, *(zone.page for zone in article_fields.zones_of(inputs["zones"]))]
    pages = [held[number] for number in dict.fromkeys(wanted) if number in held][:_LOOKS]
    return tuple(
        LookPage(
            page.number,
            label_of(page),
            page_picture(issue.key, page, _WIDE),
            page.width or 1000,
            page.height or 1400,
        )
        for page in pages
    )

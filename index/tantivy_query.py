"""A condition as tantivy is asked it: our terms, no syntax and no analysis of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from tantivy import Occur, Query, Schema, SchemaBuilder, Searcher

from index.condition import All, Any, Beginning, Close, Condition, Leaf, Not, Run, Term
from index.counting import label_number, language_number
from index.engine import Scope
from index.matching import Begun
from index.ranking import HIDDEN_WEIGHT

#: Every page has this term, the record of the last change another.
PAGE, STATE = "page", "state"


def schema() -> Schema:
    """What is kept of a page: terms as words between blanks, numbers as columns, its normalised words.

    Numbers are signed: pages cannot be deleted by an unsigned one (tantivy 0.27.0 for Python).
    """
    made = SchemaBuilder()
    made.add_text_field("text", tokenizer_name="whitespace", index_option="position")
    made.add_text_field("norms", stored=True, tokenizer_name="whitespace", index_option="position")
    made.add_text_field("hidden", tokenizer_name="whitespace", index_option="freq")
    made.add_text_field("names", tokenizer_name="whitespace", index_option="basic")
    made.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    for name in ("page", "issue", "language", "label"):
        made.add_integer_field(name, indexed=True, fast=True)
    made.add_integer_field("cell", fast=True)
    made.add_integer_field("quality", fast=True)
    made.add_integer_field("upto", stored=True)
    return made.build()


class Asking:
    """Builds queries for one state of an index; `partial` where a limit cut one short."""

    def __init__(
        self,
        schema: Schema,
        searcher: Searcher,
        issues: frozenset[int] | None,
        close: Callable[[Close], Collection[int]],
    ) -> None:
        """`issues`: all that have pages here, if known; `close`: pages of what tantivy cannot find."""
        self.partial = False
        self._issues = issues
        self._schema = schema
        self._searcher = searcher
        self._close = close

    def built(self, condition: Condition) -> Query:
        """A query that finds the pages that satisfy a condition."""
        match condition:
            case All(parts):
                return self._all(parts)
            case Any(parts):
                return either(self.built(part) for part in parts)
            case Not():
                return self._all((condition,))
            case leaf:
                return self._leaf(leaf)

    def within(self, query: Query, scope: Scope) -> Query:
        """The query, limited to pages that may be seen and are among those chosen."""
        refused = [self.one_of("page", scope.hidden)] if scope.hidden else []
        return self._narrowed(query, [self.one_of("page", scope.pages)], refused, scope.visible)

    def limited(self, query: Query, scope: Scope) -> Query:
        """The query, within the reader's limits that facets count beyond."""
        tags = None if scope.languages is None else [language_number(tag) for tag in scope.languages]
        labels = None if scope.qualities is None else [label_number(label) for label in scope.qualities]
        return self._narrowed(
            query, [self.one_of("language", tags), self.one_of("label", labels)], [], scope.issues
        )

    def one_of(self, field: str, numbers: Collection[int] | None) -> Query | None:
        """Pages with one of these numbers in a column; None: all."""
        if numbers is None:
            return None
        kept = [number for number in numbers if number >= 0]
        if not kept:
            return Query.empty_query()
        return Query.const_score_query(Query.term_set_query(self._schema, field, kept), 0.0)

    def _narrowed(
        self,
        query: Query,
        wanted: Iterable[Query | None],
        refused: Iterable[Query | None],
        issues: Collection[int] | None,
    ) -> Query:
        parts = [(Occur.Must, one) for one in wanted if one is not None]
        parts += [(Occur.MustNot, one) for one in refused if one is not None]
        if issues is not None:
            parts += self._in_issues(issues)
        return Query.boolean_query([(Occur.Must, query), *parts]) if parts else query

    def _in_issues(self, issues: Collection[int]) -> list[tuple[Occur, Query]]:
        """Pages of these issues: told by the others, where those are fewer (mostly there are none)."""
        others = None if self._issues is None else self._issues.difference(issues)
        if others is not None and len(others) < len(issues):
            found, occur = (self.one_of("issue", others) if others else None), Occur.MustNot
        else:
            found, occur = self.one_of("issue", issues), Occur.Must
        return [] if found is None else [(occur, found)]

    def _all(self, parts: tuple[Condition, ...]) -> Query:
        asked = [
            (Occur.MustNot, self.built(part.part))
            if isinstance(part, Not)
            else (Occur.Must, self.built(part))
            for part in parts
        ]
        if not any(occur == Occur.Must for occur, _ in asked):
            every = Query.term_query(self._schema, "kind", PAGE, "basic")
            asked.append((Occur.Must, Query.const_score_query(every, 0.0)))
        return asked[0][1] if len(asked) == 1 else Query.boolean_query(asked)

    def _leaf(self, leaf: Leaf) -> Query:
        match leaf:
            case Beginning(weight=weight):
                begun = self._begun(leaf)
                every = Query.term_set_query(self._schema, "text", begun.stems)
                found = self._ranked(every, (self._run("text", (stem,)) for stem in begun.common))
            case Close(first, second, weight=weight):
                found = self._ranked(self._near(leaf), (self._leaf(first), self._leaf(second)))
            case Term(run, weight=weight, kind="name"):
                found = Query.term_query(self._schema, "names", run[0], "basic")
            case Term(norms=norms, weight=weight, exact=True):
                found = self._run("norms", norms)
            case Term(run, weight=weight) if len(run) > 1:
                found = self._run("text", run)
            case Term(run, weight=weight):
                found = self._word(run[0])
        return found if weight == 1.0 else Query.boost_query(found, weight)

    def _word(self, stem: str) -> Query:
        shown = self._run("text", (stem,))
        if not self._searcher.doc_freq("hidden", stem):
            return shown
        hidden = Query.term_query(self._schema, "hidden", stem, "freq")
        return either([shown, Query.boost_query(hidden, HIDDEN_WEIGHT)])

    def _run(self, field: str, run: Run, slop: int = 0) -> Query:
        if len(run) == 1:
            return Query.term_query(self._schema, field, run[0], "freq")
        return Query.phrase_query(self._schema, field, list(run), slop)

    def _begun(self, leaf: Beginning) -> Begun:
        begun = Begun.of(leaf, dict(self._searcher.terms_with_prefix("text", leaf.start)))
        self.partial |= begun.cut
        return begun

    def _ranked(self, query: Query, by: Iterable[Query]) -> Query:
        """The pages that `query` finds, ranked by others."""
        found = (Occur.Must, Query.const_score_query(query, 0.0))
        return Query.boolean_query([found, *((Occur.Should, one) for one in by)])

    def _near(self, close: Close) -> Query:
        """Tantivy's slop of a pair in order is our distance less one; the other order is asked as well."""
        one, other = close.first, close.second
        if len(one.run) == len(other.run) == 1 and one.run != other.run and not (one.exact or other.exact):
            slop = close.distance - 1
            return either(self._run("text", run, slop) for run in (one.run + other.run, other.run + one.run))
        pages = list(self._close(close))
        return Query.term_set_query(self._schema, "page", pages) if pages else Query.empty_query()


def either(queries: Iterable[Query]) -> Query:
    """Pages that one of the queries finds."""
    asked = list(queries)
    if not asked:
        return Query.empty_query()
    return asked[0] if len(asked) == 1 else Query.boolean_query([(Occur.Should, one) for one in asked])

"""The tables of the record."""

from archive.models.authorities import (
    AUTHORITY_KINDS,
    HOLDING_STATES,
    LETTER_KINDS,
    Authority,
    GlossaryEntry,
    Holding,
    Redaction,
    Remark,
    SiteText,
)
from archive.models.issues import ISSUE_KINDS, STATES, Article, Issue, Series, Stream, Title
from archive.models.mapping import Described, ImageFacts, Record, Zone, from_plain, to_plain
from archive.models.pages import (
    OUTSIDE_IGNORED,
    Correction,
    Likeness,
    Page,
    PageFrame,
    PageText,
    Proposal,
    Scan,
)
from archive.models.tallies import TALLY_KINDS, Tally
from archive.models.work import (
    ROLES,
    Account,
    Batch,
    Change,
    ChangeSet,
    Clock,
    Event,
    Identifier,
    PasswordLink,
    SignIn,
    Step,
)

#: Every kind of record a change set may write, by name.
DESCRIBED: dict[str, type[Described]] = {
    model.kind: model
    for model in (
        Title,
        Series,
        Issue,
        Stream,
        Article,
        Page,
        Authority,
        Holding,
        SiteText,
        GlossaryEntry,
        Redaction,
        Remark,
    )
}

__all__ = [
    "AUTHORITY_KINDS",
    "DESCRIBED",
    "HOLDING_STATES",
    "ISSUE_KINDS",
    "LETTER_KINDS",
    "OUTSIDE_IGNORED",
    "ROLES",
    "STATES",
    "TALLY_KINDS",
    "Account",
    "Article",
    "Authority",
    "Batch",
    "Change",
    "ChangeSet",
    "Clock",
    "Correction",
    "Described",
    "Event",
    "GlossaryEntry",
    "Holding",
    "Identifier",
    "ImageFacts",
    "Issue",
    "Likeness",
    "Page",
    "PageFrame",
    "PageText",
    "PasswordLink",
    "Proposal",
    "Record",
    "Redaction",
    "Remark",
    "Scan",
    "Series",
    "SignIn",
    "SiteText",
    "Step",
    "Stream",
    "Tally",
    "Title",
    "Zone",
    "from_plain",
    "to_plain",
]

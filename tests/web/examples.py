"""A context for every public template, in any language: the gallery draws them, the tests render them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from archive.canvas import Box
from web.citing import Source, cite
from web.contexts import Account, Error, IssueName, Known, Language, Link, Picture, SignIn, Site, Text
from web.i18n import LANGUAGES, translator
from web.issue_contexts import Cite, Door, Download, Entry, Fact, Issue, PageLink, PageStrip, Pair
from web.reader_contexts import (
    Beside,
    Clip,
    Found,
    FoundPage,
    Half,
    Leaf,
    PageImage,
    PanelLink,
    Reader,
    Step,
    ViewLink,
)
from web.reading_contexts import Block, Line, Part
from web.reading_state import VIEWS, View
from web.schema_org import written
from web.shelf_contexts import Bar, Decade, Feature, Home, Slot, Year, Years

#: name of the example, template, context, site
Example = tuple[str, str, object, Site]

AR_LINES = (
    "عرفت حركة السير على المحور الرابط بين المدينتين خلال السنة",
    "الماضية ارتفاعا ملموسا، ولهذا التطور أثر مباشر في السلامة الطرقية",
    "وهو ما دعا مصالح المرور إلى وضع برنامج عمل يمتد على ثلاث سنوات.",
)
FR_LINES = (
    "La circulation sur l’axe a connu, l’an passé, une progression",
    "sensible : cette évolution pèse directement sur la sécurité routière",
    "et a conduit les services à dresser un programme de trois ans.",
)
#: Headings of the example issue: Arabic, French, page in each half ("" where it has no pair).
ARTICLES = (
    ("كلمة العدد", "Éditorial", "3", "2"),
    ("السلامة الطرقية: برنامج من ثلاث سنوات", "La sécurité routière : un programme de trois ans", "12", "5"),
    ("البصمة أمام المحكمة", "L’empreinte devant le tribunal", "17", "9"),
    ("صفحات من تاريخ المصلحة: سنوات التأسيس", "", "21", ""),
    ("دروس الإسعاف الأولي", "", "25", ""),
    ("البطولة السنوية لألعاب القوى", "Le championnat annuel d’athlétisme", "29", "12"),
    ("", "Mots croisés", "", "16"),
)


def t(language: str, ar: str, fr: str) -> str:
    return ar if language == "ar" else fr


def cover(number: int) -> Picture:
    return Picture(f"/pictures/cover-{number % 12}.jpg", 420, 560)


def page_picture(number: int, width: int = 1200) -> Picture:
    return Picture(f"/pictures/page-{number % 6}.jpg", width, width * 4 // 3)


def site_in(language: str, here: str = "", path: str = "", account: bool = False) -> Site:
    names = {
        "ar": "أرشيف مجلة الشرطة",
        "fr": "Archives de la Revue de police",
        "en": "Police Magazine Archive",
    }
    second = "fr" if language == "ar" else "ar"
    return Site(
        name=Text.of(names[language], language),
        second_name=Text.of(names[second], second),
        language=language,
        languages=tuple(Language(code, name, f"/{code}{path}") for code, name in LANGUAGES.items()),
        here=here,
        path=f"/{language}{path}",
        canonical=f"https://archive.example/{language}{path}",
        contact="archives@example.org",
        publisher=Text.of(
            t(language, "مصلحة التوثيق", "Service de la documentation"), "ar" if language == "ar" else "fr"
        ),
        account=Account("archives-01", "archivist") if account else None,
    )


def month_name(language: str, month: int, year: int) -> str:
    return f"{translator(language).month(month)} {year}"


def issue_slot(language: str, number: int, month: int, published: int, **more: object) -> Slot:
    say = translator(language)
    slot = Slot(
        "issue",
        say.month(month),
        IssueName(str(number), month_name(language, month, published)),
        f"/{language}/x",
        cover(number),
    )
    return replace(slot, **more)  # type: ignore[arg-type]


def decades(language: str, here: int = 0, slots: bool = False) -> tuple[Decade, ...]:
    made = []
    for start in range(1960, 2030, 10):
        years = tuple(
            Link(str(year), f"/{language}/years/{year}" if year % 3 else "", year == here)
            for year in range(max(start, 1961), min(start + 10, 2027))
        )
        shelf = (
            tuple(
                Slot(
                    "issue",
                    link.label,
                    url=link.url,
                    picture=cover(int(link.label)),
                    count=int(link.label) % 12 + 1,
                )
                if link.url
                else Slot("unknown", link.label)
                for link in years
            )
            if slots
            else ()
        )
        made.append(Decade(start, years, shelf, 40 + start % 70))
    return tuple(made)


def home(language: str) -> Home:
    places = tuple(
        Slot(
            "issue",
            f"{start}–{min(start + 9, 2026)}",
            url=f"/{language}/years#d{start}",
            picture=cover(start // 10),
            count=71 + start % 43,
        )
        for start in range(1960, 2030, 10)
    )
    latest = tuple(
        issue_slot(language, number, month, year, year=str(year))
        for number, month, year in (
            (1, 5, 1961),
            (72, 2, 1968),
            (265, 3, 1986),
            (388, 9, 1997),
            (521, 12, 2009),
            (658, 9, 2021),
        )
    )
    bars = tuple(
        Bar(year, 12 - (year * 7) % 5, (year * 7) % 5 if year % 4 == 0 else 0) for year in range(1961, 2027)
    )
    lines = AR_LINES if language == "ar" else FR_LINES
    feature = Feature(
        IssueName("143", month_name(language, 3, 1975)),
        f"/{language}/x",
        cover(143),
        Text.of(ARTICLES[1][0 if language == "ar" else 1], "ar" if language == "ar" else "fr"),
        f"/{language}/x/p12",
        Text.of("«" + " ".join(lines) + "»", "ar" if language == "ar" else "fr"),
        "12",
        Picture("/pictures/peek.jpg", 600, 700),
    )
    return Home(684, 58214, (1961, 2026), places, latest, bars, 37, feature)


def year(language: str) -> Year:
    slots: list[Slot] = []
    for month in range(1, 13):
        if month == 7:
            say = translator(language)
            double = issue_slot(language, 147, 7, 1975, wide=True)
            slots.append(replace(double, heading=f"{say.month(7)}–{say.month(8)}"))
        elif month in (5, 10, 12):
            state = {5: "missing", 10: "held", 12: "never"}[month]
            slots.append(Slot(state, translator(language).month(month), IssueName(str(140 + month))))  # type: ignore[arg-type]
        elif month != 8:
            slots.append(issue_slot(language, 140 + month, month, 1975, draft=month == 2))
    near = (Link("1974", f"/{language}/years/1974"), Link("1976", f"/{language}/years/1976"))
    return Year(1975, decades(language, 1975), tuple(slots), 9, 11, *near)


def _entry(index: int, language: str, current: bool = False) -> Entry | None:
    ar, fr, ar_page, fr_page = ARTICLES[index]
    heading, label = (ar, ar_page) if language == "ar" else (fr, fr_page)
    if not heading:
        return None
    byline = Text.of("قسم التحرير" if language == "ar" else "Rédaction", language) if index == 1 else None
    return Entry(Text.of(heading, language), label, f"/x/p{label}", byline=byline, current=current)


def issue(language: str) -> Issue:
    own, other = ("ar", "fr") if language == "ar" else ("fr", "ar")
    pages = {"ar": 32, "fr": 16}
    doors = tuple(
        Door(n, code, Text.of("", code).dir, pages[code], f"/{language}/x/p1?s={n}", cover(143 + n))
        for n, code in enumerate((own, other), 1)
    )
    strips = tuple(
        PageStrip(
            code,
            Text.of("", code).dir,
            tuple(
                PageLink(str(n), f"/{language}/x/p{n}", page_picture(n, 176))
                for n in range(1, pages[code] + 1)
            ),
        )
        for code in (own, other)
    )
    facts = (
        Fact("title", (Text.of("مجلة الشرطة", "ar"), Text.of("Revue de police", "fr"))),
        Fact("theme", (Text.of("السلامة الطرقية", "ar"), Text.of("Sécurité routière", "fr", supplied=True))),
        Fact("date", (Text.of(month_name(language, 3, 1975), language),)),
        Fact("numbering", (Text.of(t(language, "السنة 15، العدد 143", "15e année, n° 143"), language),)),
        Fact("description", ()),
        Fact(
            "rights",
            (Text.of(t(language, "محفوظة، مباح للبحث والتعليم", "Réservés, usage d’étude"), language),),
        ),
    )
    return Issue(
        IssueName("143", month_name(language, 3, 1975)),
        "published",
        48,
        doors,
        strips,
        tuple(Pair(_entry(n, own), _entry(n, other)) for n in range(len(ARTICLES))),
        facts,
        (
            Download("pdf", "/files/x/ar.pdf", "ar", 18_400_000),
            Download("pdf", "/files/x/fr.pdf", "fr", 9_100_000),
            Download("text", "/files/x.txt", "", 140_000),
        ),
        "ark:/99999/pm4x7q2",
        "https://archive.example/ark:/99999/pm4x7q2",
        "/iiif/manifest/pm4x7q2.json",
        "1975",
        f"/{language}/years/1975",
        t(language, "صفر – ربيع الأول 1395", "safar – rabiʿ al-awwal 1395"),
        cited(language),
        known=known(language),
        keep_url="/x.json",
    )


def known(language: str) -> Known:
    """What the example issue says of itself when it is passed on."""
    data = written({"@type": "PublicationIssue", "name": "</script><b>"})
    title = t(language, "مجلة «الشرطة»", 'Revue "de police" <1>')
    return Known(title, title, "https://archive.example/card.jpg", "article", data, "/oembed?url=x&y=2")


def cited(language: str) -> Cite:
    """How the example issue is cited."""
    source = Source(
        kind="issue",
        name="pm4x7q2",
        url="https://archive.example/ark:/99999/pm4x7q2",
        language=language,
        magazine=t(language, "مجلة الشرطة", "Revue de police"),
        number="143",
        edtf="1975-03",
        hijri="1395-02/1395-03",
        archive=t(language, "أرشيف الشرطة الوطنية", "Archives de la police nationale"),
        quality="good",
        contact="archives@example.org",
    )
    return cite(source, translator(language), date(2026, 11, 28), f"/{language}/cite/pm4x7q2")


def _blocks(code: str) -> tuple[Block, ...]:
    lines, found = (AR_LINES, "السلامة الطرقية") if code == "ar" else (FR_LINES, "sécurité routière")
    direction = Text.of("", code).dir
    made = []
    for n, text in enumerate(lines, 2):
        before, mark, after = text.partition(found)
        parts = (
            tuple(p for p in (Part(before), Part(mark, lit=True), Part(after)) if p.text)
            if mark
            else (Part(text),)
        )
        made.append(Line(n, parts, Box(640, 480 + 40 * n, 480, 34), code, direction))
    head = Line(1, (Part(found, lit=True),), Box(600, 150, 520, 110), code, direction)
    doubt = Line(
        9,
        (
            Part("برنامج " if code == "ar" else "un programme "),
            Part("ثلاث" if code == "ar" else "trois", doubt=True),
        ),
        Box(640, 900, 480, 34),
        code,
        direction,
    )
    return (
        Block("heading", code, direction, (head,)),
        Block("text", code, direction, tuple(made)),
        Block("text", code, direction, (doubt,)),
        Block(
            "page-number", code, direction, (Line(10, (Part("12"),), Box(80, 1540, 40, 30), code, direction),)
        ),
    )


def _half(language: str, code: str, current: bool, pages: int, pictures: bool) -> Half:
    first = 1 if code == "ar" else 33
    return Half(
        code,
        Text.of("", code).dir,
        current,
        tuple(
            PageLink(
                str(n),
                f"/{language}/x/p{n + first - 1}",
                page_picture(n % 6, 200) if pictures else None,
                current=current and n == 12,
                found=n in (3, 12, 17, 25),
            )
            for n in range(1, pages + 1)
        ),
    )


def _leaf(language: str, code: str, number: int, *, current: bool = True, text: bool = True) -> Leaf:
    return Leaf(
        number=number,
        label=str(number),
        url=f"/{language}/x/p{number}",
        lang=code,
        dir=Text.of("", code).dir,
        image=PageImage(page_picture(2), 1200, 1600, "/iiif/3/x.p12.v1/info.json"),
        current=current,
        hits=(Box(600, 150, 520, 110), Box(700, 600, 180, 34)),
        words_url="/words.json",
        blocks=_blocks(code) if text else (),
        quality="good",
    )


def reader(language: str, code: str = "ar", view: View = "one") -> Reader:
    leaves: tuple[Leaf | None, ...] = (_leaf(language, code, 12),)
    if view == "two":
        leaves = (_leaf(language, code, 12), _leaf(language, code, 13, current=False))
    elif view == "scroll":
        leaves = tuple(_leaf(language, code, n, current=n == 12, text=False) for n in range(10, 16))
    elif view == "grid":
        leaves = ()
    film = view == "two"
    halves = (
        _half(language, "fr", code == "fr", 16, film or view == "grid"),
        _half(language, "ar", code == "ar", 32, film or view == "grid"),
    )
    return Reader(
        issue=IssueName("143", month_name(language, 3, 1975)),
        issue_url=f"/{language}/x",
        key="pm4x7q2",
        number=12,
        label="12",
        position=14,
        of=32,
        lang=code,
        dir=Text.of("", code).dir,
        view=view,
        leaves=leaves,
        halves=halves,
        streams=(
            Link("ar", "/x/p12?s=1", code == "ar", 32, "ar"),
            Link("fr", "/x/p5?s=2", code == "fr", 16, "fr"),
        ),
        contents=tuple(entry for n in range(6) if (entry := _entry(n, code, n == 1))),
        contents_beyond=tuple(
            entry for n in range(2) if (entry := _entry(n, "fr" if code == "ar" else "ar"))
        ),
        views=tuple(ViewLink(each, f"/{language}/x/p12?view={each}", each == view) for each in VIEWS),
        panels=(
            PanelLink("contents", f"/{language}/x/p12?panels=text", True),
            PanelLink("text", f"/{language}/x/p12?panels=contents", True),
            PanelLink("film", f"/{language}/x/p12?panels=film", film),
        ),
        ark="ark:/99999/pm4x7q2/p12",
        permanent="https://archive.example/ark:/99999/pm4x7q2/p12",
        citation=t(
            language,
            "مجلة الشرطة، العدد 143، ص. 12. https://archive.example/ark:/99999/pm4x7q2/p12",
            "Revue de la police, n° 143, p. 12. https://archive.example/ark:/99999/pm4x7q2/p12",
        ),
        cite=cited(language),
        action=f"/{language}/x/p12",
        fields=(("s", "1"),),
        turn_url=f"/{language}/x/p12?turn=90",
        beside=Beside(f"/{language}/x/p12", (), f"/{language}/x/p12?with=p13", f"/{language}/x/p12?with=p40"),
        previous=Step("11", f"/{language}/x/p11"),
        next=Step("13", f"/{language}/x/p13"),
        query=t(language, "السلامة الطرقية", "sécurité routière"),
        search=f"/{language}/search",
        found=Found(
            4,
            2,
            FoundPage("3", f"/{language}/x/p3"),
            FoundPage("17", f"/{language}/y/p17", IssueName("144", month_name(language, 4, 1975))),
            f"/{language}/search",
        ),
        downloads=(
            Download("image", "/iiif/3/x.p12.v1/full/1200,1600/0/default.jpg", "", 418_000),
            Download("text", "/files/x/p12.txt", "", 2_100),
            Download("pdf", "/files/x/ar.pdf", "ar", 18_400_000),
        ),
    )


def reader_at_the_seam(language: str) -> Reader:
    """The last Arabic page, a part of it chosen, the French half next."""
    leaf = replace(_leaf(language, "ar", 32), zone=Box(600, 150, 520, 400))
    return replace(
        reader(language),
        number=32,
        label="32",
        position=34,
        leaves=(leaf,),
        next=Step("1", f"/{language}/x/p33", "fr"),
        clip=Clip(
            "https://archive.example/ark:/99999/pm4x7q2/p32?xywh=600,150,520,400",
            f"/{language}/x/p32/clip.png?xywh=600,150,520,400",
            "Revue de la police, n° 143, mars 1975, p. 32. https://archive.example/ark:/99999/pm4x7q2/p32",
            f"/{language}/x/p32",
        ),
    )


def reader_beside(language: str) -> Reader:
    """Two pages of two issues side by side."""
    other = replace(
        _leaf(language, "fr", 40, current=False),
        name=IssueName("146", month_name(language, 6, 1975)),
        previous=f"/{language}/x/p12?with=p39",
        next=f"/{language}/x/p12?with=p41",
    )
    made = reader(language)
    beside = replace(made.beside, close_url=f"/{language}/x/p12")
    return replace(made, leaves=(*made.leaves, other), beside=beside)


def public_examples(language: str) -> Iterator[Example]:
    """Every public page once, and its empty and troubled states."""
    at = site_in
    yield "home", "home.html", home(language), at(language, "home")
    empty = Home(0, 0, None, (), (), ())
    yield "home-empty", "home.html", empty, at(language, "home", account=True)
    shelves = Years(decades(language, slots=True), 684, (issue_slot(language, 7, 1, 1970, heading=""),))
    yield "years", "years.html", shelves, at(language, "years", "/years")
    yield "year", "year.html", year(language), at(language, "years", "/years/1975")
    yield "issue", "issue.html", issue(language), at(language, "years", "/x")
    single = replace(
        issue(language),
        doors=issue(language).doors[:1],
        strips=issue(language).strips[:1],
        state="draft",
        edit_url="/x",
    )
    single = replace(single, contents=tuple(Pair(pair.first) for pair in single.contents if pair.first))
    yield "issue-single", "issue.html", single, at(language, "years", "/x", account=True)
    yield "reader", "reader.html", reader(language), at(language, "years", "/x/p12")
    other = reader(language, "fr")
    yield (
        "reader-fr",
        "reader.html",
        replace(other, query="", found=None, fields=(), contents=()),
        at(language, "years", "/x/p5"),
    )
    for view in ("two", "scroll", "grid", "text"):
        yield f"reader-{view}", "reader.html", reader(language, view=view), at(language, "years", "/x/p12")
    yield "reader-two-fr", "reader.html", reader(language, "fr", "two"), at(language, "years", "/x/p12")
    yield "reader-seam", "reader.html", reader_at_the_seam(language), at(language, "years", "/x/p32")
    yield "reader-beside", "reader.html", reader_beside(language), at(language, "years", "/x/p12")
    failed = SignIn(
        f"/{language}/signin",
        "archives-01",
        t(language, "الاسم أو كلمة السر غير صحيحين.", "Nom ou mot de passe inexact."),
        "/x",
    )
    yield "signin", "signin.html", failed, replace(at(language, "", "/signin"), demonstration=True)
    for status in (403, 404, 410, 413, 500, 503, 507):
        yield f"error-{status}", "error.html", Error(status, incident="7f3a-19c2"), at(language, "", "/lost")

"""Coverage, shelves with gaps, covers and arrivals; readers' letters and the desk's list of them."""

from __future__ import annotations

import csv
import io
import re

import pytest
import time_machine

from archive.models import Remark
from tests.archive.test_holdings import a_rule, told
from tests.builders import an_issue
from tests.web.conftest import SiteUnderTest


def remarks_in(site: SiteUnderTest) -> list[Remark]:
    with site.store.read() as session:
        return list(session.query(Remark).order_by(Remark.id))


def test_the_map_shows_a_square_a_month_and_leads_to_issue_or_offer(site: SiteUnderTest) -> None:
    a_rule(site.store, "monthly 1975-01/1975-06 double 05-06 from 141")
    told(site.store, "1975-01", "known-missing")
    told(site.store, "1975-02", "held")

    page = site.client.get("/fr/coverage").text

    assert f'<a class="c-issue" href="/fr/ark:/99999/{site.key}"' in page
    assert '<a class="c-missing" href="/fr/coverage/own?slot=1975-01"' in page
    assert re.search(r'<span class="c-held" title="février 1975, [^"]*142', page)
    assert '<td colspan="2"><a class="c-unknown" href="/fr/coverage/own?slot=1975-05/1975-06"' in page
    assert "mensuelle, janvier–juin 1975, numéro double mai–juin" in page
    assert re.search(r"<dt>numéros attendus</dt><dd>[^0-9]*>5<", page)


def test_the_map_never_says_that_a_draft_is_there(site: SiteUnderTest) -> None:
    a_rule(site.store, "monthly 1976-05/1976-05")
    assert site.draft not in site.client.get("/fr/coverage").text
    assert site.draft not in site.client.get("/fr/coverage.csv").text
    site.sign_in()
    assert site.draft in site.client.get("/fr/coverage").text


def test_without_a_rule_the_page_says_so(site: SiteUnderTest) -> None:
    answer = site.client.get("/fr/coverage")
    assert answer.status_code == 200
    assert "<table" not in answer.text


def test_every_number_can_be_taken_away_as_csv(site: SiteUnderTest) -> None:
    a_rule(site.store, "monthly 1975-02/1975-04 from 142")
    told(site.store, "1975-02", "known-missing", number="=1+1")
    answer = site.client.get("/ar/coverage.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))

    assert [(row["slot"], row["state"]) for row in rows] == [
        ("1975-02", "known-missing"), ("1975-03", "scanned"), ("1975-04", "unknown"),
    ]  # fmt: skip
    assert rows[0]["number"] == "'=1+1"
    assert rows[1]["address"].endswith(f"/ark:/99999/{site.key}")


def test_a_year_draws_gaps_by_their_state_and_asks_for_what_is_missing(site: SiteUnderTest) -> None:
    a_rule(site.store, "monthly 1975-01/1975-04 never 1975-02")
    told(site.store, "1975-01", "known-missing")
    page = site.client.get("/fr/years/1975").text

    assert '<a class="gap missing" href="/fr/coverage/own?slot=1975-01">' in page
    assert '<div class="gap never">' in page
    assert page.count('class="gap unknown"') == 2  # April, and how the shelf is read
    assert re.search(r'class="num" dir="ltr">1</bdi> [^<]*<bdi class="num" dir="ltr">3</bdi>', page)


def test_a_year_of_gaps_alone_has_a_page(site: SiteUnderTest) -> None:
    assert site.client.get("/fr/years/1980").status_code == 404
    a_rule(site.store, "quarterly 1980-01/1980-12")
    page = site.client.get("/fr/years/1980")
    assert page.status_code == 200
    assert page.text.count('<a class="gap unknown"') == 4


def test_home_tells_how_much_of_what_was_printed_is_there(site: SiteUnderTest) -> None:
    assert "de ce qui a paru" not in site.client.get("/fr").text
    a_rule(site.store, "monthly 1975-01/1975-04")
    page = site.client.get("/fr").text
    assert "25\u202f%" in page
    assert "de ce qui a paru" in page
    assert "25%" in site.client.get("/ar").text


def test_home_shows_issues_of_this_month_in_other_years(site: SiteUnderTest) -> None:
    with time_machine.travel("2026-03-15"):
        assert "<h2>Ce mois-ci, d’autres années" in site.client.get("/fr").text
    with time_machine.travel("2026-04-15"):
        assert "<h2>Ce mois-ci, d’autres années" not in site.client.get("/fr").text


def test_covers_stand_by_year_and_lead_to_issues(site: SiteUnderTest) -> None:
    page = site.client.get("/fr/covers").text
    assert 'aria-current="page">' in page
    assert f'href="/fr/ark:/99999/{site.key}"' in page
    assert f"/iiif/3/{site.key}.p3.v1/" in page  # French pages show the French front
    assert f"/iiif/3/{site.key}.p1.v1/" in site.client.get("/ar/covers").text
    assert site.draft not in page
    assert site.client.get("/fr/covers?decade=1980").status_code == 404


def test_arrivals_come_newest_first(site: SiteUnderTest) -> None:
    later = an_issue(site.store, number="9", edtf="1962-01", state="published", pictures=True)
    with site.store.read() as session:
        from archive.queries.issues import by_id

        key = by_id(session, later).key
    page = site.client.get("/fr/new").text
    assert page.index(key) < page.index(site.key)
    assert site.client.get("/fr/new?page=99").status_code == 200


# --- letters --------------------------------------------------------------------------------------------


def test_i_own_this_issue_lands_in_the_archivists_list(site: SiteUnderTest) -> None:
    a_rule(site.store, "monthly 1975-01/1975-04 from 141")
    form = site.client.get("/fr/coverage/own?slot=1975-01").text
    assert "janvier 1975" in form

    answer = site.client.post(
        "/fr/coverage/own", data={"about": "1975-01", "contact": "nom@exemple.ma", "text": "En bon état"}
    )

    assert answer.status_code == 200
    (remark,) = remarks_in(site)
    assert (remark.remark_kind, remark.about_kind, remark.state) == ("offer", "series", "open")
    assert remark.data == {"contact": "nom@exemple.ma", "slot": "1975-01"}
    assert "nom@exemple.ma" not in site.client.get("/fr/coverage").text
    site.sign_in(role="digitiser")
    shown = site.client.get("/fr/desk/letters").text
    assert "En bon état" in shown
    assert "nom@exemple.ma" in shown


def test_a_request_for_removal_names_page_and_zone(site: SiteUnderTest) -> None:
    form = site.client.get(f"/fr/removal?about=ark:/99999/{site.key}/p1&xywh=10,20,300,40").text
    assert f"/iiif/3/{site.key}.p1.v1/0,10,320,60/" in form or f"/iiif/3/{site.key}.p1.v1/" in form

    sent = {
        "about": f"ark:/99999/{site.key}/p1",
        "zone": "10,20,300,40",
        "text": "Mon père est nommé ici",
        "contact": "+212 600 000 000",
    }
    assert site.client.post("/fr/removal", data=sent).status_code == 200
    (remark,) = remarks_in(site)
    assert (remark.about_kind, remark.zone) == ("page", [10, 20, 300, 40])
    site.sign_in()
    assert f"/ark:/99999/{site.key}/p1" in site.client.get("/fr/desk/letters").text


def test_when_a_letter_is_settled_how_to_reach_the_reader_is_erased(site: SiteUnderTest) -> None:
    site.client.post(
        "/fr/report", data={"about": "/fr/years", "text": "Rien ne va", "contact": "a@example.org"}
    )
    site.sign_in()
    number = remarks_in(site)[0].id
    assert site.client.post(f"/fr/desk/letters/{number}", data={"state": "done"}).status_code == 303

    (remark,) = remarks_in(site)
    assert (remark.state, remark.data) == ("done", {"at": "/fr/years"})
    assert "Rien ne va" not in site.client.get("/fr/desk/letters").text
    assert "Rien ne va" in site.client.get("/fr/desk/letters?state=done").text
    assert "a@example.org" not in site.client.get("/fr/desk/letters?state=done").text


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/fr/coverage/own", {"contact": "nom@exemple.ma"}),
        ("/fr/coverage/own", {"which": "145", "contact": "pas une adresse"}),
        ("/fr/removal", {"text": "x", "contact": "nom@exemple.ma"}),
        ("/fr/removal", {"text": "Mon nom est ici", "contact": ""}),
        ("/fr/report", {"text": ""}),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    site: SiteUnderTest, path: str, sent: dict[str, str]
) -> None:
    answer = site.client.post(path, data=sent)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    for value in sent.values():
        assert value in answer.text
    assert remarks_in(site) == []


def test_letters_are_counted_and_too_many_are_refused(site: SiteUnderTest) -> None:
    statuses = [site.client.post("/fr/report", data={"text": f"Message {n}"}).status_code for n in range(8)]
    assert statuses[:6] == [200] * 6
    assert statuses[6:] == [429, 429]
    assert len(remarks_in(site)) == 6


def test_a_program_that_fills_in_every_field_is_thanked_and_forgotten(site: SiteUnderTest) -> None:
    sent = {"text": "Buy things", "website": "https://spam.example"}
    assert site.client.post("/fr/report", data=sent).status_code == 200
    assert remarks_in(site) == []


def test_a_letter_about_a_draft_says_nothing_of_it(site: SiteUnderTest) -> None:
    form = site.client.get(f"/fr/removal?about=ark:/99999/{site.draft}/p1").text
    assert "144" not in form
    sent = {"about": f"ark:/99999/{site.draft}/p1", "text": "Mon nom", "contact": "a@example.org"}
    site.client.post("/fr/removal", data=sent)
    assert remarks_in(site)[0].about_kind == "site"


@pytest.mark.parametrize("at", ["//evil.example", "https://evil.example", "javascript:alert(1)"])
def test_a_report_never_leads_away(site: SiteUnderTest, at: str) -> None:
    page = site.client.get("/fr/report", params={"at": at}).text
    assert f'href="{at}' not in page
    answer = site.client.post("/fr/report", data={"about": at, "text": "quelque chose"})
    assert f'href="{at}' not in answer.text


def test_letters_from_another_site_are_refused(site: SiteUnderTest) -> None:
    answer = site.client.post(
        "/fr/report", data={"text": "quelque chose"}, headers={"sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 403


def test_the_archivist_says_how_it_appeared_and_what_became_of_a_number(site: SiteUnderTest) -> None:
    site.sign_in()
    bad = site.client.post("/fr/desk/coverage", data={"do": "rule", "series": "1", "rule": "weekly <b>"})
    assert bad.status_code == 422
    assert 'aria-invalid="true"' in bad.text
    sent = {"do": "rule", "series": "1", "rule": "monthly 1975-01/1975-04 from 141"}
    assert site.client.post("/fr/desk/coverage", data=sent).status_code == 303

    assert 'name="state-1-1975-01"' in site.client.get("/fr/desk/coverage?year=1975").text
    sent = {
        "year": "1975",
        "state-1-1975-01": "known-missing",
        "state-1-1975-03": "unknown",
        "state-1-1999-01": "held",
    }
    assert (
        site.client.post("/fr/desk/coverage", data=sent).headers["location"].endswith("year=1975&done=saved")
    )
    site.sign_out()
    page = site.client.get("/fr/coverage").text
    assert '<a class="c-missing" href="/fr/coverage/own?slot=1975-01"' in page
    assert "1999" not in page


def test_only_archivists_say_what_ought_to_exist(site: SiteUnderTest) -> None:
    site.sign_in("dora", "digitiser")
    assert site.client.get("/fr/desk/coverage").status_code == 403
    assert site.client.post("/fr/desk/coverage", data={"do": "rule", "rule": ""}).status_code == 403

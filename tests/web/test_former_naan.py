"""An authority number may change; addresses given out under the former one lead on for ever."""

from __future__ import annotations

from starlette.testclient import TestClient

from tests.web.conftest import SiteUnderTest
from web.app import create_app


def test_addresses_under_a_former_authority_number_redirect(site: SiteUnderTest) -> None:
    renamed = site.settings.model_copy(update={"naan": "12345", "former_naans": "99999"})
    with TestClient(create_app(renamed), follow_redirects=False) as client:
        for old, new in (
            (f"/fr/ark:/99999/{site.key}", f"/fr/ark:/12345/{site.key}"),
            (f"/fr/ark:/99999/{site.key}/p1?q=a", f"/fr/ark:/12345/{site.key}/p1"),
        ):
            answer = client.get(old)
            assert (answer.status_code, answer.headers["location"].split("?")[0]) == (301, new)
            assert client.get(new).status_code == 200
        answer = client.get(f"/ark:/99999/{site.key}/p1", headers={"accept-language": "ar"})
        assert answer.headers["location"] == f"/ar/ark:/12345/{site.key}/p1"
        assert client.get(f"/fr/ark:/54321/{site.key}").status_code == 404

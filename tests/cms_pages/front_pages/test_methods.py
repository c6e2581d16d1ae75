"""Pages are read. What is sent to one that holds no form is refused, and never a server error."""

import pytest
from django.test import Client

from communities.choices import BodyKind
from communities.models import Body
from tests.factories import GuideFactory, NoticeFactory
from tests.factories.guides import guides_of
from tests.factories.services import ServiceFactory, services_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def paths(district):
    notice = NoticeFactory(parent=district.notices_of("wuyixiang"))
    guide = GuideFactory(parent=guides_of(Body.objects.get(kind=BodyKind.DEPARTMENT)))
    service = ServiceFactory(parent=services_of(district, "wuyixiang"))
    community = district["wuyixiang"].page.url
    columns = [f"{community}{column}/" for column in ("notices", "guides", "services", "disclosures")]
    return ["/", "/fuzimiao/", community, *columns, notice.url, guide.url, service.url]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_can_be_sent_to_a_page_that_holds_no_form(client, paths, method):
    statuses = {path: getattr(client, method)(path, {"title": "改一改"}).status_code for path in paths}
    assert statuses == dict.fromkeys(paths, 405)


def test_nothing_can_be_sent_to_a_sheet_or_feed_either(client, paths):
    for path in (f"{paths[-3]}print/", f"{paths[3]}feed/"):
        assert client.post(path).status_code < 500


def test_what_another_host_makes_a_browser_send_is_refused(paths):
    stranger = Client(enforce_csrf_checks=True)
    assert {stranger.post(path).status_code for path in paths} == {403}

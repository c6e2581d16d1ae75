"""What offices and people are called where a village is meant, on public pages and officials' pages."""

import pytest
from django.urls import reverse

from cms_pages.models import DisclosureIndexPage
from cms_pages.notices.detail import audience_wording
from communities.choices import CommunityKind, Role
from communities.models import Area, Body
from communities.words import committees_word, role_word, role_words, whole_district_word
from tests.factories import NoticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def village(district):
    """乌衣巷, as if it had been one from the start."""
    Area.objects.filter(pk=district["wuyixiang"].pk).update(kind=CommunityKind.VILLAGERS)
    DisclosureIndexPage.objects.filter(area=district["wuyixiang"]).update(title="村务公开")
    return Area.objects.get(pk=district["wuyixiang"].pk)


def test_a_district_names_both_kinds_where_it_has_both(district):
    assert committees_word() == "居委会"
    Area.objects.filter(pk=district["wuyixiang"].pk).update(kind=CommunityKind.VILLAGERS)
    assert committees_word() == "居委会、村委会"
    Area.objects.filter(kind=CommunityKind.RESIDENTS).update(kind=CommunityKind.VILLAGERS)
    assert committees_word() == "村委会"


def test_offices_are_called_by_their_kind(district, village, official, client_for):
    body = Body.objects.get(pk=district.body("wuyixiang").pk)
    director = official(Role.COMMITTEE_DIRECTOR, body)
    assert director.memberships.get().get_role_display() == "村委会主任"
    assert role_word(Role.SUPERVISOR, village) == "村务监督员"
    assert role_word(Role.RESIDENT, village) == "村民"
    assert role_word(Role.COMMITTEE_DIRECTOR, district["dongshuiguan"]) == "居委会主任"
    both = [district["dongshuiguan"], village]
    assert role_words(Role.COMMITTEE_DIRECTOR, both) == "居委会主任（村委会主任）"
    assert role_words(Role.COMMITTEE_DIRECTOR, []) == "居委会主任"
    client = client_for(director)
    for address in (reverse("wagtailadmin_home"), reverse("members:index"), reverse("members:add")):
        page = client.get(address).content.decode().split("<main", 1)[1]
        assert "居委会" not in page.replace(body.name, ""), address
        assert "居务" not in page, address


def test_public_pages_speak_of_the_village(district, village, client):
    notice = NoticeFactory(parent=district.notices_of("wuyixiang"))
    assert audience_wording(notice) == "乌衣巷社区全体村民"
    sent = NoticeFactory(parent=district.notices_of(), for_committees=True)
    assert "居委会、村委会和街道" in audience_wording(sent)
    home = "/fuzimiao/wuyixiang/"
    for address in (home, f"{home}services/", f"{home}disclosures/", f"{home}disclosures/objections/"):
        page = client.get(address).content.decode()
        shown = page.split("<main", 1)[1].split("</main>")[0]
        assert "居委会" not in shown.replace("乌衣巷社区居委会", ""), address
        assert "居务" not in shown, address
    for address in ("/guides/certificates/", "/services/"):
        assert "居委会、村委会" in client.get(address).content.decode(), address


@pytest.mark.parametrize(
    ("name", "word"),
    [("秦淮区", "全区"), ("克什克腾旗", "全旗"), ("泰和县", "全县"), ("义乌市", "全市"), ("", "全区")],
)
def test_the_whole_is_called_as_the_district_is(name, word):
    assert whole_district_word(name) == word

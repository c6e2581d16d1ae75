"""首页内容 in the workbench: everybody finds the front pages of their own areas."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cms_pages.actions.edit_front_page_profile import edit_front_page_profile
from cms_pages.models import FrontPageProfile
from cms_pages.permissions import can_edit_front_page
from communities.choices import BodyKind, Role
from events.models import Event
from tests.factories import NoticeFactory, UserFactory

pytestmark = pytest.mark.django_db

HOLDERS = [
    (Role.DISTRICT_ADMINISTRATOR, "", BodyKind.DISTRICT_OFFICE, 8),
    (Role.COMMISSION_MEMBER, "", BodyKind.STEERING_COMMISSION, 0),
    (Role.DEPARTMENT_CLERK, "", BodyKind.DEPARTMENT, 0),
    (Role.STREET_STAFF, "fuzimiao", None, 1),
    (Role.COMMITTEE_DIRECTOR, "wuyixiang", None, 1),
    (Role.COMMITTEE_WORKER, "wuyixiang", None, 1),
    (Role.SUPERVISOR, "wuyixiang", None, 0),
    (Role.MODERATOR, "wuyixiang", None, 0),
    (Role.RESIDENT, "wuyixiang", None, 0),
]


def edit_url(district, slug):
    profile = FrontPageProfile.objects.get(area=district[slug])
    return reverse("front_page_profiles:edit", args=[profile.pk])


def form(introduction, **matters):
    return {
        "introduction": introduction,
        "picture": "",
        "wanted_matters-TOTAL_FORMS": "0",
        "wanted_matters-INITIAL_FORMS": "0",
        "wanted_matters-MIN_NUM_FORMS": "0",
        "wanted_matters-MAX_NUM_FORMS": "8",
        **matters,
    }


@pytest.mark.parametrize(("role", "slug", "kind", "number"), HOLDERS)
def test_list_and_check_agree_for_every_role(district, role, slug, kind, number):
    person = UserFactory(member={role: district.body(slug, kind)})
    visible = set(FrontPageProfile.objects.visible_to(person))
    assert len(visible) == number
    for profile in FrontPageProfile.objects.all():
        assert can_edit_front_page(User.objects.get(pk=person.pk), profile) == (profile in visible)


def test_a_committee_writes_its_introduction(client_for, official, district):
    person = official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))
    client = client_for(person)
    assert client.get(edit_url(district, "wuyixiang")).status_code == 200
    response = client.post(edit_url(district, "wuyixiang"), form("巷子不长，故事不少。"))
    assert response.status_code == 302
    assert FrontPageProfile.objects.get(area=district["wuyixiang"]).introduction == "巷子不长，故事不少。"
    event = Event.objects.get(verb="front_page_profile.changed")
    assert event.actor == person
    assert event.area_paths == [district["wuyixiang"].path]
    assert event.changes["introduction"] == ["", "巷子不长，故事不少。"]


def test_matters_are_picked_in_the_same_form(client_for, official, district):
    notice = NoticeFactory(parent=district.notices_of("wuyixiang"))
    client = client_for(official(Role.COMMITTEE_DIRECTOR, district.body("wuyixiang")))
    matter = {
        "wanted_matters-TOTAL_FORMS": "1",
        "wanted_matters-0-label": "居住证明",
        "wanted_matters-0-icon": "id-card",
        "wanted_matters-0-page": str(notice.pk),
        "wanted_matters-0-url": "",
        "wanted_matters-0-ORDER": "1",
    }
    assert client.post(edit_url(district, "wuyixiang"), form("", **matter)).status_code == 302
    text = client.get("/fuzimiao/wuyixiang/").content.decode()
    assert "居住证明" in text
    assert f'href="{notice.url}"' in text


def test_a_matter_without_a_target_is_sent_back_with_all_that_was_typed(client_for, official, district):
    client = client_for(official(Role.COMMITTEE_DIRECTOR, district.body("wuyixiang")))
    matter = {
        "wanted_matters-TOTAL_FORMS": "1",
        "wanted_matters-0-label": "没有去处",
        "wanted_matters-0-icon": "id-card",
        "wanted_matters-0-page": "",
        "wanted_matters-0-url": "",
        "wanted_matters-0-ORDER": "1",
    }
    response = client.post(edit_url(district, "wuyixiang"), form("写了半天的简介", **matter))
    assert response.status_code == 200
    text = response.content.decode()
    assert "页面和网址要填一个，也只填一个。" in text
    assert "写了半天的简介" in text
    assert "没有去处" in text


def test_a_long_introduction_is_refused_with_a_reason(client_for, official, district):
    client = client_for(official(Role.COMMITTEE_DIRECTOR, district.body("wuyixiang")))
    response = client.post(edit_url(district, "wuyixiang"), form("长" * 1001))
    assert response.status_code == 200
    assert FrontPageProfile.objects.get(area=district["wuyixiang"]).introduction == ""


def test_another_bodys_front_page_does_not_exist(client_for, official, district):
    client = client_for(official(Role.COMMITTEE_DIRECTOR, district.body("wuyixiang")))
    assert client.get(edit_url(district, "lianziying")).status_code == 404
    assert client.post(edit_url(district, "lianziying"), form("别人的")).status_code == 404
    listing = client.get(reverse("front_page_profiles:index")).content.decode()
    assert "乌衣巷社区" in listing
    assert "莲子营社区" not in listing


def test_rows_come_and_go_with_areas_only(client_for, official, district):
    client = client_for(official(Role.DISTRICT_ADMINISTRATOR, district.body()))
    profile = FrontPageProfile.objects.get(area=district["wuyixiang"])
    for name, args in (("add", []), ("delete", [profile.pk])):
        assert client.get(reverse(f"front_page_profiles:{name}", args=args)).status_code in (302, 403, 404)
    assert FrontPageProfile.objects.filter(pk=profile.pk).exists()


def test_the_verb_itself_refuses_whoever_may_not(district):
    profile = FrontPageProfile.objects.get(area=district["lianziying"])
    profile.introduction = "别人的"
    person = UserFactory(member={Role.COMMITTEE_DIRECTOR: district.body("wuyixiang")})
    with pytest.raises(PermissionDenied):
        edit_front_page_profile(actor=person, profile=profile, now=timezone.now())

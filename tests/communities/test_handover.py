"""What somebody has open in a body goes to a colleague, or back to the body, when they leave."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cms_pages.models import NoticePage
from communities import handover
from communities.actions.abolish_area import abolish_area
from communities.actions.end_membership import end_membership
from communities.choices import Role
from communities.expiry import expire_memberships
from communities.models import Area, Membership
from events.actions.deliver import deliver_due
from events.models import Event
from notifications.models import Notification
from tests.factories import MembershipFactory, NoticeFactory

pytestmark = pytest.mark.django_db
WORKER = Role.COMMITTEE_WORKER


@pytest.fixture
def leaving(district, official):
    """A worker who has begun two pages, one of them locked, and finished one."""
    person = official(WORKER, district.body("wuyixiang"), nickname="老张")
    parent = district.notices_of("wuyixiang")
    for title in ("写了一半的公告", "锁着的公告"):
        NoticeFactory(parent=parent, draft=True, title=title, owner=person)
    NoticePage.objects.filter(title="锁着的公告").update(locked=True, locked_by=person)
    NoticeFactory(parent=parent, title="发好的公告", owner=person)
    NoticeFactory(parent=district.notices_of("lianziying"), draft=True, title="别处的草稿", owner=person)
    return Membership.objects.get(user=person)


def owners():
    return dict(NoticePage.objects.values_list("title", "owner__nickname"))


def test_what_is_open_goes_to_the_colleague_who_is_told(district, official, leaving, client_for):
    director = official(Role.COMMITTEE_DIRECTOR, district.body("wuyixiang"))
    colleague = official(WORKER, district.body("wuyixiang"), nickname="小王")
    assert [title for title, _items in handover.open_work(leaving.user, leaving.body)] == [
        "没有发布的草稿和修改"
    ]
    client = client_for(director)
    address = reverse("members:delete", args=[leaving.pk])
    page = client.get(address).content.decode()
    assert "写了一半的公告" in page
    assert "发好的公告" not in page
    assert "小王" in page
    refused = client.post(address, {"hand_to": leaving.user_id})
    assert "请从列表里选择" in refused.content.decode()
    assert client.post(address, {"hand_to": colleague.pk}).status_code == 302
    assert owners() == {
        "写了一半的公告": "小王",
        "锁着的公告": "小王",
        "发好的公告": "老张",
        "别处的草稿": "老张",
    }
    assert not NoticePage.objects.filter(locked=True).exists()
    event = Event.objects.get(verb="work.handed_over")
    assert event.changes == {"user": [leaving.user.username, colleague.username], "count": [None, 2]}
    assert event.actor == director
    deliver_due(now=timezone.now())
    told = Notification.objects.filter(kind="work.handed_over")
    assert set(told.values_list("recipient_id", flat=True)) == {colleague.pk}
    assert "有2件没做完的工作转来" in client_for(colleague).get("/me/notifications/").content.decode()
    assert "写了一半的公告" in client_for(colleague).get("/admin/").content.decode()


def test_without_a_colleague_it_is_everybodys_in_the_body(district, official, leaving, client_for):
    end_membership(actor=None, membership=leaving, now=timezone.now())
    assert owners()["写了一半的公告"] is None
    new = official(WORKER, district.body("wuyixiang"))
    assert "写了一半的公告" in client_for(new).get("/admin/").content.decode()
    other = official(WORKER, district.body("lianziying"))
    assert "写了一半的公告" not in client_for(other).get("/admin/").content.decode()


def test_it_goes_to_nobody_of_another_body(district, official, leaving):
    stranger = official(WORKER, district.body("lianziying"))
    for wrong in (stranger, leaving.user):
        with pytest.raises(ValidationError):
            end_membership(actor=None, membership=leaving, now=timezone.now(), hand_to=wrong)
    leaving.refresh_from_db()
    assert leaving.valid_until is None
    assert owners()["写了一半的公告"] == "老张"


def test_whoever_stays_by_another_office_keeps_it(district, leaving):
    MembershipFactory(user=leaving.user, body=leaving.body, role=Role.COMMITTEE_DIRECTOR)
    end_membership(actor=None, membership=leaving, now=timezone.now())
    assert owners()["写了一半的公告"] == "老张"
    assert not Event.objects.filter(verb="work.handed_over").exists()


def test_an_office_that_ends_by_its_date_is_seen_to_once(district, official, leaving):
    colleague = official(WORKER, district.body("wuyixiang"))
    last = timezone.localdate() + timedelta(days=2)
    Membership.objects.filter(pk=leaving.pk).update(valid_until=last)
    expire_memberships(timezone.now())
    assert owners()["写了一半的公告"] == "老张"
    later = timezone.now() + timedelta(days=3)
    expire_memberships(later)
    expire_memberships(later)
    assert owners()["写了一半的公告"] is None
    assert Event.objects.filter(verb="membership.expired").count() == 1
    deliver_due(now=timezone.now())
    assert Notification.objects.filter(kind="work.handed_over", recipient=colleague).count() == 1


def test_a_merger_hands_over_what_those_left_who_do_not_move(district, official, leaving):
    official(WORKER, district.body("lianziying"))
    area = Area.objects.get(pk=district["wuyixiang"].pk)
    abolish_area(actor=None, area=area, successor=district["lianziying"], now=timezone.now())
    assert NoticePage.objects.get(title="写了一半的公告").body_owner == district.body("lianziying")
    assert owners()["写了一半的公告"] is None

"""Area × column: somebody subscribes, is told on the site, in groups, and never of what they may not see."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.choices import ContactKind
from accounts.models import Contact, OutgoingMessage
from cms_pages.models import NoticePage
from cms_pages.subscriptions import TOLD, tell
from communities import lifecycle
from communities.choices import Role
from communities.models import Area
from events.models import Event
from events.record import record
from notifications.actions.send_digest import send_digests
from notifications.actions.set_subscriptions import set_subscriptions
from notifications.models import Notification, Preference, Subscription
from notifications.subscribing import MOST_AREAS, subscribers
from tests.factories import NoticeFactory, UserFactory

ADDRESS = "/me/notifications/subscriptions/"


@pytest.fixture
def reader(district):
    return UserFactory(username="reader", member={Role.RESIDENT: district.body("wuyixiang")})


def subscribe(user, area, *columns):
    set_subscriptions(actor=user, chosen={area: set(columns)}, now=timezone.now())


def deliver(verb="notice.published"):
    for event in Event.objects.filter(verb=verb).order_by("pk"):
        tell(event)
        tell(event)


def shown(client):
    return client.get("/me/notifications/").content.decode()


def test_ticking_a_column_brings_what_is_new_in_it_and_above(client_for, district, reader):
    client = client_for(reader)
    page = client.get(ADDRESS).content.decode()
    # One's community, its street and the district are offered, and feeds for each column.
    home = district["wuyixiang"]
    for area in (home, home.parent, home.parent.parent):
        assert f'name="area_{area.pk}"' in page
    assert 'href="/fuzimiao/wuyixiang/notices/feed/"' in page
    assert 'href="/fuzimiao/wuyixiang/disclosures/feed/"' in page
    response = client.post(ADDRESS, {f"area_{home.pk}": ["notices"]})
    assert response.status_code == 302
    assert list(Subscription.objects.values_list("area", "column")) == [(home.pk, "notices")]
    NoticeFactory(parent=district.notices_of("wuyixiang"), title="本社区停水")
    NoticeFactory(parent=district.notices_of("fuzimiao"), title="发给乌衣巷的", to=[home])
    NoticeFactory(parent=district.notices_of("dongshuiguan"), title="别的社区")
    deliver()
    page = shown(client)
    assert "本社区停水" in page
    assert "发给乌衣巷的" in page
    assert "别的社区" not in page
    # Sent again without a tick: told no more.
    client.post(ADDRESS, {})
    assert not Subscription.objects.exists()


def test_three_of_one_place_stand_under_one_heading(client_for, district, reader):
    subscribe(reader, district["wuyixiang"], "notices")
    for number in range(3):
        NoticeFactory(parent=district.notices_of("wuyixiang"), title=f"停水之{number}")
    deliver()
    page = shown(client_for(reader))
    assert f"{district['wuyixiang'].short_name}有3条新公告" in page
    assert "停水之2" in page
    assert f"{district['wuyixiang'].short_name}有3条新公告" in client_for(reader).get("/me/").content.decode()


def test_what_was_taken_down_or_closed_since_is_named_nowhere(client_for, district, reader):
    subscribe(reader, district["wuyixiang"], "notices")
    gone = NoticeFactory(parent=district.notices_of("wuyixiang"), title="已经撤下的")
    inner = NoticeFactory(parent=district.notices_of("wuyixiang"), title="改成内部的")
    deliver()
    client = client_for(reader)
    assert "已经撤下的" in shown(client)
    gone.unpublish()
    NoticePage.objects.filter(pk=inner.pk).update(audience=NoticePage.Audience.COMMITTEES)
    page = shown(client)
    assert "已经撤下的" not in page
    assert "改成内部的" not in page
    assert "有99条" not in page
    assert "未读" not in page


def test_notices_to_committees_are_no_residents_news(district, reader):
    subscribe(reader, district["fuzimiao"], "notices")
    NoticeFactory(
        parent=district.notices_of("fuzimiao"), for_committees=True, to=[district["wuyixiang"]], title="内部"
    )
    deliver()
    assert not Notification.objects.filter(recipient=reader, kind="notice.issued").exists()


def test_urgent_ones_reach_all_residents_and_by_text_whoever_chose_it(district, reader):
    # Nobody subscribed; the urgent is for all who live there, and texts only for those who asked.
    number = "+8613912345678"
    Contact.objects.create(
        user=reader,
        kind=ContactKind.PHONE,
        value=number,
        fingerprint=Contact.fingerprint_of(ContactKind.PHONE, number),
        confirmed_at=timezone.now(),
    )
    Preference.objects.create(user=reader, topic="notice", channel="text", is_wanted=True)
    silent = UserFactory(member={Role.RESIDENT: district.body("wuyixiang")})
    elsewhere = UserFactory(member={Role.RESIDENT: district.body("dongshuiguan")})
    NoticeFactory(parent=district.notices_of("wuyixiang"), urgent=True, title="燃气泄漏请撤离")
    NoticeFactory(parent=district.notices_of("wuyixiang"), title="平常的")
    deliver()
    told = Notification.objects.filter(kind="notice.issued").values_list("recipient", flat=True)
    assert set(told) == {reader.pk, silent.pk}
    assert elsewhere.pk not in told
    assert len(told) == 2
    texts = OutgoingMessage.objects.filter(template="urgent")
    assert [row.to for row in texts] == [number]
    assert "燃气泄漏请撤离" in texts.get().body


def test_the_daily_mail_has_it_by_choice(district, reader, clock):
    reader.email = "r@example.cn"
    reader.save()
    subscribe(reader, district["wuyixiang"], "notices")
    Preference.objects.create(user=reader, topic="notice", channel="mail", is_wanted=True)
    NoticeFactory(parent=district.notices_of("wuyixiang"), title="写进邮件的")
    deliver()
    clock.move_to(timezone.localtime().replace(hour=18, minute=30))
    assert send_digests(now=timezone.now()) == 1
    assert "写进邮件的" in OutgoingMessage.objects.get(template="digest").body


@pytest.mark.parametrize("verb", TOLD)
def test_every_verb_of_the_table_is_one_that_is_recorded(verb):
    from pathlib import Path

    noun, past = verb.split(".")
    source = Path(f"cms_pages/actions/publish_{noun}.py").read_text()
    assert f'"{verb}"' in source
    assert past == "published"


def test_another_place_is_added_by_its_code(client_for, district, reader):
    client = client_for(reader)
    other = district["dongshuiguan"]
    assert f'name="area_{other.pk}"' not in client.get(ADDRESS).content.decode()
    address = f"{ADDRESS}?area={other.code}"
    assert f'name="area_{other.pk}"' in client.get(address).content.decode()
    client.post(address, {f"area_{other.pk}": ["guides", "services"]})
    assert Subscription.objects.filter(user=reader, area=other).count() == 2
    # What was chosen stays on the page.
    assert f'name="area_{other.pk}"' in client.get(ADDRESS).content.decode()
    for bad in ("x", "999999999999", "²", "1" * 400, ""):
        assert client.get(f"{ADDRESS}?area={bad}").status_code == 200
    assert client.post(address, {f"area_{other.pk}": ["no-such"]}).status_code == 422


def test_nobody_subscribes_to_everything(client_for, district, reader):
    home = district["wuyixiang"]
    areas = Area.objects.bulk_create(
        Area(
            level="estate",
            name=f"小区{n}",
            short_name=f"小区{n}",
            slug=f"x{n}",
            code=f"9{n:011}",
            parent=home,
            path=f"{home.path}9{n}/",
        )
        for n in range(MOST_AREAS)
    )
    Subscription.objects.bulk_create(Subscription(user=reader, area=area, column="notices") for area in areas)
    response = client_for(reader).post(ADDRESS, {f"area_{home.pk}": ["notices"]})
    assert response.status_code == 422
    assert "最多订阅" in response.content.decode()
    assert Subscription.objects.filter(user=reader).count() == MOST_AREAS


def test_a_merger_takes_the_subscription_along(district, reader):
    old, new = district["wuyixiang"], district["dongshuiguan"]
    subscribe(reader, old, "notices", "guides")
    subscribe(reader, new, "guides")
    lifecycle.registry.get("subscriptions").area_abolished(old, new)
    rows = Subscription.objects.filter(user=reader).values_list("area", "column")
    assert set(rows) == {(new.pk, "notices"), (new.pk, "guides")}


def test_every_column_of_pages_tells_its_own(district, reader):
    from django.db import transaction

    path = district["wuyixiang"].path
    for column in ("notices", "disclosures", "guides", "services"):
        subscribe(reader, district["wuyixiang"], column)
        assert subscribers(column, [path]) == {reader.pk}
        assert subscribers(column, [district["fuzimiao"].path]) == {reader.pk}
        assert subscribers(column, [district["dongshuiguan"].path]) == set()
    assert subscribers("notices", []) == set()
    with transaction.atomic():
        event = record(
            actor=None,
            verb="guide.published",
            instance=reader,
            area_paths=[path],
            now=timezone.now() - timedelta(hours=1),
        )
    tell(event)  # the page is gone: nobody is told
    assert not Notification.objects.filter(kind="guide.issued").exists()

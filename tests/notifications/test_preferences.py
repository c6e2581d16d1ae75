"""Each chooses what they are told, and how: on the site, by one mail a day, by text for the urgent."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Contact, OutgoingMessage, User
from communities.choices import Role
from notifications import kinds, rendering, topics
from notifications.actions.notify import notify
from notifications.actions.send_digest import send_digests
from notifications.kinds import kinds_for
from notifications.models import Notification, Preference
from notifications.preferences import who_wants
from notifications.rendering import Wording, count_unread
from notifications.topics import Channel
from tests.factories.people import UserFactory

ADDRESS = "/me/notifications/preferences/"
ALL_KINDS = list(rendering.registry)
KIND, SECRET, OTHER = "notice.told", "notice.secret", "riddle.told"


@pytest.fixture(autouse=True)
def _wordings(monkeypatch):
    def told(notifications, _reader):
        return {row.pk: Wording(title=f"停水通知{row.object_id}", url="/notices/1/") for row in notifications}

    entries = {KIND: told, OTHER: told, SECRET: lambda _notifications, _reader: {}}
    monkeypatch.setattr(rendering.registry, "_entries", entries)


@pytest.fixture
def resident(db):
    return UserFactory(username="zhangsan", email="zhang@example.cn")


@pytest.fixture
def thing(db):
    return UserFactory(username="thing")


@pytest.fixture
def evening(clock):
    clock.move_to(timezone.localtime().replace(hour=18, minute=5))
    return clock


def choose(user, topic, *channels):
    for channel in Channel:
        Preference.objects.update_or_create(
            user=user, topic=topic, channel=channel, defaults={"is_wanted": channel in channels}
        )


def tell(user, thing, kind=KIND, **more):
    notify(
        actor=None, recipients=[user.pk], kind=kind, instance=thing, event=None, now=timezone.now(), **more
    )


def test_the_page_shows_what_is_chosen_and_keeps_it(client_for, resident):
    client = client_for(resident)
    page = client.get(ADDRESS).content.decode()
    assert "公告" in page
    assert "还没有确认手机号" in page
    assert client.post(ADDRESS, {"notice": ["site", "mail"], "guide": ["mail"]})["Location"] == "/me/"
    chosen = set(Preference.objects.filter(user=resident, is_wanted=True).values_list("topic", "channel"))
    assert chosen == {("notice", "site"), ("notice", "mail"), ("guide", "mail")}
    client.post(ADDRESS, {"notice": ["text"]})
    assert Preference.objects.filter(user=resident, is_wanted=True).count() == 1
    assert client.post(ADDRESS, {"notice": ["fax"]}).status_code == 422


def test_topics_of_the_workbench_are_for_officials(client_for, district, official, resident, monkeypatch):
    entries = dict(topics.registry) | {"duty": topics.Topic(label="催办", for_officials=True)}
    monkeypatch.setattr(topics.registry, "_entries", entries)
    worker = official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))
    assert "催办" in client_for(worker).get(ADDRESS).content.decode()
    assert "催办" not in client_for(resident).get(ADDRESS).content.decode()


def test_who_wants_no_reminder_finds_it_read(resident, thing):
    choose(resident, "notice")
    tell(resident, thing)
    assert count_unread(resident) == 0
    tell(resident, thing, kind=OTHER)
    assert count_unread(resident) == 1


def test_one_mail_a_day_has_what_is_unread_and_visible(resident, thing, evening):
    choose(resident, "notice", Channel.SITE, Channel.MAIL)
    tell(resident, thing)
    tell(resident, thing, kind=SECRET)
    tell(resident, thing, kind=OTHER)
    assert send_digests(now=timezone.now()) == 1
    assert send_digests(now=timezone.now()) == 0
    mail = OutgoingMessage.objects.get()
    assert (mail.kind, mail.to) == ("email", "zhang@example.cn")
    assert mail.subject.endswith("有1条通知")
    assert "【公告】" in mail.body
    assert f"停水通知{thing.pk}" in mail.body
    assert "http://127.0.0.1:8000/notices/1/" in mail.body
    assert "/me/notifications/preferences/" in mail.body
    evening.shift(timedelta(days=1))
    assert send_digests(now=timezone.now()) == 0, "nothing new"
    other = UserFactory(username="other")
    tell(resident, other)
    evening.shift(timedelta(days=1))
    assert send_digests(now=timezone.now()) == 1


def test_no_mail_comes_before_the_evening_or_unasked(resident, thing, clock):
    tell(resident, thing)
    clock.move_to(timezone.localtime().replace(hour=9))
    choose(resident, "notice", Channel.MAIL)
    assert send_digests(now=timezone.now()) == 0
    choose(resident, "notice", Channel.SITE)
    clock.move_to(timezone.localtime().replace(hour=19))
    assert send_digests(now=timezone.now()) == 0
    assert not OutgoingMessage.objects.exists()


def test_the_urgent_is_texted_once_to_who_asked_and_may_see_it(resident, thing):
    Contact.objects.create(
        user=resident,
        kind="phone",
        value="+8613900001234",
        fingerprint=Contact.fingerprint_of("phone", "+8613900001234"),
        confirmed_at=timezone.now(),
    )
    tell(resident, thing, is_urgent=True)
    assert not OutgoingMessage.objects.exists()
    choose(resident, "notice", Channel.SITE, Channel.TEXT)
    for _time in range(2):
        tell(resident, thing, is_urgent=True)
        tell(resident, thing, kind=SECRET, is_urgent=True)
    text = OutgoingMessage.objects.get()
    assert (text.kind, text.to, text.template) == ("phone", "+8613900001234", "urgent")
    assert f"停水通知{thing.pk}" in text.body
    assert Notification.objects.filter(texted_at__isnull=False).count() == 1


BY_EVENT = f"{ADDRESS}enquiry/"


def test_each_event_can_be_chosen_for_and_goes_before_its_topic(client_for, resident, thing, monkeypatch):
    def told(notifications, _reader):
        return {row.pk: Wording(title=row.kind, url="/enquiries/") for row in notifications}

    entries = {"enquiry.answered": told, "enquiry.merged": told}
    monkeypatch.setattr(rendering.registry, "_entries", entries)
    client = client_for(resident)
    page = client.get(BY_EVENT).content.decode()
    assert "我的咨询有了答复" in page
    assert "收到新咨询" not in page, "an event of the workbench"
    # By mail alone; all else as the topic says.
    typed = {"enquiry-answered": ["mail"], "enquiry-merged": ["site"], "enquiry-follow_up": ["site"]}
    assert client.post(BY_EVENT, typed)["Location"] == ADDRESS
    kept = set(Preference.objects.values_list("topic", "channel", "is_wanted"))
    assert kept == {("enquiry.answered", "site", False), ("enquiry.answered", "mail", True)}
    assert "有1项单独选过" in client.get(ADDRESS).content.decode()
    tell(resident, thing, kind="enquiry.answered")
    assert count_unread(resident) == 0
    tell(resident, thing, kind="enquiry.merged")
    assert count_unread(resident) == 1
    # The topic is chosen anew: what was chosen apart stays, the rest follows.
    choose(resident, "enquiry", Channel.SITE, Channel.MAIL)
    assert who_wants([resident.pk], "enquiry.merged", Channel.MAIL) == {resident.pk}
    assert who_wants([resident.pk], "enquiry.answered", Channel.SITE) == set()
    # Chosen as the topic is, it follows again.
    client.post(BY_EVENT, {key: ["site", "mail"] for key in typed})
    assert not Preference.objects.filter(topic__contains=".").exists()


def test_what_is_wanted_by_mail_alone_is_mailed(resident, thing, evening):
    choose(resident, "notice", Channel.MAIL)
    tell(resident, thing)
    assert count_unread(resident) == 0
    evening.shift(timedelta(minutes=1))
    assert send_digests(now=timezone.now()) == 1
    assert f"停水通知{thing.pk}" in OutgoingMessage.objects.get().body


def test_each_role_chooses_among_its_own_events(client_for, district, official):
    supervisor = official(Role.SUPERVISOR, district.body("wuyixiang"))
    worker = official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))

    def events(user, topic):
        return [kind for kind, _told in kinds_for(user, topic)]

    assert events(supervisor, "disclosure_check") == ["disclosure_check.submitted"]
    assert "disclosure_check.submitted" not in events(worker, "disclosure_check")
    # Somebody with two roles sees for each event in which they are told of it.
    page = client_for(worker).get(BY_EVENT).content.decode()
    assert "作为居民" in page
    assert "作为工作人员" in page
    for topic in ("disclosure_duty", "no-such-topic"):
        assert client_for(supervisor).get(f"{ADDRESS}{topic}/").status_code == 404


@pytest.mark.once
def test_every_kind_of_notification_can_be_chosen_for_by_itself():
    assert {kind for kind, _renderer in ALL_KINDS} == {kind for kind, _told in kinds.registry}
    assert {told.topic for _kind, told in kinds.registry} <= {topic for topic, _entry in topics.registry}


def test_closing_the_account_forgets_the_choices(resident):
    from notifications.holdings import erase, export

    choose(resident, "notice", Channel.MAIL)
    assert len(export(resident)["notification_preferences"]) == 3
    erase(resident)
    assert not Preference.objects.exists()
    assert User.objects.filter(pk=resident.pk).exists()

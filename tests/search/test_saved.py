"""Searches that members keep, alerts, and what is offered where nothing was found."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.personal_data import registry
from communities.choices import Role
from events.models import Delivery
from notifications.models import Notification
from notifications.rendering import lines
from search.actions.alert_saved_search import KIND
from search.actions.retry_indexing import retry_indexing
from search.actions.save_search import MOST, save_search
from search.alerts import alert
from search.models import SavedSearch
from search.restrictions import pending_deliveries
from tests.factories import NoticeFactory, UserFactory
from tests.factories.forum import board_of, regular, topic_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(town):
    return UserFactory(confirmed=True)


def keep(user, address="q=停水", *, is_alerting=True, now=None):
    return save_search(
        actor=user, name="停水", address=address, is_alerting=is_alerting, now=now or timezone.now()
    )


def told(user):
    rows = Notification.objects.filter(recipient=user, kind=KIND)
    return [line.wording.title for line in lines(rows, reader=user)]


def test_a_member_keeps_a_search_once_changes_and_deletes_it(searching, ask, client_for, member):
    assert "saved-search" not in ask("停水").content.decode()
    assert "/me/searches/new/?q=%E5%81%9C%E6%B0%B4" in ask("停水", user=member).content.decode()
    client = client_for(member)
    form = client.get("/me/searches/new/", {"q": "停水", "kind": "notice"})
    assert 'value="停水 · 社区公告"' in form.content.decode()
    token = form.context["form"]["form_token"].value()
    sent = {"name": "停水公告", "is_alerting": "on", "form_token": str(token)}
    for _time in range(2):
        assert client.post("/me/searches/new/?q=停水&kind=notice", sent).status_code == 302
    saved = SavedSearch.objects.get()
    assert (saved.name, saved.is_alerting) == ("停水公告", True)
    page = client.get("/me/searches/").content.decode()
    assert "停水公告" in page
    assert client.get("/search/?" + saved.address).status_code == 200
    assert client.post(f"/me/searches/{saved.pk}/", {"name": ""}).status_code == 422
    client.post(f"/me/searches/{saved.pk}/", {"name": "不用通知"})
    saved.refresh_from_db()
    assert (saved.name, saved.is_alerting) == ("不用通知", False)
    assert client_for(UserFactory()).get(f"/me/searches/{saved.pk}/").status_code == 404
    client.post(f"/me/searches/{saved.pk}/", {"delete": "1"})
    assert not SavedSearch.objects.exists()
    assert client.get("/me/searches/new/").status_code == 302
    assert "还没有保存的搜索" in client.get("/me/searches/").content.decode()
    assert "保存的搜索" in client.get("/me/").content.decode()


def test_only_so_many_are_kept(searching, member):
    for number in range(MOST):
        keep(member, f"q={number}")
    with pytest.raises(ValidationError, match="最多"):
        keep(member, "q=one more")
    keep(member, "q=1", is_alerting=False)


def test_what_is_new_is_told_once_until_it_was_read(searching, town, member, clock):
    saved = keep(member, now=timezone.now())
    alert(timezone.now())
    assert told(member) == []
    clock.shift(timedelta(minutes=10))
    NoticeFactory(parent=town.notices_of("wuyixiang"), title="明天停水")
    alert(timezone.now())
    assert told(member) == [], "it is not in the index yet, and not missed"
    searching.deliver()
    clock.shift(timedelta(minutes=10))
    for _time in range(2):
        alert(timezone.now())
        clock.shift(timedelta(minutes=60))
    assert told(member) == ["您保存的搜索“停水”有新内容"]
    Notification.objects.update(read_at=timezone.now())
    NoticeFactory(parent=town.notices_of("wuyixiang"), title="又要停水")
    searching.deliver()
    clock.shift(timedelta(minutes=10))
    alert(timezone.now())
    assert len(told(member)) == 2
    saved.delete()
    assert told(member) == []


def test_what_was_given_up_holds_up_no_alert_and_is_told_of_when_it_comes(searching, town, member, clock):
    keep(member, "q=羽毛球")
    clock.shift(timedelta(minutes=10))
    NoticeFactory(parent=town.notices_of("wuyixiang"), title="羽毛球比赛")
    pending_deliveries().update(state=Delivery.State.DEAD)
    NoticeFactory(parent=town.notices_of("wuyixiang"), title="乒乓球比赛")
    searching.deliver()
    clock.shift(timedelta(minutes=10))
    reader = UserFactory(confirmed=True)
    keep(reader, "q=乒乓球", now=timezone.now() - timedelta(minutes=15))
    alert(timezone.now())
    assert (told(member), len(told(reader))) == ([], 1)
    clock.shift(timedelta(minutes=10))
    alert(timezone.now())
    keeper = UserFactory(member={Role.DISTRICT_ADMINISTRATOR: town.body()})
    assert retry_indexing(actor=keeper, now=timezone.now())
    searching.deliver()
    for _time in range(2):
        clock.shift(timedelta(minutes=10))
        alert(timezone.now())
        assert (len(told(member)), len(told(reader))) == (1, 1)


def test_nobody_is_told_of_what_is_not_theirs(searching, town, member, worker, clock):
    quiet = UserFactory()
    keep(member, "q=台账"), keep(worker, "q=台账"), keep(quiet, "q=台账", is_alerting=False)
    clock.shift(timedelta(minutes=10))
    NoticeFactory(parent=town.notices_of("fuzimiao"), title="报送停水台账", for_committees=True)
    searching.deliver()
    clock.shift(timedelta(minutes=10))
    alert(timezone.now())
    assert (told(member), len(told(worker)), told(quiet)) == ([], 1, [])


def test_kept_searches_are_personal_data(searching, member):
    keep(member)
    holding = dict(registry)["search"]
    assert holding.export(member)["saved_searches"][0]["address"] == "q=停水"
    holding.erase(member)
    assert not SavedSearch.objects.exists()


def test_who_finds_nothing_may_ask_with_the_words_filled_in(searching, ask, client_for, town):
    page = ask("火星旅游怎么报名").content.decode()
    board = board_of(town, "")
    address = f"/boards/{board.pk}/ask/?title="
    assert address in page
    user = regular(town, nickname="秦淮人家")
    form = client_for(user).get(f"/boards/{board.pk}/ask/", {"title": "火星旅游怎么报名"})
    assert 'value="火星旅游怎么报名"' in form.content.decode()


def test_the_box_on_a_board_searches_it_first_and_offers_the_rest(searching, ask, client_for, town):
    board = board_of(town)
    user = regular(town, nickname="秦淮人家")
    topic_in(board, user, title="我们楼停水了吗")
    searching.deliver()
    page = client_for(None).get("/fuzimiao/wuyixiang/forum/").content.decode()
    assert f'<input type="hidden" name="board" value="{board.pk}">' in page
    found = ask("停水", board=str(board.pk)).content.decode()
    assert "我们楼" in found
    assert "乌衣巷周六" not in found
    assert "搜全区（3条）" in found
    # Of a board that one does not read, its address tells nothing.
    type(board).objects.filter(pk=board.pk).update(read_by="officials")
    hidden = ask("停水", board=str(board.pk)).content.decode()
    assert "我们楼" not in hidden
    assert "先搜" not in hidden

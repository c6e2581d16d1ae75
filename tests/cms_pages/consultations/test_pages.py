"""A consultation from draft to outcome: what publishing wants, what lists and front pages show, what is
late.
"""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from cms_pages.choices import ConsultationState
from cms_pages.consultations import reminders
from cms_pages.consultations.clock import outcome_due_on
from cms_pages.models import ConsultationCare, ConsultationPage, DepartmentNoticesPage
from cms_pages.page_cache import generations
from cms_pages.publication.errors import PublicationRefused
from communities import reports, workload
from communities.choices import BodyKind, Role
from communities.inspection import checks
from communities.pinyin import slug_base
from communities.reports import Period
from notifications.models import Notification
from notifications.rendering import lines
from tests.factories import UserFactory
from tests.factories.consultations import (
    ONE,
    QUESTIONS,
    SEVERAL,
    ConsultationFactory,
    end,
    opinion_of,
    publish_outcome,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LIST = "/fuzimiao/wuyixiang/notices/consultations/"


def errors_of(page, **values):
    row = ConsultationPage.objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(row, name, value)
    return {error.field for error in row.publication_errors()}


def point(stance, reason=""):
    return [{"type": "point", "value": {"point": "放树下", "stance": stance, "reason": reason}}]


def test_publishing_is_refused_with_what_is_missing(district):
    draft = ConsultationFactory(
        parent=district.notices_of("wuyixiang"), draft=True, content=[], asked="", closes_at=None
    )
    assert errors_of(draft) == {"content", "asked", "closes_at"}
    now = timezone.now()
    assert "closes_at" in errors_of(draft, closes_at=now - timedelta(days=1))
    assert "closes_at" in errors_of(draft, opens_at=now + timedelta(2), closes_at=now + timedelta(1))
    unfinished = [{"type": "question", "value": {**QUESTIONS[0]["value"], "choices": ["一个"]}}]
    assert "questions" in errors_of(draft, questions=unfinished)
    written = [{"type": "question", "value": {**QUESTIONS[2]["value"], "choices": ["一", "二"]}}]
    assert "questions" in errors_of(draft, questions=written)
    assert "outcome_summary" in errors_of(draft, outcome_summary="定了")
    with pytest.raises(PublicationRefused):
        draft.save_revision(clean=False).publish()


def test_what_people_answered_to_can_no_longer_change(park):
    assert errors_of(park.page, questions=QUESTIONS[:1]) == set()
    opinion_of(park.page, park.resident)
    assert errors_of(park.page, questions=QUESTIONS[:1]) == {"questions"}
    assert errors_of(park.page) == set()
    assert errors_of(park.page, closes_at=park.page.closes_at - timedelta(days=1)) == {"closes_at"}
    assert errors_of(park.page, closes_at=park.page.closes_at + timedelta(days=1)) == set()


def test_an_outcome_comes_after_the_end_with_reasons_and_stays(park):
    assert errors_of(park.page, outcome_summary="定了") == {"outcome_summary"}
    opinion_of(park.page, park.resident)
    end(park.page)
    assert errors_of(park.page, outcome_summary="定了") == {"outcome_points"}
    assert errors_of(park.page, outcome_summary="定了", outcome_points=point("not")) == {"outcome_points"}
    assert errors_of(park.page, outcome_points=point("adopted")) == {"outcome_summary"}
    assert errors_of(park.page, outcome_summary="定了", outcome_points=point("not", "地方不够")) == set()
    publish_outcome(park.page, "采纳一条。")
    assert ConsultationCare.objects.get().outcome_published_at is not None
    assert errors_of(park.page, outcome_summary="") == {"outcome_summary"}


def test_state_is_told_by_clock_and_outcome_the_same_to_lists_and_pages(district, clock):
    parent = district.notices_of("wuyixiang")
    rows = [
        ConsultationFactory(parent=parent, coming=True),
        ConsultationFactory(parent=parent),
        ConsultationFactory(parent=parent, ended=True),
        ConsultationFactory(parent=parent, outcome="采纳两条。"),
    ]
    now = timezone.now()
    assert [row.state_at(now) for row in rows] == list(ConsultationState)
    for state in ConsultationState:
        found = ConsultationPage.objects.in_state(state, now)
        assert {row.pk for row in found} == {row.pk for row in rows if row.state_at(now) == state}
    for moment in (rows[0].opens_at, rows[0].closes_at):
        for state in ConsultationState:
            found = {row.pk for row in ConsultationPage.objects.in_state(state, moment)}
            assert found == {row.pk for row in rows if row.state_at(moment) == state}


def test_the_page_says_how_to_take_part_and_closes_by_itself(client, park, clock):
    text = client.get(park.url).content.decode()
    assert f'href="{park.url}opinion/"' in text
    assert "正在征集" in text
    assert "长椅放哪里？" in text
    assert "已收到 0 份意见" in text
    opinion_of(park.page, park.resident, answers={ONE: [0], SEVERAL: [0, 1]})
    clock.move_to(park.page.closes_at + timedelta(seconds=1))
    closed = client.get(park.url).content.decode()
    assert f'href="{park.url}opinion/"' not in closed
    assert "已结束，结果待公布" in closed
    assert "已收到 1 份意见" in closed
    assert "1人回答" in closed
    assert "100%" in closed


def test_an_outcome_names_what_was_adopted_and_why_not(client, district):
    page = ConsultationFactory(parent=district.notices_of("wuyixiang"), outcome="采纳两条。")
    text = client.get(page.get_url()).content.decode()
    for words in ("采纳两条。", "未采纳", "地方不够。", "部分采纳", "先换一半。"):
        assert words in text


def test_the_outcome_is_due_in_twenty_working_days_and_flagged_when_late(client, park, clock):
    end(park.page, days=1)
    care = ConsultationCare.objects.get()
    page = ConsultationPage.objects.get(pk=park.page.pk)
    assert care.outcome_due_on == outcome_due_on(page.closes_at)
    assert "逾期" not in client.get(park.url).content.decode()
    clock.shift(timedelta(days=40))
    assert "结果逾期未公布" in client.get(park.url).content.decode()
    assert "结果逾期未公布" in client.get(LIST).content.decode()
    publish_outcome(park.page, "采纳一条。")
    generations.change_all()
    assert "逾期" not in client.get(park.url).content.decode()


def test_the_publisher_is_reminded_and_those_above_when_it_is_late(park, official, clock, client_for):
    staff = official(Role.STREET_STAFF, park.district.body("fuzimiao"))

    def told(person):
        own = Notification.objects.filter(recipient=person)
        return [line.wording.title for line in lines(own, reader=person)]

    end(park.page, days=1)
    reminders.remind_owners(timezone.now())
    assert told(park.worker) == []
    clock.shift(timedelta(days=24))  # Thursday 17 December; due on the 18th
    for _count in range(2):
        reminders.remind_owners(timezone.now())
    assert told(park.worker) == [f"该公布征集结果了：{park.page.title}"]
    assert told(staff) == []
    clock.shift(timedelta(days=7))
    reminders.remind_owners(timezone.now())
    assert len(told(park.worker)) == 2
    assert told(staff) == [f"征集结果逾期未公布：{park.page.title}"]
    assert "已经逾期" in client_for(park.worker).get("/admin/").content.decode()
    clock.shift(timedelta(days=2))  # Saturday
    reminders.remind_owners(timezone.now())
    publish_outcome(park.page, "采纳一条。")
    assert told(staff) == []


def test_those_above_see_what_waits_and_what_is_late(clock, park):
    home = park.page.body_owner_id
    opinion_of(park.page, park.resident)
    period = Period(start=timezone.now() - timedelta(days=1), end=timezone.now() + timedelta(days=1))
    assert reports.registry.get("consultations").count(period) == {home: 1}
    assert workload.registry.get("opinions").count(timezone.now()) == {home: 1}
    end(park.page, days=1)
    assert not list(checks.get("outcomes-late").find(timezone.now(), 0))
    clock.shift(timedelta(days=40))
    assert workload.registry.get("outcomes").count(timezone.now()) == {home: 1}
    (fault,) = checks.get("outcomes-late").find(timezone.now(), 0)
    assert fault.body_id == home


def test_a_list_shows_what_concerns_the_area(client, district):
    own = ConsultationFactory(parent=district.notices_of("wuyixiang"), title="本社区的征集")
    ConsultationFactory(parent=district.notices_of("fuzimiao"), title="街道的征集")
    ConsultationFactory(parent=district.notices_of("lianziying"), title="隔壁的征集")
    department = DepartmentNoticesPage.objects.get(body_page__body__kind=BodyKind.DEPARTMENT)
    ConsultationFactory(parent=department, title="民政局的征集")
    ConsultationFactory(parent=district.notices_of("wuyixiang"), title="草稿", draft=True)
    text = client.get(LIST).content.decode()
    for words in ("本社区的征集", "街道的征集", "民政局的征集"):
        assert words in text
    assert "隔壁的征集" not in text
    assert "草稿" not in text
    assert "隔壁的征集" in client.get("/fuzimiao/notices/consultations/").content.decode()
    of_department = client.get(f"{department.get_url()}consultations/").content.decode()
    assert "民政局的征集" in of_department
    assert "街道的征集" not in of_department
    assert own.body_owner == district.body("wuyixiang")


def test_lists_filter_and_page_by_key(client, district, monkeypatch):
    monkeypatch.setattr("cms_pages.consultations.listing.PAGE_SIZE", 2)
    parent = district.notices_of("wuyixiang")
    for number in range(3):
        ConsultationFactory(parent=parent, title=f"游园{number}")
    text = [{"type": "paragraph", "value": "<p>路边停车。</p>"}]
    ConsultationFactory(parent=parent, title="停车", content=text, outcome="定了。")
    assert "停车" in client.get(LIST, {"state": "outcome"}).content.decode()
    assert "游园0" not in client.get(LIST, {"state": "outcome"}).content.decode()
    assert "符合条件的意见征集3项" in client.get(LIST, {"q": "游园"}).content.decode()
    first = client.get(LIST, {"state": "open"})
    assert "游园2" in first.content.decode()
    assert "游园0" not in first.content.decode()
    second = client.get(first.context["older_url"])
    assert "游园0" in second.content.decode()
    back = client.get(second.context["newer_url"])
    assert "游园2" in back.content.decode()
    odd = client.get(LIST, {"state": "x", "q": "字" * 60, "after": "y"})
    assert odd.status_code == 200
    assert "翻页的位置不对" in odd.content.decode()
    assert "没有符合条件" in client.get(LIST, {"q": "没有这回事"}).content.decode()


def test_the_feed_tells_state_and_time(client, district):
    ConsultationFactory(parent=district.notices_of("wuyixiang"), title="游园怎么改", outcome="定了。")
    feed = client.get(f"{LIST}feed/")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "游园怎么改" in feed.content.decode()
    assert "已公布结果" in feed.content.decode()


@pytest.mark.parametrize(
    "address", ["/", "/fuzimiao/", "/fuzimiao/wuyixiang/", "/fuzimiao/wuyixiang/notices/"]
)
def test_what_is_open_stands_on_front_pages_until_it_ends(client, district, clock, address):
    page = ConsultationFactory(parent=district.notices_of("wuyixiang"), title="游园怎么改")
    later = ConsultationFactory(parent=district.notices_of("wuyixiang"), title="明天才问", coming=True)
    assert "游园怎么改" in client.get(address).content.decode()
    assert "明天才问" not in client.get(address).content.decode()
    clock.move_to(page.closes_at - timedelta(days=1))
    assert "明天才问" in client.get(address).content.decode()
    clock.move_to(later.closes_at)
    assert "正在征集意见" not in client.get(address).content.decode()


def test_editors_begin_one_from_the_desk_and_the_form_tells_what_is_missing(client_for, park):
    client = client_for(park.worker)
    home = client.get("/admin/").content.decode()
    assert "征集意见（乌衣巷社区" in home
    add = reverse("wagtailadmin_pages:add", args=["cms_pages", "consultationpage", park.notices.pk])
    assert client.get(add).status_code == 200
    edit = reverse("wagtailadmin_pages:edit", args=[park.page.pk])
    assert client.get(edit).status_code == 200


def test_moving_and_taking_down_let_the_lists_know(client, district, park):
    park.page.move(district.notices_of("lianziying"), pos="last-child")
    page = ConsultationPage.objects.get(pk=park.page.pk)
    assert page.area == district["lianziying"]
    assert page.body_owner == district.body("lianziying")
    page.unpublish()
    assert client.get(page.get_url()).status_code == 404
    page.delete()
    assert not ConsultationPage.objects.exists()


def test_a_copy_begins_without_an_outcome(district):
    page = ConsultationFactory(parent=district.notices_of("wuyixiang"), outcome="定了。")
    copy = page.copy(
        update_attrs={"slug": "again", "title": "再问一次"}, copy_revisions=False, keep_live=False
    )
    assert ConsultationPage.objects.get(pk=copy.pk).outcome_summary == ""
    assert UserFactory().pk


def test_the_address_is_the_title_in_pinyin_and_stays(district, client):
    notices = district.notices_of("wuyixiang")
    first = ConsultationFactory(parent=notices, title="小花园座椅放哪里", slug="")
    second = ConsultationFactory(parent=notices, title="小花园座椅放哪里", slug="")
    ours = ConsultationFactory(parent=notices, title="feed", slug="")
    unread = ConsultationFactory(parent=notices, title="？！", slug="")
    slugs = [page.slug for page in (first, second, ours, unread)]
    assert slugs == ["xiaohuayuanzuoyifangnali", "xiaohuayuanzuoyifangnali-2", "feed-2", "consultation"]
    first.title = "小花园的座椅放在哪里"
    first.save_revision().publish()
    assert client.get("/fuzimiao/wuyixiang/notices/xiaohuayuanzuoyifangnali/").status_code == 200


def test_addresses_of_before_lead_to_the_new_ones(park, client):
    page = park.page
    page.slug = "20261103-9f1c2a"
    page.save()
    page.save_revision()
    old = page.get_url()
    migration = import_module("cms_pages.migrations.0018_name_consultations_after_titles")
    migration.name_after_title(apps, None)
    now = ConsultationPage.objects.get(pk=page.pk)
    assert now.slug == slug_base(page.title)
    for address in (old, f"{old}opinion/"):
        answer = client.get(address)
        assert answer.status_code == 301
        assert answer["Location"].endswith(old.replace("20261103-9f1c2a", now.slug))
    assert client.get(now.get_url()).status_code == 200
    # A draft that is published later keeps it.
    now.get_latest_revision().publish()
    assert ConsultationPage.objects.get(pk=page.pk).slug == now.slug
    migration.name_after_title(apps, None)
    assert Redirect.objects.count() == 2

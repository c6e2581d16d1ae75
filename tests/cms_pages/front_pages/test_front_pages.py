"""The front pages of the district, a street and a community."""

import json
import re
from datetime import datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms_pages.actions.ensure_area_pages import ensure_area_pages
from cms_pages.models import (
    FrontPageProfile,
    GuidePage,
    NoticePage,
    StaffCard,
    StaffConsent,
    StaffDuty,
    WantedMatter,
)
from communities.actions.add_bodies import add_bodies
from communities.choices import BodyKind, CommunityKind, ContactKind, Level, Role
from communities.models import Area, Body, ContactFact, OpeningRule, OpeningSchedule
from forum.actions.answer_enquiry import answer_enquiry
from forum.actions.submit_enquiry import submit_enquiry
from forum.choices import Purpose
from forum.models import Board, EnquiryCategory
from tests.factories import GuideFactory, ImageFactory, NoticeFactory, UserFactory
from tests.factories.forum import board_of, regular, topic_in
from tests.factories.guides import guides_of
from tests.factories.services import ServiceFactory, schedule_of, services_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NEXT = count(1).__next__
SHANGHAI = ZoneInfo("Asia/Shanghai")
FRONT_PAGES = ["/", "/fuzimiao/", "/fuzimiao/wuyixiang/"]
ALL_PAGES = [
    *FRONT_PAGES,
    "/communities/",
    "/communities/find/",
    "/communities/find/?q=乌衣巷",
    "/my-community/choice/",
]


def reachable(body, phone="025-0000 0001"):
    ContactFact.objects.create(body=body, kind=ContactKind.PHONE, value=phone)
    ContactFact.objects.create(
        body=body, kind=ContactKind.PHONE, label="夜间值班", value="025-0000 9999", position=1
    )
    ContactFact.objects.create(
        body=body, kind=ContactKind.PHONE, label="内部", value="025-0000 7777", is_public=False
    )
    ContactFact.objects.create(body=body, kind=ContactKind.ADDRESS, value="乌衣巷28号")
    schedule = OpeningSchedule.objects.create(body=body, name="办公时间", is_main=True)
    OpeningRule.objects.create(schedule=schedule, weekdays=31, opens=time(9), closes=time(17, 30))


def text_of(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_community_page_says_how_to_reach_the_committee_now(client, district, now):
    reachable(district.body("wuyixiang"))
    text = text_of(client, "/fuzimiao/wuyixiang/")
    assert 'href="tel:02500000001"' in text
    assert "现在开门，17:30 关门" in text
    assert "乌衣巷28号" in text
    assert "025-0000 9999" in text
    assert "025-0000 7777" not in text
    assert "周一至周五 9:00–17:30" in text


def test_an_office_that_closes_soon_is_shown_so(client, district, clock):
    reachable(district.body("wuyixiang"))
    clock.move_to(datetime(2026, 11, 23, 17, 0, tzinfo=SHANGHAI))
    assert "opening-state_closing" in text_of(client, "/fuzimiao/wuyixiang/")


def test_the_community_page_shows_what_every_tier_addressed_to_it(client, district):
    for slug, title in (
        ("", "全区接种安排"),
        ("fuzimiao", "街道便民夜市"),
        ("wuyixiang", "本社区停水"),
        ("lianziying", "隔壁社区停水"),
        ("qinhong", "别街道的事"),
    ):
        NoticeFactory(parent=district.notices_of(slug), title=title)
    text = text_of(client, "/fuzimiao/wuyixiang/")
    assert "全区接种安排" in text
    assert "街道便民夜市" in text
    assert "本社区停水" in text
    assert "隔壁社区停水" not in text
    assert "别街道的事" not in text


def test_an_urgent_notice_comes_first_and_is_a_banner(client, district):
    NoticeFactory(parent=district.notices_of("wuyixiang"), title="今晚停水", urgent=True)
    NoticeFactory(parent=district.notices_of("wuyixiang"), title="后来的活动")
    text = text_of(client, "/fuzimiao/wuyixiang/")
    listed = text[text.index('id="notices-title"') :]
    assert listed.index("今晚停水") < listed.index("后来的活动")
    assert 'class="banner"' in text
    assert 'class="banner"' not in text_of(client, "/fuzimiao/lianziying/")


def test_notices_for_committees_are_on_no_front_page(client, district):
    NoticeFactory(parent=district.notices_of("fuzimiao"), title="请各居委会报送台账", for_committees=True)
    for path in FRONT_PAGES:
        assert "请各居委会报送台账" not in text_of(client, path)


def test_the_street_page_shows_its_communities_and_their_news(client, district):
    NoticeFactory(parent=district.notices_of("wuyixiang"), title="乌衣巷包饺子")
    text = text_of(client, "/fuzimiao/")
    assert "3个社区" in text
    assert 'href="/fuzimiao/dongshuiguan/"' in text
    assert "乌衣巷包饺子" in text
    assert "街道公告" in text


def test_the_home_page_names_every_street_and_community_by_pinyin(client, district):
    text = text_of(client, "/")
    assert "2个街道，5个社区" in text
    order = [
        text.index(name) for name in ("夫子庙街道", "东水关社区", "莲子营社区", "乌衣巷社区", "秦虹街道")
    ]
    assert order == sorted(order)


def test_wanted_matters_lead_to_live_pages_only(client, district):
    notice = NoticeFactory(parent=district.notices_of(), title="老年卡办理")
    draft = NoticeFactory(parent=district.notices_of(), draft=True)
    profile = FrontPageProfile.objects.get(area=district.area)
    WantedMatter.objects.create(profile=profile, label="老年卡", page=notice, sort_order=1)
    WantedMatter.objects.create(profile=profile, label="没有发布", page=draft, sort_order=2)
    WantedMatter.objects.create(profile=profile, label="市民热线", url="https://12345.example/", sort_order=3)
    text = text_of(client, "/")
    assert f'href="{notice.url}"' in text
    assert "老年卡" in text
    assert "没有发布" not in text
    assert 'href="https://12345.example/"' in text


def test_the_introduction_and_picture_are_shown(client, district):
    picture = ImageFactory(title="巷口", description="巷口的老槐树")
    FrontPageProfile.objects.filter(area=district["wuyixiang"]).update(
        introduction="巷子不长，故事不少。\n\n<b>不是标签</b>", picture=picture
    )
    text = text_of(client, "/fuzimiao/wuyixiang/")
    assert "巷子不长" in text
    assert "&lt;b&gt;不是标签" in text
    assert '<picture class="responsive">' in text
    assert picture.credit in text
    assert "巷口的老槐树" in text


def test_estates_and_grids_of_a_community_are_named(client, district):
    community = district["wuyixiang"]
    for level, name in ((Level.ESTATE, "乌衣花苑"), (Level.GRID, "第三网格")):
        area = Area.objects.create(level=level, name=name, short_name=name, parent=community)
        Area.objects.filter(pk=area.pk).update(path=f"{community.path}{area.pk}/")
    text = text_of(client, "/fuzimiao/wuyixiang/")
    assert "乌衣花苑" in text
    assert "第三网格" in text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "现在没有全区公告"),
        ("/fuzimiao/", "夫子庙街道现在没有公告"),
        ("/fuzimiao/wuyixiang/", "有急事请直接打居委会电话"),
    ],
)
def test_an_empty_front_page_says_what_to_do(client, district, path, words):
    text = text_of(client, path)
    assert words in text
    assert "电话、地址和办公时间还没有登记" in text


def test_a_village_speaks_of_its_committee_as_villages_do(client, district):
    Area.objects.filter(pk=district["wuyixiang"].pk).update(kind=CommunityKind.VILLAGERS)
    text = text_of(client, "/fuzimiao/wuyixiang/")
    assert "村委会电话" in text
    assert "居委会电话" not in text


def test_a_virtual_community_says_who_serves_it(client, district):
    Area.objects.filter(pk=district["wuyixiang"].pk).update(kind=CommunityKind.VIRTUAL)
    Board.objects.filter(area=district["wuyixiang"]).update(body=district.body("fuzimiao"))
    Body.objects.filter(area=district["wuyixiang"]).delete()
    reachable(district.body("fuzimiao"), phone="025-0000 4321")
    text = text_of(client, "/fuzimiao/wuyixiang/")
    assert "虚拟社区，没有设居民委员会" in text
    assert "由夫子庙街道办事处代管" in text
    assert "025-0000 4321" in text


def test_a_park_that_statistics_count_as_a_street_stands_apart(client, district):
    Area.objects.filter(parent=district["qinhong"]).update(kind=CommunityKind.VIRTUAL)
    text = text_of(client, "/")
    assert "1个街道，3个社区" in text
    assert text.index("园区和街区") < text.index(">秦虹街道<")


@pytest.mark.parametrize("path", FRONT_PAGES)
def test_it_tells_machines_what_it_is(client, district, settings, path):
    reachable(district.body("wuyixiang"))
    settings.SITE_URL = "https://qinhuai.example"
    text = text_of(client, path)
    assert f'<link rel="canonical" href="https://qinhuai.example{path}">' in text
    assert '<meta property="og:title"' in text
    data = [json.loads(found) for found in re.findall(r'ld\+json">(.*?)</script>', text)]
    crumbs = data[0]["itemListElement"]
    assert crumbs[0]["item"] == "https://qinhuai.example/"
    assert crumbs[-1]["item"] == f"https://qinhuai.example{path}"
    if path.endswith("wuyixiang/"):
        assert data[1]["telephone"] == "025-0000 0001"


@pytest.mark.parametrize("path", ALL_PAGES)
def test_nothing_is_inline_and_no_other_host_is_asked(client, district, settings, path):
    text = text_of(client, path)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text)
    assert not re.search(r"<script(?![^>]*(?:src=|ld\+json))", text)
    own = re.escape(settings.SITE_URL)
    asked = re.findall(
        r"<(?:link|script|img|source|iframe|form|use)\b[^>]*?(?:href|src|srcset|action)=\"(https?:[^\"]*)",
        text,
    )
    assert [url for url in asked if not re.match(own, url)] == []


def fill_columns(district):
    """One more of each in the other columns, everywhere."""
    department = Body.objects.get(name="秦淮区民政局")
    guide = GuideFactory(parent=guides_of(department))
    GuidePage.objects.filter(pk=guide.pk).update(at_community=True, at_street=True)
    category = EnquiryCategory.objects.get_or_create(name="市政设施")[0]
    for slug in ("", "fuzimiao", "wuyixiang"):
        body, board = district.body(slug), board_of(district, slug)
        schedule = schedule_of(body, (127, "09:00", "17:00"), name=f"时间{NEXT()}")
        ServiceFactory(parent=services_of(district, slug), opening=schedule)
        author, now = regular(district), timezone.now() - timedelta(days=1)
        topic_in(board, author, now)
        person = UserFactory(member={Role.COMMITTEE_WORKER: district.body("wuyixiang")})
        office = person.memberships.get()
        asked = submit_enquiry(
            actor=author,
            board=board,
            body=district.body("wuyixiang"),
            category=category,
            purpose=Purpose.ASK,
            title="路灯不亮",
            text=f"第{NEXT()}盏。",
            is_private=False,
            now=now + timedelta(minutes=1),
        )
        answer_enquiry(actor=person, enquiry=asked.enquiry, text="换好了。", now=timezone.now())
        duty = StaffDuty.objects.create(body=body, title="网格员", member=office)
        duty.places.add(Area.objects.create(level="grid", name=f"网格{NEXT()}", parent=district["wuyixiang"]))
        card = StaffCard.objects.create(membership=office, name="小王")
        StaffConsent.objects.create(card=card, field="name", given_at=timezone.now())


def more_of_everything(district):
    """As much again and more of all that front pages show."""
    now = timezone.now()
    for number in range(3):
        fill_columns(district)
        for slug in ("", "fuzimiao", "wuyixiang"):
            NoticeFactory(parent=district.notices_of(slug), pinned=number < 2)
        street = district["fuzimiao"]
        area = Area.objects.create(
            level=Level.COMMUNITY,
            code=f"{320104002100 + number}",
            name=f"第{number}社区居委会",
            short_name=f"第{number}社区",
            slug=f"di{number}",
            parent=street,
        )
        area.path = f"{street.path}{area.pk}/"
        area.save()
        ensure_area_pages(actor=None, areas=[area], now=now)
        estate = Area.objects.create(
            level=Level.ESTATE, name=f"{number}号小区", short_name=f"{number}号", parent=district["wuyixiang"]
        )
        Area.objects.filter(pk=estate.pk).update(path=f"{district['wuyixiang'].path}{estate.pk}/")
        department = Body(kind=BodyKind.DEPARTMENT, name=f"秦淮区第{number}局", area=district.area)
        add_bodies(actor=None, bodies=[department], now=now)
        reachable(department, phone=f"025-0000 1{number:03d}")
        WantedMatter.objects.create(
            profile=FrontPageProfile.objects.get(area=district.area),
            label=f"{number}",
            page=NoticePage.objects.first(),
        )


@pytest.mark.once
def test_queries_are_the_same_for_little_and_much(client, district):
    def queries(path):
        cache.clear()
        client.get(path)  # content types and the calendar are read once a process
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        return len(captured)

    for body in (district.body(), district.body("fuzimiao"), district.body("wuyixiang")):
        reachable(body)
    department = district.body("", BodyKind.DEPARTMENT)
    reachable(department)
    for slug in ("", "fuzimiao", "wuyixiang"):
        NoticeFactory(parent=district.notices_of(slug))
        NoticeFactory(parent=district.notices_of(slug), pinned=True)
    fill_columns(district)
    WantedMatter.objects.create(
        profile=FrontPageProfile.objects.get(area=district.area),
        label="公告",
        page=NoticePage.objects.first(),
    )
    paths = [*FRONT_PAGES, "/communities/"]
    little = {path: queries(path) for path in paths}
    more_of_everything(district)
    assert {path: queries(path) for path in paths} == little
    assert max(little.values()) <= 60

"""What is to happen later happens by itself: a scheduled notice comes and goes, a banner appears."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from communities.choices import Role
from events.clock import Timer
from tests.factories import NoticeFactory
from tests.factories.notices import hours
from tests.journeys.workbench import (
    AUTOSAVE_WAITS,
    begin_notice,
    fill_moment,
    open_schedule,
    press,
    sign_in,
    write_notice,
)

pytestmark = pytest.mark.browser

TITLE = "周三下午健康讲座"


def let_the_timer_run():
    with ThreadPoolExecutor(max_workers=1) as pool:
        Timer(name="test").tick(pool, now=timezone.now())


def test_a_scheduled_notice_appears_and_expires_by_itself(browsing, clock, official):
    browsing.expected.append(AUTOSAVE_WAITS)
    desk = browsing.new_page()
    sign_in(desk, official(Role.COMMITTEE_WORKER, browsing.district.body("wuyixiang")))
    begin_notice(desk)
    write_notice(desk, TITLE, "地点在社区活动室。")
    open_schedule(desk)
    fill_moment(desk, "#id_go_live_at", "2026-11-23 14:00")
    fill_moment(desk, "#id_expire_at", "2026-11-25 18:00")
    desk.get_by_role("button", name="保存计划").click()
    expect(desk.locator(".messages")).to_contain_text(TITLE)
    press(desk, "action-publish")
    expect(desk.locator(".messages")).to_contain_text(TITLE)

    visitor = browsing.new_page(width=360)
    notice = visitor.get_by_role("main").get_by_role("link", name=TITLE)
    visitor.goto("/fuzimiao/wuyixiang/notices/")
    expect(notice).to_have_count(0)

    clock.shift(timedelta(hours=5))
    let_the_timer_run()
    visitor.reload()
    expect(notice).to_be_visible()

    clock.shift(timedelta(days=3))
    let_the_timer_run()
    visitor.reload()
    expect(notice).to_have_count(0)


def test_an_urgent_banner_shows_from_its_hour_on_every_page_of_its_audience(browsing, clock):
    district = browsing.district
    NoticeFactory(
        parent=district.notices_of("fuzimiao"),
        title="暴雨红色预警",
        is_urgent=True,
        urgent_from=hours(2),
        urgent_until=hours(8),
    )
    visitor = browsing.new_page(width=360, javascript=False)
    banner = visitor.get_by_role("region", name="紧急")
    here, elsewhere = "/fuzimiao/dongshuiguan/notices/", "/qinhong/"
    for shift, shown in [(0, False), (3, True), (6, False)]:
        clock.shift(timedelta(hours=shift))
        let_the_timer_run()
        visitor.goto(here)
        expect(banner.get_by_role("link", name="暴雨红色预警")).to_have_count(int(shown))
        visitor.goto(elsewhere)
        expect(banner).to_have_count(0)

"""A committee worker publishes a notice, and every resident concerned sees it."""

import re

import pytest
from playwright.sync_api import expect

from communities.choices import Role
from tests.journeys.workbench import AUTOSAVE_WAITS, begin_notice, press, sign_in, write_notice

pytestmark = pytest.mark.browser

TITLE = "周六上午停水四小时"
PUBLISHED = re.compile("已创建并发布|已经发布")


def test_a_worker_publishes_a_notice_and_its_readers_alone_see_it(browsing, official):
    worker = official(Role.COMMITTEE_WORKER, browsing.district.body("wuyixiang"))
    browsing.expected.append(AUTOSAVE_WAITS)
    desk = browsing.new_page()
    sign_in(desk, worker)
    begin_notice(desk)
    write_notice(desk, TITLE, "检修水管，请提前储水。")
    press(desk, "action-publish")
    # “创建并发布”, unless the editor has saved the new page by itself before.
    expect(desk.locator(".messages")).to_contain_text(PUBLISHED)

    visitor = browsing.new_page(width=360)
    visitor.goto("/fuzimiao/wuyixiang/")
    visitor.get_by_role("main").get_by_role("link", name=TITLE).click()
    expect(visitor.get_by_role("main")).to_contain_text("检修水管，请提前储水。")

    visitor.goto("/fuzimiao/notices/")
    expect(visitor.get_by_role("link", name=TITLE)).to_be_visible()
    visitor.goto("/fuzimiao/dongshuiguan/notices/")
    expect(visitor.get_by_role("link", name=TITLE)).to_have_count(0)

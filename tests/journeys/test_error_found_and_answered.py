"""A visitor finds an error on a phone without a script; the committee puts it right; the visitor reads so."""

import pytest
from playwright.sync_api import expect

from communities.choices import Role
from tests.chromium import PHONE
from tests.factories import NoticeFactory
from tests.journeys.workbench import sign_in

pytestmark = pytest.mark.browser


def test_an_error_is_found_reported_corrected_and_answered(browsing, official):
    browsing.expected.append("422")
    district = browsing.district
    NoticeFactory(parent=district.notices_of("wuyixiang"), slug="water", title="周六停水通知")
    worker = official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))

    phone = browsing.new_page(width=PHONE, javascript=False)
    phone.goto("/fuzimiao/wuyixiang/notices/water/")
    phone.get_by_role("link", name="这一页有错？告诉我们").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("本页纠错")
    expect(phone.get_by_role("main")).to_contain_text("周六停水通知")
    phone.get_by_label("哪里不对，应该是什么").fill("停水的时间写成了上周六。")
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_role("main")).to_contain_text("请选一类问题")
    expect(phone.get_by_label("哪里不对，应该是什么")).to_have_value("停水的时间写成了上周六。")
    phone.get_by_label("内容过时").check()
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_role("main")).to_contain_text("已经收到，谢谢您")
    code = phone.locator(".error-report__code").inner_text()

    desk = browsing.new_page()
    sign_in(desk, worker)
    desk.goto("/admin/")
    desk.get_by_role("link", name="周六停水通知").first.click()
    expect(desk.get_by_role("main")).to_contain_text("停水的时间写成了上周六。")
    desk.get_by_label("已经改好：答复（选填）").fill("改成本周六了。")
    desk.get_by_role("button", name="已改正，答复").click()
    expect(desk.locator(".messages")).to_contain_text("已答复")

    later = browsing.new_page(width=PHONE)
    later.goto("/corrections/")
    later.get_by_role("link", name="提交过了？凭查询码看答复").click()
    later.get_by_label("查询码").fill(code.lower())
    later.get_by_role("button", name="查看").click()
    expect(later.get_by_role("main")).to_contain_text("改成本周六了。")
    expect(later.get_by_role("main")).to_contain_text("已改正")

"""A street sends its committees a notice: one opens and signs it, the rest is reminded, nobody else knows."""

import pytest
from playwright.sync_api import expect

from communities.choices import Role
from tests.factories import NoticeFactory
from tests.journeys.workbench import sign_in

pytestmark = pytest.mark.browser

TITLE = "报送防汛值班表"


def test_a_committee_opens_and_signs_and_the_street_sees_it_and_reminds_the_rest(browsing, official):
    district = browsing.district
    notice = NoticeFactory(parent=district.notices_of("fuzimiao"), title=TITLE, for_committees=True)
    worker = official(Role.COMMITTEE_WORKER, district.body("wuyixiang"), nickname="小王")
    other = official(Role.COMMITTEE_WORKER, district.body("dongshuiguan"))
    staff = official(Role.STREET_STAFF, district.body("fuzimiao"))

    committee = browsing.new_page()
    sign_in(committee, worker)
    committee.goto("/admin/")
    committee.get_by_role("link", name=TITLE).first.click()
    committee.get_by_role("button", name="签收").click()
    expect(committee.locator(".messages")).to_contain_text("已签收")

    street = browsing.new_page()
    sign_in(street, staff)
    street.goto("/admin/")
    street.get_by_role("link", name=TITLE).first.click()
    expect(street.get_by_role("main")).to_contain_text("应签收 3 个单位：已签收 1，已查看未签收 0，未查看 2")
    expect(street.get_by_role("row", name="乌衣巷")).to_contain_text("小王")
    street.get_by_role("button", name="提醒未签收的单位").click()
    expect(street.locator(".messages")).to_contain_text("已提醒2个未签收的单位")

    reminded = browsing.new_page(user=other, width=360)
    reminded.goto("/me/notifications/")
    expect(reminded.get_by_role("main")).to_contain_text(TITLE)

    browsing.expected.append("404")
    visitor = browsing.new_page(width=360)
    visitor.goto("/fuzimiao/notices/")
    expect(visitor.get_by_role("main").get_by_text(TITLE)).to_have_count(0)
    answer = visitor.goto(f"/fuzimiao/notices/{notice.slug}/")
    assert answer.status == 404

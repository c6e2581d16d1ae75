"""A clerk is refused with the list of what a guide lacks, adds it, publishes, and a resident finds their
way.
"""

import pytest
from playwright.sync_api import expect

from cms_pages.models import GuidePage
from communities.choices import BodyKind, Role
from tests.factories import GuideFactory
from tests.factories.guides import guides_of
from tests.journeys.workbench import AUTOSAVE_WAITS, press, sign_in

pytestmark = pytest.mark.browser


def test_a_guide_is_refused_then_published(browsing, official):
    department = browsing.district.body(kind=BodyKind.DEPARTMENT)
    clerk = official(Role.DEPARTMENT_CLERK, department)
    browsing.expected.append(AUTOSAVE_WAITS)
    draft = GuideFactory(
        parent=guides_of(department), title="临时救助申请", without=["promised_days", "what_it_is"]
    )
    desk = browsing.new_page()
    sign_in(desk, clerk)
    desk.goto("/admin/")
    expect(desk.get_by_role("link", name="新建办事指南（区民政局）")).to_be_visible()
    desk.get_by_role("link", name="临时救助申请").first.click()
    press(desk, "action-publish")
    main = desk.get_by_role("main")
    expect(main).to_contain_text("缺一句话说明")
    expect(main).to_contain_text("缺承诺时限")
    assert not GuidePage.objects.get(pk=draft.pk).live

    desk.locator("#id_what_it_is").fill("家里一时过不下去的，可以领一次性救助")
    desk.locator("#id_promised_days").fill("7")
    press(desk, "action-publish")
    expect(desk.locator(".messages")).to_contain_text("已经发布")

    visitor = browsing.new_page(width=360, javascript=False)
    visitor.goto("/")
    visitor.goto("/guides/")
    visitor.get_by_role("link", name="临时救助申请").click()
    expect(visitor.get_by_role("main")).to_contain_text("7个工作日")
    visitor.get_by_role("link", name="告诉部门").click()
    visitor.get_by_label("有用", exact=True).check()
    visitor.get_by_role("button", name="提交").click()
    expect(visitor.get_by_role("main")).to_contain_text("谢谢")

"""A committee discloses, its supervisor returns it and lets it pass; a resident objects, and it is
corrected.
"""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from communities.choices import Role
from tests.chromium import PHONE
from tests.factories import UserFactory
from tests.factories.disclosures import OccasionFactory, published
from tests.journeys.workbench import AUTOSAVE_WAITS, press, sign_in

pytestmark = pytest.mark.browser

TITLE = "三号楼屋面维修"


@pytest.fixture
def people(browsing):
    """A worker, a supervisor and a resident of 乌衣巷, which owes a disclosure of today."""
    browsing.expected += ["422", AUTOSAVE_WAITS]
    body = browsing.district.body("wuyixiang")
    roles = {"worker": Role.COMMITTEE_WORKER, "supervisor": Role.SUPERVISOR, "resident": Role.RESIDENT}
    found = {
        name: UserFactory(username=name, confirmed=True, member={role: body}) for name, role in roles.items()
    }
    return found, OccasionFactory(body=body, starts_on=timezone.localdate(), occasion=TITLE)


def write(page: Page, place: int, text: str) -> None:
    """Type into the paragraph of one section."""
    editor = page.locator(".public-DraftEditor-content").nth(place)
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    hidden = page.locator("[name^=content-][name*=-value-content-][name$=-value]")
    expect(hidden.nth(place)).to_have_value(re.compile(text))


def checking(browsing, supervisor: User) -> Page:
    """A supervisor's phone without JavaScript, at what waits for them."""
    phone = browsing.new_page(user=supervisor, width=PHONE, javascript=False)
    phone.goto("/me/")
    phone.get_by_role("link", name="待我审核").click()
    phone.get_by_role("link", name=re.compile(TITLE)).first.click()
    return phone


def test_a_disclosure_is_returned_corrected_checked_and_published(browsing, people):
    persons, _duty = people
    desk = browsing.new_page()
    sign_in(desk, persons["worker"])
    desk.goto("/admin/")
    desk.get_by_role("link", name=re.compile(TITLE)).click()
    desk.get_by_role("button", name="开始编写").click()
    write(desk, 0, "屋面漏水，物业申请动用维修资金")
    press(desk, "action-submit")
    expect(desk.locator("body")).to_contain_text("缺“结果”。")
    write(desk, 1, "已完工验收，费用合计三万元")
    press(desk, "action-submit")
    expect(desk.locator(".messages")).to_contain_text("已经提交进行审核")

    phone = checking(browsing, persons["supervisor"])
    phone.locator("summary", has_text="“结果”第1段").click()
    phone.get_by_label(re.compile("“结果”第1段")).fill("写明施工单位")
    phone.get_by_label("退回修改").check()
    phone.get_by_role("button", name="提交审核结果").click()
    expect(phone.get_by_role("main")).to_contain_text("没有等您审核的内容")

    desk.goto("/admin/")
    desk.get_by_role("link", name=re.compile(TITLE)).first.click()
    expect(desk.get_by_role("main")).to_contain_text("写明施工单位")
    write(desk, 1, "秦淮建筑公司施工，已完工验收，费用合计三万元")
    press(desk, "action-submit")
    expect(desk.locator(".messages")).to_contain_text("已经提交进行审核")

    phone = checking(browsing, persons["supervisor"])
    expect(phone.get_by_role("main")).to_contain_text("秦淮建筑公司施工")
    phone.get_by_label("通过，立即公开").check()
    phone.get_by_role("button", name="提交审核结果").click()

    visitor = browsing.new_page(width=PHONE)
    visitor.goto("/fuzimiao/wuyixiang/disclosures/")
    visitor.get_by_role("link", name=re.compile(TITLE)).first.click()
    expect(visitor.get_by_role("main")).to_contain_text("秦淮建筑公司施工")
    expect(visitor.get_by_role("main")).to_contain_text("审核通过")


def test_an_objection_is_answered_and_leads_to_a_correction(browsing, people):
    persons, duty = people
    page = published(
        duty,
        writer=persons["worker"],
        supervisor=persons["supervisor"],
        now=timezone.now(),
        words="费用三万元",
    )
    phone = browsing.new_page(user=persons["resident"], width=PHONE, javascript=False)
    phone.goto(page.get_url())
    phone.get_by_role("link", name="提出异议").click()
    phone.get_by_label("您的异议").fill("公示栏里写的是两万八千元")
    phone.get_by_role("button", name="提交异议").click()
    expect(phone.get_by_role("main")).to_contain_text("待答复")

    desk = browsing.new_page()
    sign_in(desk, persons["worker"])
    desk.goto("/admin/disclosure-objections/")
    desk.get_by_role("link", name=re.compile(TITLE)).first.click()
    desk.get_by_label("答复").fill("公示栏里的对，这里写错了")
    desk.get_by_label("异议成立，将更正").check()
    desk.get_by_role("button", name=re.compile("保存")).first.click()
    desk.goto(f"/admin/pages/{page.pk}/edit/")
    desk.locator("#id_correction_note").fill("金额改为两万八千元")
    write(desk, 1, "费用两万八千元")
    press(desk, "action-submit")
    expect(desk.locator(".messages")).to_contain_text("已经提交进行审核")

    supervisor = checking(browsing, persons["supervisor"])
    expect(supervisor.get_by_role("main")).to_contain_text("这次更正改了什么")
    supervisor.get_by_label("通过，立即公开").check()
    supervisor.get_by_role("button", name="提交审核结果").click()

    visitor = browsing.new_page(width=PHONE)
    visitor.goto(page.get_url())
    expect(visitor.get_by_role("main")).to_contain_text("已更正")
    expect(visitor.get_by_role("main")).to_contain_text("公示栏里的对")
    visitor.get_by_role("link", name="看改了哪里").click()
    expect(visitor.get_by_role("main")).to_contain_text("金额改为两万八千元")

"""A worker types a table into a notice with the keyboard, pastes a part of it, and takes a step back."""

import pytest
from playwright.sync_api import expect

from cms_pages.models import NoticePage
from communities.choices import Role
from tests.factories import NoticeFactory
from tests.journeys.workbench import AUTOSAVE_WAITS, press

pytestmark = pytest.mark.browser

PASTE = """(cell, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def test_a_table_is_typed_pasted_and_published(browsing, official):
    browsing.expected += [AUTOSAVE_WAITS, "400"]
    own = browsing.district.notices_of("wuyixiang")
    notice = NoticeFactory(parent=own, title="夏令纳凉点开放")
    desk = browsing.new_page(user=official(Role.COMMITTEE_WORKER, browsing.district.body("wuyixiang")))
    desk.goto(f"/admin/pages/{notice.pk}/edit/")
    desk.locator(".c-sf-add-button").last.click()
    desk.get_by_role("option", name="数据表").click()
    table = desk.get_by_role("group", name="数据表")
    table.get_by_label("表格标题").fill("纳凉点用品")
    table.get_by_label("第1行 项目").fill("绿豆")
    desk.keyboard.press("Tab")
    desk.keyboard.type("八十")
    desk.keyboard.press("Enter")
    expect(table.get_by_label("第2行 金额")).to_be_focused()
    desk.keyboard.press("ArrowUp")
    expect(table.get_by_label("第1行 金额")).to_be_focused()
    expect(table.get_by_label("第1行 金额")).to_have_attribute("aria-invalid", "true")
    table.get_by_label("第1行 金额").fill("80")

    table.get_by_label("第2行 项目").evaluate(PASTE, '茶叶\t1,20\n"纸杯\n两箱"\t36元')
    expect(table.get_by_label("第3行 项目")).to_have_value("纸杯\n两箱")
    expect(table).to_contain_text("千分位逗号的位置不对")
    table.get_by_role("button", name="第2行：删除").click()
    table.get_by_role("button", name="撤销").click()
    table.get_by_label("第2行 金额").fill("120")
    table.get_by_role("button", name="加合计行").click()
    expect(table.get_by_label("合计 金额")).to_have_value("236.00")
    table.get_by_role("button", name="加一列").click()
    desk.keyboard.type("经手人")
    table.get_by_role("button", name="第3列：删除").click()
    expect(table).to_contain_text("每一格都读得懂")
    press(desk, "action-publish")
    expect(desk.locator(".messages")).to_contain_text("已经发布")

    kept = NoticePage.objects.get(pk=notice.pk).content[-1].value
    assert [column.title for column in kept.columns] == ["项目", "金额", "经手人"]
    assert kept.rows == (("绿豆", 8_000, None), ("茶叶", 12_000, None), ("纸杯\n两箱", 3_600, None))
    assert kept.totals == (None, 23_600, None)

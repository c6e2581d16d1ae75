"""A quarter's account goes public from a spreadsheet: returned, corrected, checked, read on a phone."""

import csv
import io
import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cms_pages.models import DisclosurePage
from communities.choices import Role
from disclosure.actions.lay_out_duties import lay_out_duties
from disclosure.models import DisclosureDuty, DisclosureItem
from tests.journeys.workbench import AUTOSAVE_WAITS, press
from tests.media.tables.workbooks import book_of, saved

pytestmark = pytest.mark.browser

# The total is wrong by a thousand.
INCOME = (
    ["第三季度收入", None, None],
    ["项目", "金额（元）", "说明"],
    ["街道拨付办公经费", 12000, "见拨款单"],
    ["公房租金", 3600.5, None],
    ["合计", 16600.5, None],
)
SPENDING = "项目\t金额\n慰问高龄老人\t3,200.00\n楼道灯维修\t846.5元\n合计\t4046.50"


def own_duty(body):
    """Return what `body` owes for the last quarter that is over."""
    now = timezone.now()
    items = DisclosureItem.objects.standard().filter(code="income-expenditure")
    items.update(counted_from=date(now.year - 1, 1, 1))
    lay_out_duties(actor=None, now=now, items=items, bodies=[body], since=date(now.year - 1, 10, 1))
    today = timezone.localdate(now)
    duties = DisclosureDuty.objects.filter(item__in=items, body=body, ends_on__lt=today)
    return duties.order_by("-ends_on").first()


def fill_in(desk, folder):
    """Import the income from a workbook, paste the spending, and write what remains."""
    tables = desk.get_by_role("group", name="数据表")
    expect(tables).to_have_count(2)
    tables.nth(0).get_by_role("button", name="从文件或剪贴板导入").click()
    dialog = desk.get_by_role("dialog", name="导入表格")
    (folder / "收入.xlsx").write_bytes(saved(book_of(*INCOME)))
    dialog.get_by_label("选择文件").set_input_files(folder / "收入.xlsx")
    expect(dialog).to_contain_text("合计行“金额”：读到“¥16,600.50”，按各行相加应为“¥15,600.50”。")
    expect(dialog.get_by_role("button", name="放进表里")).to_be_disabled()
    dialog.get_by_label("合计 金额").fill("15600.50")
    dialog.get_by_role("button", name="放进表里").click()
    expect(tables.nth(0).get_by_label("第2行 金额")).to_have_value("3600.5")

    tables.nth(1).get_by_role("button", name="从文件或剪贴板导入").click()
    dialog.get_by_label("或者在 Excel").fill(SPENDING)
    dialog.get_by_role("button", name="读取粘贴的内容").click()
    dialog.get_by_label("表格标题").fill("第三季度支出")
    dialog.get_by_role("button", name="放进表里").click()
    expect(tables.nth(1).get_by_label("合计 金额")).to_have_value("4046.50")

    for number, text in enumerate(("期末结余11,554.00元，已与街道对账。", "没有大额支出。")):
        desk.locator(".public-DraftEditor-content").nth(number).click()
        desk.keyboard.type(text)
        # The rich text editor writes into the form a moment after the last key.
        field = desk.locator(f"[name=content-{number + 2}-value-content-0-value]")
        expect(field).to_have_value(re.compile(text))


def check(browsing, supervisor, title, *, remark=""):
    """Decide what waits, as a supervisor does on a phone."""
    phone = browsing.new_page(user=supervisor, width=360)
    phone.goto("/me/checks/")
    phone.get_by_role("link", name=re.compile(title)).first.click()
    if remark:
        phone.get_by_text("按行指出问题").first.click()
        phone.get_by_label(re.compile("第1行.*有什么问题")).first.fill(remark)
    phone.get_by_label("退回修改" if remark else "通过，立即公开").check()
    phone.get_by_role("button", name="提交审核结果").click()
    expect(phone.get_by_role("main").or_(phone.locator(".alert")).first).to_be_visible()


def test_a_quarters_account_goes_from_a_spreadsheet_to_a_residents_phone(browsing, official, tmp_path):
    browsing.expected += [AUTOSAVE_WAITS, "400"]
    body = browsing.district.body("wuyixiang")
    worker = official(Role.COMMITTEE_WORKER, body)
    supervisor = official(Role.SUPERVISOR, body)
    duty = own_duty(body)
    desk = browsing.new_page(user=worker)
    desk.goto(reverse("disclosure_desk:start", args=[duty.pk]))
    desk.get_by_role("button", name="开始编写").click()
    fill_in(desk, tmp_path)
    press(desk, "action-submit")
    expect(desk.locator(".messages")).to_be_visible()

    check(browsing, supervisor, duty.title, remark="拨款单写明编号。")
    page = DisclosurePage.objects.get(duty=duty)
    assert not page.live
    desk.goto(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    expect(desk.get_by_role("main")).to_contain_text("拨款单写明编号。")
    desk.get_by_label("第1行 说明").fill("拨款单第18号")
    press(desk, "action-submit")
    expect(desk.locator(".messages")).to_be_visible()

    check(browsing, supervisor, duty.title)
    page.refresh_from_db()
    assert page.live
    visitor = browsing.new_page(width=360, javascript=False)
    visitor.goto(page.url)
    main = visitor.get_by_role("main")
    expect(main).to_contain_text("拨款单第18号")
    expect(main).to_contain_text("¥15,600.50")
    assert visitor.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    file = visitor.request.get(main.get_by_role("link", name="CSV").first.get_attribute("href"))
    rows = list(csv.reader(io.StringIO(file.body().decode("utf-8-sig"))))
    assert rows[1] == ["街道拨付办公经费", "12000.00", "拨款单第18号"]

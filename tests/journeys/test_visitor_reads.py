"""A visitor finds their community and reads a notice: on any device, with any settings, by keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.chromium import DESK, PHONE
from tests.town import furnish

pytestmark = pytest.mark.browser

READERS = {
    "a desk": {"width": DESK},
    "a phone": {"width": PHONE},
    "a phone at night": {"width": PHONE, "scheme": "dark"},
    "elder mode on a phone": {"width": PHONE, "elder": True},
    "no JavaScript": {"width": PHONE, "javascript": False},
}
# The others' pages differ in nothing but their width and colours, of which axe looks at each.
OFTEN = {"a desk", "elder mode on a phone", "no JavaScript"}


@pytest.mark.parametrize(
    "reader",
    [pytest.param(reader, marks=[] if reader in OFTEN else [pytest.mark.full]) for reader in READERS],
)
def test_a_visitor_finds_their_community_by_an_estate_and_reads_a_notice(browsing, reader):
    furnish(browsing.district)
    page = browsing.new_page(**READERS[reader])
    page.goto("/")
    find = page.get_by_role("main").get_by_role("searchbox")
    find.fill("乌衣巷小区")
    find.press("Enter")
    page.get_by_role("link", name="乌衣巷社区", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("乌衣巷社区")

    page.get_by_role("main").get_by_role("link", name="乌衣巷社区周六停水通知").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("乌衣巷社区周六停水通知")
    expect(page.get_by_role("main")).to_contain_text("本周六上午8时至12时清洗水箱")

    page.get_by_role("link", name="张贴用纸").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("乌衣巷社区周六停水通知")
    expect(page.get_by_role("img", name="二维码")).to_be_visible()


def test_the_sheet_for_the_stairwell_is_one_page_of_a4(browsing, tmp_path):
    furnish(browsing.district)
    page = browsing.new_page()
    page.goto("/fuzimiao/wuyixiang/notices/water/print/")
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") == 1


def test_a_visitor_lets_the_site_remember_their_community(browsing):
    furnish(browsing.district)
    page = browsing.new_page(width=PHONE)
    page.goto("/fuzimiao/wuyixiang/")
    page.get_by_role("button", name="设为我的社区").click()
    expect(page.get_by_role("main")).to_contain_text("已经记住：乌衣巷社区")
    page.goto("/my-community/")
    expect(page).to_have_url(f"{browsing.address}/fuzimiao/wuyixiang/")


def test_elder_mode_is_switched_on_where_one_is_and_stays_on(browsing):
    furnish(browsing.district)
    page = browsing.new_page(width=PHONE, javascript=False)
    page.goto("/fuzimiao/wuyixiang/notices/water/")
    page.get_by_role("button", name="长辈版").click()
    expect(page).to_have_url(f"{browsing.address}/fuzimiao/wuyixiang/notices/water/")
    size = page.get_by_text("本周六上午8时至12时清洗水箱").evaluate(
        "element => parseFloat(getComputedStyle(element).fontSize)"
    )
    assert size >= 18
    page.goto("/")
    expect(page.get_by_role("button", name="标准版")).to_be_visible()


# A stretched link draws its ring around the whole row, in `::after`.
HAS_RING = """() => [null, "::after"].some((part) => {
  const style = getComputedStyle(document.activeElement, part);
  return style.outlineStyle !== "none" || style.boxShadow !== "none";
})"""


def test_a_visitor_reads_a_notice_by_keyboard_alone(browsing):
    furnish(browsing.district)
    page = browsing.new_page()
    page.goto("/fuzimiao/wuyixiang/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    for _step in range(60):
        page.keyboard.press("Tab")
        here = page.evaluate("document.activeElement.textContent.trim()")
        assert page.evaluate(HAS_RING), f"One can't see that “{here}” has the focus."
        if here == "乌衣巷社区周六停水通知":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("乌衣巷社区周六停水通知")

"""A worker without JavaScript turns a Word document into a notice; a resident reads it on a phone."""

import pytest
from playwright.sync_api import expect

from cms_pages.models import NoticePage
from communities.choices import Role
from media.choices import PeopleShown
from tests import papers as word
from tests.journeys.workbench import AUTOSAVE_WAITS, press
from tests.papers import docx, p, photo, picture, table

pytestmark = pytest.mark.browser

# A wrong cell, and a picture of which nothing is said.
PAPER = docx(
    p("乌衣巷社区楼道灯维修公示", align="center"),
    p("一、维修费用"),
    table(["项目", "金额（元）"], ["灯具", "一千二"], ["人工", "300.00"], ["合计", "1,500.00"]),
    p("二、现场照片"),
    p(picture("rPhoto")),
    p("有意见请到社区反映。", word.run("机密", properties="<w:vanish/>")),
    pictures={"rPhoto": ("image1.jpeg", photo(gps=True))},
)


def test_a_word_document_becomes_a_notice(browsing, official, tmp_path):
    browsing.expected += [AUTOSAVE_WAITS, "422", "400"]
    body = browsing.district.body("wuyixiang")
    worker = official(Role.COMMITTEE_WORKER, body)
    (tmp_path / "公示.docx").write_bytes(PAPER)

    desk = browsing.new_page(user=worker, javascript=False)
    desk.goto("/admin/")
    desk.get_by_role("link", name="从 Word 导入").click()
    desk.get_by_label("Word 文件").set_input_files(tmp_path / "公示.docx")
    desk.get_by_label("放到哪里").select_option(f"notice-{browsing.district.notices_of('wuyixiang').pk}")
    desk.get_by_role("button", name="读取").click()
    main = desk.get_by_role("main")
    expect(main).to_contain_text("1处隐藏文字没有读入。")
    expect(main).not_to_contain_text("机密")
    expect(main).to_contain_text("第1行“金额”：读到“一千二”")
    desk.locator("[name=t0-cell-1-1]").fill("1200")
    desk.locator("[name^=credit-]").fill("乌衣巷社区")
    desk.locator("[name^=people-]").select_option(PeopleShown.NOBODY)
    desk.get_by_role("button", name="做成草稿").click()
    expect(main).to_contain_text("已经做好")
    expect(main).to_contain_text("1处隐藏文字没有读入。")
    draft = NoticePage.objects.get()
    assert not draft.live

    desk = browsing.new_page(user=worker)
    desk.goto(f"/admin/pages/{draft.pk}/edit/")
    press(desk, "action-publish")
    expect(desk.locator(".messages")).to_contain_text("没有保存")
    assert not NoticePage.objects.get().live
    desk.locator("[name$=-alt_text]").fill("楼道里新装的灯")
    press(desk, "action-publish")
    expect(desk.locator(".messages")).to_contain_text("已经发布")

    visitor = browsing.new_page(width=360, javascript=False)
    visitor.goto(NoticePage.objects.get(pk=draft.pk).url)
    page = visitor.get_by_role("main")
    expect(page).to_contain_text("¥1,200.00")
    expect(page.get_by_role("img", name="楼道里新装的灯")).to_have_count(1)
    assert visitor.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

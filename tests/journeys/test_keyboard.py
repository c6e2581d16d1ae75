"""With the keyboard alone: somebody finds a guide, signs up, and posts. No pointer is touched."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from communities.choices import BodyKind
from forum.models import Topic
from tests.factories import GuideFactory
from tests.factories.forum import regular
from tests.factories.guides import guides_of

pytestmark = pytest.mark.browser

# What a screen reader would say of whatever has the focus; and whether one sees that it has.
FOCUSED = """() => {
  const element = document.activeElement;
  const labels = [...(element.labels ?? [])].map((label) => label.innerText);
  // The title of a card draws its ring around the whole card.
  const rings = [getComputedStyle(element), getComputedStyle(element, "::after")];
  return {
    name: [element.getAttribute("aria-label") ?? "", ...labels, element.innerText ?? ""].join(" ").trim(),
    seen: rings.some((style) => style.outlineStyle !== "none" || style.boxShadow !== "none"),
    tag: element.tagName,
  };
}"""
MOST_STEPS = 90


def tab_to(page: Page, name: str, tag: str = "") -> None:
    """Press Tab until what is called `name` has the focus, visibly."""
    page.wait_for_load_state()
    passed = []
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        passed.append(focused["name"][:20])
        if name in focused["name"] and (not tag or focused["tag"] == tag):
            assert focused["seen"], f"The focus on “{name}” is not visible."
            return
    raise AssertionError(f"“{name}” can't be reached by Tab; passed {passed}")


def test_the_keyboard_is_enough(browsing):
    district = browsing.district
    department = district.body(kind=BodyKind.DEPARTMENT)
    GuideFactory(parent=guides_of(department), title="老年人优待证办理")

    # Find a guide: past everything that repeats itself, by the skip link.
    page = browsing.new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["name"] == "跳到正文"
    tab_to(page, "办事指南", "A")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{browsing.address}/guides/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to(page, "老年人优待证办理", "A")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("老年人优待证办理")

    # Sign up.
    page.goto("/accounts/signup/")
    password = "柳絮-corridor-7291"
    for label, text in (
        ("用户名", "keyboarder"),
        ("手机号或电子邮箱", "13912345678"),
        ("昵称", "键盘"),
        ("密码", password),
        ("再输一遍密码", password),
    ):
        tab_to(page, label, "INPUT")
        page.keyboard.type(text)
    tab_to(page, "我已阅读并同意隐私说明", "INPUT")
    page.keyboard.press("Space")
    tab_to(page, "注册", "BUTTON")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("验证码")
    assert User.objects.filter(username="keyboarder").exists()

    # Post.
    writer = browsing.new_page(user=regular(district))
    writer.goto("/fuzimiao/wuyixiang/forum/")
    tab_to(writer, "发话题", "A")
    writer.keyboard.press("Enter")
    expect(writer.get_by_label("标题")).to_be_visible()
    tab_to(writer, "标题", "INPUT")
    writer.keyboard.type("键盘发的话题")
    tab_to(writer, "内容", "TEXTAREA")
    writer.keyboard.type("不用鼠标也能发。")
    tab_to(writer, "发布", "BUTTON")
    writer.keyboard.press("Enter")
    expect(writer.get_by_role("heading", level=1)).to_contain_text("键盘发的话题")
    assert Topic.objects.filter(title="键盘发的话题").exists()

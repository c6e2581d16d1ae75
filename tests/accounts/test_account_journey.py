"""Sign up, sign in, change the password, sign out: by keyboard, by pointer, without script."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from accounts.models import User
from communities.choices import Role
from tests.accounts.test_contacts import last_code
from tests.axe import violations
from tests.chromium import DESK, PHONE
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.browser

NEW = "新-corridor-8846"


def press_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press a key until the element with that accessible name has the focus."""
    for _press in range(60):
        page.keyboard.press(key)
        focused = page.locator(":focus")
        if focused.count() and focused.evaluate(
            "(element, name) => [...(element.labels ?? [])].map(label => label.innerText)"
            ".concat(element.innerText ?? '').some(text => text.trim().startsWith(name))",
            name,
        ):
            return
    pytest.fail(f"Tab never reaches {name!r}.")


def type_into(page: Page, label: str, text: str) -> None:
    press_to(page, label)
    page.keyboard.type(text)


def test_everything_can_be_done_with_the_keyboard(browsing, settings):
    settings.OUTBOX_PAGE = True  # keeps the words of what was sent
    page = browsing.new_page()
    page.goto("/accounts/signup/")
    type_into(page, "用户名", "lisi")
    type_into(page, "手机号或电子邮箱", "13900001234")
    type_into(page, "昵称", "小李")
    type_into(page, "密码", PASSWORD)
    type_into(page, "再输一遍密码", PASSWORD)
    press_to(page, "我已阅读并同意隐私说明")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("输入验证码")
    type_into(page, "验证码", last_code())
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("小李")
    expect(page.get_by_text("139****1234")).to_be_visible()

    press_to(page, "退出登录")
    page.keyboard.press("Enter")
    expect(page.get_by_text("您已退出登录。")).to_be_visible()
    type_into(page, "用户名", "LiSi")
    type_into(page, "密码", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("小李")

    page.goto("/accounts/password/change/")
    type_into(page, "现在的密码", PASSWORD)
    type_into(page, "新密码", NEW)
    type_into(page, "再输一遍新密码", NEW)
    page.keyboard.press("Enter")
    expect(page.get_by_text("密码已修改")).to_be_visible()
    assert User.objects.get(username="lisi").check_password(NEW)


@pytest.mark.parametrize("javascript", [True, False])
def test_the_same_by_pointer_on_a_phone_with_and_without_script(browsing, javascript):
    browsing.expected = ["422"]
    page = browsing.new_page(width=PHONE, javascript=javascript)
    page.goto("/accounts/signup/?next=/me/notifications/")
    page.get_by_label("用户名").fill("lisi")
    page.get_by_label("手机号或电子邮箱").fill("lisi@example.cn")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输一遍密码").fill("something else")
    page.get_by_role("button", name="注册").click()
    expect(page.locator(".error-summary")).to_contain_text("两次输入的密码不一样")
    expect(page.get_by_label("用户名")).to_have_value("lisi")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输一遍密码").fill(PASSWORD)
    page.locator("label[for=id_agrees]").click()
    page.get_by_role("button", name="注册").click()
    page.get_by_role("link", name="以后再确认").click()
    expect(page.locator("h1")).to_have_text("我的通知")

    page.goto("/accounts/password/change/")
    page.get_by_label("现在的密码").fill(PASSWORD)
    page.get_by_label("新密码", exact=True).fill(NEW)
    page.get_by_label("再输一遍新密码").fill(NEW)
    page.get_by_role("button", name="修改密码").click()
    expect(page.get_by_text("密码已修改")).to_be_visible()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/accounts/login/")
    page.goto("/me/profile/")
    page.get_by_label("用户名").fill("lisi")
    page.get_by_label("密码", exact=True).fill(NEW)
    page.get_by_role("button", name="登录").click()
    expect(page.locator("h1")).to_have_text("修改资料")


def test_a_resident_joins_a_community_and_leaves_it(browsing):
    page = browsing.new_page(user=UserFactory(username="lisi"), width=PHONE)
    page.goto("/me/")
    page.get_by_role("link", name="加入我的社区").click()
    page.get_by_label("我的社区").select_option("乌衣巷社区")
    page.get_by_role("button", name="加入").click()
    expect(page.get_by_text("您已加入乌衣巷社区。")).to_be_visible()
    page.get_by_role("button", name=re.compile(r"退出\s*乌衣巷社区")).click()
    expect(page.get_by_text("您已退出乌衣巷社区。")).to_be_visible()


def test_the_header_of_a_page_for_everybody_greets_its_reader(browsing):
    page = browsing.new_page()
    UserFactory(username="lisi", nickname="小李")
    page.goto("/accounts/login/?next=/display/")
    page.get_by_label("用户名").fill("lisi")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/display/")
    expect(page.locator(".site-header__tools [data-account]")).to_contain_text("小李")
    assert "小李" not in page.request.get("/display/").text()


def test_too_many_failures_lock_with_a_page_of_the_site(browsing):
    browsing.expected = ["422", "429"]
    page = browsing.new_page(width=PHONE)
    page.goto("/accounts/login/")
    for _try in range(settings.AXES_FAILURE_LIMIT):
        page.get_by_label("用户名").fill("lisi")
        page.get_by_label("密码", exact=True).fill("wrong-password-123")
        page.get_by_role("button", name="登录").click()
    expect(page.locator("h1")).to_have_text("暂时不能登录")
    expect(page.get_by_text("15分钟")).to_be_visible()
    looks_right(page)


ADDRESSES = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/inactive/",
    "/accounts/logout/",
    "/accounts/password/change/",
    "/me/",
    "/me/profile/",
    "/me/notifications/",
    "/me/communities/join/",
    "/me/sessions/",
    "/me/data/",
    "/me/notifications/preferences/",
    "/accounts/password/reset/",
    "/accounts/reauthenticate/",
    "/accounts/second-factor/",
]


LOOKS = [(PHONE, "light", False), (PHONE, "dark", True), (DESK, "light", False), (DESK, "dark", True)]


# The same pages, with shorter names, are in tests/html/test_accessibility.py.
@pytest.mark.parametrize(
    ("width", "scheme", "elder"),
    [LOOKS[0], *(pytest.param(*look, marks=pytest.mark.full) for look in LOOKS[1:])],
)
def test_axe_finds_nothing_and_nothing_runs_out_of_the_page(browsing, width, scheme, elder):
    browsing.expected = ["422"]
    worker = UserFactory(
        username="worker",
        nickname="很长的昵称" * 4,
        member={Role.RESIDENT: browsing.district.body("wuyixiang")},
    )
    visitor = browsing.new_page(width=width, scheme=scheme, elder=elder)
    mine = browsing.new_page(width=width, scheme=scheme, elder=elder, user=worker)
    for address in ADDRESSES:
        page = visitor if address in ADDRESSES[:3] else mine
        page.goto(address)
        looks_right(page)
    visitor.goto("/accounts/signup/")
    visitor.get_by_role("button", name="注册").click()
    visitor.wait_for_selector(".error-summary")
    looks_right(visitor)


def looks_right(page: Page) -> None:
    assert violations(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url

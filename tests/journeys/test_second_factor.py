"""An official sets a second factor up, and is asked for it at each sign-in, however they come."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Contact
from communities.choices import Role
from tests.accounts.test_contacts import last_code
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.browser

NEW = "新-corridor-8846"


def sign_in(page: Page, password: str = PASSWORD, address: str = "/admin/") -> None:
    page.goto(address)
    page.get_by_label("用户名").fill("worker")
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def shown_by_the_app(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_a_second_factor_is_asked_for_on_every_way_in(browsing, official, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    # What was sent can be read afterwards, as on a developer's machine.
    settings.OUTBOX_PAGE = True
    body = browsing.district.body("wuyixiang")
    worker = official(Role.COMMITTEE_WORKER, body, username="worker")
    Contact.objects.create(
        user=worker,
        kind="phone",
        value="+8613900001234",
        fingerprint=Contact.fingerprint_of("phone", "+8613900001234"),
        confirmed_at=timezone.now(),
    )
    browsing.expected.append("422")

    # The first time: the workbench opens only when it is set up.
    page = browsing.new_page()
    sign_in(page)
    expect(page.get_by_text("工作人员的账号必须有第二重验证")).to_be_visible()
    page.get_by_role("link", name="现在设置").click()
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_role("img", name="验证器的二维码")).to_be_visible()
    secret = page.locator("code.people-text").inner_text().replace(" ", "")
    page.get_by_label("验证器显示的6位数").fill("000000")
    page.get_by_role("button", name="完成设置").click()
    expect(page.get_by_text("验证码不对").first).to_be_visible()
    # A wrong code changes nothing: the same secret stands there, scanned already.
    again = page.locator("code.people-text").inner_text()
    assert again.replace(" ", "") == secret
    page.get_by_label("验证器显示的6位数").fill(shown_by_the_app(secret))
    page.get_by_role("button", name="完成设置").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("备用码")
    papers = page.locator("main li code").all_inner_texts()
    assert len(papers) == 10
    page.goto("/admin/")
    expect(page).to_have_url(f"{browsing.address}/admin/")

    # Another device, by the workbench's own address: password, then a code on paper.
    other = browsing.new_page()
    sign_in(other)
    expect(other.get_by_role("heading", level=1)).to_have_text("第二重验证")
    # Half signed in is not signed in: the workbench's address leads back to the second step.
    other.goto("/admin/")
    expect(other.get_by_role("heading", level=1)).to_have_text("第二重验证")
    other.get_by_label("验证码").fill(papers[0])
    other.get_by_role("button", name="登录", exact=True).click()
    expect(other).to_have_url(f"{browsing.address}/admin/")

    # A forgotten password: the code by phone opens nothing without the second step.
    lost = browsing.new_page()
    lost.goto("/accounts/password/reset/")
    lost.get_by_label("手机号或电子邮箱").fill("13900001234")
    lost.get_by_role("main").get_by_role("button").click()
    lost.get_by_label("验证码").fill(last_code())
    lost.get_by_label("新密码", exact=True).fill(NEW)
    lost.get_by_label("再输一遍新密码").fill(NEW)
    lost.get_by_role("button", name="设新密码").click()
    expect(lost.get_by_label("用户名")).to_be_visible()
    sign_in(lost, NEW)
    expect(lost.get_by_role("heading", level=1)).to_have_text("第二重验证")
    lost.get_by_label("验证码").fill(papers[0])
    lost.get_by_role("button", name="登录", exact=True).click()
    expect(lost.get_by_label("验证码")).to_have_attribute("aria-invalid", "true")
    lost.get_by_label("验证码").fill(papers[1])
    lost.get_by_role("button", name="登录", exact=True).click()
    expect(lost).to_have_url(f"{browsing.address}/admin/")

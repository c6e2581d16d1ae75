"""What an official does in the workbench, by the words that they read there."""

import re

from playwright.sync_api import Page, expect

from accounts.models import User
from tests.factories import PASSWORD

# Wagtail saves by itself while one types, and is refused for as long as the form is half filled in.
AUTOSAVE_WAITS = "400 (Bad Request)"


def sign_in(page: Page, user: User) -> None:
    """Sign in by the form that everybody uses."""
    page.goto("/accounts/login/")
    page.get_by_label("用户名").fill(user.username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def begin_notice(page: Page) -> None:
    """Press “发布公告” on the desk."""
    page.goto("/admin/")
    page.get_by_role("link", name="发布公告").first.click()
    expect(page.locator("#id_title")).to_be_visible()


def write_notice(page: Page, title: str, text: str) -> None:
    """Fill in title and summary, and one paragraph of text."""
    page.locator("#id_title").fill(title)
    page.locator("#id_summary").fill(text)
    page.locator("[data-streamfield-stream-container] .c-sf-add-button, .c-sf-add-button").first.click()
    page.get_by_role("option", name="段落").click()
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.type(text)
    # The rich text editor writes into the form a moment after the last key.
    expect(page.locator("[name^=content-][name$=-value]").first).to_have_value(re.compile(text))


def press(page: Page, name: str) -> None:
    """Press the button of the footer's menu that sends `name`."""
    page.locator("footer .w-dropdown__toggle").click()
    page.locator(f"footer [name={name}]").click()


def open_schedule(page: Page) -> None:
    """Open the dialog that says when to publish and when to take down."""
    page.locator("[data-side-panel-toggle=status]").click()
    page.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").click()
    expect(page.locator("#id_go_live_at")).to_be_visible()


def fill_moment(page: Page, field: str, moment: str) -> None:
    """Type a date and time into the schedule's dialog, and close the calendar that opens over it."""
    calendar = page.locator(".xdsoft_datetimepicker:visible")
    page.locator(field).fill(moment)
    expect(calendar).to_have_count(1)
    page.locator("#schedule-publishing-dialog").get_by_role("heading").first.click()
    expect(calendar).to_have_count(0)

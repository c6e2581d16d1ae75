"""Haste and company in the editor: a button pressed twice, a colleague on the same page."""

import pytest
from playwright.sync_api import expect

from cms_pages.models import NoticePage
from communities.choices import Role
from tests.factories import NoticeFactory
from tests.journeys.workbench import AUTOSAVE_WAITS, begin_notice, sign_in, write_notice

pytestmark = pytest.mark.browser

# The form goes off twice before the first answer is back, as on a slow line.
SEND_TWICE = """async () => {
  const form = document.querySelector("#page-edit-form");
  const send = () => {
    const data = new FormData(form);
    data.append("action-publish", "action-publish");
    return fetch(form.action || location.href, { method: "POST", body: data });
  };
  const answers = await Promise.all([send(), send()]);
  return answers.map((answer) => answer.status);
}"""


def test_pressing_publish_twice_publishes_once(browsing, official):
    browsing.expected.append(AUTOSAVE_WAITS)
    desk = browsing.new_page()
    sign_in(desk, official(Role.COMMITTEE_WORKER, browsing.district.body("wuyixiang")))
    begin_notice(desk)
    write_notice(desk, "楼道灯维修", "今天下午维修三单元楼道灯。")
    assert desk.evaluate(SEND_TWICE) == [200, 200]
    assert NoticePage.objects.filter(title="楼道灯维修", live=True).count() == 1


def test_the_second_of_two_editors_is_warned(browsing, official):
    body = browsing.district.body("wuyixiang")
    notice = NoticeFactory(parent=browsing.district.notices_of("wuyixiang"), draft=True)
    first = browsing.new_page(user=official(Role.COMMITTEE_DIRECTOR, body, nickname="李主任"))
    first.goto(f"/admin/pages/{notice.pk}/edit/")
    expect(first.locator("#id_title")).to_be_visible()
    second = browsing.new_page(user=official(Role.COMMITTEE_WORKER, body))
    second.goto(f"/admin/pages/{notice.pk}/edit/")
    second.locator("#w-editing-sessions button").hover()
    expect(second.get_by_role("tooltip")).to_contain_text("李主任")

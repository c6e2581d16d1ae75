"""Reading aloud in elder mode, on a machine without any voice, which says so; from any paragraph."""

import re

import pytest
from playwright.sync_api import expect

from tests.chromium import PHONE
from tests.factories import NoticeFactory

pytestmark = pytest.mark.browser


def test_it_reads_from_any_paragraph_and_says_when_there_is_no_voice(browsing):
    notice = NoticeFactory(parent=browsing.district.notices_of("wuyixiang"))
    page = browsing.new_page(width=PHONE, elder=True)
    page.goto(notice.get_url())
    tools = page.get_by_role("group", name="朗读")
    expect(tools.get_by_role("button", name="朗读这一页")).to_be_visible()
    expect(tools.get_by_role("button", name="暂停")).to_be_hidden()
    tools.get_by_label("语速").select_option(label="慢")
    tools.get_by_role("button", name="从某一段开始").click()
    here = page.get_by_role("button", name=re.compile("从这里读.*本周六上午8时至12时清洗水箱"))
    here.click()
    # Chromium has no voice here: after a moment the page says so, and everything is as before.
    expect(tools.get_by_role("status")).to_contain_text("没有装中文语音")
    expect(tools.get_by_role("button", name="朗读这一页")).to_be_visible()
    tools.get_by_role("button", name="从某一段开始").click()
    expect(page.get_by_role("button", name="从这里读")).to_have_count(0)
    # Whoever is not in elder mode is not met by any of it.
    plain = browsing.new_page()
    plain.goto(notice.get_url())
    expect(plain.get_by_role("group", name="朗读")).to_have_count(0)

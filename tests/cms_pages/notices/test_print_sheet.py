"""The sheet for the stairwell, printed by a real browser."""

from itertools import product

import pytest
from playwright.sync_api import Browser

from tests.factories import NoticeFactory

LINE = "请各位居民提前做好储水准备，行动不便的老人可以联系网格员送水上门。"
TABLE = {
    "data": [
        ["楼幢", "时间", "说明"],
        *[[f"{n}幢", "8:00—12:00", "分批停水，请提前储水"] for n in range(1, 7)],
    ],
    "table_header_choice": "row",
    "first_row_is_table_header": True,
    "first_col_is_header": False,
    "table_caption": "停水安排",
}
BODIES = {
    "one line": [("paragraph", f"<p>{LINE}</p>")],
    "usual": [("paragraph", f"<p>{LINE * 3}</p>"), ("heading", "需要帮助"), ("paragraph", f"<p>{LINE}</p>")],
    "list and table": [
        ("paragraph", f"<p>{LINE}</p><ul>" + f"<li>{LINE}</li>" * 3 + "</ul>"),
        ("table", TABLE),
        ("callout", {"tone": "warning", "text": f"<p>{LINE}</p>"}),
    ],
    "just above medium": [("paragraph", f"<p>{LINE * 12}</p>")],
    "far too long": [("paragraph", f"<p>{LINE * 6}</p>")] * 12,
    "one endless paragraph": [("paragraph", f"<p>{LINE * 60}</p>")],
}


@pytest.mark.browser
def test_the_sheet_is_one_page_of_a4(live_server, district, browser: Browser):
    window = browser.new_page()
    for (kind, body), title in product(BODIES.items(), ("停水通知", "停" * 100)):
        notice = NoticeFactory(
            parent=district.notices_of("wuyixiang"), title=title, content=body, effective_until=None
        )
        window.goto(f"{live_server.url}{notice.url}print/")
        assert window.locator(".sheet__code svg.qr").count() == 1
        printed = window.pdf(prefer_css_page_size=True)
        assert printed.count(b"/Type /Page\n") == 1, f"{kind}, title of {len(title)} characters"
    window.close()


@pytest.mark.django_db
def test_a_long_notice_says_where_the_rest_is(client, district):
    long = NoticeFactory(parent=district.notices_of("wuyixiang"), content=BODIES["far too long"])
    short = NoticeFactory(parent=district.notices_of("wuyixiang"), content=BODIES["one line"])
    assert "全文和附件请扫" in client.get(f"{long.url}print/").content.decode()
    page = client.get(f"{short.url}print/").content.decode()
    assert "全文和附件请扫" not in page
    assert "sheet_large" in page
    assert short.body_owner.name in page

"""The browser fixture itself: a guard that lets a complaint pass would make every journey worthless."""

import pytest

from tests.browser import Browsing

pytestmark = pytest.mark.browser


def test_a_page_of_the_site_opens_without_complaint(browsing):
    page = browsing.new_page()
    page.goto("/display/")
    assert page.locator("h1").is_visible()


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("console.error('broken')", "console: broken"),
        ("setTimeout(() => { throw new Error('lost') })", "page error"),
        ("fetch('http://elsewhere.example/x').catch(() => {})", "elsewhere.example"),
        ("document.body.setAttribute('style', 'color:red')", "Content Security Policy"),
    ],
)
def test_a_complaint_of_a_page_fails_its_test(browser, live_server, district, script, complaint):
    browsing = Browsing(browser=browser, address=live_server.url, district=district)
    page = browsing.new_page()
    page.goto("/display/")
    page.evaluate(script)
    page.wait_for_timeout(200)
    with pytest.raises(AssertionError, match=complaint):
        browsing.close()

"""The gallery in a real Chromium: no axe violation, nothing too small, nothing too wide."""

from collections.abc import Iterator
from itertools import product

import pytest

from design import gallery
from tests.axe import violations

pytestmark = pytest.mark.browser

PAGES = [f"/design/{page}/" for page in gallery.PAGES]

# What can be pressed, with the box that takes the press: a stretched link fills its row or card.
TOO_SMALL = """
(least) => {
  const pressed = document.querySelectorAll("a, button, summary, input:not([type=hidden]), select, textarea");
  const inText = (element) => element.closest(".prose, .muted, .contact-card__facts dd");
  const boxOf = (element) => {
    if (element.matches(".dated-list__title")) return element.closest(".dated-list__item");
    if (element.matches(".card__title a")) return element.closest(".card");
    if (element.matches("[type=checkbox], [type=radio]")) {
      return element.closest("label") ?? element.closest(".field_check__row");
    }
    return element;
  };
  return [...pressed]
    .filter((element) => element.checkVisibility({ contentVisibilityAuto: true }) && !inText(element))
    .filter((element) => !element.matches(".skip-link"))
    .map((element) => [element.className, element.textContent.trim().slice(0, 20), boxOf(element)])
    .map(([name, text, box]) => [name, text, box.getBoundingClientRect()])
    .filter(([, , box]) => box.width < least - 0.5 || box.height < least - 0.5)
    .map(([name, text, box]) => `${name} “${text}” ${Math.round(box.width)}×${Math.round(box.height)}`);
}
"""


def ways_of_seeing() -> Iterator[object]:
    """Each width × mode × scheme; the two that differ most in every run, the others in the full one."""
    for width, elder, scheme in product((360, 1280), (False, True), ("light", "dark")):
        usual = (width, elder, scheme) in {(360, True, "light"), (1280, False, "dark")}
        yield pytest.param(
            width,
            elder,
            scheme,
            marks=() if usual else pytest.mark.full,
            id=f"{width}-{'elder' if elder else 'standard'}-{scheme}",
        )


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "elder", "scheme"), [*ways_of_seeing()])
def test_a_page_can_be_used_by_everybody(open_gallery, path, width, elder, scheme):
    page = open_gallery(path, width=width, elder=elder, scheme=scheme)
    assert violations(page) == []
    assert page.evaluate(TOO_SMALL, 60 if elder else 44) == []
    for window in (320, width, 768, 1920):
        page.set_viewport_size({"width": window, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= window


@pytest.mark.parametrize("status", [429, 503])
def test_an_error_page_can_be_used_by_everybody_whether_it_has_a_menu_or_not(open_gallery, status):
    page = open_gallery(f"/bare/{status}/", width=360)
    assert page.locator("h1").count() == 1
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_measure_of_targets_finds_a_small_one(open_gallery):
    page = open_gallery("/design/notices/")
    page.evaluate("document.querySelector('.filter-bar__reset').style.minHeight = '20px'")
    assert len(page.evaluate(TOO_SMALL, 44)) == 1


def test_the_menu_of_a_phone_opens_without_a_script(open_gallery):
    page = open_gallery("/design/community/", width=360, script=False)
    menu = page.locator(".site-menu")
    assert not menu.get_by_role("link", name="办事指南").is_visible()
    menu.locator("summary").click()
    assert menu.get_by_role("link", name="办事指南").is_visible()
    assert menu.get_by_role("link", name="登录").is_visible()


def test_menus_close_on_escape_and_the_focus_goes_back(open_gallery):
    page = open_gallery("/design/community/")
    switcher = page.locator(".area-switcher")
    switcher.locator("summary").first.click()
    switcher.get_by_role("link", name="我的社区").focus()
    page.keyboard.press("Escape")
    assert not switcher.get_by_role("link", name="我的社区").is_visible()
    assert page.evaluate("document.activeElement.matches('.area-switcher > summary')")


def test_menus_close_when_something_else_is_pressed(open_gallery):
    page = open_gallery("/design/community/")
    page.locator(".area-switcher summary").click()
    page.locator("h1").click()
    assert not page.locator(".area-switcher__panel").is_visible()


def test_the_first_key_leads_past_the_header(open_gallery):
    page = open_gallery("/design/notice/")
    page.keyboard.press("Tab")
    link = page.locator(".skip-link")
    assert link.evaluate("element => element === document.activeElement")
    assert link.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_focus_can_be_seen_on_everything_that_takes_it(open_gallery):
    page = open_gallery("/design/community/")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "() => { const e = document.activeElement; const o = getComputedStyle(e);"
            " const a = getComputedStyle(e, '::after');"
            " return parseFloat(o.outlineWidth) >= 3 && o.outlineStyle !== 'none'"
            " || parseFloat(a.outlineWidth) >= 3 && a.outlineStyle !== 'none' }"
        )


def test_elder_mode_has_text_of_22_pixels(open_gallery):
    page = open_gallery("/design/notice/", elder=True)
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 22
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('main *')].filter(e => e.checkVisibility() && e.innerText)"
        ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert smallest >= 18


def test_the_summary_of_errors_is_read_out_first(open_gallery):
    page = open_gallery("/design/form/")
    assert page.evaluate("document.activeElement.matches('.error-summary')")


def test_a_signed_in_reader_gets_the_own_link_from_the_fragment(open_gallery):
    page = open_gallery("/design/notice/")
    assert page.locator(".site-header__tools .account").inner_text().strip() == "登录 / 我的"
    page.context.add_cookies([{"name": "signed_in", "value": "1", "url": "http://design.test"}])
    page.route(
        "**/me/fragment/",
        lambda route: route.fulfill(body='<a class="tool" href="/me/">王桂兰</a>', content_type="text/html"),
    )
    page.reload()
    page.locator(".site-header__tools .account", has_text="王桂兰").wait_for()


def test_a_print_leaves_out_what_only_a_screen_needs(open_gallery):
    page = open_gallery("/design/notice/", scheme="dark")
    page.emulate_media(media="print")
    for selector in (".site-header", ".site-footer", ".breadcrumbs", "[data-print]"):
        assert not page.locator(selector).first.is_visible()
    assert page.locator("h1").is_visible()
    assert page.locator(".qr").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"

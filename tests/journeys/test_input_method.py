"""With a Chinese input method: what is being composed is nobody's query yet."""

import pytest
from playwright.sync_api import Page, Request, expect

from communities.choices import BodyKind
from search import indexing
from tests.factories import GuideFactory
from tests.factories.guides import guides_of

pytestmark = pytest.mark.browser


def compose(page: Page, *steps: str) -> None:
    """Show what an input method shows while somebody types, step by step, and end nothing."""
    method = page.context.new_cdp_session(page)
    for letters in steps:
        method.send(
            "Input.imeSetComposition",
            {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)},
        )
    method.detach()


def test_words_are_composed_suggested_and_found(browsing):
    district = browsing.district
    department = district.body(kind=BodyKind.DEPARTMENT)
    for title in ("老年人优待证办理", "老年人乘车卡年审"):
        GuideFactory(parent=guides_of(department), title=title)
    indexing.rebuild()
    page = browsing.new_page()
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if "/suggestions/" in request.url else None)

    page.goto("/")
    box = page.get_by_role("combobox").first
    box.focus()
    heard = "addEventListener('compositionend', () => { document.body.dataset.ended = 'yes' }, {once: true})"
    page.evaluate(heard)
    compose(page, "l", "lao", "lao'n", "lao'nian")
    expect(box).to_have_value("lao'nian")
    # Longer than the box waits after a letter.
    page.wait_for_timeout(400)
    assert not asked

    page.keyboard.insert_text("老年")
    expect(page.locator("body")).to_have_attribute("data-ended", "yes")
    options = page.get_by_role("listbox", name="搜索建议").get_by_role("option")
    expect(options).to_have_count(2)
    expect(box).to_have_value("老年")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert len(asked) == 1

    # Another word is composed: its keys belong to the input method, not to the list.
    compose(page, "y", "you")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    page.keyboard.insert_text("优待")
    expect(options).to_have_count(1)

    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("老年优待")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    expect(options).to_have_count(2)
    page.keyboard.press("ArrowDown")
    chosen = page.get_by_role("option", selected=True)
    expect(chosen).to_have_count(1)
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    title = chosen.locator("span").first.inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)

    # Without a choice, Enter searches for what stands in the box.
    box = page.get_by_role("combobox").first
    box.focus()
    compose(page, "you", "you'dai")
    page.keyboard.insert_text("优待证")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="老年人优待证办理").first).to_be_visible()

"""Every public page in a real browser: axe finds nothing, and nothing is wider than the window."""

import re
from itertools import product

import pytest

from tests.axe import LOOKS, violations
from tests.town import furnish, public_pages

pytestmark = pytest.mark.browser

# In each run two looks, at each page that shows anything that none before it showed or has a template of its
# own: on a phone by day with all rules; on a desk, by night and in elder mode, with those for what is seen.
# Every page in every look takes its time.
PHONE_BY_DAY = (360, "light", False)
DESK_BY_NIGHT = (1280, "dark", True)
ALL = [*product((360, 1280), ("light", "dark"), (False, True))]
# The longest test of all is taken by several workers.
PARTS = 3
CLASSES = re.compile(r'class="([^"]*)"|<([a-z]+)|\btype="([a-z]+)"')


def named(combination):
    width, scheme, elder = combination
    return f"{width}-{scheme}-{'elder' if elder else 'standard'}"


def shown(html):
    """Return what style sheets tell apart on a page: elements, their classes, the types of fields."""
    return {name for found in CLASSES.findall(html) for name in " ".join(found).split()}


def look_at(browsing, pages, town, combination, rules=()):
    """Open `pages` in one combination; fail with what axe holds against them and what is too wide."""
    width, scheme, elder = combination
    browsing.expected += ["403", "404", "422"]
    windows, found = {}, []
    for page in pages:
        if page.reader not in windows:
            windows[page.reader] = browsing.new_page(
                user=page.user(town), width=width, scheme=scheme, elder=elder
            )
        window = windows[page.reader]
        window.goto(page.address)
        found += [f"{page.name} ({page.address}): {line}" for line in violations(window, rules=rules)]
        overflow = window.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if overflow > 0:
            found.append(f"{page.name} ({page.address}): {overflow} px wider than the window")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("part", range(PARTS))
def test_axe_accepts_whatever_a_page_can_show_and_it_fits_the_window(browsing, client_for, part):
    town = furnish(browsing.district)
    seen, new = set(), []
    for page in public_pages(town):
        response = client_for(page.user(town)).get(page.address)
        names = shown(response.content.decode()) | {template.name for template in response.templates}
        if names - seen:
            new.append(page)
            seen |= names
    assert {"home", "community", "notice", "topic"} <= {page.name for page in new}
    look_at(browsing, new[part::PARTS], town, PHONE_BY_DAY)
    look_at(browsing, new[part::PARTS], town, DESK_BY_NIGHT, LOOKS)


@pytest.mark.full
@pytest.mark.parametrize("combination", ALL, ids=named)
def test_axe_accepts_every_public_page_in_every_look(browsing, combination):
    town = furnish(browsing.district)
    look_at(browsing, public_pages(town), town, combination)


def test_axe_finds_a_picture_without_words(browsing):
    window = browsing.new_page()
    window.goto("/display/")
    window.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert any(line.startswith("image-alt: ") for line in violations(window))

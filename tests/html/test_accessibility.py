"""Every public page in a real browser: axe finds nothing, and nothing is wider than the window."""

import re
from itertools import product

import pytest

from tests.axe import LOOKS, violations
from tests.town import furnish, public_pages

pytestmark = pytest.mark.browser

# In each run two looks, at few pages that show together whatever the site shows: on a phone by day with all
# rules, each template once at least; on a desk, by night and in elder mode, with the rules for what is
# seen. Every page in every look takes its time.
PHONE_BY_DAY = (360, "light", False)
DESK_BY_NIGHT = (1280, "dark", True)
ALL = [*product((360, 1280), ("light", "dark"), (False, True))]
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


def cover(named_pages):
    """Return few of the pages that show, together, whatever one of them shows: the richest first."""
    left, chosen = dict(named_pages), []
    missing = set().union(*left.values())
    while missing:
        page = max(left, key=lambda page: len(left[page] & missing))
        missing -= left.pop(page)
        chosen.append(page)
    return chosen


def test_axe_accepts_whatever_a_page_can_show_and_it_fits_the_window(browsing, client_for):
    town = furnish(browsing.district)
    seen, drawn_by = {}, {}
    for page in public_pages(town):
        response = client_for(page.user(town)).get(page.address)
        seen[page] = shown(response.content.decode())
        drawn_by[page] = seen[page] | {template.name for template in response.templates}
    pages = cover(drawn_by)
    assert len(pages) > 20
    look_at(browsing, pages, town, PHONE_BY_DAY)
    look_at(browsing, cover(seen), town, DESK_BY_NIGHT, LOOKS)


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

"""Every public page in a real browser: axe finds nothing, and nothing is wider than the window."""

from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.town import furnish, public_pages

pytestmark = pytest.mark.browser

# In each run: a phone by day, and a desk by night in elder mode. The rest of the product takes its time.
OFTEN = [(360, "light", False), (1280, "dark", True)]
ALL = list(product((360, 1280), ("light", "dark"), (False, True)))


def named(combination):
    width, scheme, elder = combination
    return f"{width}-{scheme}-{'elder' if elder else 'standard'}"


# What colours, sizes and the window can change; the rest is in the HTML, which is the same.
LOOKS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block", "target-size"]}}


def violations(window, options=None):
    """Return what axe holds against a page, one line each."""
    lines = []
    for violation in Axe().run(window, options=options).response["violations"]:
        where = [" ".join(map(str, node["target"])) for node in violation["nodes"]]
        lines.append(f"{violation['id']}: {violation['help']}: {', '.join(where)}")
    return lines


@pytest.mark.parametrize(
    "combination",
    [pytest.param(c, id=named(c), marks=[] if c in OFTEN else [pytest.mark.full]) for c in ALL],
)
def test_axe_accepts_every_public_page_and_it_fits_the_window(browsing, combination):
    width, scheme, elder = combination
    town = furnish(browsing.district)
    browsing.expected += ["403", "404", "422"]
    windows, found, options = {}, [], LOOKS if combination in OFTEN[1:] else None
    for page in public_pages(town):
        if page.reader not in windows:
            windows[page.reader] = browsing.new_page(
                user=page.user(town), width=width, scheme=scheme, elder=elder
            )
        window = windows[page.reader]
        window.goto(page.address)
        found += [f"{page.name} ({page.address}): {line}" for line in violations(window, options)]
        overflow = window.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if overflow > 0:
            found.append(f"{page.name} ({page.address}): {overflow} px wider than the window")
    assert not found, "\n".join(found)


def test_axe_finds_a_picture_without_words(browsing):
    window = browsing.new_page()
    window.goto("/display/")
    window.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert any(line.startswith("image-alt: ") for line in violations(window))

"""What axe holds against a page: its rules run inside the page, and only their complaints come back."""

import json
from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# What colours, sizes and the window can change; the rest is in the HTML, which is the same.
LOOKS = ("color-contrast", "link-in-text-block", "target-size")


@cache
def _script() -> str:
    return str(Axe().axe_script)


def violations(page: Page, *, rules: tuple[str, ...] = ()) -> list[str]:
    """Return what axe holds against a page, one line each.

    Args:
        page: at the state that is looked at.
        rules: those that are asked; all where none is named.
    """
    # Of what passes, it would gather and send every element; nothing of ours needs its preloading.
    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    page.evaluate(_script())
    found = page.evaluate(f"axe.run({json.dumps(options)}).then((results) => results.violations)")
    return [
        f"{violation['id']}: {violation['help']}: "
        + ", ".join(f"{node['target']} {node['html'][:200]}" for node in violation["nodes"])
        for violation in found
    ]

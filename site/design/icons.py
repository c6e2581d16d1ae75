"""The icon sprite: which names it holds."""

import re
from functools import cache
from pathlib import Path

SPRITE = Path(__file__).parent / "static" / "design" / "img" / "icons.svg"


@cache
def names() -> frozenset[str]:
    """The names of all icons in the sprite (Lucide's own names)."""
    return frozenset(re.findall(r'<symbol id="([a-z0-9-]+)"', SPRITE.read_text(encoding="utf-8")))

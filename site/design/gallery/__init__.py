"""Sample content for the gallery under `/design/`, which exists only where DEBUG is on.

The places are real, the rest is made up: telephone numbers begin with 5555 and lead nowhere.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from design.gallery import components, pages

PAGES: Final[Mapping[str, Callable[[], dict[str, Any]]]] = {
    "components": components.everything,
    "district": pages.district,
    "street": pages.street,
    "community": pages.community,
    "notices": pages.notice_list,
    "notice": pages.notice,
    "form": pages.form,
}


def context(page: str) -> dict[str, Any]:
    """What the template of `page` needs: the frame of the site and the page's own content."""
    return {**pages.frame(page), **PAGES[page]()}

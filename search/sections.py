"""The block “保存的搜索” of `/me/`."""

from typing import Any

from accounts import sections
from accounts.requests import SignedInRequest
from search.models import SavedSearch


def mine(request: SignedInRequest) -> dict[str, Any]:
    """Return how many searches the request's user keeps."""
    return {"count": SavedSearch.objects.visible_to(request.user).count()}


sections.registry.register("search")(
    sections.Section(template="search/section.html", context=mine, position=45)
)

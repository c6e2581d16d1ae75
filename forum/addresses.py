"""Where boards, topics and posts are found."""

from typing import Final

from django.urls import reverse

from communities.choices import Level
from communities.models import Area
from forum.models import Board

PAGE_SIZE: Final = 20
# Last segment of an area's forum; `cms_pages` gives its column the same one.
SLUG: Final = "forum"


def area_url(area: Area) -> str:
    """Return the address of the main board of `area`, whose `parent` is loaded."""
    if area.level == Level.DISTRICT:
        return reverse("district-board")
    if area.level == Level.STREET:
        return reverse("street-board", args=[area.slug])
    return reverse("community-board", args=[area.parent.slug if area.parent else "", area.slug])


def board_url(board: Board) -> str:
    """Return the address of `board`, whose `area__parent` is loaded."""
    return area_url(board.area) if board.parent_id is None else reverse("board", args=[board.pk])


def topic_url(topic_id: int, number: int = 1) -> str:
    """Return the address of the page of a topic on which the post with that number stands, at the post."""
    after = (number - 1) // PAGE_SIZE * PAGE_SIZE
    query = f"?after={after}" if after else ""
    anchor = f"#post-{number}" if number > 1 else ""
    return f"{reverse('topic', args=[topic_id])}{query}{anchor}"

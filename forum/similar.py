"""Answered enquiries like what somebody is about to ask. The forum asks; whoever can search registers an
answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from events.registry import Registry

if TYPE_CHECKING:
    from communities.models import Area

MOST: Final = 5


@dataclass(frozen=True)
class SimilarEnquiry:
    """A public enquiry that was answered.

    Attributes:
        topic_id: of its topic.
        title: what was asked.
        url: where question and answer stand.
        body: who answered.
        answered_at: when, for the first time.
        answer: how the answer begins, without marks.
    """

    topic_id: int
    title: str
    url: str
    body: str
    answered_at: datetime
    answer: str


# Takes the text, the area in whose forum it is typed, and how many at most. Read by visitors and members
# alike.
Finder = Callable[[str, "Area | None", int], list[SimilarEnquiry]]
registry: Registry[Finder] = Registry("enquiries like this one")


def similar_enquiries(text: str, *, area: "Area | None" = None, most: int = MOST) -> list[SimilarEnquiry]:
    """Return public, answered enquiries like `text`, the likest first; none where nothing finds them.
    Never raises for what somebody typed.

    Args:
        text: the title, or title and beginning of what is being asked.
        area: what was asked in it and near it comes first.
        most: how many.
    """
    found: dict[int, SimilarEnquiry] = {}
    for _key, finder in registry:
        found.update({row.topic_id: row for row in finder(text, area, most)})
    return list(found.values())[:most]

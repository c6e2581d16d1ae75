"""What the forum asks of the search: answered enquiries like the one that somebody is writing."""

from typing import TYPE_CHECKING, Final

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from design.text import plain_text
from forum.addresses import topic_url
from forum.models import Enquiry
from forum.similar import SimilarEnquiry, registry
from search.asking import Asker, find
from search.filters import Filters
from search.language import parse

if TYPE_CHECKING:
    from communities.models import Area

_KIND: Final = "enquiry"
# Not each that is found was answered.
_LOOKED_AT: Final = 4
_EXCERPT: Final = 80


@registry.register("search")
def similar(text: str, area: "Area | None", most: int) -> list[SimilarEnquiry]:
    """Return public, answered enquiries like `text`, as a visitor may read them, the likest first."""
    query = parse(text)
    if not query.words and not query.phrases:
        return []
    near = tuple(area.ancestor_ids) if area is not None else ()
    asker = Asker(user=AnonymousUser(), now=timezone.now(), near=near)
    filters = Filters(kinds=frozenset({_KIND}))
    results = find(query, filters, asker, size=most * _LOOKED_AT).results
    keys = [int(result.key.rpartition("-")[2]) for result in results if result.kind == _KIND]
    answered = Enquiry.objects.public().filter(topic__in=keys, answer__isnull=False)
    rows = {row.topic_id: row for row in answered.select_related("topic", "answer", "answered_by_body__area")}
    return [
        SimilarEnquiry(
            topic_id=key,
            title=row.topic.title,
            url=topic_url(key),
            body=str(row.answered_by_body or ""),
            answered_at=row.answered_at,
            answer=plain_text(row.answer.html)[:_EXCERPT],
        )
        for key in keys
        if (row := rows.get(key)) and row.answer and row.answered_at
    ][:most]

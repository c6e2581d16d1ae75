"""The catalogue that a new district begins with."""

from datetime import date

from django.db import transaction

from disclosure.catalogue import standard_items
from disclosure.models import DisclosureItem


@transaction.atomic
def seed_standard_catalogue(*, actor: None, counted_from: date) -> int:
    """Give a district that has no standard catalogue the one that ships; return how many items were made.

    A district that has changed its catalogue keeps it.

    Args:
        actor: nobody; a command or the timer makes it.
        counted_from: periods that ended before it are not asked for.
    """
    if DisclosureItem.objects.standard().exists():
        return 0
    return len(DisclosureItem.objects.bulk_create(standard_items(counted_from=counted_from)))

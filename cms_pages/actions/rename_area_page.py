"""Lets an area's front page follow its new name."""

from django.db import transaction

from communities.models import Area


@transaction.atomic
def rename_area_page(*, actor: None, area: Area) -> None:
    """Give the front page of `area` its new title and address.

    Wagtail's redirects lead from the old address, and from all below it, to the new one.

    Args:
        actor: nobody; the event of the change to the area tells who made it.
        area: an area whose `short_name` and `slug` are the new ones.
    """
    if area.page is None:
        return
    page = area.page.specific
    page.title = page.draft_title = area.short_name
    page.slug = area.slug or page.slug
    page.save()
    if page.latest_revision_id:
        # Somebody has opened it in the editor; what they see there must not bring the old name back.
        page.save_revision()

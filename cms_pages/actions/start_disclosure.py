"""Beginning a disclosure from what is owed."""

from datetime import datetime
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from cms_pages.blocks.tables import empty_table
from cms_pages.disclosures.naming import slug_for
from cms_pages.disclosures.readiness import period_error
from cms_pages.models import DisclosureIndexPage, DisclosurePage
from disclosure.choices import ElementForm
from disclosure.models import DisclosureDuty
from disclosure.permissions import check_disclose_for
from events.record import record
from media.tables.table import Table


@transaction.atomic
def start_disclosure(*, actor: User | None, duty: DisclosureDuty, now: datetime) -> DisclosurePage:
    """Make the draft with a section for each element of the item; where it has begun, return what is there.

    Args:
        actor: officials of the committee; None for commands.
        duty: what is owed.
        now: the present moment.

    Raises:
        PermissionDenied: it is another committee's.
        ValidationError: its period has not begun, or a limit that runs from the end has not.
    """
    # Two clicks at once: the second waits here, and then finds the page of the first.
    kept = (
        DisclosureDuty.objects.select_for_update(of=("self",))
        .select_related("item", "body__area")
        .get(pk=duty.pk)
    )
    if actor is not None:
        check_disclose_for(actor, kept.body)
    present: DisclosurePage | None = DisclosurePage.objects.filter(duty=kept).first()
    if present is not None:
        return present
    if wrong := period_error(kept, now):
        raise ValidationError(wrong)
    index = DisclosureIndexPage.objects.get(area=kept.body.area)
    page = DisclosurePage(
        title=kept.title,
        slug=slug_for(kept, index),
        area=kept.body.area,
        body_owner=kept.body,
        duty=kept,
        live=False,
        has_unpublished_changes=True,
        owner=actor,
        content=[
            {
                "type": "section",
                "id": str(uuid4()),
                "value": {"name": element.name, "content": _begun(element.form)},
            }
            for element in kept.item.element_list
            if element.form != ElementForm.FILE
        ],
    )
    index.add_child(instance=page)
    page.save_revision(user=actor, clean=False, changed=False)
    record(
        actor=actor,
        verb="disclosure.drafted",
        instance=page,
        body_id=kept.body_id,
        now=now,
    )
    return page


def _begun(form: ElementForm) -> list[dict[str, object]]:
    """Return the blocks that a section begins with: a paragraph to write in, or the grid of a table."""
    if form == ElementForm.TABLE:
        blank = Table(columns=tuple(empty_table().columns), rows=())
        return [{"type": "table", "id": str(uuid4()), "value": blank.as_json()}]
    return [{"type": "paragraph", "id": str(uuid4()), "value": ""}]

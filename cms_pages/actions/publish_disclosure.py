"""Making known that a disclosure is public."""

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from wagtail.models import Revision

from cms_pages.models import DisclosurePage, DisclosureVersion
from disclosure.actions.meet_duty import meet_duty
from events.record import record


def publish_disclosure(
    *, page: DisclosurePage, revision: Revision, actor: AbstractUser | None, now: datetime
) -> DisclosureVersion:
    """Keep what became public as a version, stop the duty's clock, and link the objections that it answers.

    Runs in the transaction of the publication.

    Args:
        page: the page, as it is now.
        revision: what was published.
        actor: who let it pass.
        now: the present moment.
    """
    newest = page.versions.order_by("-number").first()
    version: DisclosureVersion = DisclosureVersion.objects.create(
        page=page,
        number=newest.number + 1 if newest else 1,
        check_row=page.checks.passed().filter(revision=revision).first(),
        published_at=now,
        note=page.correction_note.strip() if newest else "",
        content=page.content.get_prep_value(),
        attachments=[
            {"document": row.document_id, "title": row.document.title, "element": row.element}
            for row in page.attachments.select_related("document")
        ],
    )
    if page.duty is not None:
        meet_duty(actor=actor, duty=page.duty, now=now)
    corrected = []
    if newest is not None:
        answered = page.objections.answered().filter(will_correct=True, correction__isnull=True)
        corrected = list(answered.values_list("pk", flat=True))
        answered.update(correction=version)
    record(
        actor=actor,
        verb="disclosure.corrected" if newest else "disclosure.published",
        instance=page,
        body_id=page.body_owner_id,
        area_paths=[page.area.path],
        changes={
            "revision": [None, revision.pk],
            "version": [None, version.number],
            "objections": [None, corrected],
        },
        now=now,
    )
    return version

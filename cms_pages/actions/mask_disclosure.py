"""Taking personal data out of a disclosure, everywhere and for good, for a public reason."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from accounts.models import User
from cms_pages.disclosures.masking import Eraser
from cms_pages.disclosures.permissions import can_mask
from cms_pages.models import CheckRemark, DisclosureMask, DisclosurePage
from cms_pages.models.disclosures.mask import LONGEST_MASKED, LONGEST_REASON
from design.formatting import safe_text
from events.record import record
from media.models import Document

# Shorter words would be taken out of others, too.
SHORTEST = 2


@transaction.atomic
def mask_disclosure(
    *,
    actor: User,
    page: DisclosurePage,
    reason: str,
    now: datetime,
    text: str = "",
    document: Document | None = None,
) -> DisclosureMask:
    """Replace `text`, or take away `document`, in the page, its versions and revisions, remarks and
    objections.

    Only the mask's own row keeps what it was.

    Args:
        actor: officials of the committee, of its street, or of the district.
        page: a disclosure that was public.
        reason: why, which everybody reads; not what.
        now: the present moment.
        text: the exact words; or
        document: a file that goes with the page.

    Raises:
        PermissionDenied: it is another committee's.
        ValidationError: no reason, neither or both, words that are nowhere in it, or a reason that tells
            them.
    """
    if not can_mask(actor, page):
        raise PermissionDenied(_("您不能隐去“%(page)s”里的内容。") % {"page": page})
    text, reason = safe_text(text).strip(), safe_text(reason).strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": _("请用1到%d个字写明理由。") % LONGEST_REASON})
    if bool(text) == (document is not None):
        raise ValidationError({"text": _("填写要隐去的文字，或者选一个附件，两样选一样。")})
    if document is None and not SHORTEST <= len(text) <= LONGEST_MASKED:
        limits = {"least": SHORTEST, "most": LONGEST_MASKED}
        raise ValidationError({"text": _("要隐去的文字要有%(least)d到%(most)d个字。") % limits})
    if text and text in reason:
        raise ValidationError({"reason": _("理由会公开，里面不要写要隐去的内容。")})
    pages = DisclosurePage.objects.select_for_update(of=("self",)).select_related("area", "duty")
    kept = pages.get(pk=page.pk)
    eraser = Eraser(text=text, document_id=document.pk if document is not None else None)
    _erase_page(kept, eraser, document)
    _erase_records(kept, eraser)
    if not eraser.found:
        raise ValidationError({"text": _("这项公开里没有找到要隐去的内容，请照原文填写，一个字也不能差。")})
    mask: DisclosureMask = DisclosureMask.objects.create(
        page=kept, text=text, document=document, reason=reason, masked_by=actor, masked_at=now
    )
    record(
        actor=actor,
        verb="disclosure_mask.added",
        instance=mask,
        body_id=kept.body_owner_id,
        area_paths=[kept.area.path],
        changes={"reason": [None, reason], "places": [None, eraser.found]},
        now=now,
    )
    return mask


def _erase_page(page: DisclosurePage, eraser: Eraser, document: Document | None) -> None:
    if document is not None:
        eraser.found += page.attachments.filter(document=document).count()
        page.attachments.filter(document=document).delete()
    page.content = eraser.erase(page.content.get_prep_value())
    fields = ("title", "draft_title", "correction_note")
    for name in fields:
        setattr(page, name, eraser.erase(getattr(page, name)))
    page.save(clean=False, update_fields=["content", *fields])
    for revision in Revision.objects.for_instance(page).iterator():
        before = eraser.found
        content: dict[str, Any] = revision.content
        content["content"] = eraser.erase_json_text(content.get("content") or "[]")
        content["attachments"] = eraser.keep_files(content.get("attachments") or [])
        for name in fields:
            if isinstance(content.get(name), str):
                content[name] = eraser.erase(content[name])
        revision.object_str = eraser.erase(revision.object_str)
        if eraser.found > before:
            revision.save(update_fields=["content", "object_str"])
    if page.duty is not None and page.duty.occasion:
        page.duty.occasion = eraser.erase(page.duty.occasion)
        page.duty.save(update_fields=["occasion"])


def _erase_records(page: DisclosurePage, eraser: Eraser) -> None:
    """Take it out of all that is shown beside the page."""
    for version in page.versions.all():
        version.content, version.note = eraser.erase(version.content), eraser.erase(version.note)
        version.attachments = eraser.keep_files(version.attachments)
        version.save(update_fields=["content", "note", "attachments"])
    for objection in page.objections.all():
        objection.text, objection.answer = eraser.erase(objection.text), eraser.erase(objection.answer)
        objection.save(update_fields=["text", "answer"])
    for remark in CheckRemark.objects.filter(check_row__page=page):
        remark.text, remark.label = eraser.erase(remark.text), eraser.erase(remark.label)
        remark.save(update_fields=["text", "label"])

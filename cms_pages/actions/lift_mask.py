"""Taking back a mask that was set by mistake."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.disclosures.permissions import check_lift_mask
from cms_pages.disclosures.put_away import put_back as put_back_file
from cms_pages.disclosures.stored import PAGE, copies_of, put_back
from cms_pages.models import DisclosureMask, DisclosurePage
from cms_pages.models.disclosures.mask import LONGEST_REASON
from design.formatting import safe_text
from events.record import record


@transaction.atomic
def lift_mask(*, actor: User, mask: DisclosureMask, reason: str, now: datetime) -> int:
    """Put back what was masked, wherever nobody has written anything else since; return in how many places.

    The page, its versions and its revisions read again as a supervisor let them pass. Who lifted it, when
    and why is public beside the mask.

    Args:
        actor: the committee's director, its street, or the district.
        mask: one that is in force, at most thirty days old.
        reason: why it was a mistake, which everybody reads.
        now: the present moment.

    Raises:
        PermissionDenied: they have no such role there.
        ValidationError: no reason; too late; a later mask in the same text or table must be lifted first; or
            nothing of it is left to be put back.
    """
    check_lift_mask(actor, mask)
    reason = safe_text(reason).strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise ValidationError({"lift_reason": _("请用1到%d个字写明理由。") % LONGEST_REASON})
    page = (
        DisclosurePage.objects.select_for_update(of=("self",))
        .select_related("area", "duty")
        .get(pk=mask.page_id)
    )
    kept = DisclosureMask.objects.select_for_update(of=("self",)).get(pk=mask.pk)
    if not kept.can_be_lifted(now):
        raise ValidationError(_("隐去已经恢复，或者超过了30天，不能再恢复。确要公开的，请更正这项内容。"))
    _check_order(kept)
    wanted = kept.remembered()
    known = {key for key, *_rest in wanted}
    done = 0
    for copy in copies_of(page):
        # A draft written since has taken the mark over from the page.
        is_later = copy.key.startswith(("revision:", "version:")) and copy.key not in known
        mine = [one for one in wanted if one[0] == (PAGE if is_later else copy.key)]
        found = put_back(copy.data, mine)
        if found:
            copy.write(copy.data)
            done += found
    if not done:
        raise ValidationError(_("隐去的地方后来都改过了，没有可以恢复的。"))
    kept.lifted_by, kept.lifted_at, kept.lift_reason, kept.undo = actor, now, reason, ""
    if kept.file is not None:
        put_back_file(kept.file, kept.folder)
    kept.save(update_fields=["lifted_by", "lifted_at", "lift_reason", "undo"])
    record(
        actor=actor,
        verb="disclosure_mask.lifted",
        instance=kept,
        body_id=page.body_owner_id,
        area_paths=[page.area.path],
        changes={"lift_reason": [None, reason], "places": [None, done]},
        now=now,
    )
    return done


def _check_order(mask: DisclosureMask) -> None:
    """Pass where no later mask lies over this one.

    Raises:
        ValidationError: one does.
    """
    own = {(key, *path) for key, path, *_rest in mask.remembered()}
    later = DisclosureMask.objects.in_force().filter(page=mask.page_id, pk__gt=mask.pk)
    for other in later:
        if own.intersection((key, *path) for key, path, *_rest in other.remembered()):
            said = _("同一段文字、同一张表里后来还隐去过别的（理由：%(reason)s），请先恢复那一次。")
            raise ValidationError(said % {"reason": other.reason})

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms_pages.models import GuideFeedback, GuidePage
from cms_pages.models.guides.feedback import LONGEST_COMMENT
from design.formatting import safe_text
from events.record import record


@transaction.atomic
def rate_guide(
    *,
    actor: AbstractUser | None,
    guide: GuidePage,
    voter: str,
    was_useful: bool,
    comment: str,
    now: datetime,
) -> GuideFeedback:
    """Keep what a reader says of `guide`; the same reader's word replaces what they said before.

    The event names nobody: who finds a guide useless must not be findable by its owner.

    Args:
        actor: who says it, if signed in; only what `voter` was made from.
        guide: a published guide.
        voter: keyed hash of the reader (`cms_pages.guides.voters`).
        was_useful: yes or no.
        comment: what is missing or wrong; may be empty.
        now: the present moment.

    Raises:
        ValidationError: the comment is too long.
    """
    comment = safe_text(comment).strip()
    if len(comment) > LONGEST_COMMENT:
        raise ValidationError({"comment": _("最多%(most)d个字。") % {"most": LONGEST_COMMENT}})
    row, is_new = GuideFeedback.objects.update_or_create(
        guide=guide,
        voter=voter,
        defaults={"was_useful": was_useful, "comment": comment, "said_at": now},
    )
    record(
        actor=None,
        verb="guide.rated" if is_new else "guide.rated_again",
        instance=guide,
        body_id=guide.body_owner_id,
        changes={"was_useful": [None, was_useful]},
        now=now,
    )
    return row

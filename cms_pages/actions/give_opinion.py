from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.actions.count_submission import count_submission
from cms_pages.choices import OpinionDisplay, OpinionState
from cms_pages.consultations.permissions import check_give_opinion
from cms_pages.models import ConsultationPage, Opinion
from cms_pages.models.consultations.opinion import LONGEST_OPINION
from cms_pages.submissions.limits import Sender
from design.formatting import safe_text
from events.record import record


@transaction.atomic
def give_opinion(
    *,
    actor: User | None,
    consultation: ConsultationPage,
    visitor: str,
    text: str,
    answers: dict[str, Any],
    sender: Sender,
    now: datetime,
) -> Opinion:
    """Keep an opinion; it replaces what the same person said before, and others read it anew only when it was
    looked at anew.

    The event of a visitor's, or of one that nobody else reads, names nobody.

    Args:
        actor: who says it, if signed in.
        consultation: a published consultation.
        visitor: mark of a visitor's browser; without meaning for a member.
        text: their own words; may be empty where there are answers.
        answers: by the key of the question's block, its text or the numbers of the choices.
        sender: who it counts for.
        now: the present moment.

    Raises:
        PermissionDenied: it is not open, or not for them.
        TooMany: too many from there.
        ValidationError: it says nothing or too much, or nobody can tell whose it is.
    """
    # The publisher may close or change it meanwhile; and two forms at once: the second waits here.
    page = ConsultationPage.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    check_give_opinion(actor or AnonymousUser(), page, now=now)
    text = safe_text(text).strip()
    if not text and not answers:
        raise ValidationError({"text": _("请写下意见，或者回答一个问题。")})
    if len(text) > LONGEST_OPINION:
        raise ValidationError({"text": _("最多%(most)d个字。") % {"most": LONGEST_OPINION}})
    if actor is None and not visitor:
        raise ValidationError(
            _("浏览器没有保存这一页的标记，没法认出是您。请允许本站的 Cookie，再点一次提交。")
        )
    whose: dict[str, Any] = {"author": actor} if actor is not None else {"visitor": visitor}
    before = Opinion.objects.filter(consultation=page, **whose).first()
    if before is not None and (before.text, before.answers) == (text, answers):
        return before
    count_submission(actor=actor, purpose="opinion", sender=sender, now=now)
    was_shown = before is not None and before.state == OpinionState.PUBLISHED
    state = _state_for(page, is_member=actor is not None)
    opinion, is_new = Opinion.objects.update_or_create(
        consultation=page,
        **whose,
        defaults={
            "text": text,
            "answers": answers,
            "said_at": now,
            "state": state,
            "reason": "",
            "decided_by": None,
            "decided_at": None,
        },
    )
    record(
        actor=actor if state != OpinionState.RECEIVED else None,
        verb="opinion.given" if is_new else "opinion.changed",
        instance=opinion,
        body_id=page.body_owner_id,
        # The number of opinions on kept pages may lag some minutes; what others read may not.
        area_paths=[page.area.path] if was_shown or state == OpinionState.PUBLISHED else [],
        now=now,
    )
    return opinion


def _state_for(page: ConsultationPage, *, is_member: bool) -> OpinionState:
    if not is_member or page.display == OpinionDisplay.NEVER:
        return OpinionState.RECEIVED
    return OpinionState.PUBLISHED if page.display == OpinionDisplay.AT_ONCE else OpinionState.PENDING

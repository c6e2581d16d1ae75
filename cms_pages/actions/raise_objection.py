"""A resident objects to what was made public."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.choices import WordsState
from cms_pages.disclosures.permissions import check_object, judge_of
from cms_pages.models import DisclosureObjection, DisclosurePage
from cms_pages.models.disclosures.objection import LONGEST_OBJECTION
from communities.calendar import add_working_days
from design.formatting import safe_text
from events.record import record
from moderation.actions.open_item import open_item
from moderation.choices import Cause, Treatment
from moderation.screening.screen import screen

# So many working days a committee has for an answer: ten days, by 中办发〔2004〕17号 on the disclosure of
# village
# affairs, which has supervisors explain within ten days.
DAYS_TO_ANSWER = 10
MOST_OPEN_A_PERSON = 3


@transaction.atomic
def raise_objection(*, actor: User, page: DisclosurePage, text: str, now: datetime) -> DisclosureObjection:
    """Keep what `actor` holds against `page`; the clock for an answer begins.

    Abusive words don't stop it: the committee answers it all the same, while the street's moderators decide
    whether everybody reads them.

    Args:
        actor: somebody who belongs to the community and does not write for its committee.
        page: a public disclosure.
        text: their own words.
        now: the present moment.

    Raises:
        PermissionDenied: they may not object to it.
        ValidationError: no words, too many, such as may be nowhere, the same again, or several of theirs
            wait already.
    """
    check_object(actor, page)
    text = safe_text(text).strip()
    if not text or len(text) > LONGEST_OBJECTION:
        raise ValidationError({"text": _("请用1到%d个字写明异议。") % LONGEST_OBJECTION})
    found = screen(text)
    if found.treatment == Treatment.BLOCK:
        raise ValidationError({"text": _("含有不能发布的词：%s。请修改后再提。") % "、".join(found.words)})
    text = found.masked[:LONGEST_OBJECTION]
    is_doubtful = found.treatment == Treatment.QUEUE
    DisclosurePage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    waiting = page.objections.unanswered().filter(author=actor)
    if waiting.filter(text=text).exists():
        raise ValidationError({"text": _("这条异议已经收到，正在等答复。")})
    if waiting.count() >= MOST_OPEN_A_PERSON:
        raise ValidationError({"text": _("您对这项内容的异议还在等答复，请收到答复后再提。")})
    objection: DisclosureObjection = DisclosureObjection.objects.create(
        page=page,
        author=actor,
        text=text,
        words_state=WordsState.WAITING if is_doubtful else WordsState.SHOWN,
        raised_at=now,
        due_on=add_working_days(timezone.localdate(now), DAYS_TO_ANSWER),
    )
    record(
        actor=actor,
        verb="disclosure_objection.submitted",
        instance=objection,
        body_id=page.body_owner_id,
        area_paths=[page.area.path],
        changes={"due_on": [None, str(objection.due_on)]},
        now=now,
    )
    if is_doubtful:
        open_item(
            actor=actor,
            instance=objection,
            body=judge_of(page.body_owner),
            author_id=actor.pk,
            causes=[Cause.WORDS],
            words=found.words,
            now=now,
        )
    return objection

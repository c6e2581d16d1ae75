from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Body
from communities.permissions import has_right
from communities.roles import Right
from design.formatting import safe_text
from events.record import record
from forum.enquiries import ANSWERING_KINDS, next_serial
from forum.models import Enquiry, Referral


@transaction.atomic
def send_referral(
    *,
    actor: User,
    from_body: Body,
    to_body: Body,
    title: str,
    text: str,
    due_on: date,
    now: datetime,
    enquiry: Enquiry | None = None,
) -> Referral:
    """Send a 联系单 to another office, which has to sign for it and answer by a day.

    Args:
        actor: an official of `from_body`.
        from_body: who asks.
        to_body: who shall answer.
        title: in one line.
        text: what it is about.
        due_on: the last day for an answer, today or later.
        now: the present moment.
        enquiry: the resident's enquiry behind it, if there is one.

    Raises:
        PermissionDenied: they don't work there.
        ValidationError: what is wrong, by field.
    """
    if not has_right(actor, Right.ANSWER_ENQUIRIES, from_body):
        raise PermissionDenied(_("只能以本单位的名义发联系单。"))
    title, text = " ".join(safe_text(title).split())[:80], safe_text(text).strip()[:5000]
    errors: dict[str, str] = {}
    if not title:
        errors["title"] = _("请填写事由。")
    if not text:
        errors["text"] = _("请填写内容。")
    if to_body.pk == from_body.pk or to_body.kind not in ANSWERING_KINDS:
        errors["to_body"] = _("请选另一个居委会、街道或部门。")
    if due_on < timezone.localdate(now):
        errors["due_on"] = _("回复期限不能早于今天。")
    if errors:
        raise ValidationError(errors)
    year = timezone.localdate(now).year
    referral = Referral.objects.create(
        year=year,
        serial=next_serial(Referral, year),
        from_body=from_body,
        to_body=to_body,
        enquiry=enquiry,
        title=title,
        text=text,
        sent_by=actor,
        sent_at=now,
        due_on=due_on,
    )
    record(actor=actor, verb="referral.sent", instance=referral, body_id=from_body.pk, now=now)
    return referral

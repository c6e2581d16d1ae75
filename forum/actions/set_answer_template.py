from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Body
from communities.permissions import has_right
from communities.roles import Right
from design.formatting import safe_text
from events.record import record
from forum.models import AnswerTemplate


@transaction.atomic
def set_answer_template(
    *,
    actor: User,
    body: Body,
    title: str,
    text: str,
    now: datetime,
    template: AnswerTemplate | None = None,
) -> AnswerTemplate:
    """Add words that a body uses again, or change `template`.

    Raises:
        PermissionDenied: they don't answer for the body.
        ValidationError: something is missing, or the title is taken.
    """
    if not has_right(actor, Right.ANSWER_ENQUIRIES, body):
        raise PermissionDenied
    row = template or AnswerTemplate(body=body)
    row.title, row.text = " ".join(safe_text(title).split()), safe_text(text).strip()
    if not row.title or not row.text:
        raise ValidationError(_("名称和内容都要填。"))
    if AnswerTemplate.objects.filter(body=body, title=row.title).exclude(pk=row.pk).exists():
        raise ValidationError({"title": _("已有同名的模板。")})
    row.save()
    verb = "answer_template.changed" if template is not None else "answer_template.added"
    record(actor=actor, verb=verb, instance=row, body_id=body.pk, now=now)
    return row

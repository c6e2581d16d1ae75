"""Letting go of a number or an address."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.confirm_contact import mark_user
from accounts.choices import ContactKind
from accounts.models import Contact, User
from events.record import record


def remove_contact(*, actor: User, kind: ContactKind, now: datetime) -> bool:
    """Delete the actor's own contact of that kind, and return whether there was one.

    Raises:
        ValidationError: it is the last one: without any, a forgotten password can't be reset.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.pk)
        rows = Contact.objects.filter(user=actor)
        if not rows.filter(kind=kind).exists():
            return False
        if rows.count() == 1:
            raise ValidationError(_("这是您唯一的联系方式，忘记密码时要靠它。请先添加另一个，再解除这一个。"))
        rows.filter(kind=kind).delete()
        mark_user(actor, kind, value="", now=None)
        record(actor=actor, verb="user.contact_removed", instance=actor, changes={"kind": [kind, None]})
    return True

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from events.record import record
from search.models import SynonymRule
from search.permissions import check_keep_search
from search.words import forget


@transaction.atomic
def remove_synonym_rule(*, actor: User, rule: SynonymRule, now: datetime) -> None:
    """Take a rule away. Rules that come with the program are switched off instead, or the next release would
    bring them back.

    Raises:
        PermissionDenied: they don't keep the register.
        ValidationError: it came with the program.
    """
    check_keep_search(actor)
    if rule.is_shipped:
        raise ValidationError(_("这条规则是随程序提供的，不能删除；不想用就取消“启用”。"))
    record(actor=actor, verb="synonym_rule.removed", instance=rule, is_tombstone=True, now=now)
    rule.delete()
    transaction.on_commit(forget)

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from events.record import record
from search.models import SynonymRule
from search.permissions import check_keep_search
from search.words import forget

LONGEST: int = 200


@transaction.atomic
def set_synonym_rule(
    *,
    actor: User,
    words: str,
    means: str,
    is_two_way: bool,
    is_active: bool,
    now: datetime,
    rule: SynonymRule | None = None,
) -> SynonymRule:
    """Add a rule, or change `rule`. Queries go by it from the next one on; no index is made anew.

    Args:
        actor: a district administrator.
        words: what residents say, parted by blanks.
        means: what pages call it, parted by blanks.
        is_two_way: whether each of them finds all others.
        is_active: whether it is in use.
        now: the present moment.
        rule: the row to change; None adds one.

    Raises:
        PermissionDenied: they don't keep the register.
        ValidationError: a side is empty, both are the same, or there is such a rule.
    """
    check_keep_search(actor)
    words, means = (" ".join(text.replace("，", " ").replace("、", " ").split()) for text in (words, means))
    for field, text in (("words", words), ("means", means)):
        if not text:
            raise ValidationError({field: _("请填写。")})
        if len(text) > LONGEST:
            raise ValidationError({field: _("最多%(most)d个字。") % {"most": LONGEST}})
    if set(words.split()) == set(means.split()):
        raise ValidationError({"means": _("两边的词一样，不用建规则。")})
    row = rule or SynonymRule()
    if SynonymRule.objects.filter(words=words, means=means).exclude(pk=row.pk).exists():
        raise ValidationError({"words": _("已有这条规则。")})
    row.words, row.means, row.is_two_way, row.is_active = words, means, is_two_way, is_active
    row.save()
    verb = "synonym_rule.changed" if rule is not None else "synonym_rule.added"
    record(actor=actor, verb=verb, instance=row, now=now)
    transaction.on_commit(forget)
    return row

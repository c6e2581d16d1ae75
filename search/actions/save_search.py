from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from events.record import record
from search.models import SavedSearch

MOST: Final = 20
LONGEST_NAME: Final = 100
LONGEST_ADDRESS: Final = 300


@transaction.atomic
def save_search(
    *,
    actor: User,
    name: str,
    address: str,
    is_alerting: bool,
    now: datetime,
    saved: SavedSearch | None = None,
) -> SavedSearch:
    """Keep a search for `actor`, or change `saved`. The same search is kept once.

    Args:
        actor: whose search it is.
        name: what it is called in their list.
        address: the query string of the results page; what it finds is theirs to see at each moment.
        is_alerting: whether they are told of what is new in it.
        now: the present moment.
        saved: one of their own to change.

    Raises:
        ValidationError: no name, nothing asked for, too long, or too many are kept.
    """
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise ValidationError({"name": _("请填写名称。")})
    if not address or len(address) > LONGEST_ADDRESS:
        raise ValidationError(_("这个搜索太长或没有条件，不能保存。"))
    User.objects.select_for_update().get(pk=actor.pk)
    row = saved or SavedSearch.objects.filter(user=actor, address=address).first()
    is_new = row is None
    if row is None:
        if SavedSearch.objects.filter(user=actor).count() >= MOST:
            raise ValidationError(_("最多保存%(most)d个搜索，请先删掉不用的。") % {"most": MOST})
        row = SavedSearch(user=actor, address=address, created_at=now, looked_at=now)
    if is_alerting and not row.is_alerting:
        # What came while nobody wanted to hear of it is not new.
        row.looked_at = now
    row.name, row.is_alerting = name, is_alerting
    row.save()
    record(
        actor=actor, verb="saved_search.added" if is_new else "saved_search.changed", instance=row, now=now
    )
    return row

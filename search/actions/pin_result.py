from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from events.record import record
from search.models import PinnedResult
from search.permissions import check_keep_search
from search.standing_first import folded_words, kind_of_page


@transaction.atomic
def pin_result(
    *,
    actor: User,
    words: str,
    page: Page,
    position: int,
    until: date | None,
    now: datetime,
    pinned: PinnedResult | None = None,
) -> PinnedResult:
    """Let `page` stand above the results of `words`, or change `pinned`. Who may not read the page does
    not get it.

    Args:
        actor: a district administrator.
        words: what is asked, whatever its script, case and blanks.
        page: what stands first.
        position: its place among several, the lowest first.
        until: the last day; None without end.
        now: the present moment.
        pinned: the row to change; None adds one.

    Raises:
        PermissionDenied: they don't keep the register.
        ValidationError: no words, a page that no search finds, or the same again.
    """
    check_keep_search(actor)
    folded = folded_words(words)
    if not folded:
        raise ValidationError({"words": _("请填写搜索词。")})
    if not kind_of_page(page):
        raise ValidationError({"page": _("请选一篇文章（指南、公告、服务等），栏目页不能置顶。")})
    row = pinned or PinnedResult()
    if PinnedResult.objects.filter(folded=folded, page=page.pk).exclude(pk=row.pk).exists():
        raise ValidationError({"page": _("这个词已经置顶了这一页。")})
    row.words, row.folded, row.page = " ".join(words.split()), folded, page
    row.position, row.until = position, until
    row.save()
    verb = "pinned_result.changed" if pinned is not None else "pinned_result.added"
    record(actor=actor, verb=verb, instance=row, now=now)
    return row

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from forum.choices import Deed
from forum.deeds import leave
from forum.models import Topic
from forum.permissions import can_moderate_board, check_may_post
from forum.publishing import locked
from forum.writing import clean_title
from moderation.choices import Treatment
from moderation.screening.screen import screen

# After that others have answered under the old title.
RENAMED_WITHIN = timedelta(days=1)


@transaction.atomic
def rename_topic(*, actor: User, topic: Topic, title: str, now: datetime) -> Topic:
    """Change a topic's title: who started it within a day, and moderators; a line keeps the old one.

    Not of a letter: the line would be kept where others than its readers see it.

    Raises:
        PermissionDenied: it is not theirs, or too late.
        ValidationError: a title that does not fit.
    """
    row = locked(topic)
    if row.is_private:
        raise PermissionDenied(_("不公开的来信不能改标题，需要更正请在下面补充。"))
    if not can_moderate_board(actor, row.board):
        check_may_post(actor)
        if row.author_id != actor.pk or row.is_locked or now > row.started_at + RENAMED_WITHIN:
            raise PermissionDenied(_("只能在发表后一天内修改自己话题的标题。"))
    title = clean_title(title)
    if screen(title).treatment in (Treatment.BLOCK, Treatment.QUEUE, Treatment.MASK):
        raise ValidationError({"title": _("标题里有不合适的词，请修改。")})
    if title != row.title:
        before, row.title = row.title, title
        row.save(update_fields=["title"])
        leave(actor=actor, topic=row, deed=Deed.RENAMED, detail=_("原来是“%s”") % before, now=now)
    return row

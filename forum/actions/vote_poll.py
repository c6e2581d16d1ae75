from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from forum.models import Poll, PollOption, PollVote, Topic
from forum.permissions import check_reply
from forum.publishing import locked, tell


@transaction.atomic
def vote_poll(*, actor: User, topic: Topic, options: Collection[int], now: datetime) -> None:
    """Vote, once and for all.

    Args:
        actor: who may reply in the topic.
        topic: with a poll.
        options: keys of the options chosen.
        now: the present moment.

    Raises:
        PermissionDenied: they may not take part here.
        ValidationError: it has ended, they have voted, or the choice does not fit.
    """
    row = locked(topic)
    check_reply(actor, row, now=now)
    poll = Poll.objects.select_for_update().get(topic=row)
    if poll.ends_at is not None and poll.ends_at <= now:
        raise ValidationError(_("投票已经结束。"))
    chosen = list(poll.options.filter(pk__in=options))
    if not chosen or len(chosen) != len(set(options)):
        raise ValidationError(_("请选择选项。"))
    if len(chosen) > 1 and not poll.is_multiple:
        raise ValidationError(_("只能选一项。"))
    if PollVote.objects.filter(poll=poll, user=actor).exists():
        raise ValidationError(_("您已经投过票了。"))
    PollVote.objects.bulk_create(
        [
            PollVote(poll=poll, option=option, user=actor, is_single=not poll.is_multiple, voted_at=now)
            for option in chosen
        ]
    )
    PollOption.objects.filter(pk__in=[option.pk for option in chosen]).update(vote_count=F("vote_count") + 1)
    Poll.objects.filter(pk=poll.pk).update(voter_count=F("voter_count") + 1)
    tell(actor=actor, verb="poll.voted", instance=row, topic=row, now=now)

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from design.formatting import safe_text
from events.record import record
from forum.models import Member
from moderation.screening.screen import screen


@transaction.atomic
def change_member_profile(
    *,
    actor: User,
    introduction: str,
    shows_posts: bool,
    shows_numbers: bool,
    is_findable: bool,
    now: datetime,
) -> Member:
    """Say what one's page shows to others.

    Raises:
        ValidationError: too long, or with words that can't stand there.
    """
    introduction = " ".join(safe_text(introduction).split())
    if len(introduction) > 200:
        raise ValidationError({"introduction": _("最多200个字。")})
    if screen(introduction).treatment is not None:
        raise ValidationError({"introduction": _("含有不合适的词，请修改。")})
    member, _is_new = Member.objects.update_or_create(
        user=actor,
        defaults={
            "introduction": introduction,
            "shows_posts": shows_posts,
            "shows_numbers": shows_numbers,
            "is_findable": is_findable,
        },
    )
    record(actor=actor, verb="forum_member.changed", instance=member, now=now)
    return member

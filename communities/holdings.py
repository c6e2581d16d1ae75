"""This app's personal data: where a person lives and which offices they hold or held."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import Q
from django.utils import timezone

from accounts.personal_data import Holding, registry
from communities.choices import AssistEnd, Role
from communities.models import AssistedSession, Membership
from events.models import Event
from events.unlocked import unlocked

# Stands where somebody's own words stood.
ERASED = "—"


def export(user: AbstractUser) -> dict[str, Any]:
    """Return the person's memberships, past ones too."""
    memberships = Membership.objects.filter(user_id=user.pk).select_related("body").order_by("pk")
    return {
        "memberships": [
            {
                "body": membership.body.name,
                "role": membership.role,
                "from": membership.valid_from.isoformat(),
                "until": membership.valid_until.isoformat() if membership.valid_until else None,
            }
            for membership in memberships
        ],
        "assisted_sessions": [
            {
                "subject": session.subject,
                "body": session.body.name,
                "official": session.official.display_name,
                "started_at": session.started_at.isoformat(),
                "ended_at": session.ended_at.isoformat() if session.ended_at else None,
                "acts": [{"verb": act.verb, "at": act.at.isoformat()} for act in session.acts.all()],
            }
            for session in AssistedSession.objects.filter(resident_id=user.pk)
            .select_related("body", "official")
            .prefetch_related("acts")
        ],
    }


def erase(user: AbstractUser) -> None:
    """Forget where the person lives; offices are public record, and only end."""
    mine = Membership.objects.filter(user_id=user.pk)
    keys = [str(key) for key in mine.values_list("pk", flat=True)]
    told = Event.objects.filter(object_kind=Membership._meta.label_lower)
    # Labels and changes name the person: of events about present rows, and of what people did themselves.
    mine_told = told.filter(Q(object_id__in=keys) | Q(actor_id=user.pk, changes__user__isnull=True))
    with unlocked("erasure"):
        mine_told.update(object_label="", changes={})
    # That an official acted stays, as proof; for what, in somebody's own words, goes.
    sessions = AssistedSession.objects.filter(resident_id=user.pk)
    with unlocked("erasure"):
        Event.objects.filter(
            object_kind=AssistedSession._meta.label_lower,
            object_id__in=[str(key) for key in sessions.values_list("pk", flat=True)],
        ).update(object_label="", changes={})
    sessions.update(subject=ERASED)
    sessions.open().update(ended_at=timezone.now(), end=AssistEnd.NO_RIGHT)
    mine.filter(role=Role.RESIDENT).delete()
    today = timezone.localdate()
    for membership in mine.current(today=today):
        membership.valid_until = max(membership.valid_from, today)
        membership.save(update_fields=["valid_until"])


registry.register("communities")(
    Holding(
        export=export,
        erase=erase,
        models=frozenset({"communities.assistedsession", "communities.membership"}),
    )
)

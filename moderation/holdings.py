"""What moderation holds of a person: what was decided about their words, sanctions, appeals, their
reports.
"""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.utils import timezone

from accounts.personal_data import Holding, registry
from moderation.models import Appeal, Decision, ItemNote, QueueItem, Report, Sanction, ScreenedWord


def export(user: AbstractUser) -> dict[str, Any]:
    """Return the person's reports, sanctions and appeals, and what was decided about their words."""
    decisions = Decision.objects.filter(item__author_id=user.pk).order_by("pk")
    return {
        "moderation": {
            "reports": [
                {
                    "reason": report.reason,
                    "note": report.note,
                    "state": report.state,
                    "reported_at": report.reported_at.isoformat(),
                }
                for report in Report.objects.filter(reporter_id=user.pk).order_by("pk")
            ],
            "sanctions": [
                {
                    "kind": sanction.kind,
                    "reason": sanction.reason,
                    "starts_at": sanction.starts_at.isoformat(),
                    "ends_at": sanction.ends_at.isoformat(),
                }
                for sanction in Sanction.objects.filter(user_id=user.pk).order_by("pk")
            ],
            "appeals": [
                {"text": appeal.text, "state": appeal.state, "answer": appeal.answer}
                for appeal in Appeal.objects.filter(appellant_id=user.pk).order_by("pk")
            ],
            "decisions": [
                {"verdict": one.verdict, "reason": one.reason, "decided_at": one.decided_at.isoformat()}
                for one in decisions
            ],
        }
    }


def erase(user: AbstractUser) -> None:
    """Take the person out: sanctions and appeals go, the record of what a body decided stays without
    names.

    A sanction that still holds stays until its end, with fingerprints of the person's numbers in their place.
    """
    Appeal.objects.filter(appellant_id=user.pk).delete()
    sanctions = Sanction.objects.filter(user_id=user.pk)
    sanctions.in_force(now=timezone.now()).exclude(marks=None).update(user=None)
    sanctions.delete()
    Report.objects.filter(reporter_id=user.pk).update(reporter=None, note="")
    QueueItem.objects.filter(author_id=user.pk).update(author=None)
    ItemNote.objects.filter(author_id=user.pk).update(author=None)
    Decision.objects.filter(actor_id=user.pk).update(actor=None)
    Decision.objects.filter(undone_by_id=user.pk).update(undone_by=None)
    Appeal.objects.filter(decided_by_id=user.pk).update(decided_by=None)
    Appeal.objects.filter(against_id=user.pk).update(against=None)
    Sanction.objects.filter(given_by_id=user.pk).update(given_by=None)
    Sanction.objects.filter(lifted_by_id=user.pk).update(lifted_by=None)
    ScreenedWord.objects.filter(changed_by_id=user.pk).update(changed_by=None)


registry.register("moderation")(
    Holding(
        export=export,
        erase=erase,
        models=frozenset(
            {
                "moderation.appeal",
                "moderation.decision",
                "moderation.itemnote",
                "moderation.queueitem",
                "moderation.report",
                "moderation.sanction",
                "moderation.screenedword",
            }
        ),
    )
)

"""`manage.py close_demonstration_accounts`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.actions.close_demonstration_account import close_demonstration_account
from accounts.models import User


class Command(BaseCommand):
    """Close every demonstration account; safe to run again."""

    help = "Deactivate all demonstration accounts and take their passwords away; what they wrote stays."
    # The check that sends people here must not stop them.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        accounts = User.objects.filter(is_demonstration=True, is_active=True)
        count = 0
        for user in accounts:
            close_demonstration_account(actor=None, user=user, now=now)
            count += 1
        self.stdout.write(f"Closed {count} demonstration accounts.")

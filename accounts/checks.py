"""System checks that keep a public server from starting in a state that nobody should publish."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from accounts.models import User


@register(Tags.database)
def no_demonstration_accounts(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse accounts whose passwords stand in the README, wherever `DEMONSTRATION` is off.

    Runs where a command checks databases: `migrate`, and `check --database default`, which a production
    start calls.
    """
    if settings.DEMONSTRATION or not databases or "default" not in databases:
        return []
    try:
        names = list(
            User.objects.filter(is_demonstration=True, is_active=True).values_list("username", flat=True)[:20]
        )
    except DatabaseError:  # before the first migration there are no accounts at all
        return []
    if not names:
        return []
    return [
        Error(
            f"The database holds demonstration accounts whose passwords are public: {', '.join(names)}.",
            hint=(
                "Start with an empty database, or run `manage.py close_demonstration_accounts`, "
                "which deactivates them and takes their passwords away."
            ),
            id="accounts.E001",
        )
    ]


@register(Tags.security)
def second_factor_is_required(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse to let officials in by password alone anywhere but in a demonstration."""
    if settings.DEMONSTRATION or settings.SECOND_FACTOR_REQUIRED:
        return []
    return [
        Error(
            "SECOND_FACTOR_REQUIRED is off on a site that is no demonstration.",
            hint="Leave it on: a stolen password alone must open no workbench.",
            id="accounts.E002",
        )
    ]

"""The timer's jobs of this app."""

from datetime import datetime, timedelta

from events.actions.deliver import deliver_due
from events.actions.forget_events import forget_events
from events.actions.prune import prune
from events.actions.requeue_tasks import requeue_lost_tasks

# What has been due for longer was not waked, or its worker is busy or gone.
WAITED = timedelta(seconds=5)


def sweep_deliveries(now: datetime) -> None:
    """Deliver what nobody was waked for."""
    deliver_due(now=now, waited=WAITED)


def sweep_tasks(now: datetime) -> None:
    """Put tasks back whose worker is gone."""
    requeue_lost_tasks(now=now)


def throw_away(now: datetime) -> None:
    """Delete what nobody asks for any more."""
    prune(now=now)
    forget_events(now=now)

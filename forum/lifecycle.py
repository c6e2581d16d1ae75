"""What this app does when areas and bodies come, change their name or go."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from communities.lifecycle import Observer, registry
from communities.models import Area, Body
from forum.actions.ensure_boards import ensure_boards
from forum.actions.ensure_categories import ensure_categories
from forum.models import Board, Enquiry, Referral
from moderation.models import QueueItem


def _bodies_added(bodies: Sequence[Body]) -> None:
    now = timezone.now()
    ensure_categories(actor=None, now=now)
    ensure_boards(actor=None, bodies=bodies, now=now)


def _area_renamed(area: Area) -> None:
    """Give the main board the area's new name; an event of the change has let the pages go."""
    Board.objects.main().filter(area=area).update(name=_("%(area)s论坛") % {"area": area.short_name})


def _area_abolished(area: Area, _successor: Area | None) -> None:
    """Close the boards: what was said stays readable where it was said."""
    Board.objects.filter(area=area).update(is_closed=True)


def _body_merged(ending: Body, successor: Body) -> None:
    """Let the body that goes on answer for the boards, and for what is still open."""
    Board.objects.filter(body=ending).update(body=successor)
    QueueItem.objects.waiting().filter(body=ending).update(body=successor)
    Enquiry.objects.open().filter(body=ending).update(body=successor, assigned_to=None)
    Referral.objects.waiting_for([ending]).exclude(from_body=successor).update(to_body=successor)


registry.register("forum")(
    Observer(
        area_renamed=_area_renamed,
        area_abolished=_area_abolished,
        bodies_added=_bodies_added,
        body_merged=_body_merged,
    )
)

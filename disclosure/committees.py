"""Which committees have a catalogue."""

from communities.choices import AreaState, BodyKind, CommunityKind, Level
from communities.models import Body


def disclosing_committees() -> list[Body]:
    """Return the committees that owe disclosures: of communities in use that are not virtual, with their
    areas.
    """
    return list(
        Body.objects.filter(
            kind=BodyKind.COMMITTEE,
            ended_on__isnull=True,
            area__level=Level.COMMUNITY,
            area__state=AreaState.ACTIVE,
            area__kind__in=(CommunityKind.RESIDENTS, CommunityKind.VILLAGERS),
        )
        .select_related("area")
        .order_by("pk")
    )

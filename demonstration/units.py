"""Local units and organisations of the community and the district that the demonstration plays in."""

from datetime import datetime
from typing import Final

from communities.actions.add_bodies import add_bodies
from communities.choices import BodyKind
from communities.models import Body
from demonstration.places import Stage

CLINIC, GUESTS, LAWYERS = "社区卫生服务站", "银龄助老服务社", "同心律师事务所"
# The first one is where the demonstration's contact of a unit works.
COMMUNITY_UNITS: Final = (
    (BodyKind.LOCAL_UNIT, CLINIC),
    (BodyKind.ORGANISATION, GUESTS),
    (BodyKind.LOCAL_UNIT, LAWYERS),
)


def load_units(stage: Stage, now: datetime) -> list[Body]:
    """Make the units that are missing; return all of them."""
    area = stage.community
    stem = area.short_name.removesuffix("社区") or area.short_name
    wanted = {f"{stem}{name}": kind for kind, name in COMMUNITY_UNITS}
    present = set(Body.objects.filter(area=area, name__in=wanted).values_list("name", flat=True))
    add_bodies(
        actor=None,
        bodies=[
            Body(kind=kind, name=name, short_name=name.removeprefix(stem), area=area)
            for name, kind in wanted.items()
            if name not in present
        ],
        now=now,
    )
    return list(Body.objects.filter(area=area, name__in=wanted).order_by("pk"))

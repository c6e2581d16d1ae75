"""A dozen departments of the district, named after it."""

from datetime import datetime
from typing import Final

from communities.actions.add_bodies import add_bodies
from communities.choices import BodyKind
from communities.models import Body
from demonstration.places import Stage

# The first one is where the demonstration's clerk works.
NAMES: Final = (
    "民政局",
    "人力资源和社会保障局",
    "卫生健康委员会",
    "教育局",
    "城市管理局",
    "住房和城乡建设局",
    "公安分局",
    "司法局",
    "残疾人联合会",
    "退役军人事务局",
    "文化和旅游局",
    "市场监督管理局",
)
SHORT_NAMES: Final = {
    "人力资源和社会保障局": "人社局",
    "卫生健康委员会": "卫健委",
    "城市管理局": "城管局",
    "住房和城乡建设局": "住建局",
    "残疾人联合会": "残联",
    "文化和旅游局": "文旅局",
    "市场监督管理局": "市场监管局",
}


def load_departments(stage: Stage, now: datetime) -> list[Body]:
    """Make the departments that are missing; return all of them."""
    district = stage.district
    wanted = [f"{district.short_name}{name}" for name in NAMES]
    present = set(Body.objects.filter(area=district).values_list("name", flat=True))
    add_bodies(
        actor=None,
        bodies=[
            Body(
                kind=BodyKind.DEPARTMENT,
                name=full_name,
                # 秦淮区民政局 is 区民政局 to those who live there.
                short_name=f"{district.short_name[-1]}{SHORT_NAMES.get(name, name)}",
                area=district,
            )
            for name, full_name in zip(NAMES, wanted, strict=True)
            if full_name not in present
        ],
        now=now,
    )
    return list(Body.objects.filter(area=district, name__in=wanted).order_by("pk"))

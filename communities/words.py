"""How offices and what they do are called where a village is meant: 村委会, 村务, 村民."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from communities.choices import AreaState, CommunityKind, Level, Role
from communities.models.area import Area


def whole_district_word(name: str) -> str:
    """Return what the whole of a district of that name is called: 全区, 全县, 全旗 or 全市."""
    kind = str(name)[-1:]
    return {"县": _("全县"), "旗": _("全旗"), "市": _("全市")}.get(kind, _("全区"))


def committee_word(area: Area) -> str:
    """Return what residents call the committee of a community: 居委会 in towns, 村委会 in villages."""
    return _("村委会") if area.kind == CommunityKind.VILLAGERS else _("居委会")


def committees_word() -> str:
    """Return what the committees of the whole district are called together."""
    communities = Area.objects.filter(level=Level.COMMUNITY, state=AreaState.ACTIVE)
    kinds = set(communities.order_by().values_list("kind", flat=True).distinct())
    if CommunityKind.VILLAGERS not in kinds:
        return _("居委会")
    return _("居委会、村委会") if CommunityKind.RESIDENTS in kinds else _("村委会")


def supervisor_word(area: Area) -> str:
    """Return what a supervisor of disclosures is called there: 居务监督员, in villages 村务监督员."""
    return _("村务监督员") if area.kind == CommunityKind.VILLAGERS else _("居务监督员")


def residents_word(area: Area) -> str:
    """Return what those who live there are called: 居民, in villages 村民."""
    return _("村民") if area.kind == CommunityKind.VILLAGERS else _("居民")


def role_word(role: str, area: Area) -> str:
    """Return what a role is called in a body of `area`."""
    if area.kind == CommunityKind.VILLAGERS:
        match role:
            case Role.COMMITTEE_DIRECTOR:
                return _("村委会主任")
            case Role.SUPERVISOR:
                return supervisor_word(area)
            case Role.RESIDENT:
                return residents_word(area)
    return str(Role(role).label)


def role_words(role: str, areas: Iterable[Area]) -> str:
    """Return what a role is called in bodies of several areas, each name once: 居委会主任（村委会主任）."""
    first, *others = dict.fromkeys(role_word(role, area) for area in areas) or [str(Role(role).label)]
    return _("%(name)s（%(others)s）") % {"name": first, "others": "、".join(others)} if others else first

"""Sentences of the front pages that depend on what an area is."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cms_pages.front_pages.directory import Entry
from communities.choices import CommunityKind
from communities.models import Area


def virtual_note(area: Area, street: Area | None) -> str:
    """Return why a virtual community has no committee, and which street serves it; nothing for others."""
    if area.kind != CommunityKind.VIRTUAL:
        return ""
    if street is None:
        return _("这里是统计用的虚拟社区，没有设居民委员会。")
    return _("这里是统计用的虚拟社区，没有设居民委员会，有事请找%(street)s。") % {"street": street.short_name}


def counts(streets: Sequence[Entry]) -> str:
    """Return how many streets and communities a district has; what only statistics know isn't counted."""
    real = [street for street in streets if not street.is_zone]
    communities = [c for street in streets for c in street.communities if c.kind != CommunityKind.VIRTUAL]
    all_are_streets = all(street.name.endswith("街道") for street in real)
    has_villages = any(c.kind == CommunityKind.VILLAGERS for c in communities)
    upper = _("%(count)s个街道") if all_are_streets else _("%(count)s个街道和乡镇")
    lower = _("%(count)s个社区和村") if has_villages else _("%(count)s个社区")
    return f"{upper % {'count': len(real)}}，{lower % {'count': len(communities)}}"


def communities_of_street(communities: Sequence[Entry]) -> str:
    """Return how many communities, or villages, or both a street has."""
    villages = sum(c.kind == CommunityKind.VILLAGERS for c in communities)
    if communities and all(c.kind == CommunityKind.VIRTUAL for c in communities):
        return _("%(count)s个虚拟社区") % {"count": len(communities)}
    if villages and villages == len(communities):
        return _("%(count)s个村") % {"count": villages}
    if villages:
        return _("%(communities)s个社区，%(villages)s个村") % {
            "communities": len(communities) - villages,
            "villages": villages,
        }
    return _("%(count)s个社区") % {"count": len(communities)}


def notices_title(street: Area) -> str:
    """Return the heading of a street's own notices; towns and parks are not called streets."""
    for ending, title in ((_("街道"), _("街道公告")), (_("镇"), _("镇公告")), (_("乡"), _("乡公告"))):
        if street.short_name.endswith(ending):
            return title
    return _("公告")

"""Which places of the loaded district the demonstration plays in."""

import re
from dataclasses import dataclass

from communities.choices import BodyKind, CommunityKind, Level
from communities.models import Area, Body

# Preferred where the loaded district has them.
PREFERRED_STREET = "五老村街道"
PREFERRED_COMMUNITY = "五老村社区"

# 北京, 天津, 上海 and 重庆 are no provinces.
MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
_LAW = re.compile("《江苏省([^》]+)》")
# Not the names of insurances, registers and papers.
_RESIDENTS = re.compile("(?<!城乡)居民(?!身份证|户口)")


class NoDistrict(Exception):  # noqa: N818 - the sentence is the point
    """There is no district yet, or none of its streets has a community with a committee."""


@dataclass(frozen=True)
class Stage:
    """The district, one street and one of its communities, with the bodies that run them."""

    district: Area
    street: Area
    community: Area

    def body(self, kind: BodyKind) -> Body:
        """Return the body of `kind`: of the community, the street or the district, as the kind says."""
        area = {
            BodyKind.COMMITTEE: self.community,
            BodyKind.LOCAL_UNIT: self.community,
            BodyKind.STREET_OFFICE: self.street,
        }.get(kind, self.district)
        return Body.objects.filter(area=area, kind=kind).order_by("pk")[0]


def stage() -> Stage:
    """Return where the demonstration plays: 五老村 in 秦淮, elsewhere the first community with a committee.

    Raises:
        NoDistrict: nothing has been loaded yet.
    """
    district = Area.objects.active().filter(level=Level.DISTRICT).first()
    committees = Body.objects.filter(
        kind=BodyKind.COMMITTEE, area__state="active", area__parent__level=Level.STREET
    ).exclude(area__kind=CommunityKind.VIRTUAL)
    committees = committees.select_related("area", "area__parent").order_by("area__code")
    preferred = committees.filter(
        area__short_name=PREFERRED_COMMUNITY, area__parent__short_name=PREFERRED_STREET
    )
    committee = preferred.first() or committees.first()
    street = committee.area.parent if committee is not None else None
    if district is None or committee is None or street is None:
        raise NoDistrict("Load a district first: manage.py load_divisions STREETS.csv COMMUNITIES.csv")
    return Stage(district=district, street=street, community=committee.area)


def dialling_code(area: Area) -> str:
    """Return what demonstration numbers of `area` begin with. Exchanges never begin with 0000, so `…-0000 1234`
    calls nobody by mistake.
    """
    return "025" if (area.code or "").startswith("3201") else "010"


def spoken(words: str, area: Area) -> str:
    """Return a text as one says it in `area`: a village has villagers and a 村委会, another province its own
    laws.
    """
    if not (area.code or "").startswith("32"):
        province = "本市" if (area.code or "")[:2] in MUNICIPALITIES else "本省"
        words = _LAW.sub(rf"{province}《\1》", words).replace("“江苏税务”", "“电子税务局”")
    if area.kind != CommunityKind.VILLAGERS:
        return words
    return _RESIDENTS.sub("村民", words.replace("居委会", "村委会"))


def stem_of(area: Area) -> str:
    """Return the name by which streets and houses of `area` are called: 五老村 of 五老村社区."""
    name = area.short_name
    for suffix in ("社区", "街道", "村", "镇", "乡"):
        if name.endswith(suffix) and len(name) > len(suffix) + 1:
            return name[: -len(suffix)]
    return name

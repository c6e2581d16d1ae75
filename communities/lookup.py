"""“Type your estate, road or house number”: which community is it?"""

import re
import unicodedata
from dataclasses import dataclass

from django.db.models import Q, Value
from django.db.models.functions import Lower, StrIndex
from django.utils.translation import gettext as _

from communities.choices import Level
from communities.models import Area, AreaAlias

MOST_CANDIDATES = 8
LONGEST_INPUT = 60
# Rows that one query may bring for one input; a road has few spans, an estate's name is held by few.
MOST_ROWS = 300

# Scores: the house itself, and the same road without that house; all others lie between.
_HOUSE, _ELSEWHERE_ON_ROAD = 1000, 300

_BLANKS_AND_MARKS = re.compile(r"[\s,，.。;；:：、!！?？\"'“”‘’()（）\[\]【】<>《》/\\|_*#%&@^~`+=]+")
_HOUSE_NUMBER = re.compile(r"([0-9]{1,5})(?:[-之][0-9]+)*(?:号|$)")
_NUMBER_PART = re.compile(r"[0-9]+(?:[-之][0-9]+)*(?:号|幢|栋|座|楼|单元|室|弄|门|$).*")
# A building's bare number says nothing without its estate.
_ONLY_NUMBER = re.compile(r"第?[0-9一二三四五六七八九十百a-z甲乙丙丁-]+(?:号|幢|栋|座|楼|单元|门|网格)*")
_SUFFIXES = ("社区居委会", "社区居民委员会", "虚拟社区", "社区", "村委会", "居委会")


@dataclass(frozen=True)
class Candidate:
    """A community that the input may mean.

    Attributes:
        community: with its street (`parent`) loaded.
        reason: why, in words that a resident can check.
        score: higher is likelier; not to be shown.
        place_path: `Area.path` of what fits: a grid, estate or building, or the community itself.
    """

    community: Area
    reason: str
    score: int
    place_path: str = ""


@dataclass(frozen=True)
class _Hit:
    area_path: str
    reason: str
    score: int


def find_communities(text: str) -> list[Candidate]:
    """Return the communities that `text` may mean, the likeliest first, eight at most; [] where nothing fits.

    Full-width digits, blanks and what follows the house number (3幢502室) don't matter. Any input is fine; it
    takes three queries at most.
    """
    wanted = _normalised(text)
    if len(wanted) < 2:
        return []
    communities = {
        area.pk: area for area in Area.objects.active().filter(level=Level.COMMUNITY).select_related("parent")
    }
    hits = [hit for area in communities.values() if (hit := _community_hit(area, wanted))]
    hits += _below_hits(wanted)
    hits += _alias_hits(wanted)
    if any(hit.score >= _HOUSE for hit in hits):
        # The house is found: the road's other communities would only confuse.
        hits = [hit for hit in hits if hit.score >= _ELSEWHERE_ON_ROAD + 100]
    best: dict[int, Candidate] = {}
    for hit in hits:
        keys = [int(part) for part in hit.area_path.split("/") if part]
        community = communities.get(keys[2]) if len(keys) > 2 else None
        if community is not None and (community.pk not in best or best[community.pk].score < hit.score):
            best[community.pk] = Candidate(
                community=community, reason=hit.reason, score=hit.score, place_path=hit.area_path
            )
    ranked = sorted(best.values(), key=lambda found: (-found.score, found.community.code or ""))
    return ranked[:MOST_CANDIDATES]


def _normalised(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text[: LONGEST_INPUT * 2]).lower()
    visible = "".join(char for char in plain if unicodedata.category(char)[0] != "C" or char.isspace())
    return _BLANKS_AND_MARKS.sub("", visible)[:LONGEST_INPUT]


def _community_hit(area: Area, wanted: str) -> _Hit | None:
    names = {area.short_name.lower(), area.name.lower()}
    names |= {
        name.removesuffix(suffix) for name in names for suffix in _SUFFIXES if len(name) > len(suffix) + 1
    }
    if wanted in names:
        return _Hit(area.path, _("社区名称"), 900 + len(wanted))
    contained = max((len(name) for name in names if name in wanted), default=0)
    if contained >= 2:
        return _Hit(area.path, _("包含社区名称“%s”") % area.short_name, 700 + contained)
    if any(wanted in name for name in names):
        return _Hit(area.path, _("社区名称里有“%s”") % wanted, 500 + len(wanted))
    return None


def _below_hits(wanted: str) -> list[_Hit]:
    rows = (
        Area.objects.active()
        .filter(level__in=(Level.GRID, Level.ESTATE, Level.BUILDING))
        .annotate(place=StrIndex(Value(wanted), Lower("name")))
        .filter(Q(place__gt=0) | Q(name__icontains=wanted))
        .order_by("level", "pk")[:MOST_ROWS]
    )
    hits = []
    for area in rows:
        if _ONLY_NUMBER.fullmatch(area.name.lower()):
            continue
        reason = f"{area.get_level_display()}“{area.name}”"
        name = area.name.lower()
        base = 950 if name == wanted else 800 if name in wanted else 520
        hits.append(_Hit(area.path, reason, base + len(area.name)))
    return hits


def _alias_hits(wanted: str) -> list[_Hit]:
    road = _NUMBER_PART.sub("", wanted)
    rows = (
        AreaAlias.objects.filter(area__state="active")
        .annotate(place=StrIndex(Value(wanted), Lower("name")))
        .filter(Q(place__gt=0) | (Q(name__icontains=road) if len(road) >= 2 else Q(pk__in=())))
        .select_related("area")
        .order_by("name", "first_number", "pk")[:MOST_ROWS]
    )
    return [_alias_hit(alias, wanted) for alias in rows]


def _alias_hit(alias: AreaAlias, wanted: str) -> _Hit:
    """Say how well a road or an old name fits: with its house number, without one, or in part."""
    place = wanted.find(alias.name.lower())
    if alias.first_number is None:
        if place < 0:
            return _Hit(alias.area.path, _("有“%s”") % alias.name, 480 + len(wanted))
        base = 920 if alias.name.lower() == wanted else 650
        return _Hit(alias.area.path, _("“%s”在这里") % alias.name, base + len(alias.name))
    span = _span(alias)
    if place < 0:
        return _Hit(alias.area.path, span, 460)
    number = _HOUSE_NUMBER.match(wanted[place + len(alias.name) :])
    if number is None:
        return _Hit(alias.area.path, span, 600 + len(alias.name))
    if _contains(alias, int(number[1])):
        return _Hit(alias.area.path, span, _HOUSE + len(alias.name))
    return _Hit(
        alias.area.path,
        _("%(span)s经过这里，%(number)s号未登记") % {"span": alias.name, "number": int(number[1])},
        _ELSEWHERE_ON_ROAD + len(alias.name),
    )


def _contains(alias: AreaAlias, number: int) -> bool:
    if alias.parity and (number % 2 == 1) != (alias.parity == "odd"):
        return False
    first = alias.first_number or 0
    return first <= number <= (alias.last_number if alias.last_number is not None else first)


def _span(alias: AreaAlias) -> str:
    """Return a span in words: 长乐路1—99号（单号）."""
    if alias.last_number is None or alias.last_number == alias.first_number:
        return _("%(road)s%(number)d号") % {"road": alias.name, "number": alias.first_number}
    words = _("%(road)s%(first)d—%(last)d号") % {
        "road": alias.name,
        "first": alias.first_number,
        "last": alias.last_number,
    }
    return f"{words}（{alias.get_parity_display()}）" if alias.parity else words

"""The words that queries are made of: what means the same, what only asks, what says nothing, names of
places.

Read from the registers that administrators keep, and from data files, into one `Lexicon` that a process keeps
until a register changes. A search therefore costs no query for it, and a changed rule needs no new index.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Final, TypeVar

from django.core.cache import cache as shared
from django.utils.crypto import get_random_string

from communities.models import Area
from search.analysis import fold, is_han
from search.readings import initials_of, word_syllables

Key = TypeVar("Key")
TOKEN: Final = "search:words"  # noqa: S105 - a key of the cache
_DATA: Final = Path(__file__).parent / "data"
TWO_WAY: Final = 0.85
ONE_WAY: Final = 0.6
_PLACE_ENDINGS: Final = ("社区居委会", "虚拟社区", "社区", "村委会", "街道办事处", "街道")


@dataclass
class Lexicon:
    """The words known at one moment.

    Attributes:
        meanings: for a folded word, the words that mean the same or about the same, with their weights.
        generic: words that only ask.
        stop: words that say nothing.
        places: for a folded name, the keys of the areas that are called so, each from the district down.
        hidden: what is neither counted nor suggested.
    """

    meanings: dict[str, dict[str, float]] = field(default_factory=dict)
    generic: frozenset[str] = frozenset()
    stop: frozenset[str] = frozenset()
    places: dict[str, list[tuple[int, ...]]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word that some rule names: what offices deal with, and what people call it."""
        return frozenset(self.meanings).union(*self.meanings.values())

    @cached_property
    def known(self) -> frozenset[str]:
        """Every word that a text is cut at before a dictionary cuts the rest."""
        names = (*self.meanings, *self.generic, *self.stop, *self.places)
        return frozenset(name for name in names if len(name) > 1 and is_han(name))

    @cached_property
    def longest(self) -> int:
        """The length of the longest known word."""
        return max(map(len, self.known), default=0)

    @cached_property
    def by_sound(self) -> dict[tuple[str, ...], list[str]]:
        """The words that have meanings, by how they sound."""
        return _listed(self.meanings, word_syllables)

    @cached_property
    def by_initials(self) -> dict[str, list[str]]:
        """The words that have meanings, by their initials."""
        return _listed(self.meanings, initials_of)


def _listed(words: Iterable[str], key: Callable[[str], Key]) -> dict[Key, list[str]]:
    found: defaultdict[Key, list[str]] = defaultdict(list)
    for word in sorted(words):
        if is_han(word) and len(word) > 1:
            found[key(word)].append(word)
    return dict(found)


_kept: dict[str, Lexicon] = {}


def lexicon() -> Lexicon:
    """Return the words as they are now: one read of the cache, and queries only after a change."""
    token = shared.get(TOKEN)
    if token is None:
        token = get_random_string(12)
        shared.add(TOKEN, token, timeout=None)
        token = shared.get(TOKEN) or token
    if token not in _kept:
        made = _read()
        _kept.clear()
        _kept[token] = made
    return _kept[token]


def forget() -> None:
    """Let every process read the words anew; whoever changes a register or an area calls it."""
    shared.set(TOKEN, get_random_string(12), timeout=None)


def _read() -> Lexicon:
    from search.models import HiddenTerm, SynonymRule

    meanings: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for rule in SynonymRule.objects.filter(is_active=True).order_by("pk"):
        words, means = fold(rule.words).split(), fold(rule.means).split()
        for group, others, weight in rule_pairs(words, means, is_two_way=rule.is_two_way):
            for word in group:
                for other in others:
                    if other != word:
                        meanings[word][other] = max(weight, meanings[word].get(other, 0))
    return Lexicon(
        meanings=dict(meanings),
        generic=listed_words("generic.txt"),
        stop=listed_words("stop.txt"),
        places=_places(),
        hidden=frozenset(fold(term) for term in HiddenTerm.objects.values_list("term", flat=True)),
    )


def rule_pairs(
    words: list[str], means: list[str], *, is_two_way: bool
) -> list[tuple[list[str], list[str], float]]:
    """Return who finds whom by a rule: in two ways all of them each other, in one way the words what they
    mean.
    """
    if is_two_way:
        return [([*words, *means], [*words, *means], TWO_WAY)]
    return [(words, means, ONE_WAY)]


@cache
def listed_words(name: str) -> frozenset[str]:
    """Return the words of a data file, without its comments."""
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in fold(line).split())


def _places() -> dict[str, list[tuple[int, ...]]]:
    found: defaultdict[str, list[tuple[int, ...]]] = defaultdict(list)
    for area in Area.objects.active().with_pages().exclude(parent=None).order_by("path"):
        for name in place_names(area):
            found[name].append(tuple(area.ancestor_ids))
    return dict(found)


def place_names(area: Area) -> set[str]:
    """Return the folded names that people call an area by."""
    names = {fold(area.name), fold(area.short_name)}
    for name in tuple(names):
        for ending in _PLACE_ENDINGS:
            if name.endswith(ending) and len(name) - len(ending) > 1:
                names.add(name.removesuffix(ending))
    return names

"""Adding the synonyms that come with the program."""

from datetime import datetime
from pathlib import Path
from typing import Final

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from search.models import SynonymRule
from search.words import forget

_FILE: Final = Path(__file__).parents[1] / "data" / "synonyms.txt"


def load_synonyms(*, actor: AbstractUser | None, now: datetime) -> int:
    """Add the shipped rules that the register has never had; return how many.

    A rule that an administrator changed or switched off is known by its words and stays as it is.

    Args:
        actor: who loads them.
        now: the present moment.
    """
    shipped = read_rules(_FILE.read_text(encoding="utf-8"))
    with transaction.atomic():
        known = set(SynonymRule.objects.filter(is_shipped=True).values_list("words", flat=True))
        known |= set(SynonymRule.objects.values_list("words", flat=True))
        added = [rule for rule in shipped if rule.words not in known]
        SynonymRule.objects.bulk_create(added, ignore_conflicts=True)
    if added:
        forget()
    return len(added)


def read_rules(text: str) -> list[SynonymRule]:
    """Return the rules of a data file: `低保 = 最低生活保障` works both ways, `坐公交 > 老年优待证` one
    way.
    """
    rules = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        is_two_way = "=" in line
        words, _mark, means = line.partition("=" if is_two_way else ">")
        rules.append(
            SynonymRule(
                words=" ".join(words.split()),
                means=" ".join(means.split()),
                is_two_way=is_two_way,
                is_shipped=True,
            )
        )
    return rules

"""The categories that a new site begins with."""

from django.db import transaction

from communities.choices import CategoryScheme
from communities.models import Category

# Paper §4: the kinds of services for residents, in its order.
SERVICE_KINDS = (
    ("养老", "yanglao"),
    ("助残", "zhucan"),
    ("家政", "jiazheng"),
    ("救助", "jiuzhu"),
    ("法律", "falv"),
    ("文化", "wenhua"),
    ("卫生", "weisheng"),
    ("教育", "jiaoyu"),
    ("志愿者帮扶", "zhiyuanzhe-bangfu"),
)


def seed_categories(*, actor: None) -> int:
    """Make the nine kinds of services where the scheme is empty; return how many were made.

    A district that has changed its list keeps it.

    Args:
        actor: nobody; a command makes them.
    """
    with transaction.atomic():
        if Category.objects.filter(scheme=CategoryScheme.SERVICE).exists():
            return 0
        rows = [
            Category(scheme=CategoryScheme.SERVICE, name=name, slug=slug, position=position)
            for position, (name, slug) in enumerate(SERVICE_KINDS, start=1)
        ]
        return len(Category.objects.bulk_create(rows))

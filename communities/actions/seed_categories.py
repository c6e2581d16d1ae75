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


# The events of life by which people look for a guide.
GUIDE_EVENTS = (
    ("出生", "chusheng"),
    ("上学", "shangxue"),
    ("就业", "jiuye"),
    ("婚育", "hunyu"),
    ("住房", "zhufang"),
    ("就医", "jiuyi"),
    ("养老", "yanglao"),
    ("残疾", "canji"),
    ("困难", "kunnan"),
    ("退役", "tuiyi"),
    ("开店", "kaidian"),
    ("落户居住", "luohu"),
    ("身后", "shenhou"),
)


def seed_categories(*, actor: None) -> int:
    """Make the lists of a new site, each where its scheme is empty; return how many rows were made.

    A district that has changed its list keeps it.

    Args:
        actor: nobody; a command makes them.
    """
    seeds = {CategoryScheme.SERVICE: SERVICE_KINDS, CategoryScheme.GUIDE_EVENT: GUIDE_EVENTS}
    with transaction.atomic():
        present = set(Category.objects.order_by().values_list("scheme", flat=True))
        rows = [
            Category(scheme=scheme, name=name, slug=slug, position=position)
            for scheme, kinds in seeds.items()
            if scheme not in present
            for position, (name, slug) in enumerate(kinds, start=1)
        ]
        return len(Category.objects.bulk_create(rows))

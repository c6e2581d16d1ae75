"""Services for measuring, in communities and streets, some with coordinates and some long not assured."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Final

from wagtail.models import Page

from cms_pages.choices import FeeKind
from cms_pages.guides.words import sort_key_of
from cms_pages.load_seeds.pages import add_in_batches, moment, owners_of
from cms_pages.models import ServedArea, ServiceCare, ServiceIndexPage, ServicePage
from communities.choices import CategoryScheme
from communities.models import Category
from communities.seeding import BATCH, Seed, Wanted, registry

NAMES: Final = (
    "食堂",
    "理发",
    "家电维修",
    "日间照料",
    "法律咨询",
    "裁缝",
    "配钥匙",
    "图书室",
    "托管班",
    "健身房",
)
DISTRICT_CENTRE: Final = (Decimal("32.02000"), Decimal("118.79000"))


def make(wanted: Wanted) -> int:
    """Make what is missing of the services."""
    lists = list(
        ServiceIndexPage.objects.filter(area__state="active").select_related("area").order_by("path")
    )
    owners = owners_of(lists)
    categories = list(Category.objects.filter(scheme=CategoryScheme.SERVICE).order_by("position", "pk"))

    def one(number: int) -> tuple[Page, ServicePage]:
        chance = wanted.random("service", number)
        parent = chance.choice(lists)
        title = f"{parent.area.short_name}{chance.choice(NAMES)}（{number + 1}）"
        latitude, longitude = DISTRICT_CENTRE
        page = ServicePage(
            title=title,
            slug=f"{wanted.prefix}{number}",
            area=parent.area,
            body_owner=owners[parent.pk],
            category=chance.choice(categories) if categories else None,
            summary="家门口的服务，居民都能用。",
            eligibility="不限",
            fee_kind=FeeKind.FREE,
            address=f"{chance.randrange(1, 200)}号一楼",
            opening_note="工作日上午八点到下午五点",
            latitude=latitude + Decimal(chance.randrange(-4000, 4000)) / 100_000,
            longitude=longitude + Decimal(chance.randrange(-4000, 4000)) / 100_000,
            first_published_at=moment(chance, wanted.now),
            sort_key=sort_key_of(title)[0],
            search_text="家门口的服务，居民都能用。",
        )
        return parent, page

    def after(pages: Sequence[ServicePage]) -> None:
        ServedArea.objects.bulk_create(
            [ServedArea(service=page, area_id=page.area_id) for page in pages], batch_size=BATCH
        )
        ServiceCare.objects.bulk_create(
            [
                ServiceCare(
                    service=page,
                    assured_at=wanted.now - timedelta(days=place % 220),
                    assured_for_id=page.body_owner_id,
                )
                for place, page in enumerate(pages)
            ],
            batch_size=BATCH,
        )

    return add_in_batches(wanted, ServicePage, one, after)


registry.register("services")(Seed(what="services (便民服务) in all areas", make=make))

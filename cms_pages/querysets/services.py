"""Reads of services: lists, facets, what is open, what has coordinates, what has not been assured."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from communities.choices import Level
from communities.models import Area

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

# By the pinyin of the name; `pk` decides between two of one name.
BY_NAME = ("sort_key", "pk")


def _served_rows(**conditions: Any) -> "QuerySet[Any]":
    rows = apps.get_model("cms_pages", "ServedArea")
    return rows.objects.filter(service=OuterRef("pk"), **conditions).order_by()


class ServiceQuerySet(PageQuerySet):
    """Services. What a visitor may see is always asked through `everybodys`."""

    def everybodys(self) -> "ServiceQuerySet":
        """Return the services that everybody may see."""
        return self.live().public()

    def serving(self, area: Area) -> "ServiceQuerySet":
        """Return the services for residents of `area`, or (of a district or street) of some area below it."""
        wanted = Q(Exists(_served_rows(area_id__in=area.ancestor_ids)))
        if area.level == Level.DISTRICT:
            return self.filter(Exists(_served_rows()))
        if area.level == Level.STREET:
            below = Area.objects.within(area).order_by().values("pk")
            wanted |= Q(Exists(_served_rows(area_id__in=below)))
        return self.filter(wanted)

    def listed_for(self, area: Area) -> "ServiceQuerySet":
        """Return the list of `area` by name, with what its rows need."""
        return (
            self.everybodys()
            .serving(area)
            .select_related("area", "body_owner", "provider", "category")
            .defer("description", "pictures", "search_text")
            .order_by(*BY_NAME)
        )

    def fitting(self, *, age: int | None, need: str) -> "ServiceQuerySet":
        """Return the services that somebody of that age, in that situation, may use: those made for them, and
        those for everybody.
        """
        rows = self
        if age is not None:
            rows = rows.filter(
                Q(age_from__isnull=True) | Q(age_from__lte=age), Q(age_to__isnull=True) | Q(age_to__gte=age)
            )
        return rows.filter(Q(needs="") | Q(needs__contains=f",{need},")) if need else rows

    def matching_words(self, words: str) -> "ServiceQuerySet":
        """Return the services that contain every one of the words (split at white space)."""
        services = self
        for word in words.split():
            services = services.filter(Q(title__icontains=word) | Q(search_text__icontains=word))
        return services

    def with_schedules(self, keys: Iterable[int]) -> "ServiceQuerySet":
        """Return the services that keep one of those opening schedules."""
        return self.filter(opening_id__in=list(keys))

    def schedule_ids(self) -> set[int]:
        """Return the keys of the opening schedules that these services keep."""
        return set(
            self.filter(opening__isnull=False).order_by().values_list("opening_id", flat=True).distinct()
        )

    def counts_by_category(self) -> dict[int, int]:
        """Return how many of these services there are, by key of the category."""
        rows = self.order_by().values("category_id").annotate(count=Count("pk"))
        return {row["category_id"]: row["count"] for row in rows if row["category_id"] is not None}

    def located(self) -> "ServiceQuerySet":
        """Return the services of which one knows where they are."""
        return self.filter(latitude__isnull=False, longitude__isnull=False)

    def after(self, key: tuple[str, int]) -> "ServiceQuerySet":
        """Return what comes after the service with that key (`sort_key`, `pk`) in a list."""
        name, pk = key
        return self.filter(Q(sort_key__gt=name) | Q(sort_key=name, pk__gt=pk))

    def before(self, key: tuple[str, int]) -> "ServiceQuerySet":
        """Return what comes before the service with that key in a list, backwards."""
        name, pk = key
        earlier = self.filter(Q(sort_key__lt=name) | Q(sort_key=name, pk__lt=pk))
        return earlier.order_by("-sort_key", "-pk")

    def not_assured_since(self, moment: datetime) -> "ServiceQuerySet":
        """Return the published services that nobody has assured since `moment`, the longest first."""
        return self.live().filter(care__assured_at__lt=moment).order_by("care__assured_at", "pk")

    def visible_to(self, user: "User | AnonymousUser") -> "ServiceQuerySet":
        """Return the services that `user` may see. Twin of `cms_pages.services.permissions.can_see`."""
        from cms_pages.services.permissions import publishing_bodies

        if user.is_authenticated and user.is_active and user.is_superuser:
            return self.all()
        return self.filter(Q(live=True) | Q(body_owner__in=publishing_bodies(user)))


ServiceManager = PageManager.from_queryset(ServiceQuerySet)

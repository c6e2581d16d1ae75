"""Reads of guides, of the facts that they share, of certificates and of readers' opinions."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Min, Q
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from communities.choices import Level
from communities.models import Area, Body, Category
from communities.permissions import has_right, standing_of
from communities.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from cms_pages.models import CommitteeCertificate, GuideFeedback, GuidePage, SharedFact  # noqa: F401

# So long before a review is due its owner is reminded.
REMIND_AHEAD = timedelta(days=14)
_TIERS = {Level.DISTRICT: "at_district", Level.STREET: "at_street", Level.COMMUNITY: "at_community"}
_LONG = (
    *("legal_basis", "conditions", "materials", "variants", "steps", "pictures", "answers", "questions"),
    *("search_text", "keywords"),
)


class GuideQuerySet(PageQuerySet):
    """Guides."""

    def listed(self) -> "GuideQuerySet":
        """Return what everybody may read, by pinyin, with what rows of a list need."""
        rows = self.live().public().select_related("body_owner", "care").defer(*_LONG)
        return rows.order_by("sort_key", "pk")

    def handled_at(self, level: Level) -> "GuideQuerySet":
        """Return the guides to matters that are handled or taken in at that level."""
        return self.filter(**{_TIERS[level]: True})

    def about(self, event: Category) -> "GuideQuerySet":
        """Return the guides of one of life's events."""
        return self.filter(life_events=event)

    def matching_words(self, words: str) -> "GuideQuerySet":
        """Return the guides that contain every word (split at white space), in everyday words or official
        ones.
        """
        guides = self
        for word in words.split():
            guides = guides.filter(
                Q(title__icontains=word) | Q(keywords__icontains=word) | Q(search_text__icontains=word)
            )
        return guides

    def after(self, guide: "GuidePage") -> "GuideQuerySet":
        """Return what comes after `guide` in a list."""
        return self.filter(Q(sort_key__gt=guide.sort_key) | Q(sort_key=guide.sort_key, pk__gt=guide.pk))

    def of_bodies(self, bodies: Iterable[Body] | None) -> "GuideQuerySet":
        """Return the guides of `bodies`; all of them for None."""
        return self.all() if bodies is None else self.filter(body_owner__in=list(bodies))

    def stale(self, today: date) -> "GuideQuerySet":
        """Return the published guides whose review is overdue on `today`, the longest overdue first."""
        return (
            self.live().filter(care__due_on__lt=today).select_related("care").order_by("care__due_on", "pk")
        )

    def due_soon(self, today: date) -> "GuideQuerySet":
        """Return the published guides whose review is overdue or due within two weeks, the first due
        first.
        """
        soon = self.live().filter(care__due_on__lte=today + REMIND_AHEAD)
        return soon.select_related("care", "body_owner").order_by("care__due_on", "pk")

    def next_due_on(self, today: date) -> date | None:
        """Return the last day on which all of these that are fresh on `today` are, if there is one."""
        found: date | None = (
            self.live().filter(care__due_on__gte=today).order_by().aggregate(day=Min("care__due_on"))["day"]
        )
        return found

    def places_of(self, area: Area) -> "GuideQuerySet":
        """Return the guides that concern `area`: of the district all, below it what is handled at that
        level.
        """
        return self if area.level == Level.DISTRICT else self.handled_at(Level(area.level))


GuideManager = PageManager.from_queryset(GuideQuerySet)


class SharedFactQuerySet(models.QuerySet["SharedFact"]):
    """Shared facts, by name."""

    def values_on(self, today: date, *, names: Iterable[str]) -> dict[str, str]:
        """Return the value with its unit of each of `names` that has one on `today`. One query."""
        rows = self.filter(name__in=list(names), values__effective_from__lte=today)
        found = rows.order_by("values__effective_from").values_list("name", "values__value", "unit")
        # The latest comes last and stays.
        return {name: f"{value}{unit}" for name, value, unit in found}

    def next_change_on(self, today: date, *, names: Iterable[str] | None = None) -> date | None:
        """Return the first day after `today` from which one of `names` (of all, for None) is another."""
        rows = self if names is None else self.filter(name__in=list(names))
        found: date | None = rows.order_by().aggregate(
            day=Min("values__effective_from", filter=Q(values__effective_from__gt=today))
        )["day"]
        return found

    def visible_to(self, user: "User | AnonymousUser") -> "SharedFactQuerySet":
        """Return the facts that `user` keeps. Twin of `cms_pages.guides.permissions.can_keep_fact`."""
        if has_right(user, Right.MANAGE_DISTRICT):
            return self
        return self.filter(body__in=standing_of(user).bodies_with(Right.PUBLISH_PAGES))


class CommitteeCertificateQuerySet(models.QuerySet["CommitteeCertificate"]):
    """Certificates, those that may be issued first."""

    def refused(self) -> "CommitteeCertificateQuerySet":
        """Return those that committees no longer issue."""
        return self.filter(stance="refused")

    def matching_words(self, words: str) -> "CommitteeCertificateQuerySet":
        """Return those that contain every word."""
        rows = self
        for word in words.split():
            rows = rows.filter(
                Q(name__icontains=word) | Q(purpose__icontains=word) | Q(instead__icontains=word)
            )
        return rows

    def visible_to(self, user: "User | AnonymousUser") -> "CommitteeCertificateQuerySet":
        """Return the list for those who keep it. Twin of `communities.permissions.can_manage_district`."""
        return self if has_right(user, Right.MANAGE_DISTRICT) else self.none()


class GuideFeedbackQuerySet(models.QuerySet["GuideFeedback"]):
    """What readers said, the newest first."""

    def visible_to(self, user: "User | AnonymousUser") -> "GuideFeedbackQuerySet":
        """Return what was said of the guides of `user`'s bodies. Twin of `permissions.can_see_feedback`."""
        if has_right(user, Right.MANAGE_DISTRICT):
            return self
        return self.filter(guide__body_owner__in=standing_of(user).bodies_with(Right.PUBLISH_PAGES))

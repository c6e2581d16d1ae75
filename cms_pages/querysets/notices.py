"""Reads of notices: lists, banner, what officials received."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from cms_pages.choices import Audience
from communities.choices import Level
from communities.models import Area, Body

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

# Newest first; `pk` decides between notices that were published together.
NEWEST_FIRST = ("-listed_from", "-pk")
MOST_BANNERS = 3


def _audience_rows(**conditions: Any) -> "QuerySet[Any]":
    rows = apps.get_model("cms_pages", "NoticeAudience")
    return rows.objects.filter(notice=OuterRef("pk"), **conditions).order_by()


def _pinned_in(area: Area, now: datetime) -> Q:
    """A notice is pinned in the lists of those it is addressed to, and in its publisher's, not in those
    above.
    """
    concerned = Q(area=area) | Q(Exists(_audience_rows(area_id__in=area.ancestor_ids)))
    return Q(Q(pinned_until__isnull=True) | Q(pinned_until__gt=now), concerned, is_pinned=True)


class NoticeQuerySet(PageQuerySet):
    """Notices. What a visitor may see is always asked through `public_at`."""

    def public_at(self, now: datetime) -> "NoticeQuerySet":
        """Return what everybody may read at `now`: published, not only for committees, begun; ended ones,
        too.
        """
        return self.live().public().exclude(audience=Audience.COMMITTEES).filter(listed_from__lte=now)

    def effective(self, now: datetime) -> "NoticeQuerySet":
        """Return the notices that hold at `now`; the moment in `effective_until` itself is over."""
        return self.filter(Q(effective_until__isnull=True) | Q(effective_until__gt=now), listed_from__lte=now)

    def addressed_to(self, area: Area) -> "NoticeQuerySet":
        """Return the notices addressed to `area` or to an area that contains it."""
        return self.filter(Exists(_audience_rows(area_id__in=area.ancestor_ids)))

    def listed_for(
        self, area: Area, now: datetime, *, own_level: bool = False, include_expired: bool = False
    ) -> "NoticeQuerySet":
        """Return the list of `area` at `now`, newest first, with what its rows need.

        Args:
            area: a district, street or community.
            now: the present moment.
            own_level: leave out what areas below published for themselves.
            include_expired: also those whose effect is over (the archive).
        """
        notices = self.public_at(now)
        if not include_expired:
            notices = notices.effective(now)
        if own_level:
            notices = notices.filter(Q(area=area) | Exists(_audience_rows(area_id__in=area.ancestor_ids)))
        elif area.level == Level.STREET:
            below = Area.objects.within(area).order_by().values("pk")
            notices = notices.filter(
                Exists(_audience_rows(area_id__in=area.ancestor_ids))
                | Exists(_audience_rows(area_id__in=below))
            )
        elif area.level != Level.DISTRICT:
            notices = notices.addressed_to(area)
        return notices.select_related("area", "body_owner").defer("content", "search_text").newest_first()

    def newest_first(self) -> "NoticeQuerySet":
        """Return the notices in the order of every list."""
        return self.order_by(*NEWEST_FIRST)

    def pinned_for(self, area: Area, now: datetime) -> "NoticeQuerySet":
        """Return the notices that stand above the list of `area` at `now`."""
        return self.filter(_pinned_in(area, now))

    def not_pinned_for(self, area: Area, now: datetime) -> "NoticeQuerySet":
        """Return the others, among them those that areas below have pinned in their own lists."""
        return self.exclude(_pinned_in(area, now))

    def urgent_for(self, area: Area | None, now: datetime) -> "NoticeQuerySet":
        """Return the notices whose banner is on the pages of `area` at `now`, at most three, newest first.

        A page without an area (`None`) carries the banners that are addressed to the whole district.
        """
        notices = self.public_at(now).effective(now)
        if area is None:
            notices = notices.filter(Exists(_audience_rows(area__level=Level.DISTRICT)))
        else:
            notices = notices.addressed_to(area)
        return (
            notices.filter(
                Q(urgent_from__isnull=True) | Q(urgent_from__lte=now), is_urgent=True, urgent_until__gt=now
            )
            .defer("content", "search_text")
            .newest_first()[:MOST_BANNERS]
        )

    def next_change_for(self, area: Area | None, now: datetime) -> datetime | None:
        """Return the first moment after `now` at which time alone changes lists or banner of `area`, if
        there is one.

        A cached page that shows notices must not live longer. Of a district all its notices count, of a
        street all below it, too.
        """
        notices = self.live().exclude(audience=Audience.COMMITTEES)
        if area is not None and area.level != Level.DISTRICT:
            below = Area.objects.within(area).order_by().values("pk")
            notices = notices.filter(
                Exists(_audience_rows(area_id__in=area.ancestor_ids))
                | Exists(_audience_rows(area_id__in=below))
            )
        # What has nothing to come is left out by index before anything is counted.
        coming = (
            Q(listed_from__gt=now)
            | Q(effective_until__gt=now)
            | Q(is_pinned=True, pinned_until__gt=now)
            | Q(is_urgent=True, urgent_until__gt=now)
        )
        found = (
            notices.filter(coming)
            .order_by()
            .aggregate(
                begins=Min("listed_from", filter=Q(listed_from__gt=now)),
                ends=Min("effective_until", filter=Q(effective_until__gt=now)),
                unpinned=Min("pinned_until", filter=Q(is_pinned=True, pinned_until__gt=now)),
                banner_begins=Min("urgent_from", filter=Q(is_urgent=True, urgent_from__gt=now)),
                banner_ends=Min("urgent_until", filter=Q(is_urgent=True, urgent_until__gt=now)),
            )
        )
        return min((moment for moment in found.values() if moment is not None), default=None)

    def matching_words(self, words: str) -> "NoticeQuerySet":
        """Return the notices that contain every one of the words (split at white space) in title, summary
        or text.
        """
        notices = self
        for word in words.split():
            notices = notices.filter(
                Q(title__icontains=word) | Q(summary__icontains=word) | Q(search_text__icontains=word)
            )
        return notices

    def received_by(self, bodies: Iterable[Body]) -> "NoticeQuerySet":
        """Return the published notices for committees that were sent to any of `bodies`; not what they
        sent.
        """
        from cms_pages.notices.recipients import receiving_area_ids

        bodies = list(bodies)
        return (
            self.live()
            .filter(
                Exists(_audience_rows(area_id__in=receiving_area_ids(bodies))), audience=Audience.COMMITTEES
            )
            .exclude(body_owner__in=bodies)
        )

    def unsigned_by(self, bodies: Iterable[Body]) -> "NoticeQuerySet":
        """Return those that none of `bodies` has signed for."""
        receipts = apps.get_model("cms_pages", "NoticeReceipt")
        return self.exclude(
            Exists(
                receipts.objects.filter(
                    notice=OuterRef("pk"), body__in=list(bodies), signed_at__isnull=False
                ).order_by()
            )
        )

    def with_signed_count(self) -> "NoticeQuerySet":
        """Return the notices with `signed_count`, the number of bodies that have signed."""
        signed = Count("receipts", filter=Q(receipts__signed_at__isnull=False))
        return self.annotate(signed_count=signed)

    def visible_to(self, user: "User | AnonymousUser") -> "NoticeQuerySet":
        """Return the published notices that `user` may read. Twin of
        `cms_pages.notices.permissions.can_see`.
        """
        from cms_pages.notices.permissions import reading_bodies
        from cms_pages.notices.recipients import receiving_area_ids

        if user.is_authenticated and user.is_active and user.is_superuser:
            return self.live()
        bodies = reading_bodies(user)
        if not bodies:
            return self.live().exclude(audience=Audience.COMMITTEES)
        return self.live().filter(
            ~Q(audience=Audience.COMMITTEES)
            | Q(body_owner__in=bodies)
            | Exists(_audience_rows(area_id__in=receiving_area_ids(bodies)))
        )


NoticeManager = PageManager.from_queryset(NoticeQuerySet)

"""What waits in each body of what belongs to pages. One query a page type or register, whatever the number of
bodies.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from cms_pages.choices import Audience
from cms_pages.models import (
    DisclosureObjection,
    GuidePage,
    NoticeAudience,
    NoticePage,
    NoticeReceipt,
    ScheduleFailure,
    ServicePage,
    ServiceProposal,
    ServiceRating,
)
from cms_pages.models.base import BasePage
from cms_pages.notices.recipients import RECEIVING_KINDS
from cms_pages.services.staleness import HOLDS_FOR
from communities.models import Body, InspectionFinding
from communities.workload import WorkCounter, WorkKind, registry
from disclosure.models import DisclosureDuty

# Nobody signs what is older: it is history by then.
SIGNED_WITHIN = timedelta(days=90)


def owned_page_models() -> "Iterator[type[BasePage]]":
    """Yield the page types whose pages say which body publishes them."""
    for model in apps.get_models():
        if issubclass(model, BasePage) and any(f.name == "body_owner" for f in model._meta.local_fields):
            yield model


def by_body(rows: "QuerySet[Any]", body: str = "body_owner_id") -> Counter[int]:
    """Return how many of `rows` there are, by that key of a body."""
    counts = rows.order_by().values_list(body).annotate(count=Count("pk"))
    return Counter({key: count for key, count in counts if key is not None})


def drafts(_now: datetime) -> Mapping[int, int]:
    """Count pages with changes that are not published."""
    total: Counter[int] = Counter()
    for model in owned_page_models():
        total += by_body(model.objects.filter(has_unpublished_changes=True))
    return total


def _in_workflow(status: str) -> Callable[[datetime], Mapping[int, int]]:
    def count(_now: datetime) -> Mapping[int, int]:
        states = WorkflowState.objects.filter(status=status).values_list("object_id", flat=True)
        keys = [int(key) for key in states if key.isdecimal()]
        total: Counter[int] = Counter()
        for model in owned_page_models() if keys else ():
            total += by_body(model.objects.filter(pk__in=keys))
        return total

    return count


def schedule_failures(_now: datetime) -> Mapping[int, int]:
    """Count pages that were not published when their moment came."""
    return by_body(ScheduleFailure.objects.all(), "body_id")


def unsigned_notices(now: datetime) -> Mapping[int, int]:
    """Count, by body, the notices for committees of the last months that nobody there has signed. Three
    queries."""
    recent = NoticePage.objects.live().filter(
        audience=Audience.COMMITTEES, listed_from__lte=now, listed_from__gt=now - SIGNED_WITHIN
    )
    owners = dict(recent.order_by().values_list("pk", "body_owner_id"))
    addressed: dict[int, set[int]] = {}
    for notice, area in NoticeAudience.objects.filter(notice__in=owners).values_list("notice_id", "area_id"):
        addressed.setdefault(area, set()).add(notice)
    signed = set(
        NoticeReceipt.objects.filter(notice__in=owners, signed_at__isnull=False).values_list(
            "body_id", "notice_id"
        )
    )
    bodies = Body.objects.current(today=timezone.localdate(now)).filter(kind__in=RECEIVING_KINDS)
    found: dict[int, int] = {}
    for body in bodies.select_related("area"):
        received = {key for area in body.area.ancestor_ids for key in addressed.get(area, ())}
        open_ones = [key for key in received if owners[key] != body.pk and (body.pk, key) not in signed]
        if open_ones:
            found[body.pk] = len(open_ones)
    return found


def _guides_due(now: datetime) -> Mapping[int, int]:
    return by_body(GuidePage.objects.live().filter(care__due_on__lt=timezone.localdate(now)))


def _services_due(now: datetime) -> Mapping[int, int]:
    return by_body(ServicePage.objects.live().filter(care__assured_at__lte=now - HOLDS_FOR))


def _columns_failing(_now: datetime) -> Mapping[int, int]:
    return by_body(InspectionFinding.objects.filter(Q(state="stale") | Q(state="empty")), "body_id")


def _late_duties(now: datetime) -> Mapping[int, int]:
    today = timezone.localdate(now)
    return by_body(DisclosureDuty.objects.of_active_areas().unmet().filter(due_on__lt=today), "body_id")


def _objections(_now: datetime) -> Mapping[int, int]:
    return by_body(DisclosureObjection.objects.of_active_areas().unanswered(), "page__body_owner_id")


def _ratings(_now: datetime) -> Mapping[int, int]:
    return by_body(ServiceRating.objects.pending(), "service__body_owner_id")


def _proposals(_now: datetime) -> Mapping[int, int]:
    return by_body(ServiceProposal.objects.waiting(), "service__body_owner_id")


for _key, _title, _kind, _count in (
    ("in-review", _("审核中的页面"), WorkKind.CHECK, _in_workflow(WorkflowState.STATUS_IN_PROGRESS)),
    ("ratings", _("待审核的服务评价"), WorkKind.CHECK, _ratings),
    ("proposals", _("待处理的服务修改建议"), WorkKind.CHECK, _proposals),
    ("drafts", _("没有发布的草稿和修改"), WorkKind.PUBLISH, drafts),
    ("returned", _("被退回的页面"), WorkKind.RETURNED, _in_workflow(WorkflowState.STATUS_NEEDS_CHANGES)),
    ("unsigned", _("待签收的公告"), WorkKind.SIGN, unsigned_notices),
    ("schedule-failures", _("没能按时发布的页面"), WorkKind.LATE, schedule_failures),
    ("disclosures-late", _("逾期未公开的事项"), WorkKind.LATE, _late_duties),
    ("guide-reviews", _("过期未核对的办事指南"), WorkKind.STALE, _guides_due),
    ("service-care", _("过期未核对的便民服务"), WorkKind.STALE, _services_due),
    ("columns", _("超期或空白的栏目"), WorkKind.STALE, _columns_failing),
    ("objections", _("待答复的异议"), WorkKind.OBJECTION, _objections),
):
    registry.register(_key)(WorkCounter(title=_title, kind=_kind, count=_count))

"""What can be wrong with single guides, and who waits for an answer."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms_pages.models import DisclosureObjection, GuidePage, ServiceProposal, ServiceRating
from communities.inspection import Check, Fault, checks
from design.formatting import cn_date

QUARTER = 92


def guides_lacking_elements(now: datetime, _days: int) -> Iterator[Fault]:
    """Yield the published guides that have lost an element since they were published.

    Publishing is refused while one is missing (`cms_pages.guides.readiness`), so what can be missing later is
    what the guide points to: numbers and places that their bodies have taken away.
    """
    guides = GuidePage.objects.live().annotate(
        enquiries=Count("phones", filter=Q(phones__purpose="enquiry"), distinct=True),
        complaints=Count("phones", filter=Q(phones__purpose="complaint"), distinct=True),
        where=Count("places", distinct=True),
    )
    lacking = Q(enquiries=0) | Q(complaints=0) | Q(at_district=True, where=0)
    for guide in guides.filter(lacking).order_by("pk"):
        missing = [
            word
            for word, is_missing in (
                (_("咨询电话"), not guide.enquiries),
                (_("投诉电话"), not guide.complaints),
                (_("办理地点"), guide.at_district and not guide.where),
            )
            if is_missing
        ]
        yield _of_guide(guide, _("“%(title)s”缺%(missing)s"), missing="、".join(missing))


def guides_unreviewed(now: datetime, _days: int) -> Iterator[Fault]:
    """Yield the published guides whose review is overdue."""
    for guide in GuidePage.objects.stale(timezone.localdate(now)):
        due = guide.care.due_on
        since = timezone.make_aware(datetime.combine(due, time.min))
        yield _of_guide(guide, _("“%(title)s”应在%(day)s前核对"), since=since, day=cn_date(due))


def _of_guide(guide: GuidePage, words: str, *, since: datetime | None = None, **more: str) -> Fault:
    return Fault(
        area_id=guide.area_id,
        body_id=guide.body_owner_id,
        subject=str(guide.pk),
        title=words % {"title": guide.title, **more},
        url=reverse("wagtailadmin_pages:edit", args=[guide.pk]),
        since=since,
    )


def ratings_waiting(now: datetime, days: int) -> Iterator[Fault]:
    """Yield the ratings that nobody has decided on for too long."""
    rows = ServiceRating.objects.pending().filter(said_at__lte=now - timedelta(days=days))
    yield from _waiting(rows, "said_at", reverse("service_ratings:index"), _("“%(title)s”的评价还没审核"))


def proposals_waiting(now: datetime, days: int) -> Iterator[Fault]:
    """Yield the proposed changes that nobody has decided on for too long."""
    rows = ServiceProposal.objects.waiting().filter(proposed_at__lte=now - timedelta(days=days))
    url = reverse("service_proposals:index")
    yield from _waiting(rows, "proposed_at", url, _("“%(title)s”的修改建议还没处理"))


def _waiting(
    rows: "QuerySet[ServiceRating] | QuerySet[ServiceProposal]", moment: str, url: str, words: str
) -> Iterator[Fault]:
    for row in rows.select_related("service"):
        yield Fault(
            area_id=row.service.area_id,
            body_id=row.service.body_owner_id,
            subject=str(row.pk),
            title=words % {"title": row.service.title},
            url=url,
            since=getattr(row, moment),
        )


def objections_waiting(now: datetime, days: int) -> Iterator[Fault]:
    """Yield the objections to disclosures that nobody has answered for too long."""
    rows = DisclosureObjection.objects.unanswered().filter(raised_at__lte=now - timedelta(days=days))
    for objection in rows.select_related("page"):
        page = objection.page
        yield Fault(
            area_id=page.area_id,
            body_id=page.body_owner_id,
            subject=str(objection.pk),
            title=_("对“%(title)s”的异议还没答复") % {"title": page.title},
            url=reverse("disclosure_objections:index"),
            since=objection.raised_at,
        )


for _key, _check in (
    ("objections-waiting", Check(gettext_lazy("异议长期未答复"), objections_waiting, QUARTER)),
    ("guide-elements", Check(gettext_lazy("办事指南缺要素"), guides_lacking_elements)),
    ("guide-reviews", Check(gettext_lazy("办事指南过期未核对"), guides_unreviewed)),
    ("ratings-waiting", Check(gettext_lazy("评价长期未审核"), ratings_waiting, QUARTER)),
    ("proposals-waiting", Check(gettext_lazy("建议长期未处理"), proposals_waiting, QUARTER)),
):
    checks.register(_key)(_check)

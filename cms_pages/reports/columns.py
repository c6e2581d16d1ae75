"""What pages add to the report. One query a column."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext_lazy as _

from cms_pages.models import GuidePage, NoticePage, NoticeReceipt, ServicePage, ServiceRating
from cms_pages.models.base import BasePage
from cms_pages.workload import by_body
from communities.reports import Period, ReportColumn, registry


def _published(model: type[BasePage]) -> Callable[[Period], Mapping[int, int]]:
    def count(period: Period) -> Mapping[int, int]:
        return by_body(
            model.objects.filter(first_published_at__gte=period.start, first_published_at__lt=period.end)
        )

    return count


def _assured(period: Period) -> Mapping[int, int]:
    rows = ServicePage.objects.live().filter(
        care__assured_at__gte=period.start, care__assured_at__lt=period.end
    )
    return by_body(rows)


def _signed(period: Period) -> Mapping[int, int]:
    rows = NoticeReceipt.objects.filter(signed_at__gte=period.start, signed_at__lt=period.end)
    return by_body(rows, "body_id")


def _answered(period: Period) -> Mapping[int, int]:
    rows = ServiceRating.objects.filter(answered_at__gte=period.start, answered_at__lt=period.end)
    return by_body(rows, "answered_for_id")


for _key, _title, _count in (
    ("notices", _("发布公告"), _published(NoticePage)),
    ("guides", _("发布指南"), _published(GuidePage)),
    ("services", _("发布服务"), _published(ServicePage)),
    ("assured", _("核对服务"), _assured),
    ("signed", _("签收公告"), _signed),
    ("answered", _("回复评价"), _answered),
):
    registry.register(_key)(ReportColumn(title=_title, count=_count))

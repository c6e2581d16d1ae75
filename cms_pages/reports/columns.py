"""What pages add to the report. One query a column."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext_lazy as _

from cms_pages.models import (
    ConsultationPage,
    DisclosureObjection,
    DisclosurePage,
    GuidePage,
    NoticePage,
    NoticeReceipt,
    ServicePage,
    ServiceRating,
)
from cms_pages.models.base import BasePage
from cms_pages.workload import by_body
from communities.reports import Period, ReportColumn, registry
from forum.models import Enquiry


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


def _objections_answered(period: Period) -> Mapping[int, int]:
    rows = DisclosureObjection.objects.filter(answered_at__gte=period.start, answered_at__lt=period.end)
    return by_body(rows, "page__body_owner_id")


def _enquiries_answered(period: Period) -> Mapping[int, int]:
    rows = Enquiry.objects.filter(answered_at__gte=period.start, answered_at__lt=period.end)
    return by_body(rows, "answered_by_body_id")


# Tens are the columns of the menu, in its order; what comes after all of them starts at a hundred.
for _key, _title, _count, _position in (
    ("notices", _("发布公告"), _published(NoticePage), 10),
    ("signed", _("签收公告"), _signed, 11),
    ("consultations", _("征集意见"), _published(ConsultationPage), 12),
    ("disclosures", _("公开事项"), _published(DisclosurePage), 20),
    ("objections", _("答复异议"), _objections_answered, 21),
    ("guides", _("发布指南"), _published(GuidePage), 30),
    ("services", _("发布服务"), _published(ServicePage), 40),
    ("assured", _("核对服务"), _assured, 41),
    ("answered", _("回复评价"), _answered, 42),
    ("enquiries", _("答复咨询投诉"), _enquiries_answered, 50),
):
    registry.register(_key)(ReportColumn(title=_title, count=_count, position=_position))

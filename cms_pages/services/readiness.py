"""What a service must have before it may be published."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms_pages.choices import FeeKind, ServiceStatus
from cms_pages.publication.errors import PublicationError
from cms_pages.publication.words import MAX_TITLE, title_error
from communities.choices import CategoryScheme

if TYPE_CHECKING:
    from cms_pages.models import ServicePage


def service_errors(service: "ServicePage", *, now: datetime) -> list[PublicationError]:
    """Return what keeps `service` from being published at `now`, in the order of the editor's form."""
    return [
        *_name_errors(service),
        *_picture_errors(service),
        *_people_errors(service),
        *_fee_errors(service),
        *_place_errors(service),
        *_time_errors(service),
        *_status_errors(service, now),
    ]


def _name_errors(service: "ServicePage") -> Iterator[PublicationError]:
    wrong = title_error(service.title)
    if wrong:
        yield PublicationError(wrong, "title")
    if len(service.title) > MAX_TITLE:
        yield PublicationError(_("名称太长，最多%(most)d个字。") % {"most": MAX_TITLE}, "title")
    if service.slug in service.reserved_slugs:
        yield PublicationError(_("网址里的这个词已留作他用，请换一个。"), "slug")
    if service.category is None:
        yield PublicationError(_("缺类别。"), "category")
    elif service.category.scheme != CategoryScheme.SERVICE:
        yield PublicationError(_("这个类别不是服务类别。"), "category")
    if not service.summary.strip():
        yield PublicationError(_("缺一句话说明。"), "summary")


def _picture_errors(service: "ServicePage") -> Iterator[PublicationError]:
    try:
        service.pictures.stream_block.clean(service.pictures)
    except ValidationError:
        yield PublicationError(_("图片里有没填完的：请检查每一处都选了图片、写了替代文字。"), "pictures")


def _people_errors(service: "ServicePage") -> Iterator[PublicationError]:
    if service.provider is not None and service.provider_name.strip():
        yield PublicationError(_("服务单位选了一个，又填了名称，只留一样。"), "provider_name")
    if not service.eligibility.strip():
        yield PublicationError(_("缺“谁可以用”；没有限制的写“不限”。"), "eligibility")
    outside = [
        area
        for area in service.chosen_areas.all()
        if not area.path.startswith(service.area.path) or area.pk == service.area_id
    ]
    if outside:
        yield PublicationError(_("服务范围里有不在本单位辖区内的街道或社区。"), "chosen_areas")


def _fee_errors(service: "ServicePage") -> Iterator[PublicationError]:
    if not service.fee_kind:
        yield PublicationError(_("缺收费：收不收费、收多少。"), "fee_kind")
    elif service.fee_kind == FeeKind.FIXED and not service.fee_fen:
        yield PublicationError(_("收固定金额的，要填金额。"), "fee_fen")
    elif service.fee_kind == FeeKind.VARIES and not service.fee_text.strip():
        yield PublicationError(_("按情况收费的，要在收费说明里写清怎么收。"), "fee_text")
    elif service.fee_kind == FeeKind.FREE and service.fee_fen:
        yield PublicationError(_("不收费的，不要填金额。"), "fee_fen")


def _place_errors(service: "ServicePage") -> Iterator[PublicationError]:
    if not service.is_home_visit and not service.address.strip():
        yield PublicationError(_("缺地址；上门或电话服务的，请勾选“上门或电话服务”。"), "address")
    if (service.latitude is None) != (service.longitude is None):
        missing = "latitude" if service.latitude is None else "longitude"
        yield PublicationError(_("经度和纬度要么都填，要么都不填。"), missing)
    chosen = list(service.contacts.all())
    if not chosen:
        yield PublicationError(_("缺联系方式：至少选一个电话。"), "contacts")
    elif any(not fact.is_public for fact in chosen):
        yield PublicationError(_("选中的联系方式里有不公开的。"), "contacts")


def _time_errors(service: "ServicePage") -> Iterator[PublicationError]:
    if service.opening is None and not service.opening_note.strip():
        yield PublicationError(_("缺开放时间：选一个，或在时间说明里写清。"), "opening")


def _status_errors(service: "ServicePage", now: datetime) -> Iterator[PublicationError]:
    if service.status == ServiceStatus.NORMAL:
        if service.status_text.strip() or service.status_until is not None:
            yield PublicationError(_("写了变动，但情况还是“正常服务”。"), "status")
        return
    if not service.status_text.strip():
        yield PublicationError(_("缺变动说明：哪里变了，该怎么办。"), "status_text")
    if service.status == ServiceStatus.LIMITED and service.status_until is None:
        yield PublicationError(_("部分受限要写到什么时候为止。"), "status_until")
    if service.status_until is not None and service.status_until <= now:
        yield PublicationError(_("变动已经过了截止时间，请改回“正常服务”或改晚一些。"), "status_until")

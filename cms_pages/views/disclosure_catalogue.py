"""公开目录: what a committee must disclose, for everybody to read."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages.notices.trail import breadcrumbs
from communities.choices import BodyKind, CommunityKind, Level
from communities.models import Body
from disclosure.choices import CountsFrom, Cycle, DisclosureKind
from disclosure.models import DisclosureItem, kind_label

if TYPE_CHECKING:
    from cms_pages.models import DisclosureIndexPage


def disclosure_catalogue(request: HttpRequest, page: "DisclosureIndexPage") -> HttpResponse:
    """Show the catalogue of the area, by kind.

    Raises:
        Http404: a virtual community has none.
    """
    now = timezone.now()
    area = page.area
    if area.kind == CommunityKind.VIRTUAL:
        raise Http404
    items = DisclosureItem.objects.standard()
    publisher = _("各居（村）委会")
    if area.level == Level.COMMUNITY:
        body = Body.objects.filter(area=area, kind=BodyKind.COMMITTEE).select_related("area").first()
        if body:
            items, publisher = DisclosureItem.objects.of_committee(body), body.name
    rows = list(items.in_force(today=timezone.localdate(now)))
    kinds = [
        {
            "key": kind.value,
            "label": kind_label(kind, area),
            "rows": [_row(item, page, publisher) for item in rows if item.kind == kind],
        }
        for kind in DisclosureKind
    ]
    steps = breadcrumbs(page, request, now)
    steps[-1]["url"] = page.get_url(request) or ""
    return TemplateResponse(
        request,
        "cms_pages/disclosure_catalogue/index.html",
        {
            "page": page,
            "kinds": [kind for kind in kinds if kind["rows"]],
            "breadcrumbs": [*steps, {"label": _("公开目录"), "url": ""}],
        },
    )


def _row(item: DisclosureItem, page: "DisclosureIndexPage", publisher: str) -> dict[str, object]:
    start = {
        CountsFrom.START: _("期初起%d个工作日内"),
        CountsFrom.END: _("期末起%d个工作日内"),
    }[CountsFrom(item.counts_from)]
    if item.cycle == Cycle.AT_ONCE:
        start = _("发生之日起%d个工作日内")
    return {
        "title": item.title_in(page.area),
        "facts": [
            {"key": _("要素"), "value": "、".join(str(element) for element in item.element_list)},
            {"key": _("周期"), "value": f"{item.get_cycle_display()}，{start % item.limit_days}"},
            {"key": _("公开单位"), "value": publisher},
            {"key": _("公开对象"), "value": str(item.get_audience_display())},
            {"key": _("公开渠道"), "value": item.channels},
            {"key": _("依据"), "value": item.legal_basis},
            *([] if item.is_standard else [{"key": _("来源"), "value": _("本社区增加的事项")}]),
        ],
        "url": f"{page.get_url()}?item={item.pk}",
    }

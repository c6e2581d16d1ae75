"""The staff page of a community or street: who does what, and how they are reached."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages import navigation, page_cache
from cms_pages.front_pages.offices import offices_of
from cms_pages.models import StaffDuty
from cms_pages.notices.trail import breadcrumbs
from cms_pages.staff.display import duty_rows
from cms_pages.staff.permissions import STAFFED_KINDS
from communities.choices import Level
from communities.models import Body

if TYPE_CHECKING:
    from cms_pages.models import AreaPage


def staff_page(request: HttpRequest, page: "AreaPage") -> HttpResponse:
    """Show the duties of the area's committee or street office. Kept until midnight, when offices end."""
    now = timezone.now()
    today = timezone.localdate(now)
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    page_cache.bound(request, midnight + timedelta(days=1))
    area = page.area
    navigation.set_area(request, area)
    body = Body.objects.current(today=today).filter(area=area, kind__in=STAFFED_KINDS).first()
    office = offices_of([body], now)[body.pk] if body is not None else None
    if office is not None:
        page_cache.bound(request, office.changes_at)
    # The area's own step is the front page already.
    trail = breadcrumbs(page, request, now)[:-1]
    return render(
        request,
        "cms_pages/staff/index.html",
        {
            "page": page,
            "area": area,
            "office": office,
            "duties": duty_rows(StaffDuty.objects.shown_for(body, today=today)) if body else [],
            "find_url": reverse("community-find"),
            "is_community": area.level == Level.COMMUNITY,
            "breadcrumbs": [*trail, {"label": _("工作人员"), "url": ""}],
        },
    )

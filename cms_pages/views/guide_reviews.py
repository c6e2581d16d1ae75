"""要核对的指南: the guides of one's departments whose review is due, and the button that says “still
right”.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from accounts.requests import SignedInRequest
from cms_pages.actions.review_guide import review_guide
from cms_pages.guides.permissions import can_review, reviewed_bodies
from cms_pages.models import GuidePage
from design.formatting import cn_date

# More than one official works off in a sitting; the rest follows when these are done.
MOST_ROWS = 200


@require_safe
def guide_reviews(request: SignedInRequest) -> HttpResponse:
    """List what is due, by department; the district's administrators see all departments."""
    today = timezone.localdate()
    bodies = reviewed_bodies(request.user)
    mine = GuidePage.objects.of_bodies(bodies)
    department = request.GET.get("department", "")
    due = mine.due_soon(today)
    if department.isdecimal():
        due = due.filter(body_owner=int(department))
    guides = list(due[:MOST_ROWS])
    counts: dict[int, dict[str, object]] = {}
    for guide in mine.due_soon(today)[:MOST_ROWS]:
        row = counts.setdefault(guide.body_owner_id, {"body": guide.body_owner, "stale": 0, "soon": 0})
        key = "stale" if guide.care.due_on < today else "soon"
        row[key] = int(str(row[key])) + 1
    return TemplateResponse(
        request,
        "cms_pages/guides/admin/reviews.html",
        {
            "guides": [(guide, guide.care.due_on < today) for guide in guides],
            "counts": list(counts.values()) if bodies is None else [],
            "department": department,
            "header_title": _("要核对的办事指南"),
            "header_icon": "tasks",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("首页")},
                {"url": "", "label": _("要核对的办事指南")},
            ],
        },
    )


@require_POST
def guide_review_confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that the guide is still right."""
    guide = get_object_or_404(GuidePage.objects.live().select_related("body_owner", "area"), pk=pk)
    if not can_review(request.user, guide):
        raise Http404
    care = review_guide(guide=guide, actor=request.user, now=timezone.now())
    messages.success(
        request,
        _("“%(title)s”已核对，下次核对期限%(day)s。") % {"title": guide.title, "day": cn_date(care.due_on)},
    )
    return redirect("guide_reviews:index")

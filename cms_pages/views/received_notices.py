"""公告 sent to committees, for the officials that they were sent to: list, reading page, signature."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe
from wagtail.admin import messages

from accounts.requests import SignedInRequest
from cms_pages.actions.open_notice import open_notice
from cms_pages.actions.sign_notice import sign_notice
from cms_pages.models import NoticePage
from cms_pages.notices.detail import attachments, facts
from cms_pages.notices.permissions import bodies_that_receive, can_see_receipts, reading_bodies
from cms_pages.notices.received import received_rows
from cms_pages.paging import decode_key, encode_key, older_than

PAGE_SIZE = 30


def _breadcrumbs(*steps: tuple[str, str]) -> list[dict[str, Any]]:
    start = [(reverse("wagtailadmin_home"), _("首页"))]
    return [{"url": url, "label": label} for url, label in [*start, *steps]]


@require_safe
def received_index(request: SignedInRequest) -> HttpResponse:
    """Show what was sent to the bodies of the request's user; with `state=unsigned`, what waits for them."""
    bodies = reading_bodies(request.user)
    unsigned = request.GET.get("state") == "unsigned"
    notices = NoticePage.objects.received_by(bodies).select_related("body_owner").newest_first()
    if unsigned:
        notices = notices.unsigned_by(bodies)
    key = decode_key(request.GET.get("after", ""))
    rows = list((notices.filter(older_than(key, "listed_from")) if key else notices)[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    return TemplateResponse(
        request,
        "cms_pages/notices/admin/received_index.html",
        {
            "rows": received_rows(shown, bodies),
            "unsigned": unsigned,
            "older_key": encode_key(shown[-1].listed_from, shown[-1].pk) if len(rows) > PAGE_SIZE else "",
            "header_title": _("收到的公告"),
            "header_icon": "mail",
            "breadcrumbs_items": _breadcrumbs(("", _("收到的公告"))),
        },
    )


def _received_or_404(request: SignedInRequest, pk: int) -> NoticePage:
    notice: NoticePage = get_object_or_404(
        NoticePage.objects.visible_to(request.user).select_related("body_owner", "area"), pk=pk
    )
    if not notice.is_for_committees:
        raise Http404
    return notice


@require_GET
def received_notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a notice to an official of a body that it was sent to, and remember that the body has opened it.

    A browser that only fetches ahead has not opened anything.
    """
    notice = _received_or_404(request, pk)
    fetched_ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    receipts = [] if fetched_ahead else open_notice(notice=notice, actor=request.user, now=timezone.now())
    return TemplateResponse(
        request,
        "cms_pages/notices/admin/received_notice.html",
        {
            "notice": notice,
            "facts": facts(notice),
            "attachments": attachments(notice),
            "receipts": receipts,
            "may_sign": any(receipt.signed_at is None for receipt in receipts),
            "receipts_url": reverse("notice_receipts:list", args=[pk])
            if can_see_receipts(request.user, notice)
            else "",
            "header_title": notice.title,
            "header_icon": "mail",
            "breadcrumbs_items": _breadcrumbs(
                (reverse("received_notices:index"), _("收到的公告")), ("", notice.title)
            ),
        },
    )


@require_POST
def received_notice_sign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sign for the user's bodies. Sent twice, it signs once."""
    notice = _received_or_404(request, pk)
    if not bodies_that_receive(request.user, notice):
        raise Http404
    signed = sign_notice(notice=notice, actor=request.user, now=timezone.now())
    if signed:
        messages.success(request, _("已签收《%(title)s》。") % {"title": notice.title})
    else:
        messages.info(request, _("《%(title)s》此前已经签收。") % {"title": notice.title})
    return redirect("received_notices:read", pk)

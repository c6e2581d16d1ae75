"""Who has opened and signed a notice for committees: the publisher's list, its export, the reminder."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from accounts.requests import SignedInRequest
from cms_pages.actions.remind_bodies import ReminderRefused, remind_bodies
from cms_pages.models import NoticePage
from cms_pages.notices.permissions import can_see_receipts
from cms_pages.notices.receipts import ReceiptRow, receipt_list
from design.formatting import cn_datetime
from media.tables.writing import CONTENT_TYPES, attachment, write_rows

STATES = {
    "signed": gettext_lazy("已签收"),
    "opened": gettext_lazy("已查看未签收"),
    "unopened": gettext_lazy("未查看"),
}


def _own_or_404(request: SignedInRequest, pk: int) -> NoticePage:
    notice: NoticePage = get_object_or_404(NoticePage.objects.select_related("body_owner", "area"), pk=pk)
    if not can_see_receipts(request.user, notice):
        raise Http404
    return notice


@require_safe
def notice_receipts(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the bodies by street with their state."""
    notice = _own_or_404(request, pk)
    receipts = receipt_list(notice, today=timezone.localdate())
    return TemplateResponse(
        request,
        "cms_pages/notices/admin/receipts.html",
        {
            "notice": notice,
            "receipts": receipts,
            "last_reminder": notice.reminders.first(),
            "header_title": _("签收情况：%(title)s") % {"title": notice.title},
            "header_icon": "tasks",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("首页")},
                {"url": reverse("wagtailadmin_pages:edit", args=[pk]), "label": notice.title},
                {"url": "", "label": _("签收情况")},
            ],
        },
    )


@require_safe
def notice_receipts_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """Return the list as a CSV file."""
    notice = _own_or_404(request, pk)
    head = [_("街道"), _("单位"), _("状态"), _("查看时间"), _("查看人"), _("签收时间"), _("签收人")]
    groups = receipt_list(notice, today=timezone.localdate()).groups
    rows = [(group.name, *_cells(row)) for group in groups for row in group.rows]
    response = HttpResponse(write_rows([head, *rows]), content_type=CONTENT_TYPES["csv"])
    response["Content-Disposition"] = attachment(f"签收情况-{notice.slug}", "csv")
    return response


def _cells(row: ReceiptRow) -> list[object]:
    receipt = row.receipt
    return [
        row.body.name,
        STATES[row.state],
        cn_datetime(receipt.opened_at) if receipt else "",
        receipt.opened_by if receipt else "",
        cn_datetime(receipt.signed_at) if receipt else "",
        receipt.signed_by if receipt else "",
    ]


@require_POST
def notice_receipts_remind(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remind the bodies that have not signed."""
    notice = _own_or_404(request, pk)
    try:
        reminded = remind_bodies(notice=notice, actor=request.user, now=timezone.now())
    except ReminderRefused as refused:
        messages.warning(request, refused.messages[0])
    else:
        messages.success(request, _("已提醒%(count)d个未签收的单位。") % {"count": reminded})
    return redirect("notice_receipts:list", pk)

"""“导入表格”: a spreadsheet into a page's draft, without JavaScript."""

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from accounts.requests import SignedInRequest
from cms_pages.actions.import_table import import_table
from cms_pages.forms.tables import TablePreviewForm, TableSourceForm, preview_context
from cms_pages.tables.finding import places_for_tables, takes_tables
from cms_pages.views.typed_tables import reading_of
from events.once import once
from media.tables.checking import Checked, check
from media.tables.reading import Reading
from media.tables.table import RawTable, Table, TableRefused

TEMPLATE = "cms_pages/tables/admin/import.html"


def table_import(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for a spreadsheet, show what was read with each wrong cell, and put the table into the draft.

    Raises:
        Http404: the page is not one that the user may edit, or holds no tables.
    """
    page = get_object_or_404(Page, pk=pk).specific.get_latest_revision_as_object()
    if not page.permissions_for_user(request.user).can_edit() or not takes_tables(page):
        raise Http404
    if request.method != "POST":
        return _answer(request, page, {"source": TableSourceForm()})
    if "table" in request.POST:
        return _preview(request, page)
    source = TableSourceForm(request.POST, request.FILES)
    source.is_valid()
    try:
        reading = reading_of(request)
    except TableRefused as refused:
        source.add_error("file" if request.FILES.get("file") else "text", str(refused))
        return _answer(request, page, {"source": source}, status=422)
    checked = check(reading.table)
    return _shown(request, page, reading.table, checked, notes=[*reading.notes, *_sheet_notes(reading)])


def _preview(request: SignedInRequest, page: Page) -> HttpResponse:
    form = TablePreviewForm(request.POST)
    try:
        raw = form.corrected()
    except TableRefused as refused:
        source = TableSourceForm()
        return _answer(request, page, {"source": source, "refused": str(refused)}, status=422)
    checked = check(raw)
    if checked.table is None or "take" not in request.POST:
        return _shown(request, page, raw, checked, token=form.token, status=422 if checked.problems else 200)
    table, now = checked.table, timezone.now()
    try:
        address = once(
            token=form.token,
            purpose="cms_pages.import_table",
            now=now,
            act=lambda: _import(request, page, table, form.token),
        )
    except (PermissionDenied, ValidationError) as refused:
        messages.error(request, getattr(refused, "message", "") or str(refused))
        return _shown(request, page, raw, checked, token=form.token, status=422)
    messages.success(request, _("表格“%(caption)s”已放进草稿。") % {"caption": table.caption})
    return redirect(address)


def _import(request: SignedInRequest, page: Page, table: Table, token: uuid.UUID) -> str:
    import_table(
        actor=request.user,
        page=page,
        place=request.POST.get("place", "") or next((place.key for place in places_for_tables(page)), ""),
        table=table,
        block_id=token,
        now=timezone.now(),
    )
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _sheet_notes(reading: Reading) -> list[str]:
    sheets = [name for name in reading.sheets if name != reading.sheet]
    if not sheets:
        return []
    return [
        _("读的是工作表“%(sheet)s”。还有：%(others)s；要读别的，请重新选择文件并填写工作表名称。")
        % {"sheet": reading.sheet, "others": "、".join(sheets)}
    ]


def _shown(
    request: HttpRequest,
    page: Page,
    raw: RawTable,
    checked: Checked,
    *,
    notes: list[str] | None = None,
    token: uuid.UUID | None = None,
    status: int = 200,
) -> HttpResponse:
    form = TablePreviewForm(
        initial={
            "form_token": token or uuid.uuid4(),
            "caption": raw.caption,
            "note": raw.note,
            "totals": "keep" if raw.totals is not None else "none",
            "rule": raw.rule,
            "chart": raw.chart,
            "place": request.POST.get("place") or request.GET.get("place", ""),
        },
        places=[(place.key, place.label) for place in places_for_tables(page)],
    )
    context = {**preview_context(raw, checked), "form": form, "notes": notes or []}
    return _answer(request, page, context, status=status)


def _answer(request: HttpRequest, page: Page, context: dict[str, object], status: int = 200) -> HttpResponse:
    title = _("导入表格")
    return TemplateResponse(
        request,
        TEMPLATE,
        {
            "page_title": title,
            "page": page,
            "header_title": title,
            "header_icon": "table",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("首页")},
                {
                    "url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
                    "label": page.get_admin_display_title(),
                },
                {"url": "", "label": title},
            ],
            **context,
        },
        status=status,
    )

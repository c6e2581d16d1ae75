"""The officials' consultations: where each is, what people said, what others may read of it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from accounts.requests import SignedInRequest
from cms_pages.actions.decide_opinion import decide_opinion
from cms_pages.choices import OpinionState
from cms_pages.consultations.display import time_words
from cms_pages.consultations.results import answer_words, results_of
from cms_pages.models import ConsultationPage, Opinion
from design.formatting import cn_datetime
from media.tables.writing import CONTENT_TYPES, attachment, write_rows

PAGE_SIZE = 30


def _breadcrumbs(*steps: tuple[str, str]) -> list[dict[str, Any]]:
    start = [(reverse("wagtailadmin_home"), _("首页"))]
    return [{"url": url, "label": label} for url, label in [*start, *steps]]


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


@require_safe
def consultation_index(request: SignedInRequest) -> HttpResponse:
    """Show the consultations of the user's bodies, the newest first, with how many opinions wait."""
    now = timezone.now()
    rows = (
        ConsultationPage.objects.managed_by(request.user)
        .select_related("body_owner", "care")
        .defer("content", "search_text")
        .annotate(
            opinion_count=Count("opinions"),
            pending_count=Count("opinions", filter=Q(opinions__state=OpinionState.PENDING)),
        )
        .order_by("-pk")
    )
    after = request.GET.get("after", "")
    if _is_key(after):
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: PAGE_SIZE + 1])
    return TemplateResponse(
        request,
        "cms_pages/consultations/admin/index.html",
        {
            "rows": [
                {
                    "page": row,
                    "state": row.state_at(now).label if row.live else _("草稿"),
                    "time": time_words(row, now) if row.live else "",
                }
                for row in found[:PAGE_SIZE]
            ],
            "older_key": found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else "",
            "header_title": _("意见征集"),
            "header_icon": "comment",
            "breadcrumbs_items": _breadcrumbs(("", _("意见征集"))),
        },
    )


def _page_or_404(request: SignedInRequest, pk: int) -> ConsultationPage:
    rows = ConsultationPage.objects.managed_by(request.user).select_related("body_owner")
    found: ConsultationPage = get_object_or_404(rows, pk=pk)
    return found


@require_safe
def opinion_index(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the opinions of one consultation in one state, those that wait first."""
    page = _page_or_404(request, pk)
    state = request.GET.get("state", "")
    waits = page.opinions.filter(state=OpinionState.PENDING).exists()
    usual = OpinionState.PENDING if waits else OpinionState.PUBLISHED
    chosen = OpinionState(state) if state in OpinionState.values else usual
    rows = page.opinions.filter(state=chosen).select_related("author", "decided_by").order_by("pk")
    after = request.GET.get("after", "")
    if _is_key(after):
        rows = rows.filter(pk__gt=int(after))
    found = list(rows[: PAGE_SIZE + 1])
    return TemplateResponse(
        request,
        "cms_pages/consultations/admin/opinions.html",
        {
            "page": page,
            "rows": [
                {"opinion": row, "answers": answer_words(page, row.answers)} for row in found[:PAGE_SIZE]
            ],
            "results": results_of(page),
            "chosen": chosen,
            "states": [
                {"value": value, "label": label, "current": value == chosen}
                for value, label in OpinionState.choices
            ],
            "older_key": found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else "",
            "header_title": page.title,
            "header_icon": "comment",
            "breadcrumbs_items": _breadcrumbs(
                (reverse("consultations:index"), _("意见征集")), ("", page.title)
            ),
        },
    )


@require_POST
def opinion_decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show an opinion to everybody or keep it from others, as it was when the form was shown."""
    opinion = get_object_or_404(
        Opinion.objects.managed_by(request.user).select_related("consultation__body_owner"), pk=pk
    )
    wanted = request.POST.get("state", "")
    seen = _moment(request.POST.get("said_at", ""))
    if seen is not None:
        opinion.said_at = seen
    try:
        if wanted not in (OpinionState.PUBLISHED, OpinionState.HIDDEN):
            raise ValidationError(_("请选“公开”或“不公开”。"))
        decide_opinion(
            actor=request.user,
            opinion=opinion,
            state=OpinionState(wanted),
            reason=request.POST.get("reason", ""),
            now=timezone.now(),
        )
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
    else:
        done = _("已公开。") if wanted == OpinionState.PUBLISHED else _("不公开，已告知提意见的人。")
        messages.success(request, done)
    return redirect("consultations:opinions", opinion.consultation_id)


def _moment(text: str) -> Any:
    try:
        return parse_datetime(text)
    except ValueError:
        return None


@require_safe
def opinion_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """Return all opinions of one consultation as CSV."""
    page = _page_or_404(request, pk)
    questions = [block.value["question"] for block in page.questions]
    rows: list[list[object]] = [[_("编号"), _("时间"), _("提出人"), _("状态"), *questions, _("意见")]]
    for row in page.opinions.select_related("author").order_by("pk").iterator():
        answers = dict(answer_words(page, row.answers))
        rows.append(
            [
                row.pk,
                cn_datetime(row.said_at),
                str(row.author or _("访客")),
                str(row.get_state_display()),
                *(answers.get(question, "") for question in questions),
                row.text,
            ]
        )
    response = HttpResponse(write_rows(rows), content_type=CONTENT_TYPES["csv"])
    response["Content-Disposition"] = attachment(f"居民意见-{page.slug}", "csv")
    return response

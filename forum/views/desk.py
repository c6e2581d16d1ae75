"""The officials' part of the enquiry desk: what is mine, due and late; answers and signatures."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from accounts.models import User
from accounts.requests import SignedInRequest
from accounts.views.entrance import REFUSED
from communities.calendar import add_working_days
from communities.models import Body
from design.formatting import safe_text
from forum.actions.answer_enquiry import answer_enquiry
from forum.actions.assign_enquiry import assign_enquiry
from forum.actions.forward_enquiry import forward_enquiry
from forum.actions.merge_enquiry import merge_enquiry
from forum.actions.note_enquiry import note_enquiry
from forum.actions.sign_answer import sign_answer
from forum.attaching import shown_of
from forum.choices import EnquiryState
from forum.enquiries import ANSWERING_KINDS, can_handle
from forum.enquiry_telling import SOON, officials_of
from forum.forms.enquiries import AnswerForm
from forum.models import AnswerTemplate, Enquiry, Post
from forum.querysets.enquiries import EnquiryQuerySet
from media.models import Attachment
from moderation.views.workbench import attempt

PAGE_SIZE: Final = 50
VIEWS: Final = {
    "open": gettext_lazy("待答复"),
    "mine": gettext_lazy("我经办的"),
    "soon": gettext_lazy("快到期"),
    "late": gettext_lazy("已超期"),
    "signing": gettext_lazy("待签发"),
    "answered": gettext_lazy("已答复"),
}


def desk_trail(*steps: tuple[str, str]) -> list[dict[str, Any]]:
    start = [(reverse("wagtailadmin_home"), _("首页"))]
    return [{"url": url, "label": label} for url, label in [*start, *steps]]


def only_answering(request: SignedInRequest) -> None:
    if not can_handle(request.user):
        raise PermissionDenied


def key_in(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


@require_safe
def enquiry_index(request: SignedInRequest) -> HttpResponse:
    """Show the enquiries of the user's bodies: what waits, what is mine, due, late, to be signed."""
    only_answering(request)
    chosen = request.GET.get("view", "")
    chosen = chosen if chosen in VIEWS else "open"
    today = timezone.localdate()
    rows = Enquiry.objects.handled_by(request.user)
    narrowed = {
        "open": rows.open(),
        "mine": rows.open().filter(assigned_to=request.user),
        "soon": rows.open().filter(due_on__gte=today, due_on__lte=add_working_days(today, SOON)),
        "late": rows.overdue(today=today),
        "signing": rows.filter(state=EnquiryState.SIGNING),
        "answered": rows.filter(state__in=(EnquiryState.ANSWERED, EnquiryState.CONFIRMED)),
    }[chosen]
    if sought := safe_text(request.GET.get("q", "")).strip()[:80]:
        narrowed = rows.filter(_about(sought))
    found, older = _page(narrowed, request.GET.get("after", ""), newest_first=chosen == "answered")
    return TemplateResponse(
        request,
        "forum/enquiry/admin/index.html",
        {
            "rows": found,
            "sought": sought,
            "older_url": f"?{urlencode({'view': chosen, 'q': sought, 'after': older})}" if older else "",
            "views": [
                {"value": value, "label": label, "current": value == chosen and not sought}
                for value, label in VIEWS.items()
            ],
            "today": today,
            "header_title": _("咨询投诉"),
            "header_icon": "help",
            "breadcrumbs_items": desk_trail(("", _("咨询投诉"))),
        },
    )


def _about(sought: str) -> Q:
    """Return what finds enquiries by number (2026-000123), or by words of the title."""
    year, _dash, serial = sought.partition("-")
    if key_in(year) and key_in(serial):
        return Q(year=key_in(year), serial=key_in(serial))
    return Q(topic__title__icontains=sought)


def _page(rows: EnquiryQuerySet, after: str, *, newest_first: bool) -> tuple[list[Enquiry], str]:
    """Return a page of `rows` behind `after`, and what the next one begins behind; "" after the last.

    What waits is shown by its day, the first due first; what is answered by its number, the last first.
    """
    day, _dot, text = after.partition(".")
    key, due = key_in(text), _day(day)
    if newest_first:
        rows = rows.order_by("-pk")
        rows = rows.filter(pk__lt=key) if key else rows
    else:
        rows = rows.order_by("due_on", "pk")
        rows = rows.filter(Q(due_on__gt=due) | Q(due_on=due, pk__gt=key)) if due and key else rows
    found = list(rows.select_related("topic", "body", "category", "assigned_to")[: PAGE_SIZE + 1])
    last = found[PAGE_SIZE - 1] if len(found) > PAGE_SIZE else None
    return found[:PAGE_SIZE], f"{last.due_on.isoformat()}.{last.pk}" if last else ""


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _enquiry_or_404(request: SignedInRequest, pk: int) -> Enquiry:
    rows = Enquiry.objects.handled_by(request.user).select_related(
        "topic__author", "topic__board__area", "body__area", "category", "assigned_to", "drafted_by"
    )
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_read(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show an enquiry with all that happened, and do what the pressed button says."""
    enquiry = _enquiry_or_404(request, pk)
    deed = request.POST.get("deed", "")
    writes = deed in ("answer", "template")
    form = AnswerForm(
        _with_template(request, enquiry) if writes else None,
        request.FILES if writes else None,
        writer=request.user,
        owner=enquiry,
        initial={"text": enquiry.answer_draft},
    )
    said = ""
    if deed == "template":
        # Keeps the files that came along.
        form.is_valid()
    elif request.method == "POST" and not (said := _act(request, enquiry, form)):
        still_mine = can_handle(request.user, Enquiry.objects.select_related("body").get(pk=pk))
        return redirect("enquiries:read", pk=pk) if still_mine else redirect("enquiries:index")
    bodies = Body.objects.current(today=timezone.localdate()).filter(kind__in=ANSWERING_KINDS)
    rows = Post.objects.filter(topic=enquiry.topic).select_related("author", "answered_for")
    posts = list(rows.order_by("number")[:100])
    files = shown_of(posts)
    return TemplateResponse(
        request,
        "forum/enquiry/admin/read.html",
        {
            "enquiry": enquiry,
            "posts": [(post, files.get(post.pk, ())) for post in posts],
            "steps": enquiry.steps.select_related("actor", "body"),
            "colleagues": User.objects.filter(pk__in=officials_of(enquiry.body_id)).order_by("pk"),
            "bodies": bodies.exclude(pk=enquiry.body_id).order_by("area__path", "name"),
            "templates": AnswerTemplate.objects.filter(body=enquiry.body),
            "referrals": enquiry.referrals.select_related("from_body", "to_body"),
            "form": form,
            "deed": deed if said else "",
            "said": said,
            "typed": request.POST,
            "draft_files": Attachment.objects.of(enquiry),
            "is_open": EnquiryState(enquiry.state) in _ANSWERABLE,
            "may_sign": enquiry.state == EnquiryState.SIGNING and enquiry.drafted_by_id != request.user.pk,
            "today": timezone.localdate(),
            "header_title": enquiry.number,
            "header_icon": "help",
            "breadcrumbs_items": desk_trail(
                (reverse("enquiries:index"), _("咨询投诉")), ("", enquiry.number)
            ),
        },
        status=REFUSED if said else 200,
    )


_ANSWERABLE: Final = (EnquiryState.RECEIVED, EnquiryState.ASSIGNED, EnquiryState.REOPENED)


def _with_template(request: SignedInRequest, enquiry: Enquiry) -> QueryDict:
    """Return what was sent, with the words of the chosen template behind those that were typed."""
    sent = request.POST.copy()
    if sent.get("deed") != "template":
        return sent
    rows = AnswerTemplate.objects.filter(body=enquiry.body, pk=key_in(sent.get("template", "")))
    texts = [sent.get("text", "").strip(), *rows.values_list("text", flat=True)]
    sent["text"] = "\n\n".join(text for text in texts if text)
    return sent


def _answer(form: AnswerForm, **given: Any) -> None:
    # A file that was refused stops the answer: it would go out without what it speaks of.
    if not form.is_valid():
        raise ValidationError([message for messages in form.errors.values() for message in messages])
    answer_enquiry(text=form.cleaned_data["text"], attachments=form.attachment_keys, **given)


def _act(request: SignedInRequest, enquiry: Enquiry, form: AnswerForm) -> str:
    """Do what the pressed button says; return why not, or ""."""
    now, post = timezone.now(), request.POST
    given: dict[str, Any] = {"actor": request.user, "enquiry": enquiry, "now": now}
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "answer": (
            lambda: _answer(form, **given),
            _("已送签，由另一位同事签发。")
            if enquiry.category.needs_signature
            else _("已答复，提问人会收到通知。"),
        ),
        "sign": (lambda: sign_answer(approve=True, note="", **given), _("已签发，答复已公布。")),
        "return": (
            lambda: sign_answer(approve=False, note=post.get("note", ""), **given),
            _("已退回拟稿人。"),
        ),
        "assign": (lambda: assign_enquiry(to=_person(post.get("to", "")), **given), _("已交办。")),
        "forward": (
            lambda: forward_enquiry(to=body_in(post.get("body", "")), reason=post.get("reason", ""), **given),
            _("已转办。"),
        ),
        "merge": (lambda: merge_enquiry(into=_other(post.get("into", "")), **given), _("已并案。")),
        "note": (lambda: note_enquiry(text=post.get("note", ""), **given), _("备注已保存。")),
    }
    chosen = acts.get(post.get("deed", ""))
    if chosen is None:
        messages.error(request, said := _("请选一种处理。"))
        return said
    return attempt(request, chosen[0], chosen[1])


def _person(text: str) -> User:
    found = User.objects.filter(pk=key_in(text), is_active=True).first()
    if found is None:
        raise ValidationError(_("请选经办人。"))
    return found


def body_in(text: str) -> Body:
    found = Body.objects.current(today=timezone.localdate()).filter(pk=key_in(text)).first()
    if found is None:
        raise ValidationError(_("请选单位。"))
    return found


def _other(text: str) -> Enquiry:
    year, _dash, serial = text.strip().partition("-")
    found = Enquiry.objects.filter(year=key_in(year), serial=key_in(serial)).first()
    if found is None:
        raise ValidationError(_("请填要并入的编号，如 2026-000123。"))
    return found

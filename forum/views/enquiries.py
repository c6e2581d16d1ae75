"""The enquiry desk for residents: ask, follow, confirm, reopen."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import pace
from accounts.requests import SignedInRequest
from accounts.views.entrance import REFUSED, TOO_MANY
from accounts.views.me import private
from design.formatting import safe_text
from forum.actions.confirm_enquiry import confirm_enquiry
from forum.actions.reopen_enquiry import reopen_enquiry
from forum.actions.submit_enquiry import Submitted, submit_enquiry
from forum.addresses import PAGE_SIZE
from forum.attaching import most_attachments, shown_of
from forum.choices import Purpose, State
from forum.enquiries import code_digest, enquiries_of, own_rows
from forum.forms.enquiries import ConfirmForm, EnquiryForm, QueryForm, ReopenForm
from forum.models import Board, Enquiry, Post
from forum.models.topics import LONGEST_TITLE
from forum.publishing import member_of
from forum.reading import set_area
from forum.similar import SimilarEnquiry, similar_enquiries
from forum.views.boards import trail
from forum.views.topics import number_in
from forum.views.writing import preview_of
from forum.writing import SHORTEST_TITLE

# So much of what somebody types tells what it is about.
LONGEST_WORDS: Final = 300


@private
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_start(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask: of the committee, the street or a department, in public or not."""
    board = get_object_or_404(
        Board.objects.select_related("area__parent", "body", "parent"), pk=pk, parent__isnull=True
    )
    set_area(request, board.area)
    # Whoever searched in vain comes with the words that they searched for.
    begun = {"title": request.GET.get("title", "")[:LONGEST_TITLE]}
    form = EnquiryForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        writer=request.user,
        area=board.area,
        initial=begun,
    )
    form.most_attachments = most_attachments(member_of(request.user))
    refusal = preview = ""
    similar: list[SimilarEnquiry] = []
    if request.method == "POST" and "preview" in request.POST:
        # Without a script, too, one sees what was asked and answered before.
        typed = f"{request.POST.get('title', '')} {request.POST.get('text', '')}"
        similar = similar_enquiries(safe_text(typed)[:LONGEST_WORDS], area=board.area)
    if request.method == "POST" and form.is_valid() and "preview" in request.POST:
        preview = preview_of(form.cleaned_data["text"])
    elif request.method == "POST" and form.is_valid():
        try:
            done = _submit(
                actor=request.user,
                board=board,
                body=form.cleaned_data["body"],
                category=form.cleaned_data["category"],
                purpose=Purpose(form.cleaned_data["purpose"]),
                title=form.cleaned_data["title"],
                text=form.cleaned_data["text"],
                is_private=form.cleaned_data["visibility"] == "private",
                token=form.token,
                attachments=form.attachment_keys,
                now=timezone.now(),
            )
        except ValidationError as error:
            said = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
            for field, words in said.items():
                form.add_error(field if field in form.fields else None, words)
        except PermissionDenied as denied:
            refusal = str(denied)
        except IntegrityError:
            form.add_error(None, _("刚好有人同时提交，请再点一次。"))
        else:
            if not done.code:
                return redirect("topic", pk=done.enquiry.topic_id)
            return render(
                request,
                "forum/enquiry_done/index.html",
                {
                    "enquiry": done.enquiry,
                    "code": done.code,
                    "waits": done.enquiry.topic.state != State.PUBLISHED,
                    "breadcrumbs": trail(board, (_("已提交"), "")),
                },
            )
    return render(
        request,
        "forum/enquiry_form/index.html",
        {
            "board": board,
            "form": form,
            "refusal": refusal,
            "preview": preview,
            "similar": similar,
            "is_preview": "preview" in request.POST,
            "breadcrumbs": trail(board, (_("咨询投诉"), "")),
        },
        status=REFUSED if form.is_bound and not preview else 200,
    )


@require_safe
def enquiry_similar(request: HttpRequest, pk: int) -> HttpResponse:
    """Return answered enquiries like `?q=`, as a part of the form's page; it names public ones alone."""
    board = get_object_or_404(Board.objects.select_related("area"), pk=pk, parent__isnull=True)
    words = safe_text(request.GET.get("q", ""))[:LONGEST_WORDS]
    similar = similar_enquiries(words, area=board.area) if len(words) >= SHORTEST_TITLE else []
    response = render(request, "forum/enquiry_form/similar.html", {"similar": similar})
    response["Cache-Control"] = "no-store"
    return response


def _submit(**given: Any) -> Submitted:
    try:
        return submit_enquiry(**given)
    except IntegrityError:
        # Somebody was faster by a moment: the same form sent twice, or the next number was taken.
        return submit_enquiry(**given)


@private
@require_safe
def enquiry_mine(request: SignedInRequest) -> HttpResponse:
    """Show what one has asked and what became of it, the newest first."""
    rows = enquiries_of(request.user)
    if before := number_in(request.GET.get("before", "")):
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE_SIZE + 1])
    return render(
        request,
        "forum/enquiry_mine/index.html",
        {
            "rows": own_rows(found[:PAGE_SIZE]),
            "older_key": found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else "",
        },
    )


def _own_or_404(request: SignedInRequest, pk: int) -> Enquiry:
    rows = Enquiry.objects.filter(topic__author=request.user)
    return get_object_or_404(
        rows.select_related("topic__board__area__parent", "topic__board__parent", "body"), pk=pk
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that one is done with it."""
    enquiry = _own_or_404(request, pk)
    set_area(request, enquiry.topic.board.area)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            confirm_enquiry(
                actor=request.user,
                enquiry=enquiry,
                is_solved=form.cleaned_data["solved"] == "yes",
                stars=form.cleaned_data["stars"],
                now=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("已办结，谢谢您的评价。"))
            return redirect("topic", pk=enquiry.topic_id)
    return _form(request, enquiry, form, _("确认办结"))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that the answer did not solve it."""
    enquiry = _own_or_404(request, pk)
    set_area(request, enquiry.topic.board.area)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reopen_enquiry(
                actor=request.user, enquiry=enquiry, reason=form.cleaned_data["reason"], now=timezone.now()
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("已退回重新办理，期限重新计算。"))
            return redirect("topic", pk=enquiry.topic_id)
    return _form(request, enquiry, form, _("要求重新办理"))


def _form(request: SignedInRequest, enquiry: Enquiry, form: Any, title: str) -> HttpResponse:
    return render(
        request,
        "forum/enquiry_form/answered.html",
        {
            "enquiry": enquiry,
            "form": form,
            "heading": title,
            "breadcrumbs": trail(
                enquiry.topic.board,
                (enquiry.topic.title, reverse("topic", args=[enquiry.topic_id])),
                (title, ""),
            ),
        },
        status=REFUSED if form.is_bound else 200,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_query(request: HttpRequest) -> HttpResponse:
    """Read an enquiry by number and query code, wherever one is and without signing in."""
    form = QueryForm(request.POST if request.method == "POST" else None)
    found: dict[str, Any] = {}
    too_often: pace.TooOftenError | None = None
    if request.method == "POST" and form.is_valid():
        number = _number_of(form.cleaned_data["number"])
        try:
            # What is no number at all counts for whoever types it, not for everybody who does.
            pace.count("query_enquiry", now=timezone.now(), contact="-".join(map(str, number or ())))
        except pace.TooOftenError as refusal:
            too_often = refusal
            form.add_error(None, str(refusal))
        else:
            enquiry = _by_code(number, form.cleaned_data["code"])
            if enquiry is None:
                form.add_error(None, _("编号或查询码不对。"))
            else:
                found = _shown(enquiry)
    response = render(
        request,
        "forum/enquiry_query/index.html",
        {
            "form": form,
            **found,
            "breadcrumbs": [{"label": _("首页"), "url": "/"}, {"label": _("查询咨询投诉"), "url": ""}],
        },
        status=TOO_MANY if too_often else REFUSED if form.is_bound and not found else 200,
    )
    if too_often is not None:
        response["Retry-After"] = str(too_often.retry_after)
    return response


def _number_of(typed: str) -> tuple[int, int] | None:
    """Return year and serial of an enquiry's number, however many noughts stand before them: guesses at one
    enquiry count together, in whatever way it is written.
    """
    year, _dash, serial = typed.strip().partition("-")
    digits = year + serial
    if not (digits.isascii() and digits.isdigit()) or len(year) != 4 or not 0 < len(serial) < 9:
        return None
    return int(year), int(serial)


def _by_code(number: tuple[int, int] | None, code: str) -> Enquiry | None:
    if number is None:
        return None
    rows = Enquiry.objects.select_related("topic", "body", "category")
    enquiry = rows.filter(year=number[0], serial=number[1]).first()
    if enquiry is None or enquiry.query_digest != code_digest(enquiry.number, code):
        return None
    return enquiry


def _shown(enquiry: Enquiry) -> dict[str, Any]:
    rows = Post.objects.published().filter(topic=enquiry.topic).select_related("author", "answered_for")
    posts = list(rows.order_by("number")[:100])
    files = shown_of(posts)
    return {
        "enquiry": enquiry,
        "posts": [
            {
                "author": post.answered_for or safe_text(post.author.display_name),
                "at": post.written_at,
                "html": mark_safe(post.html),  # noqa: S308 - cleaned when it was written (forum.markdown)
                "files": [one.name for one in files.get(post.pk, ())],
            }
            for post in posts
        ],
        "steps": enquiry.steps.filter(is_private=False).select_related("body"),
    }

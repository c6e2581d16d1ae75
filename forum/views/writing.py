"""The forms by which people write: topics, replies, changes; each at an address of its own that nobody
keeps.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from accounts.views.entrance import REFUSED
from accounts.views.me import private
from design.formatting import safe_text
from forum.actions.delete_draft import delete_draft
from forum.actions.rename_topic import rename_topic
from forum.actions.reply_topic import reply_topic
from forum.actions.save_draft import save_draft
from forum.actions.start_topic import start_topic
from forum.addresses import board_url, topic_url
from forum.attaching import most_attachments
from forum.choices import State, TopicKind
from forum.forms.writing import ReplyForm, TitleForm, TopicForm
from forum.markdown import render as render_markdown
from forum.models import Draft, Post, Topic
from forum.permissions import (
    check_reply,
    check_start_topic,
)
from forum.publishing import member_of
from forum.reading import board_or_404, set_area, topic_or_404
from forum.views.boards import trail
from forum.views.topics import number_in
from forum.writing import people_named

WAITS = _("已提交，版主看过后公开。")


def preview_of(text: str) -> str:
    return mark_safe(render_markdown(text, people_named(text)))  # noqa: S308 - cleaned by forum.markdown


def _said(post_or_topic: Post | Topic, published: str) -> str:
    return published if post_or_topic.state == State.PUBLISHED else str(WAITS)


def show_refusal(form: Any, refusal: ValidationError) -> None:
    """Show a verb's refusal at the fields that it names, and what it says of others above the form."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for field, said in refusal.message_dict.items():
        form.add_error(field if field in form.fields else None, said)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def topic_start(request: SignedInRequest, pk: int) -> HttpResponse:
    """Start a topic: look at it first, keep it as a draft, or publish it."""
    try:
        board = board_or_404(request.user, pk=pk)
    except Http404:
        return keep_words(request)
    set_area(request, board.area)
    now = timezone.now()
    refusal = why_not(lambda: check_start_topic(request.user, board, now=now))
    draft = Draft.objects.filter(user=request.user, board=board).first()
    form = TopicForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        board=board,
        writer=request.user,
        owner=draft,
        initial={"title": draft.title, "text": draft.text} if draft else None,
    )
    form.most_attachments = most_attachments(member_of(request.user))
    preview = ""
    if request.method == "POST" and "draft" in request.POST:
        form.is_valid()
        save_draft(
            actor=request.user,
            board=board,
            topic=None,
            title=request.POST.get("title", ""),
            text=request.POST.get("text", ""),
            attachments=form.attachment_keys,
            now=now,
        )
        messages.success(request, _("草稿已保存，换一台设备登录也能接着写。"))
        return redirect(request.path)
    if request.method == "POST" and not refusal and form.is_valid():
        if "preview" in request.POST:
            preview = preview_of(form.cleaned_data["text"])
        else:
            try:
                topic = start_topic(
                    actor=request.user,
                    board=board,
                    title=form.cleaned_data["title"],
                    text=form.cleaned_data["text"],
                    kind=TopicKind(form.cleaned_data["kind"]),
                    tags=form.tag_list,
                    poll=form.poll,
                    token=form.token,
                    attachments=form.attachment_keys,
                    now=now,
                )
            except PermissionDenied as denied:
                refusal = str(denied)
            except ValidationError as error:
                show_refusal(form, error)
            except IntegrityError:
                return _sent_already(request, form.token)
            else:
                messages.success(request, _said(topic, _("话题已发布。")))
                return redirect("topic", pk=topic.pk)
    status = REFUSED if form.is_bound and not preview else 403 if refusal else 200
    return render(
        request,
        "forum/topic_form/index.html",
        {
            "board": board,
            "board_url": board_url(board),
            "form": form,
            "preview": preview,
            "refusal": refusal,
            "kept": typed_in(request),
            "has_draft": draft is not None,
            "breadcrumbs": trail(board, (_("发话题"), "")),
        },
        status=status,
    )


def typed_in(request: SignedInRequest) -> str:
    """Return what was typed into a form that can't be sent any more, to be shown once again."""
    typed = [request.POST.get(name, "").strip() for name in ("title", "text")]
    return "\n\n".join(safe_text(words) for words in typed if words)


def keep_words(request: SignedInRequest) -> HttpResponse:
    """Answer a form for something that was deleted or withdrawn while its writer was writing: with their
    words, which they would lose otherwise, and with nothing about what was there.

    Raises:
        Http404: nothing was typed.
    """
    kept = typed_in(request)
    if not kept:
        raise Http404
    return render(request, "forum/reply_form/gone.html", {"kept": kept}, status=404)


def why_not(check: Any) -> str:
    try:
        check()
    except PermissionDenied as denied:
        return str(denied)
    return ""


def _sent_already(request: SignedInRequest, token: Any) -> HttpResponse:
    """Lead to what the first of two forms at the same moment has made."""
    post = Post.objects.filter(token=token, author=request.user).first()
    if post is None:
        raise Http404
    return redirect(topic_url(post.topic_id, post.number))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def topic_reply(request: SignedInRequest, pk: int) -> HttpResponse:
    """Reply, to the topic or to one of its posts (`?to=`), with its words quoted (`?quote=1`)."""
    try:
        topic = topic_or_404(request.user, pk)
    except Http404:
        return keep_words(request)
    set_area(request, topic.board.area)
    now = timezone.now()
    sends = request.method == "POST" and not {"draft", "preview"} & request.POST.keys()
    # The verb asks, too, and its answer counts.
    refusal = "" if sends else why_not(lambda: check_reply(request.user, topic, now=now))
    answered = _answered(request, topic)
    draft = None
    if getattr(topic, "draft_text", None) is not None:
        draft = Draft.objects.filter(user=request.user, topic=topic).first()
    text = draft.text if draft else ""
    if request.method == "GET" and answered is not None and request.GET.get("quote"):
        text = f"{quoted(answered)}{text}"
    form = ReplyForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        writer=request.user,
        owner=draft,
        initial={"text": text},
    )
    if request.FILES:
        form.most_attachments = most_attachments(member_of(request.user))
    preview = ""
    if request.method == "POST" and "draft" in request.POST:
        form.is_valid()
        save_draft(
            actor=request.user,
            board=None,
            topic=topic,
            title="",
            text=request.POST.get("text", ""),
            attachments=form.attachment_keys,
            now=now,
        )
        messages.success(request, _("草稿已保存，换一台设备登录也能接着写。"))
        return redirect("topic-reply", pk=topic.pk)
    if request.method == "POST" and not refusal and form.is_valid():
        if "preview" in request.POST:
            preview = preview_of(form.cleaned_data["text"])
        else:
            try:
                post = reply_topic(
                    actor=request.user,
                    topic=topic,
                    text=form.cleaned_data["text"],
                    reply_to=answered,
                    token=form.token,
                    attachments=form.attachment_keys,
                    now=now,
                )
            except PermissionDenied as denied:
                refusal = str(denied)
            except ValidationError as error:
                show_refusal(form, error)
            except IntegrityError:
                return _sent_already(request, form.token)
            else:
                messages.success(request, _said(post, _("回复已发布。")))
                return redirect(topic_url(topic.pk, post.number))
    form.most_attachments = most_attachments(member_of(request.user))
    return render(
        request,
        "forum/reply_form/index.html",
        {
            "topic": topic,
            "form": form,
            "preview": preview,
            "refusal": refusal,
            "kept": typed_in(request),
            "answered": answered,
            "breadcrumbs": trail(
                topic.board, (topic.title, reverse("topic", args=[topic.pk])), (_("回复"), "")
            ),
        },
        status=REFUSED if form.is_bound and not preview else 403 if refusal else 200,
    )


def _answered(request: SignedInRequest, topic: Topic) -> Post | None:
    key = number_in(request.POST.get("to", "") or request.GET.get("to", ""))
    if not key:
        return None
    return Post.objects.published().filter(topic=topic, pk=key).select_related("author").first()


def quoted(post: Post) -> str:
    """Return the post's words as a quotation that says whose they are and where they stand."""
    name = safe_text(post.author.display_name).replace("[", "").replace("]", "")
    lines = "\n".join(f"> {line}" for line in post.text.splitlines()[:12])
    return f"> [{name}](/posts/{post.pk}/)：\n{lines}\n\n"


@private
@require_http_methods(["GET", "HEAD", "POST"])
def topic_rename(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a topic's title."""
    topic = topic_or_404(request.user, pk)
    set_area(request, topic.board.area)
    form = TitleForm(request.POST if request.method == "POST" else None, initial={"title": topic.title})
    if request.method == "POST" and form.is_valid():
        try:
            rename_topic(
                actor=request.user, topic=topic, title=form.cleaned_data["title"], now=timezone.now()
            )
        except ValidationError as error:
            show_refusal(form, error)
        except PermissionDenied as denied:
            form.add_error(None, str(denied))
        else:
            messages.success(request, _("标题已修改。"))
            return redirect("topic", pk=topic.pk)
    return render(
        request,
        "forum/topic_form/rename.html",
        {"topic": topic, "form": form, "breadcrumbs": trail(topic.board, (topic.title, ""))},
        status=REFUSED if form.is_bound else 200,
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def draft_list(request: SignedInRequest) -> HttpResponse:
    """Show what one has begun; a POST with `draft` throws one away."""
    drafts = Draft.objects.filter(user=request.user).select_related("topic", "board")
    if request.method == "POST":
        draft = get_object_or_404(drafts, pk=number_in(request.POST.get("draft", "")))
        delete_draft(actor=request.user, draft=draft, now=timezone.now())
        messages.success(request, _("草稿已删除。"))
        return redirect("drafts")
    return render(request, "forum/drafts/index.html", {"drafts": drafts[:100]})

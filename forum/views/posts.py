"""What is done to a post that stands there: change, history, like, accept, delete, hide, restore, report."""

import difflib
from collections.abc import Callable, Mapping
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from accounts.views.entrance import REFUSED
from accounts.views.me import private
from design.formatting import safe_text
from forum.actions.accept_answer import accept_answer
from forum.actions.delete_post import delete_post
from forum.actions.edit_post import edit_post
from forum.actions.hide_post import hide_post
from forum.actions.restore_post import restore_post
from forum.actions.revert_post import revert_post
from forum.actions.set_like import set_like
from forum.addresses import board_url, topic_url
from forum.attaching import most_attachments, names_of
from forum.choices import State
from forum.forms.writing import DeleteForm, EditForm, HideForm, RestoreForm
from forum.models import Post
from forum.permissions import can_moderate_board, can_see_history, check_edit_post, check_report
from forum.publishing import member_of
from forum.reading import post_or_404, set_area
from forum.views.boards import trail
from forum.views.topics import number_in
from forum.views.writing import WAITS, keep_words, preview_of, show_refusal, typed_in, why_not
from moderation.actions.report_object import report_object
from moderation.choices import ReportReason
from moderation.forms.appeals import ReportForm

MOST_LINES: Final = 400


@private
@require_http_methods(["GET", "HEAD", "POST"])
def post_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a post."""
    try:
        post = post_or_404(request.user, pk)
    except Http404:
        return keep_words(request)
    set_area(request, post.topic.board.area)
    now = timezone.now()
    refusal = why_not(lambda: check_edit_post(request.user, post, now=now))
    form = EditForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        writer=request.user,
        owner=post,
        initial={"text": post.pending_text or post.text, "seen": post.revision_count},
    )
    form.most_attachments = most_attachments(member_of(request.user), post)
    preview = ""
    if request.method == "POST" and not refusal and form.is_valid():
        if "preview" in request.POST:
            preview = preview_of(form.cleaned_data["text"])
        else:
            try:
                changed = edit_post(
                    actor=request.user,
                    post=post,
                    text=form.cleaned_data["text"],
                    seen=form.cleaned_data["seen"],
                    attachments=form.attachment_keys,
                    now=now,
                )
            except PermissionDenied as denied:
                refusal = str(denied)
            except ValidationError as error:
                show_refusal(form, error)
            else:
                waits = changed.pending_text or changed.state != State.PUBLISHED
                messages.success(request, str(WAITS) if waits else _("修改已保存。"))
                return redirect(topic_url(post.topic_id, post.number))
    return render(
        request,
        "forum/post_edit/index.html",
        {
            "post": post,
            "form": form,
            "preview": preview,
            "refusal": refusal,
            "kept": typed_in(request),
            "back": topic_url(post.topic_id, post.number),
            "breadcrumbs": trail(
                post.topic.board, (post.topic.title, topic_url(post.topic_id, post.number)), (_("修改"), "")
            ),
        },
        status=REFUSED if form.is_bound and not preview else 403 if refusal else 200,
    )


@private
@require_safe
def post_history(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what a post said before each change, line by line."""
    post = post_or_404(request.user, pk)
    if not can_see_history(request.user, post):
        raise Http404
    set_area(request, post.topic.board.area)
    revisions = list(
        post.revisions.visible_to(request.user, post).select_related("editor").order_by("number")[:100]
    )
    # What was attached stands below the words, a line each.
    texts = [_with_files(revision.text, revision.files) for revision in revisions]
    texts.append(_with_files(post.text, names_of(post)))
    may_revert = not why_not(lambda: check_edit_post(request.user, post, now=timezone.now()))
    return render(
        request,
        "forum/post_history/index.html",
        {
            "post": post,
            "changes": [
                {"revision": revision, "lines": differences(before, after)}
                for revision, before, after in zip(revisions, texts, texts[1:], strict=False)
            ][::-1],
            "may_revert": may_revert,
            "back": topic_url(post.topic_id, post.number),
            "breadcrumbs": trail(
                post.topic.board,
                (post.topic.title, topic_url(post.topic_id, post.number)),
                (_("修改记录"), ""),
            ),
        },
    )


def _with_files(text: str, names: list[str]) -> str:
    return "\n".join([text, *(_("附件：%s") % name for name in names)])


def differences(before: str, after: str) -> list[tuple[str, str]]:
    """Return the lines of both texts, each with whether it was taken out (`-`), put in (`+`) or stayed."""
    old, new = before.splitlines()[:MOST_LINES], after.splitlines()[:MOST_LINES]
    found: list[tuple[str, str]] = []
    # By whole lines: `ndiff` looks for likeness inside of lines, and can be made to take minutes.
    for what, start, end, new_start, new_end in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if what == "equal":
            found += [(" ", line) for line in old[start:end]]
        else:
            found += [("-", line) for line in old[start:end]]
            found += [("+", line) for line in new[new_start:new_end]]
    return [(sign, safe_text(line)) for sign, line in found]


@private
@require_POST
def post_revert(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Give a post back what it said before a change."""
    post = post_or_404(request.user, pk)
    revision = get_object_or_404(post.revisions.visible_to(request.user, post), number=number)
    try:
        revert_post(
            actor=request.user,
            post=post,
            revision=revision,
            seen=number_in(request.POST.get("seen", "")),
            now=timezone.now(),
        )
    except (PermissionDenied, ValidationError) as refusal:
        said = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
        messages.error(request, "；".join(said))
        return redirect("post-history", pk=post.pk)
    messages.success(request, _("已恢复为原来的内容。"))
    return redirect(topic_url(post.topic_id, post.number))


@private
@require_POST
def post_like(request: SignedInRequest, pk: int) -> HttpResponse:
    """Like a post, or take it back."""
    post = post_or_404(request.user, pk)
    try:
        set_like(actor=request.user, post=post, liked=request.POST.get("liked") != "0", now=timezone.now())
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
    return redirect(topic_url(post.topic_id, post.number))


@private
@require_POST
def post_accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that a reply answered the question, or take that back."""
    post = post_or_404(request.user, pk)
    chosen = post if request.POST.get("accepted") != "0" else None
    try:
        accept_answer(actor=request.user, topic=post.topic, post=chosen, now=timezone.now())
    except (PermissionDenied, ValidationError) as refusal:
        messages.error(request, str(getattr(refusal, "message", refusal)))
    else:
        messages.success(request, _("已采纳这个回答。") if chosen else _("已取消采纳。"))
    return redirect(topic_url(post.topic_id, post.number))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def post_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask, and delete; a trace stays."""
    post = post_or_404(request.user, pk)
    back = board_url(post.topic.board) if post.number == 1 else topic_url(post.topic_id, post.number)
    return _asked(
        request,
        post,
        "forum/post_delete/index.html",
        DeleteForm,
        lambda given: delete_post(actor=request.user, post=post, now=timezone.now(), **given),
        label=_("删除"),
        done=_("已删除。"),
        then=back,
    )


def _moderated_post_or_404(request: SignedInRequest, pk: int) -> Post:
    post = post_or_404(request.user, pk)
    if post.topic.is_private or not can_moderate_board(request.user, post.topic.board):
        raise Http404
    return post


@private
@require_http_methods(["GET", "HEAD", "POST"])
def post_hide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask a moderator why, and hide; its author is told, and may appeal."""
    post = _moderated_post_or_404(request, pk)
    return _asked(
        request,
        post,
        "forum/post_hide/index.html",
        HideForm,
        lambda given: hide_post(actor=request.user, post=post, now=timezone.now(), **given),
        label=_("隐藏"),
        done=_("已隐藏，可以在审核队列里撤销。"),
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def post_restore(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a moderator what was hidden, ask, and give it back to everybody."""
    post = _moderated_post_or_404(request, pk)
    return _asked(
        request,
        post,
        "forum/post_restore/index.html",
        RestoreForm,
        lambda _given: restore_post(actor=request.user, post=post, now=timezone.now()),
        label=_("恢复显示"),
        done=_("已恢复显示。"),
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def post_report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tell the moderators what is wrong with a post."""
    post = post_or_404(request.user, pk)

    def report(given: Mapping[str, Any]) -> None:
        check_report(request.user, post)
        report_object(
            actor=request.user,
            instance=post,
            body=post.topic.board.body,
            author_id=post.author_id,
            reason=ReportReason(given["reason"]),
            note=given["note"],
            now=timezone.now(),
        )

    return _asked(
        request,
        post,
        "forum/post_report/index.html",
        ReportForm,
        report,
        label=_("举报"),
        done=_("举报已收到，版主会尽快处理。"),
    )


def _asked(
    request: SignedInRequest,
    post: Post,
    template: str,
    form_class: type[forms.Form],
    act: Callable[[Mapping[str, Any]], object],
    *,
    label: str,
    done: str,
    then: str = "",
) -> HttpResponse:
    """Show the page that asks before something is done to a post; do it, or say at the form why not.

    Args:
        request: of somebody who sees the post.
        post: what it is done to.
        template: the page.
        form_class: what is asked.
        act: does it, given what the form holds.
        label: what is done, as the last of the breadcrumbs.
        done: said afterwards.
        then: where to go afterwards; "" for the post itself.
    """
    set_area(request, post.topic.board.area)
    back = topic_url(post.topic_id, post.number)
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except ValidationError as error:
            show_refusal(form, error)
        except PermissionDenied as denied:
            form.add_error(None, str(denied))
        else:
            messages.success(request, done)
            return redirect(then or back)
    return render(
        request,
        template,
        {
            "post": post,
            "form": form,
            "is_own": post.author_id == request.user.pk,
            "back": back,
            "breadcrumbs": trail(post.topic.board, (post.topic.title, back), (label, "")),
        },
        status=REFUSED if form.is_bound else 200,
    )

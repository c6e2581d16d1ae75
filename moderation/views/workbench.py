"""The moderators' part of the workbench: queue and appeals."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from accounts.requests import SignedInRequest
from accounts.views.entrance import REFUSED
from moderation.actions.decide_appeal import decide_appeal
from moderation.actions.decide_item import decide_item
from moderation.actions.edit_item import edit_item
from moderation.actions.note_item import note_item
from moderation.actions.undo_decision import undo_decision
from moderation.choices import AppealState, Verdict
from moderation.models import Appeal, Decision, QueueItem
from moderation.permissions import can_moderate, moderated_bodies
from moderation.subjects import lines
from moderation.views.public import key

PAGE_SIZE: Final = 20
RECENT: Final = 8
# How far back the queue counts what was rejected of an author.
LOOKS_BACK: Final = timedelta(days=60)
MOST_AT_ONCE: Final = 100


def steps_to(label: str) -> list[dict[str, Any]]:
    return [{"url": reverse("wagtailadmin_home"), "label": _("首页")}, {"url": "", "label": label}]


def only_moderators(request: SignedInRequest) -> None:
    if not can_moderate(request.user):
        raise PermissionDenied


@dataclass(frozen=True)
class Refused:
    """What a moderator sent and could not be done; the page shows it at its form again.

    Attributes:
        deed: which of a row's forms.
        said: why not.
        text: what they had written.
        keys: the rows.
    """

    deed: str
    said: str
    text: str
    keys: Collection[int]


def attempt(request: SignedInRequest, act: Callable[[], object], done: str) -> str:
    """Do it and say so; or say why not, and return that."""
    try:
        act()
    except ValidationError as refusal:
        said = "；".join(refusal.messages)
    except PermissionDenied as refusal:
        said = str(refusal) or _("您不能这样处理。")
    else:
        messages.success(request, done)
        return ""
    messages.error(request, said)
    return said


@require_safe
def queue_index(request: SignedInRequest) -> HttpResponse:
    """Show what waits for the user, the oldest first, and what was decided last, to be undone."""
    only_moderators(request)
    return _queue(request)


def _queue(request: SignedInRequest, refused: Refused | None = None) -> HttpResponse:
    rows = QueueItem.objects.waiting().visible_to(request.user).select_related("body", "author")
    after = key(request.GET.get("after", ""))
    if after is not None:
        rows = rows.filter(pk__gt=after)
    found = list(rows.prefetch_related("reports", "notes__author").order_by("pk")[: PAGE_SIZE + 1])
    recent = Decision.objects.standing().filter(item__body__in=moderated_bodies(request.user))
    decisions = list(recent.select_related("item__body", "actor").order_by("-pk")[:RECENT])
    subjects = lines([decision.item for decision in decisions])
    rejected = Decision.objects.rejections_of(
        (item.author_id for item in found), since=timezone.now() - LOOKS_BACK
    )
    for item in found:
        item.rejected_lately = rejected.get(item.author_id or 0, 0)  # type: ignore[attr-defined]
    here = {item.pk for item in found[:PAGE_SIZE]}
    return TemplateResponse(
        request,
        "moderation/admin/queue.html",
        {
            "lines": lines(found[:PAGE_SIZE]),
            "recent": list(zip(decisions, subjects, strict=True)),
            "refused": refused,
            # What waits no more, or stands on another page, has no form here to show the words in.
            "left": refused.text
            if refused and refused.deed != "many" and here.isdisjoint(refused.keys)
            else "",
            "older_key": found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else "",
            "header_title": _("审核队列"),
            "header_icon": "clipboard-list",
            "breadcrumbs_items": steps_to(_("审核队列")),
        },
        status=REFUSED if refused else 200,
    )


def _item_or_404(request: SignedInRequest, pk: int) -> QueueItem:
    return get_object_or_404(QueueItem.objects.visible_to(request.user).select_related("body__area"), pk=pk)


def _verdict(text: str) -> Verdict | None:
    return Verdict(text) if text in Verdict.values else None


@require_POST
def queue_decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Approve or reject one, as it was when the list was shown."""
    item = _item_or_404(request, pk)
    verdict = _verdict(request.POST.get("verdict", ""))
    if verdict is None:
        messages.error(request, _("请选“通过”或“不通过”。"))
        return redirect("moderation_queue:index")
    reason = request.POST.get("reason", "")
    said = attempt(
        request,
        lambda: decide_item(
            actor=request.user,
            item=item,
            verdict=verdict,
            reason=reason,
            version=request.POST.get("version", ""),
            now=timezone.now(),
        ),
        _("已通过。") if verdict == Verdict.APPROVE else _("已标为不通过，理由会告诉作者。"),
    )
    if said:
        return _queue(request, Refused("decide", said, reason, (pk,)))
    return redirect("moderation_queue:index")


@require_POST
def queue_decide_many(request: SignedInRequest) -> HttpResponse:
    """Decide all that were ticked; what can't be decided is said, and the others are."""
    verdict = _verdict(request.POST.get("verdict", ""))
    keys = [number for text in request.POST.getlist("item") if (number := key(text)) is not None]
    items = list(
        QueueItem.objects.waiting().visible_to(request.user).filter(pk__in=keys[:MOST_AT_ONCE]).order_by("pk")
    )
    if verdict is None or not items:
        messages.error(request, _("请先勾选要处理的内容。"))
        return redirect("moderation_queue:index")
    done, reason, left, refused = 0, request.POST.get("reason", ""), [], set()
    for item in items:
        try:
            decide_item(
                actor=request.user,
                item=item,
                verdict=verdict,
                reason=reason,
                version=request.POST.get(f"version-{item.pk}", ""),
                now=timezone.now(),
            )
            done += 1
        except (ValidationError, PermissionDenied) as refusal:
            left.append(item.pk)
            refused.update(refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)])
    if done:
        messages.success(request, _("处理了%(number)d条。") % {"number": done})
    for said in sorted(refused):
        messages.error(request, said)
    if left:
        return _queue(request, Refused("many", "；".join(sorted(refused)), reason, left))
    return redirect("moderation_queue:index")


@require_POST
def queue_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change the words before approving them."""
    item = _item_or_404(request, pk)
    text = request.POST.get("text", "")
    said = attempt(
        request,
        lambda: edit_item(
            actor=request.user,
            item=item,
            text=text,
            version=request.POST.get("version", ""),
            now=timezone.now(),
        ),
        _("已修改，还没有通过。"),
    )
    if said:
        return _queue(request, Refused("edit", said, text, (pk,)))
    return redirect(f"{reverse('moderation_queue:index')}#item-{item.pk}")


@require_POST
def queue_note(request: SignedInRequest, pk: int) -> HttpResponse:
    """Leave a note for the other moderators."""
    item = _item_or_404(request, pk)
    text = request.POST.get("text", "")
    said = attempt(
        request,
        lambda: note_item(actor=request.user, item=item, text=text, now=timezone.now()),
        _("备注已保存。"),
    )
    if said:
        return _queue(request, Refused("note", said, text, (pk,)))
    return redirect(f"{reverse('moderation_queue:index')}#item-{item.pk}")


@require_POST
def queue_undo(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a decision back."""
    rows = Decision.objects.filter(item__body__in=moderated_bodies(request.user))
    decision = get_object_or_404(rows, pk=pk)
    attempt(
        request,
        lambda: undo_decision(actor=request.user, decision=decision, now=timezone.now()),
        _("已撤销，这一条回到队列里。"),
    )
    return redirect("moderation_queue:index")


@require_safe
def appeal_index(request: SignedInRequest) -> HttpResponse:
    """Show the appeals that the user may decide, what is due first, first; and those that others must."""
    only_moderators(request)
    return _appeals(request)


def _appeals(request: SignedInRequest, refused: Refused | None = None) -> HttpResponse:
    mine = moderated_bodies(request.user)
    rows = Appeal.objects.waiting().filter(body__in=mine)
    rows = rows.select_related("body", "appellant", "against", "decision__item__body", "sanction")
    found = list(rows.order_by("due_on", "pk")[:PAGE_SIZE])
    items = [appeal.decision.item for appeal in found if appeal.decision is not None]
    subjects = {line.item.pk: line.subject for line in lines(items)}
    return TemplateResponse(
        request,
        "moderation/admin/appeals.html",
        {
            "rows": [
                {
                    "appeal": appeal,
                    "subject": subjects.get(appeal.decision.item_id) if appeal.decision else None,
                    "mine": request.user.pk not in (appeal.against_id, appeal.appellant_id),
                }
                for appeal in found
            ],
            "refused": refused,
            "left": refused.text if refused and not {one.pk for one in found} & {*refused.keys} else "",
            "today": timezone.localdate(),
            "header_title": _("申诉复核"),
            "header_icon": "history",
            "breadcrumbs_items": steps_to(_("申诉复核")),
        },
        status=REFUSED if refused else 200,
    )


@require_POST
def appeal_decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answer an appeal."""
    appeal = Appeal.objects.filter(body__in=moderated_bodies(request.user), pk=pk).first()
    if appeal is None:
        raise Http404
    state = request.POST.get("state", "")
    if state not in (AppealState.UPHELD, AppealState.OVERTURNED):
        messages.error(request, _("请选“维持”或“撤销”。"))
        return redirect("moderation_appeals:index")
    answer = request.POST.get("answer", "")
    said = attempt(
        request,
        lambda: decide_appeal(
            actor=request.user, appeal=appeal, state=AppealState(state), answer=answer, now=timezone.now()
        ),
        _("已答复申诉人。"),
    )
    if said:
        return _appeals(request, Refused("decide", said, answer, (pk,)))
    return redirect("moderation_appeals:index")

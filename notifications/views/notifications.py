"""A person's own notifications."""

from itertools import islice
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from accounts.views.entrance import REFUSED
from accounts.views.me import private
from notifications.actions.mark_all_read import mark_all_read
from notifications.actions.mark_read import mark_read
from notifications.actions.set_event_preferences import set_event_preferences
from notifications.actions.set_preferences import set_preferences
from notifications.forms import EventPreferencesForm, PreferencesForm
from notifications.kinds import kinds_for
from notifications.models import Notification
from notifications.rendering import count_unread, grouped, lines, visible
from notifications.topics import label_of, topics_for

PAGE_SIZE: Final = 20
_LARGEST_KEY: Final = 2**63 - 1


def _key(text: str | None) -> int | None:
    """Return the primary key in `text`, or None where it can't be one."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > len(str(_LARGEST_KEY)):
        return None
    key = int(text)
    return key if key <= _LARGEST_KEY else None


@private
@require_safe
def notification_list(request: SignedInRequest) -> HttpResponse:
    """List one's notifications, newest first, paged by key: `?before=<key>`."""
    rows = Notification.objects.for_user(request.user)
    before = _key(request.GET.get("before"))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(islice(visible(rows, reader=request.user), PAGE_SIZE + 1))
    shown = found[:PAGE_SIZE]
    context = {
        "groups": grouped(shown),
        "older": shown[-1].notification.pk if len(found) > PAGE_SIZE else None,
        "is_first": before is None,
        "newest": shown[0].notification.pk if shown else None,
        "unread": count_unread(request.user),
    }
    return render(request, "notifications/notification_list/index.html", context)


@private
@require_safe
def notification_open(request: SignedInRequest, pk: int) -> HttpResponse:
    """Go to what a notification is about, and remember that it was opened.

    A GET that writes: a link can be opened in a new tab and by every browser, the row is only the reader's
    own, the write is the same however often it happens, and the session's cookie (SameSite=Lax) is not sent
    when another site embeds the address.
    """
    notification = get_object_or_404(Notification.objects.for_user(request.user), pk=pk)
    line = next(iter(lines([notification], reader=request.user)), None)
    if request.method == "GET":
        mark_read(actor=request.user, notification=notification, now=timezone.now())
    if line is None:
        messages.info(request, _("这条通知说的内容已经撤下，或者您现在看不到了。"))
        return redirect("notification-list")
    return redirect(line.wording.url)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def notification_preferences(request: SignedInRequest) -> HttpResponse:
    """Choose what one is told, and how."""
    form = PreferencesForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        set_preferences(actor=request.user, choices=form.choices(), now=timezone.now())
        messages.success(request, _("您的选择已保存。"))
        return redirect("me")
    context = {
        "form": form,
        "has_mail": bool(request.user.email),
        "has_phone": request.user.phone_confirmed_at is not None,
    }
    status = REFUSED if form.is_bound else 200
    return render(request, "notifications/notification_preferences/index.html", context, status=status)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def notification_event_preferences(request: SignedInRequest, topic: str) -> HttpResponse:
    """Choose for each event of one topic."""
    kinds = kinds_for(request.user, topic)
    if topic not in dict(topics_for(request.user)) or not kinds:
        raise Http404
    form = EventPreferencesForm(
        request.POST if request.method == "POST" else None, user=request.user, kinds=kinds
    )
    if form.is_valid():
        set_event_preferences(actor=request.user, choices=form.choices(), now=timezone.now())
        messages.success(request, _("您的选择已保存。"))
        return redirect("notification-preferences")
    context = {"form": form, "topic": topic, "label": label_of(topic)}
    status = REFUSED if form.is_bound else 200
    return render(request, "notifications/notification_event_preferences/index.html", context, status=status)


@private
@require_POST
def notification_read_all(request: SignedInRequest) -> HttpResponse:
    """Mark all that was shown as read; sent twice, the second time changes nothing."""
    newest = _key(request.POST.get("newest"))
    if newest is not None:
        count = mark_all_read(actor=request.user, newest=newest, now=timezone.now())
        if count:
            messages.success(request, _("所有通知都已标为已读。"))
    return redirect("notification-list")

"""代办: begun in the workbench, done on the public site, read by the resident under “我的”."""

from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import URLResolver, include, path, reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from accounts.models import User
from accounts.pace import TooOftenError
from accounts.requests import SignedInRequest
from accounts.views.entrance import TOO_MANY
from accounts.views.me import private
from communities import assisting
from communities.actions.end_assisted_session import end_assisted_session
from communities.actions.start_assisted_session import ask_for_consent, start_assisted_session
from communities.choices import AssistEnd, AssistProof
from communities.forms.assisting import AssistConsentForm, AssistForm
from communities.models import AssistedAct, AssistedSession, Body
from communities.permissions import can_assist
from communities.viewsets.happening_words import verb_in_words
from events.models import Event

_PENDING: Final = "assist_pending"
_METHODS: Final = ["GET", "HEAD", "POST"]
_SHOWN: Final = 50


class AssistMenuItem(MenuItem):
    """The way in, for those who sit at a desk."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_assist(request.user)


def menu_item() -> MenuItem:
    """Return the workbench's menu item."""
    return AssistMenuItem(
        gettext_lazy("代办"), reverse_lazy("assist:index"), name="assist", icon_name="user", order=520
    )


def addresses() -> list[URLResolver]:
    """Return the addresses below the admin's."""
    views = [path("", assist_index, name="index"), path("consent/", assist_consent, name="consent")]
    return [path("assist/", include((views, "assist")))]


@require_http_methods(_METHODS)
def assist_index(request: SignedInRequest) -> HttpResponse:
    """Ask for whom and what for, and list what was done at one's desks lately."""
    if not can_assist(request.user):
        raise PermissionDenied
    form = AssistForm(request.POST if request.method == "POST" else None, user=request.user)
    status = 200
    if form.is_valid():
        data = form.cleaned_data
        try:
            ask_for_consent(
                actor=request.user,
                user=form.person,
                body=data["body"],
                proof=AssistProof(data["proof"]),
                now=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        except TooOftenError as error:
            form.add_error(None, str(error))
            status = TOO_MANY
        else:
            request.session[_PENDING] = {
                "user": form.person.pk,
                "body": data["body"].pk,
                "subject": data["subject"],
                "proof": data["proof"],
            }
            return redirect("assist:consent")
    rows = AssistedSession.objects.visible_to(request.user).select_related("resident", "official", "body")
    return TemplateResponse(
        request,
        "communities/admin/assist/index.html",
        {
            "form": form,
            "rows": _with_acts(list(rows[:_SHOWN])),
            "header_title": _("代办"),
            "header_icon": "user",
            "breadcrumbs_items": _crumbs(),
        },
        status=status,
    )


@require_http_methods(_METHODS)
def assist_consent(request: SignedInRequest) -> HttpResponse:
    """Take the resident's consent, and go over to the public site in their name."""
    if not can_assist(request.user):
        raise PermissionDenied
    pending = request.session.get(_PENDING)
    if pending is None:
        return redirect("assist:index")
    user = User.objects.filter(pk=pending["user"]).first()
    body = Body.objects.filter(pk=pending["body"]).first()
    if user is None or body is None:
        raise Http404
    proof = AssistProof(pending["proof"])
    form = AssistConsentForm(request.POST if request.method == "POST" else None, proof=proof)
    status = 200
    if form.is_valid():
        try:
            session = start_assisted_session(
                actor=request.user,
                user=user,
                body=body,
                subject=pending["subject"],
                proof=proof,
                answer=form.cleaned_data["answer"],
                has_consented=form.cleaned_data["has_consented"],
                now=timezone.now(),
            )
        except ValidationError as error:
            known = hasattr(error, "error_dict") and set(error.error_dict) <= set(form.fields)
            form.add_error(None, error if known else error.messages)
        except TooOftenError as error:
            form.add_error(None, str(error))
            status = TOO_MANY
        else:
            del request.session[_PENDING]
            response = redirect("assisting")
            assisting.open_session(request, response, session)
            return response
    return TemplateResponse(
        request,
        "communities/admin/assist/consent.html",
        {
            "form": form,
            "resident": user,
            "subject": pending["subject"],
            "by_code": proof == AssistProof.CODE,
            "header_title": _("居民同意"),
            "header_icon": "user",
            "breadcrumbs_items": _crumbs({"url": "", "label": _("居民同意")}),
        },
        status=status,
    )


@private
@require_safe
def assisting_overview(request: SignedInRequest) -> HttpResponse:
    """Say what can be done for the resident, and what was done so far."""
    session: AssistedSession | None = getattr(request, "assisted", None)
    if session is None:
        return redirect("me")
    doable = [
        {"label": entry.label, "url": entry.url() if entry.url else ""}
        for _key, entry in assisting.addresses
        if entry.label
    ]
    context = {"doable": doable, "session": _with_acts([session])[0]}
    return render(request, "communities/assisting/overview.html", context)


@never_cache
@require_POST
def assisting_end(request: SignedInRequest) -> HttpResponse:
    """End it; pressed twice, the second time changes nothing."""
    session: AssistedSession | None = getattr(request, "assisted", None)
    if session is None:
        return redirect("me")
    end_assisted_session(actor=request.user, session=session, end=AssistEnd.BUTTON, now=timezone.now())
    messages.success(request, _("代办已结束，办了什么已通知居民本人。"))
    response = redirect("assist:index")
    assisting.close_session(request, response)
    return response


@private
@require_safe
def assisted_list(request: SignedInRequest) -> HttpResponse:
    """Show a resident who acted for them, when, and what was done."""
    rows = AssistedSession.objects.filter(resident=request.user).select_related("official", "body")
    return render(request, "communities/assisting/list.html", {"sessions": _with_acts(list(rows[:_SHOWN]))})


def _with_acts(sessions: list[AssistedSession]) -> list[dict[str, Any]]:
    """Return each session with what was done in it, in words; two queries."""
    acts: dict[int, list[AssistedAct]] = {}
    for act in AssistedAct.objects.filter(session__in=sessions).order_by("pk"):
        acts.setdefault(act.session_id, []).append(act)
    events = Event.objects.in_bulk([act.event_id for rows in acts.values() for act in rows])
    return [
        {
            "row": session,
            "is_open": session.ended_at is None,
            "acts": [
                {
                    "at": act.at,
                    "words": verb_in_words(act.verb),
                    "label": events[act.event_id].object_label if act.event_id in events else "",
                }
                for act in acts.get(session.pk, [])
            ],
        }
        for session in sessions
    ]


def _crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    first = {"url": reverse("wagtailadmin_home"), "label": _("首页")}
    return [first, {"url": reverse("assist:index") if more else "", "label": _("代办")}, *more]

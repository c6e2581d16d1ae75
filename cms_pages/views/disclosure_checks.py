"""待我审核: what waits for a supervisor, on the public site, where supervisors are."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from accounts.views.entrance import REFUSED
from accounts.views.me import private
from cms_pages.actions.decide_check import decide_check
from cms_pages.choices import CheckState
from cms_pages.disclosures.detail import attachments, facts
from cms_pages.disclosures.differences import compare
from cms_pages.disclosures.outline import outline, places
from cms_pages.disclosures.permissions import can_check, can_supervise, check_can_check
from cms_pages.forms.disclosures import MORE, MOST_ROWS, CheckForm
from cms_pages.models import DisclosureCheck, DisclosureVersion
from communities.permissions import standing_of
from communities.roles import Right
from communities.words import committee_word
from events.once import once

MOST_DECIDED = 20


@private
@require_safe
def disclosure_checks(request: SignedInRequest) -> HttpResponse:
    """List what waits for the user, and what was decided lately.

    Raises:
        Http404: they supervise no committee.
    """
    if not standing_of(request.user).has(Right.CHECK_DISCLOSURES):
        raise Http404
    mine = DisclosureCheck.objects.for_supervisor(request.user).select_related("page__area", "page__duty")
    waiting = [
        {
            "check": check,
            "url": reverse("disclosure-check", args=[check.pk]),
            "is_own": not can_check(request.user, check),
        }
        for check in mine.waiting()
    ]
    decided = mine.filter(state__in=[CheckState.PASSED, CheckState.RETURNED]).order_by("-decided_at", "-pk")
    return render(
        request,
        "cms_pages/disclosure_checks/index.html",
        {"waiting": waiting, "decided": decided[:MOST_DECIDED], "breadcrumbs": _trail()},
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def disclosure_check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what was submitted as it would be, with a field for remarks at each place, and take the decision.

    Raises:
        Http404: there is no such check, or not for this person.
    """
    check = get_object_or_404(
        DisclosureCheck.objects.select_related("page__body_owner", "page__area", "revision"), pk=pk
    )
    if not can_supervise(request.user, check) or check.revision is None:
        raise Http404
    refusal = ""
    try:
        check_can_check(request.user, check)
    except PermissionDenied as denied:
        refusal = str(denied)
    shown = check.revision.as_object()
    sections = outline(shown.content)
    form = CheckForm(
        request.POST if request.method == "POST" else None,
        places=places(sections, most_rows=MOST_ROWS),
        beyond={
            part.place: len(part.rows)
            for section in sections
            for part in section.parts
            if len(part.rows) > MOST_ROWS
        },
    )
    if request.method == "POST" and not refusal and form.is_valid():
        try:
            address = once(
                token=form.token,
                purpose="disclosures.decide_check",
                now=timezone.now(),
                act=lambda: _decide(request, check, form),
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        except PermissionDenied as denied:
            refusal = str(denied)
        else:
            passes = form.cleaned_data["decision"] == CheckForm.PASS
            back = _("已退回，%(committee)s会收到您写的问题。") % {
                "committee": committee_word(check.page.area)
            }
            said = _("已通过，内容已经公开。") if passes else back
            messages.success(request, said)
            return redirect(address)
    return render(
        request,
        "cms_pages/disclosure_check/index.html",
        {
            "check": check,
            "shown": shown,
            "refusal": refusal,
            "form": form,
            "error": next((errors[0] for errors in form.errors.values()), ""),
            "sections": _with_fields(sections, form),
            "whole": form[CheckForm.field_name("")],
            "facts": facts(shown, []),
            "attachments": attachments(shown),
            "changes": _changes(check, shown),
            "remarks": check.remarks.all(),
            "breadcrumbs": [*_trail(linked=True), {"label": shown.title, "url": ""}],
        },
        status=REFUSED if form.is_bound else 200,
    )


def _decide(request: SignedInRequest, check: DisclosureCheck, form: CheckForm) -> str:
    decide_check(
        actor=request.user,
        check=check,
        passes=form.cleaned_data["decision"] == CheckForm.PASS,
        remarks=form.remarks,
        now=timezone.now(),
    )
    return reverse("disclosure-checks")


def _trail(*, linked: bool = False) -> list[dict[str, Any]]:
    own = reverse("disclosure-checks") if linked else ""
    return [{"label": _("我的"), "url": reverse("me")}, {"label": _("待我审核"), "url": own}]


def _with_fields(sections: Any, form: CheckForm) -> list[dict[str, Any]]:
    """Return the sections with the bound fields of their places, for the template to lay out."""

    def field(place: str) -> Any:
        return form[CheckForm.field_name(place)]

    return [
        {
            "section": section,
            "field": field(section.place),
            "parts": [
                {
                    "part": part,
                    "field": field(part.place),
                    "rows": [{"row": row, "field": field(row.place)} for row in part.rows[:MOST_ROWS]],
                    "more": [
                        [form[name] for name in form.more_names(part.place, number)]
                        for number in range(MORE if part.place in form.beyond else 0)
                    ],
                }
                for part in section.parts
            ],
        }
        for section in sections
    ]


def _changes(check: DisclosureCheck, shown: Any) -> list[Any]:
    """Return what a correction changes against what is public now."""
    public = check.page.versions.order_by("-number").first()
    if public is None:
        return []
    wanted = DisclosureVersion(
        page=check.page,
        number=public.number + 1,
        content=shown.content.get_prep_value(),
        attachments=[{"title": row.document.title} for row in shown.attachments.all()],
    )
    return compare(public, wanted)

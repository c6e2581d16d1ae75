"""Which columns of which areas somebody is told of."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import SignedInRequest
from accounts.views.entrance import REFUSED
from accounts.views.me import private
from communities.choices import Level, Role
from communities.models import Area, Membership
from notifications.actions.set_subscriptions import set_subscriptions
from notifications.models import Subscription
from notifications.subscribing import ordered


class SubscriptionsForm(forms.Form):
    """One group of boxes for each area."""

    # No box ticked is a choice like any other: the groups aren't marked as optional.
    nothing_is_an_answer = True

    def __init__(self, *args: Any, areas: list[Area], user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = areas
        held: dict[int, list[str]] = {}
        for area_id, column in Subscription.objects.filter(user=user).values_list("area_id", "column"):
            held.setdefault(area_id, []).append(column)
        for area in areas:
            self.fields[f"area_{area.pk}"] = forms.MultipleChoiceField(
                label=str(area),
                required=False,
                choices=[(key, column.label) for key, column in ordered()],
                widget=forms.CheckboxSelectMultiple,
                initial=held.get(area.pk, []),
            )

    def chosen(self) -> dict[Area, set[str]]:
        """Return the columns that were ticked, by area."""
        return {area: set(self.cleaned_data[f"area_{area.pk}"]) for area in self.areas}


class PlaceForm(forms.Form):
    """One more area."""

    area = forms.ChoiceField(label=gettext_lazy("再订阅一个地方"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", _("请选择")), *_places()]


@private
@require_http_methods(["GET", "HEAD", "POST"])
def subscriptions(request: SignedInRequest) -> HttpResponse:
    """Choose columns: of one's communities and what lies above them, of what one chose before, and of
    `?area=<official code>`.
    """
    areas = _areas(request)
    form = SubscriptionsForm(
        request.POST if request.method == "POST" else None, areas=areas, user=request.user
    )
    if form.is_valid():
        try:
            set_subscriptions(actor=request.user, chosen=form.chosen(), now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("订阅已保存。有新内容会在“我的通知”里告诉您。"))
            return redirect("subscriptions")
    context = {"form": form, "place_form": PlaceForm(), "feeds": _feeds(areas), "has_areas": bool(areas)}
    status = REFUSED if form.is_bound else 200
    return render(request, "notifications/subscriptions/index.html", context, status=status)


def _areas(request: SignedInRequest) -> list[Area]:
    """Return the areas that the page offers, from the widest to the narrowest."""
    homes = Membership.objects.current(today=timezone.localdate()).filter(
        user=request.user, role=Role.RESIDENT
    )
    wanted: set[int] = set(Subscription.objects.filter(user=request.user).values_list("area_id", flat=True))
    for membership in homes.select_related("body__area"):
        wanted |= set(membership.body.area.ancestor_ids)
    rows = Area.objects.active().with_pages()
    # In a POST, too: the form's address keeps it.
    code = request.GET.get("area", "")
    if code.isascii() and code.isdigit():
        wanted |= set(rows.filter(code=code).values_list("pk", flat=True))
    return list(rows.filter(pk__in=wanted).order_by("path"))


def _places() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return all areas with pages, by street."""
    groups: dict[str, list[tuple[str, str]]] = {}
    rows = Area.objects.active().with_pages().select_related("parent").order_by("path")
    for area in rows:
        heading = area.parent if area.level == Level.COMMUNITY and area.parent else area
        groups.setdefault(str(heading), []).append((area.code or "", str(area)))
    return list(groups.items())


def _feeds(areas: list[Area]) -> list[dict[str, Any]]:
    """Return each area with the addresses of its columns' lists and feeds."""
    found = [(column, column.url(areas), column.feeds(areas)) for _key, column in ordered()]
    return [
        {
            "area": area,
            "columns": [
                {"label": column.label, "url": urls[area.pk], "feed": feeds.get(area.pk, "")}
                for column, urls, feeds in found
                if area.pk in urls
            ],
        }
        for area in areas
    ]

"""公开时限: what is owed, and the occasions that committees enter."""

from datetime import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from accounts.models import User
from communities.calendar import missing_years
from communities.models import Body
from communities.viewsets.scoped import ScopedViewSet
from communities.viewsets.verbs import VerbCreateView, VerbDeleteView, VerbForm
from disclosure.actions.enter_occasion import enter_occasion
from disclosure.actions.withdraw_occasion import withdraw_occasion
from disclosure.choices import Cycle, DutyState
from disclosure.links import links_for
from disclosure.models import LONGEST_OCCASION, DisclosureDuty, DisclosureItem
from disclosure.permissions import (
    can_enter_occasion,
    can_see_duty,
    can_withdraw_occasion,
    disclosing_bodies,
)


class OccasionForm(VerbForm):
    """Something happened that must be disclosed at once."""

    happened_on = forms.DateField(
        label=_("发生日期"),
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=_("公开期限从这一天起算。"),
    )
    occasion = forms.CharField(
        label=_("是什么事"),
        max_length=LONGEST_OCCASION,
        help_text=_("几个字写明，如“三号楼屋面维修”。不要写个人姓名。"),
    )

    class Meta(VerbForm.Meta):  # type: ignore[name-defined]
        model = DisclosureDuty
        fields = ["body", "item", "happened_on", "occasion"]

    field_order = Meta.fields

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = disclosing_bodies(self.for_user)
        bodies = self.fields["body"]
        bodies.queryset = Body.objects.filter(pk__in=[body.pk for body in own])
        if len(own) == 1:
            bodies.initial, bodies.widget = own[0], forms.HiddenInput()
        items = DisclosureItem.objects.in_force(today=timezone.localdate()).filter(cycle=Cycle.AT_ONCE)
        keys: set[int] = set()
        for body in own:
            keys.update(items.of_committee(body).values_list("pk", flat=True))
        self.fields["item"].queryset = items.filter(pk__in=keys)
        self.fields["happened_on"].initial = timezone.localdate

    def _post_clean(self) -> None:
        """Leave the checks of the model to the verb, which fills in the dates."""

    def act(self, *, actor: User, now: datetime) -> DisclosureDuty:
        """Enter it."""
        return enter_occasion(actor=actor, now=now, **self.cleaned_data)


class DutyFilters(WagtailFilterSet):
    """Where a duty stands today, whose it is, and of which item."""

    state = django_filters.ChoiceFilter(
        label=_("状态"), choices=DutyState.choices, method="in_state", widget=forms.RadioSelect
    )
    kind = django_filters.ChoiceFilter(
        label=_("类别"), field_name="item__kind", choices=DisclosureItem._meta.get_field("kind").choices
    )
    body = django_filters.NumberFilter(field_name="body", widget=forms.HiddenInput)

    class Meta:
        model = DisclosureDuty
        fields: list[str] = []

    def in_state(self, duties: Any, _name: str, value: str) -> QuerySet[DisclosureDuty]:
        """Keep those that stand there today."""
        state = DutyState(value)
        found: QuerySet[DisclosureDuty] = duties & DisclosureDuty.objects.in_state(
            state, today=timezone.localdate()
        )
        return found


class DutyIndexView(generic.IndexView):
    """What has begun; what lies ahead is not yet anybody's business."""

    default_ordering = ["due_on", "pk"]

    def get_base_queryset(self) -> QuerySet[DisclosureDuty]:
        duties: Any = super().get_base_queryset()
        return duties.begun(today=timezone.localdate()).of_active_areas()

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        links = links_for(list(context["object_list"]), self.request.user)
        for duty in context["object_list"]:
            duty.link = links.get(duty.pk)
        context["missing_years"] = missing_years(timezone.localdate())
        return context


class DutyDeleteView(VerbDeleteView):
    def remove(self, instance: DisclosureDuty, *, actor: User, now: datetime) -> None:
        withdraw_occasion(actor=actor, duty=instance, now=now)


class LinkedTitleColumn(Column):
    """The duty's title, leading to its page or to the form that begins it."""

    cell_template_name = "disclosure/admin/duty_cell.html"

    def get_cell_context_data(self, instance: DisclosureDuty, parent_context: dict[str, Any]) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        request: HttpRequest = parent_context["request"]
        context["duty"], context["link"] = instance, getattr(instance, "link", None)
        context["may_withdraw"] = can_withdraw_occasion(request.user, instance)
        return context


def _state(duty: DisclosureDuty) -> Any:
    state = duty.state_on(timezone.localdate())
    return format_html('<span class="duty-state duty-state--{}">{}</span>', state.value, state.label)


class DisclosureDutyViewSet(ScopedViewSet):
    """Committees find their own duties, streets and the district those of the committees below them."""

    model = DisclosureDuty
    related = ("item", "body__area")
    name = "disclosure_duties"
    url_prefix = "disclosure-duties"
    icon = "calendar-check"
    menu_label = _("公开时限")
    menu_order = 235
    add_to_admin_menu = True
    can = {"view": can_see_duty, "add": can_enter_occasion, "delete": can_withdraw_occasion}
    views = ("index", "add", "delete")
    index_view_class = DutyIndexView
    index_template_name = "disclosure/admin/duties.html"
    add_view_class = VerbCreateView
    delete_view_class = DutyDeleteView
    filterset_class = DutyFilters
    list_display = [
        LinkedTitleColumn("title", label=_("公开事项")),
        Column("body", label=_("社区"), accessor=lambda duty: duty.body.area.short_name),
        Column("state", label=_("状态"), accessor=_state),
        Column("due_on", label=_("期限"), sort_key="due_on"),
        Column("met_on", label=_("公开日期"), accessor=lambda duty: duty.met_on or ""),
    ]
    search_fields = ["item__title", "occasion", "body__area__name"]
    list_per_page = 50

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return OccasionForm

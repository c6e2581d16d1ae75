"""公开目录: the register of catalogue items."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from accounts.models import User
from communities.models import Body
from communities.permissions import has_right
from communities.roles import Right
from communities.viewsets.scoped import ScopedViewSet
from communities.viewsets.verbs import VerbCreateView, VerbDeleteView, VerbEditView, VerbForm
from disclosure.actions.remove_disclosure_item import remove_disclosure_item
from disclosure.actions.set_disclosure_item import set_disclosure_item
from disclosure.elements import read_elements, write_elements
from disclosure.models import DisclosureItem
from disclosure.permissions import can_change_item, can_see_item, disclosing_bodies


class DisclosureItemForm(VerbForm):
    """One item: the district's, or one of one's own committee."""

    element_lines = forms.CharField(
        label=_("公开要素"),
        widget=forms.Textarea({"rows": 6}),
        help_text=_(
            "一行一个，如“期末结余”。要求是表格的写“收入明细（表格）”，可以不填的写“情况说明（可不填）”。"
            "缺了要素的内容不能公开。"
        ),
    )

    class Meta(VerbForm.Meta):  # type: ignore[name-defined]
        model = DisclosureItem
        fields = [
            "body",
            "kind",
            "title",
            "village_title",
            "applies_to",
            "element_lines",
            "legal_basis",
            "cycle",
            "counts_from",
            "limit_days",
            "audience",
            "channels",
            "counted_from",
            "ended_on",
            "position",
        ]
        widgets = {
            "counted_from": forms.DateInput({"type": "date"}, "%Y-%m-%d"),
            "ended_on": forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        }

    field_order = Meta.fields

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_district = has_right(self.for_user, Right.MANAGE_DISTRICT)
        own = disclosing_bodies(self.for_user)
        if self.instance.pk:
            del self.fields["body"]
            self.fields["element_lines"].initial = write_elements(self.instance.element_list)
        else:
            del self.fields["ended_on"]
            self.fields["counted_from"].initial = timezone.localdate
            bodies = self.fields["body"]
            bodies.queryset = Body.objects.filter(pk__in=[body.pk for body in own])
            bodies.required = not is_district
            if is_district:
                bodies.empty_label = _("全区统一目录")
                if not own:
                    bodies.widget = forms.HiddenInput()
            elif len(own) == 1:
                bodies.initial, bodies.widget = own[0], forms.HiddenInput()
        is_own = bool(self.instance.body_id) if self.instance.pk else not is_district
        if is_own:
            # A committee is of one kind, and its own items come after the district's.
            for name in ("village_title", "applies_to"):
                del self.fields[name]

    def clean_element_lines(self) -> list[dict[str, Any]]:
        """Read the lines."""
        return [element.as_json() for element in read_elements(self.cleaned_data["element_lines"])]

    def act(self, *, actor: User, now: datetime) -> DisclosureItem:
        """Write it down."""
        item: DisclosureItem = self.save(commit=False)
        item.elements = self.cleaned_data["element_lines"]
        return set_disclosure_item(actor=actor, item=item, now=now)


class DisclosureItemDeleteView(VerbDeleteView):
    def remove(self, instance: DisclosureItem, *, actor: User, now: datetime) -> None:
        remove_disclosure_item(actor=actor, item=instance, now=now)


class ItemTitleColumn(TitleColumn):
    """Leads to the form for whoever may change the item; the others read the row."""

    def get_link_url(self, instance: DisclosureItem, parent_context: dict[str, Any]) -> str | None:
        request: HttpRequest = parent_context["request"]
        if not can_change_item(request.user, instance):
            return None
        url: str | None = super().get_link_url(instance, parent_context)
        return url


class DisclosureItemViewSet(ScopedViewSet):
    """The district keeps the standard, each committee its own items; everybody concerned reads both."""

    model = DisclosureItem
    related = ("body__area",)
    name = "disclosure_items"
    url_prefix = "disclosure-items"
    icon = "list-ul"
    menu_label = _("公开目录")
    menu_order = 240
    add_to_admin_menu = True
    can = {
        "view": can_see_item,
        "add": can_change_item,
        "change": can_change_item,
        "delete": can_change_item,
    }
    add_view_class = VerbCreateView
    edit_view_class = VerbEditView
    delete_view_class = DisclosureItemDeleteView
    list_display = [
        ItemTitleColumn("title", label=_("事项"), url_name="disclosure_items:edit"),
        Column("get_kind_display", label=_("类别")),
        Column(
            "body",
            label=_("谁的目录"),
            accessor=lambda item: item.body.area.short_name if item.body else _("全区统一"),
        ),
        Column("get_cycle_display", label=_("周期")),
        Column("limit_days", label=_("期限"), accessor=lambda item: _("%d个工作日") % item.limit_days),
        Column("ended_on", label=_("停用日期"), accessor=lambda item: item.ended_on or ""),
    ]
    list_filter = ["kind", "cycle"]
    search_fields = ["title", "village_title", "legal_basis"]
    list_per_page = 60

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return DisclosureItemForm

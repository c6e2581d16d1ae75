"""工作分工: who does what in the user's committee or street office."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from accounts.models import User
from cms_pages.actions.remove_staff_duty import remove_staff_duty
from cms_pages.forms.staff import StaffDutyForm
from cms_pages.models import StaffDuty
from cms_pages.staff.permissions import can_edit
from communities.viewsets.scoped import ScopedViewSet
from communities.viewsets.verbs import VerbCreateView, VerbDeleteView, VerbEditView


class StaffDutyDeleteView(VerbDeleteView):
    def remove(self, instance: StaffDuty, *, actor: User, now: datetime) -> None:
        remove_staff_duty(actor=actor, duty=instance, now=now)


class StaffDutyViewSet(ScopedViewSet):
    """The duties; whose name is shown is not decided here."""

    model = StaffDuty
    related = ("body__area", "member__user")
    name = "staff_duties"
    url_prefix = "staff-duties"
    icon = "group"
    menu_label = _("工作分工")
    menu_order = 255
    add_to_admin_menu = True
    can = {"view": can_edit, "add": can_edit, "change": can_edit, "delete": can_edit}
    add_view_class = VerbCreateView
    edit_view_class = VerbEditView
    delete_view_class = StaffDutyDeleteView
    list_display = [
        TitleColumn("title", label=_("分工"), url_name="staff_duties:edit"),
        Column("work", label=_("办什么事")),
        Column(
            "member", label=_("由谁负责"), accessor=lambda row: row.member.user if row.member else _("暂缺")
        ),
        Column("body", label=_("单位")),
    ]
    search_fields = ["title", "work"]
    ordering = ["body", "position", "pk"]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return StaffDutyForm

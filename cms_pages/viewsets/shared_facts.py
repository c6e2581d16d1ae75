"""常用标准: the register of shared facts in the workbench."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from accounts.models import User
from cms_pages.actions.remove_shared_fact import remove_shared_fact
from cms_pages.actions.set_shared_fact import set_shared_fact
from cms_pages.guides.permissions import KEEPING_KINDS, can_keep_fact, reviewed_bodies
from cms_pages.models import GuidePage, SharedFact
from communities.models import Body
from communities.viewsets.scoped import ScopedViewSet
from communities.viewsets.verbs import VerbCreateView, VerbDeleteView, VerbEditView, VerbForm


class SharedFactForm(VerbForm):
    """A fact, and its value from a day on."""

    value = forms.CharField(label=_("数值"), max_length=40, help_text=_("照文件写，如“1,090”。"))
    source = forms.CharField(label=_("依据"), max_length=160, help_text=_("文件名称和文号。"))
    effective_from = forms.DateField(
        label=_("从哪天起"),
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=_("可以提前填：到这一天，所有引用它的指南自动更换。改正现行的数值就不改日期。"),
    )

    class Meta(VerbForm.Meta):  # type: ignore[name-defined]
        model = SharedFact
        fields = ["name", "unit", "body"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = reviewed_bodies(self.for_user)
        bodies = Body.objects.filter(kind__in=KEEPING_KINDS)
        if own is not None:
            bodies = bodies.filter(pk__in=[body.pk for body in own])
        self.fields["body"].queryset = bodies
        if self.instance.pk:
            del self.fields["name"]
            newest = self.instance.values.order_by("-effective_from").first()
            if newest is not None:
                self.initial.update(
                    value=newest.value, source=newest.source, effective_from=newest.effective_from
                )
        else:
            if bodies.count() == 1:
                self.fields["body"].initial = bodies.get()
            self.fields["effective_from"].initial = timezone.localdate

    def act(self, *, actor: User, now: datetime) -> SharedFact:
        """Write it down."""
        typed = self.cleaned_data
        kept = (
            SharedFact.objects.select_related("body").get(pk=self.instance.pk) if self.instance.pk else None
        )
        return set_shared_fact(
            actor=actor,
            fact=kept,
            name=kept.name if kept else typed["name"],
            unit=typed["unit"],
            body=typed["body"],
            value=typed["value"],
            source=typed["source"],
            effective_from=typed["effective_from"],
            now=now,
        )


class SharedFactIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[SharedFact]:
        """Return the user's facts with their values."""
        return super().get_base_queryset().select_related("body").prefetch_related("values")


class SharedFactEditView(VerbEditView):
    """Shows the history of values, and the guides that name the fact, beside the form."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        used_in = GuidePage.objects.filter(uses__shared_fact=self.object).live().order_by("sort_key", "pk")
        context.update(used_in=used_in.select_related("body_owner"), values=self.object.values.all())
        return context


class SharedFactDeleteView(VerbDeleteView):
    def remove(self, instance: SharedFact, *, actor: User, now: datetime) -> None:
        remove_shared_fact(actor=actor, fact=instance, now=now)


def _present(fact: SharedFact) -> str:
    today = timezone.localdate()
    current = next((row for row in fact.values.all() if row.effective_from <= today), None)
    return f"{current.value}{fact.unit}" if current else "—"


class SharedFactViewSet(ScopedViewSet):
    """Each department keeps its own figures; everybody reads them on the site."""

    model = SharedFact
    name = "shared_facts"
    url_prefix = "shared-facts"
    icon = "table"
    menu_label = _("常用标准")
    menu_order = 260
    add_to_admin_menu = True
    can = {"view": can_keep_fact, "add": can_keep_fact, "change": can_keep_fact, "delete": can_keep_fact}
    index_view_class = SharedFactIndexView
    add_view_class = VerbCreateView
    edit_view_class = SharedFactEditView
    edit_template_name = "cms_pages/guides/admin/shared_fact_edit.html"
    delete_view_class = SharedFactDeleteView
    list_display = [
        TitleColumn("name", label=_("名称"), url_name="shared_facts:edit"),
        Column("value", label=_("现行数值"), accessor=_present),
        Column("body", label=_("负责单位")),
    ]
    search_fields = ["name"]

    def get_form_class(self, for_update: bool = False) -> type[SharedFactForm]:
        return SharedFactForm

"""The editor's form of a service."""

from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms_pages.choices import ServiceNeed
from cms_pages.forms.content import ContentPageForm
from cms_pages.forms.guides import YuanField
from cms_pages.forms.notices import AreasField, AreasWidget
from cms_pages.services.words import needs_of, stored_needs
from communities.choices import BodyKind, Level
from communities.models import Area, Body, ContactFact, OpeningSchedule
from communities.querysets import BodyQuerySet

PROVIDING_KINDS = (BodyKind.LOCAL_UNIT, BodyKind.ORGANISATION, BodyKind.DEPARTMENT, BodyKind.COMMITTEE)


class ContactsField(forms.ModelMultipleChoiceField):
    """Contact facts of the publisher and the provider, by the body's name and their own."""

    def label_from_instance(self, obj: ContactFact) -> str:
        return f"{obj.body} · {obj}"


def possible_providers(publisher: Body) -> BodyQuerySet:
    """Return the bodies that may provide a service which `publisher` publishes: those within its area,
    and departments.
    """
    return (
        Body.objects.current(today=timezone.localdate())
        .filter(
            Q(area__path__startswith=publisher.area.path) | Q(kind=BodyKind.DEPARTMENT),
            kind__in=PROVIDING_KINDS,
        )
        .exclude(pk=publisher.pk)
    )


class ServicePageForm(ContentPageForm):
    """The form of a service: it offers what its publisher and its provider have."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "fee_fen" in self.fields:
            self.fields["fee_fen"] = YuanField(label=_("金额（元）"), required=False)
        if "needs" in self.fields:
            self.fields["needs"] = forms.MultipleChoiceField(
                label=_("专为哪些人"),
                choices=ServiceNeed.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("谁都能用的不勾。居民勾自己的情况，找得到勾了同样情况的和不限的。"),
            )
            self.initial["needs"] = [need.value for need in needs_of(self.instance.needs)]
        if self.instance.body_owner_id and "provider" in self.fields:
            self._offer_own()

    def _offer_own(self) -> None:
        publisher = self.instance.body_owner
        providers = possible_providers(publisher)
        cast("forms.ModelChoiceField", self.fields["provider"]).queryset = providers
        if self.is_bound:
            chosen = self.data.get(self.add_prefix("provider"), "")
            provider = int(chosen) if str(chosen).isdecimal() else None
        else:
            provider = self.instance.provider_id
        bodies = Q(body=publisher) | Q(body=provider)
        if not self.is_bound:
            # Chosen first, reached next: a provider that is only picked in this form shows its facts after
            # saving.
            bodies |= Q(pk__in=[fact.pk for fact in self.instance.contacts.all()])
        self.fields["contacts"] = ContactsField(
            queryset=ContactFact.objects.public().filter(bodies).select_related("body"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            label=_("联系方式"),
            help_text=_("在“联系方式”里登记一次，处处通用。选了服务单位的，先保存草稿，这里才出现它的电话。"),
        )
        cast("forms.ModelChoiceField", self.fields["opening"]).queryset = (
            OpeningSchedule.objects.filter(
                Q(body=publisher) | Q(body=provider) | Q(pk=self.instance.opening_id)
            )
            .select_related("body")
            .order_by("body", "-is_main", "pk")
        )
        self._offer_areas(publisher.area)

    def _offer_areas(self, area: Area) -> None:
        if area.level == Level.COMMUNITY:
            # A committee serves its own residents; it has nothing to choose.
            del self.fields["chosen_areas"]
            return
        levels = [Level.COMMUNITY] if area.level == Level.STREET else [Level.STREET, Level.COMMUNITY]
        self.fields["chosen_areas"] = AreasField(
            queryset=Area.objects.active().within(area).filter(level__in=levels).order_by("path"),
            required=False,
            widget=AreasWidget,
            label=_("服务范围"),
            help_text=_("不勾选就是整个辖区。"),
        )

    def clean_needs(self) -> str:
        return stored_needs(self.cleaned_data["needs"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("provider") and cleaned.get("provider_name", "").strip():
            self.add_error("provider_name", _("服务单位选了一个，又填了名称，只留一样。"))
        first, last = cleaned.get("age_from"), cleaned.get("age_to")
        if first is not None and last is not None and last < first:
            self.add_error("age_to", _("年龄的上限不能小于下限。"))
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None):
            self.add_error("longitude", _("经度和纬度要么都填，要么都不填。"))
        return cleaned

"""How a body is reached and when it is open: 联系方式 and 开放时间."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from accounts.models import User
from communities.actions.remove_contact_fact import remove_contact_fact
from communities.actions.remove_opening_schedule import remove_opening_schedule
from communities.actions.set_contact_fact import set_contact_fact
from communities.actions.set_opening_schedule import set_opening_schedule
from communities.choices import ContactKind
from communities.models import Body, ContactFact, OpeningRule, OpeningSchedule
from communities.permissions import can_edit_fact, standing_of
from communities.roles import Right
from communities.viewsets.scoped import ScopedViewSet
from communities.viewsets.verbs import VerbCreateView, VerbDeleteView, VerbEditView, VerbForm

WEEKDAYS = tuple(enumerate((_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))))
BLANK_ROWS = 3


def profile_bodies(user: User) -> QuerySet[Body]:
    """Return the bodies whose contact facts and hours `user` writes."""
    current = Body.objects.current(today=timezone.localdate()).order_by("area__path", "kind", "pk")
    if user.is_superuser or standing_of(user).has(Right.MANAGE_DISTRICT):
        return current
    return current.filter(pk__in=[body.pk for body in standing_of(user).bodies_with(Right.EDIT_PROFILE)])


class OwnBodyForm(VerbForm):
    """A form about one of the user's bodies; whoever has one is not asked which."""

    body = forms.ModelChoiceField(label=_("单位"), queryset=Body.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        field.queryset = profile_bodies(self.for_user)
        if self.instance.pk:
            field.queryset = Body.objects.filter(pk=self.instance.body_id)
        own = list(field.queryset[:2])
        if len(own) == 1:
            field.initial = own[0]
            field.widget = forms.HiddenInput()


class ContactFactForm(OwnBodyForm):
    """One phone number, address or the like."""

    class Meta:
        model = ContactFact
        fields = ["body", "kind", "label", "value", "is_public", "position"]

    def _post_clean(self) -> None:
        """Leave the checks of the model to the verb, which knows the usual form of each kind."""

    def act(self, *, actor: User, now: datetime) -> Model:
        """Add or change the fact."""
        data = self.cleaned_data
        return set_contact_fact(
            actor=actor,
            body=data["body"],
            kind=ContactKind(data["kind"]),
            value=data["value"],
            label=data["label"],
            is_public=data["is_public"],
            position=data["position"] or 0,
            now=now,
            fact=self.instance if self.instance.pk else None,
        )


class ContactFactDeleteView(VerbDeleteView):
    def remove(self, instance: ContactFact, *, actor: User, now: datetime) -> None:
        remove_contact_fact(actor=actor, fact=instance, now=now)


class ContactFactViewSet(ScopedViewSet):
    """联系方式."""

    model = ContactFact
    related = ("body__area",)
    name = "contact_facts"
    icon = "mail"
    menu_label = _("联系方式")
    can = {"view": can_edit_fact, "add": can_edit_fact, "change": can_edit_fact, "delete": can_edit_fact}
    add_view_class = VerbCreateView
    edit_view_class = VerbEditView
    delete_view_class = ContactFactDeleteView
    list_display = [
        TitleColumn("value", label=_("内容"), url_name="contact_facts:edit"),
        Column("get_kind_display", label=_("类别")),
        Column("label", label=_("用途")),
        Column("body", label=_("单位")),
    ]
    search_fields = ["value", "label", "body__name"]

    def scope(self, user: User) -> QuerySet[ContactFact]:
        """Return the facts of the bodies that `user` writes for."""
        return ContactFact.objects.filter(body__in=profile_bodies(user).order_by()).select_related("body")

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return ContactFactForm


class OpeningRuleForm(forms.Form):
    """One row: on which weekdays, from when to when, perhaps in one season only."""

    weekdays = forms.MultipleChoiceField(
        label=_("星期"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple, required=False
    )
    opens = forms.TimeField(
        label=_("开门"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    closes = forms.TimeField(
        label=_("关门"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    season_start = forms.CharField(
        label=_("季节自"), required=False, max_length=5, widget=forms.TextInput({"placeholder": "06-15"})
    )
    season_end = forms.CharField(
        label=_("至"), required=False, max_length=5, widget=forms.TextInput({"placeholder": "09-15"})
    )

    def clean(self) -> dict[str, Any]:
        """Want a whole row or an empty one."""
        data = super().clean() or {}
        if any(data.get(name) for name in data) and not self.errors:
            if not data.get("weekdays"):
                self.add_error("weekdays", _("请勾选星期几。"))
            for name in ("opens", "closes"):
                if data.get(name) is None:
                    self.add_error(name, _("请填写时间，如 08:30。"))
        return data

    def rule(self) -> OpeningRule | None:
        """Return the unsaved rule that the row stands for; None for an empty row."""
        data = self.cleaned_data
        if not data.get("weekdays"):
            return None
        return OpeningRule(
            weekdays=sum(1 << int(day) for day in data["weekdays"]),
            opens=data["opens"],
            closes=data["closes"],
            season_start=data["season_start"],
            season_end=data["season_end"],
        )


OpeningRuleFormSet = forms.formset_factory(OpeningRuleForm, extra=BLANK_ROWS, max_num=20, validate_max=True)


def _initial(rules: Iterable[OpeningRule]) -> list[dict[str, Any]]:
    return [
        {
            "weekdays": [str(day) for day, _name in WEEKDAYS if rule.weekdays & 1 << day],
            "opens": rule.opens,
            "closes": rule.closes,
            "season_start": rule.season_start,
            "season_end": rule.season_end,
        }
        for rule in rules
    ]


class OpeningScheduleForm(OwnBodyForm):
    """The hours of one place, with a row for each span."""

    class Meta:
        model = OpeningSchedule
        fields = ["body", "name", "is_main", "on_holidays"]
        help_texts = {"is_main": _("在首页和联系卡片上显示的办公时间。每个单位只有一个。")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = OpeningRuleFormSet(
            self.data if self.is_bound else None,
            prefix="rules",
            initial=_initial(self.instance.rules.all()) if self.instance.pk else None,
        )

    def is_valid(self) -> bool:
        """Return whether the form and each of its rows are."""
        rows_are = not self.is_bound or self.rules.is_valid()
        return super().is_valid() and rows_are

    def _post_clean(self) -> None:
        """Leave the checks of the model to the verb, which changes the body's other main schedule, too."""

    def act(self, *, actor: User, now: datetime) -> Model:
        """Add or change the schedule."""
        data = self.cleaned_data
        made = [rule for row in self.rules.forms if (rule := row.rule()) is not None]
        return set_opening_schedule(
            actor=actor,
            body=data["body"],
            name=data["name"],
            is_main=data["is_main"],
            on_holidays=data["on_holidays"],
            rules=made,
            now=now,
            schedule=self.instance if self.instance.pk else None,
        )

    def refuse(self, refusal: ValidationError) -> None:
        """Show what is wrong with a rule above its rows."""
        if hasattr(refusal, "error_dict") and not set(refusal.error_dict) & set(self.fields):
            refusal = ValidationError(refusal.messages)
        super().refuse(refusal)


class OpeningScheduleDeleteView(VerbDeleteView):
    def remove(self, instance: OpeningSchedule, *, actor: User, now: datetime) -> None:
        remove_opening_schedule(actor=actor, schedule=instance, now=now)


class OpeningScheduleViewSet(ScopedViewSet):
    """开放时间."""

    model = OpeningSchedule
    related = ("body__area",)
    prefetched = ("rules",)
    name = "opening_schedules"
    icon = "time"
    menu_label = _("开放时间")
    can = {"view": can_edit_fact, "add": can_edit_fact, "change": can_edit_fact, "delete": can_edit_fact}
    add_view_class = VerbCreateView
    edit_view_class = VerbEditView
    delete_view_class = OpeningScheduleDeleteView
    create_template_name = "communities/admin/opening_schedule/form.html"
    edit_template_name = "communities/admin/opening_schedule/form.html"
    list_display = [
        TitleColumn("name", label=_("名称"), url_name="opening_schedules:edit"),
        Column("rules_in_words", label=_("时间"), accessor=lambda schedule: rules_in_words(schedule)),
        Column("body", label=_("单位")),
    ]
    search_fields = ["name", "body__name"]

    def scope(self, user: User) -> QuerySet[OpeningSchedule]:
        """Return the schedules of the bodies that `user` writes for."""
        mine = OpeningSchedule.objects.filter(body__in=profile_bodies(user).order_by())
        return mine.select_related("body").prefetch_related("rules")

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return OpeningScheduleForm


def rules_in_words(schedule: OpeningSchedule) -> str:
    """Return a schedule's rules as a committee worker would say them: “周一至周五 08:30–12:00”."""
    return "；".join(f"{_days_in_words(rule.weekdays)} {rule}" for rule in schedule.rules.all())


def _days_in_words(mask: int) -> str:
    days = [str(name) for day, name in WEEKDAYS if mask & 1 << day]
    whole = [str(name) for _day, name in WEEKDAYS]
    for start in range(7):
        if len(days) > 2 and days == whole[start : start + len(days)]:
            return f"{days[0]}至{days[-1]}"
    return "、".join(days)

"""The form of a duty, and the form by which a person says what of them may be shown."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cms_pages.actions.set_staff_duty import set_staff_duty
from cms_pages.choices import StaffField
from cms_pages.models import StaffCard, StaffDuty
from cms_pages.staff.permissions import STAFF_ROLES, STAFFED_KINDS
from communities.choices import Level
from communities.models import Area, Body, Membership
from communities.permissions import has_right, standing_of
from communities.roles import Right
from communities.viewsets.verbs import VerbForm
from events.once import OnceForm
from media.fields import CleanImageField


def staffed_bodies(user: User) -> QuerySet[Body]:
    """Return the committees and street offices whose duties `user` writes down."""
    current = Body.objects.current(today=timezone.localdate()).filter(kind__in=STAFFED_KINDS)
    if not has_right(user, Right.MANAGE_DISTRICT):
        own = standing_of(user).bodies_with(Right.EDIT_PROFILE)
        current = current.filter(pk__in=[body.pk for body in own])
    return current.select_related("area").order_by("area__path", "kind", "pk")


class StaffDutyForm(VerbForm):
    """One duty."""

    body = forms.ModelChoiceField(label=_("单位"), queryset=Body.objects.none())

    class Meta:
        model = StaffDuty
        fields = ["body", "title", "work", "phone", "member", "places", "position"]
        widgets = {"places": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = self.fields["body"]
        assert isinstance(body, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        body.queryset = staffed_bodies(self.for_user)
        if self.instance.pk:
            body.queryset = Body.objects.filter(pk=self.instance.body_id).select_related("area")
        bodies = list(body.queryset[:200])
        if len(bodies) == 1:
            body.initial = bodies[0]
            body.widget = forms.HiddenInput()
        member, places = self.fields["member"], self.fields["places"]
        assert isinstance(member, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        assert isinstance(places, forms.ModelMultipleChoiceField)  # noqa: S101 - for the type checker
        member.queryset = (
            Membership.objects.current(today=timezone.localdate())
            .filter(body__in=bodies, role__in=STAFF_ROLES)
            .select_related("user", "body")
            .order_by("body", "pk")
        )
        # Whoever writes for several bodies saves first, and chooses the places of that body then.
        places.queryset = Area.objects.none()
        if len(bodies) == 1:
            places.queryset = (
                Area.objects.active()
                .within(bodies[0].area)
                .filter(level__in=(Level.GRID, Level.ESTATE))
                .order_by("level", "name", "pk")
            )

    def _post_clean(self) -> None:
        """Leave the checks to the verb."""

    def act(self, *, actor: User, now: datetime) -> Model:
        """Add or change the duty."""
        data = self.cleaned_data
        return set_staff_duty(
            actor=actor,
            body=data["body"],
            title=data["title"],
            work=data["work"],
            phone=data["phone"],
            places=data["places"],
            member=data["member"],
            position=data["position"] or 0,
            now=now,
            duty=self.instance if self.instance.pk else None,
        )


class StaffCardForm(OnceForm):
    """What of a person may be shown: each thing with a box of its own, and empty boxes to begin with."""

    name = forms.CharField(label=_("姓名"), max_length=20, required=False)
    show_name = forms.BooleanField(label=_("公开姓名"), required=False)
    phone = forms.CharField(
        label=_("手机或直线电话"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    show_phone = forms.BooleanField(label=_("公开手机或直线电话"), required=False)
    hours = forms.CharField(
        label=_("在岗时间"),
        max_length=60,
        required=False,
        help_text=_("如“周一至周五上午在社区，下午走访”。"),
    )
    show_hours = forms.BooleanField(label=_("公开在岗时间"), required=False)
    photo = CleanImageField(label=_("照片"), required=False)
    show_photo = forms.BooleanField(label=_("公开照片"), required=False)

    def __init__(self, *args: Any, card: StaffCard | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if card is None:
            return
        for field in (StaffField.NAME, StaffField.PHONE, StaffField.HOURS):
            self.fields[field.value].initial = getattr(card, field.value)
        for consent in card.consents.filter(withdrawn_at__isnull=True):
            self.fields[f"show_{consent.field}"].initial = True

    @property
    def values(self) -> dict[StaffField, str]:
        """The texts, by field."""
        texts = (StaffField.NAME, StaffField.PHONE, StaffField.HOURS)
        return {field: self.cleaned_data[field.value] for field in texts}

    @property
    def agreed(self) -> list[StaffField]:
        """The fields that may be shown."""
        return [field for field in StaffField if self.cleaned_data[f"show_{field.value}"]]

"""What district administrators keep for everybody: departments, categories and the working-day calendar."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from accounts.models import User
from communities.actions.add_bodies import add_bodies
from communities.actions.change_body import change_body
from communities.actions.remove_category import remove_category
from communities.actions.set_calendar_year import set_calendar_year
from communities.actions.set_category import set_category
from communities.choices import AreaState, BodyKind, DayKind
from communities.models import Area, Body, CalendarYear, Category
from communities.permissions import KEPT_BY_HAND, can_change_body, can_manage_district
from communities.viewsets.scoped import ScopedViewSet
from communities.viewsets.verbs import VerbCreateView, VerbDeleteView, VerbEditView, VerbForm

KEEPS = {"view": can_manage_district, "add": can_manage_district, "change": can_manage_district}


class BodyForm(VerbForm):
    """A department, a local unit or an organisation."""

    class Meta:
        model = Body
        fields = ["kind", "name", "short_name", "area", "ended_on"]
        widgets = {"ended_on": forms.DateInput({"type": "date"}, "%Y-%m-%d")}
        help_texts = {"ended_on": _("这一天起不再存在；它的人员从这天起不能再工作，发布过的内容保留。")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in BodyKind if kind in KEPT_BY_HAND]
        self.fields["area"].queryset = (
            Area.objects.with_pages().filter(state=AreaState.ACTIVE).order_by("path")
        )
        if self.instance.pk:
            del self.fields["kind"], self.fields["area"]
        else:
            del self.fields["ended_on"]

    def act(self, *, actor: User, now: datetime) -> Model:
        """Add or change the body."""
        data = self.cleaned_data
        if self.instance.pk:
            return change_body(
                actor=actor,
                body=Body.objects.select_related("area", "collection").get(pk=self.instance.pk),
                name=data["name"],
                short_name=data["short_name"],
                ended_on=data["ended_on"],
                now=now,
            )
        body = Body(
            kind=data["kind"],
            name=data["name"].strip(),
            short_name=data["short_name"].strip(),
            area=data["area"],
        )
        body.full_clean(exclude=["collection"])
        return add_bodies(actor=actor, bodies=[body], now=now)[0]


class BodyViewSet(ScopedViewSet):
    """部门与单位."""

    model = Body
    related = ("area",)
    name = "bodies"
    icon = "group"
    menu_label = _("部门与单位")
    can = {"view": can_change_body, "add": can_change_body, "change": can_change_body}
    views = ("index", "add", "edit")
    add_view_class = VerbCreateView
    edit_view_class = VerbEditView
    list_display = [
        TitleColumn("name", label=_("名称"), url_name="bodies:edit"),
        Column("get_kind_display", label=_("类别")),
        Column("area", label=_("区域")),
        Column("ended_on", label=_("撤销日期"), accessor=lambda body: body.ended_on or ""),
    ]
    search_fields = ["name", "short_name"]

    def scope(self, user: User) -> QuerySet[Body]:
        """Return the bodies that are kept by hand, for those who keep them."""
        if not can_manage_district(user):
            return Body.objects.none()
        return Body.objects.filter(kind__in=KEPT_BY_HAND).select_related("area")

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return BodyForm


class CategoryForm(VerbForm):
    """A category."""

    class Meta:
        model = Category
        fields = ["scheme", "name", "position"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["scheme"]

    def act(self, *, actor: User, now: datetime) -> Model:
        """Add or change the category."""
        data = self.cleaned_data
        kept = Category.objects.get(pk=self.instance.pk) if self.instance.pk else None
        return set_category(
            actor=actor,
            scheme=kept.scheme if kept else data["scheme"],
            name=data["name"],
            position=data["position"],
            now=now,
            category=kept,
        )


class CategoryDeleteView(VerbDeleteView):
    def remove(self, instance: Category, *, actor: User, now: datetime) -> None:
        remove_category(actor=actor, category=instance, now=now)


class CategoryViewSet(ScopedViewSet):
    """类别."""

    model = Category
    name = "categories"
    icon = "tag"
    menu_label = _("类别")
    can = {**KEEPS, "delete": can_manage_district}
    add_view_class = VerbCreateView
    edit_view_class = VerbEditView
    delete_view_class = CategoryDeleteView
    list_display = [
        TitleColumn("name", label=_("名称"), url_name="categories:edit"),
        Column("get_scheme_display", label=_("用于")),
        Column("position", label=_("顺序")),
    ]

    def scope(self, user: User) -> QuerySet[Category]:
        """Return all categories, for those who keep them."""
        return Category.objects.all() if can_manage_district(user) else Category.objects.none()

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return CategoryForm


_SPAN = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:\s*(?:至|到|~|—|-)\s*(\d{4}-\d{1,2}-\d{1,2}))?\s*(.*)")
LONGEST_SPAN = timedelta(days=31)


def read_days(text: str) -> dict[date, str]:
    """Return the days that `text` lists, a line each: `2026-10-01 至 2026-10-08 国庆节`.

    Raises:
        ValidationError: a line that can't be read; the message quotes it.
    """
    days: dict[date, str] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        match = _SPAN.fullmatch(line)
        try:
            if match is None:
                raise ValueError
            first = _day(match[1])
            last = _day(match[2]) if match[2] else first
        except ValueError:
            raise ValidationError(
                _("看不懂这一行：“%(line)s”。请写成“2026-10-01 至 2026-10-08 国庆节”。"),
                params={"line": line[:40]},
            ) from None
        if not first <= last <= first + LONGEST_SPAN:
            raise ValidationError(_("这一行的起止日期不对：“%(line)s”。"), params={"line": line[:40]})
        for number in range((last - first).days + 1):
            days[first + timedelta(days=number)] = match[3].strip()[:20]
    return days


def _day(text: str) -> date:
    year, month, day = (int(part) for part in text.split("-"))
    return date(year, month, day)


def write_days(year: CalendarYear, kind: DayKind) -> str:
    """Return the year's days of `kind` as `read_days` reads them, days in a row as one line."""
    lines: list[tuple[date, date, str]] = []
    for day in year.days.filter(kind=kind).order_by("date"):
        if lines and lines[-1][1] + timedelta(days=1) == day.date and lines[-1][2] == day.name:
            lines[-1] = (lines[-1][0], day.date, day.name)
        else:
            lines.append((day.date, day.date, day.name))
    return "\n".join(
        f"{first}{f' 至 {last}' if last != first else ''} {name}".strip() for first, last, name in lines
    )


class CalendarYearForm(VerbForm):
    """A year's arrangement, as the State Council's notice words it."""

    holidays = forms.CharField(
        label=_("放假"),
        widget=forms.Textarea({"rows": 9}),
        help_text=_("一行一段，照通知填写，如“2026-10-01 至 2026-10-08 国庆节”。"),
    )
    make_ups = forms.CharField(
        label=_("调休上班"),
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("一行一天，如“2026-10-10 国庆节”。只会是周末。"),
    )

    class Meta:
        model = CalendarYear
        fields = ["year", "source"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["year"].disabled = True
            self.fields["holidays"].initial = write_days(self.instance, DayKind.HOLIDAY)
            self.fields["make_ups"].initial = write_days(self.instance, DayKind.MAKE_UP)

    def clean_year(self) -> int:
        """Want a year that this site will see."""
        year = self.cleaned_data["year"]
        if not 2000 <= year <= 2100:
            raise ValidationError(_("请填写2000到2100之间的年份。"))
        return year

    def clean_holidays(self) -> dict[date, str]:
        return read_days(self.cleaned_data["holidays"])

    def clean_make_ups(self) -> dict[date, str]:
        return read_days(self.cleaned_data["make_ups"])

    def act(self, *, actor: User, now: datetime) -> Model:
        """Write the year."""
        data = self.cleaned_data
        return set_calendar_year(
            actor=actor,
            year=data["year"],
            source=data["source"],
            holidays=data["holidays"],
            make_ups=data["make_ups"],
            now=now,
        )


class CalendarYearViewSet(ScopedViewSet):
    """放假安排."""

    model = CalendarYear
    name = "calendar_years"
    icon = "calendar"
    menu_label = _("放假安排")
    can = KEEPS
    views = ("index", "add", "edit")
    add_view_class = VerbCreateView
    edit_view_class = VerbEditView
    list_display = [
        TitleColumn("year", label=_("年份"), url_name="calendar_years:edit"),
        Column("source", label=_("依据")),
    ]

    def scope(self, user: User) -> QuerySet[CalendarYear]:
        """Return all years, for those who keep them."""
        return CalendarYear.objects.all() if can_manage_district(user) else CalendarYear.objects.none()

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return CalendarYearForm

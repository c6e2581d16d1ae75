"""区域: renaming, abolishing, adding what lies below a community, and other names by which it is found."""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import Button

from accounts.models import User
from communities.actions.add_area_below import LEVELS_BELOW, add_area_below
from communities.actions.rename_area import rename_area
from communities.actions.set_area_aliases import set_area_aliases
from communities.choices import Level
from communities.models import Area, AreaAlias
from communities.permissions import can_change_area, can_manage_district
from communities.viewsets.scoped import ScopedViewSet
from communities.viewsets.verbs import VerbCreateView, VerbEditView, VerbForm

PARITIES = {"单号": "odd", "双号": "even"}
_ALIAS = re.compile(
    r"(?P<name>.+?)(?:\s+(?P<first>\d+)(?:\s*[-—~至]\s*(?P<last>\d+))?号?\s*(?P<parity>单号|双号)?)?"
)


def read_aliases(text: str) -> list[AreaAlias]:
    """Return the unsaved aliases that `text` lists, a line each: `长乐路 1-99 单号`, or a name alone."""
    aliases = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        match = _ALIAS.fullmatch(line)
        if match is None:
            raise ValidationError(_("看不懂这一行：“%(line)s”。"), params={"line": line[:40]})
        first, last = match["first"], match["last"]
        aliases.append(
            AreaAlias(
                name=match["name"],
                first_number=int(first) if first else None,
                last_number=int(last) if last else None,
                parity=PARITIES.get(match["parity"] or "", ""),
            )
        )
    return aliases


def write_aliases(area: Area) -> str:
    """Return the aliases of `area` as `read_aliases` reads them."""
    words = {value: word for word, value in PARITIES.items()}
    lines = []
    for alias in area.aliases.all():
        span = "" if alias.first_number is None else f" {alias.first_number}"
        if alias.last_number is not None:
            span += f"-{alias.last_number}"
        parity = f" {words[alias.parity]}" if alias.parity and span else ""
        lines.append(f"{alias.name}{span}{parity}")
    return "\n".join(lines)


class AreaForm(VerbForm):
    """Names and aliases of an area."""

    aliases = forms.CharField(
        label=_("路名与别名"),
        required=False,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("居民按这些名字找到自己的社区。一行一个：小区旧名，或路名加门牌，如“长乐路 1-99 单号”。"),
    )

    class Meta:
        model = Area
        fields = ["name", "short_name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aliases"].initial = write_aliases(self.instance)

    def clean_aliases(self) -> list[AreaAlias]:
        return read_aliases(self.cleaned_data["aliases"])

    def _post_clean(self) -> None:
        """Leave the area as it is: the verb changes it, and tells from what to what."""

    def act(self, *, actor: User, now: datetime) -> Model:
        """Rename the area and write its aliases."""
        area = Area.objects.get(pk=self.instance.pk)
        data = self.cleaned_data
        rename_area(actor=actor, area=area, name=data["name"], short_name=data["short_name"], now=now)
        set_area_aliases(actor=actor, area=area, aliases=data["aliases"], now=now)
        return area


class AreaBelowForm(VerbForm):
    """A grid, an estate or a building."""

    class Meta:
        model = Area
        fields = ["parent", "level", "name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = Area.objects.active().filter(level__in=[level.value for level in LEVELS_BELOW])
        self.fields["parent"].queryset = parents.order_by("path")
        self.fields["parent"].required = True
        self.fields["level"].choices = [
            (level.value, level.label) for level in (Level.GRID, Level.ESTATE, Level.BUILDING)
        ]

    def _post_clean(self) -> None:
        """Leave the checks of the model to the verb, which sets what the form does not ask."""

    def act(self, *, actor: User, now: datetime) -> Model:
        """Add it."""
        data = self.cleaned_data
        return add_area_below(
            actor=actor, parent=data["parent"], level=Level(data["level"]), name=data["name"], now=now
        )


class AreaEditView(VerbEditView):
    """An area, with the ways to abolish, merge and split it."""

    @property
    def header_more_buttons(self) -> list[Button]:
        """Return Wagtail's own buttons and ours."""
        buttons = list(super().header_more_buttons)
        area = self.object
        if not area.is_active or area.level == Level.DISTRICT:
            return buttons
        url = reverse("area_changes:abolish", args=[area.pk])
        buttons.append(Button(_("撤销或合并"), url=url, icon_name="bin", priority=50))
        if area.level == Level.COMMUNITY:
            split = reverse("area_changes:split", args=[area.pk])
            buttons.append(Button(_("拆分"), url=split, icon_name="copy", priority=60))
        return buttons


class AreaViewSet(ScopedViewSet):
    """区域."""

    model = Area
    name = "areas"
    icon = "site"
    menu_label = _("区域")
    can = {
        "view": can_change_area,
        "add": can_change_area,
        "change": can_change_area,
    }
    views = ("index", "add", "edit")
    add_view_class = VerbCreateView
    edit_view_class = AreaEditView
    list_per_page = 50
    list_display = [
        TitleColumn("short_name", label=_("简称"), url_name="areas:edit"),
        Column("name", label=_("全称")),
        Column("get_level_display", label=_("层级")),
        Column("code", label=_("代码"), accessor=lambda area: area.code or ""),
        Column("get_state_display", label=_("状态")),
    ]
    list_filter = ["level", "state"]
    search_fields = ["name", "short_name", "code"]
    ordering = ["path"]

    def scope(self, user: User) -> QuerySet[Area]:
        """Return all areas, for those who keep them."""
        return Area.objects.all() if can_manage_district(user) else Area.objects.none()

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return AreaForm if for_update else AreaBelowForm

"""The editor's form of a notice."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, cast

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from cms_pages.choices import AUDIENCES_OF_LEVEL, Audience
from cms_pages.forms.content import ContentPageForm
from communities.choices import Level
from communities.models import Area


class AreaIterator(ModelChoiceIterator):
    """Groups areas by street: the street itself, then its communities."""

    def __iter__(self) -> Iterator[Any]:
        areas = list(self.queryset)
        names = {area.pk: area.short_name for area in areas if area.level == Level.STREET}

        def street_of(area: Area) -> int | None:
            return area.pk if area.level == Level.STREET else area.parent_id

        for street, members in groupby(areas, key=street_of):
            choices = [self.choice(area) for area in members]
            if street in names:
                yield names[street], choices
            else:
                yield from choices


class AreasField(forms.ModelMultipleChoiceField):
    """Streets and communities to tick, grouped by street."""

    iterator = AreaIterator

    def label_from_instance(self, obj: Area) -> str:
        return _("%(street)s全部社区") % {"street": obj.short_name} if obj.level == Level.STREET else str(obj)


class AreasWidget(forms.CheckboxSelectMultiple):
    """Check boxes in one foldable group for each street, so that 120 of them fit on a screen."""

    template_name = "cms_pages/notices/widgets/areas.html"

    class Media:
        css = {"all": ["cms_pages/css/notice_admin.css"]}


class NoticePageForm(ContentPageForm):
    """The form of a notice: its audience is offered by the level of its area."""

    # Its address has nothing of the title.
    slug_follows_title = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.parent_page is not None and "audience" in self.fields:
            self._offer_audiences()

    def _offer_audiences(self) -> None:
        area = self.instance.area
        offered = AUDIENCES_OF_LEVEL[Level(area.level)]
        audience = cast("forms.ChoiceField", self.fields["audience"])
        audience.choices = [(choice.value, choice.label) for choice in offered]
        if offered == (Audience.EVERYONE,):
            del self.fields["chosen_areas"]
            return
        levels = [Level.COMMUNITY] if area.level == Level.STREET else [Level.STREET, Level.COMMUNITY]
        self.fields["chosen_areas"] = AreasField(
            queryset=Area.objects.active().within(area).filter(level__in=levels).order_by("path"),
            required=False,
            widget=AreasWidget,
            label=_("指定的街道或社区"),
            help_text=_("选“指定…”时在这里勾选；选“仅发社区和街道”时不勾选就是发给辖区内所有的。"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("audience") == Audience.EVERYONE and "chosen_areas" in cleaned:
            cleaned["chosen_areas"] = Area.objects.none()
        return cleaned

"""Merging, abolishing and splitting areas: first what will happen, then the confirmation, then the deed."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from accounts.requests import SignedInRequest
from communities import lifecycle, merging
from communities.actions.abolish_area import abolish_area
from communities.actions.split_area import split_area
from communities.choices import Level
from communities.lifecycle import Effect
from communities.models import Area, AreaAlias, Membership
from communities.permissions import can_change_area
from communities.policies.addresses import open_namespace

FINAL = gettext_lazy("我已核对上面的影响，确定执行。")


class AbolishForm(forms.Form):
    """Into which area, which officials go on there, and that one has read what will happen."""

    successor = forms.ModelChoiceField(
        label=gettext_lazy("并入"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=gettext_lazy("不并入，直接撤销"),
        help_text=gettext_lazy("选好后先点“查看影响”。"),
    )
    moving = forms.ModelMultipleChoiceField(
        label=gettext_lazy("哪些任职转到接续单位"),
        queryset=Membership.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("勾选的人以原来的身份转入；没有勾选的任职到昨天为止。直接撤销的，全部结束。"),
    )
    understood = forms.BooleanField(label=FINAL, required=False)

    def __init__(self, *args: Any, area: Area, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = successors_of(area)  # type: ignore[attr-defined]
        body = merging.running_body(area)
        officials = merging.officials_of(body, today=today) if body is not None else []
        field = self.fields["moving"]
        field.queryset = Membership.objects.filter(pk__in=[row.pk for row in officials])  # type: ignore[attr-defined]
        field.choices = [  # type: ignore[attr-defined]
            (row.pk, f"{row.user.display_name}（{row.get_role_display()}）") for row in officials
        ]
        if not officials:
            del self.fields["moving"]


class SplitForm(forms.Form):
    """The new community, and what of the old one belongs to it."""

    code = forms.CharField(label=gettext_lazy("新社区的统计用区划代码"), max_length=12)
    name = forms.CharField(
        label=gettext_lazy("新社区的全称"), max_length=100, help_text=gettext_lazy("如“乌衣巷社区居委会”。")
    )
    below = forms.ModelMultipleChoiceField(
        label=gettext_lazy("划入新社区的网格、小区、楼幢"),
        queryset=Area.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    aliases = forms.ModelMultipleChoiceField(
        label=gettext_lazy("划入新社区的路名和别名"),
        queryset=AreaAlias.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    understood = forms.BooleanField(
        label=gettext_lazy("我已核对名称、代码和划分，确定拆分。"),
        error_messages={"required": gettext_lazy("请先核对，再勾选确认。")},
    )

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        below = Area.objects.active().filter(parent=area).order_by("level", "name", "pk")
        for key, rows in (("below", below), ("aliases", AreaAlias.objects.filter(area=area))):
            self.fields[key].queryset = rows  # type: ignore[attr-defined]
            if not rows.exists():
                del self.fields[key]


def successors_of(area: Area) -> QuerySet[Area]:
    """Return the areas that could take over from `area`."""
    return Area.objects.active().filter(level=area.level).exclude(pk=area.pk).order_by("path")


def effects(area: Area, successor: Area | None, *, today: date) -> list[Effect]:
    """Return what merging or abolishing `area` would do, with numbers; only what concerns something."""
    body = merging.running_body(area)
    residents = len(merging.residents_of(body, today=today)) if body is not None else 0
    below = Area.objects.active().within(area).exclude(pk=area.pk).count()
    found = [
        Effect(_("居民转为接续社区的居民，并收到通知") if successor else _("居民身份结束"), residents),
        Effect(_("网格、小区、楼幢划入接续社区") if successor else _("网格、小区、楼幢一并撤销"), below),
    ]
    if successor is not None and body is not None:
        facts = body.contact_facts.count() + body.schedules.count()
        found.append(Effect(_("联系方式和开放时间转入接续单位，注明“原%(area)s”") % {"area": area}, facts))
        found.append(Effect(_("路名和别名改指接续社区"), area.aliases.count()))
    for _key, observer in lifecycle.registry:
        found.extend(observer.preview(area, successor))
    return [effect for effect in found if effect.count]


def _area(request: SignedInRequest, pk: int) -> Area:
    """Return the area that the request is about.

    Raises:
        PermissionDenied: the person does not keep the areas.
        Http404: there is none, or none that can be abolished.
    """
    if not can_change_area(request.user):
        raise PermissionDenied
    area = get_object_or_404(Area.objects.active().select_related("parent", "page"), pk=pk)
    if area.level == Level.DISTRICT:
        raise Http404
    return area


def _page(request: SignedInRequest, template: str, title: str, context: dict[str, Any]) -> HttpResponse:
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": _("首页")},
        {"url": reverse("areas:index"), "label": _("区域")},
        {"url": "", "label": title},
    ]
    return TemplateResponse(
        request,
        f"communities/admin/area/{template}.html",
        {**context, "header_title": title, "header_icon": "site", "breadcrumbs_items": trail},
    )


def _refuse(form: forms.Form, refusal: ValidationError) -> None:
    said = refusal.message_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.messages}
    for field, words in said.items():
        form.add_error(field if field in form.fields else None, words)


@require_http_methods(["GET", "HEAD", "POST"])
def area_abolish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask into which area, show what will happen, and do it when that is confirmed."""
    area, now = _area(request, pk), timezone.now()
    form = AbolishForm(
        request.POST if request.method == "POST" else None, area=area, today=timezone.localdate(now)
    )
    shown: list[Effect] | None = None
    successor: Area | None = None
    if request.method == "POST" and form.is_valid():
        successor = form.cleaned_data["successor"]
        shown = effects(area, successor, today=timezone.localdate(now))
        if "confirm" in request.POST and not form.cleaned_data["understood"]:
            form.add_error("understood", _("请先核对影响，再勾选确认。"))
        elif "confirm" in request.POST:
            moving = [row.pk for row in form.cleaned_data.get("moving", [])] if successor else []
            try:
                abolish_area(actor=request.user, area=area, successor=successor, moving=moving, now=now)
            except ValidationError as refusal:
                _refuse(form, refusal)
            else:
                messages.success(
                    request,
                    _("“%(area)s”已并入“%(successor)s”。") % {"area": area, "successor": successor}
                    if successor
                    else _("“%(area)s”已撤销。") % {"area": area},
                )
                return redirect("areas:index")
    return _page(
        request,
        "abolish",
        _("撤销或合并%(area)s") % {"area": area},
        {"area": area, "form": form, "effects": shown, "successor": successor},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def area_split(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make two communities of one."""
    area = _area(request, pk)
    if area.level != Level.COMMUNITY:
        raise Http404
    form = SplitForm(request.POST if request.method == "POST" else None, area=area)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            new = split_area(
                actor=request.user,
                area=area,
                code=data["code"],
                name=data["name"],
                below=[row.pk for row in data.get("below", [])],
                aliases=[row.pk for row in data.get("aliases", [])],
                now=timezone.now(),
            )
        except ValidationError as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("已从“%(area)s”分出“%(new)s”。") % {"area": area, "new": new})
            return redirect("areas:index")
    return _page(request, "split", _("拆分%(area)s") % {"area": area}, {"area": area, "form": form})


def addresses() -> list[URLResolver]:
    """Return the addresses below the admin's."""
    views = [
        path("<int:pk>/abolish/", area_abolish, name="abolish"),
        path("<int:pk>/split/", area_split, name="split"),
    ]
    # Each view asks whether the person keeps the areas.
    open_namespace("area_changes")
    return [path("area-changes/", include((views, "area_changes")))]

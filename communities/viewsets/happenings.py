"""What happened (操作记录), and reactions to it that failed (未送达)."""

from ipaddress import ip_address
from typing import Any, Final, cast

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from accounts.models import User
from communities.permissions import can_manage_district, can_see_event, nobody, standing_of
from communities.roles import Right
from communities.viewsets.happening_words import NOUNS, changes_in_words, cut, verb_in_words
from communities.viewsets.scoped import ScopedViewSet
from design.formatting import cn_datetime
from events.actions.retry_delivery import retry_delivery
from events.models import Delivery, Event

# A cell of a spreadsheet holds no more than some 32,000 characters.
WHOLE_VALUE: Final = 5000


class EventFilters(WagtailFilterSet):
    """Who did what, when, and from where."""

    at = django_filters.DateFromToRangeFilter(label=_("时间"), widget=DateRangePickerWidget)
    actor = django_filters.CharFilter(
        label=_("操作人（用户名）"), field_name="actor__username", lookup_expr="iexact"
    )
    noun = django_filters.ChoiceFilter(
        label=_("对象类别"), choices=sorted(NOUNS.items(), key=lambda pair: str(pair[1])), method="of_noun"
    )
    address = django_filters.CharFilter(label=_("来源地址"), method="from_address")
    request_id = django_filters.CharFilter(label=_("请求编号"))

    class Meta:
        model = Event
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_manage_district(self.request.user):
            for name in ("address", "request_id"):
                del self.filters[name]

    def of_noun(self, events: QuerySet[Event], _name: str, value: str) -> QuerySet[Event]:
        """Keep what was done to things of that name."""
        return events.filter(verb__startswith=f"{value}.")

    def from_address(self, events: QuerySet[Event], _name: str, value: str) -> QuerySet[Event]:
        """Keep what came from that address; what is none came from nowhere."""
        try:
            return events.filter(address=str(ip_address(value.strip())))
        except ValueError:
            return events.none()


class EventIndexView(generic.IndexView):
    """The list; the district's administrators take it along as a file, with addresses."""

    page_title = _("操作记录")
    export_filename = "happenings"
    export_headings = {
        "at": _("时间"),
        "actor_name": _("操作人"),
        "assistant": _("代办人"),
        "verb": _("做了什么"),
        "code": _("动作代码"),
        "object_kind": _("对象类别代码"),
        "object_id": _("对象编号"),
        "object_label": _("对象"),
        "changes": _("变化"),
        "address": _("来源地址"),
        "request_id": _("请求编号"),
    }

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Show the list to whoever asks for a file and may not have one."""
        super().setup(request, *args, **kwargs)
        if not self.list_export:
            self.is_export = False

    def to_row_dict(self, item: Event) -> dict[str, Any]:
        """Return a row of the file: what the list says, uncut, with codes, and the moment to the second."""
        row = {name: getattr(item, name) for name in self.list_export if name != "code"}
        row |= {
            "at": timezone.localtime(item.at).strftime("%Y-%m-%d %H:%M:%S"),
            "verb": verb_in_words(item.verb),
            "code": item.verb,
            "changes": changes_in_words(item, longest=WHOLE_VALUE),
        }
        return {name: row[name] for name in self.list_export}

    @cached_property
    def columns(self) -> list[Column]:
        """The list's columns; where it came from for whoever keeps the district."""
        shown = list(super().columns)
        if can_manage_district(self.request.user):
            shown.append(Column("address", label=_("来源地址")))
        return shown

    @cached_property
    def list_export(self) -> list[str]:
        """Nothing for whoever does not keep the district."""
        return list(self.export_headings) if can_manage_district(self.request.user) else []


def actor_in_words(event: Event) -> str:
    """Return who did it, and whose hand it was."""
    actor = event.actor_name or gettext("系统")
    if event.assistant is None:
        return actor
    return gettext("%(actor)s（%(assistant)s代办）") % {"actor": actor, "assistant": event.assistant}


class EventViewSet(ScopedViewSet):
    """操作记录, to read."""

    model = Event
    name = "happenings"
    icon = "history"
    menu_label = _("操作记录")
    can = {"view": can_see_event}
    views = ("index",)
    index_view_class = EventIndexView
    filterset_class = EventFilters
    list_per_page = 50
    list_display = [
        Column("at", label=_("时间"), accessor=lambda event: cn_datetime(event.at)),
        Column("verb", label=_("做了什么"), accessor=lambda event: verb_in_words(event.verb)),
        Column("object_label", label=_("对象")),
        Column("actor_name", label=_("操作人"), accessor=lambda event: actor_in_words(event)),
        Column("changes", label=_("变化"), accessor=changes_in_words),
    ]
    search_fields = ["object_label", "actor_name"]
    ordering = ["-pk"]

    def scope(self, user: User) -> QuerySet[Event]:
        """Return what happened in the bodies that `user` writes for; a district administrator's is all."""
        if can_manage_district(user):
            return Event.objects.select_related("assistant")
        bodies = standing_of(user).bodies_with(Right.WRITE_PAGES)
        rows = Event.objects.select_related("assistant")
        return rows.filter(body_id__in=[body.pk for body in bodies])

    def get_form_class(self, for_update: bool = False) -> None:
        return None


class RetryView(generic.InspectView):
    """Shows one failure, and tries it again."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Put the delivery back into the queue."""
        retry_delivery(actor=cast("User", request.user), delivery=self.object, now=timezone.now())
        messages.success(request, gettext("已重新排队，稍后会再试。"))
        return redirect(reverse("dead_letters:index"))


class DeadLetterViewSet(ScopedViewSet):
    """未送达: reactions that were tried ten times and given up."""

    model = Delivery
    name = "dead_letters"
    icon = "warning"
    menu_label = _("未送达的事件")
    can = {"view": can_manage_district, "change": nobody}
    views = ("index", "retry")
    template_prefix = ""
    list_display = [
        TitleColumn(
            "event",
            label=_("事件"),
            accessor=lambda row: f"{verb_in_words(row.event.verb)} {row.event.object_label}",
            url_name="dead_letters:retry",
        ),
        Column("consumer", label=_("接收者")),
        Column("error", label=_("错误"), accessor=lambda row: cut(row.error)),
    ]
    search_fields = ["consumer", "error"]

    def scope(self, user: User) -> QuerySet[Delivery]:
        """Return what was given up, for those who keep the district."""
        if not can_manage_district(user):
            return Delivery.objects.none()
        return Delivery.objects.dead().select_related("event")

    def get_urlpatterns(self) -> list[Any]:
        """Return the list and the page of one failure."""
        view = self.construct_view(
            RetryView, template_name="communities/admin/dead_letter/retry.html", fields=["consumer", "error"]
        )
        return [*super().get_urlpatterns(), path("<int:pk>/", view, name="retry")]

    def get_form_class(self, for_update: bool = False) -> None:
        return None

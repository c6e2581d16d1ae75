"""同时发布: the register of notices that are published together."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from accounts.models import User
from accounts.requests import SignedInRequest
from cms_pages.actions.delete_release import delete_release
from cms_pages.actions.publish_release import publish_release
from cms_pages.forms.releases import NoticeReleaseForm
from cms_pages.models import NoticeRelease
from cms_pages.notices.permissions import can_change_release
from communities.viewsets.scoped import ScopedViewSet
from communities.viewsets.verbs import VerbCreateView, VerbDeleteView, VerbEditView


class ReleaseCreateView(VerbCreateView):
    success_message = _("已建立“%(object)s”。")


class ReleaseEditView(VerbEditView):
    success_message = _("已保存“%(object)s”。")

    @property
    def header_more_buttons(self) -> list[Button]:
        """“Publish now” beside what Wagtail offers."""
        buttons = list(super().header_more_buttons)
        if self.object.released_at is None:
            address = reverse("notice_releases:publish", args=[self.object.pk])
            buttons.append(Button(_("立即发布"), address, icon_name="upload", priority=5))
        return buttons


class ReleaseDeleteView(VerbDeleteView):
    success_message = _("已取消“%(object)s”，草稿都还在。")

    def remove(self, instance: NoticeRelease, *, actor: User, now: datetime) -> None:
        delete_release(actor=actor, release=instance)


class ReleasePublishView(generic.InspectView):
    """Asks, and publishes the release's notices now."""

    template_name = "cms_pages/notices/admin/release_publish.html"
    page_title = _("立即发布")

    def post(self, request: SignedInRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Publish all of them, or say why not."""
        if not can_change_release(request.user, self.object):
            raise PermissionDenied
        published = publish_release(release_id=self.object.pk, actor=request.user, now=timezone.now())
        if published:
            messages.success(request, _("“%(name)s”的公告已全部发布。") % {"name": self.object.name})
            return redirect("notice_releases:index")
        messages.error(request, _("一条也没有发布，原因见下。"))
        return redirect("notice_releases:edit", self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        members = self.object.members.select_related("notice")
        return {**super().get_context_data(**kwargs), "notices": [member.notice for member in members]}


class StateColumn(Column):
    """Waiting, published, or failed."""

    def get_value(self, instance: NoticeRelease) -> Any:
        if instance.released_at:
            return _("已发布")
        return _("没能发布") if instance.failed_at else _("等待发布")


class NoticeReleaseViewSet(ScopedViewSet):
    """Officials who publish plan here which of their drafts appear at one moment."""

    model = NoticeRelease
    related = ("body",)
    icon = "folder-open-inverse"
    menu_label = _("同时发布")
    menu_order = 120
    add_to_admin_menu = True
    can = {
        "add": can_change_release,
        "change": can_change_release,
        "delete": can_change_release,
        "view": can_change_release,
    }
    add_view_class = ReleaseCreateView
    edit_view_class = ReleaseEditView
    # Tells why the release failed.
    edit_template_name = "cms_pages/notices/admin/release_edit.html"
    delete_view_class = ReleaseDeleteView
    list_display = [
        "name",
        "body",
        DateColumn("release_at", label=_("发布时间")),
        StateColumn("state", label=_("状态")),
        DateColumn("released_at", label=_("实际发布时间")),
    ]
    list_filter: list[str] = []

    def get_form_class(self, for_update: bool = False) -> type[NoticeReleaseForm]:
        """Return the one form, for new and old."""
        return NoticeReleaseForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return Wagtail's addresses, and that of “publish now”."""
        options = self.get_inspect_view_kwargs(template_name=ReleasePublishView.template_name)
        view = self.construct_view(ReleasePublishView, **options)
        return [*super().get_urlpatterns(), path("publish/<int:pk>/", view, name="publish")]

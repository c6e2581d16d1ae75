"""隐去个人信息: the register of masks in the workbench."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from accounts.models import User
from cms_pages.actions.read_masked import read_masked
from cms_pages.disclosures.permissions import can_lift_mask, can_mask, can_read_masked, can_see_mask
from cms_pages.forms.masks import LiftForm, MaskForm
from cms_pages.models import DisclosureMask, DisclosurePage
from cms_pages.querysets.disclosure_records import DisclosureMaskQuerySet
from communities.viewsets.scoped import ScopedViewSet
from communities.viewsets.verbs import VerbCreateView, VerbEditView

# Older ones are reached from the page in the editor.
MOST_OFFERED = 200


class MaskCreateView(VerbCreateView):
    """First asks in which disclosure, then what of it."""

    page_title = _("隐去个人信息")
    success_message = _("已隐去：%(object)s。页面、历次版本、草稿和下载的文件里都看不到了。")
    submit_button_label = _("隐去")

    @cached_property
    def disclosure(self) -> DisclosurePage | None:
        """The disclosure that the address or the form names, where the user may mask in it."""
        key = self.request.POST.get("page") or self.request.GET.get("page") or ""
        mine = DisclosurePage.objects.looked_after_by(self.request.user)
        return mine.filter(pk=key).first() if key.isascii() and key.isdigit() and len(key) < 19 else None

    def get_initial_form_instance(self) -> DisclosureMask:
        """Return an empty mask of that disclosure."""
        return DisclosureMask(page=self.disclosure) if self.disclosure else DisclosureMask()

    def get_template_names(self) -> list[str]:
        if self.disclosure is None:
            return ["cms_pages/disclosures/admin/mask_which.html"]
        return ["cms_pages/disclosures/admin/mask_what.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["disclosure"] = self.disclosure
        if self.disclosure is None:
            mine = DisclosurePage.objects.looked_after_by(self.request.user).select_related("area")
            newest = mine.order_by("-last_published_at", "-pk").defer("content")
            context["offered"] = newest[:MOST_OFFERED]
        return context


class MaskReadView(generic.InspectView):
    """What was masked, to those who may read it; each reading is written down."""

    template_name = "cms_pages/disclosures/admin/mask.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        mask = self.object
        may_read = can_read_masked(self.request.user, mask)
        if may_read and mask.file is not None:
            context["file"] = mask.file
            context["file_url"] = reverse("disclosure_desk:masked", args=[mask.pk])
        elif may_read:
            context["original"] = read_masked(actor=self.request.user, mask=mask, now=timezone.now())
        may_lift = can_lift_mask(self.request.user, mask) and mask.can_be_lifted(timezone.now())
        context["lift_url"] = reverse("disclosure_masks:edit", args=[mask.pk]) if may_lift else ""
        return context


class MaskLiftView(VerbEditView):
    """Takes a mask back that was a mistake."""

    page_title = _("恢复公开")
    success_message = _("“%(object)s”已恢复公开。")
    submit_button_label = _("恢复公开")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, also of a mask that can't be lifted any more: it says why when it is sent."""
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["can_be_lifted"] = self.object.can_be_lifted(timezone.now())
        return context


class DisclosureMaskViewSet(ScopedViewSet):
    """What was masked in the disclosures of one's committee, or of those that one looks after."""

    model = DisclosureMask
    related = ("page__area", "page__body_owner", "document", "picture")
    name = "disclosure_masks"
    url_prefix = "disclosure-masks"
    icon = "view"
    menu_label = _("隐去个人信息")
    menu_order = 237
    add_to_admin_menu = True
    # Who would delete a masked file reads that it can't be.
    add_to_reference_index = True
    can = {"view": can_see_mask, "add": can_mask, "change": can_lift_mask}
    views = ("index", "add", "inspect", "edit")
    inspect_view_enabled = True
    add_view_class = MaskCreateView
    edit_view_class = MaskLiftView
    edit_template_name = "cms_pages/disclosures/admin/mask_lift.html"
    inspect_view_class = MaskReadView
    list_display = [
        TitleColumn(
            "page",
            label=_("公开内容"),
            accessor="page.title",
            get_url=lambda row: reverse("disclosure_masks:inspect", args=[row.pk]),
        ),
        Column("area", label=_("社区"), accessor="page.area.short_name"),
        Column("reason", label=_("理由")),
        DateColumn("masked_at", label=_("隐去时间")),
        DateColumn("lifted_at", label=_("恢复时间")),
    ]
    search_fields = ["reason", "page__title"]

    def scope(self, user: User) -> DisclosureMaskQuerySet:
        """Return the masks that `user` finds, with what their rows need."""
        return DisclosureMask.objects.visible_to(user).select_related(*self.related)

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return LiftForm if for_update else MaskForm

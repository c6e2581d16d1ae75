"""公开异议 and 隐去个人信息: the registers of objections and masks in the workbench."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from accounts.models import User
from cms_pages.actions.answer_objection import answer_objection
from cms_pages.actions.mask_disclosure import mask_disclosure
from cms_pages.actions.read_masked import read_masked
from cms_pages.disclosures.permissions import (
    can_answer,
    can_mask,
    can_read_masked,
    can_see_mask,
    can_see_objection,
)
from cms_pages.models import DisclosureMask, DisclosureObjection, DisclosurePage
from communities.viewsets.scoped import ScopedViewSet
from communities.viewsets.verbs import VerbCreateView, VerbEditView, VerbForm
from media.models import Document


class AnswerForm(VerbForm):
    """The committee's one answer."""

    answer = forms.CharField(
        label=_("答复"),
        widget=forms.Textarea({"rows": 6}),
        help_text=_("和异议一起公开。不要写任何人的姓名、电话、身份证号。"),
    )
    will_correct = forms.BooleanField(
        label=_("异议成立，将更正"),
        required=False,
        help_text=_("勾选以后，请去更正这项公开；更正审核通过后，会自动和这件异议连在一起。"),
    )

    class Meta(VerbForm.Meta):  # type: ignore[name-defined]
        model = DisclosureObjection
        fields = ["answer", "will_correct"]

    def _post_clean(self) -> None:
        """Leave the checks to the verb."""

    def act(self, *, actor: User, now: datetime) -> DisclosureObjection:
        """Answer."""
        return answer_objection(
            actor=actor,
            objection=DisclosureObjection.objects.get(pk=self.instance.pk),
            answer=self.cleaned_data["answer"],
            will_correct=self.cleaned_data["will_correct"],
            now=now,
        )


class ObjectionEditView(VerbEditView):
    """Shows the objection above the answer."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["page_url"] = self.object.page.get_url()
        return context


class DisclosureObjectionViewSet(ScopedViewSet):
    """Committees answer those to their own disclosures; streets and the district read those below them."""

    model = DisclosureObjection
    related = ("page__area", "page__body_owner")
    name = "disclosure_objections"
    url_prefix = "disclosure-objections"
    icon = "comment"
    menu_label = _("公开异议")
    menu_order = 236
    add_to_admin_menu = True
    can = {"view": can_see_objection, "change": can_answer}
    views = ("index", "edit")
    edit_view_class = ObjectionEditView
    edit_template_name = "cms_pages/disclosures/admin/objection.html"
    list_display = [
        TitleColumn(
            "page", label=_("公开内容"), accessor="page.title", url_name="disclosure_objections:edit"
        ),
        Column("area", label=_("社区"), accessor="page.area.short_name"),
        Column("text", label=_("异议"), accessor=lambda row: row.text[:60]),
        Column("state", label=_("状态"), accessor=lambda row: row.state_on(timezone.localdate()).label),
        DateColumn("raised_at", label=_("提出时间")),
        Column("due_on", label=_("答复期限")),
    ]
    search_fields = ["text", "page__title"]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return AnswerForm


class MaskForm(VerbForm):
    """What to take out of which disclosure, and why."""

    text = forms.CharField(
        label=_("要隐去的文字"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_(
            "照原文填写，一个字也不能差，如一个身份证号。公开页面、历次版本、草稿、下载里的都会换成“〔已隐去〕”，不能恢复。"
        ),
    )
    document = forms.ModelChoiceField(
        label=_("或者要隐去的附件"), queryset=Document.objects.none(), required=False
    )

    class Meta(VerbForm.Meta):  # type: ignore[name-defined]
        model = DisclosureMask
        fields = ["page", "text", "document", "reason"]

    field_order = Meta.fields

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pages = DisclosurePage.objects.visible_to(self.for_user).filter(first_published_at__isnull=False)
        pages = pages.select_related("body_owner", "area").defer("content")
        keys = [page.pk for page in pages if can_mask(self.for_user, page)]
        self.fields["page"].queryset = DisclosurePage.objects.filter(pk__in=keys)
        self.fields["document"].queryset = Document.objects.filter(
            pk__in=DisclosurePage.objects.filter(pk__in=keys).values("attachments__document")
        )

    def _post_clean(self) -> None:
        """Leave the checks to the verb."""

    def act(self, *, actor: User, now: datetime) -> DisclosureMask:
        """Mask it."""
        return mask_disclosure(actor=actor, now=now, **self.cleaned_data)


class MaskCreateView(VerbCreateView):
    """Begins with the page that the address names."""

    def get_initial_form_instance(self) -> DisclosureMask:
        """Return an empty mask, of the page of `?page=` where it is a number."""
        key = self.request.GET.get("page", "")
        found = DisclosurePage.objects.filter(pk=key).first() if key.isascii() and key.isdigit() else None
        return DisclosureMask(page=found) if found else DisclosureMask()


class MaskReadView(generic.InspectView):
    """The masked words, to those who may read them; each reading is written down."""

    template_name = "cms_pages/disclosures/admin/mask.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["original"] = (
            read_masked(actor=self.request.user, mask=self.object, now=timezone.now())
            if can_read_masked(self.request.user, self.object)
            else None
        )
        return context


class DisclosureMaskViewSet(ScopedViewSet):
    """What was masked in the disclosures of one's committee, or of those that one looks after."""

    model = DisclosureMask
    related = ("page__area", "page__body_owner")
    name = "disclosure_masks"
    url_prefix = "disclosure-masks"
    icon = "view"
    menu_label = _("隐去个人信息")
    menu_order = 237
    add_to_admin_menu = True
    can = {"view": can_see_mask, "add": can_mask}
    views = ("index", "add", "inspect")
    inspect_view_enabled = True
    add_view_class = MaskCreateView
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
    ]
    search_fields = ["reason", "page__title"]

    def scope(self, user: User) -> QuerySet[DisclosureMask]:
        """Return the masks that `user` finds, with what their rows need."""
        return DisclosureMask.objects.visible_to(user).select_related("page__area", "page__body_owner")

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return MaskForm

"""公开异议: the register of objections in the workbench."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from accounts.models import User
from cms_pages.actions.answer_objection import answer_objection
from cms_pages.disclosures.permissions import can_answer, can_see_objection
from cms_pages.models import DisclosureObjection
from communities.viewsets.scoped import ScopedViewSet
from communities.viewsets.verbs import VerbEditView, VerbForm


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

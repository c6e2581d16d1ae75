"""Categories of enquiries with their deadlines (the district's), and answer templates (each body's own)."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from accounts.models import User
from communities.choices import BodyKind
from communities.models import Body
from communities.viewsets.scoped import ScopedViewSet
from communities.viewsets.verbs import VerbCreateView, VerbDeleteView, VerbEditView, VerbForm
from forum.actions.remove_answer_template import remove_answer_template
from forum.actions.set_answer_template import set_answer_template
from forum.actions.set_enquiry_category import set_enquiry_category
from forum.enquiries import answering_bodies, can_keep_categories, can_keep_template
from forum.models import AnswerTemplate, EnquiryCategory

FIELDS = ("name", "body_kind", "department", "working_days", "needs_signature", "position")


class EnquiryCategoryForm(VerbForm):
    """A category."""

    class Meta:
        model = EnquiryCategory
        fields = FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Body.objects.filter(
            kind=BodyKind.DEPARTMENT, ended_on__isnull=True
        )

    def act(self, *, actor: User, now: datetime) -> Model:
        """Add or change the category."""
        kept = EnquiryCategory.objects.get(pk=self.instance.pk) if self.instance.pk else None
        return set_enquiry_category(
            actor=actor, settings={name: self.cleaned_data[name] for name in FIELDS}, now=now, category=kept
        )


class EnquiryCategoryViewSet(ScopedViewSet):
    """咨询类别."""

    model = EnquiryCategory
    related = ("department",)
    name = "enquiry_categories"
    icon = "tag"
    menu_label = _("咨询类别")
    can = {"view": can_keep_categories, "add": can_keep_categories, "change": can_keep_categories}
    views = ("index", "add", "edit")
    add_view_class = VerbCreateView
    edit_view_class = VerbEditView
    add_to_admin_menu = True
    menu_order = 117
    list_display = [
        TitleColumn("name", label=_("名称"), url_name="enquiry_categories:edit"),
        Column("working_days", label=_("工作日")),
        Column("department", label=_("部门")),
    ]

    def scope(self, user: User) -> QuerySet[EnquiryCategory]:
        """Return the categories, for whoever keeps them."""
        return EnquiryCategory.objects.all() if can_keep_categories(user) else EnquiryCategory.objects.none()

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return EnquiryCategoryForm


class AnswerTemplateForm(VerbForm):
    """A template."""

    class Meta:
        model = AnswerTemplate
        fields = ["body", "title", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["body"]
        else:
            mine = answering_bodies(self.for_user)
            self.fields["body"].queryset = Body.objects.filter(pk__in=[body.pk for body in mine])
            self.fields["body"].initial = mine[0] if len(mine) == 1 else None

    def act(self, *, actor: User, now: datetime) -> Model:
        """Add or change the template."""
        data = self.cleaned_data
        kept = (
            AnswerTemplate.objects.select_related("body").get(pk=self.instance.pk)
            if self.instance.pk
            else None
        )
        return set_answer_template(
            actor=actor,
            body=kept.body if kept else data["body"],
            title=data["title"],
            text=data["text"],
            now=now,
            template=kept,
        )


class AnswerTemplateDeleteView(VerbDeleteView):
    def remove(self, instance: AnswerTemplate, *, actor: User, now: datetime) -> None:
        remove_answer_template(actor=actor, template=instance, now=now)


class AnswerTemplateViewSet(ScopedViewSet):
    """答复模板."""

    model = AnswerTemplate
    related = ("body",)
    name = "answer_templates"
    icon = "doc-full"
    menu_label = _("答复模板")
    can = {
        "view": can_keep_template,
        "add": can_keep_template,
        "change": can_keep_template,
        "delete": can_keep_template,
    }
    add_view_class = VerbCreateView
    edit_view_class = VerbEditView
    delete_view_class = AnswerTemplateDeleteView
    add_to_admin_menu = True
    menu_order = 118
    list_display = [
        TitleColumn("title", label=_("名称"), url_name="answer_templates:edit"),
        Column("body", label=_("单位")),
    ]

    def scope(self, user: User) -> QuerySet[AnswerTemplate]:
        """Return the templates of the user's bodies."""
        if user.is_superuser:
            return AnswerTemplate.objects.all()
        return AnswerTemplate.objects.filter(body__in=answering_bodies(user))

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return AnswerTemplateForm

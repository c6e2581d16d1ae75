"""The district's list of screened words."""

from datetime import datetime

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from accounts.models import User
from communities.viewsets.scoped import ScopedViewSet
from communities.viewsets.verbs import VerbCreateView, VerbDeleteView, VerbEditView, VerbForm
from moderation.actions.remove_screened_word import remove_screened_word
from moderation.actions.set_screened_word import set_screened_word
from moderation.choices import Treatment
from moderation.models import ScreenedWord
from moderation.permissions import can_keep_words


class ScreenedWordForm(VerbForm):
    """A word, and what it does."""

    class Meta:
        model = ScreenedWord
        fields = ["word", "treatment", "note"]

    def act(self, *, actor: User, now: datetime) -> Model:
        """Add or change the word."""
        data = self.cleaned_data
        kept = ScreenedWord.objects.get(pk=self.instance.pk) if self.instance.pk else None
        return set_screened_word(
            actor=actor,
            word=data["word"],
            treatment=Treatment(data["treatment"]),
            note=data["note"],
            now=now,
            screened=kept,
        )


class ScreenedWordDeleteView(VerbDeleteView):
    def remove(self, instance: ScreenedWord, *, actor: User, now: datetime) -> None:
        remove_screened_word(actor=actor, screened=instance, now=now)


class ScreenedWordViewSet(ScopedViewSet):
    """敏感词."""

    model = ScreenedWord
    name = "screened_words"
    icon = "warning"
    menu_label = _("敏感词")
    can = {"view": can_keep_words, "add": can_keep_words, "change": can_keep_words, "delete": can_keep_words}
    related = ("changed_by",)
    add_view_class = VerbCreateView
    edit_view_class = VerbEditView
    delete_view_class = ScreenedWordDeleteView
    list_display = [
        TitleColumn("word", label=_("词"), url_name="screened_words:edit"),
        Column("get_treatment_display", label=_("处理")),
        Column("note", label=_("说明")),
    ]
    list_filter = ["treatment"]
    search_fields = ["word"]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return ScreenedWordForm

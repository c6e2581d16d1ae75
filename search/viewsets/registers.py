"""What the district's administrators tell the search: synonyms, pinned results, words that nobody is
offered.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets import AdminPageChooser

from accounts.models import User
from communities.viewsets.scoped import ScopedViewSet
from communities.viewsets.verbs import VerbCreateView, VerbDeleteView, VerbEditView, VerbForm
from search.actions.hide_term import hide_term
from search.actions.pin_result import pin_result
from search.actions.remove_synonym_rule import remove_synonym_rule
from search.actions.set_synonym_rule import set_synonym_rule
from search.actions.show_term import show_term
from search.actions.unpin_result import unpin_result
from search.models import HiddenTerm, PinnedResult, SynonymRule
from search.permissions import can_keep_search

KEPT = dict.fromkeys(("view", "add", "change", "delete"), can_keep_search)


class SearchRegister(ScopedViewSet):
    """A register of the search: all of it for administrators of the district, none of it for others."""

    can = KEPT
    add_view_class = VerbCreateView
    edit_view_class = VerbEditView
    add_to_admin_menu = False
    form_class_kept: type[VerbForm]

    def scope(self, user: User) -> QuerySet[Any]:
        """Return the rows, for whoever keeps them."""
        rows = self.model._default_manager.all()
        return rows if can_keep_search(user) else rows.none()

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return self.form_class_kept


class RegisterForm(VerbForm):
    """A row of a register, which its verb adds or changes."""

    @property
    def kept(self) -> Any:
        """The row as it is stored, None where one is added: the form's own has the new words already."""
        rows = type(self.instance)._default_manager
        return rows.get(pk=self.instance.pk) if self.instance.pk else None


def removal(verb: Callable[..., object], name: str) -> type[VerbDeleteView]:
    """Return the view that removes a row by `verb`, which calls it `name`."""

    class RegisterDeleteView(VerbDeleteView):
        def remove(self, instance: Model, *, actor: User, now: datetime) -> None:
            verb(actor=actor, now=now, **{name: instance})

    return RegisterDeleteView


class SynonymRuleForm(RegisterForm):
    """A rule."""

    class Meta:
        model = SynonymRule
        fields = ["words", "means", "is_two_way", "is_active"]

    def act(self, *, actor: User, now: datetime) -> Model:
        """Add or change the rule."""
        return set_synonym_rule(actor=actor, now=now, rule=self.kept, **self.cleaned_data)


class SynonymRuleViewSet(SearchRegister):
    """同义词."""

    model = SynonymRule
    name = "synonym_rules"
    icon = "resubmit"
    menu_label = _("同义词")
    form_class_kept = SynonymRuleForm
    delete_view_class = removal(remove_synonym_rule, "rule")
    list_display = [
        TitleColumn("words", label=_("居民的说法"), url_name="synonym_rules:edit"),
        Column("means", label=_("正式的说法")),
        BooleanColumn("is_two_way", label=_("双向")),
        BooleanColumn("is_active", label=_("启用")),
    ]
    list_filter = ["is_active", "is_two_way", "is_shipped"]
    search_fields = ["words", "means"]
    list_per_page = 50


class PinnedResultForm(RegisterForm):
    """A page that stands first."""

    class Meta:
        model = PinnedResult
        fields = ["words", "page", "position", "until"]
        # A list of a district's thousand pages is nothing to choose from.
        widgets = {"page": AdminPageChooser, "until": forms.DateInput({"type": "date"}, "%Y-%m-%d")}

    def act(self, *, actor: User, now: datetime) -> Model:
        """Pin the page, or change the row."""
        return pin_result(actor=actor, now=now, pinned=self.kept, **self.cleaned_data)


class PinnedResultViewSet(SearchRegister):
    """置顶结果."""

    model = PinnedResult
    related = ("page",)
    name = "pinned_results"
    icon = "thumbtack"
    menu_label = _("置顶结果")
    form_class_kept = PinnedResultForm
    delete_view_class = removal(unpin_result, "pinned")
    list_display = [
        TitleColumn("words", label=_("搜索词"), url_name="pinned_results:edit"),
        Column("page", label=_("页面")),
        Column("position", label=_("顺序")),
        Column("until", label=_("至")),
    ]
    search_fields = ["words"]


class HiddenTermForm(RegisterForm):
    """A word that nobody is offered."""

    class Meta:
        model = HiddenTerm
        fields = ["term"]

    def act(self, *, actor: User, now: datetime) -> Model:
        """Hide the word, or change the row."""
        return hide_term(actor=actor, now=now, hidden=self.kept, **self.cleaned_data)


class HiddenTermViewSet(SearchRegister):
    """不推荐的词."""

    model = HiddenTerm
    name = "hidden_terms"
    icon = "no-view"
    menu_label = _("不推荐的词")
    form_class_kept = HiddenTermForm
    delete_view_class = removal(show_term, "hidden")
    list_display = [TitleColumn("term", label=_("词语"), url_name="hidden_terms:edit")]
    search_fields = ["term"]


class SearchRegisters(ViewSetGroup):
    """搜索: one item of the menu for the three."""

    items = (SynonymRuleViewSet(), PinnedResultViewSet(), HiddenTermViewSet())
    menu_label = _("搜索")
    menu_icon = "search"
    menu_order = 118

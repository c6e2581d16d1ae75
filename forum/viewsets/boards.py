"""The boards of an area, as its moderators set them up."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from accounts.models import User
from communities.permissions import standing_of
from communities.roles import Right
from communities.viewsets.scoped import ScopedViewSet
from communities.viewsets.verbs import VerbCreateView, VerbEditView, VerbForm
from forum.actions.set_board import SETTINGS, set_board
from forum.choices import STARTABLE
from forum.models import Board
from forum.models.boards import every_kind
from forum.permissions import can_manage_board
from forum.querysets.boards import BoardQuerySet


def managed_boards(user: User) -> BoardQuerySet:
    """Return the boards that `user` sets up. Twin of `can_manage_board`."""
    if not can_manage_board(user):
        return Board.objects.none()
    if user.is_superuser:
        return Board.objects.all()
    wanted = Q(pk__in=())
    for body in standing_of(user).bodies_with(Right.MODERATE):
        wanted |= Q(area__path__startswith=body.area.path)
    return Board.objects.filter(wanted)


class BoardForm(VerbForm):
    """A board."""

    class Meta:
        model = Board
        fields = ["parent", *SETTINGS]

    kinds = forms.MultipleChoiceField(
        label=_("可以发哪些类型"),
        choices=[(kind.value, kind.label) for kind in STARTABLE],
        widget=forms.CheckboxSelectMultiple,
        initial=every_kind,
        error_messages={"required": _("至少选一种类型。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].help_text = _("数字小的排在前面。")
        if self.instance.pk:
            del self.fields["parent"]
            return
        parents = managed_boards(self.for_user).main().order_by("area__path")
        self.fields["parent"].queryset = parents
        first = list(parents[:2])
        self.fields["parent"].initial = first[0] if len(first) == 1 else None
        self.fields["parent"].required = True

    def act(self, *, actor: User, now: datetime) -> Model:
        """Add or change the board."""
        data = self.cleaned_data
        kept = (
            Board.objects.select_related("area", "body").get(pk=self.instance.pk)
            if self.instance.pk
            else None
        )
        return set_board(
            actor=actor,
            parent=None if kept else data["parent"],
            settings={name: data[name] for name in SETTINGS},
            now=now,
            board=kept,
        )


class BoardViewSet(ScopedViewSet):
    """版块."""

    model = Board
    related = ("area", "body")
    name = "boards"
    icon = "comment"
    menu_label = _("论坛版块")
    can = {"view": can_manage_board, "add": can_manage_board, "change": can_manage_board}
    views = ("index", "add", "edit")
    add_view_class = VerbCreateView
    edit_view_class = VerbEditView
    add_to_admin_menu = True
    menu_order = 115
    list_display = [
        TitleColumn("name", label=_("名称"), url_name="boards:edit"),
        Column("area", label=_("区域")),
        Column("get_moderation_display", label=_("审核方式")),
        Column("topic_count", label=_("话题数")),
    ]
    search_fields = ["name"]

    def scope(self, user: User) -> QuerySet[Board]:
        """Return the boards that `user` sets up."""
        return managed_boards(user)

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return BoardForm

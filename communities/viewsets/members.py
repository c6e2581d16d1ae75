"""成员: who holds which office in a body. People are named exactly; nobody's list can be browsed."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from accounts.models import User
from communities import handover
from communities.actions.add_membership import add_membership
from communities.actions.end_membership import end_membership
from communities.choices import BodyKind, Role
from communities.models import Body, Membership
from communities.permissions import (
    bodies_with_members_kept_by,
    can_end_membership,
    can_manage_district,
    can_manage_members,
    grantable_roles,
)
from communities.viewsets.scoped import ScopedViewSet
from communities.viewsets.verbs import VerbCreateView, VerbDeleteView, VerbForm
from communities.words import role_words

END = _("结束任职")
NO_SUCH_PERSON = _("没有这个用户名。请向本人核对；还没有账号的，请先在网站上注册。")


def member_bodies(user: User) -> QuerySet[Body]:
    """Return the bodies whose members `user` keeps."""
    return bodies_with_members_kept_by(user).order_by("area__path", "kind", "pk")


class MembershipForm(VerbForm):
    """A person by exact user name, and what they shall be."""

    username = forms.CharField(
        label=_("用户名"), max_length=150, help_text=_("对方登录用的用户名，要一字不差；昵称不行。")
    )
    body = forms.ModelChoiceField(label=_("单位"), queryset=Body.objects.none())
    role = forms.ChoiceField(label=_("角色"))

    field_order = ["body", "username", "role", "valid_from", "valid_until"]

    class Meta:
        model = Membership
        fields = ["body", "role", "valid_from", "valid_until"]
        widgets = {
            "valid_from": forms.DateInput({"type": "date"}, "%Y-%m-%d"),
            "valid_until": forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = member_bodies(self.for_user)
        self.fields["body"].queryset = bodies
        own = list(bodies[:2])
        if len(own) == 1:
            self.fields["body"].initial = own[0]
            self.fields["body"].widget = forms.HiddenInput()
        if can_manage_district(self.for_user):
            roles = frozenset(Role) - {Role.RESIDENT}
        else:
            roles = frozenset().union(
                *(grantable_roles(self.for_user, body) for body in bodies.select_related("area"))
            )
        areas = [body.area for body in bodies.select_related("area").filter(kind=BodyKind.COMMITTEE)]
        # Nothing is chosen beforehand: the first in the list is the most powerful.
        self.fields["role"].choices = [
            ("", _("请选择")),
            *((role.value, role_words(role, areas)) for role in Role if role in roles),
        ]

    def clean_username(self) -> str:
        """Find the person.

        Raises:
            ValidationError: there is none of that name who may sign in.
        """
        name = self.cleaned_data["username"].strip()
        found = User.objects.filter(username__iexact=name, is_active=True).first()
        if found is None:
            raise ValidationError(NO_SUCH_PERSON, code="unknown")
        self.person: User = found
        return name

    def _post_clean(self) -> None:
        """Leave the checks of the model to the verb."""

    def act(self, *, actor: User, now: datetime) -> Model:
        """Give the office."""
        data = self.cleaned_data
        try:
            return add_membership(
                actor=actor,
                user=self.person,
                body=data["body"],
                role=Role(data["role"]),
                valid_from=data["valid_from"],
                valid_until=data["valid_until"],
                now=now,
            )
        except PermissionDenied as refusal:
            raise ValidationError({"role": str(refusal)}) from None


class MembershipEndView(VerbDeleteView):
    """Asks, and ends the office."""

    page_title = END
    success_message = _("已结束“%(object)s”。")
    template_name = "communities/admin/members/end.html"
    confirmation_message = _("结束后，这个人立即不能再以这个身份工作；做过的事仍留在记录里。确定结束吗？")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        row, today = self.object, timezone.localdate()
        if not handover.works_on(row.user, row.body, today=today, without=row.pk):
            context["open_work"] = handover.open_work(row.user, row.body)
            context["colleagues"] = handover.colleagues_of(row, today=today)
        return context

    def remove(self, instance: Membership, *, actor: User, now: datetime) -> None:
        chosen = self.request.POST.get("hand_to", "")
        people = handover.colleagues_of(instance, today=timezone.localdate(now))
        to = next((person for person in people if str(person.pk) == chosen), None)
        if chosen and to is None:
            raise ValidationError(_("请从列表里选择接手的同事。"))
        end_membership(actor=actor, membership=instance, now=now, hand_to=to)


class MembershipViewSet(ScopedViewSet):
    """成员."""

    model = Membership
    name = "members"
    icon = "group"
    menu_label = _("成员")
    can = {"view": can_manage_members, "add": can_manage_members, "delete": can_end_membership}
    views = ("index", "add", "delete")
    add_view_class = VerbCreateView
    delete_view_class = MembershipEndView
    related = ("user", "body__area")
    list_display = [
        Column("user", label=_("人员"), accessor="user.display_name"),
        Column("username", label=_("用户名"), accessor="user.username"),
        Column("role", label=_("角色"), accessor="get_role_display"),
        Column("body", label=_("单位")),
        Column("valid_from", label=_("自")),
        Column("valid_until", label=_("至"), accessor=lambda row: row.valid_until or _("长期")),
        TitleColumn("end", label=_("操作"), accessor=lambda _row: END, url_name="members:delete"),
    ]
    search_fields = ["user__username", "user__nickname", "body__name"]

    def scope(self, user: User) -> QuerySet[Membership]:
        """Return the offices in the bodies whose members `user` keeps, those that are over left out."""
        return (
            Membership.objects.filter(body__in=member_bodies(user).order_by())
            .exclude(role=Role.RESIDENT)
            .exclude(valid_until__lt=timezone.localdate())
            .select_related("user", "body__area")
        )

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return MembershipForm

"""身份确认: the desk confirms who somebody is. Names are not in the list; each look at one leaves a row."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from accounts.models import RealName, User
from communities.actions.confirm_real_name import NAME_MAX_LENGTH, confirm_real_name
from communities.actions.look_at_real_name import look_at_real_name
from communities.actions.withdraw_real_name import withdraw_real_name
from communities.forms.desk import DeskForm
from communities.models import Body
from communities.permissions import can_confirm_identity, can_see_real_name, standing_of
from communities.roles import Right
from communities.viewsets.scoped import ScopedViewSet
from communities.viewsets.verbs import VerbCreateView, VerbDeleteView, VerbForm


class RealNameForm(DeskForm, VerbForm):
    """A person by exact user name, and what their card says."""

    body = forms.ModelChoiceField(label=_("办理单位"), queryset=Body.objects.none())
    username = forms.CharField(
        label=_("用户名"), max_length=150, help_text=_("请本人登录后在“我的”里找到，要一字不差。")
    )
    name = forms.CharField(label=_("姓名"), max_length=NAME_MAX_LENGTH)
    number = forms.CharField(
        label=_("身份证件号"),
        max_length=30,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("加密保存，列表里不显示；谁看过都有记录。"),
    )
    has_consented = forms.BooleanField(
        label=_("本人在场并出示了证件，单独同意本网站为核实身份保存姓名和证件号"), required=False
    )

    class Meta:
        model = RealName
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_desks(self.for_user, Right.CONFIRM_IDENTITY)

    def _post_clean(self) -> None:
        """Leave the checks of the model to the verb."""

    def act(self, *, actor: User, now: datetime) -> Model:
        """Confirm."""
        data = self.cleaned_data
        return confirm_real_name(
            actor=actor,
            user=self.person,
            body=data["body"],
            name=data["name"],
            number=data["number"],
            has_consented=data["has_consented"],
            now=now,
        )


class WithdrawView(VerbDeleteView):
    """Asks, and takes the confirmation back."""

    page_title = _("撤销确认")
    success_message = _("已撤销“%(object)s”的身份确认。")
    confirmation_message = _("撤销后姓名和证件号立即删除，这个人要重新确认才能发言。确定撤销吗？")

    def remove(self, instance: RealName, *, actor: User, now: datetime) -> None:
        withdraw_real_name(actor=actor, row=instance, now=now)


class ReasonForm(forms.Form):
    """Why somebody looks."""

    reason = forms.CharField(
        label=_("为什么要看"), max_length=200, help_text=_("例如“处理举报”。会和您的名字一起留在操作记录里。")
    )


class LookView(generic.InspectView):
    """Shows name and number once, after a reason was given."""

    page_title = _("查看实名")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", ReasonForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look, and leave a row."""
        form = ReasonForm(request.POST)
        identity = None
        if form.is_valid():
            try:
                identity = look_at_real_name(
                    actor=cast("User", request.user),
                    row=self.object,
                    reason=form.cleaned_data["reason"],
                    now=timezone.now(),
                )
            except ValidationError as refusal:
                form.add_error("reason", refusal)
        return self.render_to_response(self.get_context_data(form=form, identity=identity))


class ScopedLookView(LookView):
    """The same, for those roles that look."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the row.

        Raises:
            PermissionDenied: the person's role confirms and does not look.
        """
        super().setup(request, *args, **kwargs)
        if not can_see_real_name(request.user, self.object):
            raise PermissionDenied


class RealNameViewSet(ScopedViewSet):
    """身份确认."""

    model = RealName
    name = "real_names"
    icon = "key"
    menu_label = _("身份确认")
    can = {
        "view": lambda user, row: can_confirm_identity(user, row) or can_see_real_name(user, row),
        "add": can_confirm_identity,
        "delete": can_confirm_identity,
    }
    views = ("index", "add", "delete", "look")
    add_view_class = VerbCreateView
    delete_view_class = WithdrawView
    related = ("user", "confirmed_by")
    # A model without `search_fields` of plain text: names are encrypted and can't be searched.
    list_display = [
        TitleColumn("user", label=_("昵称"), accessor="user.display_name", url_name="real_names:look"),
        Column("username", label=_("用户名"), accessor="user.username"),
        DateColumn("confirmed_at", label=_("确认时间")),
        Column("confirmed_by", label=_("确认人"), accessor=lambda row: row.confirmed_by or ""),
    ]
    search_fields = ["user__username", "user__nickname"]

    def scope(self, user: User) -> QuerySet[RealName]:
        """Return what was confirmed at the user's desks; the district's administrators find all."""
        rows = RealName.objects.select_related("user", "confirmed_by")
        if user.is_superuser or standing_of(user).has(Right.MANAGE_DISTRICT):
            return rows
        standing = standing_of(user)
        bodies = [*standing.bodies_with(Right.CONFIRM_IDENTITY), *standing.bodies_with(Right.SEE_REAL_NAMES)]
        return rows.filter(body_id__in={body.pk for body in bodies})

    def get_urlpatterns(self) -> list[Any]:
        """Return the list, the form, and the page of one look."""
        view = self.construct_view(
            ScopedLookView, template_name="communities/admin/real_name/look.html", fields=[]
        )
        return [*super().get_urlpatterns(), path("<int:pk>/", view, name="look")]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return RealNameForm

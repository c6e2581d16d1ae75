"""What forms share that an official fills in while somebody stands at their desk."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.models import Body
from communities.permissions import standing_of
from communities.roles import Right

NO_SUCH_PERSON = _("没有这个用户名。请让本人登录后在“我的”里找到用户名，要一字不差。")

if TYPE_CHECKING:
    _Form = forms.Form
else:
    _Form = object


def desks(user: User, right: Right) -> QuerySet[Body]:
    """Return the bodies at whose desk `user` has `right`."""
    current = Body.objects.current(today=timezone.localdate()).order_by("area__path", "kind", "pk")
    return current.filter(pk__in=[body.pk for body in standing_of(user).bodies_with(right)])


class DeskForm(_Form):
    """A form with the desk (`body`) and the person at it (`username`), who is `person` once it is clean."""

    person: User

    def offer_desks(self, user: User, right: Right) -> None:
        """Let `user` choose among their desks, where they have more than one."""
        field: Any = self.fields["body"]
        field.queryset = desks(user, right)
        own = list(field.queryset[:2])
        if len(own) == 1:
            field.initial, field.widget = own[0], forms.HiddenInput()

    def clean_username(self) -> str:
        """Find the person.

        Raises:
            ValidationError: there is none of that name who may sign in.
        """
        name = User.normalize_username(self.cleaned_data["username"].strip())
        found = User.objects.filter(username=name, is_active=True).first()
        if found is None:
            raise ValidationError(NO_SUCH_PERSON, code="unknown")
        self.person = found
        return name

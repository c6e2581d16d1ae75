"""Views of registers whose forms do not save: each calls one verb of `communities.actions`."""

from datetime import datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views import generic

from accounts.models import User

ADDED = _("已添加“%(object)s”。")
CHANGED = _("已保存“%(object)s”。")
REMOVED = _("已删除“%(object)s”。")


class VerbForm(WagtailAdminModelForm):
    """A form whose `act` calls a verb with what was typed. It knows its user as `for_user`."""

    def act(self, *, actor: User, now: datetime) -> Model:
        """Do it, and return the object.

        Raises:
            ValidationError: the verb refuses; the message stands at the field that it names.
        """
        raise NotImplementedError

    def refuse(self, refusal: ValidationError) -> None:
        """Show a verb's refusal at the fields that it names, and what it says of others above the form."""
        named = (
            refusal.message_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.messages}
        )
        for field, said in named.items():
            self.add_error(field if field in self.fields else None, said)


class _VerbViewMixin:
    """Lets the form act where Wagtail's view would save, and shows what the verb refuses."""

    def save_instance(self) -> Model:
        form: VerbForm = self.form  # type: ignore[attr-defined]
        return form.act(actor=self.request.user, now=timezone.now())  # type: ignore[attr-defined]

    def form_valid(self, form: VerbForm) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except ValidationError as refusal:
            form.refuse(refusal)
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]


class VerbCreateView(_VerbViewMixin, generic.CreateView):
    """A new row."""

    success_message = ADDED
    error_message = _("没有保存，请看下面标出的地方。")
    submit_button_label = _("保存")

    def get_success_buttons(self) -> list[Any]:
        """Return none: the list that follows has them."""
        return []


class VerbEditView(_VerbViewMixin, generic.EditView):
    """A row to change."""

    success_message = CHANGED
    error_message = _("没有保存，请看下面标出的地方。")

    def get_side_panels(self) -> Any:
        """Return none: what happened to the row is in the events."""
        return MediaContainer([])


class VerbDeleteView(generic.DeleteView):
    """A row to take away, by the verb that the viewset names."""

    success_message = REMOVED

    def remove(self, instance: Any, *, actor: User, now: datetime) -> None:
        """Do it.

        Raises:
            ValidationError: the verb refuses.
        """
        raise NotImplementedError

    def delete_action(self) -> None:
        self.remove(self.object, actor=self.request.user, now=timezone.now())

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ValidationError as refusal:
            messages.error(self.request, "；".join(refusal.messages))
            return self.render_to_response(self.get_context_data(form=form))

"""What a form has that anybody may send: a token, and a field that only machines fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.once import OnceForm


class GuardedForm(OnceForm):
    """A public form with a trap for machines.

    The trap is out of sight (`guarded.css`) and out of the order of the keyboard, and says what it is:
    whoever meets it in a screen reader leaves it empty. Filled in, it is refused in words, so that a person
    whose browser filled it in loses nothing.
    """

    website = forms.CharField(
        label=_("防机器提交，请留空"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "website"])

    def clean_website(self) -> str:
        """Refuse what only a machine fills in."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("“防机器提交”这一栏请清空，再点一次提交。"))
        return ""

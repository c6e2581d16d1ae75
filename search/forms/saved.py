"""A search that a member keeps."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.once import OnceForm
from search.actions.save_search import LONGEST_NAME


class SavedSearchForm(OnceForm):
    """What it is called, and whether its owner is told of what is new."""

    name = forms.CharField(
        label=_("名称"), max_length=LONGEST_NAME, error_messages={"required": _("请填写名称。")}
    )
    is_alerting = forms.BooleanField(
        label=_("有新内容时通知我"),
        required=False,
        initial=True,
        help_text=_("在“我的通知”里提醒，大约每小时看一次。"),
    )

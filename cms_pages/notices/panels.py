"""The editor's form of a notice, in groups that a committee worker reads from top to bottom."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PublishingPanel,
)

CONTENT_PANELS = [
    # Not `TitleFieldPanel`: its script fills in the slug, and complains on a form that has none.
    FieldPanel("title", classname="title", widget=forms.TextInput(attrs={"placeholder": _("标题")})),
    FieldPanel("kind"),
    FieldPanel("summary"),
    FieldPanel("content"),
    InlinePanel("attachments", heading=_("附件"), label=_("附件"), max_num=20),
    MultiFieldPanel(
        [FieldPanel("audience"), FieldPanel("chosen_areas")],
        heading=_("发给谁"),
        classname="notice-audience",
    ),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("effective_from"), FieldPanel("effective_until")])],
        heading=_("生效与失效"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("is_pinned"), FieldPanel("pinned_until")]),
            FieldPanel("is_urgent"),
            FieldRowPanel([FieldPanel("urgent_from"), FieldPanel("urgent_until")]),
        ],
        heading=_("置顶与紧急横幅"),
        classname="collapsed",
    ),
]

SETTINGS_PANELS = [PublishingPanel()]

"""The editor's form of a consultation, in groups that a committee worker reads from top to bottom."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PublishingPanel

CONTENT_PANELS = [
    # Not `TitleFieldPanel`: its script fills in the slug, and complains on a form that has none.
    FieldPanel("title", classname="title", widget=forms.TextInput(attrs={"placeholder": _("标题")})),
    FieldPanel("summary"),
    FieldPanel("content"),
    InlinePanel("attachments", heading=_("附件"), label=_("附件"), max_num=20),
    FieldPanel("asked"),
    FieldPanel("questions"),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")])], heading=_("什么时候")
    ),
    MultiFieldPanel([FieldPanel("audience"), FieldPanel("display")], heading=_("谁可以提，是否公开")),
]

OUTCOME_PANELS = [
    MultiFieldPanel(
        [FieldPanel("outcome_summary"), FieldPanel("outcome_points")],
        heading=_("结果（截止后填写，再发布一次）"),
    ),
]

SETTINGS_PANELS = [PublishingPanel()]

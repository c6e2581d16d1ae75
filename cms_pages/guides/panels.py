"""The editor's form of a guide, in groups that a clerk reads from top to bottom."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    PublishingPanel,
)

CONTENT_PANELS = [
    HelpPanel(
        content=_(
            "<p>缺一项都不能发布，可以先存草稿。电话、地址和时间从“联系方式”“开放时间”里选，"
            "金额和标准写成[[低保标准]]这样引用：那边改了，这里跟着变。</p>"
        )
    ),
    # Not `TitleFieldPanel`: its script fills in the slug, and complains on a form that has none.
    FieldPanel("title", classname="title", widget=forms.TextInput(attrs={"placeholder": _("事项名称")})),
    FieldPanel("what_it_is"),
    FieldPanel("keywords"),
    FieldPanel("life_events", widget=forms.CheckboxSelectMultiple),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("at_district"), FieldPanel("at_street"), FieldPanel("at_community")]),
            InlinePanel("places", heading=_("区级办理地点"), label=_("地点"), max_num=10),
            FieldPanel("online_url"),
        ],
        heading=_("在哪里办"),
    ),
    FieldPanel("conditions"),
    MultiFieldPanel([FieldPanel("needs_no_materials"), FieldPanel("materials")], heading=_("材料")),
    FieldPanel("variants"),
    FieldPanel("steps"),
    FieldPanel("pictures"),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("promised_days"), FieldPanel("legal_days")]),
            FieldPanel("time_note"),
        ],
        heading=_("办多久"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("fee_kind"), FieldPanel("fee_fen")]),
            FieldPanel("fee_text"),
            FieldPanel("fee_basis"),
        ],
        heading=_("收费"),
    ),
    InlinePanel("phones", heading=_("电话"), label=_("电话"), max_num=6),
    FieldPanel("legal_basis"),
    FieldPanel("answers"),
    FieldPanel("questions"),
    FieldPanel("review_months"),
]

SETTINGS_PANELS = [PublishingPanel()]

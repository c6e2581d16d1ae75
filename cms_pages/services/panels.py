"""The editor's form of a service, in groups that a committee worker reads from top to bottom."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PublishingPanel

CONTENT_PANELS = [
    # Not `TitleFieldPanel`: its script fills in the slug, and complains on a form that has none.
    FieldPanel("title", classname="title", widget=forms.TextInput(attrs={"placeholder": _("服务名称")})),
    FieldPanel("category"),
    FieldPanel("summary"),
    FieldPanel("description"),
    FieldPanel("pictures"),
    MultiFieldPanel([FieldPanel("provider"), FieldPanel("provider_name")], heading=_("谁提供")),
    MultiFieldPanel(
        [
            FieldPanel("eligibility"),
            FieldRowPanel([FieldPanel("age_from"), FieldPanel("age_to")]),
            FieldPanel("needs"),
            FieldPanel("chosen_areas"),
            FieldPanel("documents"),
        ],
        heading=_("谁可以用，带什么"),
        classname="notice-audience",
    ),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("fee_kind"), FieldPanel("fee_fen")]), FieldPanel("fee_text")],
        heading=_("收费"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("is_home_visit"),
            FieldPanel("address"),
            FieldPanel("nearest_stop"),
            FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            FieldPanel("contacts"),
        ],
        heading=_("在哪里，找谁"),
    ),
    MultiFieldPanel(
        [FieldPanel("opening"), FieldPanel("opening_note"), FieldPanel("wait_text")], heading=_("什么时候")
    ),
    MultiFieldPanel(
        [FieldPanel("status"), FieldPanel("status_text"), FieldPanel("status_until")],
        heading=_("现在的情况"),
    ),
]

SETTINGS_PANELS = [PublishingPanel()]

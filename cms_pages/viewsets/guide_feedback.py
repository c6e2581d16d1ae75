"""指南评价: what readers said of one's guides, to read."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic

from cms_pages.guides.permissions import can_see_feedback
from cms_pages.models import GuideFeedback
from communities.viewsets.scoped import ScopedViewSet


class GuideFeedbackIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[GuideFeedback]:
        """Return what was said of the user's guides, with the guides."""
        return super().get_base_queryset().select_related("guide")


class GuideFeedbackViewSet(ScopedViewSet):
    """Nobody writes here: readers do, on the site."""

    model = GuideFeedback
    name = "guide_feedback"
    url_prefix = "guide-feedback"
    icon = "comment"
    menu_label = _("指南评价")
    menu_order = 265
    add_to_admin_menu = True
    form_fields: list[str] = []
    can = {"view": can_see_feedback}
    views = ("index",)
    index_view_class = GuideFeedbackIndexView
    list_display = [
        Column("guide", label=_("指南"), accessor="guide.title"),
        Column(
            "was_useful", label=_("评价"), accessor=lambda row: _("有用") if row.was_useful else _("没用")
        ),
        Column("comment", label=_("意见")),
        DateColumn("said_at", label=_("时间")),
    ]
    list_filter = ["was_useful"]
    search_fields = ["comment", "guide__title"]
    ordering = ["-said_at", "-pk"]

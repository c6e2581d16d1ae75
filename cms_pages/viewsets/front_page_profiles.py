"""首页内容: the register of front page profiles in the workbench."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from cms_pages.models import FrontPageProfile
from cms_pages.permissions import can_edit_front_page
from communities.viewsets.scoped import ScopedViewSet
from communities.viewsets.verbs import CHANGED, VerbEditView

LONGEST_EXCERPT = 40


def _excerpt(profile: FrontPageProfile) -> str:
    text = " ".join(profile.introduction.split())
    if not text:
        return str(_("尚未填写"))
    return text if len(text) <= LONGEST_EXCERPT else f"{text[:LONGEST_EXCERPT]}…"


class FrontPageProfileIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[FrontPageProfile]:
        """Return the user's profiles with their areas."""
        return super().get_base_queryset().select_related("area")


class FrontPageProfileEditView(VerbEditView):
    success_message = CHANGED


class FrontPageProfileViewSet(ScopedViewSet):
    """Each official finds the front pages of their own areas; rows come and go with areas."""

    model = FrontPageProfile
    name = "front_page_profiles"
    url_prefix = "front-pages"
    menu_label = _("首页内容")
    icon = "home"
    add_to_admin_menu = True
    menu_order = 250
    can = {"view": can_edit_front_page, "change": can_edit_front_page}
    index_view_class = FrontPageProfileIndexView
    edit_view_class = FrontPageProfileEditView
    list_display = [
        "__str__",
        Column("level", label=_("层级"), accessor="area.get_level_display"),
        Column("introduction", label=_("简介"), accessor=_excerpt),
    ]
    list_per_page = 50
    search_fields = ["area__name", "introduction"]
    ordering = ["area__path"]

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from cms_pages import navigation
from communities.choices import Level


def search_box(request: HttpRequest) -> dict[str, Any]:
    """Give the header its search box: inside a street, community or board it searches that first.

    Like the navigation it looks at the page alone, never at the visitor. The workbench has its own boxes,
    whose addresses go by the same name.
    """
    if request.path.startswith(settings.ADMIN_PREFIX):
        return {}

    def place() -> Any:
        area = navigation.of_request(request, timezone.now()).area
        return area if area is not None and area.level != Level.DISTRICT else None

    def board() -> Any:
        return getattr(request, "board", None)

    def hidden() -> dict[str, str]:
        if board() is not None:
            return {"board": str(board().pk)}
        area = place()
        return {"in": area.code} if area is not None and area.code else {}

    def placeholder() -> str:
        if board() is not None:
            return _("在“%(board)s”版块搜") % {"board": board().name}
        area = place()
        return _("在%(area)s搜公告、办事") % {"area": area} if area is not None else _("搜公告、办事、电话")

    return {
        "search_url": reverse_lazy("search"),
        "search_hidden": SimpleLazyObject(hidden),
        "search_placeholder": SimpleLazyObject(placeholder),
        "search_script": SimpleLazyObject(lambda: static("search/js/suggest.js")),
        "search_style": SimpleLazyObject(lambda: static("search/css/suggest.css")),
    }

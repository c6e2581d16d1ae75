"""社区证明清单: what committees certify, and what they no longer do."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms_pages.models import CommitteeCertificate
from cms_pages.notices.trail import breadcrumbs
from design.formatting import safe_text

if TYPE_CHECKING:
    from cms_pages.models import GuideIndexPage

LONGEST_WORDS = 30
Stance = CommitteeCertificate.Stance


@require_safe
def guide_certificates(request: HttpRequest, page: "GuideIndexPage") -> HttpResponse:
    """Show the list, narrowed by `kind` (may, refused) and words."""
    words = " ".join(safe_text(request.GET.get("q", "")).split())[:LONGEST_WORDS]
    stance = request.GET.get("kind", "")
    stance = stance if stance in Stance.values else ""
    found = CommitteeCertificate.objects.select_related("guide").matching_words(words)
    rows = list(found.filter(stance=stance) if stance else found)
    base = f"{page.get_url(request)}certificates/"
    trail = breadcrumbs(page, request, timezone.now())
    trail[-1]["url"] = page.get_url(request)
    given = {"q": words, "kind": stance}
    labels = {"q": f"“{words}”", "kind": str(Stance(stance).label) if stance else ""}

    def address(without: str) -> str:
        rest = {name: value for name, value in given.items() if value and name != without}
        return f"{base}?{urlencode(rest)}" if rest else base

    options = [{"value": "", "label": _("全部")}]
    options += [{"value": value, "label": str(label)} for value, label in Stance.choices]
    context = {
        "page": page,
        "may": _shown(rows, Stance.MAY_ISSUE, request),
        "refused": _shown(rows, Stance.REFUSED, request),
        "is_filtered": bool(words or stance),
        "base": base,
        "fields": [
            {"name": "q", "label": _("找证明"), "value": words, "type": "search"},
            {"name": "kind", "label": _("开不开"), "value": stance, "options": options},
        ],
        "chips": [
            {"label": labels[name], "remove_url": address(name)} for name, value in given.items() if value
        ],
        "list_url": page.get_url(request),
        "breadcrumbs": [*trail, {"label": _("社区证明清单"), "url": ""}],
    }
    return TemplateResponse(request, "cms_pages/guides/certificates.html", context)


def _shown(rows: list[CommitteeCertificate], stance: str, request: HttpRequest) -> list[dict[str, object]]:
    return [
        {
            "row": row,
            "guide_url": row.guide.get_url(request) if row.guide and row.guide.live else "",
        }
        for row in rows
        if row.stance == stance
    ]

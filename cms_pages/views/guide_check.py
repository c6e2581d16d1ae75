"""适用自测: questions by GET, so that it works without JavaScript and a result has an address."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms_pages import page_cache
from cms_pages.guides.checking import questions_of, verdict_of
from cms_pages.guides.detail import phones_of, values_for
from cms_pages.notices.trail import breadcrumbs

if TYPE_CHECKING:
    from cms_pages.models import GuidePage

TEMPLATE = "cms_pages/guide_page/check.html"


@require_safe
def guide_check(request: HttpRequest, guide: "GuidePage") -> HttpResponse:
    """Ask the guide's questions; with answers in the address, say whether it applies, and because of which
    of them.

    The page without answers is kept for everybody; an address with answers is neither looked up nor kept.

    Raises:
        Http404: the guide has no questions.
    """
    if not len(guide.questions):
        raise Http404
    if guide.may_be_cached(request):
        page_cache.mark(request, guide.area)
    now = timezone.now()
    values = values_for(guide, request, today=timezone.localdate(now))
    questions = questions_of(guide, request.GET, values)
    was_asked = any(question.name in request.GET for question in questions) or "asked" in request.GET
    verdict = verdict_of(guide, questions) if was_asked else None
    trail = breadcrumbs(guide, request, now)
    trail[-1]["url"] = guide.get_url(request)
    missing = set(verdict.missing) if verdict and not verdict.outcome else set()
    context = {
        "guide": guide,
        "guide_url": guide.get_url(request),
        "questions": [
            {"question": question, "is_missing": question.name in missing} for question in questions
        ],
        "verdict": verdict if verdict and verdict.outcome else None,
        "errors": [
            {"text": _("请回答：%(question)s") % {"question": question.text}, "href": f"#{question.name}"}
            for question in questions
            if question.name in missing
        ],
        "phones": [phone for phone in phones_of(guide) if phone["purpose"] == "enquiry"],
        "breadcrumbs": [*trail, {"label": _("我能不能办"), "url": ""}],
    }
    return TemplateResponse(request, TEMPLATE, context)

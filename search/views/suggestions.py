"""What is offered while somebody types."""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search import presentation
from search.analysis import fold
from search.language import parse
from search.suggesting import SUGGESTED, suggest
from search.views.results import asker_of

_MOST_TERMS = 3


@never_cache
@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Return words that others ask often and begin so, and things whose titles fit, as the asker may see
    them.
    """
    query = parse(request.GET.get("q", ""))
    if query.is_empty:
        return JsonResponse({"items": []})
    asker = asker_of(request)
    begun = fold(query.text)
    terms = [
        term
        for term in presentation.popular_terms(timezone.localdate(asker.now))
        if begun in fold(term) and fold(term) != begun
    ]
    items = [
        {"text": term, "url": f"{reverse('search')}?{presentation.words(term)}", "note": ""}
        for term in terms[:_MOST_TERMS]
    ]
    items += [
        {
            "text": result.shown.title,
            "url": result.shown.url,
            "note": f"{result.label} · {result.shown.area}".strip(" ·"),
        }
        for result in suggest(query, asker, most=SUGGESTED - len(items))
    ]
    return JsonResponse({"items": items})

"""The Atom feed of a search: the newest of what everybody finds with it."""

from dataclasses import replace

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from design.formatting import safe_text
from search.asking import Asker, find
from search.filters import address, from_address, with_words
from search.language import parse
from search.plans import Order
from search.words import lexicon

FEED_SIZE = 30


@require_safe
def search_feed(request: HttpRequest) -> HttpResponse:
    """Return the newest results of the address's search, as a visitor has them, whoever asks."""
    typed = parse(request.GET.get("q", ""))
    filters, query = with_words(from_address(request.GET), typed, lexicon())
    filters = replace(filters, order=Order.NEWEST, after="")
    asker = Asker(user=AnonymousUser(), now=timezone.now(), request=request)
    results = find(query, filters, asker, size=FEED_SIZE)
    link = request.build_absolute_uri(f"{reverse('search')}?{address(request.GET)}")
    feed = Atom1Feed(
        title=_("搜索：%(words)s") % {"words": typed.text} if typed.text else _("搜索"),
        link=link,
        description=_("最新的搜索结果"),
        language="zh-Hans",
        feed_url=request.build_absolute_uri(),
        feed_guid=link,
    )
    for result in results.results:
        url = request.build_absolute_uri(result.shown.url)
        feed.add_item(
            title=safe_text(result.shown.title),
            link=url,
            description=safe_text("".join(run.text for run in result.snippet)),
            author_name=result.shown.owner or None,
            unique_id=url,
            pubdate=result.shown.date,
            updateddate=result.shown.date,
            categories=(result.label,),
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    feed.write(response, "utf-8")
    return response

"""The public list of shared facts."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cms_pages.models import GuidePage, GuideUse, SharedFact
from design.formatting import cn_date


def rows_on(today: date, request: HttpRequest) -> list[dict[str, Any]]:
    """Return each fact as it is on `today`, with its guides; four queries. One without a value yet tells
    what comes.
    """
    facts = SharedFact.objects.select_related("body").prefetch_related("values")
    guides_of: dict[int, list[GuidePage]] = {}
    uses = GuideUse.objects.filter(shared_fact__isnull=False, guide__live=True).values_list(
        "shared_fact", "guide"
    )
    pairs = list(uses)
    guides = GuidePage.objects.listed().in_bulk({guide_id for _fact_id, guide_id in pairs})
    for fact_id, guide_id in pairs:
        if guide_id in guides:
            guides_of.setdefault(fact_id, []).append(guides[guide_id])
    rows = []
    for fact in facts:
        values = sorted(fact.values.all(), key=lambda row: row.effective_from)
        current = [row for row in values if row.effective_from <= today][-1:]
        coming = [row for row in values if row.effective_from > today][:1]
        rows.append(
            {
                "name": fact.name,
                "body": str(fact.body),
                "value": f"{current[0].value}{fact.unit}" if current else _("还没有生效"),
                "since": current[0].effective_from if current else None,
                "source": current[0].source if current else "",
                "coming": _("%(day)s起：%(value)s")
                % {"day": cn_date(coming[0].effective_from), "value": f"{coming[0].value}{fact.unit}"}
                if coming
                else "",
                "guides": [
                    {"title": guide.title, "url": guide.get_url(request)}
                    for guide in sorted(guides_of.get(fact.pk, []), key=lambda guide: guide.sort_key)
                ],
            }
        )
    return rows

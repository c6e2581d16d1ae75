"""Notices in every state."""

import datetime
from typing import Any

import factory
import wagtail_factories
from django.utils import timezone

from cms_pages.models import NoticePage
from communities.choices import Level
from communities.models import Area


def hours(number: float) -> factory.LazyFunction:
    """Return a declaration for the moment `number` hours from now."""
    return factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(hours=number))


class NoticeFactory(wagtail_factories.PageFactory):
    """A published notice of the body of `parent`'s area; `parent` is a notices page.

    Traits: `draft`, `scheduled` (goes live in two hours), `pinned`, `urgent` (banner now, for a day),
    `urgent_later` (banner from tomorrow), `expired` (its effect is over), `for_committees`.
    `to=[area, …]` addresses it to streets or communities (or to their committees).
    """

    class Meta:
        model = NoticePage

    class Params:
        draft = factory.Trait(live=False)
        scheduled = factory.Trait(live=False, go_live_at=hours(2))
        pinned = factory.Trait(is_pinned=True)
        urgent = factory.Trait(is_urgent=True, urgent_from=hours(-1), urgent_until=hours(24))
        urgent_later = factory.Trait(is_urgent=True, urgent_from=hours(24), urgent_until=hours(48))
        expired = factory.Trait(effective_from=hours(-72), effective_until=hours(-24))
        for_committees = factory.Trait(audience=NoticePage.Audience.COMMITTEES)

    title = factory.Sequence(lambda n: f"第{n}号楼二次供水水箱清洗通知")
    slug = factory.Sequence(lambda n: f"notice-{n}")
    summary = "清洗期间请提前储水，给您带来不便敬请谅解。"
    kind = NoticePage.Kind.OUTAGE
    content = factory.LazyFunction(
        lambda: [
            {"type": "paragraph", "value": "<p>本周六上午8时至12时清洗水箱，期间停水。</p>"},
            {"type": "heading", "value": "需要帮助"},
            {"type": "paragraph", "value": "<p>行动不便的老人可以请网格员送水上门。</p>"},
        ]
    )

    @classmethod
    def _create_instance(cls, model_class: type[NoticePage], parent: Any, kwargs: Any) -> NoticePage:
        areas: list[Area] = kwargs.pop("to", [])
        live = kwargs.pop("live", True)
        if areas and "audience" not in kwargs:
            kwargs["audience"] = (
                NoticePage.Audience.STREETS
                if areas[0].level == Level.STREET
                else NoticePage.Audience.COMMUNITIES
            )
        notice = model_class(live=False, **kwargs)
        notice.chosen_areas = areas
        parent.add_child(instance=notice)
        revision = notice.save_revision()
        if live or notice.go_live_at:
            revision.publish()
        return NoticePage.objects.get(pk=notice.pk)

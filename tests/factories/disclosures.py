"""Catalogue items, and what is owed under them."""

import datetime

import factory
from factory.django import DjangoModelFactory

from disclosure.choices import CountsFrom, Cycle, DisclosureKind
from disclosure.clock import DateTable
from disclosure.elements import Element
from disclosure.models import DisclosureDuty, DisclosureItem
from disclosure.periods import Period


class DisclosureItemFactory(DjangoModelFactory):
    """A committee's own item, disclosed at once; without `body`, one of the standard."""

    class Meta:
        model = DisclosureItem

    kind = DisclosureKind.AFFAIRS
    title = factory.Sequence(lambda n: f"自定事项{n}")
    elements = factory.LazyFunction(lambda: [Element("事由").as_json(), Element("结果").as_json()])
    legal_basis = "居民代表会议决定"
    cycle = Cycle.AT_ONCE
    counts_from = CountsFrom.START
    limit_days = 5
    counted_from = datetime.date(2026, 1, 1)


class OccasionFactory(DjangoModelFactory):
    """A duty that an occasion of 2026-11-20 gave rise to."""

    class Meta:
        model = DisclosureDuty

    item = factory.SubFactory(DisclosureItemFactory, body=factory.SelfAttribute("..body"))
    starts_on = datetime.date(2026, 11, 20)
    ends_on = factory.SelfAttribute("starts_on")
    occasion = "三号楼屋面维修"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        dates = DateTable().dates(
            Period(kwargs["starts_on"], kwargs["ends_on"]),
            counts_from=CountsFrom.START,
            limit_days=kwargs["item"].limit_days,
        )
        found = {name: getattr(dates, name) for name in ("opens_on", "due_on", "very_late_after")}
        return super()._create(model_class, *args, **kwargs, **found)

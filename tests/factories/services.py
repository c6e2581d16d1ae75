"""Services in every state, with what they need."""

import datetime
from typing import Any

import factory
import wagtail_factories
from django.utils import timezone

from cms_pages.models import ServiceCare, ServiceIndexPage, ServicePage
from communities.choices import CategoryScheme
from communities.models import Area, Body, Category, ContactFact, OpeningSchedule
from tests.factories.district import District


def services_of(district: District, slug: str = "") -> ServiceIndexPage:
    """Return the services page of the place."""
    return ServiceIndexPage.objects.child_of(district.page(slug)).get()


def category(name: str = "养老", slug: str = "yanglao") -> Category:
    """Return the kind of services of that name."""
    return Category.objects.get_or_create(
        scheme=CategoryScheme.SERVICE, slug=slug, defaults={"name": name, "position": 1}
    )[0]


def phone_of(body: Body, value: str = "025-00001234") -> ContactFact:
    """Return a number of the body."""
    return ContactFact.objects.get_or_create(body=body, kind="phone", label="服务电话", value=value)[0]


def schedule_of(
    body: Body, *rules: tuple[int, str, str], name: str = "开放时间", on_holidays: str = "closed"
) -> OpeningSchedule:
    """Make a schedule from (weekdays, opens, closes)."""
    schedule = OpeningSchedule.objects.create(body=body, name=name, on_holidays=on_holidays)
    for weekdays, opens, closes in rules:
        schedule.rules.create(weekdays=weekdays, opens=opens, closes=closes)
    return schedule


class ServiceFactory(wagtail_factories.PageFactory):
    """A published service of the body of `parent`'s area; `parent` is a services page.

    Traits: `draft`, `changed` (until tomorrow), `stale` (assured 200 days ago).
    `to=[area, …]` serves only those streets or communities.
    """

    class Meta:
        model = ServicePage

    class Params:
        draft = factory.Trait(live=False)
        stale = factory.Trait(assured_days_ago=200)
        changed = factory.Trait(
            status=ServicePage.Status.CHANGED,
            status_text="临时搬到一楼大厅。",
            status_until=factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=1)),
        )

    title = factory.Sequence(lambda n: f"{n}号社区食堂")
    summary = "一荤两素一汤，堂食送餐都行。"
    eligibility = "不限"
    fee_kind = ServicePage.FeeKind.FREE
    address = "马道街28号一楼"
    opening_note = "每天中午"
    category = factory.LazyFunction(category)

    @classmethod
    def _create_instance(cls, model_class: type[ServicePage], parent: Any, kwargs: Any) -> ServicePage:
        areas: list[Area] = kwargs.pop("to", [])
        live = kwargs.pop("live", True)
        days = kwargs.pop("assured_days_ago", 0)
        kwargs.pop("slug", None)
        service = model_class(live=False, **kwargs)
        service.belong_to(parent)
        service.chosen_areas = areas
        service.contacts = [phone_of(service.body_owner)]
        parent.add_child(instance=service)
        revision = service.save_revision(clean=live)
        if live:
            revision.publish()
        if days:
            ServiceCare.objects.filter(service=service).update(
                assured_at=timezone.now() - datetime.timedelta(days=days)
            )
        return ServicePage.objects.get(pk=service.pk)

"""Guides that lack nothing, and the facts that they show."""

import datetime
from typing import Any

import factory
import wagtail_factories
from django.utils import timezone

from cms_pages.models import (
    DepartmentGuidesPage,
    GuideCare,
    GuidePage,
    GuidePhone,
    GuidePlace,
    SharedFact,
    SharedFactValue,
)
from communities.choices import ContactKind
from communities.models import Body, ContactFact, OpeningSchedule


def guides_of(body: Body) -> DepartmentGuidesPage:
    """Return the page below which a department's guides lie."""
    return DepartmentGuidesPage.objects.get(body_page__body=body)


def facts_of(body: Body) -> tuple[ContactFact, ContactFact, ContactFact]:
    """Return the body's number for enquiries, that for complaints, and its address; made where missing."""

    def fact(kind: ContactKind, label: str, value: str) -> ContactFact:
        return ContactFact.objects.get_or_create(
            body=body, kind=kind, label=label, defaults={"value": value}
        )[0]

    return (
        fact(ContactKind.PHONE, "社会救助窗口", "025-0000 1201"),
        fact(ContactKind.HOTLINE, "监督投诉", "025-0000 1202"),
        fact(ContactKind.ADDRESS, "", "秦淮区政务服务中心二楼"),
    )


def hours_of(body: Body) -> OpeningSchedule:
    """Return the body's main hours, Monday to Friday from nine to five; made where missing."""
    schedule, is_new = OpeningSchedule.objects.get_or_create(
        body=body, is_main=True, defaults={"name": "办公时间"}
    )
    if is_new:
        schedule.rules.create(weekdays=31, opens="09:00", closes="17:00")
    return schedule


class SharedFactFactory(factory.django.DjangoModelFactory):
    """A figure that holds since the new year; give `value` and `since` for another."""

    class Meta:
        model = SharedFact
        skip_postgeneration_save = True

    name = "低保标准"
    unit = "元/人·月"

    @factory.post_generation
    def value(self, create: bool, extracted: str | None, since: Any = None, **_kwargs: Any) -> None:
        if create:
            SharedFactValue.objects.create(
                fact=self,
                value=extracted or "1,090",
                source="宁民规〔2026〕2号",
                effective_from=since or datetime.date(2026, 1, 1),
            )


class GuideFactory(wagtail_factories.PageFactory):
    """A published guide that lacks nothing; `parent` is a department's page of guides.

    Traits: `draft`; `stale` (its review is long overdue). `without=[names]` empties those fields, places
    or phones; such a guide stays a draft.
    """

    class Meta:
        model = GuidePage

    class Params:
        draft = factory.Trait(live=False)

    title = factory.Sequence(lambda n: f"最低生活保障申请{n}")
    slug = factory.Sequence(lambda n: f"guide-{n}")
    what_it_is = "家里收入低于标准的，可以按月领生活补助"
    keywords = "困难补助 吃低保"
    at_district = True
    at_street = True
    at_community = True
    legal_days = 30
    promised_days = 22
    fee_kind = GuidePage.FeeKind.FREE
    legal_basis = factory.LazyFunction(
        lambda: [{"type": "law", "value": {"title": "《社会救助暂行办法》", "article": "第九条", "url": ""}}]
    )
    conditions = factory.LazyFunction(lambda: [{"type": "condition", "value": "全家月收入低于标准"}])
    materials = factory.LazyFunction(
        lambda: [
            {"type": "material", "value": {"name": "身份证", "form": "original", "number": 1}},
            {
                "type": "material",
                "value": {"name": "申请书", "form": "fill", "number": 2, "note": "窗口有空表"},
            },
        ]
    )
    steps = factory.LazyFunction(
        lambda: [
            {
                "type": "group",
                "value": {
                    "title": "提出申请",
                    "mode": "or",
                    "steps": [
                        {"title": "到社区居委会交材料", "text": ""},
                        {"title": "在手机上申请", "text": "江苏政务服务网搜“低保”"},
                    ],
                },
            },
            {"type": "step", "value": {"title": "上门核实", "text": "两名工作人员一起来"}},
        ]
    )

    @classmethod
    def _create_instance(cls, model_class: type[GuidePage], parent: Any, kwargs: Any) -> GuidePage:
        live = kwargs.pop("live", True)
        stale = kwargs.pop("stale", False)
        without = kwargs.pop("without", [])
        events = kwargs.pop("life_events", [])
        empty = {"needs_no_materials": False}
        for name in without:
            if name not in ("places", "phones"):
                kwargs[name] = empty.get(name, _emptied(model_class, name))
        guide = model_class(live=False, **kwargs)
        guide.life_events = events
        body = Body.objects.get(body_pages__page=parent.pk)
        enquiry, complaint, address = facts_of(body)
        schedule = hours_of(body)
        if "places" not in without:
            guide.places = [GuidePlace(address=address, schedule=schedule, window="3号窗口")]
        if "phones" not in without:
            guide.phones = [
                GuidePhone(purpose="enquiry", fact=enquiry),
                GuidePhone(purpose="complaint", fact=complaint),
            ]
        parent.add_child(instance=guide)
        revision = guide.save_revision(clean=not without)
        if live and not without:
            revision.publish()
        if stale:
            today = timezone.localdate()
            GuideCare.objects.filter(guide=guide).update(
                reviewed_on=today - datetime.timedelta(days=400), due_on=today - datetime.timedelta(days=200)
            )
        return GuidePage.objects.get(pk=guide.pk)


def _emptied(model: type[GuidePage], name: str) -> Any:
    field = model._meta.get_field(name)
    if field.null:
        return None
    return [] if name in ("legal_basis", "conditions", "materials", "steps") else field.get_default()

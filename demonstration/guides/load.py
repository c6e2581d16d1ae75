"""Publishes the demonstration guides, with the figures and lists that belong to them."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from cms_pages.actions.set_certificate import set_certificate
from cms_pages.actions.set_shared_fact import set_shared_fact
from cms_pages.guides.reviews import due_after
from cms_pages.models import (
    CommitteeCertificate,
    DepartmentGuidesPage,
    FrontPageProfile,
    GuideCare,
    GuideFeedback,
    GuidePage,
    GuidePhone,
    GuidePlace,
    SharedFact,
    WantedMatter,
)
from communities.choices import BodyKind, CategoryScheme, ContactKind
from communities.models import Area, Body, Category, ContactFact, OpeningSchedule
from demonstration.guides import civil_affairs, family_and_law, work_and_home
from demonstration.guides.registers import CERTIFICATES, FACTS
from demonstration.guides.texts import Block, Text
from demonstration.places import spoken, stage
from media.models import Document

TEXTS = (*civil_affairs.GUIDES, *work_and_home.GUIDES, *family_and_law.GUIDES)
MOST_WANTED = 8
COMMENTS = (
    (True, "写得明白，照着单子带齐了，一次办好。"),
    (True, ""),
    (False, "想知道子女能不能替老人办，文中没写。"),
    (True, "电话能打通，态度好。"),
)


def load(now: datetime) -> int:
    """Publish the guides around `now`; return how many were made. Where there are any, nothing is done."""
    if GuidePage.objects.exists():
        return 0
    return _Loader(now).load()


class _Loader:
    def __init__(self, now: datetime) -> None:
        self.now = now
        self.today = timezone.localdate(now)
        self.district: Area = stage().district
        self.bodies = {
            body.name.removeprefix(self.district.short_name): body
            for body in Body.objects.filter(area=self.district, kind=BodyKind.DEPARTMENT)
        }
        self.pages = {
            page.body_page.body_id: page
            for page in DepartmentGuidesPage.objects.select_related("body_page").filter(
                body_page__isnull=False
            )
        }
        self.events = {
            event.name: event for event in Category.objects.filter(scheme=CategoryScheme.GUIDE_EVENT)
        }
        self.clerk = User.objects.filter(username="demo-clerk", is_demonstration=True).first()
        self.complaints = self._complaints()

    def load(self) -> int:
        self._load_facts()
        self._load_certificates()
        made = [self._make(text, parent) for text in TEXTS if (parent := self._parent(text)) is not None]
        self._want([(text, guide) for text, guide in made if text.wanted[0]])
        for number, (text, guide) in enumerate(made):
            if text.state == "live" and number % 4 == 0:
                self._rate(guide, number)
        return len(made)

    def _parent(self, text: Text) -> DepartmentGuidesPage | None:
        body = self.bodies.get(text.department)
        return self.pages.get(body.pk) if body else None

    def _complaints(self) -> ContactFact:
        office = Body.objects.filter(area=self.district, kind=BodyKind.DISTRICT_OFFICE).order_by("pk")[0]
        fact, _is_new = ContactFact.objects.get_or_create(
            body=office,
            kind=ContactKind.HOTLINE,
            label="政务服务投诉",
            defaults={"value": "12345", "position": 9},
        )
        return fact

    def _load_facts(self) -> None:
        for name, unit, department, values in FACTS:
            body = self.bodies.get(department)
            if body is None:
                continue
            fact: SharedFact | None = None
            for value, source, (years, month, day) in values:
                fact = set_shared_fact(
                    actor=None,
                    fact=fact,
                    name=name,
                    unit=unit,
                    body=body,
                    value=value,
                    source=source,
                    effective_from=self._past(years, month, day),
                    now=self.now,
                )

    def _past(self, years: int, month: int, day: int) -> date:
        """Return that day of this year, of one before or after; a day of this year that is still to come, last year's."""
        found = date(self.today.year + years, month, day)
        return found.replace(year=found.year - 1) if years == 0 and found > self.today else found

    def _load_certificates(self) -> None:
        for position, (stance, name, purpose, instead, source) in enumerate(CERTIFICATES):
            if not CommitteeCertificate.objects.filter(name=name).exists():
                set_certificate(
                    actor=None,
                    certificate=CommitteeCertificate(
                        name=name,
                        stance=stance,
                        purpose=purpose,
                        instead=instead,
                        source=source,
                        position=position,
                    ),
                    now=self.now,
                )

    def _make(self, text: Text, parent: DepartmentGuidesPage) -> tuple[Text, GuidePage]:
        body = self.bodies[text.department]
        is_live = text.state == "live"
        guide = GuidePage(
            title=text.title,
            what_it_is=text.what,
            keywords=text.keywords,
            at_district="d" in text.tiers,
            at_street="s" in text.tiers,
            at_community="c" in text.tiers,
            online_url=text.online,
            legal_basis=[
                ("law", {"title": spoken(law, body.area), "article": "", "url": ""}) for law in text.laws
            ],
            conditions=[("condition", line) for line in text.conditions],
            needs_no_materials=is_live and not text.materials,
            materials=[self._with_form(block, body) for block in text.materials],
            variants=list(text.variants),
            steps=list(text.steps),
            promised_days=text.days[0],
            legal_days=text.days[1],
            time_note=text.time_note,
            answers=[
                ("answer", {"question": question, "answer": answer}) for question, answer in text.answers
            ],
            questions=list(text.questions),
            owner=self.clerk if text.department == "民政局" else None,
            live=False,
            **self._fee(text),
        )
        guide.life_events = [self.events[name] for name in text.events if name in self.events]
        if is_live:
            self._place(guide, body)
        parent.add_child(instance=guide)
        revision = guide.save_revision(user=guide.owner, clean=is_live)
        if is_live:
            revision.publish(user=guide.owner, skip_permission_checks=True)
            self._age(guide, text.age)
        return text, guide

    def _fee(self, text: Text) -> dict[str, Any]:
        if isinstance(text.fee, str):
            return {"fee_kind": GuidePage.FeeKind.FREE}
        what, basis = text.fee
        if isinstance(what, int):
            return {"fee_kind": GuidePage.FeeKind.FIXED, "fee_fen": what, "fee_basis": basis}
        return {"fee_kind": GuidePage.FeeKind.VARIES, "fee_text": what, "fee_basis": basis}

    def _place(self, guide: GuidePage, body: Body) -> None:
        facts = ContactFact.objects.filter(body=body, is_public=True).order_by("position", "pk")
        address = facts.filter(kind=ContactKind.ADDRESS).first()
        phone = facts.phones().first()
        schedule = OpeningSchedule.objects.filter(body=body, is_main=True).first()
        if guide.at_district and address is not None:
            guide.places = [GuidePlace(address=address, schedule=schedule, window="政务服务窗口")]
        guide.phones = [GuidePhone(purpose=GuidePhone.Purpose.COMPLAINT, fact=self.complaints)]
        if phone is not None:
            guide.phones.add(GuidePhone(purpose=GuidePhone.Purpose.ENQUIRY, fact=phone))

    def _with_form(self, block: Block, body: Body) -> Block:
        """Add a blank form to what is to be filled in and is called a form."""
        kind, value = block
        if value["form"] != "fill" or not value["name"].endswith(("表", "申请书")):
            return block
        title = f"{value['name']}（空白）"
        document = Document.objects.filter(title=title, collection=body.collection).first()
        if document is None:
            document = Document(title=title, collection=body.collection or Document().collection)
            # The mark by which old editors know UTF-8.
            text = f"\ufeff{value['name']}\n\n姓名：\n身份证号：\n住址：\n联系电话：\n申请事项：\n\n签名：      日期："
            document.file.save(f"{value['name']}.txt", ContentFile(text.encode()), save=False)
            document.save()
        return kind, {**value, "blank": document}

    def _age(self, guide: GuidePage, days: int) -> None:
        """Let the guide be as old as its text says; its review is counted from then."""
        day = self.today - timedelta(days=days)
        moment = self.now - timedelta(days=days)
        GuidePage.objects.filter(pk=guide.pk).update(first_published_at=moment, last_published_at=moment)
        GuideCare.objects.filter(guide=guide).update(
            reviewed_on=day, due_on=due_after(day, guide.review_months)
        )

    def _want(self, wanted: list[tuple[Text, GuidePage]]) -> None:
        """Let the district's front page lead to what most people come for, guides first."""
        profile = FrontPageProfile.objects.get(area=self.district)
        others = list(profile.wanted_matters.order_by("sort_order", "pk"))
        for matter in others[max(0, MOST_WANTED - len(wanted)) :]:
            WantedMatter.objects.filter(pk=matter.pk).delete()
        WantedMatter.objects.bulk_create(
            [
                WantedMatter(
                    profile=profile,
                    label=text.wanted[0],
                    icon=text.wanted[1],
                    page_id=guide.pk,
                    sort_order=number - MOST_WANTED,
                )
                for number, (text, guide) in enumerate(wanted[:MOST_WANTED])
            ]
        )

    def _rate(self, guide: GuidePage, number: int) -> None:
        GuideFeedback.objects.bulk_create(
            [
                GuideFeedback(
                    guide=guide,
                    voter=f"demonstration-{position}",
                    was_useful=was_useful,
                    comment=comment,
                    said_at=self.now - timedelta(hours=5 * (number + position) + 2),
                )
                for position, (was_useful, comment) in enumerate(
                    (*COMMENTS[number // 4 % 4 :], *COMMENTS[: number // 4 % 4])[: 2 + number % 3]
                )
            ]
        )

"""Loads the services, and what residents and a unit said of them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import cycle, islice
from typing import Any

from django.utils import timezone

from accounts.models import User
from cms_pages.actions.answer_service_rating import answer_service_rating
from cms_pages.actions.decide_service_rating import decide_service_rating
from cms_pages.actions.propose_service_change import propose_service_change
from cms_pages.actions.rate_service import rate_service
from cms_pages.choices import FeeKind, RatingState, ServiceStatus
from cms_pages.models import ServiceCare, ServiceIndexPage, ServicePage
from cms_pages.services.proposals import FIELDS
from communities.choices import CategoryScheme, ContactKind, Level
from communities.models import Area, Body, Category, ContactFact, OpeningRule, OpeningSchedule
from demonstration.places import dialling_code, spoken, stage, stem_of
from demonstration.services import community_texts, wider_texts
from demonstration.services.texts import HOURS, Text
from demonstration.services.voices import ANSWERS, RATINGS, REASON, WANTED, WANTED_NOTE

# The old town around 夫子庙: about the middle of the district that the coordinates are made up for.
MIDDLE = (32.0207, 118.7943)
DISTRICT_CODE = "320104"
METRES_A_DEGREE_NORTH, METRES_A_DEGREE_EAST = 110_900, 94_400


def load(now: datetime) -> int:
    """Publish the services around `now`; return how many were made. Where there are any, nothing is done."""
    if ServicePage.objects.exists():
        return 0
    return _Loader(now).load()


class _Loader:
    def __init__(self, now: datetime) -> None:
        self.now = now
        self.stage = stage()
        active = Area.objects.active().order_by("code", "pk")
        self.streets = self._stage_first(active.filter(level=Level.STREET), self.stage.street)
        communities = active.filter(level=Level.COMMUNITY).exclude(kind="virtual")
        self.communities = self._stage_first(communities, self.stage.community)
        self.categories = {row.slug: row for row in Category.objects.filter(scheme=CategoryScheme.SERVICE)}
        self.people = {user.username: user for user in User.objects.filter(is_demonstration=True)}
        self.indexes = {page.area_id: page for page in ServiceIndexPage.objects.select_related("area")}
        self.made: list[ServicePage] = []

    @staticmethod
    def _stage_first(areas: Iterable[Area], first: Area) -> list[Area]:
        return [first, *(area for area in areas if area.pk != first.pk)]

    def load(self) -> int:
        for text in wider_texts.DISTRICT:
            self._make(text, self.stage.district)
        for text in wider_texts.STREETS:
            for area in self._pick(self.streets, text.places):
                self._make(text, area)
        for text in community_texts.COMMUNITIES:
            for area in self._pick(self.communities, text.places):
                self._make(text, area)
        self._rate()
        self._propose()
        return len(self.made)

    def _pick(self, areas: list[Area], places: tuple[int, ...]) -> list[Area]:
        """Return the areas at those places, each once; a district with fewer of them starts again."""
        wanted = list(islice(cycle(areas), max(places, default=-1) + 1))
        return list(dict.fromkeys(wanted[place] for place in places))

    def _make(self, text: Text, area: Area) -> None:
        index = self.indexes[area.pk]
        names = {
            "area": area.short_name,
            "stem": stem_of(area),
            "district": self.stage.district.short_name,
        }
        service = ServicePage(
            title=spoken(text.title, area).format(**names),
            category=self.categories.get(text.kind),
            summary=spoken(text.summary, area).format(**names),
            eligibility=spoken(text.eligibility, area).format(**names),
            description=spoken(text.more, area).format(**names),
            address=spoken(text.address, area).format(**names),
            nearest_stop=spoken(text.stop, area).format(**names),
            is_home_visit=not text.address,
            documents="\n".join(text.documents),
            opening_note=text.note,
            owner=self._writer(area),
            live=False,
        )
        self._set_fee(service, text)
        self._set_provider(service, text, area)
        if text.status:
            kind, words, days = text.status
            service.status, service.status_text = ServiceStatus(kind), words
            if days is not None:
                service.status_until = self._midnight() + timedelta(days=days, hours=18)
        if text.point and (self.stage.district.code or "").startswith(DISTRICT_CODE):
            # Each area's own lie a little apart from its neighbours'.
            shift = 60 * (area.pk % 20)
            east, north = text.point
            service.latitude = _degrees(MIDDLE[0], north + shift, METRES_A_DEGREE_NORTH)
            service.longitude = _degrees(MIDDLE[1], east - shift, METRES_A_DEGREE_EAST)
        service.belong_to(index)
        service.opening = self._schedule(service, text)
        service.contacts = [self._phone(service)]
        index.add_child(instance=service)
        revision = service.save_revision(user=service.owner)
        if text.state == "live":
            revision.publish(user=service.owner, skip_permission_checks=True)
            ServiceCare.objects.filter(service=service).update(
                assured_at=self.now - timedelta(days=text.assured), assured_by=service.owner
            )
        self.made.append(ServicePage.objects.get(pk=service.pk))

    def _set_fee(self, service: ServicePage, text: Text) -> None:
        if isinstance(text.fee, str):
            service.fee_kind, service.fee_text = FeeKind.VARIES, text.fee
        elif text.fee:
            service.fee_kind, service.fee_fen = FeeKind.FIXED, round(text.fee * 100)
        else:
            service.fee_kind = FeeKind.FREE

    def _set_provider(self, service: ServicePage, text: Text, area: Area) -> None:
        if text.provider.startswith("="):
            service.provider_name = text.provider[1:]
        elif text.provider:
            where = area if area.level == Level.COMMUNITY else self.stage.district
            service.provider = Body.objects.filter(area=where, name__endswith=text.provider).first()
            if service.provider is None:
                service.provider_name = text.provider

    def _schedule(self, service: ServicePage, text: Text) -> OpeningSchedule | None:
        if not text.hours:
            return None
        on_holidays, rules = HOURS[text.hours]
        schedule, is_new = OpeningSchedule.objects.get_or_create(
            body=service.body_owner,
            name=service.title[:50],
            defaults={
                "on_holidays": OpeningSchedule.OnHolidays.OPEN
                if on_holidays
                else OpeningSchedule.OnHolidays.CLOSED
            },
        )
        if is_new:
            OpeningRule.objects.bulk_create(
                OpeningRule(
                    schedule=schedule,
                    weekdays=days,
                    opens=opens,
                    closes=closes,
                    season_start=start,
                    season_end=end,
                )
                for days, opens, closes, start, end in rules
            )
        return schedule

    def _phone(self, service: ServicePage) -> ContactFact:
        code = dialling_code(self.stage.district)
        return ContactFact.objects.create(
            body=service.provider or service.body_owner,
            kind=ContactKind.PHONE,
            label=service.title[:30],
            value=f"{code}-0000 {7000 + len(self.made):04d}",
            position=20,
        )

    def _rate(self) -> None:
        here = [service for service in self.made if service.area_id == self.stage.community.pk]
        by_title = {service.title: service for service in here if service.live}
        director = self.people.get("demo-director")
        for suffix, name, stars, comment, state, days in RATINGS:
            service = next((row for title, row in by_title.items() if title.endswith(suffix)), None)
            person = self.people.get(name)
            if service is None or person is None:
                continue
            said = self.now - timedelta(days=days, hours=3)
            rating = rate_service(actor=person, service=service, stars=stars, comment=comment, now=said)
            if state == RatingState.PENDING or director is None:
                continue
            decided = said + timedelta(hours=2)
            rating = decide_service_rating(
                actor=director, rating=rating, state=state, reason=REASON, now=decided
            )
            if suffix in ANSWERS and state == RatingState.PUBLISHED and stars <= 3:
                answer_service_rating(
                    actor=director, rating=rating, answer=ANSWERS[suffix], now=decided + timedelta(days=1)
                )

    def _propose(self) -> None:
        contact = self.people.get("demo-unit")
        service = next((row for row in self.made if row.live and row.provider and contact), None)
        service = next((row for row in self.made if row.live and row.title.endswith("卫生服务站")), service)
        if contact is None or service is None or service.provider is None:
            return
        wanted: dict[str, Any] = {name: getattr(service, name) for name in FIELDS} | WANTED
        propose_service_change(
            actor=contact, service=service, wanted=wanted, note=WANTED_NOTE, now=self.now - timedelta(days=1)
        )

    def _writer(self, area: Area) -> User | None:
        name = {Level.DISTRICT: "demo-admin", Level.STREET: "demo-street"}.get(
            Level(area.level), "demo-worker"
        )
        here = area.pk in (self.stage.district.pk, self.stage.street.pk, self.stage.community.pk)
        return self.people.get(name) if here else None

    def _midnight(self) -> datetime:
        return timezone.localtime(self.now).replace(hour=0, minute=0, second=0, microsecond=0)


def _degrees(middle: float, metres: int, metres_a_degree: int) -> Decimal:
    return Decimal(f"{middle + metres / metres_a_degree:.5f}")

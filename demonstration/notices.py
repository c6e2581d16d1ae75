"""Some eighty notices in every kind and state, so that each filter, badge and panel has something to show."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import cycle, islice
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from cms_pages.choices import Audience
from cms_pages.models import (
    DepartmentNoticesPage,
    NoticeAttachment,
    NoticeIndexPage,
    NoticePage,
    NoticeReceipt,
)
from cms_pages.notices.recipients import recipients
from communities.choices import Level
from communities.models import Area
from demonstration import community_notices, district_notices
from demonstration.notice_texts import Block, Moment, Text
from demonstration.places import dialling_code, spoken, stage
from demonstration.policy_paper import policy_paper
from media.models import Document

# What part of the bodies that got a notice for committees has opened it; of those, one of three has not
# signed.
OPENED = 0.6
UNSIGNED = 1


def load(now: datetime) -> int:
    """Publish the notices around `now`; return how many were made. Where there are any, nothing is done."""
    if NoticePage.objects.exists():
        return 0
    return _Loader(now).load()


class _Loader:
    def __init__(self, now: datetime) -> None:
        self.now = now
        self.today = timezone.localdate(now)
        self.stage = stage()
        active = Area.objects.active().order_by("code", "pk")
        self.streets = self._stage_first(active.filter(level=Level.STREET), self.stage.street)
        communities = active.filter(level=Level.COMMUNITY).exclude(kind="virtual")
        self.communities = self._stage_first(communities, self.stage.community)
        self.writers = {user.username: user for user in User.objects.filter(is_demonstration=True)}
        self.made = 0

    @staticmethod
    def _stage_first(areas: Iterable[Area], first: Area) -> list[Area]:
        return [first, *(area for area in areas if area.pk != first.pk)]

    def load(self) -> int:
        district = self.stage.district
        for text in district_notices.EVERYONE:
            self._make(text, self._index_of(district))
        self._make(policy_paper(district), self._index_of(district))
        for text in district_notices.FOR_STREETS:
            chosen = self._pick(self.streets, text.places)
            self._make(text, self._index_of(district), audience=Audience.STREETS, chosen_areas=chosen)
        for text in district_notices.FOR_COMMITTEES:
            notice = self._make(text, self._index_of(district), audience=Audience.COMMITTEES)
            self._sign(notice)
        departments = DepartmentNoticesPage.objects.order_by("pk")
        department = departments.filter(title__contains="民政").first() or departments.first()
        for text in district_notices.DEPARTMENT if department else ():
            self._make(text, department)
        for text in community_notices.STREETS:
            for street in self._pick(self.streets, text.places):
                self._make(text, self._index_of(street))
        for text in community_notices.COMMUNITIES:
            for community in self._pick(self.communities, text.places):
                self._make(text, self._index_of(community))
        return self.made

    def _pick(self, areas: list[Area], places: tuple[int, ...]) -> list[Area]:
        """Return the areas at those places, each once; a district with fewer of them starts again."""
        wanted = list(islice(cycle(areas), max(places, default=-1) + 1))
        return list(dict.fromkeys(wanted[place] for place in places))

    def _index_of(self, area: Area) -> NoticeIndexPage:
        index: NoticeIndexPage = NoticeIndexPage.objects.get(area=area)
        return index

    def _make(self, text: Text, parent: Any, **fields: Any) -> NoticePage:
        area = parent.area
        names = {
            "area": area.short_name,
            "street": (area if area.level == Level.STREET else area.parent or area).short_name,
            "district": self.stage.district.short_name,
            "code": dialling_code(self.stage.district),
            "year": str(self.today.year),
            "next_year": str(self.today.year + 1),
            "quarter": "一二三四"[(self.today.month - 1) // 3],
        }
        chosen = fields.pop("chosen_areas", [])
        published = self._moment(text.published)
        begins, ends = text.effective
        notice = NoticePage(
            title=spoken(text.title, area).format(**names),
            summary=spoken(text.summary, area).format(**names),
            kind=text.kind,
            content=[self._block(block, names, area) for block in text.body],
            effective_from=begins and self._moment(begins),
            effective_until=ends and self._moment(ends),
            is_pinned=text.pinned,
            is_urgent=text.urgent is not None,
            owner=self._writer(parent),
            live=False,
            **fields,
        )
        if text.urgent:
            before, after = text.urgent
            notice.urgent_from = self.now - timedelta(hours=before)
            notice.urgent_until = self.now + timedelta(hours=after)
        if notice.effective_from and published < notice.effective_from:
            # Announced before it begins: it is listed at once, so the beginning is told in the text alone.
            notice.effective_from = None
        if text.go_live:
            notice.go_live_at = max(self._moment(text.go_live), self.now + timedelta(hours=1))
        notice.chosen_areas = chosen
        parent.add_child(instance=notice)
        if text.attachment:
            self._attach(notice, *text.attachment)
        self._publish(notice, text, published)
        self.made += 1
        return notice

    def _publish(self, notice: NoticePage, text: Text, published: datetime) -> None:
        revision = notice.save_revision(user=notice.owner)
        if text.state == "draft":
            return
        revision.publish(user=notice.owner, skip_permission_checks=True)
        if text.state == "live":
            # As if it had been published then.
            NoticePage.objects.filter(pk=notice.pk).update(
                first_published_at=published,
                last_published_at=published,
                latest_revision_created_at=published,
                listed_from=max(published, notice.effective_from) if notice.effective_from else published,
            )
        notice.refresh_from_db()

    def _attach(self, notice: NoticePage, title: str, text: str) -> None:
        extension = "csv" if "," in text else "txt"
        document = Document(
            title=title,
            collection=notice.body_owner.collection or Document().collection,
            uploaded_by_user=notice.owner,
        )
        # The mark by which spreadsheets and old editors know UTF-8.
        document.file.save(f"{title}.{extension}", ContentFile(f"\ufeff{text}".encode()), save=False)
        document.save()
        notice.attachments.add(NoticeAttachment(document=document))
        notice.save(clean=False)

    def _sign(self, notice: NoticePage) -> None:
        bodies = list(recipients(notice, today=timezone.localdate(self.now)))
        own = self.stage.community.pk
        listed = notice.listed_from or self.now
        others = [body for body in bodies if body.area_id != own]
        for number, body in enumerate(others[: int(len(others) * OPENED)]):
            opened = min(listed + timedelta(minutes=20 + 37 * number % 600), self.now)
            signed = number % 3 != UNSIGNED
            NoticeReceipt.objects.create(
                notice=notice, body=body, opened_at=opened, signed_at=opened if signed else None
            )

    def _writer(self, parent: Any) -> User | None:
        if isinstance(parent, DepartmentNoticesPage):
            return self.writers.get("demo-clerk")
        name = {Level.DISTRICT: "demo-admin", Level.STREET: "demo-street"}.get(
            parent.area.level, "demo-worker"
        )
        here = parent.area_id in (self.stage.district.pk, self.stage.street.pk, self.stage.community.pk)
        return self.writers.get(name) if here else None

    def _moment(self, moment: Moment) -> datetime:
        days, hours = moment
        midnight = timezone.localtime(self.now).replace(hour=0, minute=0, second=0, microsecond=0)
        wanted = midnight + timedelta(days=days, hours=hours)
        # Today's notices are out already, whatever the hour at which the demonstration is loaded.
        return wanted if days else min(wanted, self.now - timedelta(minutes=30)) if hours < 15 else wanted

    def _block(self, block: Block, names: dict[str, str], area: Area) -> tuple[str, Any]:
        if isinstance(block, str):
            text = spoken(block, area).format(**names)
            return "paragraph", text if text.startswith("<") else f"<p>{text}</p>"
        kind, value = block
        if isinstance(value, dict) and kind == "contact":
            value = {key: spoken(text, area).format(**names) for key, text in value.items()}
        return kind, value

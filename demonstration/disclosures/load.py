"""Publishes the demonstration disclosures: one committee with a year of them, a dozen with their last quarter.

In the committee where the demonstration plays, one is with the supervisor, one was returned, some are late; two
were objected to and answered, one of them corrected, and two objections wait, one for too long.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import uuid4

from django.utils import timezone
from django.utils.html import escape

from accounts.models import User
from cms_pages.actions.answer_objection import answer_objection
from cms_pages.actions.decide_check import decide_check
from cms_pages.actions.raise_objection import raise_objection
from cms_pages.actions.start_disclosure import start_disclosure
from cms_pages.actions.submit_disclosure import submit_disclosure
from cms_pages.choices import CheckState
from cms_pages.models import DisclosureCheck, DisclosurePage, DisclosureVersion
from communities.choices import BodyKind, CommunityKind
from communities.models import Body
from demonstration.disclosures import affairs, care, finance, party_and_occasions
from demonstration.disclosures.party_and_occasions import OCCASIONS
from demonstration.disclosures.scene import Content, Part, Scene, someone
from demonstration.places import stage
from disclosure.actions.enter_occasion import enter_occasion
from disclosure.actions.lay_out_duties import lay_out_duties
from disclosure.actions.seed_standard_catalogue import seed_standard_catalogue
from disclosure.models import DisclosureDuty, DisclosureItem
from disclosure.periods import period_label

CONTENT: Final[dict[str, Content]] = {
    **party_and_occasions.CONTENT,
    **affairs.CONTENT,
    **care.CONTENT,
    **finance.CONTENT,
}
OTHERS: Final = 12
# In the last quarter, these items of the committee where it plays are not public.
RETURNED, WAITING, FORGOTTEN = "opinions", "volunteers", "temporary-aid"
REMARK: Final = "件数加起来和上面写的对不上；“加装电梯”一条只写“正在征询”，请写明还差几户、什么时候再议。"
CORRECTION: Final = "补写了维修支出的说明：楼道扶手更换涉及4个单元，另附验收签字的份数。"


def load(now: datetime) -> int:
    """Publish the disclosures around `now`; return how many. Where there are any, nothing is done."""
    if DisclosurePage.objects.exists():
        return 0
    return _Loader(now).load()


class _Loader:
    def __init__(self, now: datetime) -> None:
        self.now = now
        self.today = timezone.localdate(now)
        self.own = stage().body(BodyKind.COMMITTEE)
        self.people = {user.username: user for user in User.objects.filter(is_demonstration=True)}
        self.made = 0

    def load(self) -> int:
        year = self.today.year
        seed_standard_catalogue(actor=None, counted_from=date(year - 1, 1, 1))
        # A catalogue that was there already asks for nothing before its own first day.
        DisclosureItem.objects.standard().filter(counted_from__gt=date(year - 1, 1, 1)).update(
            counted_from=date(year - 1, 1, 1)
        )
        others = self._others()
        lay_out_duties(actor=None, now=self.now, bodies=[self.own], since=date(year - 1, 12, 31))
        lay_out_duties(actor=None, now=self.now, bodies=others, since=self._last_quarter())
        self._tell_of_occasions()
        for number, duty in enumerate(self._open_duties([self.own, *others])):
            if duty.body_id == self.own.pk:
                self._publish_own(duty)
            # One of nine is forgotten.
            elif (number + duty.body_id) % 9:
                self._publish(duty, self._met_on(duty, number))
        self._object()
        return self.made

    def _others(self) -> list[Body]:
        committees = (
            Body.objects.filter(kind=BodyKind.COMMITTEE, area__state="active", ended_on__isnull=True)
            .exclude(area__kind__in=(CommunityKind.VIRTUAL, CommunityKind.VILLAGERS))
            .exclude(pk=self.own.pk)
            .select_related("area__parent")
            .order_by("area__code", "pk")
        )
        found = list(committees)
        return found[:: max(1, len(found) // OTHERS)][:OTHERS]

    def _last_quarter(self) -> date:
        index = self.today.year * 4 + (self.today.month - 1) // 3 - 1
        return date(index // 4, index % 4 * 3 + 1, 1)

    def _open_duties(self, bodies: list[Body]) -> Iterator[DisclosureDuty]:
        duties = DisclosureDuty.objects.filter(body__in=bodies, opens_on__lte=self.today)
        for duty in duties.select_related("item", "body__area__parent").order_by("due_on", "pk"):
            if duty.item.code in CONTENT:
                yield duty

    def _tell_of_occasions(self) -> None:
        items = {item.code: item for item in DisclosureItem.objects.standard()}
        self.published_after: dict[int, int | None] = {}
        for code, occasion, days, after in OCCASIONS:
            if code in items:
                duty = enter_occasion(
                    actor=None,
                    item=items[code],
                    body=self.own,
                    happened_on=self.today - timedelta(days=days),
                    occasion=occasion,
                    now=self.now,
                )
                self.published_after[duty.pk] = after

    def _publish_own(self, duty: DisclosureDuty) -> None:
        is_last = duty.starts_on >= self._last_quarter() and not duty.occasion
        if duty.occasion:
            after = self.published_after[duty.pk]
            if after is not None:
                self._publish(duty, min(self.today, duty.starts_on + timedelta(days=after)))
        elif is_last and duty.item.code in (RETURNED, WAITING):
            self._submit(duty)
        elif not (is_last and duty.item.code == FORGOTTEN):
            self._publish(duty, self._met_on(duty, duty.pk))

    def _met_on(self, duty: DisclosureDuty, number: int) -> date:
        """Return when it was published: mostly a few days before the last one, one of eight after it."""
        day = duty.due_on + timedelta(days=number % 5 + 3 if number % 8 == 5 else -(number % 7) - 1)
        day -= timedelta(days=max(0, day.weekday() - 4))
        return min(self.today, max(duty.opens_on, day))

    def _draft(self, duty: DisclosureDuty) -> DisclosurePage:
        page = start_disclosure(actor=None, duty=duty, now=self.now)
        page.owner = self._writer(duty.body)
        page.content = self._sections(duty)
        return page

    def _publish(self, duty: DisclosureDuty, day: date) -> DisclosurePage:
        page = self._draft(duty)
        moment = timezone.make_aware(datetime.combine(day, time(9 + duty.pk % 8, duty.pk * 7 % 60)))
        self._let_pass(page, min(moment, self.now))
        self.made += 1
        return page

    def _let_pass(self, page: DisclosurePage, moment: datetime) -> None:
        """Publish as if a supervisor had let it pass then."""
        supervisor = self.people.get("demo-supervisor") if page.body_owner_id == self.own.pk else None
        dice = Scene(page.area, self.today, self.today, "", self.today).dice("supervisor")
        revision = page.save_revision(user=page.owner, clean=False, log_action=False)
        check = DisclosureCheck.objects.create(
            page=page,
            revision=revision,
            state=CheckState.PASSED,
            submitted_by=page.owner,
            submitted_at=moment - timedelta(hours=5),
            decided_by=supervisor,
            decided_by_name=str(supervisor) if supervisor else f"居务监督员{someone(dice)}",
            decided_at=moment,
        )
        revision.publish(user=supervisor, skip_permission_checks=True, log_action=False)
        version = DisclosureVersion.objects.filter(check_row=check)
        version.update(published_at=moment)
        dates: dict[str, Any] = {"last_published_at": moment, "latest_revision_created_at": moment}
        if version.filter(number=1).exists():
            dates["first_published_at"] = moment
            met = {"met_at": moment, "met_on": timezone.localdate(moment)}
            DisclosureDuty.objects.filter(pk=page.duty_id).update(**met)
        DisclosurePage.objects.filter(pk=page.pk).update(**dates)

    def _submit(self, duty: DisclosureDuty) -> None:
        """Send it to the supervisor, who has not looked yet, or has returned it."""
        page = self._draft(duty)
        page.save_revision(user=page.owner, clean=False)
        writer, supervisor = self.people.get("demo-worker"), self.people.get("demo-supervisor")
        if writer is None or supervisor is None:
            return
        check = submit_disclosure(
            actor=writer, page=DisclosurePage.objects.get(pk=page.pk), now=self.now - timedelta(days=2)
        )
        self.made += 1
        if duty.item.code == RETURNED:
            place = str(page.content[1].id)
            decide_check(actor=supervisor, check=check, passes=False, remarks={place: REMARK}, now=self.now)

    def _sections(self, duty: DisclosureDuty) -> list[dict[str, Any]]:
        scene = Scene(
            duty.body.area, duty.starts_on, duty.ends_on, period_label(duty.period), self.today, duty.occasion
        )
        written = CONTENT[duty.item.code or ""](scene)
        return [
            {
                "type": "section",
                "id": str(uuid4()),
                "value": {"name": name, "content": [_block(part) for part in parts]},
            }
            for name, parts in written.items()
        ]

    def _object(self) -> None:
        resident, worker = self.people.get("demo-resident"), self.people.get("demo-worker")
        pages = DisclosurePage.objects.filter(body_owner=self.own, live=True).select_related("duty__item")
        newest = {page.duty.item.code: page for page in pages.order_by("duty__starts_on", "pk") if page.duty}
        if resident is None or worker is None:
            return
        for code, text, days, answer, will_correct in OBJECTIONS:
            page = newest.get(code)
            if page is None:
                continue
            said = max(page.first_published_at or self.now, self.now - timedelta(days=days))
            objection = raise_objection(actor=resident, page=page, text=text, now=said)
            if answer:
                answered = min(self.now, said + timedelta(days=4))
                answer_objection(
                    actor=worker, objection=objection, answer=answer, will_correct=will_correct, now=answered
                )
            if will_correct:
                draft = page.get_latest_revision_as_object()
                draft.correction_note = CORRECTION
                note = {"type": "paragraph", "id": str(uuid4()), "value": f"<p>{CORRECTION}</p>"}
                content = draft.content.get_prep_value()
                content[-1]["value"]["content"].append(note)
                draft.content = content
                self._let_pass(draft, min(self.now, said + timedelta(days=6)))

    def _writer(self, body: Body) -> User | None:
        return self.people.get("demo-worker") if body.pk == self.own.pk else None


# Which item's newest disclosure, what was said, how many days ago, the answer, whether it will be corrected.
OBJECTIONS: Final = (
    (
        "income-expenditure",
        "“楼道照明、扶手等小修”一笔写得太笼统，到底修了哪几个单元、谁验收的？",
        24,
        "修的是3至6幢四个单元的扶手和声控灯，验收单有四位居民签字。说明写得太简单，是我们的问题，会补上。",
        True,
    ),
    (
        "service-funds",
        "托管班的钱是不是重复列了？财务收支里也有活动经费。",
        30,
        "没有重复。托管班走为民服务专项资金，财务收支里的“文体活动”是纳凉晚会和健步走，两边单据编号不同，可以来查。",
        False,
    ),
    (
        "village-accounts",
        "这个月的承包费比上个月少，是有人没交齐吗？",
        30,
        "没有人欠。有两户按合同在月初交，记在上个月的账里，收据存根可以到村委会看。",
        False,
    ),
    ("minimum-living", "名单里第三户去年买了车，还能享受吗？请核实。", 26, "", False),
    ("sanitation", "5幢后面的装修垃圾堆了两周，清单里没有写。", 3, "", False),
)


def _block(part: Part) -> dict[str, Any]:
    if isinstance(part, str):
        return {"type": "paragraph", "id": str(uuid4()), "value": f"<p>{escape(part)}</p>"}
    return {"type": "table", "id": str(uuid4()), "value": part.as_json()}

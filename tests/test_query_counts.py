"""Every list costs the same number of queries, however long it is."""

from datetime import timedelta
from itertools import count

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms_pages.actions.mask_disclosure import mask_disclosure
from cms_pages.actions.raise_objection import raise_objection
from cms_pages.models import (
    ConsultationPage,
    ErrorReport,
    NoticeRelease,
    Opinion,
    StaffCard,
    StaffConsent,
    StaffDuty,
)
from communities import calendar
from communities.actions.add_bodies import add_bodies
from communities.choices import Role
from communities.models import (
    Area,
    Body,
    CalendarYear,
    Category,
    ContactFact,
    InspectionFinding,
    OpeningSchedule,
)
from forum.actions.send_referral import send_referral
from forum.actions.submit_enquiry import submit_enquiry
from forum.choices import Purpose
from forum.models import AnswerTemplate, EnquiryCategory
from moderation.actions.file_appeal import file_appeal
from moderation.actions.give_sanction import give_sanction
from moderation.actions.open_item import open_item
from moderation.choices import Cause, SanctionKind
from moderation.models import ScreenedWord
from search import indexing
from tests.factories import DocumentFactory, ImageFactory, NoticeFactory, UserFactory
from tests.factories.consultations import ConsultationFactory, opinion_of
from tests.factories.disclosures import OccasionFactory, published
from tests.factories.forum import board_of, regular, reply_in, topic_in

NEXT = count(2100).__next__
# Address, and who looks.
LISTS = [
    ("/", "visitor"),
    ("/fuzimiao/", "visitor"),
    ("/fuzimiao/wuyixiang/", "visitor"),
    ("/notices/", "visitor"),
    ("/notices/feed/", "visitor"),
    ("/fuzimiao/notices/", "visitor"),
    ("/fuzimiao/notices/?area=wuyixiang&q=清洗&ended=1", "visitor"),
    ("/fuzimiao/wuyixiang/notices/", "visitor"),
    ("/disclosures/", "visitor"),
    ("/disclosures/board/", "visitor"),
    ("/fuzimiao/wuyixiang/disclosures/", "visitor"),
    ("/fuzimiao/wuyixiang/disclosures/board/", "visitor"),
    ("/fuzimiao/wuyixiang/disclosures/catalogue/", "visitor"),
    ("/fuzimiao/disclosures/objections/", "visitor"),
    ("/fuzimiao/disclosures/feed/", "visitor"),
    ("/communities/", "visitor"),
    ("/search/?q=清洗", "visitor"),
    ("/search/?q=清洗", "director"),
    ("/sitemap.xml", "visitor"),
    ("/me/", "director"),
    ("/me/notifications/", "director"),
    ("/admin/", "director"),
    ("/admin/", "staff"),
    ("/admin/received-notices/", "director"),
    ("/admin/notice-releases/", "director"),
    ("/fuzimiao/wuyixiang/notices/consultations/", "visitor"),
    ("/notices/consultations/feed/", "visitor"),
    ("/fuzimiao/wuyixiang/notices/asked/", "visitor"),
    ("/admin/consultations/", "director"),
    ("/admin/consultations/{asked}/opinions/", "director"),
    ("/fuzimiao/wuyixiang/staff/", "visitor"),
    ("/admin/staff-duties/", "director"),
    ("/admin/error-reports/", "director"),
    ("/admin/error-reports/?view=closed", "director"),
    ("/corrections/mine/", "resident"),
    ("/admin/images/", "director"),
    ("/admin/documents/", "director"),
    ("/admin/contact_facts/", "director"),
    ("/admin/opening_schedules/", "director"),
    ("/admin/members/", "director"),
    ("/admin/happenings/", "director"),
    ("/admin/workload/", "staff"),
    ("/admin/workload/", "administrator"),
    ("/admin/body-reports/", "staff"),
    ("/admin/body-reports/", "administrator"),
    ("/admin/disclosure-duties/", "director"),
    ("/admin/disclosure-items/", "director"),
    ("/admin/disclosure-masks/", "director"),
    ("/admin/disclosure-objections/", "director"),
    ("/admin/inspection/", "director"),
    ("/admin/inspection/", "staff"),
    ("/admin/inspection/", "administrator"),
    ("/admin/moderation/queue/", "director"),
    ("/admin/moderation/sanctions/", "director"),
    ("/admin/moderation/appeals/", "director"),
    ("/admin/screened_words/", "administrator"),
    ("/moderation/log/", "visitor"),
    ("/admin/boards/", "director"),
    ("/admin/enquiries/", "director"),
    ("/admin/referrals/", "director"),
    ("/admin/enquiry_categories/", "administrator"),
    ("/admin/synonym_rules/", "administrator"),
    ("/admin/pinned_results/", "administrator"),
    ("/admin/hidden_terms/", "administrator"),
    ("/me/searches/", "resident"),
    ("/admin/answer_templates/", "director"),
    ("/enquiries/", "visitor"),
    ("/enquiries/mine/", "resident"),
    ("/forum/", "visitor"),
    ("/fuzimiao/wuyixiang/forum/", "visitor"),
    ("/fuzimiao/wuyixiang/forum/", "director"),
    ("/topics/tags/停车/", "visitor"),
    ("/topics/tags/停车/feed/", "visitor"),
    ("/admin/front-pages/", "administrator"),
    ("/admin/areas/", "administrator"),
    ("/admin/bodies/", "administrator"),
    ("/admin/categories/", "administrator"),
    ("/admin/calendar_years/", "administrator"),
    ("/admin/dead_letters/", "administrator"),
]


def report_errors(district, reporter):
    """Report an error that waits, and one that was handed on and answered."""
    now, body = timezone.now(), district.body("wuyixiang")
    for closed in (None, now):
        row = ErrorReport.objects.create(
            path="/x/",
            area=body.area,
            body=body,
            kind="wrong",
            text="错了",
            reporter=reporter,
            code_digest=f"{NEXT()}",
            reported_at=now,
            due_on=now.date(),
            state="fixed" if closed else "open",
            answer="改了" if closed else "",
            closed_at=closed,
        )
        if closed:
            row.transfers.create(from_body=district.body(), to_body=body, reason="归你们管", at=now)


def consult(own):
    """Ask something more, and give another opinion on what was asked first."""
    ConsultationFactory(parent=own)
    person = UserFactory(confirmed=True, member={Role.RESIDENT: own.area.bodies.get(kind="committee")})
    asked = ConsultationPage.objects.get(slug="asked")
    for state in ("published", "pending"):
        Opinion.objects.filter(pk=opinion_of(asked, person).pk).update(state=state)
        person = UserFactory(confirmed=True, member={Role.RESIDENT: asked.body_owner})


def employ(body):
    """Write down a duty with a grid, and what its holder agrees to show."""
    person = UserFactory(member={Role.COMMITTEE_WORKER: body})
    office = person.memberships.get()
    grid = Area.objects.create(level="grid", name=f"网格{NEXT()}", parent=body.area)
    StaffDuty.objects.create(body=body, title="网格员", member=office).places.add(grid)
    card = StaffCard.objects.create(membership=office, name="小王")
    StaffConsent.objects.create(card=card, field="name", given_at=timezone.now())


def fill(district, number, reporter):
    """Add `number` of everything that is listed."""
    own, street = district.notices_of("wuyixiang"), district.notices_of("fuzimiao")
    body = district.body("wuyixiang")
    for _count in range(number):
        NoticeFactory(parent=own)
        NoticeFactory(parent=own, draft=True)
        NoticeFactory(parent=street, pinned=True)
        NoticeFactory(parent=street, for_committees=True)
        NoticeFactory(parent=district.notices_of(), to=[district["fuzimiao"]])
        DocumentFactory(collection=body.collection)
        ImageFactory(collection=body.collection)
        UserFactory(member={Role.COMMITTEE_WORKER: body})
        report_errors(district, reporter)
        consult(own)
        employ(body)
        NoticeRelease.objects.create(name=f"同时发布{NEXT()}", body=body)
        ContactFact.objects.create(body=body, kind="phone", value=f"025-8466{NEXT()}")
        OpeningSchedule.objects.create(body=body, name=f"时间{NEXT()}")
        Category.objects.create(scheme="service", name=f"类别{NEXT()}", slug=f"c{NEXT()}")
        CalendarYear.objects.create(year=NEXT(), source="演示")
        _disclose(body, NEXT())
        InspectionFinding.objects.create(
            check_key="dead-links",
            area=district["wuyixiang"],
            body=body,
            subject=str(NEXT()),
            title="打不开的链接",
            state="fault",
            found_at=timezone.now(),
        )
        add_bodies(
            actor=None,
            bodies=[Body(kind="department", name=f"部门{NEXT()}", area=district.area)],
            now=timezone.now(),
        )
    indexing.rebuild()


def fill_forum(district, number):
    """Start `number` topics, each with a reply."""
    board, now = board_of(district), timezone.now() - timedelta(days=NEXT() - 2100)
    category = EnquiryCategory.objects.create(name=f"类别{NEXT()}")
    worker = UserFactory(member={Role.COMMITTEE_WORKER: board.body})
    for count_ in range(number):
        author = regular(district)
        topic = topic_in(board, author, now + timedelta(minutes=count_), tags=["停车"])
        reply_in(topic, regular(district), "", now + timedelta(minutes=count_, seconds=30))
        submit_enquiry(
            actor=author,
            board=board,
            body=board.body,
            category=category,
            purpose=Purpose.ASK,
            title="路灯什么时候修",
            text=f"第{NEXT()}盏。",
            is_private=False,
            now=now + timedelta(minutes=count_, seconds=40),
        )
        AnswerTemplate.objects.create(body=board.body, title=f"模板{NEXT()}", text="好的")
        send_referral(
            actor=worker,
            from_body=board.body,
            to_body=district.body("fuzimiao"),
            title="请协助",
            text="路灯。",
            due_on=timezone.localdate() + timedelta(days=3),
            now=timezone.now(),
        )


def fill_moderation(district, number):
    """Put `number` of each thing into the moderators' lists."""
    body, now = district.body("wuyixiang"), timezone.now()
    street, resident = UserFactory(member={Role.MODERATOR: district.body("fuzimiao")}), UserFactory()
    for _count in range(number):
        word = ScreenedWord.objects.create(word="词语", form=f"词语{NEXT()}", changed_at=now)
        sanction = give_sanction(
            actor=street,
            user=UserFactory(),
            body=body,
            kind=SanctionKind.SILENCE,
            reason="骂人",
            ends_at=now + timedelta(days=1),
            now=now,
        )
        file_appeal(actor=sanction.user, against=sanction, text="没有", now=now)
        item = open_item(
            actor=None, instance=word, body=body, author_id=resident.pk, causes=[Cause.BOARD], now=now
        )
        item.notes.create(author=street, text="看过", written_at=now)


def _disclose(body, number):
    """Publish a disclosure, object to it, mask something; enter an occasion, and add an item."""
    now = timezone.now()
    writer = UserFactory(member={Role.COMMITTEE_WORKER: body})
    supervisor = UserFactory(member={Role.SUPERVISOR: body})
    resident = UserFactory(member={Role.RESIDENT: body})
    duty = OccasionFactory(body=body, starts_on=timezone.localdate(now), occasion=f"第{number}件事")
    OccasionFactory(body=body, item=duty.item, occasion=f"没公开的第{number}件事")
    page = published(duty, writer=writer, supervisor=supervisor, now=now, words=f"说明{number}")
    raise_objection(actor=resident, page=page, text="不清楚", now=now)
    mask_disclosure(actor=writer, page=page, text=f"说明{number}", reason="个人信息", now=now)


def queries_of(client_for, user, address):
    """Return how many queries a second look takes that no cache answers."""
    client = client_for(user)
    client.get(address)
    for cache in caches.all(initialized_only=True):
        cache.clear()
    # What a process keeps of the calendar ends by the clock, perhaps between the two looks.
    calendar.forget()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return [query["sql"] for query in queries]


@pytest.mark.once
def test_a_list_takes_the_same_number_of_queries_at_two_sizes(district, client_for, official):
    people = {
        "visitor": None,
        "director": official(Role.COMMITTEE_DIRECTOR, district.body("wuyixiang")),
        "administrator": official(Role.DISTRICT_ADMINISTRATOR, district.body()),
        "resident": UserFactory(),
        "staff": official(Role.STREET_STAFF, district.body("fuzimiao")),
    }
    asked = ConsultationFactory(parent=district.notices_of("wuyixiang"), slug="asked").pk
    fill(district, 1, people["resident"])
    fill_moderation(district, 1)
    fill_forum(district, 1)
    before = {row: queries_of(client_for, people[row[1]], row[0].format(asked=asked)) for row in LISTS}
    fill(district, 2, people["resident"])
    fill_moderation(district, 2)
    fill_forum(district, 2)
    after = {row: queries_of(client_for, people[row[1]], row[0].format(asked=asked)) for row in LISTS}
    grown = [
        f"{address} ({reader}): {len(before[address, reader])} → {len(after[address, reader])}\n  "
        + "\n  ".join(sql[:200] for sql in after[address, reader])
        for address, reader in LISTS
        # Fewer is well: behind few results, the search asks for what is related.
        if len(before[address, reader]) < len(after[address, reader])
    ]
    assert not grown, "\n".join(grown)

"""Two sibling committees with pages, files and people, for tests of who may do what in the workbench."""

from dataclasses import dataclass, field

from django.utils import timezone
from wagtail.models import Collection, Page, Site

from accounts.models import User
from cms_pages.models import (
    DisclosureIndexPage,
    DisclosureMask,
    DisclosureObjection,
    DisclosurePage,
    ErrorReport,
    FrontPageProfile,
    NoticePage,
    NoticeRelease,
    StaffDuty,
)
from communities.choices import BodyKind, ContactKind, Role
from communities.models import (
    Body,
    BodyPage,
    CalendarYear,
    Category,
    ContactFact,
    Membership,
    OpeningSchedule,
)
from disclosure.models import DisclosureDuty, DisclosureItem
from events.models import Delivery, Event
from forum.models import Board, EnquiryCategory, Topic
from media.folders import add_shared_folder, shared_folders
from media.models import Document, Image
from tests.factories import DocumentFactory, ImageFactory, MembershipFactory, UserFactory
from tests.factories.disclosures import DisclosureItemFactory, OccasionFactory
from tests.factories.district import District
from tests.factories.forum import board_of, regular, topic_in

OWN = "wuyixiang"
SIBLING = "dongshuiguan"
VISITOR = "visitor"
SUPERUSER = "superuser"


@dataclass
class Holdings:
    """What one committee has."""

    body: Body
    index: Page
    front: Page
    draft: NoticePage
    live: NoticePage
    image: Image
    document: Document
    fact: ContactFact
    schedule: OpeningSchedule
    membership: Membership
    profile: FrontPageProfile
    release: NoticeRelease
    item: DisclosureItem
    duty: DisclosureDuty
    board: Board
    objection: DisclosureObjection
    mask: DisclosureMask
    error_report: ErrorReport
    staff_duty: StaffDuty


@dataclass
class World:
    """The district, what the two committees have, and one person a role; each works for (or lives in)
    `own`.
    """

    district: District
    own: Holdings
    sibling: Holdings
    shared: Collection
    shared_image: Image
    site: Site
    department: Body
    category: Category
    year: CalendarYear
    dead_letter: Delivery
    topic: Topic
    enquiry_category: EnquiryCategory
    people: dict[str, User | None] = field(default_factory=dict)


def build_world(district: District) -> World:
    """Make it all."""
    # The district's office works on the whole tree.
    BodyPage.objects.update_or_create(body=district.body(), defaults={"page": district.page()})
    add_shared_folder([])
    shared = shared_folders()[0]
    world = World(
        district=district,
        own=_holdings(district, OWN, "乌衣巷"),
        sibling=_holdings(district, SIBLING, "东水关"),
        shared=shared,
        shared_image=ImageFactory(title="全区共用的图", collection=shared),
        site=Site.objects.get(),
        department=district.body(kind=BodyKind.DEPARTMENT),
        category=Category.objects.create(scheme="service", name="宠物", slug="chongwu", position=99),
        year=CalendarYear.objects.create(year=2099, source="通知"),
        dead_letter=_dead_letter(),
        enquiry_category=EnquiryCategory.objects.create(name="路灯"),
        topic=topic_in(board_of(district, OWN), regular(district, OWN), tags=["停车"]),
    )
    bodies = {
        Role.DISTRICT_ADMINISTRATOR: district.body(),
        Role.COMMISSION_MEMBER: district.body(kind=BodyKind.STEERING_COMMISSION),
        Role.DEPARTMENT_CLERK: district.body(kind=BodyKind.DEPARTMENT),
        Role.STREET_STAFF: district.body("fuzimiao"),
    }
    for role in Role:
        body = bodies.get(role, world.own.body)
        world.people[role.value] = UserFactory(username=role.value, member={role: body})
    world.people[SUPERUSER] = UserFactory(username=SUPERUSER, superuser=True)
    world.people[VISITOR] = None
    return world


def _holdings(district: District, slug: str, name: str) -> Holdings:
    body = district.body(slug)
    index = district.notices_of(slug)
    draft = _notice(index, body, f"{name}未发布的草稿", slug="secret-draft", live=False)
    live = _notice(index, body, f"{name}已发布的公告", slug="published", live=True)
    disclosed = _disclosure(body, f"{name}公开的一件事")
    now = timezone.now()
    return Holdings(
        body=body,
        index=index,
        front=district.page(slug),
        draft=draft,
        live=live,
        image=ImageFactory(title=f"{name}的照片", collection=body.collection),
        document=DocumentFactory(title=f"{name}的文件", collection=body.collection),
        fact=ContactFact.objects.create(body=body, kind=ContactKind.PHONE, value="025-52201234"),
        schedule=_schedule(body),
        membership=MembershipFactory(user=UserFactory(), body=body, role=Role.COMMITTEE_WORKER),
        profile=FrontPageProfile.objects.get_or_create(area=body.area)[0],
        release=NoticeRelease.objects.create(name=f"{name}的联合发布", body=body),
        item=DisclosureItemFactory(body=body, title=f"{name}自己的公开事项"),
        duty=OccasionFactory(body=body, occasion=f"{name}的一件事"),
        board=board_of(district, slug),
        objection=DisclosureObjection.objects.create(
            page=disclosed, text=f"{name}的异议", raised_at=now, due_on=now.date()
        ),
        mask=DisclosureMask.objects.create(page=disclosed, text="身份证号", reason=name, masked_at=now),
        error_report=_error_report(body),
        staff_duty=StaffDuty.objects.create(body=body, title="网格员"),
    )


def _disclosure(body: Body, occasion: str) -> DisclosurePage:
    """Return a disclosure that is public; how it became so is tested elsewhere."""
    index = DisclosureIndexPage.objects.get(area=body.area)
    now = timezone.now()
    page = DisclosurePage(
        title=occasion,
        slug="disclosed",
        area=body.area,
        body_owner=body,
        duty=OccasionFactory(body=body, occasion=occasion),
        live=False,
        first_published_at=now,
        last_published_at=now,
    )
    index.add_child(instance=page)
    page.live = True
    page.save(update_fields=["live"])
    return page


def _schedule(body: Body) -> OpeningSchedule:
    schedule = OpeningSchedule.objects.create(body=body, name="办公时间", is_main=True)
    schedule.rules.create(weekdays=31, opens="08:30", closes="12:00")
    return schedule


def _error_report(body: Body) -> ErrorReport:
    now = timezone.now()
    return ErrorReport.objects.create(
        path="/x/",
        area=body.area,
        body=body,
        kind=ErrorReport.Kind.WRONG,
        text="电话少了一位。",
        code_digest=body.name,
        reported_at=now,
        due_on=now.date(),
    )


def _dead_letter() -> Delivery:
    now = timezone.now()
    event = Event.objects.create(at=now, verb="notice.published", object_kind="x", object_id="1")
    return Delivery.objects.create(event=event, consumer="x", state="dead", due_at=now, error="坏了")


def _notice(index: Page, body: Body, title: str, *, slug: str, live: bool) -> NoticePage:
    notice = NoticePage(
        title=title,
        slug=slug,
        area=body.area,
        body_owner=body,
        live=live,
        summary="供水管道检修。",
        content=[{"type": "paragraph", "value": "<p>周六上午停水。</p>"}],
    )
    index.add_child(instance=notice)
    notice.save_revision()
    return notice

"""Pairs of sibling committees, streets and departments with all that an office can have, and people in every
role, for tests of who may do what in the workbench.
"""

from dataclasses import dataclass, field

from django.utils import timezone
from wagtail.models import Collection, Page, Site

from accounts.models import User
from cms_pages.models import (
    CommitteeCertificate,
    ConsultationPage,
    DepartmentNoticesPage,
    DisclosureIndexPage,
    DisclosureMask,
    DisclosureObjection,
    DisclosurePage,
    ErrorReport,
    FrontPageProfile,
    GuidePage,
    NoticePage,
    NoticeRelease,
    Opinion,
    ServiceIndexPage,
    ServicePage,
    ServiceProposal,
    ServiceRating,
    SharedFact,
    StaffDuty,
)
from communities.actions.add_bodies import add_bodies
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
from search.models import HiddenTerm, PinnedResult, SynonymRule
from tests.factories import (
    DocumentFactory,
    GuideFactory,
    ImageFactory,
    MembershipFactory,
    NoticeFactory,
    SharedFactFactory,
    UserFactory,
)
from tests.factories.disclosures import DisclosureItemFactory, OccasionFactory
from tests.factories.district import District
from tests.factories.forum import board_of, regular, topic_in
from tests.factories.guides import guides_of
from tests.factories.services import ServiceFactory

OWN = "wuyixiang"
SIBLING = "dongshuiguan"
VISITOR = "visitor"
SUPERUSER = "superuser"
# In which role somebody works in an office of each kind.
OFFICES = {
    BodyKind.COMMITTEE: Role.COMMITTEE_WORKER,
    BodyKind.STREET_OFFICE: Role.STREET_STAFF,
    BodyKind.DEPARTMENT: Role.DEPARTMENT_CLERK,
}


@dataclass
class Holdings:
    """What one committee, street or department has. What an office of its kind can't have is somebody else's.

    Attributes:
        sent: a notice of the office's own to committees; for a committee, an ordinary one.
        received: a notice that a higher office sent to this one alone; a department receives none.
    """

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
    sent: NoticePage
    received: NoticePage
    service: ServicePage
    rating: ServiceRating
    proposal: ServiceProposal
    guide: GuidePage
    shared_fact: SharedFact
    item: DisclosureItem
    duty: DisclosureDuty
    board: Board
    objection: DisclosureObjection
    mask: DisclosureMask
    error_report: ErrorReport
    staff_duty: StaffDuty
    opinion: Opinion


@dataclass
class World:
    """The district, what sibling offices have, and one person a role. Each works for (or lives in) the first
    of their pair: `of_role`.

    Attributes:
        own, sibling: the committees.
        streets, departments: the pairs of the others.
    """

    district: District
    own: Holdings
    sibling: Holdings
    streets: tuple[Holdings, Holdings]
    departments: tuple[Holdings, Holdings]
    shared: Collection
    shared_image: Image
    site: Site
    department: Body
    category: Category
    year: CalendarYear
    dead_letter: Delivery
    topic: Topic
    enquiry_category: EnquiryCategory
    synonym_rule: SynonymRule
    pinned_result: PinnedResult
    hidden_term: HiddenTerm
    certificate: CommitteeCertificate
    people: dict[str, User | None] = field(default_factory=dict)

    def of_role(self, role: str) -> tuple[Holdings, Holdings]:
        """Return what the office of `role` has, and what its sibling has."""
        pairs = {Role.STREET_STAFF: self.streets, Role.DEPARTMENT_CLERK: self.departments}
        return pairs.get(role, (self.own, self.sibling))


def build_world(district: District) -> World:
    """Make it all."""
    # The district's office works on the whole tree.
    BodyPage.objects.update_or_create(body=district.body(), defaults={"page": district.page()})
    add_shared_folder([])
    shared = shared_folders()[0]
    add_bodies(actor=None, bodies=[_unit(district), _second_department(district)], now=timezone.now())
    first, second = Body.objects.filter(kind=BodyKind.DEPARTMENT).order_by("pk")
    guides = (_guide(first, "民政局的指南"), _guide(second, "人社局的指南"))
    own, sibling = (
        _committee(district, OWN, "乌衣巷", guides[0]),
        _committee(district, SIBLING, "东水关", guides[1]),
    )
    world = World(
        district=district,
        own=own,
        sibling=sibling,
        streets=(
            _street(district, "fuzimiao", "夫子庙", guides[0], own),
            _street(district, "qinhong", "秦虹", guides[1], sibling),
        ),
        departments=(
            _department(district, first, "民政局", guides[0], sibling),
            _department(district, second, "人社局", guides[1], sibling),
        ),
        shared=shared,
        shared_image=ImageFactory(title="全区共用的图", collection=shared),
        site=Site.objects.get(),
        department=first,
        category=Category.objects.create(scheme="service", name="宠物", slug="chongwu", position=99),
        year=CalendarYear.objects.create(year=2099, source="通知"),
        dead_letter=_dead_letter(),
        enquiry_category=EnquiryCategory.objects.create(name="路灯"),
        synonym_rule=SynonymRule.objects.create(words="毛孩子", means="犬只登记"),
        pinned_result=PinnedResult.objects.create(words="养狗", folded="养狗", page=guides[0]),
        hidden_term=HiddenTerm.objects.create(term="不推荐"),
        topic=topic_in(board_of(district, OWN), regular(district, OWN), tags=["停车"]),
        certificate=CommitteeCertificate.objects.create(
            name="居住情况说明", stance="refused", instead="看居住证", source="指导意见"
        ),
    )
    bodies = {
        Role.DISTRICT_ADMINISTRATOR: district.body(),
        Role.COMMISSION_MEMBER: district.body(kind=BodyKind.STEERING_COMMISSION),
        Role.DEPARTMENT_CLERK: first,
        Role.STREET_STAFF: district.body("fuzimiao"),
    }
    for role in Role:
        body = bodies.get(role, world.own.body)
        world.people[role.value] = UserFactory(username=role.value, member={role: body})
    world.people[SUPERUSER] = UserFactory(username=SUPERUSER, superuser=True)
    world.people[VISITOR] = None
    return world


def _committee(district: District, slug: str, name: str, guide: GuidePage) -> Holdings:
    body, street = district.body(slug), district.notices_of("fuzimiao")
    received = NoticeFactory(parent=street, title=f"发给{name}的", for_committees=True, to=[district[slug]])
    return _holdings(body, district.notices_of(slug), district.page(slug), name, guide, received=received)


def _street(district: District, slug: str, name: str, guide: GuidePage, committee: Holdings) -> Holdings:
    index = district.notices_of(slug)
    received = NoticeFactory(
        parent=district.notices_of(), title=f"发给{name}的", for_committees=True, to=[district[slug]]
    )
    sent = NoticeFactory(parent=index, title=f"{name}发出的", for_committees=True)
    body, page = district.body(slug), district.page(slug)
    return _holdings(body, index, page, name, guide, received=received, sent=sent, committee=committee)


def _department(district: District, body: Body, name: str, guide: GuidePage, committee: Holdings) -> Holdings:
    index = DepartmentNoticesPage.objects.get(body_page__body=body)
    sent = NoticeFactory(parent=index, title=f"{name}发出的", for_committees=True)
    return _holdings(
        body,
        index,
        index,
        name,
        guide,
        received=committee.received,
        sent=sent,
        service=committee.service,
        committee=committee,
    )


def _holdings(
    body: Body,
    index: Page,
    front: Page,
    name: str,
    guide: GuidePage,
    *,
    received: NoticePage,
    sent: NoticePage | None = None,
    service: ServicePage | None = None,
    committee: Holdings | None = None,
) -> Holdings:
    live = _notice(index, body, f"{name}已发布的公告", slug="published", live=True)
    service = service or ServiceFactory(
        parent=ServiceIndexPage.objects.get(area=body.area), title=f"{name}食堂", provider=_any_unit()
    )
    rating = ServiceRating.objects.get_or_create(
        service=service,
        defaults={"author": UserFactory(), "stars": 4, "comment": "好", "said_at": timezone.now()},
    )[0]
    proposal = ServiceProposal.objects.get_or_create(
        service=service,
        defaults={
            "body": _any_unit(),
            "changes": {"fee_text": ["", "另收2元"]},
            "proposed_at": timezone.now(),
        },
    )[0]
    now = timezone.now()
    disclosed = None if committee else _disclosure(body, f"{name}公开的一件事")
    return Holdings(
        body=body,
        index=index,
        front=front,
        draft=_notice(index, body, f"{name}未发布的草稿", slug="secret-draft", live=False),
        live=live,
        image=ImageFactory(title=f"{name}的照片", collection=body.collection),
        document=DocumentFactory(title=f"{name}的文件", collection=body.collection),
        # A service or guide has brought its office's number along.
        fact=ContactFact.objects.filter(body=body, kind=ContactKind.PHONE).earliest("pk"),
        schedule=_schedule(body),
        membership=MembershipFactory(user=UserFactory(), body=body, role=OFFICES[BodyKind(body.kind)]),
        profile=FrontPageProfile.objects.get_or_create(area=body.area)[0],
        release=NoticeRelease.objects.create(name=f"{name}的一组公告", body=body),
        sent=sent or live,
        received=received,
        service=service,
        rating=rating,
        proposal=proposal,
        guide=guide,
        shared_fact=SharedFact.objects.get(body=guide.body_owner),
        item=committee.item if committee else DisclosureItemFactory(body=body, title=f"{name}自己的公开事项"),
        duty=committee.duty if committee else OccasionFactory(body=body, occasion=f"{name}的一件事"),
        board=Board.objects.get(area=body.area, parent=None),
        objection=committee.objection
        if committee
        else DisclosureObjection.objects.create(
            page=disclosed, text=f"{name}的异议", raised_at=now, due_on=now.date()
        ),
        mask=committee.mask
        if committee
        else DisclosureMask.objects.create(page=disclosed, text="身份证号", reason=name, masked_at=now),
        error_report=_error_report(body),
        # A department has no staff page.
        staff_duty=committee.staff_duty
        if committee and body.kind == BodyKind.DEPARTMENT
        else StaffDuty.objects.create(body=body, title="网格员"),
        opinion=_opinion(index, body),
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


def _unit(district: District) -> Body:
    return Body(kind=BodyKind.LOCAL_UNIT, name="夫子庙小学", area=district.area)


def _any_unit() -> Body:
    return Body.objects.filter(kind=BodyKind.LOCAL_UNIT).earliest("pk")


def _second_department(district: District) -> Body:
    return Body(kind=BodyKind.DEPARTMENT, name="秦淮区人社局", short_name="区人社局", area=district.area)


def _guide(department: Body, title: str) -> GuidePage:
    SharedFactFactory(body=department, name=f"{department.short_name}的标准")
    return GuideFactory(parent=guides_of(department), title=title)


def _schedule(body: Body) -> OpeningSchedule:
    found = OpeningSchedule.objects.filter(body=body, is_main=True).first()
    if found is not None:
        return found  # a guide's
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


def _opinion(index: Page, body: Body) -> Opinion:
    now = timezone.now()
    asking = ConsultationPage(
        title="小游园怎么改", slug="asking", area=body.area, body_owner=body, closes_at=now, live=False
    )
    index.add_child(instance=asking)
    return Opinion.objects.create(
        consultation=asking,
        author=UserFactory(),
        text="长椅放树下。",
        said_at=now,
        state=Opinion.State.PENDING,
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

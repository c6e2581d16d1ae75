"""A lived-in district, for tests that look at whole pages: notices in every state, people to read them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.test import RequestFactory
from django.utils import timezone

from accounts.models import User
from cms_pages.actions.answer_error_report import answer_error_report
from cms_pages.actions.answer_objection import answer_objection
from cms_pages.actions.hand_on_error_report import hand_on_error_report
from cms_pages.actions.mask_disclosure import mask_disclosure
from cms_pages.actions.raise_objection import raise_objection
from cms_pages.actions.report_error import report_error
from cms_pages.actions.set_staff_card import set_staff_card
from cms_pages.actions.submit_disclosure import submit_disclosure
from cms_pages.choices import ErrorKind, ErrorReportState, StaffField
from cms_pages.error_reports.owners import page_in_question
from cms_pages.models import (
    CommitteeCertificate,
    DepartmentGuidesPage,
    DepartmentNoticesPage,
    DisclosureCheck,
    DisclosurePage,
    NoticeAttachment,
    NoticePage,
    Opinion,
    ServiceRating,
    StaffDuty,
)
from cms_pages.submissions.limits import Sender
from communities.actions.abolish_area import abolish_area
from communities.choices import BodyKind, Role
from communities.models import AreaAlias, Membership
from disclosure.choices import ElementForm
from disclosure.elements import Element
from forum.actions.accept_answer import accept_answer
from forum.actions.answer_enquiry import answer_enquiry
from forum.actions.edit_post import edit_post
from forum.actions.hide_post import hide_post
from forum.actions.pin_topic import pin_topic
from forum.actions.start_topic import PollPlan
from forum.actions.submit_enquiry import submit_enquiry
from forum.choices import Purpose, TopicKind
from forum.models import Enquiry, EnquiryCategory, Post, Topic
from moderation.actions.give_sanction import give_sanction
from moderation.choices import SanctionKind
from moderation.models import Sanction
from search import indexing
from tests.factories import (
    DocumentFactory,
    GuideFactory,
    ImageFactory,
    NoticeFactory,
    SharedFactFactory,
    UserFactory,
)
from tests.factories.consultations import (
    FREE,
    ONE,
    SEVERAL,
    ConsultationFactory,
    end,
    opinion_of,
)
from tests.factories.disclosures import (
    DisclosureItemFactory,
    OccasionFactory,
    corrected,
    filled,
    published,
)
from tests.factories.district import District
from tests.factories.forum import board_of, regular, reply_in, topic_in
from tests.factories.guides import guides_of
from tests.factories.services import ServiceFactory, schedule_of, services_of
from tests.kept import kept

HOME = "wuyixiang"
# A table of typed columns, with what makes it draw, sum and check.
QUARTER = {
    "caption": "第三季度收支",
    "columns": [
        {"title": "序号", "kind": "number", "unit": "", "role": ""},
        {"title": "项目", "kind": "text", "unit": "", "role": ""},
        {"title": "日期", "kind": "date", "unit": "", "role": ""},
        {"title": "收入", "kind": "money", "unit": "元", "role": "plus"},
        {"title": "支出", "kind": "money", "unit": "元", "role": "minus"},
        {"title": "结余", "kind": "money", "unit": "元", "role": "closing"},
    ],
    "rows": [
        ["1", "街道拨付", "2026-07-03", 1_200_000, 0, 1_200_000],
        ["2", "慰问高龄老人", "2026-08-08", 0, 1_320_000, -120_000],
    ],
    "totals": [None, None, None, 1_200_000, 1_320_000, None],
    "totals_label": "合计",
    "note": "超支部分由居委会自筹经费补足。",
    "rule": "running",
    "chart": "balance",
}
# The pinyin of its title.
SERVICE = "wuyixiangshitang"


EVERY_MARK = """## 去哪里登记

**带上**购车发票和~~旧~~行驶证，到[社区](https://example.org/)登记：

1. 填表
2. 拍照

> 充电棚在小区东门

| 时间 | 地点 |
| --- | --- |
| 周一 | 一楼 |

`编号` https://example.org/very/long/address/that/does/not/break/anywhere/at/all/on/a/small/phone
"""


@dataclass
class Town:
    """The district with notices and people; `resident` lives in 乌衣巷社区, `worker` works there."""

    district: District
    resident: User
    worker: User
    supervisor: User
    notice: NoticePage
    for_committees: NoticePage
    silence: Sanction
    topic: Topic
    enquiry: Enquiry
    hidden: Post

    @property
    def moderator(self) -> User:
        return self.silence.given_by

    @property
    def asker(self) -> User:
        return self.enquiry.topic.author

    @property
    def silenced(self) -> User:
        return self.silence.user

    disclosure: DisclosurePage
    check: DisclosureCheck
    code: str
    consultation: str
    office: int


@dataclass(frozen=True)
class PublicPage:
    """One page of the public site in one state, and who looks at it.

    Attributes:
        name: what it is, for the test's name.
        address: path and query.
        reader: `visitor`, `resident`, `worker`, `asker`, `silenced` or `moderator`.
        status: what it answers.
    """

    name: str
    address: str
    reader: str = "visitor"
    status: int = 200

    def user(self, town: Town) -> AbstractUser | None:
        return None if self.reader == "visitor" else getattr(town, self.reader)


def every_picture(district: District) -> list[dict[str, Any]]:
    """Return the pictures of a guide or a service, in one block of each kind that shows some."""
    return [block for block in every_block(district) if block["type"] in {"image", "gallery", "before_after"}]


def every_block(district: District) -> list[dict[str, Any]]:
    """Return the body of a notice that has one block of each kind."""
    picture = ImageFactory(collection=district.body(HOME).collection)
    table = {
        "data": [["餐次", "时间"], ["午餐", "11:00–12:30"], ["晚餐", "17:00–18:30"]],
        "table_caption": "供餐时间",
        "table_header_choice": "row",
        "first_row_is_table_header": True,
        "first_col_is_header": False,
    }
    shown = {"image": picture.pk, "decorative": False, "alt_text": "食堂的窗口"}
    contact = {"name": "食堂前台", "phone": "025-8466 0000", "address": "乌衣巷1号", "hours": "每天"}
    blocks = {
        "paragraph": "<p>社区食堂<b>下周一</b>开张。</p><ul><li>老人优先</li></ul>",
        "heading": "供餐时间",
        "image": shown,
        "gallery": {
            "pictures": [
                {"image": shown, "caption": "新换的餐桌"},
                {"image": {**shown, "decorative": True, "alt_text": ""}, "caption": ""},
            ],
            "caption": "食堂内外",
        },
        "before_after": {
            "before": shown,
            "before_label": "改造前",
            "after": shown,
            "after_label": "改造后",
            "caption": "后厨",
        },
        "table": table,
        "data_table": QUARTER,
        "callout": {"tone": "warning", "text": "<p>第一周免费试吃，请先登记。</p>"},
        "quote": {"text": "饭菜不咸不油，正合适。", "source": "试吃的居民"},
        "contact": contact,
    }
    return [{"type": kind, "value": value} for kind, value in blocks.items()]


def furnish(district: District) -> Town:
    """Put notices and people into `district`, and all that is public into the search index."""
    town = kept("furnished", lambda: build_town(district), at=None)
    indexing.rebuild()
    return town


def build_town(district: District) -> Town:
    """Publish, ask and answer everything that the public pages show."""
    own = district.notices_of(HOME)
    document = DocumentFactory(collection=district.body(HOME).collection)
    notice = NoticeFactory(
        parent=own,
        slug="water",
        title="乌衣巷社区周六停水通知",
        attachments=[NoticeAttachment(document=document)],
    )
    NoticeFactory(parent=own, slug="blocks", title="社区食堂开张", content=every_block(district))
    NoticeFactory(parent=own, title="老年大学秋季班报名", pinned=True)
    NoticeFactory(parent=own, title="上月文化活动回顾", expired=True)
    NoticeFactory(parent=own, title="还没写完的草稿", draft=True)
    NoticeFactory(parent=district.notices_of("fuzimiao"), title="夫子庙街道防汛提醒", urgent=True)
    NoticeFactory(parent=district.notices_of(), title="全区居民医保缴费", to=[district["fuzimiao"]])
    for_committees = NoticeFactory(
        parent=district.notices_of("fuzimiao"), title="报送防汛值班表", for_committees=True
    )
    _furnish_services(district)
    AreaAlias.objects.create(area=district[HOME], name="乌衣巷小区")
    furnish_guides(district)
    merged = district["zhongpailou"]
    abolish_area(actor=None, area=merged, successor=district["kangjuli"], now=timezone.now())
    body = district.body(HOME)
    resident = UserFactory(confirmed=True, nickname="秦淮人家", member={Role.RESIDENT: body})
    worker = UserFactory(nickname="小王", member={Role.COMMITTEE_WORKER: body})
    supervisor = UserFactory(nickname="老监督", member={Role.SUPERVISOR: body})
    disclosure, check = furnish_disclosures(district, worker, supervisor, resident)
    return Town(
        district=district,
        resident=resident,
        worker=worker,
        supervisor=supervisor,
        notice=notice,
        for_committees=for_committees,
        disclosure=disclosure,
        check=check,
        code=_report_errors(district, resident),
        consultation=_consult(district, resident),
        office=_staff(district, worker),
        silence=_furnish_moderation(district),
        topic=(topic := _furnish_forum(district)),
        hidden=_hide_one(topic),
        enquiry=_furnish_enquiry(district),
    )


def _furnish_forum(district: District) -> Topic:
    """Start a question that was answered, a poll, and a topic with every mark that a text can have."""
    board, now = board_of(district, HOME), timezone.now() - timedelta(hours=1)
    asker, neighbour = regular(district, nickname="门西老李"), regular(district, nickname="桃叶渡")
    topic = topic_in(
        board, asker, now, kind=TopicKind.QUESTION, title="电动车停在楼道里怎么办", tags=["楼道", "消防"]
    )
    answer = reply_in(topic, neighbour, EVERY_MARK, now + timedelta(minutes=2))
    reply_in(topic, asker, "谢谢，已经去登记了。", now + timedelta(minutes=4), reply_to=answer)
    edit_post(actor=neighbour, post=answer, text=f"{EVERY_MARK}\n\n补充一句。", seen=0, now=timezone.now())
    accept_answer(actor=asker, topic=topic, post=answer, now=timezone.now())
    moderator = UserFactory(member={Role.MODERATOR: district.body(HOME)})
    pin_topic(actor=moderator, topic=topic, pin=True, until=None, reason="", now=timezone.now())
    topic_in(
        board,
        neighbour,
        now + timedelta(minutes=6),
        kind=TopicKind.POLL,
        title="清扫日定在哪天",
        poll=PollPlan(options=["周六", "周日"]),
    )
    return topic


def _hide_one(topic: Topic) -> Post:
    """Hide a reply to the poll; who moderates sees what brings it back."""
    poll = Topic.objects.get(board=topic.board, kind=TopicKind.POLL)
    now = timezone.now()
    post = reply_in(poll, topic.author, "这句话要隐藏", now)
    moderator = UserFactory(member={Role.MODERATOR: topic.board.body})
    return hide_post(actor=moderator, post=post, reason="跑题", now=now)


def _furnish_enquiry(district: District) -> Enquiry:
    """Ask, and be answered; `enquiry.topic.author` may confirm it."""
    now = timezone.now()
    enquiry = submit_enquiry(
        actor=regular(district, nickname="门东小宋"),
        board=board_of(district, HOME),
        body=district.body(HOME),
        category=EnquiryCategory.objects.create(name="路灯"),
        purpose=Purpose.HELP,
        title="巷口路灯不亮",
        text="晚上看不见路。",
        is_private=False,
        now=now - timedelta(days=30),
    ).enquiry
    worker = UserFactory(confirmed=True, member={Role.COMMITTEE_WORKER: district.body(HOME)})
    answer_enquiry(actor=worker, enquiry=enquiry, text="已经报修，明天换灯泡。", now=now)
    return enquiry


def _furnish_moderation(district: District) -> Sanction:
    """Silence somebody, which is in the public log, too."""
    now = timezone.now()
    return give_sanction(
        actor=UserFactory(member={Role.MODERATOR: district.body(HOME)}),
        user=UserFactory(nickname="路人乙", member={Role.RESIDENT: district.body(HOME)}),
        body=district.body(HOME),
        kind=SanctionKind.SILENCE,
        reason="反复骂人",
        ends_at=now + timedelta(days=3),
        now=now,
    )


def furnish_disclosures(
    district: District, worker: User, supervisor: User, resident: User
) -> tuple[DisclosurePage, DisclosureCheck]:
    """Publish a disclosure that was corrected after an objection, with something masked; submit a
    correction of it, and have a duty that is very late.
    """
    now, body = timezone.now(), district.body(HOME)
    today = timezone.localdate(now)
    elements = [Element("费用明细", ElementForm.TABLE), Element("情况说明")]
    item = DisclosureItemFactory(
        body=body, title="居民活动经费", elements=[element.as_json() for element in elements]
    )
    duty = OccasionFactory(body=body, item=item, starts_on=today, occasion="重阳节活动")
    OccasionFactory(body=body, item=item, starts_on=today - timedelta(days=90), occasion="端午节活动")
    people = {"writer": worker, "supervisor": supervisor, "now": now}
    page = published(duty, words="活动由王阿姨垫付。", **people)
    objection = raise_objection(actor=resident, page=page, text="茶点费偏高", now=now)
    raise_objection(actor=resident, page=page, text="还有一处不清楚", now=now)
    answer_objection(actor=worker, objection=objection, answer="已核减。", will_correct=True, now=now)
    page = corrected(
        page, rows=(("茶点", 30000), ("横幅", 12000)), words="活动由王阿姨垫付，已报销。", **people
    )
    mask_disclosure(actor=worker, page=page, text="王阿姨", reason="个人姓名，与公开无关", now=now)
    page = DisclosurePage.objects.get(pk=page.pk)
    table = next(iter(page.content[0].value["content"]))
    cells = [(table.id, (2, 1))]
    mask_disclosure(actor=worker, page=page, cells=cells, reason="个人补助金额，依法不公开", now=now)
    draft = filled(DisclosurePage.objects.get(pk=page.pk), rows=(("茶点", 28000),))
    draft.correction_note = "再次核对"
    draft.save_revision(user=worker, clean=False)
    page = DisclosurePage.objects.get(pk=page.pk)
    return page, submit_disclosure(actor=worker, page=page, now=now)


def _staff(district: District, worker: User) -> int:
    """Write down two duties, one of them vacant, and what the other's holder agrees to show."""
    body = district.body(HOME)
    office = Membership.objects.get(user=worker)
    StaffDuty.objects.create(body=body, title="网格员", phone="025-00001234", member=office)
    StaffDuty.objects.create(body=body, title="民政专干", work="低保、临时救助")
    set_staff_card(
        actor=worker,
        membership=office,
        values={StaffField.NAME: "王小雨", StaffField.HOURS: "上午在岗"},
        photo=None,
        agreed=[StaffField.NAME, StaffField.HOURS],
        now=timezone.now(),
    )
    return office.pk


def _consult(district: District, resident: User) -> str:
    """Ask in every state; return the address of what is open, with an opinion that is shown."""
    own = district.notices_of(HOME)
    page = ConsultationFactory(parent=own, slug="park", title="小游园怎么改", with_questions=True)
    answers = {ONE: [0], SEVERAL: [0, 2], FREE: "修路"}
    opinion_of(page, resident, answers=answers)
    Opinion.objects.update(state=Opinion.State.PUBLISHED)
    ConsultationFactory(parent=own, slug="parking", title="停车怎么管", outcome="采纳两条。")
    late = ConsultationFactory(parent=own, slug="late", title="晾衣架装哪里", with_questions=True)
    opinion_of(late, resident, answers=answers)
    end(late, days=60)
    return page.get_url()


def _report_errors(district: District, resident: User) -> str:
    """Report an error that was handed on, and one that is answered; return the code of the first."""
    today = timezone.localdate()
    about = page_in_question("/fuzimiao/wuyixiang/", RequestFactory().get("/"), today=today)
    assert about is not None
    first, second = (
        report_error(
            actor=resident,
            about=about,
            kind=ErrorKind.OUTDATED,
            place="办公时间",
            text="夏天的时间还没换。",
            contact="",
            with_account=True,
            sender=Sender(person=resident.pk, address=None),
            now=timezone.now(),
        )
        for _count in range(2)
    )
    keeper = UserFactory(superuser=True)
    now = timezone.now()
    hand_on_error_report(
        actor=keeper, report=first.report, to=district.body("fuzimiao"), reason="归街道管", now=now
    )
    answer_error_report(
        actor=keeper, report=second.report, state=ErrorReportState.FIXED, answer="换好了。", now=now
    )
    return first.code


def furnish_guides(district: District) -> None:
    """Publish a guide with all that a guide can have, one that is stale, a figure and two certificates."""
    department = district.body(kind=BodyKind.DEPARTMENT)
    SharedFactFactory(body=department)
    choices = [
        {"label": "低于", "outcome": "continue", "variant": "非本地户籍"},
        {"label": "高于", "outcome": "no", "reason": "收入超过标准。"},
        {"label": "算不清", "outcome": "ask", "reason": "带上工资条来问。"},
    ]
    GuideFactory(
        parent=guides_of(department),
        slug="dibao",
        title="最低生活保障申请",
        conditions=[{"type": "condition", "value": "人均月收入低于[[低保标准]]"}],
        variants=[
            {
                "type": "variant",
                "value": {
                    "name": "非本地户籍",
                    "who": "户口不在本区的",
                    "conditions": ["居住证满一年"],
                    "materials": [{"name": "居住证", "form": "original", "number": 1}],
                    "note": "",
                },
            }
        ],
        answers=[{"type": "answer", "value": {"question": "能上班吗？", "answer": "能。"}}],
        questions=[
            {"type": "question", "value": {"question": "收入低于标准吗？", "hint": "", "choices": choices}}
        ],
        online_url="https://example.org/dibao",
        pictures=every_picture(district),
    )
    GuideFactory(parent=guides_of(department), slug="stale", title="尊老金申领", stale=True)
    for name, stance in (("居住情况说明", "may"), ("亲属关系证明", "refused")):
        CommitteeCertificate.objects.create(name=name, stance=stance, instead="看户口簿", source="指导意见")


def _furnish_services(district: District) -> None:
    """Put a canteen with a rating, and a service that nobody has assured for long, into `district`."""
    canteen = ServiceFactory(
        parent=services_of(district, HOME),
        title="乌衣巷食堂",
        changed=True,
        documents="身份证",
        pictures=every_picture(district),
        opening=schedule_of(district.body(HOME), (31, "10:30", "13:00"), name="食堂"),
        latitude="32.02",
        longitude="118.79",
    )
    ServiceRating.objects.create(
        service=canteen,
        author=UserFactory(nickname="老街坊"),
        stars=4,
        comment="菜软烂，就是要排队。",
        state="published",
        said_at=timezone.now(),
        answer="下周加座位。",
        answered_for=district.body(HOME),
        answered_at=timezone.now(),
    )
    ServiceFactory(parent=services_of(district), title="全区法律咨询", stale=True)


def public_pages(town: Town) -> list[PublicPage]:
    """Return every page of the public site, each state of it once. A new page gets its row here."""
    department = DepartmentNoticesPage.objects.get(body_page__body__kind=BodyKind.DEPARTMENT)
    disclosures = "/fuzimiao/wuyixiang/disclosures/"
    disclosure = town.disclosure.get_url()
    guides = DepartmentGuidesPage.objects.get(body_page__body__kind=BodyKind.DEPARTMENT).get_url()
    topic, post = town.topic.pk, town.topic.posts.get(number=2).pk
    return [
        PublicPage("home", "/"),
        PublicPage("street", "/fuzimiao/"),
        PublicPage("community", "/fuzimiao/wuyixiang/"),
        PublicPage("community without notices", "/qinhong/kangjuli/"),
        PublicPage("merged community", "/qinhong/zhongpailou/"),
        PublicPage("merged community's notices", "/qinhong/zhongpailou/notices/"),
        PublicPage("district's notices", "/notices/"),
        PublicPage("street's notices", "/fuzimiao/notices/"),
        PublicPage("community's notices", "/fuzimiao/wuyixiang/notices/"),
        PublicPage("filtered notices", "/fuzimiao/notices/?kind=outage&q=停水&ended=1&area=wuyixiang"),
        PublicPage("wrong filters", "/fuzimiao/notices/?kind=none&from=yesterday&after=x"),
        PublicPage("empty list", "/qinhong/kangjuli/notices/"),
        PublicPage("department's notices", department.get_url()),
        PublicPage("notice", "/fuzimiao/wuyixiang/notices/water/"),
        PublicPage("notice with every block", "/fuzimiao/wuyixiang/notices/blocks/"),
        PublicPage("sheet with every block", "/fuzimiao/wuyixiang/notices/blocks/print/"),
        PublicPage("print sheet", "/fuzimiao/wuyixiang/notices/water/print/"),
        PublicPage("guides", "/guides/"),
        PublicPage("community's guides", "/fuzimiao/wuyixiang/guides/"),
        PublicPage("wrong guide filters", "/guides/?q=没有这回事&event=x&after=y"),
        PublicPage("department's guides", guides),
        PublicPage("guide", f"{guides}dibao/"),
        PublicPage("stale guide", f"{guides}stale/"),
        PublicPage("guide to print", f"{guides}dibao/print/"),
        PublicPage("guide's questions", f"{guides}dibao/check/"),
        PublicPage("guide's questions unanswered", f"{guides}dibao/check/?asked=1"),
        PublicPage("guide applies", f"{guides}dibao/check/?q1=1"),
        PublicPage("guide does not apply", f"{guides}dibao/check/?q1=2"),
        PublicPage("guide's usefulness", f"{guides}dibao/useful/"),
        PublicPage("standards", "/guides/standards/"),
        PublicPage("certificates", "/guides/certificates/"),
        PublicPage("no such certificate", "/guides/certificates/?q=没有"),
        PublicPage("district's disclosures", "/disclosures/"),
        PublicPage("community's disclosures", f"{disclosures}?kind=affairs&q=活动"),
        PublicPage("wrong filters of disclosures", "/fuzimiao/disclosures/?kind=x&year=x&after=x"),
        PublicPage("no disclosures", "/qinhong/kangjuli/disclosures/"),
        PublicPage("board", "/disclosures/board/"),
        PublicPage("community's board", f"{disclosures}board/"),
        PublicPage("catalogue", f"{disclosures}catalogue/"),
        PublicPage("objections", "/disclosures/objections/"),
        PublicPage("no objections", "/qinhong/kangjuli/disclosures/objections/"),
        PublicPage("disclosure", disclosure),
        PublicPage("disclosure to print", f"{disclosure}print/"),
        PublicPage("versions", f"{disclosure}versions/"),
        PublicPage("old version", f"{disclosure}versions/1/"),
        PublicPage("comparison", f"{disclosure}compare/1/2/"),
        PublicPage("object to a disclosure", f"{disclosure}object/", "resident"),
        PublicPage("object from the office", f"{disclosure}object/", "worker", 403),
        PublicPage("checks", "/me/checks/", "supervisor"),
        PublicPage("check", f"/me/checks/{town.check.pk}/", "supervisor"),
        PublicPage("district's services", "/services/"),
        PublicPage("community's services", "/fuzimiao/wuyixiang/services/"),
        PublicPage("filtered services", "/fuzimiao/services/?kind=yanglao&q=食堂&open=1&area=wuyixiang"),
        PublicPage("no services found", "/fuzimiao/services/?kind=none&q=没有这种服务"),
        PublicPage("map of services", "/services/map/"),
        PublicPage("services nearby", "/fuzimiao/services/nearby/?lat=32.02&lon=118.79"),
        PublicPage("services nearby without a place", "/fuzimiao/services/nearby/"),
        PublicPage("service", f"/fuzimiao/wuyixiang/services/{SERVICE}/"),
        PublicPage("rate a service", f"/fuzimiao/wuyixiang/services/{SERVICE}/rate/", "resident"),
        PublicPage("answer ratings", f"/fuzimiao/wuyixiang/services/{SERVICE}/answer/", "worker"),
        PublicPage("district's board", "/forum/"),
        PublicPage("street's board", "/fuzimiao/forum/"),
        PublicPage("community's board", "/fuzimiao/wuyixiang/forum/"),
        PublicPage("community's board of a resident", "/fuzimiao/wuyixiang/forum/", "resident"),
        PublicPage("board without topics", "/qinhong/kangjuli/forum/?kind=poll"),
        PublicPage("topic", f"/topics/{topic}/"),
        PublicPage("topic of a resident", f"/topics/{topic}/", "resident"),
        PublicPage("poll", f"/topics/{topic + 1}/", "resident"),
        PublicPage("tag", "/topics/tags/消防/"),
        PublicPage("start a topic", f"/boards/{town.topic.board_id}/new/", "resident"),
        PublicPage("reply", f"/topics/{topic}/reply/", "resident"),
        PublicPage("change a title", f"/topics/{topic}/title/", "resident"),
        PublicPage("change a post", f"/posts/{post}/edit/", "resident", status=403),
        PublicPage("history of a post", f"/posts/{post}/history/", "resident"),
        PublicPage("report a post", f"/posts/{post}/report/", "resident"),
        PublicPage("delete a post", f"/posts/{post}/delete/", "resident"),
        PublicPage("hide a post", f"/posts/{post}/hide/", "moderator"),
        PublicPage("bring a post back", f"/posts/{town.hidden.pk}/restore/", "moderator"),
        PublicPage("keep order in a topic", f"/topics/{topic}/manage/", "moderator"),
        PublicPage("topic of a moderator", f"/topics/{town.hidden.topic_id}/", "moderator"),
        PublicPage("ask a body", f"/boards/{town.topic.board_id}/ask/", "resident"),
        PublicPage("answered enquiry", f"/topics/{town.enquiry.topic_id}/"),
        PublicPage("answered enquiry of who asked", f"/topics/{town.enquiry.topic_id}/", "asker"),
        PublicPage("confirm", f"/enquiries/{town.enquiry.pk}/confirm/", "asker"),
        PublicPage("reopen", f"/enquiries/{town.enquiry.pk}/reopen/", "asker"),
        PublicPage("who answers in time", "/enquiries/"),
        PublicPage("nobody was asked", "/enquiries/?area=kangjuli"),
        PublicPage("query an enquiry", "/enquiries/query/"),
        PublicPage("member", f"/users/{town.topic.author_id}/"),
        PublicPage("my page of the forum", "/users/me/", "resident"),
        PublicPage("drafts", "/topics/drafts/", "resident"),
        PublicPage("my enquiries", "/enquiries/mine/", "asker"),
        PublicPage("no enquiries", "/enquiries/mine/", "resident"),
        PublicPage("log of moderation", "/moderation/log/"),
        PublicPage("no log of moderation", "/moderation/log/?area=kangjuli"),
        PublicPage("my silence", f"/moderation/appeals/sanction/{town.silence.pk}/", "silenced"),
        PublicPage("consultations", "/fuzimiao/wuyixiang/notices/consultations/"),
        PublicPage("wrong filters of consultations", "/notices/consultations/?state=x&after=y"),
        PublicPage("no consultation found", "/fuzimiao/notices/consultations/?q=没有&state=open"),
        PublicPage("no consultations", "/qinhong/kangjuli/notices/consultations/"),
        PublicPage("consultation", town.consultation),
        PublicPage("consultation with an outcome", "/fuzimiao/wuyixiang/notices/parking/"),
        PublicPage("late consultation", "/fuzimiao/wuyixiang/notices/late/"),
        PublicPage("give an opinion", f"{town.consultation}opinion/", "resident"),
        PublicPage("give an opinion without an account", f"{town.consultation}opinion/", status=403),
        PublicPage("staff", "/fuzimiao/wuyixiang/staff/"),
        PublicPage("staff of a street", "/fuzimiao/staff/"),
        PublicPage("what of me is shown", f"/me/staff-card/{town.office}/", "worker"),
        PublicPage("find an error", "/corrections/?page=/fuzimiao/wuyixiang/"),
        PublicPage("find an error on some page", "/corrections/", "resident"),
        PublicPage("ask for an answer", "/corrections/answer/"),
        PublicPage("no such code", "/corrections/answer/?code=x", status=422),
        PublicPage("report by its code", f"/corrections/answer/?code={town.code}&sent=1"),
        PublicPage("my reports", "/corrections/mine/", "resident"),
        PublicPage("my reports of a worker", "/corrections/mine/", "worker"),
        PublicPage("directory", "/communities/"),
        PublicPage("find my community", "/communities/find/"),
        PublicPage("communities found", "/communities/find/?q=乌衣巷小区"),
        PublicPage("no community found", "/communities/find/?q=没有这条路"),
        PublicPage("my community", "/my-community/choice/"),
        PublicPage("search", "/search/"),
        PublicPage("search results", "/search/?q=停水"),
        PublicPage("search by newest", "/search/?q=社区&sort=newest&kind=notice"),
        PublicPage("search inside a community", "/search/?q=停水&in=320104002005"),
        PublicPage("search without results", "/search/?q=火星旅游"),
        PublicPage("search inside a board", f"/search/?q=停车&board={town.topic.board_id}"),
        PublicPage("my searches", "/me/searches/", "resident"),
        PublicPage("keep a search", "/me/searches/new/?q=停水", "resident"),
        PublicPage("display settings", "/display/"),
        PublicPage("sign in", "/accounts/login/"),
        PublicPage("sign up", "/accounts/signup/"),
        PublicPage("missing page", "/no-such-place/", status=404),
        PublicPage("refused page", "/admin/", "resident", status=403),
        PublicPage("my pages", "/me/", "resident"),
        PublicPage("my profile", "/me/profile/", "resident"),
        PublicPage("join a community", "/me/communities/join/", "resident"),
        PublicPage("my messages", "/me/notifications/", "resident"),
        PublicPage("my subscriptions", "/me/notifications/subscriptions/", "resident"),
        PublicPage("how I am told", "/me/notifications/preferences/", "resident"),
        PublicPage("how I am told of events", "/me/notifications/preferences/enquiry/", "worker"),
        PublicPage("done for me", "/me/assisted/", "resident"),
        PublicPage("my data", "/me/data/", "resident"),
        PublicPage("my devices", "/me/sessions/", "resident"),
        PublicPage("my second factor", "/accounts/second-factor/", "resident"),
        PublicPage("password again", "/accounts/reauthenticate/", "resident"),
        PublicPage("forgotten password", "/accounts/password/reset/"),
        PublicPage("ended account", "/accounts/inactive/"),
        PublicPage("privacy notice", "/privacy/"),
        PublicPage("change password", "/accounts/password/change/", "resident"),
        PublicPage("sign out", "/accounts/logout/", "resident"),
        PublicPage("my pages of a worker", "/me/", "worker"),
        PublicPage("messages of a worker", "/me/notifications/", "worker"),
    ]

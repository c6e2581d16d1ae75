"""The demonstration's enquiry desk: an enquiry in each state, and 联系单 between offices."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from accounts.models import User
from communities.calendar import add_working_days
from communities.choices import BodyKind, Role
from communities.models import Body, Membership
from demonstration.places import Stage
from forum.actions.answer_enquiry import answer_enquiry
from forum.actions.assign_enquiry import assign_enquiry
from forum.actions.confirm_enquiry import confirm_enquiry
from forum.actions.forward_enquiry import forward_enquiry
from forum.actions.merge_enquiry import merge_enquiry
from forum.actions.note_enquiry import note_enquiry
from forum.actions.reopen_enquiry import reopen_enquiry
from forum.actions.send_referral import send_referral
from forum.actions.set_answer_template import set_answer_template
from forum.actions.settle_referral import settle_referral
from forum.actions.submit_enquiry import submit_enquiry
from forum.choices import Purpose, ReferralState
from forum.models import Board, Enquiry, EnquiryCategory

ROLES: Final = (
    Role.COMMITTEE_WORKER,
    Role.STREET_STAFF,
    Role.DEPARTMENT_CLERK,
    Role.COMMITTEE_DIRECTOR,
)
TEMPLATES: Final = (
    ("已收到，正在核实", "您好，您反映的问题已经收到，我们会在两个工作日内上门核实，有结果马上回复您。"),
    ("需要补充材料", "您好，为了尽快办理，请带身份证和相关材料到社区一楼服务窗口，工作日9:00到17:00都可以。"),
    ("已联系责任单位", "您好，这件事要由责任单位处理，我们已经发函联系，办理进展会在这里告诉您。"),
)


def officials(body: Body) -> list[User]:
    """Return the demonstration's people who answer for the body, the workers first."""
    rows = Membership.objects.filter(body=body, role__in=ROLES, user__is_demonstration=True)
    found = rows.select_related("user").order_by("pk")
    return [row.user for role in ROLES for row in found if row.role == role]


def load_desk(board: Board, people: list[User], where: Stage, now: datetime) -> None:
    """Ask what shows each state of the desk; where a body has nobody to answer, its part is left out."""
    mine = officials(board.body)
    street = where.body(BodyKind.STREET_OFFICE)
    if not mine:
        return
    for title, text in TEMPLATES:
        set_answer_template(actor=mine[0], body=board.body, title=title, text=text, now=now)
    desk = _Desk(board, people, now)
    assigned = desk.ask(
        0, "楼道与环境卫生", "help", "二单元下水道又堵了", "一楼的水漫到门口，已经第三次。", 3
    )
    assign_enquiry(actor=mine[0], enquiry=assigned, to=mine[-1], now=now - timedelta(days=2))
    note_enquiry(
        actor=mine[0],
        enquiry=assigned,
        text="上次疏通的单位说是管径太小，要问物业有没有改造计划。",
        now=now - timedelta(days=2),
    )
    _asked_again(desk, mine[0])
    _merged(desk, mine[0])
    _forwarded(desk, mine[0], street)
    _to_be_signed(desk, street)
    desk.ask(
        8,
        "邻里纠纷",
        "complain",
        "楼上半夜拖桌椅",
        "已经上门说过两次，还是一样，请帮忙调解。",
        4,
        private=True,
    )
    desk.ask(9, "养老与助残", "ask", "助老卡余额怎么查", "老人不会用手机，窗口能查吗？", 22)
    _referrals(assigned, mine[0], board.body, street, now)


class _Desk:
    """Asks, each time by somebody else."""

    def __init__(self, board: Board, people: list[User], now: datetime) -> None:
        self.board, self.people, self.now = board, people, now

    def ask(
        self, who: int, category: str, purpose: str, title: str, text: str, days: int, **more: Any
    ) -> Enquiry:
        """Ask so many days ago, by the person of that number."""
        row = EnquiryCategory.objects.get(name=category)
        body = more.get("body", self.board.body)
        return submit_enquiry(
            actor=self.people[who % len(self.people)],
            board=self.board,
            body=body,
            category=row,
            purpose=Purpose(purpose),
            title=title,
            text=text,
            is_private=more.get("private", False),
            now=self.now - timedelta(days=days, hours=1, minutes=who),
        ).enquiry

    def at(self, days: float) -> datetime:
        """Return the moment so many days ago."""
        return self.now - timedelta(days=days)


def _asked_again(desk: _Desk, official: User) -> None:
    again = desk.ask(1, "物业与停车", "complain", "消防通道又被车堵了", "救护车进不来怎么办？", 11)
    answer_enquiry(actor=official, enquiry=again, text="已请车主挪车，并补划了禁停线。", now=desk.at(9))
    reopen_enquiry(
        actor=again.topic.author, enquiry=again, reason="禁停线划了，昨晚还是停了三辆。", now=desk.at(2)
    )
    thanked = desk.ask(2, "证明与办事", "ask", "失业登记在社区能办吗", "听说可以就近办。", 40)
    answer_enquiry(
        actor=official, enquiry=thanked, text="可以，带身份证和离职证明，当场办完。", now=desk.at(38)
    )
    confirm_enquiry(actor=thanked.topic.author, enquiry=thanked, is_solved=True, stars=4, now=desk.at(37))


def _merged(desk: _Desk, official: User) -> None:
    first = desk.ask(3, "楼道与环境卫生", "help", "垃圾站清运不及时", "周末两天没人清，味道很大。", 5)
    second = desk.ask(4, "楼道与环境卫生", "help", "垃圾站周末没人清", "从周六堆到周一。", 4)
    merge_enquiry(actor=official, enquiry=second, into=first, now=desk.at(3))
    answer_enquiry(actor=official, enquiry=first, text="已和清运单位说定，周六周日各加一次。", now=desk.at(1))


def _forwarded(desk: _Desk, official: User, street: Body) -> None:
    away = desk.ask(5, "物业与停车", "suggest", "人行道的地砖松了一片", "下雨天一踩一身泥。", 6)
    forward_enquiry(
        actor=official,
        enquiry=away,
        to=street,
        reason="人行道由街道市政养护，社区没有权限，请街道安排。",
        now=desk.at(5),
    )


def _to_be_signed(desk: _Desk, street: Body) -> None:
    staff = officials(street)
    drafted = desk.ask(
        6,
        "对工作人员的投诉",
        "complain",
        "窗口中午没有人",
        "公示写着中午不休息，去了两次都没人。",
        6,
        body=street,
    )
    if staff:
        answer_enquiry(
            actor=staff[0],
            enquiry=drafted,
            text="经核实，那两天中午值班人员外出巡查，没有安排替班。已调整排班，向您道歉。",
            now=desk.at(1),
        )


def _referrals(enquiry: Enquiry, official: User, own: Body, street: Body, now: datetime) -> None:
    """Send three 联系单: one just sent, one answered, one settled."""
    staff = officials(street)
    letters = (
        ("请协调疏通二单元主管道", "居民三次反映堵塞，管道属于市政接口段，请街道协调排水单位。", enquiry, 1),
        ("申请增设夜间照明", "河边步道有四盏灯不亮，请市政科安排检修。", None, 8),
        ("借用街道活动室", "社区活动室本月底检修，申请借用街道活动室两个周三下午。", None, 15),
    )
    for number, (title, text, about, days) in enumerate(letters):
        sent = now - timedelta(days=days)
        letter = send_referral(
            actor=official,
            from_body=own,
            to_body=street,
            title=title,
            text=text,
            due_on=add_working_days(timezone.localdate(sent), 5),
            enquiry=about,
            now=sent,
        )
        if number and staff:
            answer = "已列入本周检修计划。" if number == 1 else "同意借用，钥匙在一楼值班室。"
            for state, words in ((ReferralState.RECEIVED, ""), (ReferralState.ANSWERED, answer)):
                settle_referral(
                    actor=staff[0], referral=letter, state=state, answer=words, now=sent + timedelta(days=1)
                )
        if number == 2 and staff:
            settle_referral(
                actor=official,
                referral=letter,
                state=ReferralState.CLOSED,
                answer="",
                now=sent + timedelta(days=2),
            )

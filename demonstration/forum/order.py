"""What moderators of the demonstration have to do: things that wait, reports, a silence with an appeal."""

from datetime import datetime, timedelta

from accounts.models import User
from communities.choices import BodyKind, Role
from communities.models import Membership
from demonstration.forum.people import resident
from demonstration.places import Stage
from forum.actions.lock_topic import lock_topic
from forum.actions.reply_topic import reply_topic
from forum.actions.start_topic import start_topic
from forum.models import Board, Member, Post, Topic
from moderation.actions.decide_item import decide_item
from moderation.actions.file_appeal import file_appeal
from moderation.actions.give_sanction import give_sanction
from moderation.actions.report_object import report_object
from moderation.actions.set_screened_word import set_screened_word
from moderation.choices import ReportReason, SanctionKind, Treatment, Verdict
from moderation.models import QueueItem, ScreenedWord
from moderation.screening.screen import forget

NEWCOMERS = ("路过看看", "刚搬来的小赵")


def load_order(board: Board, people: list[User], where: Stage, now: datetime) -> None:
    """Give the queue of the stage's community something of each kind."""
    row = Membership.objects.filter(
        body=where.body(BodyKind.COMMITTEE), role=Role.MODERATOR, user__is_demonstration=True
    ).first()
    if row is None:
        return
    moderator = row.user
    if not ScreenedWord.objects.exists():
        for word, treatment in (
            ("刷单", Treatment.BLOCK),
            ("加微信", Treatment.QUEUE),
            ("傻瓜", Treatment.MASK),
        ):
            set_screened_word(actor=None, word=word, treatment=treatment, note="演示", now=now)
        forget()
    passer, mover = _newcomers(board)
    topic = Topic.objects.filter(board=board, title="小区里开车请慢一点").first()
    topic = topic or Topic.objects.listed().filter(board=board).order_by("pk").first()
    if topic is None:
        return
    start_topic(
        actor=passer,
        board=board,
        title="低价清洗油烟机",
        text="老街坊价，看这里 https://example.org/qingxi ，随叫随到。",
        now=now - timedelta(hours=7),
    )
    reply_topic(actor=mover, topic=topic, text="要拼团买菜的加微信，我拉群。", now=now - timedelta(hours=5))
    _rejected_with_appeal(board, topic, passer, moderator, now)
    rude = reply_topic(
        actor=people[3],
        topic=topic,
        text="开车慢的才是添堵，不会开别上路！",
        now=now - timedelta(hours=4),
    )
    for number, (reason, note) in enumerate(
        (
            (ReportReason.ABUSE, ""),
            (ReportReason.OTHER, "挑事，吵得没法好好说话"),
            (ReportReason.ABUSE, "骂人"),
        )
    ):
        report_object(
            actor=people[5 + number],
            instance=rude,
            body=board.body,
            author_id=rude.author_id,
            reason=reason,
            note=note,
            now=now - timedelta(hours=3, minutes=-number),
        )
    old = Topic.objects.listed().filter(board=board, title="早上六点的广场舞声音能不能小一点").first()
    if old is not None:
        lock_topic(
            actor=moderator, topic=old, lock=True, reason="已经商量好，不再争论", now=now - timedelta(hours=2)
        )


def _newcomers(board: Board) -> list[User]:
    found = []
    for number, nickname in enumerate(NEWCOMERS, start=1):
        person = resident(f"demo-newcomer-{number}", nickname, board.body)
        Member.objects.get_or_create(user=person)
        found.append(person)
    return found


def _rejected_with_appeal(board: Board, topic: Topic, passer: User, moderator: User, now: datetime) -> None:
    """Reject an advertisement, silence its author for a week, and let them appeal."""
    post: Post = reply_topic(
        actor=passer,
        topic=topic,
        text="擦玻璃找我，价目表 https://example.org/boli",
        now=now - timedelta(hours=6),
    )
    item = QueueItem.objects.waiting().of("forum.post", post.pk).first()
    if item is not None:
        decide_item(
            actor=moderator,
            item=item,
            verdict=Verdict.REJECT,
            reason="广告请发到“便民信息”版块",
            version="",
            now=now - timedelta(hours=5, minutes=50),
        )
    sanction = give_sanction(
        actor=moderator,
        user=passer,
        body=board.body,
        kind=SanctionKind.SILENCE,
        reason="一天内多次发广告",
        ends_at=now + timedelta(days=7),
        now=now - timedelta(hours=5, minutes=40),
    )
    file_appeal(
        actor=passer,
        against=sanction,
        text="我不知道不能发广告，两条都是今天发的，以后不发了，请恢复发言。",
        now=now - timedelta(hours=1),
    )

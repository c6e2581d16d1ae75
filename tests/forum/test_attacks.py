"""What people try who mean no good: letters of others, hidden words, votes twice, texts that never end."""

import time
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from communities.choices import BodyKind, Role
from forum.actions.accept_answer import accept_answer
from forum.actions.answer_enquiry import answer_enquiry
from forum.actions.delete_post import delete_post
from forum.actions.edit_post import edit_post
from forum.actions.lock_topic import lock_topic
from forum.actions.merge_topic import merge_topic
from forum.actions.move_topic import move_topic
from forum.actions.reply_topic import reply_topic
from forum.actions.save_draft import save_draft
from forum.actions.set_board import SETTINGS, set_board
from forum.actions.split_topic import split_topic
from forum.actions.start_topic import PollPlan
from forum.actions.submit_enquiry import submit_enquiry
from forum.actions.vote_poll import vote_poll
from forum.actions.withhold_post import withhold_post
from forum.choices import Moderation, Purpose, State, TopicKind
from forum.markdown import render
from forum.models import EnquiryCategory, Mention, Post
from forum.standings import rows_of
from forum.views.posts import differences
from moderation.actions.set_screened_word import set_screened_word
from moderation.models import LogEntry, QueueItem
from notifications.models import Notification
from tests.factories import UserFactory
from tests.factories.forum import board_of, regular, reply_in, topic_in


@pytest.fixture
def worker(district, official):
    return official(Role.COMMITTEE_WORKER, district.body("wuyixiang"), nickname="小王", confirmed=True)


@pytest.fixture
def letter(board, author):
    """A private enquiry, whose writer asks for no reader but the committee."""
    return submit_enquiry(
        actor=author,
        board=board,
        body=board.body,
        category=EnquiryCategory.objects.get(name="邻里纠纷"),
        purpose=Purpose.COMPLAIN,
        title="邻居半夜打孩子",
        text="我不想让邻居知道是我说的。",
        is_private=True,
        now=timezone.now() - timedelta(minutes=5),
    ).enquiry


def queue():
    return QueueItem.objects.waiting().count()


def test_no_moderator_ever_gets_a_private_letter_to_see(
    letter, board, author, moderator, worker, official, district, neighbour, client_for
):
    board.moderation = Moderation.BEFORE
    board.save()
    administrator = official(Role.DISTRICT_ADMINISTRATOR, district.body(), confirmed=True)
    set_screened_word(actor=administrator, word="打孩子", treatment="queue", note="", now=timezone.now())
    topic = letter.topic
    post = reply_topic(
        actor=author, topic=topic, text="昨晚又打孩子了 @老街坊", now=timezone.now() - timedelta(minutes=3)
    )
    assert post.state == State.PUBLISHED
    edit_post(actor=author, post=post, text="昨晚又打孩子了，很凶", seen=0, now=timezone.now())
    post.refresh_from_db()
    assert (post.text, post.pending_text, queue()) == ("昨晚又打孩子了，很凶", "", 0)
    assert not Mention.objects.exists()
    assert not Notification.objects.filter(recipient=neighbour).exists()
    # Whoever may read it can't report it into the queue, and no moderator touches it.
    page = client_for(worker).post(f"/posts/{post.pk}/report/", {"reason": "abuse", "note": ""})
    assert page.status_code == 422
    assert "版主看不到" in page.content.decode()
    assert queue() == 0
    for address in (f"/topics/{topic.pk}/", f"/topics/{topic.pk}/manage/", f"/posts/{post.pk}/edit/"):
        assert client_for(moderator).get(address).status_code == 404
    for act in (
        lambda: edit_post(actor=moderator, post=post, text="改掉", seen=1, now=timezone.now()),
        lambda: delete_post(actor=moderator, post=post, reason="删", now=timezone.now()),
    ):
        with pytest.raises(PermissionDenied):
            act()
    with pytest.raises(ValidationError, match="不公开的往来不能拆"):
        split_topic(
            actor=moderator,
            topic=topic,
            numbers=[2],
            title="拆成公开的",
            board=board,
            reason="",
            now=timezone.now(),
        )
    assert "邻居半夜打孩子" not in client_for(moderator).get("/admin/moderation/queue/").content.decode()


def test_an_enquiry_cannot_be_made_never_to_have_been_late(board, author, worker, moderator, district, topic):
    enquiry = submit_enquiry(
        actor=author,
        board=board,
        body=board.body,
        category=EnquiryCategory.objects.get(name="证明与办事"),
        purpose=Purpose.ASK,
        title="收入证明怎么开",
        text="要带什么材料？",
        is_private=False,
        now=timezone.now() - timedelta(days=20),
    ).enquiry
    first = enquiry.topic.posts.get(number=1)
    for actor in (author, moderator):
        with pytest.raises(PermissionDenied, match="不能删除"):
            delete_post(actor=actor, post=first, reason="不想答", now=timezone.now())
    with pytest.raises(ValidationError, match="不能并入"):
        merge_topic(actor=moderator, topic=enquiry.topic, into=topic, reason="", now=timezone.now())
    withhold_post(actor=moderator, post=first, state=State.HIDDEN, now=timezone.now())
    rows = rows_of(district["wuyixiang"], today=timezone.localdate())
    assert [(row.received, row.overdue) for row in rows] == [(1, 1)]
    first.refresh_from_db()
    answer = answer_enquiry(actor=worker, enquiry=enquiry, text="带身份证。", now=timezone.now()).answer
    with pytest.raises(PermissionDenied):
        delete_post(actor=worker, post=answer, reason="", now=timezone.now())
    with pytest.raises(ValidationError, match="官方答复要留在"):
        split_topic(
            actor=moderator,
            topic=enquiry.topic,
            numbers=[answer.number],
            title="另开一个",
            board=board,
            reason="",
            now=timezone.now(),
        )


def test_the_board_of_who_answers_narrows_by_month_body_and_days_late(board, author, worker, client_for, now):
    category = EnquiryCategory.objects.get(name="证明与办事")
    for number, days in enumerate((3, 40, 130)):
        submit_enquiry(
            actor=author,
            board=board,
            body=board.body,
            category=category,
            purpose=Purpose.ASK,
            title=f"第{number}件要问的事",
            text=f"请问第{number}件怎么办？",
            is_private=False,
            now=timezone.now() - timedelta(days=days),
        )
    visitor = client_for(None)

    def page(query):
        response = visitor.get(f"/enquiries/{query}")
        assert response.status_code == 200
        return response.content.decode()

    assert "第2件" in page("?after=60")
    assert "第1件" not in page("?after=60")
    assert "第1件" in page("?after=20")
    assert "个工作日" in page("?after=20")
    assert "第1件" in page(f"?department={board.body.pk}")
    assert "第1件" not in page("?department=999999")
    month = f"{timezone.localdate() - timedelta(days=130):%Y-%m}"
    assert ">1<" in page(f"?from={month}")
    assert "没有公开的咨询" in page("?from=2001-01")
    page("?from=x&department=x&after=x")
    exported = visitor.get(f"/enquiries/export/?from={month}").content.decode()
    assert exported.splitlines()[1].split(",")[1] == "1"


def test_what_a_moderator_took_out_is_in_no_history_and_what_was_hidden_in_no_log(
    topic, board, author, neighbour, moderator, client_for
):
    post = reply_in(topic, neighbour, "他家电话13800000000")
    edit_post(actor=moderator, post=post, text="（号码已删）", seen=0, now=timezone.now())
    edit_post(actor=neighbour, post=post, text="号码已删，抱歉", seen=1, now=timezone.now())
    for person, sees in ((None, False), (author, False), (neighbour, True), (moderator, True)):
        page = client_for(person).get(f"/posts/{post.pk}/history/")
        assert ("13800000000" in page.content.decode()) is sees
    assert client_for(author).post(f"/posts/{post.pk}/history/1/revert/", {"seen": "2"}).status_code == 404
    lock_topic(actor=moderator, topic=topic, lock=True, reason="吵起来了", now=timezone.now())
    assert LogEntry.objects.filter(subject=topic.title).exists()
    withhold_post(actor=moderator, post=topic.posts.get(number=1), state=State.HIDDEN, now=timezone.now())
    assert not LogEntry.objects.filter(subject=topic.title).exists()
    closed = set_board(
        actor=UserFactory(is_superuser=True),
        parent=board,
        settings={name: getattr(board, name) for name in SETTINGS}
        | {"name": "楼长议事", "read_by": "residents"},
        now=timezone.now(),
    )
    inner = topic_in(closed, neighbour, title="楼长名单请勿外传", now=timezone.now() + timedelta(minutes=1))
    lock_topic(actor=moderator, topic=inner, lock=True, reason="", now=timezone.now())
    assert "楼长名单" not in client_for(None).get("/moderation/log/").content.decode()


def test_other_people_s_drafts_histories_and_votes_are_theirs(
    board, author, neighbour, topic, official, district, client_for
):
    draft = save_draft(
        actor=author, board=board, topic=None, title="还没写好", text="半句话", now=timezone.now()
    )
    other = client_for(neighbour)
    assert other.post("/topics/drafts/", {"draft": draft.pk}).status_code == 404
    assert "半句话" not in other.get(f"/boards/{board.pk}/new/").content.decode()
    post = reply_in(topic, author, "要删的话", now=timezone.now() - timedelta(seconds=30))
    delete_post(actor=author, post=post, reason="", now=timezone.now())
    assert other.get(f"/posts/{post.pk}/history/").status_code == 404
    # A hidden post can be neither quoted nor answered by its key.
    quoted = other.get(f"/topics/{topic.pk}/reply/?to={post.pk}&quote=1").content.decode()
    assert "要删的话" not in quoted
    sibling = official(Role.MODERATOR, district.body("zhongpailou"), confirmed=True)
    for act in (
        lambda: lock_topic(actor=sibling, topic=topic, lock=True, reason="", now=timezone.now()),
        lambda: move_topic(
            actor=sibling,
            topic=topic,
            board=board_of(district, "zhongpailou"),
            reason="",
            now=timezone.now(),
        ),
        lambda: edit_post(
            actor=sibling, post=topic.posts.get(number=1), text="换掉", seen=0, now=timezone.now()
        ),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert client_for(sibling).get(f"/topics/{topic.pk}/manage/").status_code == 404


def test_a_locked_topic_a_closed_board_and_a_foreign_poll_take_nothing(board, author, neighbour, moderator):
    poll = topic_in(board, author, kind=TopicKind.POLL, poll=PollPlan(options=["甲", "乙"]))
    other = topic_in(
        board, neighbour, kind=TopicKind.POLL, poll=PollPlan(options=["丙", "丁"]), now=timezone.now()
    )
    foreign = other.poll.options.first().pk
    with pytest.raises(ValidationError, match="请选择选项"):
        vote_poll(actor=neighbour, topic=poll, options={foreign}, now=timezone.now())
    lock_topic(actor=moderator, topic=poll, lock=True, reason="", now=timezone.now())
    first = poll.posts.get(number=1)
    for act in (
        lambda: vote_poll(
            actor=neighbour, topic=poll, options={poll.poll.options.first().pk}, now=timezone.now()
        ),
        lambda: edit_post(actor=author, post=first, text="锁了再改", seen=0, now=timezone.now()),
        lambda: reply_topic(actor=neighbour, topic=poll, text="锁了再说", now=timezone.now()),
        lambda: accept_answer(actor=author, topic=poll, post=first, now=timezone.now()),
    ):
        with pytest.raises(PermissionDenied):
            act()


# Each took seconds, or a stack, in some parser or other.
BOMBS = {
    "nested quotes": ">" * 9_990,
    "nested lists": "- " * 5_000,
    "indented lists": "\n".join(" " * n + "- x" for n in range(130)),
    "brackets": "[" * 9_990,
    "closed brackets": "[x]" * 3_000,
    "links in links": "[a](" * 2_400,
    "images": "![" * 4_900,
    "emphasis": "*a_ " * 2_400,
    "strong": "**x" * 3_300,
    "backticks": "".join("`" * n + "x" for n in range(135)),
    "mentions": "@老街坊 " * 1_900,
    "at signs": "@" * 9_990,
    "tables": "|" * 4_000 + "\n" + "|-" * 2_900,
    "entities": "&#x1F600;" * 1_100,
    "addresses": "www.a.b/?" * 1_100,
    "one address": "https://example.org/?" + "utm_a=1&" * 1_200,
    "less than": "<" * 9_990,
    "strikes": "~~a" * 3_300,
    "backslashes": "\\" * 9_990,
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_text_takes_long(name):
    begun = time.process_time()
    render(BOMBS[name], {"老街坊": 1})
    # A usual post takes about a millisecond; a bomb that works takes minutes.
    assert time.process_time() - begun < 5


def test_no_comparison_takes_long():
    before = "\n".join(f"楼道里的电动车第{number}辆停在那里已经很久了" for number in range(400))
    after = "\n".join(f"楼道里的自行车第{number}辆停在那里已经不久了" for number in range(400))
    begun = time.process_time()
    assert len(differences(before, after)) == 800
    assert time.process_time() - begun < 5


def test_a_form_of_a_megabyte_is_refused_at_its_field(board, author, topic, client_for):
    client = client_for(author)
    huge = "[" * 1_000_000
    for address, data in (
        (f"/boards/{board.pk}/new/", {"title": "标题够长了", "kind": "discussion", "text": huge}),
        (f"/topics/{topic.pk}/reply/", {"text": huge}),
        (f"/topics/{topic.pk}/reply/", {"text": huge, "preview": "1"}),
        (f"/posts/{topic.posts.get(number=1).pk}/edit/", {"text": huge, "seen": "0"}),
    ):
        assert client.post(address, data).status_code == 422
    assert Post.objects.count() == 1


def test_text_that_turns_or_hides_itself_is_kept_as_what_is_seen(topic, neighbour):
    post = reply_in(topic, neighbour, "看\u202e.gnp\u200b来\u0000源\ufeff")
    assert not {"\u202e", "\u0000", "\ufeff"} & set(post.html + post.text)


def test_departments_answer_for_themselves_alone(letter, official, district, client_for):
    clerk = official(Role.DEPARTMENT_CLERK, district.body(kind=BodyKind.DEPARTMENT), confirmed=True)
    assert client_for(clerk).get(f"/admin/enquiries/{letter.pk}/").status_code in (403, 404)
    assert client_for(clerk).get(f"/topics/{letter.topic_id}/").status_code == 404
    assert regular(district).pk

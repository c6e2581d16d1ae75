"""Keeping order: what waits, what three reports do, lock, pin, move, split, merge."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from communities.choices import Role
from forum.actions.delete_post import delete_post
from forum.actions.edit_post import edit_post
from forum.actions.hide_post import hide_post
from forum.actions.lock_topic import lock_topic
from forum.actions.merge_topic import merge_topic
from forum.actions.move_topic import move_topic
from forum.actions.pin_topic import pin_topic
from forum.actions.save_draft import save_draft
from forum.actions.set_watch import set_watch
from forum.actions.split_topic import split_topic
from forum.choices import Moderation, State, TopicKind, Trust, WatchLevel
from forum.counting import recount_tags
from forum.models import Board, Member, Post, Tag, Topic, Watch
from forum.timing import unpin
from forum.trust import level_for
from moderation.actions.decide_item import decide_item
from moderation.actions.edit_item import edit_item
from moderation.actions.give_sanction import give_sanction
from moderation.actions.set_screened_word import set_screened_word
from moderation.actions.undo_decision import undo_decision
from moderation.choices import SanctionKind, Treatment, Verdict
from moderation.models import Decision, LogEntry, QueueItem
from moderation.screening.screen import forget
from moderation.subjects import lines
from tests.factories import UserFactory
from tests.factories.forum import board_of, regular, reply_in, topic_in


def decide(moderator, verdict, reason="广告"):
    item = QueueItem.objects.waiting().get()
    return decide_item(
        actor=moderator, item=item, verdict=verdict, reason=reason, version="", now=timezone.now()
    )


def test_a_board_that_looks_first_keeps_a_topic_back(board, author, moderator, client_for):
    Board.objects.filter(pk=board.pk).update(moderation=Moderation.BEFORE)
    topic = topic_in(board_of_fresh(board), author)
    assert topic.state == State.PENDING
    assert client_for().get(f"/topics/{topic.pk}/").status_code == 404
    assert client_for(author).get(f"/topics/{topic.pk}/").status_code == 200
    assert topic.title not in client_for().get("/fuzimiao/wuyixiang/forum/").content.decode()
    decide(moderator, Verdict.APPROVE)
    assert topic.title in client_for().get("/fuzimiao/wuyixiang/forum/").content.decode()
    decision = Decision.objects.get()
    undo_decision(actor=moderator, decision=decision, now=timezone.now())
    assert client_for().get(f"/topics/{topic.pk}/").status_code == 404
    decide(moderator, Verdict.REJECT)
    topic.refresh_from_db()
    assert topic.state == State.REJECTED


def board_of_fresh(board):
    return Board.objects.select_related("area__parent", "body").get(pk=board.pk)


def test_a_change_of_a_board_that_looks_first_waits_and_the_old_words_stay(
    board, author, moderator, client_for
):
    Board.objects.filter(pk=board.pk).update(moderation=Moderation.BEFORE)
    topic = topic_in(board_of_fresh(board), author, text="原来的话")
    decide(moderator, Verdict.APPROVE)
    post = topic.posts.get()
    edit_post(actor=author, post=post, text="偷偷换成广告", seen=0, now=timezone.now())
    page = client_for().get(f"/topics/{topic.pk}/").content.decode()
    assert "原来的话" in page
    assert "偷偷换成广告" not in page
    subject = lines(QueueItem.objects.waiting())[0].subject
    assert (subject.before, subject.text) == ("原来的话", "偷偷换成广告")
    decide(moderator, Verdict.REJECT)
    post.refresh_from_db()
    assert (post.state, post.text, post.pending_text) == (State.PUBLISHED, "原来的话", "")
    edit_post(actor=author, post=post, text="换成好话", seen=0, now=timezone.now())
    decision = decide(moderator, Verdict.APPROVE)
    post.refresh_from_db()
    assert (post.text, post.revision_count) == ("换成好话", 1)
    undo_decision(actor=moderator, decision=decision, now=timezone.now())
    post.refresh_from_db()
    assert (post.text, post.pending_text) == ("原来的话", "换成好话")


def test_screened_words_block_mask_and_queue(board, author, moderator, topic):
    now = timezone.now()
    for word, treatment in (
        ("代开发票", Treatment.BLOCK),
        ("加微信", Treatment.QUEUE),
        ("王八蛋", Treatment.MASK),
    ):
        set_screened_word(actor=None, word=word, treatment=treatment, note="", now=now)
    forget()
    with pytest.raises(ValidationError, match="代开发票"):
        reply_in(topic, author, "代 開 發 票", now=now)
    assert reply_in(topic, author, "王八蛋", now=now).text == "＊＊＊"
    waits = reply_in(topic, author, "加wei信", now=now + timedelta(minutes=1))
    assert waits.state == State.PENDING
    assert QueueItem.objects.waiting().get().words == ["加微信"]
    edit_item(
        actor=moderator, item=QueueItem.objects.get(), text="请打社区电话", version="", now=timezone.now()
    )
    decide(moderator, Verdict.APPROVE)
    waits.refresh_from_db()
    assert (waits.state, waits.text, waits.revision_count) == (State.PUBLISHED, "请打社区电话", 1)


def test_a_newcomer_with_a_link_waits_and_one_without_does_not(board, newcomer):
    assert topic_in(board, newcomer, text="看 example.org").state == State.PENDING
    assert topic_in(board, newcomer, now=timezone.now()).state == State.PUBLISHED


def test_three_reports_hide_until_somebody_has_looked(topic, neighbour, district, moderator, client_for):
    post = reply_in(topic, neighbour, "有争议的话")
    for _count in range(3):
        sent = client_for(regular(district)).post(
            f"/posts/{post.pk}/report/", {"reason": "abuse", "note": ""}
        )
        assert sent.status_code == 302
    page = client_for().get(f"/topics/{topic.pk}/").content.decode()
    assert "这一楼已隐藏" in page
    assert "有争议的话" not in page
    decide(moderator, Verdict.APPROVE, reason="")
    assert "有争议的话" in client_for().get(f"/topics/{topic.pk}/").content.decode()
    assert LogEntry.objects.get().action == "restored"
    assert "恢复显示" in client_for().get("/moderation/log/").content.decode()
    assert client_for(neighbour).post(f"/posts/{post.pk}/report/", {"reason": "abuse"}).status_code == 422


def test_a_moderator_hides_with_a_reason_that_can_be_appealed(topic, neighbour, moderator, client_for):
    post = reply_in(topic, neighbour, "三单元老张家的电话是")
    desk, page = client_for(moderator), f"/topics/{topic.pk}/"
    assert f"/posts/{post.pk}/hide/" in desk.get(page).content.decode()
    assert client_for(neighbour).get(f"/posts/{post.pk}/hide/").status_code == 404
    assert "请写明理由" in desk.post(f"/posts/{post.pk}/hide/", {"reason": " "}).content.decode()
    assert desk.post(f"/posts/{post.pk}/hide/", {"reason": "说出了别人的电话"}).status_code == 302
    shown = client_for().get(page).content.decode()
    assert "这一楼已隐藏" in shown
    assert "三单元老张家" not in shown
    assert "不用隐藏" in desk.post(f"/posts/{post.pk}/hide/", {"reason": "再来一次"}).content.decode()
    assert LogEntry.objects.values_list("action", "reason").get() == ("hidden", "说出了别人的电话")
    decision = Decision.objects.get()
    own = client_for(neighbour)
    assert f"/moderation/appeals/decision/{decision.pk}/" in own.get("/me/").content.decode()
    undo_decision(actor=moderator, decision=decision, now=timezone.now())
    post.refresh_from_db()
    assert post.state == State.PUBLISHED
    assert LogEntry.objects.order_by("-pk").values_list("action", flat=True)[0] == "restored"
    # It waits again, and is let stand; nothing more is to be told of that.
    decide(moderator, Verdict.APPROVE, reason="")
    assert LogEntry.objects.count() == 2
    # However long ago it was hidden, its place leads to what gives it back; not for who wrote it.
    hide_post(actor=moderator, post=post, reason="又说了一遍", now=timezone.now())
    assert f"/posts/{post.pk}/restore/" in desk.get(page).content.decode()
    assert own.get(f"/posts/{post.pk}/restore/").status_code == 404
    assert "三单元老张家" in desk.get(f"/posts/{post.pk}/restore/").content.decode()
    assert desk.post(f"/posts/{post.pk}/restore/").status_code == 302
    assert "三单元老张家" in client_for().get(page).content.decode()
    assert LogEntry.objects.order_by("-pk").values_list("action", flat=True)[0] == "restored"
    assert not QueueItem.objects.waiting().exists()
    assert "没有隐藏" in desk.post(f"/posts/{post.pk}/restore/").content.decode()
    mine = reply_in(topic, moderator, "版主自己说的话")
    colleague = UserFactory(member={Role.MODERATOR: post.topic.board.body})
    hide_post(actor=colleague, post=mine, reason="跑题", now=timezone.now())
    assert f"/posts/{mine.pk}/restore/" not in desk.get(page).content.decode()
    assert "要由其他版主处理" in desk.post(f"/posts/{mine.pk}/restore/").content.decode()
    # What waits in the queue is decided there.
    Post.objects.filter(pk=post.pk).update(pending_text="换成别的")
    with pytest.raises(ValidationError, match="等待审核"):
        hide_post(actor=moderator, post=post, reason="广告", now=timezone.now())


def test_what_was_rejected_waits_again_once_its_author_has_changed_it(board, author, moderator, client_for):
    Board.objects.filter(pk=board.pk).update(moderation=Moderation.BEFORE)
    topic = topic_in(board_of_fresh(board), author)
    decide(moderator, Verdict.REJECT)
    Board.objects.filter(pk=board.pk).update(moderation=Moderation.AFTER)
    post = topic.posts.get()
    edit_post(actor=author, post=post, text="这回说得客气些", seen=0, now=timezone.now())
    topic.refresh_from_db()
    assert (topic.state, topic.posts.get().state) == (State.PENDING, State.PENDING)
    assert "作者60天内有1次未通过" in client_for(moderator).get("/admin/moderation/queue/").content.decode()
    decide(moderator, Verdict.APPROVE)
    assert "这回说得客气些" in client_for().get(f"/topics/{topic.pk}/").content.decode()


def test_a_silenced_member_reads_and_does_not_write(topic, neighbour, moderator, district, client_for):
    give_sanction(
        actor=moderator,
        user=neighbour,
        body=district.body("wuyixiang"),
        kind=SanctionKind.SILENCE,
        reason="反复骂人",
        ends_at=timezone.now() + timedelta(days=1),
        now=timezone.now(),
    )
    with pytest.raises(PermissionDenied, match="反复骂人"):
        reply_in(topic, neighbour, now=timezone.now() + timedelta(seconds=1))
    member = client_for(neighbour)
    assert "反复骂人" in member.get(f"/topics/{topic.pk}/").content.decode()
    assert member.post(f"/topics/{topic.pk}/reply/", {"text": "我要说"}).status_code == 422
    assert topic_in(board_of(district, "kangjuli"), neighbour).state == State.PUBLISHED


def test_lock_and_pin_until(clock, topic, author, neighbour, moderator, board, client_for):
    now = timezone.now()
    with pytest.raises(PermissionDenied):
        lock_topic(actor=author, topic=topic, lock=True, reason="", now=now)
    lock_topic(actor=moderator, topic=topic, lock=True, reason="跑题", now=now)
    with pytest.raises(PermissionDenied, match="锁定"):
        reply_in(topic, neighbour)
    newer = topic_in(board, author, now=now + timedelta(minutes=1))
    pin_topic(actor=moderator, topic=topic, pin=True, until=now + timedelta(days=1), reason="", now=now)
    page = client_for().get("/fuzimiao/wuyixiang/forum/").content.decode()
    assert page.index(topic.title) < page.index(newer.title)
    clock.shift(timedelta(days=2))
    unpin(timezone.now())
    topic.refresh_from_db()
    assert not topic.is_pinned
    assert "跑题" in client_for().get("/moderation/log/?area=wuyixiang").content.decode()


def test_a_move_keeps_every_address(topic, moderator, official, district, client_for):
    post = topic.posts.get()
    street = official(Role.MODERATOR, district.body("fuzimiao"))
    with pytest.raises(PermissionDenied):
        move_topic(
            actor=moderator, topic=topic, board=board_of(district, "fuzimiao"), reason="", now=timezone.now()
        )
    move_topic(
        actor=street,
        topic=topic,
        board=board_of(district, "fuzimiao"),
        reason="全街道的事",
        now=timezone.now(),
    )
    assert topic.title in client_for().get("/fuzimiao/forum/").content.decode()
    page = client_for().get(f"/topics/{topic.pk}/").content.decode()
    assert "从“乌衣巷社区论坛”到“夫子庙街道论坛”" in page
    assert client_for().get(f"/posts/{post.pk}/").url == f"/topics/{topic.pk}/"


def test_split_and_merge_lead_old_addresses_to_the_posts(
    topic, author, neighbour, moderator, board, client_for
):
    now = timezone.now()
    posts = [
        reply_in(topic, person, now=now + timedelta(minutes=minute))
        for minute, person in enumerate((neighbour, author, neighbour))
    ]
    desk = client_for(moderator)
    sent = desk.post(
        f"/topics/{topic.pk}/manage/",
        {"deed": "split", "numbers": "3-4", "title": "另开一个话题", "board": board.pk},
    )
    new = Topic.objects.get(title="另开一个话题")
    assert sent.url == f"/topics/{new.pk}/"
    assert client_for().get(f"/posts/{posts[2].pk}/").url == f"/topics/{new.pk}/#post-2"
    with pytest.raises(ValidationError):
        split_topic(
            actor=moderator, topic=topic, numbers=[1], title="拆掉开头", board=board, reason="", now=now
        )
    # Tags, watchers and drafts go on where the posts do.
    new.tag_names = ["停车"]
    new.save()
    new.tags.set([Tag.objects.create(name="停车")])
    recount_tags(new.tag_names)
    set_watch(actor=moderator, of=new, level=WatchLevel.WATCH, now=now)
    draft = save_draft(actor=author, board=None, topic=new, title="", text="写到一半", now=now)
    merge_topic(actor=moderator, topic=new, into=topic, reason="同一件事", now=now)
    draft.refresh_from_db()
    assert draft.topic == topic
    assert Watch.objects.filter(user=moderator, topic=topic).exists()
    assert client_for().get(f"/posts/{posts[2].pk}/").url == f"/topics/{topic.pk}/#post-6"
    assert client_for().get(f"/topics/{new.pk}/").url == f"/topics/{topic.pk}/"
    assert LogEntry.objects.filter(action__in=("split", "merged")).count() == 3
    with pytest.raises(ValidationError):
        merge_topic(actor=moderator, topic=topic, into=topic, reason="", now=now)
    gone = topic_in(board, neighbour, now=now + timedelta(hours=1))
    delete_post(actor=moderator, post=gone.posts.get(), reason="广告", now=now)
    with pytest.raises(ValidationError, match="没有删除"):
        merge_topic(actor=moderator, topic=gone, into=topic, reason="", now=now)


def test_the_manage_page_is_the_moderators(topic, author, moderator, client_for, board, district):
    address = f"/topics/{topic.pk}/manage/"
    assert client_for(author).get(address).status_code == 404
    desk = client_for(moderator)
    assert desk.get(address).status_code == 200
    desk.post(address, {"deed": "lock", "reason": "跑题"})
    desk.post(address, {"deed": "pin", "until": "什么时候"})
    topic.refresh_from_db()
    assert (topic.is_locked, topic.is_pinned) == (True, False)
    for deed in ("unlock", "pin", "unpin"):
        desk.post(address, {"deed": deed})
    assert "请填要并入的话题" in desk.post(address, {"deed": "merge", "into": "没有"}).content.decode()


def test_boards_are_set_up_by_their_moderators_who_write_pages(
    board, official, district, client_for, moderator
):
    director = official(Role.COMMITTEE_DIRECTOR, district.body("wuyixiang"), confirmed=True)
    desk = client_for(director)
    assert "乌衣巷社区论坛" in desk.get("/admin/boards/").content.decode()
    fields = {
        "parent": board.pk,
        "name": "失物招领",
        "description": "捡到的、丢了的",
        "position": "1",
        "read_by": "everybody",
        "start_by": "members",
        "reply_by": "members",
        "moderation": "risk",
        "kinds": ["question"],
        "tagging": "offered",
        "offered_tags": "雨伞 钥匙",
    }
    for wrong in ({"kinds": []}, {"offered_tags": ""}, {"offered_tags": "一二<三"}):
        assert desk.post("/admin/boards/new/", fields | wrong).status_code == 200
    assert not Board.objects.filter(name="失物招领").exists()
    assert desk.post("/admin/boards/new/", fields).status_code == 302
    child = Board.objects.get(name="失物招领")
    assert child.body == board.body
    assert "失物招领" in client_for().get("/fuzimiao/wuyixiang/forum/").content.decode()
    assert client_for().get(f"/boards/{child.pk}/").status_code == 200
    # Its kinds and tags are what one may start there, in the form and behind it.
    writer = client_for(regular(district))
    form = writer.get(f"/boards/{child.pk}/new/").content.decode()
    assert "雨伞" in form
    assert "投票" not in form
    typed = {"title": "谁丢了伞", "text": "在东门捡到的。", "form_token": uuid4()}
    for wrong in ({"kind": "poll"}, {"kind": "question", "tags": ["手套"]}):
        assert writer.post(f"/boards/{child.pk}/new/", typed | wrong).status_code == 422
    sent = writer.post(f"/boards/{child.pk}/new/", typed | {"kind": "question", "tags": ["雨伞"]})
    assert Topic.objects.get(board=child).tag_names == ["雨伞"]
    assert "雨伞" in client_for().get(sent.url).content.decode()
    for wrong in ({"kind": TopicKind.POLL}, {"kind": TopicKind.QUESTION, "tags": ["手套"]}):
        with pytest.raises(ValidationError, match="列出的"):
            topic_in(board_of_fresh(child), regular(district), **wrong)
    plain = {**fields, "tagging": "none"}
    assert desk.post(f"/admin/boards/edit/{child.pk}/", plain).status_code == 302
    with pytest.raises(ValidationError, match="不用标签"):
        topic_in(board_of_fresh(child), regular(district), kind=TopicKind.QUESTION, tags=["雨伞"])
    desk.post(f"/admin/boards/edit/{child.pk}/", {**fields, "is_closed": "on"})
    with pytest.raises(PermissionDenied, match="关闭"):
        topic_in(board_of_fresh(child), director)
    assert client_for(moderator).get(f"/admin/boards/edit/{child.pk}/").status_code in (302, 404)
    assert client_for().get(f"/boards/{board.pk}/").url == "/fuzimiao/wuyixiang/forum/"


@pytest.mark.parametrize(
    ("posts", "likes", "days", "rejections", "level"),
    [
        (0, 0, 0, 0, Trust.NEW),
        (3, 0, 2, 0, Trust.KNOWN),
        (30, 10, 40, 0, Trust.TRUSTED),
        (30, 10, 40, 1, Trust.KNOWN),
        (200, 100, 200, 0, Trust.REGULAR),
        (200, 100, 200, 3, Trust.NEW),
    ],
)
def test_trust_is_earned_by_conduct(posts, likes, days, rejections, level):
    now = timezone.now()
    member = Member(
        post_count=posts,
        likes_received=likes,
        first_post_at=now - timedelta(days=days),
        user=UserFactory.build(),
    )
    assert level_for(member, rejections=rejections, now=now) == level


def test_the_check_finds_what_is_wrong_and_mends_it(topic, board):
    from django.core.management import CommandError, call_command

    Topic.objects.filter(pk=topic.pk).update(post_count=0)
    Board.objects.filter(pk=board.pk).update(topic_count=7)
    Post.objects.filter(topic=topic).update(like_count=9)
    with pytest.raises(CommandError):
        call_command("forum_check")
    call_command("forum_check", mend=True)
    call_command("forum_check")
    Post.objects.filter(topic=topic).update(html_version=0, html="")
    call_command("render_posts")
    assert "<p>" in Post.objects.get(topic=topic).html

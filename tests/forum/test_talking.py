"""Talking: topics, replies, changes, likes, answers, polls, drafts, what was read."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.choices import Role
from events.models import Event
from forum.actions.accept_answer import accept_answer
from forum.actions.delete_post import delete_post
from forum.actions.edit_post import edit_post
from forum.actions.revert_post import revert_post
from forum.actions.set_like import set_like
from forum.actions.set_watch import set_watch
from forum.actions.start_topic import PollPlan
from forum.actions.vote_poll import vote_poll
from forum.choices import Audience, State, TopicKind, WatchLevel
from forum.models import Board, Draft, Member, PollVote, Post, ReadMark, Topic
from forum.permissions import can_read, can_see_topic
from forum.telling import tell
from notifications.models import Notification
from notifications.rendering import lines
from tests.factories import UserFactory
from tests.factories.forum import board_of, regular, reply_in, topic_in


def told(user):
    return [line.wording.title for line in lines(Notification.objects.filter(recipient=user), reader=user)]


def test_every_area_has_a_board_run_by_its_body(district):
    assert Board.objects.main().count() == len(district.areas)
    assert board_of(district, "").body == district.body()
    assert board_of(district).name == "乌衣巷社区论坛"
    with pytest.raises(IntegrityError), transaction.atomic():
        Board.objects.create(area=district["wuyixiang"], body=district.body("wuyixiang"), name="第二个")


def test_a_topic_and_its_replies_are_counted_once(topic, board, author, neighbour):
    token = uuid4()
    first = reply_in(topic, neighbour, "充电棚在哪里？", token=token)
    assert reply_in(topic, neighbour, "充电棚在哪里？", token=token) == first
    topic.refresh_from_db()
    board.refresh_from_db()
    assert (topic.post_count, topic.last_number, topic.last_author) == (2, 2, neighbour)
    assert (board.topic_count, board.post_count, board.last_topic) == (1, 2, topic)
    assert Member.objects.get(user=neighbour).post_count == 1
    assert Event.objects.filter(verb="post.replied").count() == 1


@pytest.mark.parametrize(
    ("title", "text", "field"),
    [
        ("短", "内容", "title"),
        ("题" * 81, "内容", "title"),
        ("标题够长了", " ", "text"),
        ("标题够长", "字" * 10_001, "text"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(board, author, title, text, field):
    with pytest.raises(ValidationError) as refused:
        topic_in(board, author, title=title, text=text)
    assert field in refused.value.message_dict


def test_the_same_again_and_too_fast_are_refused(topic, neighbour):
    now = timezone.now()
    reply_in(topic, neighbour, "说一遍", now=now - timedelta(minutes=1))
    with pytest.raises(ValidationError, match="已经发过"):
        reply_in(topic, neighbour, "说 一遍", now=now)
    reply_in(topic, neighbour, "说另一句", now=now)
    with pytest.raises(ValidationError, match="太快"):
        reply_in(topic, neighbour, "再说一句", now=now + timedelta(seconds=3))


def test_a_first_day_has_its_limits(board, newcomer):
    begun = timezone.now() - timedelta(hours=2)
    for minute in range(3):
        topic_in(board, newcomer, now=begun + timedelta(minutes=minute))
    with pytest.raises(ValidationError, match="第一天"):
        topic_in(board, newcomer, now=begun + timedelta(minutes=9))
    topic_in(board, newcomer, now=begun + timedelta(hours=25))
    with pytest.raises(ValidationError, match="链接"):
        topic_in(board, newcomer, text="a.com b.com c.com", now=begun + timedelta(hours=26))


def test_a_change_keeps_what_was_said_and_can_be_taken_back(topic, author, neighbour):
    post = topic.posts.get()
    now = timezone.now()
    before = post.text
    edit_post(actor=author, post=post, text="改成这样", seen=0, now=now)
    post.refresh_from_db()
    assert (post.text, post.revision_count) == ("改成这样", 1)
    with pytest.raises(ValidationError, match="刚刚被改过"):
        edit_post(actor=author, post=post, text="另一个窗口", seen=0, now=now)
    with pytest.raises(PermissionDenied):
        edit_post(actor=neighbour, post=post, text="我来改", seen=1, now=now)
    with pytest.raises(PermissionDenied):
        edit_post(actor=author, post=post, text="太迟", seen=1, now=now + timedelta(days=31))
    revert_post(actor=author, post=post, revision=post.revisions.get(number=1), seen=1, now=now)
    post.refresh_from_db()
    assert (post.text, post.revision_count) == (before, 2)


def test_a_deleted_post_leaves_a_trace(topic, author, neighbour, client_for, moderator):
    post = reply_in(topic, neighbour, "说错了话")
    with pytest.raises(PermissionDenied):
        delete_post(actor=author, post=post, reason="", now=timezone.now())
    with pytest.raises(ValidationError):
        delete_post(actor=moderator, post=post, reason=" ", now=timezone.now())
    delete_post(actor=neighbour, post=post, reason="", now=timezone.now())
    page = client_for().get(f"/topics/{topic.pk}/").content.decode()
    assert "这一楼已删除" in page
    assert "说错了话" not in page
    with pytest.raises(ValidationError):
        delete_post(actor=neighbour, post=post, reason="", now=timezone.now())
    reply_in(topic, neighbour, "重新说")
    with pytest.raises(PermissionDenied, match="已经有人回复"):
        delete_post(actor=author, post=topic.posts.get(number=1), reason="", now=timezone.now())
    delete_post(actor=moderator, post=topic.posts.get(number=1), reason="泄露电话", now=timezone.now())
    assert client_for().get(f"/topics/{topic.pk}/").status_code == 404


def test_a_like_counts_once_and_not_for_oneself(topic, author, neighbour):
    post = topic.posts.get()
    now = timezone.now()
    assert set_like(actor=neighbour, post=post, liked=True, now=now) == 1
    assert set_like(actor=neighbour, post=post, liked=True, now=now) == 1
    with pytest.raises(PermissionDenied):
        set_like(actor=author, post=post, liked=True, now=now)
    assert set_like(actor=neighbour, post=post, liked=False, now=now) == 0


def test_who_asked_accepts_an_answer(board, author, neighbour):
    topic = topic_in(board, author, kind=TopicKind.QUESTION)
    answer = reply_in(topic, neighbour)
    with pytest.raises(PermissionDenied):
        accept_answer(actor=neighbour, topic=topic, post=answer, now=timezone.now())
    with pytest.raises(ValidationError):
        accept_answer(actor=author, topic=topic, post=topic.posts.get(number=1), now=timezone.now())
    accept_answer(actor=author, topic=topic, post=answer, now=timezone.now())
    tell(Event.objects.get(verb="topic.answer_accepted"))
    assert told(neighbour) == [f"您的回答被采纳：{topic.title}"]
    delete_post(actor=neighbour, post=answer, reason="", now=timezone.now())
    topic.refresh_from_db()
    assert topic.accepted is None


def test_a_poll_takes_one_vote_a_person(board, author, neighbour, client_for):
    plan = PollPlan(options=["周六", "周日", "周六"], is_hidden_until_voted=True)
    topic = topic_in(board, author, kind=TopicKind.POLL, poll=plan)
    options = list(topic.poll.options.all())
    assert [option.text for option in options] == ["周六", "周日"]
    page = client_for(neighbour).get(f"/topics/{topic.pk}/").content.decode()
    assert "投过票才能看到结果" in page
    with pytest.raises(ValidationError):
        vote_poll(actor=neighbour, topic=topic, options=[o.pk for o in options], now=timezone.now())
    client_for(neighbour).post(f"/topics/{topic.pk}/vote/", {"option": options[0].pk})
    client_for(neighbour).post(f"/topics/{topic.pk}/vote/", {"option": options[1].pk})
    assert PollVote.objects.get().option == options[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        PollVote.objects.create(
            poll=topic.poll, option=options[1], user=neighbour, is_single=True, voted_at=timezone.now()
        )
    assert "1票" in client_for(neighbour).get(f"/topics/{topic.pk}/").content.decode()
    with pytest.raises(ValidationError):
        topic_in(board, neighbour, kind=TopicKind.POLL, poll=PollPlan(options=["只有一个"]))


def test_notices_are_grouped_and_know_mute_mention_and_watch(topic, board, author, neighbour, district):
    third = regular(district, nickname="第三人")
    set_watch(actor=third, of=board, level=WatchLevel.WATCH, now=timezone.now())
    for number in range(3):
        reply_in(topic, neighbour, now=timezone.now() - timedelta(seconds=60 - 15 * number))
    for event in Event.objects.filter(verb="post.replied"):
        tell(event)
        tell(event)
    assert told(author) == [f"“{topic.title}”有3条新回复"]
    mentioning = reply_in(
        topic, neighbour, "请@第三人 和 @没有这人 来看", now=timezone.now() + timedelta(minutes=1)
    )
    assert f'<a href="/users/{third.pk}/"' in mentioning.html
    tell(Event.objects.filter(verb="post.replied").order_by("-pk")[0])
    assert told(third) == [f"有人提到您：{topic.title}"]
    new = topic_in(board, author, now=timezone.now() + timedelta(minutes=1))
    tell(Event.objects.filter(verb="topic.started").order_by("-pk")[0])
    assert told(third)[0] == f"您关注的版块有新话题：{new.title}"
    Notification.objects.all().delete()
    set_watch(actor=author, of=topic, level=WatchLevel.MUTE, now=timezone.now())
    reply_in(topic, neighbour, now=timezone.now() + timedelta(minutes=2))
    tell(Event.objects.filter(verb="post.replied").order_by("-pk")[0])
    assert told(author) == []


def test_a_member_sees_what_is_new_and_comes_to_the_first_unread(topic, author, neighbour, client_for, board):
    member = client_for(neighbour)
    assert "未读" in member.get("/fuzimiao/wuyixiang/forum/").content.decode()
    member.get(f"/topics/{topic.pk}/")
    assert ReadMark.objects.get(user=neighbour).number == 1
    for number in range(2):
        reply_in(topic, author, now=timezone.now() + timedelta(seconds=30 * number))
    assert "2条新" in member.get("/fuzimiao/wuyixiang/forum/").content.decode()
    assert member.get(f"/topics/{topic.pk}/unread/").url == f"/topics/{topic.pk}/#post-2"
    assert member.get(f"/topics/{topic.pk}/news/?after=1").json()["count"] == 2


def test_a_long_topic_opens_anywhere(topic, author, client_for):
    now = timezone.now()
    Post.objects.bulk_create(
        [
            Post(
                topic=topic, number=n, author=author, text=f"第{n}句", html=f"<p>第{n}句</p>", written_at=now
            )
            for n in range(2, 66)
        ]
    )
    from forum.checking import mend

    Topic.objects.filter(pk=topic.pk).update(last_number=65, post_count=65, last_post_at=now)
    mend()
    visitor = client_for()
    page = visitor.get(f"/topics/{topic.pk}/?after=40").content.decode()
    assert "第41句" in page
    assert "第60句" in page
    assert "第61句" not in page
    post = topic.posts.get(number=65)
    assert visitor.get(f"/posts/{post.pk}/").url == f"/topics/{topic.pk}/?after=60#post-65"
    assert "第65句" in visitor.get(f"/topics/{topic.pk}/?after=60").content.decode()
    assert visitor.get(f"/topics/{topic.pk}/?after=x").status_code == 200


def test_drafts_and_previews_are_kept_on_the_server(topic, board, author, client_for):
    member = client_for(author)
    address = f"/boards/{board.pk}/new/"
    member.post(address, {"title": "写到一半", "text": "还没想好", "draft": "1"})
    assert "还没想好" in member.get(address).content.decode()
    assert "写到一半" in member.get("/topics/drafts/").content.decode()
    shown = member.post(
        address,
        {"kind": "discussion", "title": "标题够长", "text": "**粗** <script>x</script>", "preview": "1"},
    ).content.decode()
    assert "<strong>粗</strong> &lt;script&gt;" in shown
    assert Draft.objects.filter(board=board).exists()
    sent = member.post(
        address, {"kind": "discussion", "title": "标题够长", "text": "写完了", "tags": "停车，楼道"}
    )
    assert sent.status_code == 302
    assert not Draft.objects.exists()
    assert Topic.objects.get(pk=sent.url.split("/")[2]).tag_names == ["停车", "楼道"]
    assert "标题够长" in client_for().get("/topics/tags/停车/").content.decode()
    assert member.post(address, {"kind": "discussion", "title": "", "text": "没有标题"}).status_code == 422


def test_forms_reply_quote_edit_like_accept_watch_and_history(board, author, neighbour, client_for):
    topic = topic_in(board, author, kind=TopicKind.QUESTION)
    other = client_for(neighbour)
    first = topic.posts.get()
    assert "&gt; [秦淮人家]" in other.get(f"/topics/{topic.pk}/reply/?to={first.pk}&quote=1").content.decode()
    sent = other.post(f"/topics/{topic.pk}/reply/", {"text": "去社区登记", "to": first.pk})
    assert sent.url == f"/topics/{topic.pk}/#post-2"
    reply = topic.posts.get(number=2)
    assert reply.reply_to == first
    asker = client_for(author)
    asker.post(f"/posts/{reply.pk}/like/", {"liked": "1"})
    asker.post(f"/posts/{reply.pk}/accept/")
    page = asker.get(f"/topics/{topic.pk}/").content.decode()
    assert "已解决" in page
    assert "已赞" in page
    other.post(f"/posts/{reply.pk}/edit/", {"text": "去社区登记就行", "seen": "0"})
    assert other.post(f"/posts/{reply.pk}/edit/", {"text": "旧窗口", "seen": "0"}).status_code == 422
    history = asker.get(f"/posts/{reply.pk}/history/").content.decode()
    assert "<del>去社区登记</del>" in history
    other.post(f"/posts/{reply.pk}/history/1/revert/", {"seen": "1"})
    reply.refresh_from_db()
    assert reply.text == "去社区登记"
    other.post(f"/topics/{topic.pk}/watch/", {"level": "mute"})
    other.post(f"/boards/{board.pk}/watch/", {"level": "watch"})
    other.post(f"/posts/{reply.pk}/delete/")
    assert topic.posts.get(number=2).state == State.DELETED
    asker.post(f"/topics/{topic.pk}/title/", {"title": "改过的标题"})
    assert "原来是" in client_for().get(f"/topics/{topic.pk}/").content.decode()


def test_the_history_of_a_post_that_was_never_changed_is_empty(topic, author, client_for):
    page = client_for(author).get(f"/posts/{topic.posts.get().pk}/history/")
    assert page.status_code == 200
    assert "<del>" not in page.content.decode()


def test_who_reads_a_board_is_its_setting(topic, board, district, official, client_for):
    people = {
        "visitor": None,
        "resident": regular(district),
        "stranger": regular(district, "kangjuli"),
        "worker": official(Role.COMMITTEE_WORKER, district.body("kangjuli")),
        "moderator": official(Role.MODERATOR, district.body("fuzimiao")),
        "superuser": UserFactory(superuser=True),
    }
    readers = {
        Audience.EVERYBODY: set(people),
        Audience.MEMBERS: set(people) - {"visitor"},
        Audience.RESIDENTS: {"resident", "moderator", "superuser"},
        Audience.OFFICIALS: {"worker", "moderator", "superuser"},
    }
    from django.contrib.auth.models import AnonymousUser

    for audience, expected in readers.items():
        Board.objects.filter(pk=board.pk).update(read_by=audience)
        fresh = Topic.objects.select_related("board__area").get(pk=topic.pk)
        for name, person in people.items():
            reader = person or AnonymousUser()
            assert can_read(reader, fresh.board) is (name in expected), (audience, name)
            assert can_see_topic(reader, fresh) is (name in expected)
            assert Topic.objects.visible_to(reader).filter(pk=topic.pk).exists() is (name in expected)
            assert Board.objects.visible_to(reader).filter(pk=board.pk).exists() is (name in expected)
            status = client_for(person).get(f"/topics/{topic.pk}/").status_code
            assert status == (200 if name in expected else 404)


def test_feeds_and_members_pages_show_what_everybody_may_read(topic, board, author, neighbour, client_for):
    reply_in(topic, neighbour, "看看https://example.org/?utm_source=x")
    visitor = client_for()
    for address in (f"/boards/{board.pk}/feed/", f"/topics/{topic.pk}/feed/"):
        assert topic.title in visitor.get(address).content.decode()
    assert "utm_source" not in topic.posts.get(number=2).html
    page = visitor.get(f"/users/{neighbour.pk}/").content.decode()
    assert "看看" in page
    client_for(neighbour).post("/users/me/", {"introduction": "住了三十年"})
    page = visitor.get(f"/users/{neighbour.pk}/").content.decode()
    assert "住了三十年" in page
    assert "看看" not in page
    assert visitor.get(f"/users/{UserFactory().pk}/").status_code == 404

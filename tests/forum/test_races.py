"""What many do at the same moment is done once, counted once, and by the rules as they are then."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from communities.choices import Role
from forum.actions.answer_enquiry import answer_enquiry
from forum.actions.edit_post import edit_post
from forum.actions.hide_post import hide_post
from forum.actions.lock_topic import lock_topic
from forum.actions.merge_topic import merge_topic
from forum.actions.note_enquiry import note_enquiry
from forum.actions.set_like import set_like
from forum.actions.split_topic import split_topic
from forum.actions.start_topic import PollPlan
from forum.actions.submit_enquiry import submit_enquiry
from forum.actions.vote_poll import vote_poll
from forum.checking import findings
from forum.choices import EnquiryState, Purpose, State, TopicKind
from forum.models import EnquiryCategory, Like, PollVote, Post, Topic
from tests.factories.forum import regular, reply_in, topic_in

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Do all of them in a thread and a connection each; return what each returned, or the refusal it met."""
    answers, start = [None] * len(acts), threading.Barrier(len(acts))

    def run(place, act):
        start.wait()
        try:
            answers[place] = act()
        except (PermissionDenied, ValidationError) as refusal:
            answers[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_what_meets_is_done_once_and_counted_right(topic, board, moderator, district):
    people = [regular(district) for _person in range(3)]
    now, token = timezone.now(), uuid4()

    # One form, sent three times at once.
    sent = at_once(*[lambda: reply_in(topic, people[0], "充电棚在哪里？", token=token, now=now)] * 3)
    assert len({post.pk for post in sent}) == 1
    assert Post.objects.filter(token=token).count() == 1

    # One like, pressed three times.
    at_once(*[lambda: set_like(actor=people[1], post=sent[0], liked=True, now=now)] * 3)
    assert Like.objects.count() == Post.objects.get(pk=sent[0].pk).like_count == 1

    # Replies while the topic becomes part of another: they stand in the one, or are refused with a reason.
    other = topic_in(board, regular(district))
    stale = Topic.objects.select_related("board__area", "board__body").get(pk=topic.pk)
    answers = at_once(
        lambda: merge_topic(actor=moderator, topic=topic, into=other, reason="", now=now),
        *[lambda person=person: reply_in(stale, person, now=now) for person in people[1:]],
    )
    for answer in answers[1:]:
        assert isinstance(answer, PermissionDenied) or Post.objects.get(pk=answer.pk).topic_id == other.pk
    assert not topic.posts.exists()

    # Nor does anybody get a word in behind a lock.
    stale = Topic.objects.select_related("board__area", "board__body").get(pk=other.pk)
    lock_topic(actor=moderator, topic=other, lock=True, reason="", now=now)
    late = regular(district)
    assert isinstance(at_once(lambda: reply_in(stale, late, now=now))[0], PermissionDenied)
    assert findings() == []


def fresh(topic):
    return Topic.objects.select_related("board__area", "board__body").get(pk=topic.pk)


def test_moderators_and_offices_meet_those_who_write(topic, board, moderator, district, official):
    people = [regular(district) for _person in range(4)]
    now = timezone.now()
    first = reply_in(topic, people[0], now=now - timedelta(minutes=2))

    # Replies while others are split off: each stands in one of the two topics, numbered once.
    stale = fresh(topic)
    new, *replies = at_once(
        lambda: split_topic(
            actor=moderator, topic=topic, numbers=[2], title="另开一个话题", board=board, reason="", now=now
        ),
        *[lambda person=person: reply_in(stale, person, now=now) for person in people[1:]],
    )
    assert {Post.objects.get(pk=post.pk).topic_id for post in replies} == {topic.pk}
    assert Post.objects.get(pk=first.pk).topic_id == new.pk
    assert sorted(topic.posts.values_list("number", flat=True)) == [1, 3, 4, 5]

    # A lock and a reply at the same moment: it came before, and stands there, or it came after, and does not.
    stale, late = fresh(topic), regular(district)
    answers = at_once(
        lambda: lock_topic(actor=moderator, topic=topic, lock=True, reason="", now=now),
        lambda: reply_in(stale, late, now=now),
    )
    assert isinstance(answers[1], PermissionDenied) is not topic.posts.filter(author=late).exists()

    # Hidden while its writer changes it: hidden it stays, with their change or without.
    post = Post.objects.select_related("topic").get(pk=first.pk)
    answers = at_once(
        lambda: hide_post(actor=moderator, post=post, reason="广告", now=now),
        lambda: edit_post(actor=people[0], post=post, text="换一种说法", seen=0, now=now),
    )
    assert not isinstance(answers[0], Exception)
    post.refresh_from_db()
    assert (post.state, post.revision_count) == (State.HIDDEN, 0 if isinstance(answers[1], Exception) else 1)

    # Two votes of one person in the last moment, and one that is too late.
    ends = now + timedelta(days=1)
    plan = PollPlan(["东门", "西门"], ends_at=ends)
    poll = topic_in(board, regular(district), kind=TopicKind.POLL, poll=plan)
    east, west = poll.poll.options.values_list("pk", flat=True)
    in_time = ends - timedelta(microseconds=1)
    answers = at_once(
        lambda: vote_poll(actor=people[2], topic=fresh(poll), options=[east], now=in_time),
        lambda: vote_poll(actor=people[2], topic=fresh(poll), options=[west], now=in_time),
        lambda: vote_poll(actor=people[3], topic=fresh(poll), options=[west], now=ends),
    )
    assert PollVote.objects.count() == sum(answer is None for answer in answers) == 1
    assert isinstance(answers[2], ValidationError)

    # Two colleagues answer while a third writes a note: one answer, and the note is kept.
    enquiry = submit_enquiry(
        actor=people[3],
        board=board,
        body=board.body,
        category=EnquiryCategory.objects.get(name="楼道与环境卫生"),
        purpose=Purpose.HELP,
        title="楼道灯不亮",
        text="三单元的灯不亮。",
        is_private=False,
        now=now + timedelta(hours=1),
    ).enquiry
    office = [official(Role.COMMITTEE_WORKER, board.body, confirmed=True) for _colleague in range(3)]
    answers = at_once(
        *[
            lambda who=who: answer_enquiry(actor=who, enquiry=enquiry, text=f"明天换，{who.pk}。", now=now)
            for who in office[:2]
        ],
        lambda: note_enquiry(actor=office[2], enquiry=enquiry, text="电工已经约好", now=now),
    )
    assert sum(isinstance(answer, ValidationError) for answer in answers[:2]) == 1
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.topic.posts.count()) == (EnquiryState.ANSWERED, 2)
    assert enquiry.steps.filter(note="电工已经约好", is_private=True).exists()
    assert findings() == []

"""What many do at the same moment is done once, counted once, and by the rules as they are then."""

import threading
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from forum.actions.lock_topic import lock_topic
from forum.actions.merge_topic import merge_topic
from forum.actions.set_like import set_like
from forum.checking import findings
from forum.models import Like, Post, Topic
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

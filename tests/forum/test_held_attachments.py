"""Attachments follow their posts: split, merged, hidden, deleted, reported, and with a closed account."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.actions.close_account import close_account
from forum.actions.delete_post import delete_post
from forum.actions.merge_topic import merge_topic
from forum.actions.split_topic import split_topic
from forum.actions.withhold_post import withhold_post
from forum.attaching import HELD_FOR
from forum.choices import State
from forum.models import Post
from media.actions.add_attachment import add_attachment
from media.attachments.sweeping import sweep
from media.choices import AttachmentState
from media.models import Attachment
from moderation.actions.report_object import report_object
from moderation.choices import ReportReason
from tests.factories.forum import reply_in, topic_in
from tests.factories.uploads import PDF, upload


@pytest.fixture
def file():
    def add(person, name="证据.pdf"):
        return add_attachment(actor=person, upload=upload(PDF, name), name=name, now=timezone.now())

    return add


@pytest.fixture
def replied(topic, neighbour, file):
    """A reply of the neighbour's with a file; and the file."""
    added = file(neighbour)
    return reply_in(topic, neighbour, "见附件", attachments=[added.key]), added


def status(client_for, person, attachment):
    return client_for(person).get(attachment.get_absolute_url()).status_code


def state_of(attachment):
    return Attachment.objects.get(pk=attachment.pk).state


def test_they_stay_with_the_post_where_it_is_moved_and_are_not_to_be_had_while_it_is_hidden(
    replied, topic, board, author, moderator, client_for
):
    post, file = replied
    later = timezone.now() + timedelta(minutes=1)
    split = split_topic(
        actor=moderator,
        topic=topic,
        numbers=[post.number],
        title="另开一题谈附件",
        board=board,
        reason="",
        now=later,
    )
    assert status(client_for, None, file) == 200
    merge_topic(actor=moderator, topic=split, into=topic_in(board, author, later), reason="", now=later)
    assert status(client_for, None, file) == 200
    moved = Post.objects.get(pk=post.pk)
    withhold_post(actor=moderator, post=moved, state=State.HIDDEN, now=later)
    assert [status(client_for, one, file) for one in (None, author)] == [404, 404]
    assert state_of(file) == AttachmentState.CLAIMED


def test_what_a_moderator_takes_down_is_kept_half_a_year_for_those_who_keep_order(
    replied, moderator, neighbour, author, official, client_for, django_capture_on_commit_callbacks
):
    post, file = replied
    now = timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        delete_post(actor=moderator, post=post, reason="人身攻击", now=now)
    assert [status(client_for, one, file) for one in (None, neighbour, author, moderator)] == [404] * 3 + [
        200
    ]
    page = client_for(moderator).get("/admin/reports/held/").content.decode()
    assert "证据.pdf" in page
    assert "因违规被删除" in page
    # Whoever closes their account leaves what is held.
    close_account(actor=None, user=neighbour, now=now)
    sweep(now + HELD_FOR - timedelta(minutes=1))
    assert state_of(file) == AttachmentState.HELD
    stored = Attachment.objects.get(pk=file.pk).file
    assert default_storage.exists(stored)
    sweep(now + HELD_FOR)
    assert not Attachment.objects.filter(pk=file.pk).exists()
    assert not default_storage.exists(stored)


def test_an_authority_has_it_kept_until_somebody_releases_it(
    replied, moderator, neighbour, client_for, django_capture_on_commit_callbacks
):
    post, file = replied
    delete_post(actor=moderator, post=post, reason="人身攻击", now=timezone.now())
    address = f"/admin/reports/held/{file.pk}/"
    client = client_for(moderator)
    assert client_for(neighbour).post(address, {"deed": "release"}).status_code in (302, 403, 404)
    refused = client.post(address, {"deed": "keep", "reason": " "}, follow=True)
    assert "请写明继续留存的理由" in refused.content.decode()
    kept = client.post(address, {"deed": "keep", "reason": "公安调取，宁公（2026）3号"}, follow=True)
    assert "解除为止" in kept.content.decode()
    sweep(timezone.now() + 3 * HELD_FOR)
    assert state_of(file) == AttachmentState.HELD
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"deed": "release"})
    assert state_of(file) == AttachmentState.REMOVED
    assert not default_storage.exists(file.file)
    assert client.post(address, {"deed": "release"}).status_code == 404


def test_whoever_was_reported_makes_no_proof_disappear_and_others_do(replied, topic, author, neighbour, file):
    post, reported = replied
    other = file(neighbour)
    now = timezone.now() + timedelta(minutes=1)
    harmless = reply_in(topic, neighbour, "另一条", now, attachments=[other.key])
    report_object(
        actor=author,
        instance=post,
        body=topic.board.body,
        author_id=neighbour.pk,
        reason=ReportReason.values[0],
        note="",
        now=now,
    )
    for one in (post, harmless):
        delete_post(actor=neighbour, post=Post.objects.get(pk=one.pk), reason="", now=now)
    assert state_of(reported) == AttachmentState.HELD
    assert state_of(other) == AttachmentState.REMOVED

"""A form that was opened before something happened: sent, it does what is right now, and no word is lost."""

import re
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from forum.actions.delete_post import delete_post
from forum.actions.hide_post import hide_post
from forum.actions.lock_topic import lock_topic
from forum.actions.merge_topic import merge_topic
from forum.actions.set_board import SETTINGS, set_board
from forum.models import Board, Enquiry, EnquiryCategory, Post
from moderation.actions.give_sanction import give_sanction
from moderation.choices import SanctionKind
from tests.factories import UserFactory
from tests.factories.forum import regular, reply_in, topic_in

WORDS = "写了半个钟头的一段话"
KEPT = "您写的还在这里"


def test_a_reply_to_what_was_locked_merged_or_deleted_meanwhile(
    topic, board, neighbour, moderator, district, client_for
):
    now, client = timezone.now(), client_for(neighbour)

    def send(where, words=WORDS):
        return client.post(f"/topics/{where.pk}/reply/", {"text": words, "form_token": uuid4()})

    lock_topic(actor=moderator, topic=topic, lock=True, reason="", now=now)
    refused = send(topic)
    assert refused.status_code == 422
    assert "已经锁定" in (page := refused.content.decode())
    assert KEPT in page
    assert WORDS in page
    lock_topic(actor=moderator, topic=topic, lock=False, reason="", now=now)

    other = topic_in(board, regular(district))
    merge_topic(actor=moderator, topic=topic, into=other, reason="", now=now)
    sent = send(topic)
    assert sent.url == f"/topics/{other.pk}/#post-{other.posts.count()}"
    assert Post.objects.get(text=WORDS).topic == other

    delete_post(actor=moderator, post=other.posts.get(number=1), reason="广告", now=now)
    gone = send(other, "另一段写了很久的话")
    assert gone.status_code == 404
    assert KEPT in (page := gone.content.decode())
    assert "另一段写了很久的话" in page
    assert other.title not in page
    # Whoever typed nothing learns no more than that there is nothing.
    assert KEPT not in client.get(f"/topics/{other.pk}/reply/").content.decode()


def test_a_change_of_what_was_hidden_and_a_topic_for_a_board_that_was_closed(
    topic, board, neighbour, moderator, client_for
):
    now, client = timezone.now(), client_for(neighbour)
    post = reply_in(topic, neighbour)
    hide_post(actor=moderator, post=post, reason="广告", now=now)
    refused = client.post(f"/posts/{post.pk}/edit/", {"text": WORDS, "seen": "0"})
    assert refused.status_code == 422
    assert KEPT in refused.content.decode()
    revert = client.post(f"/posts/{post.pk}/history/1/revert/", {"seen": "0"})
    assert revert.status_code == 404

    typed = {"kind": "discussion", "title": "一个想了很久的标题", "text": WORDS, "form_token": uuid4()}
    admin = UserFactory(is_superuser=True)
    settings = {name: getattr(board, name) for name in SETTINGS}
    given = {"actor": admin, "parent": None, "now": now}
    for change, status in (({"is_closed": True}, 422), ({"read_by": "officials"}, 404)):
        fresh = Board.objects.select_related("area", "body").get(pk=board.pk)
        set_board(board=fresh, settings=settings | change, **given)
        page = client.post(f"/boards/{board.pk}/new/", typed)
        assert page.status_code == status
        assert KEPT in (said := page.content.decode())
        assert "一个想了很久的标题" in said
        assert WORDS in said


def test_whoever_is_silenced_while_writing_keeps_their_words(topic, board, neighbour, moderator, client_for):
    give_sanction(
        actor=moderator,
        user=neighbour,
        body=board.body,
        kind=SanctionKind.SILENCE,
        reason="反复骂人",
        ends_at=timezone.now() + timedelta(days=1),
        now=timezone.now(),
    )
    page = client_for(neighbour).post(f"/topics/{topic.pk}/reply/", {"text": WORDS, "form_token": uuid4()})
    assert "反复骂人" in (said := page.content.decode())
    assert WORDS in said


def test_a_double_click_on_an_enquiry_shows_its_number_and_code_twice(board, author, client_for):
    typed = {
        "purpose": "help",
        "category": EnquiryCategory.objects.get(name="楼道与环境卫生").pk,
        "title": "楼道灯不亮",
        "text": "三单元的灯不亮。",
        "visibility": "private",
        "form_token": uuid4(),
    }
    client = client_for(author)
    pages = [client.post(f"/boards/{board.pk}/ask/", typed).content.decode() for _click in range(2)]
    shown = [re.findall(r'<strong class="number">([^<]+)<', page) for page in pages]
    assert shown[0] == shown[1]
    number, code = shown[0]
    assert Enquiry.objects.get().number == number
    found = client_for().post("/enquiries/query/", {"number": number, "code": code})
    assert "三单元的灯不亮" in found.content.decode()

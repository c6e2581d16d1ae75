"""What the forum takes back is gone from every answer at once, and what is for few is found by few."""

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.actions.close_account import close_account
from communities.actions.abolish_area import abolish_area
from communities.choices import Role
from forum.actions.answer_enquiry import answer_enquiry
from forum.actions.delete_post import delete_post
from forum.actions.edit_post import edit_post
from forum.actions.merge_topic import merge_topic
from forum.actions.move_topic import move_topic
from forum.actions.set_board import set_board
from forum.actions.split_topic import split_topic
from forum.actions.submit_enquiry import submit_enquiry
from forum.actions.withhold_post import withhold_post
from forum.choices import Audience, Purpose, State
from forum.models import Board, EnquiryCategory, Post, Topic
from forum.similar import similar_enquiries
from search import indexing
from tests.factories import UserFactory
from tests.factories.forum import board_of, regular, reply_in, topic_in

pytestmark = pytest.mark.django_db

WORD = "车棚漏雨"
# It means that, in other words.
QUESTION = "栏目:社区论坛 停放自行车的棚子屋顶破了下雨会滴水"
SECRET = "膨胀螺栓"
SETTINGS = {
    "name": "老邻居",
    "description": "",
    "position": 1,
    "read_by": Audience.EVERYBODY,
    "start_by": Audience.MEMBERS,
    "reply_by": Audience.MEMBERS,
    "moderation": "risk",
    "kinds": ["discussion"],
    "tagging": "free",
    "offered_tags": "",
    "is_closed": False,
}


@pytest.fixture
def moderator(town):
    return UserFactory(confirmed=True, member={Role.MODERATOR: town.body("wuyixiang")})


@pytest.fixture
def topic(searching, town):
    """A topic with a reply, which the index has."""
    topic = topic_in(board_of(town), regular(town, nickname="秦淮人家"), title=f"楼道里的{WORD}")
    reply_in(topic, regular(town, nickname="老街坊"), f"换成{SECRET}就好了，{WORD}的事我们也有。")
    searching.deliver()
    return topic


def told(searching, client_for, word, user=None):
    """Return what a reader is told about `word`: totals, facets, suggestions, feed, page."""
    results = searching.find(word, user=user)
    client = client_for(user)
    return (
        results.total,
        sum(results.facets.get("kind", {}).values()),
        len(client.get("/search/suggestions/", {"q": word}).json()["items"]),
        client.get("/search/feed/", {"q": word}).content.decode().count("<entry>"),
        client.get("/search/", {"q": word}).content.decode().count('<li class="search-result">'),
    )


def second(topic):
    return Post.objects.get(topic=topic, number=2)


def hidden(topic, moderator, _now):
    withhold_post(actor=moderator, post=second(topic), state=State.HIDDEN, now=_now)


def deleted(topic, moderator, now):
    delete_post(actor=moderator, post=second(topic), reason="不合适", now=now)


def edited(topic, moderator, now):
    edit_post(actor=moderator, post=second(topic), text="换成别的东西就好了。", seen=0, now=now)


TAKEN = (hidden, deleted, edited)


def topic_hidden(topic, moderator, now):
    withhold_post(actor=moderator, post=Post.objects.get(topic=topic, number=1), state=State.HIDDEN, now=now)


def topic_deleted(topic, moderator, now):
    delete_post(actor=moderator, post=Post.objects.get(topic=topic, number=1), reason="不合适", now=now)


def board_closed_to_the_public(topic, _moderator, _now):
    Board.objects.filter(pk=topic.board_id).update(read_by=Audience.OFFICIALS)


def community_abolished(topic, _moderator, now):
    abolish_area(actor=None, area=topic.board.area, now=now)


GONE = (topic_hidden, topic_deleted, board_closed_to_the_public, community_abolished)


def test_what_is_taken_back_is_gone_before_the_worker_runs(searching, client_for, topic, moderator, now):
    assert told(searching, client_for, WORD) == (1, 1, 1, 1, 1)
    assert told(searching, client_for, QUESTION) == (1, 1, 0, 1, 1)
    for take in (*GONE, *TAKEN):
        word = SECRET if take in TAKEN else WORD
        for runs in (False, True):
            with transaction.atomic():
                take(topic, moderator, timezone.now())
                if runs:
                    searching.deliver()
                assert told(searching, client_for, word) == (0, 0, 0, 0, 0), (take, runs)
                if take in GONE:
                    assert told(searching, client_for, QUESTION) == (0, 0, 0, 0, 0), (take, runs)
                transaction.set_rollback(True)
        # What the worker took out comes back with what was rolled back.
        indexing.check()
    assert told(searching, client_for, WORD) == (1, 1, 1, 1, 1)


def test_a_split_reply_and_a_merged_topic_are_found_where_they_stand_now(searching, topic, moderator, town):
    split_topic(
        actor=moderator,
        topic=topic,
        numbers=[2],
        title="螺栓的事",
        board=topic.board,
        reason="",
        now=timezone.now(),
    )
    assert searching.find(SECRET).total == 0
    searching.deliver()
    new = Topic.objects.get(title="螺栓的事")
    assert [result.key for result in searching.find(SECRET).results] == [f"topic-{new.pk}"]
    merge_topic(actor=moderator, topic=new, into=topic, reason="", now=timezone.now())
    assert searching.find(SECRET).total == 0
    searching.deliver()
    found = searching.find(SECRET).results
    assert [result.shown.url for result in found] == [f"/topics/{topic.pk}/#post-3"]


def test_a_topic_that_is_moved_goes_by_its_new_board(searching, topic, moderator, town):
    officials = set_board(
        actor=UserFactory(is_superuser=True),
        parent=topic.board,
        settings={**SETTINGS, "name": "工作交流", "read_by": Audience.OFFICIALS},
        now=timezone.now(),
    )
    move_topic(
        actor=UserFactory(is_superuser=True), topic=topic, board=officials, reason="", now=timezone.now()
    )
    assert searching.find(WORD).total == 0
    searching.deliver()
    assert searching.find(WORD).total == 0
    worker = UserFactory(member={Role.COMMITTEE_WORKER: town.body("dongshuiguan")})
    assert searching.find(WORD, user=worker).total == 1


@pytest.mark.parametrize("audience", Audience.values)
def test_each_role_finds_in_the_boards_that_it_reads(searching, topic, town, audience):
    """Index and permissions agree for every role and every kind of board, without the index being told."""
    Board.objects.filter(pk=topic.board_id).update(read_by=audience)
    places = {Role.DISTRICT_ADMINISTRATOR: "", Role.STREET_STAFF: "fuzimiao"}
    people = [None, UserFactory(), UserFactory(is_superuser=True)]
    for role in Role:
        if role in (Role.COMMISSION_MEMBER, Role.DEPARTMENT_CLERK, Role.UNIT_CONTACT):
            continue
        people += [
            UserFactory(member={role: town.body(place)})
            for place in {places.get(role, "wuyixiang"), places.get(role, "kangjuli")}
        ]
    from django.contrib.auth.models import AnonymousUser

    for user in people:
        sees = Topic.objects.visible_to(user or AnonymousUser()).filter(pk=topic.pk).count()
        assert searching.find(WORD, user=user).total == sees, user
        assert searching.find(QUESTION, user=user).total == sees, user


def asked(town, actor, *, title, is_private=False):
    return submit_enquiry(
        actor=actor,
        board=board_of(town),
        body=town.body("wuyixiang"),
        category=EnquiryCategory.objects.get(name="楼道与环境卫生"),
        purpose=Purpose.ASK,
        title=title,
        text=f"{title}，请问什么时候能处理？",
        is_private=is_private,
        now=timezone.now(),
    ).enquiry


def test_public_enquiries_are_found_and_private_ones_by_nobody(searching, town):
    author = regular(town, nickname="秦淮人家")
    asked(town, author, title="信箱锁撬坏了两周没人修", is_private=True)
    public = asked(town, regular(town, nickname="老街坊"), title="楼道堆物三个月没人管")
    searching.deliver()
    worker = UserFactory(member={Role.COMMITTEE_WORKER: town.body("wuyixiang")})
    for user in (None, author, worker, UserFactory(is_superuser=True)):
        assert searching.find("信箱锁撬坏", user=user, kinds=frozenset({"enquiry", "topic"})).total == 0
        assert "信箱锁撬坏了两周没人修" not in searching.titles("收信的箱子被人弄开了一直关不上", user=user)
    found = searching.find(public.number).results
    assert [(result.kind, result.shown.owner) for result in found] == [("enquiry", str(public.body))]


def test_answered_enquiries_are_offered_to_whoever_asks_the_like(searching, town, moderator):
    """The forum asks its own registry; the search answers it."""
    worker = UserFactory(confirmed=True, member={Role.COMMITTEE_WORKER: town.body("wuyixiang")})
    answered = asked(town, regular(town, nickname="秦淮人家"), title="楼道堆物三个月没人管")
    asked(town, regular(town, nickname="老街坊"), title="楼道堆物还是没有清走")
    answer_enquiry(actor=worker, enquiry=answered, text="**已经**联系物业清走。", now=timezone.now())
    searching.deliver()
    found = similar_enquiries("我们单元楼道里堆物没人管", area=town["wuyixiang"])
    assert [(row.topic_id, row.answer) for row in found] == [(answered.topic_id, "已经联系物业清走。")]
    assert found[0].url == f"/topics/{answered.topic_id}/"
    assert similar_enquiries("") == similar_enquiries("-()") == []
    meant = "公共过道塞满了杂物一直没有人来清理"
    assert [row.topic_id for row in similar_enquiries(meant)] == [answered.topic_id]
    topic_hidden(answered.topic, moderator, timezone.now())
    assert similar_enquiries(meant) == []


def test_a_closed_account_is_found_no_more(searching, town):
    person = regular(town, nickname="门东老裁缝")
    topic_in(board_of(town), person)
    indexing.rebuild()
    assert searching.find("老裁缝").total == 1
    close_account(actor=person, user=person, now=timezone.now())
    assert searching.find("老裁缝").total == 0
    searching.deliver()
    assert searching.find("老裁缝").total == 0

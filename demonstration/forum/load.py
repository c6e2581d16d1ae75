"""Puts the demonstration's neighbours and their topics into the communities at hand, by the forum's own verbs."""

from datetime import datetime, timedelta
from itertools import count
from typing import Final

from django.utils import timezone

from accounts.models import User
from communities.choices import BodyKind, Role
from communities.models import Body, Membership
from demonstration.forum.desk import load_desk
from demonstration.forum.more_texts import MORE_TOPICS
from demonstration.forum.order import load_order
from demonstration.forum.people import resident
from demonstration.forum.texts import ENQUIRIES, NEIGHBOURS, POLLS, TOPICS
from demonstration.places import Stage, stage
from events.record import record
from forum.actions.accept_answer import accept_answer
from forum.actions.answer_enquiry import answer_enquiry
from forum.actions.confirm_enquiry import confirm_enquiry
from forum.actions.pin_topic import pin_topic
from forum.actions.reply_topic import reply_topic
from forum.actions.set_like import set_like
from forum.actions.start_topic import PollPlan, start_topic
from forum.actions.submit_enquiry import submit_enquiry
from forum.actions.vote_poll import vote_poll
from forum.choices import Purpose, TopicKind, Trust
from forum.models import Board, EnquiryCategory, Member, Topic

# In the community of the stage, and in so many others.
OTHERS: Final = 5
ACCEPTED: Final = "✓"


def load_forum(now: datetime) -> int:
    """Start topics where there are none yet, and return how many; a board that somebody uses is left alone."""
    where = stage()
    boards = _boards(where)
    if Topic.objects.exists() or not boards:
        return 0
    people = _neighbours(boards)
    # One after the other, each by somebody else than the last, so that nobody writes too fast.
    turn = count()
    told = (*TOPICS, *MORE_TOPICS)
    for number, (kind, title, text, tags, replies) in enumerate(told):
        board = boards[number % len(boards)] if number % 3 else boards[0]
        at = now - timedelta(days=len(told) - number, hours=number % 11)
        topic = start_topic(
            actor=people[next(turn) % len(people)],
            board=board,
            title=title,
            text=text,
            tags=tags.split(),
            kind=TopicKind.QUESTION if kind == "q" else TopicKind.DISCUSSION,
            now=at,
        )
        for place, words in enumerate(replies, start=1):
            post = reply_topic(
                actor=people[next(turn) % len(people)],
                topic=topic,
                text=words.removeprefix(ACCEPTED),
                now=at + timedelta(hours=place * 2, minutes=7 * place),
            )
            if words.startswith(ACCEPTED):
                accept_answer(actor=topic.author, topic=topic, post=post, now=at + timedelta(hours=9))
            liking = people[(next(turn) + 5) % len(people)]
            if liking.pk != post.author_id:
                set_like(actor=liking, post=post, liked=True, now=at + timedelta(hours=10))
    _polls(boards[0], people, now)
    _enquiries(boards[0], people, where, now)
    load_desk(boards[0], people, where, now)
    load_order(boards[0], people, where, now)
    _pin(boards[0], where, now)
    record(
        actor=None,
        verb="demonstration.forum_loaded",
        instance=boards[0],
        area_paths=[board.area.path for board in boards],
        now=now,
    )
    return Topic.objects.count()


def _boards(where: Stage) -> list[Board]:
    """Return the boards of the stage's community and of some others of its street."""
    rows = Board.objects.main().select_related("area__parent", "body").filter(area__state="active")
    own = list(rows.filter(area=where.community))
    others = rows.filter(area__parent=where.street).exclude(area=where.community).order_by("area__code")
    return own + list(others[:OTHERS])


def _neighbours(boards: list[Board]) -> list[User]:
    """Return the people who talk; nobody can sign in as one of them."""
    people = []
    for number, nickname in enumerate(NEIGHBOURS, start=1):
        person = resident(f"demo-neighbour-{number}", nickname, boards[number % len(boards)].body)
        Member.objects.get_or_create(
            user=person,
            defaults={"trust": Trust.TRUSTED, "first_post_at": timezone.now() - timedelta(days=200)},
        )
        people.append(person)
    return people


def _polls(board: Board, people: list[User], now: datetime) -> None:
    for number, (title, text, options) in enumerate(POLLS):
        topic = start_topic(
            actor=people[number],
            board=board,
            title=title,
            text=text,
            kind=TopicKind.POLL,
            poll=PollPlan(
                options=options, is_hidden_until_voted=number == 1, ends_at=now + timedelta(days=14)
            ),
            now=now - timedelta(hours=20 - number),
        )
        keys = list(topic.poll.options.values_list("pk", flat=True))
        for place, person in enumerate(people[3:]):
            vote_poll(
                actor=person, topic=topic, options=[keys[(place * place + number) % len(keys)]], now=now
            )


def _enquiries(board: Board, people: list[User], where: Stage, now: datetime) -> None:
    for number, (purpose, category, title, text, answer, is_confirmed, days) in enumerate(ENQUIRIES):
        row = EnquiryCategory.objects.filter(name=category).first()
        if row is None:
            continue
        street = row.body_kind == BodyKind.STREET_OFFICE
        body = where.body(BodyKind.STREET_OFFICE) if street else board.body
        asker = people[(number * 2 + 1) % len(people)]
        asked = now - timedelta(days=days, hours=3)
        enquiry = submit_enquiry(
            actor=asker,
            board=board,
            body=body,
            category=row,
            purpose=Purpose(purpose),
            title=title,
            text=text,
            is_private=False,
            now=asked,
        ).enquiry
        official = _official(body)
        if answer and official is not None:
            answer_enquiry(actor=official, enquiry=enquiry, text=answer, now=asked + timedelta(days=2))
        if is_confirmed and official is not None:
            confirm_enquiry(
                actor=asker, enquiry=enquiry, is_solved=True, stars=5, now=asked + timedelta(days=3)
            )


def _official(body: Body) -> User | None:
    roles = (Role.COMMITTEE_WORKER, Role.STREET_STAFF)
    row = Membership.objects.filter(body=body, role__in=roles, user__is_demonstration=True).first()
    return row.user if row is not None else None


def _pin(board: Board, where: Stage, now: datetime) -> None:
    """Keep the warning against fraud at the head of the board for a while."""
    topic = Topic.objects.filter(board=board, title__startswith="提醒：").first()
    row = Membership.objects.filter(
        body=where.body(BodyKind.COMMITTEE), role=Role.MODERATOR, user__is_demonstration=True
    ).first()
    if topic is not None and row is not None:
        pin_topic(
            actor=row.user, topic=topic, pin=True, until=now + timedelta(days=30), reason="防骗提醒", now=now
        )

"""Whatever is one resident's own, asked for by everybody else, at every address that names it."""

from datetime import timedelta
from io import BytesIO

import pytest
from allauth.usersessions.models import UserSession
from django.utils import timezone

from accounts.models import User
from communities.choices import Role
from communities.models import Membership
from events.models import Event
from forum.actions.save_draft import save_draft
from forum.actions.submit_enquiry import submit_enquiry
from forum.choices import Purpose
from forum.models import Draft, EnquiryCategory, Member
from media.actions.add_attachment import add_attachment
from media.models import Attachment
from moderation.actions.give_sanction import give_sanction
from moderation.choices import SanctionKind
from notifications.models import Notification
from search.actions.save_search import save_search
from search.models import SavedSearch
from tests.factories.forum import board_of, regular, topic_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def theirs(district, official, client_for):
    """Return the resident to whom all of it belongs, and the addresses of each thing."""
    now = timezone.now()
    person, board = regular(district), board_of(district)
    letter = submit_enquiry(
        actor=person,
        board=board,
        body=board.body,
        category=EnquiryCategory.objects.first(),
        purpose=Purpose.COMPLAIN,
        title="邻居半夜打孩子",
        text="我不想让邻居知道是我说的。",
        is_private=True,
        now=now - timedelta(minutes=9),
    ).enquiry
    draft = {"board": board, "topic": None, "title": "还没写完", "text": "没有人看过的草稿。"}
    save_draft(actor=person, attachments=[], now=now, **draft)
    searching = save_search(actor=person, name="只有我知道", address="q=离婚", is_alerting=False, now=now)
    notice = Notification.objects.create(
        recipient=person,
        kind="topic.replied",
        object_kind="forum.topic",
        object_id=str(letter.topic_id),
        created_at=now,
    )
    moderator = official(Role.COMMITTEE_DIRECTOR, district.body("wuyixiang"))
    sanction = give_sanction(
        actor=moderator,
        user=person,
        body=district.body("wuyixiang"),
        kind=SanctionKind.SILENCE,
        reason="骂人",
        ends_at=now + timedelta(days=3),
        now=now,
    )
    picture = add_attachment(actor=person, upload=BytesIO(b"only mine"), name="mine.txt", now=now)
    client_for(person).get("/me/sessions/")
    session = UserSession.objects.create(
        user=person, ip="127.0.0.1", session_key="theirs", user_agent="", last_seen_at=now
    )
    post = letter.topic.posts.get()
    topic, first = f"/topics/{letter.topic_id}/", f"/posts/{post.pk}/"
    return person, [
        *(
            topic + part
            for part in ("", "feed/", "unread/", "news/", "watch/", "reply/", "title/", "manage/")
        ),
        *(first + part for part in ("", "edit/", "history/", "like/", "accept/", "delete/", "report/")),
        f"{first}history/1/revert/",
        f"/enquiries/{letter.pk}/confirm/",
        f"/enquiries/{letter.pk}/reopen/",
        f"/me/searches/{searching.pk}/",
        f"/me/notifications/{notice.pk}/",
        f"/moderation/appeals/sanction/{sanction.pk}/",
        f"/attachments/{picture.key}/",
        f"/attachments/{picture.key}/small/",
        f"/attachments/{picture.key}/drop/",
        f"/me/sessions/{session.pk}/end/",
    ]


SECRETS = ("打孩子", "不想让邻居知道", "只有我知道", "离婚", "only mine", "骂人", "没有人看过")
FORM = {
    "text": "改成别的",
    "title": "改成别的",
    "name": "改成别的",
    "delete": "1",
    "solved": "yes",
    "reason": "x",
}


@pytest.mark.parametrize("who", ["neighbour", "worker of a sibling", "moderator of a sibling", "visitor"])
def test_nobody_else_reads_or_changes_it(theirs, district, official, client_for, who):
    person, addresses = theirs
    others = {
        "neighbour": lambda: regular(district),
        "worker of a sibling": lambda: official(Role.COMMITTEE_WORKER, district.body("dongshuiguan")),
        "moderator of a sibling": lambda: official(Role.MODERATOR, district.body("dongshuiguan")),
        "visitor": lambda: None,
    }
    client = client_for(others[who]())
    events = Event.objects.count()
    told = []
    for address in addresses:
        for method in ("get", "post"):
            answer = getattr(client, method)(address, FORM if method == "post" else {})
            gone = answer.status_code in (403, 404, 405) or "/accounts/login/" in answer.get("Location", "")
            # Removing what one has not is no news either way.
            if not gone and answer.status_code != 204:
                told.append(f"{method} {address}: {answer.status_code} {answer.get('Location', '')}")
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            told += [
                f"{method} {address}: {word}" for word in SECRETS if word in body.decode(errors="ignore")
            ]
    assert not told, "\n".join(told)
    assert Event.objects.count() == events
    assert (SavedSearch.objects.get().name, Draft.objects.get().title) == ("只有我知道", "还没写完")
    assert Attachment.objects.filter(uploader=person).exists()
    assert UserSession.objects.filter(session_key="theirs").exists()
    assert Membership.objects.filter(user=person, role=Role.RESIDENT, valid_until=None).exists()
    assert Notification.objects.get(recipient=person, kind="topic.replied").read_at is None


def test_lists_of_ones_own_hold_nothing_of_others(theirs, district, client_for):
    client = client_for(regular(district))
    lists = ["/me/", "/me/data/", "/me/sessions/", "/me/notifications/", "/me/searches/", "/me/assisted/"]
    lists += ["/topics/drafts/", "/enquiries/mine/", "/corrections/mine/", "/me/notifications/subscriptions/"]
    for address in lists:
        page = client.get(address)
        assert page.status_code == 200, address
        assert not [word for word in SECRETS if word in page.content.decode()], address


def test_what_a_form_does_not_ask_for_is_not_taken(district, client_for):
    """A form that carries more than it shows changes nothing but what it shows."""
    person, neighbour = regular(district), regular(district)
    topic = topic_in(board_of(district), person)
    client = client_for(person)
    more = {
        "is_superuser": "on",
        "is_active": "",
        "username": "admin",
        "is_minor": "on",
        "phone_confirmed_at": "2026-01-01",
        "desk_confirmed_at": "2026-01-01",
        "user": neighbour.pk,
        "author": neighbour.pk,
        "pk": neighbour.pk,
        "id": neighbour.pk,
        "trust": "4",
        "is_pinned": "on",
        "state": "published",
        "recipient": neighbour.pk,
        "role": "committee_director",
    }
    account = User.objects.filter(pk=person.pk).values()
    before = account.get()
    client.post("/me/profile/", {"nickname": "新名字", **more})
    client.post("/users/me/", {"introduction": "您好", **more})
    client.post(f"/topics/{topic.pk}/reply/", {"text": "我再补充一句，灯还是坏的。", **more})
    after = account.get()
    assert {key for key in before if before[key] != after[key]} == {"nickname"}
    assert topic.posts.last().author_id == person.pk
    assert Member.objects.get(user=person).trust == 2
    assert not Membership.objects.filter(user=person).exclude(role=Role.RESIDENT).exists()
    assert User.objects.get(pk=neighbour.pk).nickname == ""

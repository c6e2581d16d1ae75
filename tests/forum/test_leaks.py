"""A letter that is not public shows nowhere but to who wrote it and to the office that answers it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communities.choices import BodyKind, Role
from events.models import Event
from forum.actions.answer_enquiry import answer_enquiry
from forum.actions.assign_enquiry import assign_enquiry
from forum.actions.forward_enquiry import forward_enquiry
from forum.actions.note_enquiry import note_enquiry
from forum.actions.rename_topic import rename_topic
from forum.actions.reopen_enquiry import reopen_enquiry
from forum.actions.send_referral import send_referral
from forum.actions.submit_enquiry import submit_enquiry
from forum.choices import Purpose
from forum.enquiry_telling import follow_up, remind
from forum.enquiry_telling import tell as tell_desk
from forum.models import EnquiryCategory
from forum.telling import tell as tell_forum
from media.actions.add_attachment import add_attachment
from moderation.telling import summarise
from notifications.models import Notification
from notifications.rendering import lines
from tests.factories import UserFactory
from tests.factories.forum import regular, reply_in
from tests.factories.uploads import picture, upload

# What only the letter says. The writer has written nothing else, so that their name gives it away, too.
SECRETS = (
    "密信的标题",
    "密信的内容",
    "密信里的补充",
    "密信的附件",
    "密信的答复",
    "密信的内部备注",
    "写密信的人",
)
# The same whoever reads them: they are asked once.
SHARED = [
    *("/", "/fuzimiao/", "/fuzimiao/wuyixiang/", "/forum/?kind=enquiry", "/enquiries/"),
    *("/enquiries/?area=wuyixiang", "/enquiries/export/", "/moderation/log/", "/sitemap.xml"),
]
# What a page shows by who reads it.
PUBLIC = [
    *("/forum/", "/fuzimiao/forum/", "/fuzimiao/wuyixiang/forum/"),
    *("/fuzimiao/wuyixiang/forum/?kind=enquiry", "/search/?q=密信", "/search/suggest/?q=密信"),
]
WORKBENCH = [
    *("/admin/", "/admin/enquiries/", "/admin/enquiries/?view=answered", "/admin/enquiries/?view=late"),
    *("/admin/referrals/", "/admin/happenings/", "/admin/moderation/", "/admin/moderation/queue/"),
    *("/admin/moderation/sanctions/", "/admin/moderation/appeals/", "/admin/reports/"),
]


@pytest.mark.once
@pytest.mark.parametrize("at_last", [pytest.param("waiting", marks=pytest.mark.full), "reopened"])
def test_a_letter_shows_in_no_list_count_feed_search_notice_or_record(
    clock, board, neighbour, moderator, official, district, client_for, at_last
):
    author = regular(district, nickname="写密信的人")
    department = district.body(kind=BodyKind.DEPARTMENT)
    now = timezone.now()
    file = add_attachment(actor=author, upload=upload(picture(), "a.jpg"), name="密信的附件.jpg", now=now)
    enquiry = submit_enquiry(
        actor=author,
        board=board,
        body=district.body("fuzimiao"),
        category=EnquiryCategory.objects.get(name="对工作人员的投诉"),
        purpose=Purpose.COMPLAIN,
        title="密信的标题",
        text="密信的内容",
        is_private=True,
        attachments=[file.key],
        now=now,
    ).enquiry
    topic = enquiry.topic
    clerk = official(Role.STREET_STAFF, district.body("fuzimiao"), confirmed=True, nickname="街道的人")
    forward_enquiry(actor=clerk, enquiry=enquiry, to=department, reason="归你们", now=now)
    enquiry.refresh_from_db()
    handler = official(Role.DEPARTMENT_CLERK, department, confirmed=True, nickname="经办的人")
    assign_enquiry(actor=handler, enquiry=enquiry, to=handler, now=now)
    note_enquiry(actor=handler, enquiry=enquiry, text="密信的内部备注", now=now)
    send_referral(
        actor=handler,
        from_body=department,
        to_body=board.body,
        title="请配合",
        text="请看联系单。",
        due_on=timezone.localdate(now),
        enquiry=enquiry,
        now=now,
    )
    reply_in(topic, author, "密信里的补充", now=now + timedelta(minutes=1))
    with pytest.raises(Exception, match="不能改标题"):
        rename_topic(actor=author, topic=topic, title="密信的新标题", now=now)
    if at_last == "reopened":
        category = enquiry.category
        category.needs_signature = False
        category.save()
        answer_enquiry(actor=handler, enquiry=enquiry, text="密信的答复", now=now + timedelta(minutes=2))
        reopen_enquiry(actor=author, enquiry=enquiry, reason="密信里的补充", now=now + timedelta(minutes=3))
    for event in Event.objects.order_by("pk"):
        tell_desk(event)
        tell_forum(event)
    clock.shift(timedelta(days=60))
    for job in (remind, follow_up, summarise):
        job(timezone.now())
    # A committee's own people, the street that passed it on, the moderators, and everybody else.
    officials = [
        moderator,
        clerk,
        official(Role.COMMITTEE_DIRECTOR, board.body, confirmed=True),
        official(Role.COMMITTEE_WORKER, district.body("kangjuli"), confirmed=True),
    ]
    strangers = [None, neighbour, UserFactory(confirmed=True), *officials]
    own = [f"/topics/{topic.pk}/", f"/topics/{topic.pk}/feed/", f"/topics/{topic.pk}/news/"]
    for person in strangers:
        client = client_for(person)
        # The street's record of its own work says from whom it got what it passed on.
        secrets = SECRETS[:-1] if person == clerk else (*SECRETS, enquiry.number)
        if person is None:
            addresses = [*SHARED, *PUBLIC, f"/boards/{board.pk}/feed/"]
        else:
            addresses = [*PUBLIC, "/me/", "/me/notifications/"]
        if person in officials:
            addresses += WORKBENCH
        for address in addresses:
            page = client.get(address, follow=True).content.decode()
            # The committee was asked about it, by number.
            shown = [word for word in secrets if word in page]
            assert not shown, (person, address, shown)
        profile = client.get(f"/users/{author.pk}/").content.decode()
        assert not [word for word in SECRETS[:-1] if word in profile], person
        post = topic.posts.get(number=1)
        for address in (
            *own,
            f"/posts/{post.pk}/",
            file.get_absolute_url(),
            f"/admin/enquiries/{enquiry.pk}/",
        ):
            assert client.get(address).status_code in (302, 403, 404), (person, address)
            if person is not None:
                assert client.get(address).status_code in (403, 404), (person, address)
        if person is not None:
            told = lines(Notification.objects.filter(recipient=person), reader=person)
            said = " ".join(f"{line.wording.title}{line.wording.note}" for line in told)
            assert not [word for word in SECRETS if word in said], person
    board.refresh_from_db()
    assert (board.topic_count, board.post_count, board.last_topic) == (0, 0, None)
    for reader in (author, handler):
        assert "密信的内容" in client_for(reader).get(f"/topics/{topic.pk}/").content.decode()

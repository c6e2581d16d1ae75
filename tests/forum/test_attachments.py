"""Pictures and files of posts: by a form without a script, in every place, and for those who may read."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from communities.choices import Role
from forum.actions.delete_post import delete_post
from forum.actions.edit_post import edit_post
from forum.actions.reply_topic import reply_topic
from forum.actions.submit_enquiry import submit_enquiry
from forum.actions.withhold_post import withhold_post
from forum.attaching import MOST_OF_NEW, most_attachments
from forum.choices import Moderation, Purpose, State
from forum.models import Draft, Enquiry, EnquiryCategory, Member, Post, Topic
from forum.similar import SimilarEnquiry, registry
from media.actions.add_attachment import add_attachment
from media.models import Attachment
from moderation.actions.decide_item import decide_item
from moderation.choices import Verdict
from moderation.models import QueueItem
from tests.factories.forum import reply_in
from tests.factories.uploads import PDF, picture, upload


@pytest.fixture
def photo():
    def take(person, name="灯.jpg", content=None):
        file = upload(content or picture(), name)
        return add_attachment(actor=person, upload=file, name=name, now=timezone.now())

    return take


def seconds(number):
    return timezone.now() + timedelta(seconds=number)


def reads(client_for, person, attachment):
    return client_for(person).get(attachment.get_absolute_url()).status_code == 200


def test_without_a_script_files_come_with_topic_reply_draft_and_edit(board, author, neighbour, client_for):
    client = client_for(author)
    new = f"/boards/{board.pk}/new/"
    typed = {"title": "楼道灯坏了三天", "kind": "discussion", "text": "拍了照片。"}
    client.post(new, {**typed, "draft": "1", "attachment_files": [upload(picture(), "灯.jpg")]})
    draft = Draft.objects.get()
    kept = Attachment.objects.of(draft).get()
    assert str(kept.key) in client.get(new).content.decode()
    # A preview, and a form that is refused, lose nothing.
    page = client.post(new, {**typed, "title": "短", "attachments": [str(kept.key)]})
    assert page.status_code == 422
    assert str(kept.key) in page.content.decode()
    client.post(new, {**typed, "attachments": [str(kept.key)], "attachment_files": [upload(PDF, "表.pdf")]})
    topic = Topic.objects.get()
    first = topic.posts.get()
    assert [one.name for one in Attachment.objects.of(first)] == ["灯.jpg", "表.pdf"]
    assert (first.attachment_count, Draft.objects.count()) == (2, 0)
    shown = client_for(None).get(f"/topics/{topic.pk}/").content.decode()
    assert kept.small_url in shown
    assert "表.pdf" in shown
    assert reads(client_for, None, kept)
    client_for(neighbour).post(
        f"/topics/{topic.pk}/reply/", {"text": "我家也是", "attachment_files": [upload(picture(), "b.png")]}
    )
    assert Attachment.objects.of(topic.posts.get(number=2)).count() == 1
    # Changed: one goes, one comes; the history names them.
    client.post(
        f"/posts/{first.pk}/edit/",
        {"text": "换了一张。", "seen": "0", "attachment_files": [upload(picture(), "新.jpg")]},
    )
    assert [one.name for one in Attachment.objects.of(first)] == ["新.jpg"]
    history = client.get(f"/posts/{first.pk}/history/").content.decode()
    assert "附件：灯.jpg" in history
    assert "附件：新.jpg" in history
    assert not reads(client_for, None, kept)


def test_a_change_that_waits_shows_the_old_pictures_until_it_is_decided(
    board, author, moderator, photo, topic, client_for
):
    post = topic.posts.get(number=1)
    old = photo(author, "旧.jpg")
    edit_post(actor=author, post=post, text="有照片", seen=0, attachments=[old.key], now=timezone.now())
    board.moderation = Moderation.BEFORE
    board.save()
    for verdict, names in ((Verdict.REJECT, ["旧.jpg"]), (Verdict.APPROVE, ["新.jpg"])):
        post.refresh_from_db()
        new = photo(author, "新.jpg")
        edit_post(
            actor=author,
            post=post,
            text=f"换照片{verdict}",
            seen=post.revision_count,
            attachments=[new.key],
            now=timezone.now(),
        )
        page = client_for(None).get(f"/topics/{topic.pk}/").content.decode()
        assert old.small_url in page
        assert new.small_url not in page
        queue = client_for(moderator).get("/admin/moderation/queue/").content.decode()
        assert new.small_url in queue
        item = QueueItem.objects.waiting().get()
        decide_item(
            actor=moderator, item=item, verdict=verdict, reason="照片不清", version="", now=timezone.now()
        )
        post.refresh_from_db()
        assert [one.name for one in Attachment.objects.of(post)] == names
        assert post.pending_attachments == {}


def test_pictures_of_a_private_letter_are_for_its_readers(
    board, author, neighbour, moderator, official, district, client_for
):
    client = client_for(author)
    category = EnquiryCategory.objects.get(name="邻里纠纷")
    typed = {
        "purpose": "complain",
        "category": category.pk,
        "title": "楼上漏水到我家",
        "text": "照片在附件里。",
        "visibility": "private",
        "attachment_files": [upload(picture(), "漏水.jpg")],
    }
    page = client.post(f"/boards/{board.pk}/ask/", typed)
    code = page.context["code"]
    attachment = Attachment.objects.get(name="漏水.jpg")
    worker = official(Role.COMMITTEE_WORKER, district.body("wuyixiang"), confirmed=True)
    assert [reads(client_for, one, attachment) for one in (author, worker)] == [True, True]
    assert [reads(client_for, one, attachment) for one in (None, neighbour, moderator)] == [False] * 3
    enquiry = Enquiry.objects.get()
    assert "漏水.jpg" in client_for(worker).get(f"/admin/enquiries/{enquiry.pk}/").content.decode()
    by_code = client_for(None).post("/enquiries/query/", {"number": enquiry.number, "code": code})
    assert "附件（登录后可看）：漏水.jpg" in by_code.content.decode()


def test_an_official_answer_has_files_that_are_its_office_s_until_it_is_signed(
    board, author, official, district, client_for
):
    category = EnquiryCategory.objects.get(name="对工作人员的投诉")
    asked = submit_enquiry(
        actor=author,
        board=board,
        body=board.body,
        category=category,
        purpose=Purpose.COMPLAIN,
        title="窗口没有人",
        text="上午十点没有人。",
        is_private=False,
        now=timezone.now(),
    )
    drafter, second, signer = (
        official(Role.COMMITTEE_DIRECTOR, district.body("wuyixiang"), confirmed=True) for _each in range(3)
    )
    address = f"/admin/enquiries/{asked.enquiry.pk}/"
    typed = {"deed": "answer", "text": "排班表在附件里。"}
    refused = client_for(drafter).post(address, {**typed, "attachment_files": [upload(b"MZ", "a.exe")]})
    assert "没有收下" in refused.content.decode()
    client_for(drafter).post(address, {**typed, "attachment_files": [upload(PDF, "排班.pdf")]})
    file = Attachment.objects.get()
    assert [reads(client_for, one, file) for one in (drafter, signer, author, None)] == [
        True,
        True,
        False,
        False,
    ]
    page = client_for(signer).get(address).content.decode()
    assert "排班.pdf" in page
    client_for(signer).post(address, {"deed": "return", "note": "再加一张照片"})
    more = {"attachments": [str(file.key)], "attachment_files": [upload(picture(), "窗口.jpg")]}
    client_for(second).post(address, {**typed, **more})
    client_for(signer).post(address, {"deed": "sign"})
    answer = Post.objects.get(answered_for=board.body)
    assert [one.name for one in Attachment.objects.of(answer)] == ["排班.pdf", "窗口.jpg"]
    assert answer.attachment_count == 2
    assert reads(client_for, None, file)


def test_who_is_new_adds_few_and_is_looked_at_and_what_is_hidden_or_gone_is_not_served(
    board, topic, author, neighbour, newcomer, moderator, photo, client_for
):
    assert most_attachments(None) == MOST_OF_NEW
    with pytest.raises(ValidationError, match="最多可以附3个"):
        reply_topic(
            actor=newcomer,
            topic=topic,
            text="四张照片",
            attachments=[photo(newcomer, f"{number}.jpg").key for number in range(4)],
            now=timezone.now(),
        )
    waiting = photo(newcomer)
    post = reply_topic(
        actor=newcomer, topic=topic, text="一张照片", attachments=[waiting.key], now=timezone.now()
    )
    assert post.state == State.PENDING
    assert [reads(client_for, one, waiting) for one in (newcomer, moderator)] == [True, True]
    assert [reads(client_for, one, waiting) for one in (None, neighbour)] == [False, False]
    mine = photo(neighbour)
    with pytest.raises(ValidationError, match="过期或被删除"):
        reply_topic(actor=author, topic=topic, text="别人的", attachments=[mine.key], now=seconds(1))
    shown = reply_in(topic, neighbour, "我的", attachments=[mine.key], now=seconds(2))
    withhold_post(actor=moderator, post=shown, state=State.HIDDEN, now=seconds(3))
    assert not reads(client_for, author, mine)
    withhold_post(actor=moderator, post=shown, state=State.PUBLISHED, now=seconds(3))
    shown = Post.objects.get(pk=shown.pk)
    delete_post(actor=neighbour, post=shown, reason="", now=seconds(4))
    assert not reads(client_for, neighbour, mine)
    assert Member.objects.filter(user=newcomer).exists()


def test_what_was_answered_before_is_offered_while_asking(board, author, topic, client_for, monkeypatch):
    asked = []

    def find(text, area, most):
        asked.append((text, area))
        return [
            SimilarEnquiry(
                topic_id=topic.pk,
                title="楼道灯<b>坏了",
                url=f"/topics/{topic.pk}/",
                body="乌衣巷社区居委会",
                answered_at=timezone.now(),
                answer="今天换灯泡。",
            )
        ]

    monkeypatch.setattr(registry, "_entries", {"test": find})
    part = client_for(None).get(f"/boards/{board.pk}/ask/similar/?q=楼道灯不亮").content.decode()
    assert "楼道灯&lt;b&gt;坏了" in part
    assert asked == [("楼道灯不亮", board.area)]
    assert (
        "是不是您要问的" not in client_for(None).get(f"/boards/{board.pk}/ask/similar/?q=灯").content.decode()
    )
    page = client_for(author).post(
        f"/boards/{board.pk}/ask/", {"title": "楼道灯不亮", "text": "坏了", "preview": "1"}
    )
    assert "是不是您要问的" in page.content.decode()
    assert not Enquiry.objects.exists()
    assert (
        'name="kind" value="enquiry"' in client_for(None).get("/fuzimiao/wuyixiang/forum/").content.decode()
    )

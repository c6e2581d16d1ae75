"""Residents' files come in by one gate, belong to what they were written for, and go with it."""

import io
import json
import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import pytest
from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict
from PIL import Image as Pillow

from accounts.personal_data import registry as personal_data
from events.models import Event
from media.actions.add_attachment import add_attachment
from media.actions.claim_attachments import claim_attachments
from media.actions.drop_attachment import drop_attachment
from media.actions.hold_attachments import hold_attachments
from media.actions.release_attachments import release_attachments
from media.actions.remove_attachments import remove_attachments
from media.attachments.fields import AttachmentsForm
from media.attachments.owners import Owner, registry
from media.attachments.sweeping import sweep
from media.choices import AttachmentState
from media.models import Attachment
from media.permissions import can_read_attachment
from media.validation.turns import decoding_in_background
from tests.factories import UserFactory
from tests.factories.uploads import CAMERA, PDF, office, picture, upload, with_position

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(db):
    return UserFactory(username="zhangsan")


@pytest.fixture
def other(db):
    return UserFactory(username="lisi")


@pytest.fixture
def readers(monkeypatch):
    """Make bodies owners of attachments: whoever is in the set `read` may read, in `inspect` inspect."""
    allowed = {"read": set(), "inspect": set()}
    owner = Owner(
        may_read=lambda user, _key: user.pk in allowed["read"],
        may_inspect=lambda user, _key: user.pk in allowed["inspect"],
    )
    monkeypatch.setitem(registry._entries, "communities.body", owner)
    return allowed


@pytest.fixture
def post(district, readers):
    """Something that can have attachments; a body stands for a post."""
    return district.body("wuyixiang")


@pytest.fixture
def add(person, now):
    def make(content=None, name="照片.jpg", actor=None):
        content = picture(size=(900, 600), exif=with_position(1)) if content is None else content
        return add_attachment(actor=actor or person, upload=upload(content, name), name=name, now=now)

    return make


def stored():
    root = Path(default_storage.location)
    return [str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def _empty_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_picture_is_stored_without_its_place_and_in_two_sizes(add):
    attachment = add()
    assert (attachment.kind, attachment.state) == ("picture", "unclaimed")
    assert (attachment.width, attachment.height) == (900, 600)
    assert (attachment.name, attachment.content_type) == ("照片.jpg", "image/jpeg")
    assert len(stored()) == 3
    for name in stored():
        with default_storage.open(name) as file:
            assert CAMERA.encode() not in file.read()
    with default_storage.open(attachment.small) as file:
        assert Pillow.open(file).size == (480, 320)
    assert Event.objects.filter(verb="attachment.added").count() == 1


def test_a_document_is_stored_as_it_is(add):
    attachment = add(PDF, "../停水 通知\u202e.PDF")
    assert (attachment.kind, attachment.name) == ("document", "停水 通知.pdf")
    with default_storage.open(attachment.file) as file:
        assert file.read() == PDF
    assert attachment.file.endswith(".pdf")
    assert "停水" not in attachment.file


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"MZ" * 50, "a.exe", "不能上传这种文件"),
        (b"", "a.jpg", "空的"),
        (PDF, "a.jpg", "图片"),
        (b"<svg><script/></svg>", "a.svg", "不能上传这种文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 40, "a.doc", "旧版 Office"),
        (office("word", **{"word/vbaProject.bin": "x"}), "a.docx", "宏"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(add, content, name, said):
    with pytest.raises(ValidationError, match=said):
        add(content, name)
    assert stored() == []
    assert not Attachment.objects.exists()


def test_only_who_is_signed_in_uploads(now):
    from django.contrib.auth.models import AnonymousUser

    with pytest.raises(PermissionDenied):
        add_attachment(actor=AnonymousUser(), upload=upload(PDF, "a.pdf"), name="a.pdf", now=now)


def test_a_day_has_so_many_files_and_so_many_bytes(add, person, now, settings):
    settings.ATTACHMENTS_PER_DAY = 2
    first = add(PDF, "a.pdf")
    add(PDF, "b.pdf")
    drop_attachment(actor=person, key=first.key, now=now)
    with pytest.raises(ValidationError, match="最多上传2个"):
        add(PDF, "c.pdf")
    add_attachment(actor=person, upload=upload(PDF), name="c.pdf", now=now + timedelta(days=1, seconds=1))
    settings.ATTACHMENTS_PER_DAY, settings.ATTACHMENT_MEGABYTES_PER_DAY = 99, 1
    before = set(stored())
    with pytest.raises(ValidationError, match="1 MB"):
        add(b"x" * 1024 * 1024, "big.txt")
    assert set(stored()) == before


def test_claimed_they_belong_to_the_post_in_its_order(add, person, post, now):
    first, second = add(PDF, "a.pdf"), add(PDF, "b.pdf")
    keys = [second.key, first.key, second.key]
    for _twice in range(2):
        claim_attachments(actor=person, owner=post, keys=keys, most=2, now=now)
    assert [row.name for row in Attachment.objects.of(post)] == ["b.pdf", "a.pdf"]
    assert Event.objects.filter(verb="attachment.claimed").count() == 2
    assert [row.name for row in Attachment.objects.by_owner([post])[post.pk]] == ["b.pdf", "a.pdf"]
    assert Attachment.objects.by_owner([]) == {}


def test_one_that_is_left_out_goes_with_its_file(add, person, post, now, django_capture_on_commit_callbacks):
    first, second = add(PDF, "a.pdf"), add(PDF, "b.pdf")
    claim_attachments(actor=person, owner=post, keys=[first.key, second.key], most=2, now=now)
    with django_capture_on_commit_callbacks(execute=True):
        claim_attachments(actor=person, owner=post, keys=[second.key], most=2, now=now)
    first.refresh_from_db()
    assert (first.state, first.file) == (AttachmentState.REMOVED, "")
    assert stored() == [second.file]


def test_nobody_claims_what_another_uploaded_or_has(add, person, other, post, district, now):
    theirs = add(PDF, "a.pdf", actor=other)
    claimed = add(PDF, "b.pdf")
    claim_attachments(actor=person, owner=post, keys=[claimed.key], most=2, now=now)
    elsewhere = district.body("dongshuiguan")
    for key in (theirs.key, uuid4()):
        with pytest.raises(ValidationError, match="过期"):
            claim_attachments(actor=person, owner=post, keys=[claimed.key, key], most=2, now=now)
    with pytest.raises(ValidationError, match="过期"):
        claim_attachments(actor=person, owner=elsewhere, keys=[claimed.key], most=2, now=now)
    with pytest.raises(ValidationError, match="最多可以附1个"):
        claim_attachments(actor=person, owner=post, keys=[claimed.key, uuid4()], most=1, now=now)
    with pytest.raises(ValidationError, match="还不能"):
        claim_attachments(actor=person, owner=elsewhere, keys=[uuid4()], most=0, now=now)
    # A draft hands its own over.
    claim_attachments(actor=person, owner=elsewhere, keys=[claimed.key], most=2, now=now, handed_over_by=post)
    assert not Attachment.objects.of(post).exists()
    # Somebody who keeps order may change the post, and takes nothing away.
    claim_attachments(actor=other, owner=elsewhere, keys=[claimed.key], most=2, now=now)
    assert Attachment.objects.of(elsewhere).count() == 1


def test_who_may_read_is_asked_of_the_owner(add, person, other, post, readers, now):
    attachment = add(PDF, "a.pdf")
    assert can_read_attachment(person, attachment)
    assert not can_read_attachment(other, attachment)
    [attachment] = claim_attachments(actor=person, owner=post, keys=[attachment.key], most=2, now=now)
    assert not can_read_attachment(person, attachment)
    readers["read"].add(other.pk)
    assert can_read_attachment(other, attachment)
    attachment.owner_kind = "forum.unknown"
    assert not can_read_attachment(other, attachment)


def test_on_hold_they_outlive_the_post_for_those_who_inspect(
    add, person, other, post, readers, now, django_capture_on_commit_callbacks
):
    readers["read"].update({person.pk, other.pk})
    attachment = add(PDF, "a.pdf")
    claim_attachments(actor=person, owner=post, keys=[attachment.key], most=2, now=now)
    with pytest.raises(ValidationError, match="理由"):
        hold_attachments(actor=other, owner=post, reason=" ", now=now)
    hold_attachments(actor=other, owner=post, reason="公安调取", now=now)
    with django_capture_on_commit_callbacks(execute=True):
        remove_attachments(actor=person, owner=post, now=now)
    attachment.refresh_from_db()
    assert attachment.state == AttachmentState.HELD
    assert stored() == [attachment.file]
    assert not can_read_attachment(other, attachment)
    readers["inspect"].add(other.pk)
    assert can_read_attachment(other, attachment)
    sweep(now + timedelta(days=400))
    assert stored() == [attachment.file]
    with django_capture_on_commit_callbacks(execute=True):
        release_attachments(actor=other, owner=post, now=now)
    assert stored() == []
    attachment.refresh_from_db()
    assert not can_read_attachment(other, attachment)


def test_a_hold_that_ends_before_the_post_changes_nothing(add, person, post, now):
    attachment = add(PDF, "a.pdf")
    claim_attachments(actor=person, owner=post, keys=[attachment.key], most=2, now=now)
    hold_attachments(actor=person, owner=post, reason="申诉", now=now)
    release_attachments(actor=person, owner=post, now=now)
    assert Attachment.objects.of(post).get().hold_reason == ""


def test_the_timer_removes_what_was_never_used_and_what_a_crash_left(add, person, post, now):
    used, orphan = add(PDF, "a.pdf"), add()
    claim_attachments(actor=person, owner=post, keys=[used.key], most=2, now=now)
    stray = default_storage.save("attachments/ab/abcd.pdf", io.BytesIO(PDF))
    os.utime(default_storage.path(stray), (0, 0))
    sweep(now + timedelta(hours=23))
    assert Attachment.objects.get(pk=orphan.pk).state == AttachmentState.UNCLAIMED
    assert not default_storage.exists(stray)
    later = now + timedelta(days=1)
    sweep(later)
    sweep(later)
    assert Attachment.objects.get(pk=orphan.pk).file == ""
    sweep(later + timedelta(days=1))
    assert list(Attachment.objects.all()) == [used]
    assert used.file in stored()


def test_the_script_uploads_one_file_and_gets_its_row(client_for, person, settings):
    client = client_for(person)
    answer = client.post("/attachments/", {"file": upload(picture(), "雨 后.jpg")})
    assert answer.status_code == 201
    told = answer.json()
    assert told["key"] in told["row"]
    assert "雨 后.jpg" in told["row"]
    assert "no-store" in answer["Cache-Control"]
    for body, said in (({"file": upload(b"x", "a.exe")}, "不能上传"), ({}, "没有收到文件")):
        refused = client.post("/attachments/", body)
        assert refused.status_code == 422
        assert said in refused.json()["error"]
    with decoding_in_background():
        settings.PICTURES_WAITING = 0
        later = client.post("/attachments/", {"file": upload(picture(), "雨 后.jpg")})
    assert (later.status_code, later["Retry-After"]) == (503, "3")
    assert "过一分钟再传" in later.json()["error"]
    assert client_for(None).post("/attachments/", {"file": upload(PDF, "a.pdf")}).status_code == 403
    dropped = client.post(f"/attachments/{told['key']}/drop/")
    assert dropped.status_code == 204
    assert client.post(f"/attachments/{uuid4()}/drop/").status_code == 204
    assert Attachment.objects.get().state == AttachmentState.REMOVED


def test_a_request_that_is_too_long_is_refused_unread(client_for, person, settings):
    settings.UPLOAD_MEGABYTES = 1
    client = client_for(person)
    answer = client.post("/attachments/", {"file": upload(PDF + b"x" * 1024 * 1024, "a.pdf")})
    assert answer.status_code == 413
    assert "上传的文件太大" in answer.content.decode()


def test_a_document_goes_out_as_a_download_with_ranges_and_conditions(client_for, person, add):
    attachment = add(PDF, "停水 通知.pdf")
    client = client_for(person)
    url = attachment.get_absolute_url()
    answer = client.get(url)
    assert b"".join(answer) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        f"attachment; filename=\"file.pdf\"; filename*=UTF-8''{quote('停水 通知.pdf', safe='')}"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer["Content-Length"] == str(len(PDF))
    assert "private" in answer["Cache-Control"]
    tag = answer["ETag"]
    assert client.get(url, headers={"If-None-Match": tag}).status_code == 304
    for asked, expected in (("bytes=0-3", PDF[:4]), ("bytes=5-", PDF[5:]), ("bytes=-4", PDF[-4:])):
        part = client.get(url, headers={"Range": asked})
        assert part.status_code == 206
        assert b"".join(part) == expected
        assert part["Content-Range"].endswith(f"/{len(PDF)}")
    beyond = client.get(url, headers={"Range": "bytes=9999-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(PDF)}")
    for ignored in ("bytes=-", "bytes=0-1,3-4", "lines=1-2", "bytes=" + "9" * 30 + "-"):
        assert client.get(url, headers={"Range": ignored}).status_code == 200
    assert client.get(url, headers={"Range": "bytes=0-3", "If-Range": '"old"'}).status_code == 200
    assert client.head(url, headers={"Range": "bytes=0-3"}).status_code == 200


def test_nobody_else_gets_it_whatever_they_guess(client_for, person, other, add):
    attachment = add()
    for url in (attachment.get_absolute_url(), attachment.large_url, attachment.small_url):
        assert client_for(person).get(url).status_code == 200
        assert client_for(other).get(url).status_code == 404
        assert client_for(None).get(url).status_code == 404
    client = client_for(person)
    assert client.get(f"/attachments/{attachment.key}/huge/").status_code == 404
    assert client.get(f"/media/{attachment.file}").status_code == 404
    assert client.get(attachment.small_url)["Content-Type"] == "image/webp"
    default_storage.delete(attachment.small)
    assert client.get(attachment.small_url).status_code == 404


class PostForm(AttachmentsForm):
    most_attachments = 2
    text = forms.CharField()


def sent(files=(), **data):
    return MultiValueDict(data), MultiValueDict({"attachment_files": list(files)})


def test_files_that_come_with_a_form_outlive_its_refusal(person, post, now):
    form = PostForm(*sent([upload(PDF, "a.pdf"), upload(b"x", "b.exe")]), writer=person)
    assert not form.is_valid()
    assert "b.exe" in str(form.non_field_errors())
    [kept] = form.shown_attachments
    again = PostForm(*sent(text=["好"], attachments=[str(kept.key), "nonsense"]), writer=person)
    assert not again.is_valid()
    assert "过期" in str(again.non_field_errors())
    again = PostForm(*sent(text=["好"], attachments=[str(kept.key)]), writer=person)
    assert again.is_valid()
    claim_attachments(
        actor=person, owner=post, keys=again.attachment_keys, most=again.most_attachments, now=now
    )
    # The form of a change shows what the post has; what is unticked goes.
    change = PostForm(writer=person, owner=post)
    assert [row.name for row in change.shown_attachments] == ["a.pdf"]
    change = PostForm(*sent(text=["好"]), writer=person, owner=post)
    assert change.is_valid()
    assert change.attachment_keys == []


def test_a_form_that_stood_open_for_a_day_loses_its_upload_and_nothing_else(person, add, post, now):
    """What was swept meanwhile is told at the form; words and other files stay, and it goes through then."""
    gone, kept = add(PDF, "旧.pdf"), add(PDF, "新.pdf")
    Attachment.objects.filter(pk=kept.pk).update(uploaded_at=now + timedelta(hours=20))
    sweep(now + timedelta(days=1, minutes=1))
    open_form = PostForm(*sent(text=["写了一天"], attachments=[str(gone.key), str(kept.key)]), writer=person)
    assert not open_form.is_valid()
    assert "有的附件已经过期或被删除，请重新上传。" in str(open_form.non_field_errors())
    assert open_form["text"].value() == "写了一天"
    assert open_form.attachment_keys == [kept.key]
    with pytest.raises(ValidationError, match="过期"):
        claim_attachments(actor=person, owner=post, keys=[gone.key], most=2, now=now)
    again = PostForm(
        *sent([upload(PDF, "又.pdf")], text=["写了一天"], attachments=[str(kept.key)]), writer=person
    )
    assert again.is_valid()
    claim_attachments(actor=person, owner=post, keys=again.attachment_keys, most=2, now=now)
    assert [row.name for row in Attachment.objects.of(post)] == ["新.pdf", "又.pdf"]


def test_a_form_takes_no_more_than_it_may(person, now):
    files = [upload(PDF, f"{number}.pdf") for number in range(3)]
    form = PostForm(*sent(files, text=["好"]), writer=person)
    assert not form.is_valid()
    assert "最多可以附2个" in str(form.non_field_errors())
    assert len(form.shown_attachments) == 2

    class Pictures(PostForm):
        pictures_only = True

    form = Pictures(*sent([upload(PDF, "a.pdf")], text=["好"]), writer=person)
    assert not form.is_valid()
    assert "只能附图片" in str(form.non_field_errors())
    assert "pdf" not in form.attachments_accept


def test_the_field_and_the_list_say_what_they_hold(rf, person, add, now):
    shown = [add(), add(PDF, "<b>.pdf")]
    form = PostForm(writer=person)
    form._kept = shown
    request = RequestFactory().get("/")
    field = render_to_string("media/partials/attachments_field.html", {"form": form}, request)
    assert "照片.jpg" in field
    assert 'accept="image/jpeg' in field
    assert "heic" not in field
    read = render_to_string("media/partials/attachments.html", {"attachments": shown}, request)
    assert shown[0].large_url in read
    assert shown[1].get_absolute_url() in read
    assert "style=" not in field + read
    head = render_to_string("media/partials/attachments_head.html", {}, request)
    assert "attachments.js" in head
    form.most_attachments = 0
    assert "fieldset" not in render_to_string(
        "media/partials/attachments_field.html", {"form": form}, request
    )


def test_a_persons_copy_holds_their_files_and_erasure_what_was_not_used(
    add, person, post, now, django_capture_on_commit_callbacks
):
    used, unused = add(PDF, "a.pdf"), add(PDF, "b.pdf")
    claim_attachments(actor=person, owner=post, keys=[used.key], most=2, now=now)
    holding = personal_data.get("media")
    told = json.loads(json.dumps(holding.export(person)))["attachments"]
    files = {name: file.read() for name, file in holding.files(person)}
    assert files == {row["file"]: PDF for row in told}
    with django_capture_on_commit_callbacks(execute=True):
        holding.erase(person)
    assert stored() == [used.file]
    unused.refresh_from_db()
    assert unused.state == AttachmentState.REMOVED

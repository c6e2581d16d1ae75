"""A picture or a document replaced in the workbench: the old one is gone, pages show the new one."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from wagtail.models import ReferenceIndex

from cms_pages.models.notices.notice import PRINT_SLUG
from communities.choices import Role
from events.models import Event
from media.choices import PeopleShown
from media.models import Document
from media.sizes import found_or_made
from tests.factories import DocumentFactory, ImageFactory, NoticeFactory
from tests.factories.uploads import PDF, pdf, picture, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(official, district, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))


def test_a_picture(worker, client, client_for, district, django_capture_on_commit_callbacks):
    folder = district.body("wuyixiang").collection
    image = ImageFactory(collection=folder, file=upload(picture(size=(800, 600))))
    block = {"image": image.pk, "decorative": False, "alt_text": "廊桥"}
    notice = NoticeFactory(
        parent=district.notices_of("wuyixiang"), content=[{"type": "image", "id": "1", "value": block}]
    )
    ReferenceIndex.create_or_update_for_object(notice)
    before = client.get(notice.url).content.decode()
    old = [image.file.name, *(one.file.name for one in image.renditions.all())]
    assert all(default_storage.url(name) in before for name in old[1:2])
    typed = {
        "title": "廊桥",
        "file": upload(picture(size=(900, 600)), "b.jpg"),
        "description": "新的廊桥",
        "credit": "本社区",
        "people": PeopleShown.NOBODY,
        "collection": folder.pk,
    }
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_for(worker).post(reverse("wagtailimages:edit", args=[image.pk]), typed)
    assert answer.status_code == 302
    assert not any(map(default_storage.exists, old))
    told = Event.objects.get(verb="page.file_changed")
    assert (told.object_id, told.actor_id) == (str(notice.pk), worker.pk)
    image.refresh_from_db()
    after = client.get(notice.url).content.decode()
    assert found_or_made(image)["webp"][0].url in after
    assert not any(name in after for name in old)


@pytest.mark.once
def test_a_picture_that_is_deleted_is_gone_from_kept_pages(
    worker, client, client_for, district, django_capture_on_commit_callbacks
):
    """By its own page and by the bulk action: the page stays, without a hole where the picture was."""
    folder = district.body("wuyixiang").collection
    one, other = ImageFactory(collection=folder), ImageFactory(collection=folder)
    first, second = ({"image": image.pk, "alt_text": "廊桥"} for image in (one, other))
    content = [
        {"type": "paragraph", "value": "<p>照片如下。</p>"},
        {"type": "image", "value": first},
        {"type": "gallery", "value": {"pictures": [{"image": first}, {"image": second}]}},
        {"type": "before_after", "value": {"before": first, "after": second}},
    ]
    notice = NoticeFactory(parent=district.notices_of("wuyixiang"), content=content)
    ReferenceIndex.create_or_update_for_object(notice)
    assert client.get(notice.url).content.decode().count('alt="廊桥"') == 5
    desk = client_for(worker)
    bulk = reverse("wagtail_bulk_action", args=["media", "image", "delete"])
    for address, left in (
        (reverse("wagtailimages:delete", args=[one.pk]), 2),
        (f"{bulk}?id={other.pk}", 0),
    ):
        with django_capture_on_commit_callbacks(execute=True):
            assert desk.post(address).status_code == 302
        html = client.get(notice.url).content.decode()
        assert html.count('alt="廊桥"') == left
        assert "照片如下。" in html
        assert client.get(f"{notice.url}{PRINT_SLUG}/").status_code == 200
    told = Event.objects.filter(verb="page.file_changed", object_id=str(notice.pk))
    assert [event.actor_id for event in told] == [worker.pk] * 2
    assert Event.objects.filter(verb="image.deleted", is_tombstone=True).count() == 2


def test_a_document(worker, client_for, district, django_capture_on_commit_callbacks):
    document = DocumentFactory(collection=district.body("wuyixiang").collection, file=upload(PDF, "a.pdf"))
    old, tag = document.file.name, document.get_file_hash()
    new = pdf(b"", b"/Rotate 90")
    typed = {"title": "新表", "file": upload(new, "b.pdf"), "collection": document.collection_id}
    client = client_for(worker)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("wagtaildocs:edit", args=[document.pk]), typed).status_code == 302
    document.refresh_from_db()
    assert not default_storage.exists(old)
    assert (document.file_size, document.get_file_hash() == tag) == (len(new), False)
    # Whoever has the old one asks with its tag, and gets the new one.
    answer = client.get(document.url, headers={"If-None-Match": f'"{tag}"'})
    assert b"".join(answer) == new
    # A file that is refused leaves everything as it is.
    typed["file"] = upload(b"MZ", "c.exe")
    refused = client.post(reverse("wagtaildocs:edit", args=[document.pk]), typed)
    assert refused.status_code == 200
    assert default_storage.exists(document.file.name)


@pytest.mark.once
def test_a_document_that_is_handed_out_stays(worker, client_for, district):
    """Neither its own page nor the bulk action deletes it."""
    document = DocumentFactory(collection=district.body("wuyixiang").collection)
    notice = NoticeFactory(parent=district.notices_of("wuyixiang"))
    notice.attachments.create(document=document, sort_order=0)
    notice.save()
    desk = client_for(worker)
    bulk = reverse("wagtail_bulk_action", args=["media", "document", "delete"])
    for address in (reverse("wagtaildocs:delete", args=[document.pk]), f"{bulk}?id={document.pk}"):
        assert desk.post(address).status_code == 302
        assert Document.objects.filter(pk=document.pk).exists()

"""Whoever tries to get, keep, see or push more than is theirs."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from communities.choices import Role
from media.actions import add_attachment as adding
from media.attachments.gate import discard
from media.models import Attachment, Document, Image
from tests.factories import DocumentFactory, UserFactory
from tests.factories.uploads import PDF, picture, upload
from tests.media.conftest import files_under

pytestmark = pytest.mark.django_db


def test_two_uploads_at_once_share_one_days_quota(gate, monkeypatch, settings, tmp_path):
    """What comes while the first is being stored counts: it is asked again under the person's lock."""
    settings.ATTACHMENTS_PER_DAY = 1
    store, inner = adding.store, []

    def slow(checked):
        names = store(checked)
        if not inner:
            inner.append(True)
            inner.append(gate("second.pdf", PDF))
        return names

    monkeypatch.setattr(adding, "store", slow)
    with pytest.raises(ValidationError, match="最多上传1个文件"):
        gate("first.pdf", PDF)
    assert Attachment.objects.get() == inner[1]
    assert len(files_under(tmp_path)) == 1


def test_a_known_fingerprint_opens_nothing(gate, client_for):
    attachment = gate("a.pdf", PDF)
    headers = {"If-None-Match": f'"{attachment.sha256}"', "Range": "bytes=0-3"}
    url = attachment.get_absolute_url()
    assert client_for(attachment.uploader).get(url, headers=headers).status_code == 304
    for stranger in (client_for(UserFactory()), client_for(None)):
        answer = stranger.get(url, headers=headers)
        assert answer.status_code == 404
        assert "ETag" not in answer


def test_nor_does_it_open_a_private_folder(client):
    folder = Collection.get_first_root_node().add_child(name="内部")
    CollectionViewRestriction.objects.create(collection=folder, restriction_type="login")
    document = DocumentFactory(collection=folder)
    for headers in ({}, {"Range": "bytes=0-3"}, {"If-None-Match": f'"{document.get_file_hash()}"'}):
        answer = client.get(document.url, headers=headers)
        assert answer.status_code in (302, 403, 404)
        assert b"%PDF" not in b"".join(answer)


def test_who_is_downloading_gets_the_rest_though_it_is_deleted_meanwhile(gate, client_for):
    attachment = gate("a.pdf", PDF)
    client = client_for(attachment.uploader)
    answer = client.get(attachment.get_absolute_url())
    discard(attachment.files)
    assert not default_storage.exists(attachment.file)
    assert b"".join(answer) == PDF
    assert client.get(attachment.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("name", "model", "content"),
    [
        ("wagtaildocs:add_multiple", Document, PDF),
        ("wagtailimages:add_multiple", Image, picture(size=(400, 300))),
    ],
)
@pytest.mark.parametrize("given", ["名单\u202efdp.{}", "../../etc/passwd.{}", "甲乙\x07.{}"])
def test_no_name_hides_anything_in_the_workbench(
    name, model, content, given, client_for, official, district, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    worker = official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))
    ending = "pdf" if model is Document else "jpg"
    sent = {"files[]": upload(content, given.format(ending)), "title": given.format(ending)}
    sent["collection"] = district.body("wuyixiang").collection_id
    answer = client_for(worker).post(reverse(name), sent, headers={"X-Requested-With": "XMLHttpRequest"})
    shown = answer.content.decode("unicode_escape", errors="replace") + "".join(
        model.objects.values_list("title", flat=True)
    )
    for hidden in ("\u202e", "\x07"):
        assert hidden not in shown
    assert all(path.is_relative_to(tmp_path) for path in files_under(tmp_path))

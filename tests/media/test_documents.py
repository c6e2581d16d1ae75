"""Files to download are of the kinds on the list, by their content, and are handed out as downloads."""

import io
from urllib.parse import quote, unquote

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction

from media.models import Document
from media.validation.documents import check_document, stored_name
from tests.factories.uploads import PDF, archive, office

GOOD = {
    "a.pdf": PDF,
    "a.docx": office("word"),
    "a.xlsx": office("xl"),
    "a.pptx": office("ppt"),
    "a.odt": archive(mimetype="application/vnd.oasis.opendocument.text"),
    "a.ods": archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
    "a.csv": "姓名,楼号\n王,3\n".encode("gb18030"),
    "a.txt": "停水通知".encode(),
    "A.PDF": PDF,
}
BAD = {
    "a.exe": b"MZ" + b"\x00" * 100,
    "a.html": b"<script>alert(1)</script>",
    "a.svg": b"<svg/>",
    "a.pdf": b"<script>alert(1)</script>",
    "a.docx": PDF,
    "b.docx": office("xl"),
    "c.docx": b"PK\x03\x04" + b"\x00" * 40,
    "macro.docx": office("word", **{"word/vbaProject.bin": "x"}),
    "a.odt": archive(mimetype="application/zip"),
    "b.odt": archive(nothing="x"),
    "a.txt": b"\x00\x01\x02",
    "a.csv": b"\xff\xfe\x00",
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 40,
    "old.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 40,
    "a.zip": archive(x="y"),
    "noextension": PDF,
    "empty.txt": b"",
    "a.pdf.exe": PDF,
}


@pytest.mark.parametrize("name", GOOD)
def test_kinds_on_the_list_are_taken(name):
    check_document(io.BytesIO(GOOD[name]), name)


@pytest.mark.parametrize("name", BAD)
def test_everything_else_is_refused_with_a_sentence(name):
    with pytest.raises(ValidationError) as refusal:
        check_document(io.BytesIO(BAD[name]), name)
    assert refusal.value.messages[0].endswith("。")


def test_large_files_are_refused():
    with pytest.raises(ValidationError, match="20 MB"):
        check_document(io.BytesIO(PDF + b"\x00" * 20 * 1024 * 1024), "a.pdf")


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("停水 通知.pdf", "停水 通知.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\桌面\\名单.XLSX", "名单.xlsx"),
        ("a\u202egnp.pdf", "agnp.pdf"),
        ('a"b<c>\r\n.pdf', "abc.pdf"),
        ("。" * 300 + ".pdf", "。" * 80 + ".pdf"),
        ("???.pdf", "file.pdf"),
    ],
)
def test_names_are_kept_readable_and_harmless(given, stored):
    assert stored_name(given) == stored


@pytest.fixture
def document(db):
    root = Collection.get_first_root_node()
    document = Document(
        title="停水通知",
        file=SimpleUploadedFile("停水通知 附件.pdf", PDF),
        collection=root.add_child(name="甲"),
    )
    document.save()
    return document


def test_files_are_handed_out_as_downloads_with_chinese_names(document):
    answer = Client().get(document.url)
    assert answer.status_code == 200
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    disposition = answer["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert "filename*=utf-8''" in disposition.lower()
    assert "停水通知" in unquote(disposition)
    assert quote("停") in document.url or "停" in document.url


def test_a_private_folders_files_are_not_for_visitors(document):
    CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    answer = Client().get(document.url)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_the_folder_of_files_is_not_open(document, settings):
    assert Client().get(f"/media/{document.file.name}").status_code == 404
    assert Client().get(f"/media/images/../{document.file.name}").status_code == 404

"""Documents are found by the words in them, by whoever may read the page that hands them out."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from openpyxl import Workbook
from wagtail.models import Collection, CollectionViewRestriction

from cms_pages.models import NoticeAttachment, NoticePage
from search import indexing
from search.engines import engine
from search.files import extract
from search.files.reading import text_of
from search.jobs import check_index
from search.models import FileText, FileUse
from tests.factories import DocumentFactory, UserFactory

pytestmark = pytest.mark.django_db
WORDS = "梧桐絮治理方案"
_PARAGRAPH = '<w:p><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>'
_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_BODY = f'<w:document xmlns:w="{_SPACE}"><w:body>{{}}</w:body></w:document>'


def docx_of(text):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", _BODY.format(_PARAGRAPH.format(text)))
    return made.getvalue()


def xlsx_of(text):
    book, made = Workbook(), io.BytesIO()
    book.active.append(["事项", text])
    book.save(made)
    return made.getvalue()


def pdf_of(text):
    """A page that says `text` in a font that it does not bring along, as offices' programs write it."""
    shown = f"BT /F1 12 Tf 20 100 Td <{text.encode('utf-16-be').hex()}> Tj ET".encode()
    cmap = b"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange"
    cmap += b" 1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap"
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H"
    system = b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page + b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(shown), shown),
        font + b" /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun " + system + b" >>",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(cmap), cmap),
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj %s endobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, start)
    return bytes(out)


MADE = {"pdf": pdf_of, "docx": docx_of, "xlsx": xlsx_of, "txt": lambda text: text.encode("gb18030")}


def printed(tmp_path, kind, data, most="1000"):
    """Return what the reading program prints of a file, and how it ends."""
    file = tmp_path / f"file.{kind}"
    file.write_bytes(data)
    command = [sys.executable, "-I", extract.__file__, kind, str(file), most]
    done = subprocess.run(command, capture_output=True, check=False)
    return done.stdout.decode(), done.returncode


@pytest.mark.parametrize("kind", MADE)
def test_each_kind_is_read_and_no_longer_than_wanted(tmp_path, kind):
    text, code = printed(tmp_path, kind, MADE[kind](WORDS))
    assert (WORDS in text, code) == (True, 0)
    assert printed(tmp_path, kind, MADE[kind](WORDS), most="3")[0].strip() in (WORDS[:3], "She", "事项 ")


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_what_is_broken_ends_the_program_and_nothing_else(tmp_path, kind):
    data = MADE[kind](WORDS)
    for broken in (b"", b"not at all", data[: len(data) // 2], data[:-40] + b"\0" * 40):
        assert printed(tmp_path, kind, broken)[0].strip() in ("", WORDS, f"Sheet\n事项 {WORDS}")


def test_a_bomb_is_not_unpacked(tmp_path, monkeypatch):
    bomb = io.BytesIO()
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as part,
    ):
        for _part in range(220):
            part.write(b"\0" * 1024 * 1024)
    assert printed(tmp_path, "docx", bomb.getvalue()) == ("", 1)
    lol = "<!DOCTYPE x [<!ENTITY a 'lol'><!ENTITY b '&a;&a;'>]>" + _BODY.format(_PARAGRAPH.format("&b;"))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", lol)
    assert printed(tmp_path, "docx", made.getvalue()) == ("", 1)


def document_of(kind="docx", title="附件一"):
    document = DocumentFactory(title=title)
    document.file.save(f"a.{kind}", ContentFile(MADE[kind](WORDS)), save=False)
    type(document).objects.filter(pk=document.pk).update(file=document.file.name)
    document.refresh_from_db()
    return document


@pytest.fixture
def attached(searching, town):
    """A notice with a document, which the index has."""
    notice = NoticePage.objects.get(title="乌衣巷周六停水通知")
    document = document_of()
    notice.attachments.create(document=document)
    notice.save_revision().publish()
    searching.deliver()
    return notice, document


def test_words_of_a_document_are_found_and_lead_to_it(searching, attached):
    notice, document = attached
    result = searching.find(WORDS).results[0]
    assert (result.kind, result.shown.title, result.shown.url) == ("file", "附件一", document.url)
    assert notice.title in result.shown.owner
    assert FileText.objects.get().text == WORDS
    assert searching.find(WORDS, kinds=frozenset({"file"})).facets["kind"] == {"file": 1}


def restricted(notice):
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=notice, restriction_type=PageViewRestriction.LOGIN)


def taken_off(notice):
    notice.attachments.all().delete()
    notice.save_revision().publish()


@pytest.mark.parametrize(
    "hide", [lambda notice: notice.unpublish(), lambda notice: notice.delete(), restricted, taken_off]
)
def test_a_document_goes_with_its_page_at_once(searching, attached, hide):
    notice, _document = attached
    hide(NoticePage.objects.get(pk=notice.pk))
    assert searching.find(WORDS).total == 0
    searching.deliver()
    assert searching.find(WORDS).total == 0


def test_a_document_that_is_deleted_or_replaced_is_found_by_its_old_words_no_more(searching, attached):
    _notice, document = attached
    document.file.save("b.docx", ContentFile(docx_of("银杏叶清扫安排")), save=True)
    assert searching.find(WORDS).total == 0
    check_index(timezone.now())
    assert (searching.find(WORDS).total, searching.titles("银杏叶清扫")) == (0, ["附件一"])
    NoticeAttachment.objects.filter(document=document).delete()
    document.delete()
    assert searching.find("银杏叶清扫").total == searching.find("附件一").total == 0
    check_index(timezone.now())
    assert indexing.check()[1] == FileUse.objects.count() == 0
    assert searching.find("银杏叶清扫").total == searching.find("附件一").total == 0


def test_a_document_in_a_folder_that_is_not_for_everybody_is_found_by_nobody(searching, attached, ask):
    """As its download is: the folder may have been closed, or the document moved there, a moment ago."""
    _notice, document = attached
    closed = Collection.get_first_root_node().add_child(name="内部")
    CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=CollectionViewRestriction.LOGIN
    )
    assert searching.find(WORDS).total == 1
    type(document).objects.filter(pk=document.pk).update(collection=closed.add_child(name="会议"))
    for user in (None, UserFactory(is_superuser=True)):
        results = searching.find(WORDS, user=user)
        assert (results.total, results.facets.get("kind", {})) == (0, {})
        assert WORDS not in ask(WORDS[:4], user=user).content.decode()
    check_index(timezone.now())
    assert "file" not in {key.partition("-")[0] for key in dict(engine().stored())}


def test_the_hourly_look_reads_replaced_files_and_forgets_what_is_over(searching, attached):
    notice, document = attached
    document.file.save("b.docx", ContentFile(docx_of("银杏叶清扫安排")), save=False)
    type(document).objects.filter(pk=document.pk).update(file=document.file.name)
    check_index(timezone.now())
    assert searching.titles("银杏叶清扫") == ["附件一"]
    assert searching.titles(WORDS) == []
    taken_off(NoticePage.objects.get(pk=notice.pk))
    searching.deliver()
    check_index(timezone.now())
    assert not FileUse.objects.exists()


def test_what_holds_no_words_is_found_by_its_title(searching, town):
    document = document_of("pdf")
    document.file.save("scan.pdf", ContentFile(pdf_of("")), save=False)
    assert text_of(document) == ""
    assert Path(document.file.name).suffix == ".pdf"


def test_a_document_for_committees_is_found_by_them_alone(searching, town, worker):
    page = NoticePage.objects.get(title="夫子庙防汛提醒")
    page.attachments.create(document=document_of())
    page.audience = NoticePage.Audience.COMMITTEES
    page.save_revision().publish()
    searching.deliver()
    found = [searching.find(WORDS, user=user).total for user in (None, UserFactory(), worker)]
    assert found == [0, 0, 1]

"""“从 Word 导入”: who may, what is shown before and after, what is refused, what is done once."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from cms_pages.actions import draft_from_word as drafting
from cms_pages.actions.forget_word_imports import forget_word_imports
from cms_pages.actions.read_word_file import MOST_WAITING
from cms_pages.models import NoticePage, WordImport, WordImportPicture
from communities.choices import BodyKind, Role
from events.models import Event
from media.models import Image
from tests import papers as word
from tests.cms_pages.word.conftest import INDEX, draft, fields_of, make, read_in, send
from tests.factories.guides import guides_of
from tests.media.tables.workbooks import quarter
from tests.papers import docx, p, photo, picture, table
from tests.papers.hostile import hostile

pytestmark = [pytest.mark.django_db, pytest.mark.once]

WRONG = (["项目", "金额（元）"], ["拨款", "一万二"], ["租金", "300"], ["合计", "301"])


@pytest.fixture
def target(district):
    return f"notice-{district.notices_of('wuyixiang').pk}"


@pytest.fixture
def desk(client_for, worker):
    return client_for(worker)


def preview(client, kept, **more):
    """Look at the preview, or send its form without making the draft."""
    address = reverse("word_import:draft", args=[kept.key])
    return client.post(address, {**fields_of(client, kept), **more}) if more else client.get(address)


def test_the_columns_of_ones_own_office_are_offered(desk, client_for, official, district):
    page = desk.get(INDEX).content.decode()
    for words in ("公告 · ", "意见征集 · ", "便民服务 · "):
        assert f"{words}乌衣巷" in page or words in page
    assert "办事指南 · " not in page
    clerk = client_for(official(Role.DEPARTMENT_CLERK, district.body(kind=BodyKind.DEPARTMENT)))
    assert "办事指南 · " in clerk.get(INDEX).content.decode()
    moderator = client_for(official(Role.MODERATOR, district.body("fuzimiao")))
    assert "没有可以新建内容的栏目" in moderator.get(INDEX).content.decode()


def test_a_link_leads_from_the_lists_and_the_home(desk, district, target):
    own = district.notices_of("wuyixiang")
    listing = desk.get(reverse("wagtailadmin_explore", args=[own.pk])).content.decode()
    assert f"{INDEX}?to={target}" in listing
    assert INDEX in desk.get("/admin/").content.decode()
    assert f'value="{target}" selected' in desk.get(f"{INDEX}?to={target}").content.decode()


def test_another_offices_column_is_refused(desk, district, client_for, official):
    other = district.notices_of("dongshuiguan")
    department = district.body(kind=BodyKind.DEPARTMENT)
    for place in (
        f"notice-{other.pk}",
        f"guide-{guides_of(department).pk}",
        f"guide-{district.notices_of('wuyixiang').pk}",
        f"notice-{district.page('wuyixiang').pk}",
        "disclosure-1",
        "notice-999999",
        "notice-",
        "notice-٣",
        "forum-1",
        "",
    ):
        response = send(desk, word.water_cut(), place)
        assert response.status_code == 422
        assert "请" in response.content.decode()
    assert not WordImport.objects.exists()


@pytest.mark.parametrize(
    "name", ["empty.docx", "old.doc", "macros.docm", "xxe.docx", "cut.docx", "tables.docx"]
)
def test_a_file_that_can_t_be_read_is_refused_at_the_field(desk, target, name):
    data, _words = hostile()[name]
    response = send(desk, data, target, name)
    assert response.status_code == 422
    assert f'value="{target}" selected' in response.content.decode()
    assert not WordImport.objects.exists()
    assert not WordImportPicture.objects.exists()


def test_the_preview_shows_everything_and_nothing_is_made_yet(desk, target):
    kept = read_in(desk, word.water_cut(), target, "停水<b>通知.docx")
    page = preview(desk, kept).content.decode()
    for words in ("来燕路沿线临时停水", "请提前储水。", "琵琶里", "供水公司网站", "第1张图片里有什么"):
        assert words in page
    assert "停水&lt;b&gt;通知.docx" in page or "停水b通知.docx" in page
    assert "文件里的内容都读到了" in page
    shown = desk.get(reverse("word_import:picture", args=[kept.key, 0]))
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["Cache-Control"] == "no-store"
    assert not NoticePage.objects.exists()
    assert not Image.objects.exists()


def test_nobody_else_sees_what_was_read(desk, target, client_for, official, district):
    kept = read_in(desk, word.water_cut(), target)
    colleague = client_for(official(Role.COMMITTEE_WORKER, district.body("wuyixiang")))
    for name, arguments in (("draft", [kept.key]), ("picture", [kept.key, 0])):
        assert colleague.get(reverse(f"word_import:{name}", args=arguments)).status_code == 404
    assert colleague.post(reverse("word_import:draft", args=[kept.key]), {"take": "1"}).status_code == 404


def test_sent_twice_it_is_done_once(desk, target):
    token = str(uuid.uuid4())
    first = send(desk, word.water_cut(), target, form_token=token)
    assert send(desk, word.water_cut(), target, form_token=token).url == first.url
    kept = WordImport.objects.get()
    form = {**fields_of(desk, kept), "take": "1"}
    for _time in range(2):
        response = desk.post(reverse("word_import:draft", args=[kept.key]), form)
        assert response.url == reverse("word_import:draft", args=[kept.key])
    assert NoticePage.objects.count() == 1
    assert Image.objects.count() == 1
    assert Event.objects.filter(verb="page.drafted_from_word").count() == 1
    # Another window with another token finds the same draft.
    form["form_token"] = str(uuid.uuid4())
    desk.post(reverse("word_import:draft", args=[kept.key]), form)
    assert NoticePage.objects.count() == 1


def test_the_report_stays_after_the_draft_and_the_words_go(desk, target, official, district):
    data = docx(
        p("公告"), p("看图", "<w:r><w:object/></w:r>"), p(picture("r1")), pictures={"r1": ("a.jpeg", photo())}
    )
    page, kept = draft(desk, data, target, title="换个标题")
    assert page.title == "换个标题"
    done = preview(desk, kept).content.decode()
    assert "嵌入的对象" in done
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in done
    assert kept.content == {}
    assert not kept.pictures.exists()
    editor = desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert reverse("word_import:draft", args=[kept.key]) in editor


def test_a_picture_without_words_keeps_the_page_from_being_published(desk, target):
    page, _kept = draft(desk, word.water_cut(), target)
    errors = [str(error.message) for error in page.publication_errors()]
    for lacking in ("替代文字", "同意公开", "来源或作者"):
        assert any(lacking in error for error in errors)
    said = {"alternative-0": "停水范围示意图", "credit-0": "区自来水公司", "people-0": "nobody"}
    spoken, _kept = draft(desk, word.water_cut(), target, **said)
    assert spoken.publication_errors() == []


def test_wrong_cells_are_shown_put_right_and_only_then_taken(desk, target):
    kept = read_in(desk, docx(p("收支公告", align="center"), p("收支"), table(*WRONG)), target)
    first = make(desk, kept)
    assert first.status_code == 422
    page = first.content.decode()
    assert "应为金额，如 1,234.50" in page
    assert not NoticePage.objects.exists()
    second = preview(desk, kept, **{"t0-cell-1-1": "12000"})
    assert "按各行相加应为" in second.content.decode()
    put_right = make(desk, kept, **{"t0-cell-1-1": "12000", "t0-cell-total-1": "12300"})
    assert put_right.status_code == 302
    kept_table = NoticePage.objects.get().get_latest_revision_as_object().content[-1].value
    assert kept_table.rows == (("拨款", 1_200_000), ("租金", 30_000))
    assert kept_table.totals == (None, 1_230_000)


def test_wrong_cells_may_be_taken_as_words(desk, target):
    kept = read_in(desk, docx(p("收支公告", align="center"), p("收支"), table(*WRONG)), target)
    assert make(desk, kept, **{"t0-text": "1"}).status_code == 302
    kept_table = NoticePage.objects.get().get_latest_revision_as_object().content[-1].value
    assert kept_table.rows == (("拨款", "一万二"), ("租金", "300"))


@pytest.mark.parametrize("title", ["", "　", "题" * 101, "藏着\u202e字"])
def test_a_title_that_can_t_be_one_is_told_and_nothing_is_lost(desk, target, title):
    kept = read_in(desk, word.water_cut(), target)
    response = make(desk, kept, title=title, **{"alternative-0": "我写的说明"})
    assert response.status_code == 422
    assert "我写的说明" in response.content.decode()
    assert not NoticePage.objects.exists()


@pytest.mark.parametrize("broken", ["", "{", "[1]", '{"columns": 3}', "[" * 5_000])
def test_a_forged_table_is_refused(desk, target, broken):
    kept = read_in(desk, word.water_cut(), target)
    assert make(desk, kept, **{"t0-table": broken}).status_code == 422
    assert not NoticePage.objects.exists()


def test_whoever_lost_the_right_makes_no_draft(desk, target, worker):
    kept = read_in(desk, word.water_cut(), target)
    form = {**fields_of(desk, kept), "take": "1"}
    worker.memberships.all().delete()
    response = desk.post(reverse("word_import:draft", args=[kept.key]), form)
    assert response.status_code in (403, 404, 422)
    assert not NoticePage.objects.exists()


def test_a_place_that_is_no_longer_ones_own_is_told(desk, target, district):
    kept = read_in(desk, word.water_cut(), target)
    WordImport.objects.update(parent=district.notices_of("dongshuiguan"))
    response = preview(desk, kept)
    assert response.status_code == 422
    assert "请重新选择栏目导入" in response.content.decode()


def test_a_failure_leaves_no_picture_behind(desk, target, monkeypatch):
    kept = read_in(desk, word.water_cut(), target)
    form = {**fields_of(desk, kept), "take": "1"}
    folders = ("original_images", "images")

    def files():
        return sorted(
            name
            for folder in folders
            if default_storage.exists(folder)
            for name in default_storage.listdir(folder)[1]
        )

    before = files()

    def fail(*_args):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(drafting, "_new_page", fail)
    with pytest.raises(RuntimeError):
        desk.post(reverse("word_import:draft", args=[kept.key]), form)
    assert not Image.objects.exists()
    assert files() == before


def test_what_nobody_takes_up_is_forgotten(desk, target, now):
    waiting = read_in(desk, word.water_cut(), target)
    _page, made = draft(desk, docx(p("短公告"), p("内容")), target)
    assert forget_word_imports(actor=None, now=now + timedelta(hours=23)) == 0
    assert forget_word_imports(actor=None, now=now + timedelta(days=2)) == 1
    assert not WordImport.objects.filter(pk=waiting.pk).exists()
    assert forget_word_imports(actor=None, now=now + timedelta(days=31)) == 1
    assert not WordImport.objects.filter(pk=made.pk).exists()
    assert NoticePage.objects.exists()


def test_only_so_many_wait_for_one_person(desk, target):
    for _time in range(MOST_WAITING + 2):
        read_in(desk, docx(p("公告"), p("内容")), target)
    assert WordImport.objects.count() == MOST_WAITING


def test_a_workbook_sent_as_a_document_is_told_where_to_go(desk, target):
    response = send(desk, quarter(), target, "收支.docx")
    assert "这是 Excel 工作簿" in response.content.decode()

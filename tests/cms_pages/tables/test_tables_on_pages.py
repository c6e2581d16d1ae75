"""A table on a page: shown, handed out as files, changed by whoever may, never stored with wrong cells."""

import csv
import io
import json
from urllib.parse import unquote

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cms_pages.blocks.tables import TypedTableBlock
from cms_pages.models import NoticePage
from cms_pages.tables.differences import differences
from communities.choices import Role
from media.tables.table import RawTable, Table
from tests.factories import NoticeFactory
from tests.media.tables import workbooks
from tests.town import QUARTER

# What pages and files say is the same on each database.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def notice(district):
    content = [{"type": "data_table", "value": QUARTER}]
    return NoticeFactory(parent=district.notices_of("wuyixiang"), content=content)


@pytest.fixture
def worker(district, official):
    return official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))


def file_address(notice, extension, name=None):
    return reverse("table-file", args=[notice.pk, name or notice.content[0].id, extension])


def test_a_page_shows_its_table_with_totals_chart_and_files(client, notice):
    page = client.get(notice.url).content.decode()
    assert '<th scope="row">慰问高龄老人</th>' in page
    assert "-¥1,200.00" in page
    assert "data-table__number_negative" in page
    assert "合计" in page
    assert "2026-07：收入 ¥12,000.00" in page
    for extension in ("csv", "xlsx", "json"):
        assert file_address(notice, extension) in page


def test_the_files_of_a_live_page_are_everybodys_and_kept(client, notice, django_assert_num_queries):
    response = client.get(file_address(notice, "csv"))
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[1][:4] == ["1", "街道拨付", "2026-07-03", "12000.00"]
    assert rows[-1][0] == "合计"
    assert unquote(response["Content-Disposition"]).endswith("-第三季度收支.csv")
    assert response["X-Content-Type-Options"] == "nosniff"
    with django_assert_num_queries(0):
        again = client.get(file_address(notice, "csv"))
    assert again["Content-Disposition"] == response["Content-Disposition"]
    assert (
        client.get(file_address(notice, "csv"), headers={"If-None-Match": response["ETag"]}).status_code
        == 304
    )
    assert json.loads(client.get(file_address(notice, "json")).content)["rows"][0][3] == 1_200_000
    assert client.get(file_address(notice, "xlsx")).content.startswith(b"PK")


def test_a_file_follows_the_live_version(client, notice, django_capture_on_commit_callbacks):
    page = NoticePage.objects.get(pk=notice.pk)
    block_id = page.content[0].id
    page.content[0].value = Table.from_json({**QUARTER, "caption": "更正后的收支"})
    revision = page.save_revision()
    assert "更正后" not in client.get(file_address(notice, "json")).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        revision.publish()
    assert "更正后" in client.get(file_address(notice, "json", block_id)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        NoticePage.objects.get(pk=notice.pk).unpublish()
    assert client.get(file_address(notice, "json", block_id)).status_code == 404


def test_tables_of_drafts_and_of_notices_to_committees_have_no_files(client, district, client_for, worker):
    content = [{"type": "data_table", "value": QUARTER}]
    for state, place in (("draft", "wuyixiang"), ("for_committees", "fuzimiao")):
        hidden = NoticeFactory(parent=district.notices_of(place), content=content, **{state: True})
        for reader in (client, client_for(worker)):
            assert reader.get(file_address(hidden, "csv")).status_code == 404
    assert client.get(f"/tables/999999/{'0' * 36}.csv").status_code == 404


def test_a_preview_offers_no_files(client_for, notice, worker):
    page = client_for(worker).get(reverse("wagtailadmin_pages:view_draft", args=[notice.pk])).content.decode()
    assert "慰问高龄老人" in page
    assert "/tables/" not in page


def test_a_block_refuses_wrong_cells_and_keeps_what_was_typed():
    block = TypedTableBlock()
    raw = Table.from_json(QUARTER).as_raw()
    raw.rows[0][3] = "一万二"
    value = block.value_from_form(json.dumps(raw.as_payload()))
    with pytest.raises(ValidationError, match="第1行“收入”：读到“一万二”"):
        block.clean(value)
    assert "一万二" in block.get_form_state(value)
    assert block.get_prep_value(value) is None


def test_a_block_takes_what_it_gave():
    block = TypedTableBlock()
    table = Table.from_json(QUARTER)
    assert block.clean(block.value_from_form(block.get_form_state(table))) == table
    assert block.to_python(block.get_prep_value(table)) == table
    assert "慰问高龄老人" in block.get_searchable_content(table)[0]


@pytest.mark.parametrize("text", ["", "null", "{", "[" * 5000, '{"columns": 3}', '"x"', "1e999"])
def test_a_block_refuses_what_is_no_table(text):
    block = TypedTableBlock()
    with pytest.raises(ValidationError):
        block.clean(block.value_from_form(text))
    assert block.to_python({"columns": "x"}) is None
    assert str(block.render(None)) == ""


def test_a_blank_table_may_stand_in_a_draft():
    block = TypedTableBlock(required=False)
    assert block.clean(RawTable.from_payload({"columns": [{"title": "项目"}], "rows": [[""]]})) is None


def test_versions_are_compared_cell_by_cell(client_for, notice, worker):
    page = NoticePage.objects.get(pk=notice.pk)
    table = page.content[0].value
    rows = (table.rows[0], (*table.rows[1][:1], "慰问<老人>", *table.rows[1][2:]))
    page.content[0].value = Table(
        **{**{name: getattr(table, name) for name in table.__slots__}, "rows": rows}
    )
    page.save_revision()
    address = reverse("wagtailadmin_pages:revisions_compare", args=[notice.pk, "earliest", "latest"])
    shown = client_for(worker).get(address).content.decode()
    assert '<del class="deletion">慰问高龄老人</del><ins class="addition">慰问&lt;老人&gt;</ins>' in shown
    assert "行没有变化" in differences(table, table)


# --- The import without JavaScript ---


def import_address(notice):
    return reverse("typed_tables:import", args=[notice.pk])


def upload(data, name="收支.xlsx"):
    file = io.BytesIO(data)
    file.name = name
    return {"file": file, "sheet": "", "text": ""}


def fields_of(response):
    form = response.context_data["form"]
    return {"form_token": str(form["form_token"].value()), "table": response.context_data["payload"]}


def test_a_workbook_goes_through_the_preview_into_the_draft_once(client_for, notice, worker):
    desk = client_for(worker)
    assert "导入表格" in desk.get(reverse("wagtailadmin_pages:edit", args=[notice.pk])).content.decode()
    assert desk.get(import_address(notice)).status_code == 200
    preview = desk.post(import_address(notice), upload(workbooks.quarter()))
    assert "街道拨付办公经费" in preview.content.decode()
    assert "放进草稿" in preview.content.decode()
    sent = {**fields_of(preview), "take": "1"}
    for _time in range(2):
        assert desk.post(import_address(notice), sent).status_code == 302
    draft = NoticePage.objects.get(pk=notice.pk).get_latest_revision_as_object()
    assert [child.block_type for child in draft.content] == ["data_table", "data_table"]
    assert draft.content[1].value.caption == "五老村社区2026年第三季度收支明细表"
    assert len(NoticePage.objects.get(pk=notice.pk).content) == 1


def test_a_wrong_cell_is_put_right_in_the_preview(client_for, notice, worker):
    desk = client_for(worker)
    pasted = "项目\t金额\n水费\t120\n电费\t三百\n合计\t420"
    preview = desk.post(import_address(notice), {"text": pasted})
    page = preview.content.decode()
    assert "第2行“金额”：读到“三百”，应为金额" in page
    assert 'name="cell-2-1"' in page
    assert "放进草稿" not in page
    kept = {**fields_of(preview), "caption": "八月支出", "totals": "keep"}
    again = desk.post(import_address(notice), {**kept, "take": "1"})
    assert again.status_code == 422
    assert again.context_data["raw"].caption == "八月支出"
    good = desk.post(import_address(notice), {**kept, "cell-2-1": "300"})
    assert good.status_code == 200
    assert desk.post(import_address(notice), {**fields_of(good), "take": "1"}).status_code == 302
    draft = NoticePage.objects.get(pk=notice.pk).get_latest_revision_as_object()
    assert draft.content[1].value.rows == (("水费", 12_000), ("电费", 30_000))


def test_declared_totals_that_are_wrong_can_be_summed_anew(client_for, notice, worker):
    desk = client_for(worker)
    preview = desk.post(import_address(notice), {"text": "项目\t金额\n水费\t120\n合计\t99"})
    assert "按各行相加应为“¥120.00”" in preview.content.decode()
    good = desk.post(import_address(notice), {**fields_of(preview), "caption": "支出", "totals": "sum"})
    assert good.context_data["raw"].totals == ["", "120.00"]


@pytest.mark.parametrize("name", ["old.xls", "bomb.xlsx", "xxe.xlsx", "cut.xlsx", "page.xls", "empty.csv"])
def test_a_wrong_file_is_answered_with_its_sentence_in_both_ways(client_for, notice, worker, name):
    data, words = workbooks.hostile()[name]
    desk = client_for(worker)
    by_form = desk.post(import_address(notice), upload(data, name))
    by_script = desk.post(reverse("typed_tables:read"), upload(data, name))
    assert by_form.status_code in (200, 422)
    assert words in by_form.content.decode()
    assert by_script.status_code == 400
    assert words in by_script.json()["error"]


@pytest.mark.parametrize("payload", ["", "null", "{", "[[[", '{"columns": [1], "rows": 2}'])
def test_a_forged_preview_is_no_error(client_for, notice, worker, payload):
    answer = client_for(worker).post(import_address(notice), {"table": payload, "take": "1", "kind-0": "x"})
    assert answer.status_code in (200, 422)


def test_another_committee_and_a_locked_page_get_no_table(client_for, district, official, notice, worker):
    sibling = official(Role.COMMITTEE_WORKER, district.body("kangjuli"))
    assert client_for(sibling).get(import_address(notice)).status_code == 404
    desk = client_for(worker)
    preview = desk.post(import_address(notice), upload(workbooks.balances()))
    NoticePage.objects.filter(pk=notice.pk).update(locked=True)
    refused = desk.post(import_address(notice), {**fields_of(preview), "take": "1"})
    assert refused.status_code == 422
    assert "已被锁定" in refused.content.decode()
    assert len(NoticePage.objects.get(pk=notice.pk).get_latest_revision_as_object().content) == 1


def test_the_grid_asks_what_is_wrong_and_what_the_totals_are(client_for, worker):
    desk = client_for(worker)
    raw = Table.from_json(QUARTER).as_raw()
    raw.rows[1][2] = "上周"
    answer = desk.post(
        reverse("typed_tables:check"), json.dumps(raw.as_payload()), content_type="application/json"
    ).json()
    assert answer["problems"][0]["column"] == 2
    assert not answer["good"]
    raw.rows[1][2] = ""
    answer = desk.post(
        reverse("typed_tables:check"), json.dumps(raw.as_payload()), content_type="application/json"
    ).json()
    assert answer["good"]
    assert answer["sums"][3:5] == ["12000.00", "13200.00"]
    assert desk.post(reverse("typed_tables:check"), "{", content_type="application/json").status_code == 400


def test_wagtails_own_export_holds_no_formula(client_for, district, official, notice):
    NoticePage.objects.filter(pk=notice.pk).update(title='=HYPERLINK("http://x")')
    keeper = official(Role.DISTRICT_ADMINISTRATOR, district.body())
    response = client_for(keeper).get(reverse("wagtailadmin_reports:aging_pages"), {"export": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "'=HYPERLINK" in text
    assert "filename*=UTF-8''" in response["Content-Disposition"]


def test_the_editor_gives_the_grid_of_wagtails_table_its_chinese_words(client_for, notice, worker):
    page = client_for(worker).get(reverse("wagtailadmin_pages:edit", args=[notice.pk])).content.decode()
    # After the grid's own script, or there would be nothing to tell the words to.
    assert 0 < page.index("handsontable-6.2.2.full.min") < page.index("cms_pages/js/tables/grid_words")

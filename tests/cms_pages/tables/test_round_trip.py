"""Five workbooks as committees keep them, each the whole way: read, looked at, put into a draft, published,
and downloaded as CSV, workbook and JSON with the words and figures that it had.
"""

import csv
import io
import json
import uuid
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms_pages.models import NoticePage
from communities.choices import Role
from tests.factories import NoticeFactory
from tests.media.tables import workbooks

pytestmark = pytest.mark.django_db

# What each download must say: caption, heading, rows, totals, as whoever keeps the workbook would copy them.
EXPECTED = {
    "quarter": (
        "五老村社区2026年第三季度收支明细表",
        ["序号", "日期", "项目", "收支情况·收入（元）", "收支情况·支出（元）", "结余（元）"],
        [
            ["1", "2026-07-01", "上季结转", "", "", "1860.40"],
            ["2", "2026-07-03", "街道拨付办公经费", "12000.00", "", "13860.40"],
            ["3", "2026-08-12", "纳凉点茶水、绿豆", "", "846.50", "13013.90"],
            ["4", "2026-09-01", "=慰问高龄老人", "", "3200.00", "9813.90"],
        ],
        ["合计", "", "", "12000.00", "4046.50", ""],
    ),
    "allowance": (
        "8月低保",
        ["户主", "联系电话", "人数", "月标准（元）", "发放金额（元）", "占比"],
        [
            ["王某某", "13800000001", "2", "1020.00", "2040.00", "25%"],
            ["李某", "02500000002", "1", "1020.00", "1020.00", "12.5%"],
            ["赵某某", "13800000003", "5", "1020.00", "5100.00", "62.5%"],
        ],
        ["合计", "", "8", "", "8160.00", ""],
    ),
    "works": (
        "2026年工程",
        ["工程名称", "合同金额（元）", "开工日期", "竣工日期", "施工单位"],
        [
            ["3幢屋面防水", "48600.00", "2026-03-01", "2026-04-20", "南京某防水公司"],
            ["南门口坡道", "12000.00", "2026-05-06", "2026-05-09", "南京某建设公司"],
        ],
        ["总计", "60600.00", "", "", ""],
    ),
    "balances": (
        "专项资金",
        ["资金名称", "上年结余（元）", "本年收入（元）", "本年支出（元）", "年末结余（元）"],
        [
            ["为民服务专项", "20000.00", "200000.00", "188000.50", "31999.50"],
            ["党建经费", "500.00", "30000.00", "28000.00", "2500.00"],
            ["小计", "20500.00", "230000.00", "216000.50", "34499.50"],
            ["房屋租金", "0.00", "86000.00", "12000.00", "74000.00"],
        ],
        ["合计", "20500.00", "316000.00", "228000.50", "108499.50"],
    ),
    "roster": (
        "乌衣巷社区国庆值班安排",
        ["姓名", "电话", "值班日期", "备注"],
        [
            ["李晓雨", "025-00000012", "2026-10-01", "上午\n下午都在"],
            ["王秀兰", "02500000013", "2026-10-02", "=本人"],
            ["赵某", "13800000001", "2026-10-03", "-"],
        ],
        None,
    ),
}


def put_in(client, address, name):
    """Read a workbook, look at the preview, and put the table into the draft."""
    sent = SimpleUploadedFile(f"{name}.xlsx", getattr(workbooks, name)())
    shown = client.post(address, {"file": sent})
    assert "每一格都读得懂" in shown.content.decode()
    raw = shown.context["raw"]
    form = {"table": shown.context["payload"], "take": "1", "form_token": str(uuid.uuid4())}
    form.update({key: getattr(raw, key) for key in ("caption", "note", "rule", "chart")})
    form["totals"] = "keep" if raw.totals is not None else "none"
    answer = client.post(address, form)
    assert answer.status_code == 302, answer.content.decode()


def words(cell, column):
    """Return a cell of a workbook as the CSV file writes it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, int | float) and column == "占比":
        return f"{float(cell) * 100:g}%"
    if isinstance(cell, int | float) and column.endswith("（元）"):
        return f"{Decimal(str(cell)):.2f}"
    return str(cell)


def test_each_workbook_comes_back_as_it_was(client, client_for, official, district):
    desk = client_for(official(Role.COMMITTEE_WORKER, district.body("wuyixiang")))
    notice = NoticeFactory(
        parent=district.notices_of("wuyixiang"), content=[{"type": "paragraph", "value": "<p>附表如下。</p>"}]
    )
    address = reverse("typed_tables:import", args=[notice.pk])
    for name in EXPECTED:
        put_in(desk, address, name)
    assert len(NoticePage.objects.get(pk=notice.pk).content) == 1
    NoticePage.objects.get(pk=notice.pk).get_latest_revision().publish()
    page = NoticePage.objects.get(pk=notice.pk)
    html = client.get(page.url).content.decode()
    tables = list(page.content)[1:]
    for block, (name, (caption, heading, rows, totals)) in zip(tables, EXPECTED.items(), strict=True):
        assert caption in html, name
        files = {}
        for kind in ("csv", "xlsx", "json"):
            address = reverse("table-file", args=[page.pk, block.id, kind])
            assert address in html
            files[kind] = client.get(address).content
        lines = [heading, *rows, *([totals] if totals else [])]
        # An apostrophe says that what follows is text, as OWASP asks.
        guarded = [[f"'{cell}" if cell.startswith(("=", "-")) else cell for cell in line] for line in lines]
        assert list(csv.reader(io.StringIO(files["csv"].decode("utf-8-sig"), newline=""))) == guarded

        sheet = list(openpyxl.load_workbook(io.BytesIO(files["xlsx"])).active.iter_rows())
        assert sheet[0][0].value == caption
        written = [
            [words(cell.value, column) for cell, column in zip(line, heading, strict=True)]
            for line in sheet[1 : 1 + len(lines)]
        ]
        assert written == lines
        assert not any(cell.data_type == "f" for line in sheet for cell in line)

        data = json.loads(files["json"])
        assert (data["caption"], data["masked"]) == (caption, [])
        for line, expected in zip(data["rows"], rows, strict=True):
            assert [
                said(cell, column) for cell, column in zip(line, data["columns"], strict=True)
            ] == expected
        if totals:
            assert data["totals_label"] == totals[0]
            assert [said(cell, column) for cell, column in zip(data["totals"], data["columns"], strict=True)][
                1:
            ] == totals[1:]


def said(cell, column):
    """Return a cell of the JSON file as the CSV file writes it."""
    if cell is None:
        return ""
    if column["type"] == "money":
        return f"{Decimal(cell) / 100:.2f}"
    return f"{cell}%" if column["type"] == "percent" else str(cell)

"""Five documents as offices write them: what was in the file is on the page, and in what one downloads."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from cms_pages.models import ConsultationPage, DisclosurePage, GuidePage, NoticePage, ServicePage
from communities.choices import BodyKind, ContactKind, Role
from communities.models import ContactFact
from media.models import Image
from tests import papers as word
from tests.cms_pages.word.conftest import draft, lines
from tests.factories.guides import guides_of
from tests.factories.services import services_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]

INCOME = """2026年第三季度财务收支情况收入明细
序号 项目 本季收入·金额 本季收入·说明
1 街道拨付办公经费 12000.00 拨款单第18号
2 公房租金 3600.50
15600.50"""
SPENDING = """2026年第三季度财务收支情况支出明细
项目 金额
慰问高龄老人 3200.00
楼道灯维修 846.50
4046.50"""

SAID = {"alternative-0": "停水范围示意图", "credit-0": "区自来水公司", "people-0": "nobody"}


def test_a_notice(client_for, worker, district, now, django_capture_on_commit_callbacks):
    client = client_for(worker)
    target = f"notice-{district.notices_of('wuyixiang').pk}"
    page, _kept = draft(client, word.water_cut(), target, **SAID)
    assert isinstance(page, NoticePage)
    assert not page.live
    assert page.owner == worker
    assert page.title == "乌衣巷社区居民委员会关于来燕路沿线临时停水的通知"
    assert page.kind == NoticePage.Kind.OUTAGE
    assert lines(page.content) == [
        "尊敬的居民朋友：",
        "因供水管道改造，来燕路沿线将临时停水。请提前储水。",
        "# 一、停水时间",
        "2026年11月28日8时至18时。",
        "# 二、停水范围",
        "停水范围\n小区 楼栋 户数（户）\n琵琶里 1至6幢 216\n白鹭新村 全部 340\n556",
        "# 三、注意事项",
        "关好水龙头，以防来水时跑水；",
        "来水后先放几分钟再用。",
        "[停水范围示意图]",
        "详情见供水公司网站，电话025-00000010。",
        "乌衣巷社区居民委员会",
        "2026年11月25日",
    ]
    html = "".join(block.value.source for block in page.content if block.block_type == "paragraph")
    assert "<b>请提前储水。</b>" in html
    assert "<ul><li>关好水龙头" in html
    assert 'href="https://water.example/notice?id=1&amp;b=2"' in html
    for dropped in ("C00000", "方正", "font", "style=", "color"):
        assert dropped not in html
    picture = Image.objects.get()
    assert picture.collection == district.body("wuyixiang").collection
    assert picture.description == "停水范围示意图"

    with django_capture_on_commit_callbacks(execute=True):
        page.get_latest_revision().publish()
    shown = client.get(NoticePage.objects.get(pk=page.pk).url).content.decode()
    for words in ("来燕路沿线临时停水", "请提前储水。", "琵琶里", "340", "停水范围示意图"):
        assert words in shown
    table = next(block for block in page.content if block.block_type == "data_table")
    files = {
        kind: client.get(reverse("table-file", args=[page.pk, table.id, kind])) for kind in ("csv", "xlsx")
    }
    rows = [
        ["小区", "楼栋", "户数（户）"],
        ["琵琶里", "1至6幢", "216"],
        ["白鹭新村", "全部", "340"],
        ["合计", "", "556"],
    ]
    assert list(csv.reader(io.StringIO(files["csv"].content.decode("utf-8-sig")))) == rows
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"].content)).active
    assert [["" if cell is None else str(cell) for cell in row] for row in sheet.values][1:] == rows


def test_minutes(client_for, worker, district):
    page, _kept = draft(
        client_for(worker), word.minutes(), f"consultation-{district.notices_of('wuyixiang').pk}"
    )
    assert isinstance(page, ConsultationPage)
    assert page.title == "居民会议纪要"
    assert lines(page.content) == [
        "时间：2026年11月20日19时",
        "# 会议议题",
        "讨论加装电梯分摊方案",
        "推选楼栋长",
        "# 会议决定",
        "加装电梯的费用按楼层分摊［注1］；",
        "分摊比例由各单元另行商定。",
        "2. 李某某为3幢楼栋长［注2］。",
        "# 表决情况",
        "表决情况\n议题 同意（票） 反对（票）\n电梯分摊 42 3\n楼栋长 45 0",
        "居民可在公示期内提出意见²。",
        "# 注释",
        "［注1］一楼不分摊。",
        "［注2］任期三年。",
    ]


def test_a_guide(client_for, official, district):
    body = district.body(kind=BodyKind.DEPARTMENT)
    ContactFact.objects.create(body=body, kind=ContactKind.PHONE, label="社会救助窗口", value="025-00000001")
    client = client_for(official(Role.DEPARTMENT_CLERK, body))
    page, kept = draft(client, word.low_income_guide(), f"guide-{guides_of(body).pk}")
    assert isinstance(page, GuidePage)
    assert page.title == "最低生活保障办事指南"
    assert page.what_it_is == "家庭收入低于低保标准的，可以按月领生活补助。"
    assert [block.value for block in page.conditions] == [
        "持有本区户籍的居民，并同时符合下列条件：",
        "共同生活的家庭成员人均收入低于低保标准",
        "家庭财产符合规定。",
    ]
    materials = [block.value for block in page.materials]
    assert [(one["name"], one["form"], one["number"], one["note"]) for one in materials] == [
        ("居民身份证", "original", 1, "全体家庭成员"),
        ("家庭收入证明", "both", 2, "由工作单位出具"),
        ("家庭经济状况核对授权书", "fill", 1, ""),
    ]
    assert [(block.value["title"], block.value["text"]) for block in page.steps] == [
        ("提出申请", "到户籍所在地街道便民服务中心提交材料。"),
        ("调查审核", "街道入户调查，公示7天。"),
        ("审批发放", "区民政局审批，次月发放。"),
    ]
    assert (page.legal_days, page.promised_days, page.time_note) == (30, 15, "公示7天不算在内")
    assert page.fee_kind == GuidePage.FeeKind.FREE
    assert page.at_street
    assert [(block.value["title"], block.value["article"]) for block in page.legal_basis] == [
        ("《社会救助暂行办法》（国务院令第649号）", "第九条（2019年修订。）"),
        ("《江苏省最低生活保障工作规程》", ""),
    ]
    assert [(block.value["question"], block.value["answer"]) for block in page.answers] == [
        ("外地户口能办吗？", "要回户籍地办。")
    ]
    assert [phone.fact.value for phone in page.phones.all()] == ["025-00000001"]
    assert kept.report["left"] == [
        "“办理地点”：户籍所在地街道便民服务中心（地点从“联系方式”里选，里面没有这个地址）",
        "“联系人”：王某某，值班时间周一至周五。（没有对应的栏目）",
    ]


def test_a_service(client_for, worker, district):
    fact = ContactFact.objects.create(
        body=district.body("wuyixiang"), kind=ContactKind.PHONE, label="助餐点", value="025-00000011"
    )
    page, kept = draft(client_for(worker), word.canteen(), f"service-{services_of(district, 'wuyixiang').pk}")
    assert isinstance(page, ServicePage)
    assert page.title == "乌衣巷社区为老助餐点"
    assert page.eligibility == "本社区60岁以上老人"
    assert page.description == ("中午堂食或送餐，一荤两素一汤。\n\n提前一天预约。\n\n备注：\n雨雪天只送餐。")
    assert page.opening_note == "周一至周五11时至13时"
    assert (page.fee_kind, page.fee_fen, page.fee_text) == (
        ServicePage.FeeKind.FIXED,
        None,
        "每餐12元，80岁以上补贴3元",
    ) or page.fee_kind == ServicePage.FeeKind.VARIES
    assert page.fee_text == "每餐12元，80岁以上补贴3元"
    assert page.address == "来燕路8号社区党群服务中心一楼"
    assert page.documents == "身份证\n老年优待证"
    assert page.provider_name == "秦淮区某养老服务中心"
    assert list(page.contacts.all()) == [fact]
    assert kept.report["left"] == []


def test_a_disclosure(client_for, worker, duty):
    page, kept = draft(client_for(worker), word.quarter_finance(), f"disclosure-{duty.pk}")
    assert isinstance(page, DisclosurePage)
    assert page.title == duty.title
    assert {section.value["name"]: lines(section.value["content"]) for section in page.content} == {
        "收入明细": [INCOME],
        "支出明细": [SPENDING],
        "期末结余": ["期末结余11,554.00元，已与街道对账。"],
        "情况说明": [],
        "说明": ["经居务监督委员会同意，现将三季度收支情况公开如下。"],
        "大额支出说明": ["没有大额支出。"],
        "其他": ["账目可到社区财务室查阅。"],
    }
    assert any("大额支出说明" in note for note in kept.report["notes"])
    assert not page.publication_errors()


def test_a_disclosure_that_has_begun_keeps_what_was_written(client_for, worker, duty):
    client = client_for(worker)
    first, _kept = draft(client, word.quarter_finance(), f"disclosure-{duty.pk}")
    again, _kept = draft(
        client, word.docx(word.p("一、期末结余"), word.p("补充一句。")), f"disclosure-{duty.pk}"
    )
    assert again.pk == first.pk
    ending = next(one for one in again.content if one.value["name"] == "期末结余")
    assert lines(ending.value["content"]) == ["期末结余11,554.00元，已与街道对账。", "补充一句。"]

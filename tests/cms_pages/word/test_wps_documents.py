"""Five documents as offices write them in WPS, each the whole way: read, looked at, drafted, published, read
by everybody, with its pictures and what is said of them.
"""

import socket

import pytest

from cms_pages.actions.decide_check import decide_check
from cms_pages.actions.submit_disclosure import submit_disclosure
from cms_pages.models import ConsultationPage, DisclosurePage, GuidePage, NoticePage, ServicePage
from cms_pages.word.facts import read_fee
from communities.choices import BodyKind, ContactKind, Role
from communities.models import ContactFact
from media.models import Image
from tests.cms_pages.word.conftest import draft, lines, preview_of, read_in
from tests.factories.guides import guides_of
from tests.factories.services import category, services_of
from tests.papers import wps

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def said(*pictures):
    """Return what the person at the desk says of each picture."""
    return {
        f"{what}-{number}": words
        for number, alternative in enumerate(pictures)
        for what, words in (("alternative", alternative), ("credit", "本社区"), ("people", "nobody"))
    }


@pytest.fixture
def published(client, django_capture_on_commit_callbacks):
    """Publish a draft; return the page that everybody reads."""

    def publish(page):
        assert page.publication_errors() == []
        with django_capture_on_commit_callbacks(execute=True):
            page.get_latest_revision().publish()
        page.refresh_from_db()
        answer = client.get(page.url)
        assert answer.status_code == 200
        return answer.content.decode()

    return publish


def pictures_of(stream):
    return [block.value.contextual_alt_text for block in stream if block.block_type == "image"]


def shown(html, alternative):
    """Return whether a picture is on the page, in its sizes and with what it shows."""
    [tag] = [tag for tag in html.split("<img ")[1:] if f'alt="{alternative}"' in tag.partition(">")[0]]
    return 'src="/media/' in tag and 'width="' in tag


@pytest.fixture
def silent(monkeypatch):
    """Let nobody ask another host."""
    real = socket.socket.connect

    def connect(self, address):
        assert not isinstance(address, tuple) or address[0] in ("127.0.0.1", "::1", "localhost"), address
        return real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


def test_a_notice_under_a_letterhead(client_for, worker, district, published, silent):
    target = f"notice-{district.notices_of('wuyixiang').pk}"
    page, kept = draft(client_for(worker), wps.road_works(), target, **said("绕行路线图", "值守的陈师傅"))
    assert isinstance(page, NoticePage)
    assert page.title == "关于琵琶里封闭施工期间绕行安排的通知"
    assert page.kind == NoticePage.Kind.WORKS
    assert lines(page.content) == [
        "000012",
        "特急",
        "乌社居〔2026〕12号",
        "各楼栋居民：",
        "琵琶里路面因雨水管改造需要封闭，现将绕行安排通知如下。",
        "# 一、封闭时间",
        "2026年12月1日至12月10日，每天8时至18时。",
        "# 二、怎样绕行",
        "# （一）步行走白鹭新村南门",
        "请走人行道，夜间有灯。",
        "# （二）车辆走来燕路",
        "[绕行路线图]",
        "车辆走来燕路\n时段 出口 值守（人）\n白天 南门 2\n夜间 北门 1",
        "联系人：陈师傅",
        "电话：025-00000010",
        "[值守的陈师傅]",
        "附件：绕行路线图",
        "乌衣巷社区居民委员会",
        "2026年11月25日",
        "抄送：白鹭街道办事处。",
        "乌衣巷社区居民委员会　　2026年11月25日印发",
    ]
    assert kept.report == {
        "left": [],
        "notes": [
            "1张图片没有存在文件里（链接到别处），没有读入。",
            "红头“乌衣巷社区居民委员会文件”没有读入，网页上写明发布单位。",
        ],
    }
    html = published(page)
    assert shown(html, "绕行路线图")
    assert shown(html, "值守的陈师傅")
    for nowhere in ("qlogo", "logo.png", "方正", "FF0000"):
        assert nowhere not in html


def test_a_guide_in_a_frame(client_for, official, district, published):
    body = district.body(kind=BodyKind.DEPARTMENT)
    for kind, label, value in (
        (ContactKind.PHONE, "老龄窗口", "025-00000001"),
        (ContactKind.HOTLINE, "监督投诉", "025-00000002"),
    ):
        ContactFact.objects.create(body=body, kind=kind, label=label, value=value)
    client = client_for(official(Role.DEPARTMENT_CLERK, body))
    target = f"guide-{guides_of(body).pk}"
    waiting = preview_of(client, read_in(client, wps.old_age_card(), target))
    for words in ("第1张图片里有什么", "第2张图片里有什么", "图片都放在“图片”里，请核对顺序。"):
        assert words in waiting
    assert 'value="办理流程图和填好的申请表"' in waiting
    page, kept = draft(client, wps.old_age_card(), target, **said("办理流程图", "填好的申请表"))
    assert isinstance(page, GuidePage)
    assert (page.title, page.what_it_is) == (
        "老年优待证办理",
        "年满60周岁的老人，可以凭证免费或优惠乘车、游园。",
    )
    assert [block.value for block in page.conditions] == ["年满60周岁", "在本区居住。"]
    assert [(one.value["name"], one.value["number"], one.value["note"]) for one in page.materials] == [
        ("居民身份证", 1, ""),
        ("一寸照片", 2, "近期免冠"),
    ]
    assert [one.value["title"] for one in page.steps] == ["提交材料", "领取证件"]
    assert (page.legal_days, page.promised_days, page.fee_kind) == (20, 5, GuidePage.FeeKind.FREE)
    assert page.at_community
    assert {row.purpose: row.fact.value for row in page.phones.all()} == {
        "enquiry": "025-00000001",
        "complaint": "025-00000002",
    }
    assert pictures_of(page.pictures) == ["办理流程图", "填好的申请表"]
    assert kept.report["left"] == ["“办理地点”：社区居委会（地点从“联系方式”里选，里面没有这个地址）"]
    html = published(page)
    assert shown(html, "办理流程图")
    assert shown(html, "填好的申请表")
    assert html.index('id="steps"') < html.index('id="pictures"') < html.index('id="where"')


def test_a_service_in_a_form(client_for, worker, district, published):
    category("生活服务", "shenghuo")
    fact = ContactFact.objects.create(
        body=district.body("wuyixiang"), kind=ContactKind.PHONE, label="缝补点", value="025-00000011"
    )
    target = f"service-{services_of(district, 'wuyixiang').pk}"
    page, kept = draft(client_for(worker), wps.sewing(), target)
    assert isinstance(page, ServicePage)
    assert page.summary == "改裤脚、换拉链，社区里就能做"
    assert page.eligibility == "不限"
    assert page.description == "改裤脚、换拉链、补衣服，当天取。"
    assert page.category.name == "生活服务"
    assert list(page.contacts.all()) == [fact]
    assert kept.report["left"] == []
    # Word's own words are offered, and taken where nobody changed them; who is in it, nobody can guess.
    assert pictures_of(page.pictures) == ["缝补点的门口"]
    [lacking] = page.publication_errors()
    assert "同意公开" in lacking.message
    Image.objects.update(people="nobody", credit="本社区")
    html = published(page.get_latest_revision_as_object())
    assert shown(html, "缝补点的门口")


def test_a_picture_of_a_service_that_says_nothing_is_refused(client_for, worker, district):
    target = f"service-{services_of(district, 'wuyixiang').pk}"
    page, _kept = draft(client_for(worker), wps.sewing(), target, **said(""))
    assert any("替代文字" in str(error.message) for error in page.publication_errors())


def test_a_disclosure_in_bold_lines(client, client_for, worker, duty, official, district, now):
    page, kept = draft(client_for(worker), wps.subsidy(), f"disclosure-{duty.pk}", **said("慰问品发票"))
    assert isinstance(page, DisclosurePage)
    sections = {section.value["name"]: lines(section.value["content"]) for section in page.content}
    assert [line.split("\n")[-1] for line in sections["收入明细"]] == ["12000.00"]
    assert sections["支出明细"][-1] == "[慰问品发票]"
    assert sections["期末结余"] == ["8,800.00元，详见街道网站。"]
    assert kept.report["left"] == []
    check = submit_disclosure(actor=worker, page=DisclosurePage.objects.get(pk=page.pk), now=now)
    supervisor = official(Role.SUPERVISOR, district.body("wuyixiang"))
    decide_check(actor=supervisor, check=check, passes=True, remarks={}, now=now)
    html = client.get(DisclosurePage.objects.get(pk=page.pk).url).content.decode()
    assert shown(html, "慰问品发票")
    assert 'href="https://street.example/2026"' in html


def test_a_plain_letter(client_for, worker, district):
    target = f"consultation-{district.notices_of('wuyixiang').pk}"
    page, kept = draft(client_for(worker), wps.tree_planting(), target, **said("枯死的行道树"))
    assert isinstance(page, ConsultationPage)
    assert page.title == "关于在白鹭新村补种行道树的意见征集"
    assert page.asked == "您希望补种哪一种树？"
    assert "[枯死的行道树]" in lines(page.content)
    assert kept.report["left"] == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("不收费", ("free", None, "")),
        ("免费（限本社区居民）", ("free", None, "免费（限本社区居民）")),
        ("12元", ("fixed", 1200, "")),
        ("每证20元", ("fixed", 2000, "每证20元")),
        ("按件收费，改裤脚5元起", ("varies", None, "按件收费，改裤脚5元起")),
        ("每小时20至30元", ("varies", None, "每小时20至30元")),
        ("每餐12元，80岁以上补贴3元", ("varies", None, "每餐12元，80岁以上补贴3元")),
    ],
)
def test_a_fee_is_fixed_only_where_it_is_one_amount(words, expected):
    kind, fen, rest = read_fee(words)
    assert (str(kind), fen, rest) == expected

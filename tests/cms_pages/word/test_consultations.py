"""A consultation out of Word: what is asked, until when, and the rules it is about, published and read."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from cms_pages.models import ConsultationPage
from cms_pages.word.days import deadline_in, last_moment
from tests.cms_pages.word.conftest import draft, lines
from tests.papers import docx, p, table
from tests.papers.wps import large


def announcement(opens, closes):
    """关于公开征求意见的公告 of an office, with the rules behind it as an annex."""
    span = f"{opens.year}年{opens.month}月{opens.day}日至{closes.month}月{closes.day}日"
    return docx(
        p(large("关于《停车管理办法（征求意见稿）》"), align="center"),
        p(large("公开征求意见的公告"), align="center"),
        p("为规范停车，居委会起草了办法，现公开征求意见。"),
        p("一、征求意见时间"),
        p(span),
        p("二、征求意见的重点"),
        p("1.夜间停车是否收费？"),
        p("2.访客车位留多少？"),
        p("三、意见反馈方式"),
        p("（一）电话：025-00000003"),
        p("附件：停车管理办法（征求意见稿）"),
        p("乌衣巷社区居民委员会", align="right"),
        p("附件"),
        p(large("停车管理办法（征求意见稿）"), align="center"),
        p("第一章　收费", align="center"),
        p("第一条 按下表收费。"),
        table(["车位", "每月（元）"], ["地面", "100"], ["访客", "0"]),
    )


@pytest.mark.django_db
@pytest.mark.once
def test_an_announcement_becomes_a_consultation_that_can_be_answered(
    client, client_for, worker, district, django_capture_on_commit_callbacks
):
    today = timezone.localdate()
    closes = today + timedelta(days=30)
    target = f"consultation-{district.notices_of('wuyixiang').pk}"
    page, kept = draft(client_for(worker), announcement(today, closes), target)
    assert isinstance(page, ConsultationPage)
    assert page.title == "关于《停车管理办法（征求意见稿）》公开征求意见的公告"
    assert page.asked == "1.夜间停车是否收费？\n2.访客车位留多少？"
    assert page.closes_at == moment(closes.year, closes.month, closes.day, 23, 59)
    assert lines(page.content)[-4:] == [
        "# 停车管理办法（征求意见稿）",
        "# 第一章　收费",
        "第一条 按下表收费。",
        "收费\n车位 每月\n地面 100.00\n访客 0.00",
    ]
    assert kept.report == {"left": [], "notes": []}
    assert page.publication_errors() == []
    with django_capture_on_commit_callbacks(execute=True):
        page.get_latest_revision().publish()
    html = client.get(ConsultationPage.objects.get(pk=page.pk).url).content.decode()
    for words in ("夜间停车是否收费？", "访客车位留多少？", "第一条 按下表收费。", "025-00000003", "23:59"):
        assert words in html


def moment(*parts):
    return datetime(*parts, tzinfo=timezone.get_current_timezone())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2026年11月20日至12月20日", (2026, 12, 20, 23, 59)),
        ("2026年12月20日至1月5日", (2027, 1, 5, 23, 59)),
        ("自2026-11-01至2026-12-02下午5点", (2026, 12, 2, 17, 0)),
        ("2026年12月8日18:00", (2026, 12, 8, 18, 0)),
        ("2026年12月8日24时", (2026, 12, 8, 23, 59)),
        ("2026年12月8日8时至18时", (2026, 12, 8, 23, 59)),
        ("2026年12月8日，费用1.5万元，电话84-50", (2026, 12, 8, 23, 59)),
        ("2026年2月30日", None),
        ("12月8日", None),
        ("长期有效", None),
    ],
)
def test_the_last_moment_is_read_as_it_is_written(words, expected):
    assert last_moment(words) == (moment(*expected) if expected else None)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("请于2026年12月8日前将意见反馈至居委会。", (2026, 12, 8, 23, 59)),
        ("请在2026年12月8日17时前提交。2026年11月1日", (2026, 12, 8, 17, 0)),
        ("2026年11月1日公布，提前一天通知。", None),
    ],
)
def test_a_deadline_is_found_in_running_text(words, expected):
    assert deadline_in(words) == (moment(*expected) if expected else None)

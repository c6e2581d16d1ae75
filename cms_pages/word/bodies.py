"""A notice or a consultation: the document as it is, block by block."""

import re
from typing import Final

from django.utils.translation import gettext as _

from cms_pages.models import ConsultationPage, NoticePage
from cms_pages.word import labels
from cms_pages.word.days import deadline_in, last_moment
from cms_pages.word.plan import Plan
from cms_pages.word.rich import Stream
from cms_pages.word.sections import lines_of, sections_of
from communities.models import Body
from design.formatting import cn_datetime
from media.word.blocks import WordDocument

_KINDS: Final = (
    ("outage", re.compile(r"停水|停电|停气|停暖|停止供[水电气]")),
    ("recruitment", re.compile(r"招聘|招募|招录|招考")),
    ("publicity", re.compile(r"公示")),
    ("meeting", re.compile(r"会议|纪要|居民大会|议事会")),
    ("works", re.compile(r"施工|封闭|改造|绕行|出新|维修")),
    ("health", re.compile(r"疫苗|体检|义诊|健康|接种")),
    ("safety", re.compile(r"安全|防火|防汛|防诈|反诈|预警")),
    ("event", re.compile(r"活动|比赛|讲座|演出|培训")),
)


def plan_notice(document: WordDocument, body: Body) -> Plan:
    """Return a notice of the same title and body; its kind is guessed by the title."""
    plan = Plan(title=document.title)
    kind = next((kind for kind, words in _KINDS if words.search(document.title)), "")
    if kind:
        label = str(NoticePage._meta.get_field("kind").verbose_name)
        plan.take("kind", label, kind, str(NoticePage.Kind(kind).label))
    _fill(plan, document, _("正文"))
    return plan


def plan_consultation(document: WordDocument, body: Body) -> Plan:
    """Return a consultation of the same title and body, with its last moment where one is written."""
    plan = Plan(title=document.title)
    closes = None
    for section in sections_of(document.blocks, labels.CONSULTATION):
        text = "\n".join(lines_of(section.blocks))
        field = ConsultationPage._meta.get_field("asked")
        if section.key == "asked" and 0 < len(text) <= (field.max_length or 0):
            plan.take("asked", str(field.verbose_name), text)
        if section.key == "closes":
            closes = closes or last_moment(text)
    closes = closes or deadline_in("\n".join(lines_of(document.blocks)))
    if closes is not None:
        label = str(ConsultationPage._meta.get_field("closes_at").verbose_name)
        plan.take("closes_at", label, closes, cn_datetime(closes))
    _fill(plan, document, _("征求意见的内容"))
    return plan


def _fill(plan: Plan, document: WordDocument, label: str) -> None:
    stream = Stream(plan, label, table="data_table", heading="heading", caption=document.title)
    stream.add(document.blocks)
    stream.add_footnotes(document.footnotes)
    plan.values["content"] = stream.finish()

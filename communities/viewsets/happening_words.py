"""What happened, in words."""

from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.choices import ConsentPurpose, ContactKind
from design.formatting import cn_datetime
from events.models import Event

NOUNS = {
    "account": _("账号"),
    "answer_template": _("答复模板"),
    "appeal": _("申诉"),
    "area": _("区域"),
    "assisted_session": _("代办"),
    "board": _("论坛版块"),
    "attachment": _("附件"),
    "body": _("单位"),
    "calendar": _("放假安排"),
    "category": _("类别"),
    "certificate": _("社区证明"),
    "consultation": _("意见征集"),
    "contact_fact": _("联系方式"),
    "delivery": _("事件送达"),
    "demonstration": _("演示内容"),
    "disclosure": _("居务公开"),
    "disclosure_check": _("公开内容的审核"),
    "disclosure_duty": _("公开时限"),
    "disclosure_item": _("公开目录"),
    "disclosure_mask": _("个人信息隐去"),
    "disclosure_objection": _("对公开内容的异议"),
    "document": _("文件"),
    "draft": _("草稿"),
    "enquiry": _("咨询"),
    "enquiry_category": _("咨询类别"),
    "error_report": _("纠错"),
    "forum": _("论坛"),
    "forum_member": _("论坛资料"),
    "front_page": _("首页内容"),
    "front_page_profile": _("首页内容"),
    "guide": _("办事指南"),
    "hidden_term": _("不推荐的搜索词"),
    "image": _("图片"),
    "inspection": _("栏目自查"),
    "membership": _("任职"),
    "notice": _("公告"),
    "opening_schedule": _("开放时间"),
    "opinion": _("居民意见"),
    "page": _("页面"),
    "pinned_result": _("置顶的搜索结果"),
    "poll": _("投票"),
    "post": _("帖子"),
    "queue_item": _("待审内容"),
    "real_name": _("实名"),
    "referral": _("联系单"),
    "release": _("同时发布"),
    "report": _("举报"),
    "sanction": _("处理措施"),
    "saved_search": _("保存的搜索"),
    "screened_word": _("屏蔽词"),
    "service": _("便民服务"),
    "service_proposal": _("服务修改建议"),
    "service_rating": _("服务评价"),
    "shared_fact": _("常用标准"),
    "staff_card": _("工作人员公开信息"),
    "staff_duty": _("工作分工"),
    "synonym_rule": _("同义词"),
    "table": _("表格"),
    "topic": _("话题"),
    "user": _("账号"),
    "word_import": _("从 Word 导入"),
    "work": _("未完成的工作"),
}
FIELDS = {
    "address": _("页面"),
    "agreed": _("同意公开"),
    "aliases": _("别名"),
    "assured_at": _("核对时间"),
    "audience": _("范围"),
    "bodies": _("单位"),
    "body": _("单位"),
    "causes": _("原因"),
    "channels": _("公开渠道"),
    "cleared": _("已解决"),
    "codes": _("代码"),
    "count": _("件数"),
    "cycle": _("周期"),
    "detail": _("说明"),
    "due_on": _("期限"),
    "elements": _("要素"),
    "ended_on": _("撤销日期"),
    "ends_at": _("到"),
    "file": _("文件"),
    "flagged": _("发现"),
    "go_live_at": _("定时"),
    "hold_reason": _("留存原因"),
    "is_main": _("主要"),
    "is_public": _("公开"),
    "kind": _("类别"),
    "label": _("用途"),
    "legal_basis": _("依据"),
    "lift_reason": _("恢复原因"),
    "limit_days": _("期限（工作日）"),
    "member": _("由谁负责"),
    "met_on": _("公开日期"),
    "name": _("名称"),
    "nickname": _("昵称"),
    "notices": _("公告"),
    "object": _("对象"),
    "objections": _("异议"),
    "occasion": _("事项"),
    "officials": _("任职人数（原有、转入）"),
    "on_holidays": _("节假日"),
    "outcome_due_on": _("结果期限"),
    "places": _("处数"),
    "position": _("顺序"),
    "proof": _("同意的方式"),
    "purpose": _("用途"),
    "reason": _("原因"),
    "reasons": _("原因"),
    "residents": _("居民人数（原有、转入）"),
    "reviewed_on": _("核对日期"),
    "role": _("角色"),
    "rules": _("时段"),
    "short_name": _("简称"),
    "slug": _("网址"),
    "state": _("状态"),
    "status": _("结果代码"),
    "successor": _("并入"),
    "table": _("表格"),
    "title": _("标题"),
    "treatment": _("处理方式"),
    "url_path": _("网址"),
    "user": _("人员"),
    "value": _("内容"),
    "version": _("版本"),
    "was_useful": _("有用"),
    "words_state": _("公开用语"),
}
NOTHING = "—"
LONGEST = 40
# What events tell that no field's choices word; apps above enter theirs.
CHOICES: dict[tuple[str, str], list[tuple[str, Any]]] = {
    ("accounts.user", "kind"): ContactKind.choices,
    ("accounts.user", "purpose"): ConsentPurpose.choices,
}
# Keys that mean nothing to a reader.
UNTOLD = frozenset({"duties", "revision"})
PASTS = {
    "abolished": _("撤销"),
    "acted": _("提交"),
    "added": _("添加"),
    "aliases_set": _("设定别名"),
    "claimed": _("附上"),
    "drafted_from_word": _("从 Word 起草"),
    "dropped": _("丢弃"),
    "file_changed": _("换文件"),
    "held": _("留存"),
    "hold_ordered": _("要求留存"),
    "locked": _("锁定"),
    "pinned": _("置顶"),
    "released": _("解除留存"),
    "saved": _("保存"),
    "shown": _("公开"),
    "silence": _("禁言"),
    "suspend": _("停用"),
    "unlocked": _("解除锁定"),
    "unpinned": _("取消置顶"),
    "upheld": _("维持"),
    "words_decided": _("决定公开用语"),
    "answer_accepted": _("采纳回答"),
    "answer_unaccepted": _("取消采纳"),
    "answered": _("答复"),
    "approved": _("采纳"),
    "assigned": _("指派"),
    "assurance_due": _("核对提醒"),
    "assured": _("核对"),
    "change_rejected": _("修改未通过"),
    "change_submitted": _("提交修改"),
    "changed": _("修改"),
    "cleared": _("已解决"),
    "closed": _("注销"),
    "confirmed": _("确认"),
    "consent_given": _("同意"),
    "consent_withdrawn": _("撤回同意"),
    "contact_confirmed": _("确认联系方式"),
    "contact_removed": _("解除联系方式"),
    "corrected": _("更正"),
    "created": _("新建"),
    "data_downloaded": _("下载个人信息"),
    "deleted": _("删除"),
    "dismissed": _("作为垃圾信息归档"),
    "drafted": _("保存草稿"),
    "due": _("快到期提醒"),
    "due_soon": _("快到期提醒"),
    "edited": _("修改"),
    "ended": _("结束"),
    "entered": _("登记"),
    "estates_loaded": _("导入小区"),
    "expired": _("到期"),
    "failed": _("没能发布"),
    "filed": _("提出"),
    "flagged": _("发现问题"),
    "forum_loaded": _("导入论坛"),
    "forwarded": _("转办"),
    "given": _("提交"),
    "gone": _("已不存在"),
    "handed_on": _("转办"),
    "handed_over": _("交接"),
    "hidden": _("不公开"),
    "imported": _("导入"),
    "joined": _("加入"),
    "late": _("逾期提醒"),
    "left": _("退出"),
    "left_board": _("移出版块"),
    "lifted": _("解除"),
    "liked": _("点赞"),
    "limits_set": _("修改限值"),
    "loaded": _("导入"),
    "made": _("提出"),
    "mentioned": _("提到"),
    "merged": _("并入其他区域"),
    "met": _("已公开"),
    "moved": _("移动"),
    "nickname_changed": _("改昵称"),
    "noted": _("备注"),
    "opened": _("查看"),
    "outcome_due": _("公布结果提醒"),
    "outcome_late": _("结果逾期提醒"),
    "outcome_published": _("公布结果"),
    "overdue": _("超期提醒"),
    "overturned": _("改判"),
    "passed": _("通过"),
    "password_changed": _("改密码"),
    "password_reset": _("重设密码"),
    "published": _("发布"),
    "rated": _("读者评价"),
    "rated_again": _("读者改评价"),
    "read": _("查阅原文"),
    "received": _("收件"),
    "rejected": _("不采纳"),
    "reminded": _("提醒"),
    "removed": _("删除"),
    "renamed": _("更名"),
    "reopened": _("重新办理"),
    "replied": _("回复"),
    "retried": _("重试"),
    "returned": _("退回"),
    "review_due": _("核对提醒"),
    "review_overdue": _("核对逾期提醒"),
    "reviewed": _("核对"),
    "schedule_failed": _("未能定时发布"),
    "scheduled": _("定时"),
    "second_factor_added": _("设置第二重验证"),
    "second_factor_removed": _("停用第二重验证"),
    "second_factor_reset": _("取消第二重验证"),
    "seen": _("查看"),
    "sent": _("发出"),
    "session_ended": _("退出一台设备"),
    "set": _("设定"),
    "signed": _("签收"),
    "signed_in": _("登录"),
    "signed_out": _("退出登录"),
    "signed_up": _("注册"),
    "split": _("拆分"),
    "started": _("开始"),
    "submitted": _("提交"),
    "unanswered": _("超期未答复提醒"),
    "undone": _("撤销决定"),
    "unliked": _("取消点赞"),
    "unpublished": _("撤下"),
    "unsupervised": _("无人审核提醒"),
    "very_late": _("严重逾期提醒"),
    "voted": _("投票"),
    "watch_set": _("设定关注"),
    "withdrawn": _("撤回"),
    "withheld": _("暂不公开"),
}


# Where a word means something else of one thing than of the others.
WHOLE = {
    "enquiry.confirmed": _("确认办结"),
    "enquiry.drafted": _("拟稿送签"),
    "enquiry.merged": _("并案"),
    "enquiry.received": _("受理"),
    "enquiry.returned": _("退回修改"),
    "post.submitted": _("提交审核"),
    "queue_item.approved": _("通过"),
    "queue_item.gone": _("作者撤回"),
    "queue_item.opened": _("进入队列"),
    "queue_item.rejected": _("不通过"),
    "referral.closed": _("办结"),
    "referral.received": _("签收"),
    "topic.merged": _("合并"),
    "topic.submitted": _("提交审核"),
}


def verb_in_words(verb: str) -> str:
    """Return `notice.published` as “公告：发布”; a word without a name stays as it is."""
    noun, _dot, past = verb.partition(".")
    return f"{NOUNS.get(noun, noun)}：{WHOLE.get(verb) or PASTS.get(past, past)}"


def changes_in_words(event: Event, *, longest: int = LONGEST) -> str:
    """Return what changed, one field after the other, each value cut at `longest` characters."""
    told = []
    for field, (before, after) in _pairs(event.changes):
        was, now = (cut(value_in_words(event, field, value), longest) for value in (before, after))
        if field not in UNTOLD and (was, now) != (NOTHING, NOTHING):
            told.append(f"{FIELDS.get(field, field)}：{was} → {now}")
    return "；".join(told)


def _pairs(changes: dict[str, Any]) -> list[tuple[str, tuple[Any, Any]]]:
    return [
        (field, (pair[0], pair[1]))
        for field, pair in changes.items()
        if isinstance(pair, list | tuple) and len(pair) == 2
    ]


def value_in_words(event: Event, field: str, value: Any) -> Any:
    """Return what a reader calls a value: the label of a choice, yes or no, how many areas."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        if field == "audience":
            return ngettext("%(count)s个区域", "%(count)s个区域", len(value)) % {"count": len(value)}
        return "、".join(str(value_in_words(event, field, one)) for one in value)
    if not isinstance(value, str):
        return value
    if field.endswith("_at") and (moment := _moment(value)) is not None:
        return cn_datetime(moment)
    return _labels(event.object_kind, field).get(value, value)


def _moment(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None


@cache
def _labels(kind: str, field: str) -> dict[str, Any]:
    """Return the labels of what `field` of that kind of object may hold, by value."""
    if (kind, field) in CHOICES:
        return dict(CHOICES[kind, field])
    try:
        choices = apps.get_model(kind)._meta.get_field(field).choices
    except (LookupError, ValueError, FieldDoesNotExist, AttributeError):
        return {}
    return dict(choices) if choices else {}


def cut(value: Any, longest: int = LONGEST) -> str:
    """Return a value as text, at most `longest` characters of it."""
    text = NOTHING if value in (None, "") else str(value)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"

"""What happened, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from events.models import Event

NOUNS = {
    "account": _("账号"),
    "area": _("区域"),
    "body": _("单位"),
    "calendar": _("放假安排"),
    "category": _("类别"),
    "certificate": _("社区证明"),
    "consultation": _("意见征集"),
    "contact_fact": _("联系方式"),
    "disclosure": _("居务公开"),
    "disclosure_check": _("公开内容的审核"),
    "disclosure_duty": _("公开时限"),
    "disclosure_item": _("公开目录"),
    "disclosure_mask": _("个人信息隐去"),
    "disclosure_objection": _("对公开内容的异议"),
    "document": _("文件"),
    "error_report": _("纠错"),
    "front_page": _("首页内容"),
    "front_page_profile": _("首页内容"),
    "guide": _("办事指南"),
    "image": _("图片"),
    "inspection": _("栏目自查"),
    "membership": _("任职"),
    "notice": _("公告"),
    "opening_schedule": _("开放时间"),
    "opinion": _("居民意见"),
    "page": _("页面"),
    "real_name": _("实名"),
    "release": _("同时发布"),
    "service": _("便民服务"),
    "service_proposal": _("服务修改建议"),
    "service_rating": _("服务评价"),
    "shared_fact": _("常用标准"),
    "staff_card": _("工作人员公开信息"),
    "staff_duty": _("工作分工"),
    "table": _("表格"),
    "user": _("账号"),
    "work": _("未完成的工作"),
}
FIELDS = {
    "agreed": _("同意公开"),
    "aliases": _("别名"),
    "audience": _("范围"),
    "body": _("单位"),
    "cleared": _("已解决"),
    "count": _("件数"),
    "cycle": _("周期"),
    "due_on": _("期限"),
    "elements": _("要素"),
    "ended_on": _("撤销日期"),
    "flagged": _("发现"),
    "go_live_at": _("定时"),
    "is_main": _("主要"),
    "is_public": _("公开"),
    "kind": _("类别"),
    "label": _("用途"),
    "legal_basis": _("依据"),
    "limit_days": _("期限（工作日）"),
    "member": _("由谁负责"),
    "met_on": _("公开日期"),
    "name": _("名称"),
    "occasion": _("事项"),
    "officials": _("任职人数（原有、转入）"),
    "on_holidays": _("节假日"),
    "outcome_due_on": _("结果期限"),
    "position": _("顺序"),
    "purpose": _("用途"),
    "reason": _("原因"),
    "residents": _("居民人数（原有、转入）"),
    "role": _("角色"),
    "rules": _("时段"),
    "short_name": _("简称"),
    "slug": _("网址"),
    "state": _("状态"),
    "title": _("标题"),
    "user": _("人员"),
    "value": _("内容"),
    "version": _("版本"),
}
# Keys that mean nothing to a reader.
UNTOLD = frozenset({"revision"})
PASTS = {
    "abolished": _("撤销"),
    "added": _("添加"),
    "answered": _("答复"),
    "approved": _("采纳"),
    "assurance_due": _("核对提醒"),
    "assured": _("核对"),
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
    "ended": _("结束"),
    "entered": _("登记"),
    "expired": _("到期"),
    "failed": _("没能发布"),
    "flagged": _("发现问题"),
    "given": _("提交"),
    "handed_on": _("转办"),
    "handed_over": _("交接"),
    "hidden": _("不公开"),
    "imported": _("导入"),
    "joined": _("加入"),
    "late": _("逾期提醒"),
    "left": _("退出"),
    "limits_set": _("修改限值"),
    "merged": _("并入其他区域"),
    "met": _("已公开"),
    "moved": _("移动"),
    "nickname_changed": _("改昵称"),
    "opened": _("查看"),
    "outcome_due": _("公布结果提醒"),
    "outcome_late": _("结果逾期提醒"),
    "outcome_published": _("公布结果"),
    "overdue": _("超期提醒"),
    "passed": _("通过"),
    "password_changed": _("改密码"),
    "password_reset": _("重设密码"),
    "published": _("发布"),
    "rated": _("读者评价"),
    "rated_again": _("读者改评价"),
    "read": _("查阅原文"),
    "rejected": _("不采纳"),
    "reminded": _("提醒"),
    "removed": _("删除"),
    "renamed": _("更名"),
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
    "session_ended": _("退出一台设备"),
    "set": _("设定"),
    "signed": _("签收"),
    "signed_in": _("登录"),
    "signed_out": _("退出登录"),
    "signed_up": _("注册"),
    "split": _("拆分"),
    "submitted": _("提交"),
    "unanswered": _("超期未答复提醒"),
    "unpublished": _("撤下"),
    "unsupervised": _("无人审核提醒"),
    "very_late": _("严重逾期提醒"),
    "withdrawn": _("撤回"),
}


def verb_in_words(verb: str) -> str:
    """Return `notice.published` as “公告：发布”; a word without a name stays as it is."""
    noun, _dot, past = verb.partition(".")
    return f"{NOUNS.get(noun, noun)}：{PASTS.get(past, past)}"


def changes_in_words(event: Event) -> str:
    """Return what changed, one field after the other, cut where it is long."""
    told = [
        f"{FIELDS.get(field, field)}：{cut(before)} → {cut(after)}"
        for field, (before, after) in _pairs(event.changes)
        if field not in UNTOLD
    ]
    return "；".join(told)


def _pairs(changes: dict[str, Any]) -> list[tuple[str, tuple[Any, Any]]]:
    return [
        (field, (pair[0], pair[1]))
        for field, pair in changes.items()
        if isinstance(pair, list | tuple) and len(pair) == 2
    ]


def cut(value: Any) -> str:
    """Return a value as text, at most 40 characters of it."""
    text = "—" if value in (None, "") else str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"

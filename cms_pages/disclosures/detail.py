"""What the page of a disclosure shows."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages import page_cache
from cms_pages.choices import ObjectionState, WordsState
from cms_pages.notices.trail import breadcrumbs
from communities.words import committee_word, supervisor_word
from design.formatting import cn_date, cn_datetime
from disclosure.clock import midnight
from disclosure.models import kind_label

if TYPE_CHECKING:
    from cms_pages.models import DisclosureObjection, DisclosurePage

BADGES = {
    ObjectionState.WAITING: "waiting",
    ObjectionState.OVERDUE: "late",
    ObjectionState.ANSWERED: "answered",
    ObjectionState.CORRECTING: "waiting",
    ObjectionState.CORRECTED: "answered",
}


def detail_context(page: "DisclosurePage", request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    """Return the context of the disclosure's page, and bound the life of the kept page by it."""
    is_draft = getattr(request, "is_preview", False) or not page.pk
    versions = [] if is_draft else list(page.versions.order_by("-number").select_related("check_row"))
    objections = [] if is_draft else list(page.objections.select_related("correction"))
    today = timezone.localdate(now)
    for objection in objections:
        if objection.answered_at is None and objection.due_on >= today:
            page_cache.bound(request, midnight(objection.due_on) + timedelta(days=1))
    base = page.get_url(request) or ""
    is_corrected = len(versions) > 1
    return {
        "now": now,
        "page": page,
        "breadcrumbs": breadcrumbs(page, request, now),
        "kind": kind_label(page.duty.item.kind, page.area) if page.duty else "",
        "badges": _badges(page),
        "facts": facts(page, versions),
        "sheet_facts": sheet_facts(page, versions),
        "print_url": f"{base}print/" if versions else "",
        "masks": [] if is_draft else list(page.masks.all()),
        "attachments": attachments(page),
        "versions_url": f"{base}versions/" if versions else "",
        "version_count": len(versions),
        "committee": committee_word(page.area),
        "newest": versions[0] if versions else None,
        "correction_note": page.correction_note if is_corrected else "",
        "compare_url": f"{base}compare/{versions[1].number}/{versions[0].number}/" if is_corrected else "",
        "objections": [objection_row(one, today, base) for one in objections],
        "object_url": f"{base}object/" if versions else "",
        "full_url": page.get_full_url(request) or "",
        "structured": [structured_data(page, request)],
    }


def _badges(page: "DisclosurePage") -> list[dict[str, str]]:
    duty = page.duty
    if duty is not None and duty.met_on is not None and not duty.was_on_time:
        return [{"state": "closed", "label": _("逾期公开")}]
    return []


def facts(page: "DisclosurePage", versions: list[Any]) -> list[dict[str, str]]:
    """Return the rows of `design/components/summary_list.html`."""
    duty = page.duty
    first = versions[-1] if versions else None
    newest = versions[0] if versions else None
    rows = [(_("公开单位"), page.body_owner.name)]
    if duty is not None:
        rows += [
            (_("所属期间") if not duty.occasion else _("发生日期"), duty.period_words),
            (_("公开周期"), str(duty.item.get_cycle_display())),
            (_("公开对象"), str(duty.item.get_audience_display())),
            (_("公开渠道"), duty.item.channels),
            (_("公开期限"), cn_date(duty.due_on)),
            (_("依据"), duty.item.legal_basis),
        ]
    if first is not None:
        rows.append((_("公开时间"), cn_datetime(first.published_at)))
    if newest is not None:
        if newest.number > 1:
            rows.append((_("最近更正"), cn_datetime(newest.published_at)))
        rows.append((_("审核"), checked_words(newest)))
    return [{"key": key, "value": value} for key, value in rows if value]


def sheet_facts(page: "DisclosurePage", versions: list[Any]) -> list[dict[str, str]]:
    """Return what the sheet to print says at its foot: of when it is, who checked it, by what rule."""
    wanted = {_("所属期间"), _("发生日期"), _("公开时间"), _("最近更正"), _("审核"), _("依据")}
    return [row for row in facts(page, versions) if row["key"] in wanted]


def checked_words(version: Any) -> str:
    """Return who let a version pass and when."""
    check = version.check_row
    if check is None or check.decided_at is None:
        return ""
    words = {
        "role": supervisor_word(version.page.area),
        "who": check.decided_by_name,
        "at": cn_datetime(check.decided_at),
    }
    if not check.decided_by_name:
        return _("%(role)s%(at)s审核通过") % words
    return _("%(role)s %(who)s，%(at)s审核通过") % words


def attachments(page: "DisclosurePage") -> list[dict[str, Any]]:
    """Return the items of `design/components/attachments.html`."""
    found = []
    for row in page.attachments.all():
        document = row.document
        title = f"{row.element}：{document.title}" if row.element else document.title
        found.append(
            {
                "title": title,
                "url": document.url,
                "kind": document.file_extension.upper(),
                "size": document.file_size,
            }
        )
    return found


def objection_row(objection: "DisclosureObjection", today: Any, base: str) -> dict[str, Any]:
    """Return what everybody reads of an objection: its words only with the answer, and if nobody has to look
    at them first; never a name.
    """
    state = objection.state_on(today)
    answered = objection.answered_at is not None
    return {
        "pk": objection.pk,
        "page_title": objection.page.title,
        "url": f"{base}#objection-{objection.pk}",
        "raised_at": objection.raised_at,
        "due_on": objection.due_on,
        "badge": {"state": BADGES[state], "label": str(state.label)},
        "text": objection.text if answered and objection.words_state == WordsState.SHOWN else "",
        "withheld": withheld_words(objection) if answered else "",
        "answer": objection.answer,
        "committee": committee_word(objection.page.area),
        "answered_at": objection.answered_at,
        "correction": objection.correction,
        "correction_url": f"{base}versions/{objection.correction.number}/" if objection.correction else "",
    }


def withheld_words(objection: "DisclosureObjection") -> str:
    """Return why an objection's words can't be read; "" where they can, once it is answered."""
    return {
        WordsState.SHOWN.value: "",
        WordsState.WAITING.value: _("异议的文字正在审核，审核通过后公开。"),
        WordsState.WITHHELD.value: _("异议的文字里有不宜公开的内容，街道审核后没有公开。"),
    }[objection.words_state]


def structured_data(page: "DisclosurePage", request: HttpRequest) -> dict[str, Any]:
    """Return the JSON-LD of the page."""
    first, last = page.first_published_at, page.last_published_at
    about: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": page.title,
        "url": page.get_full_url(request) or "",
        "inLanguage": "zh-CN",
        "datePublished": first.isoformat() if first else "",
        "dateModified": last.isoformat() if last else "",
        "publisher": {"@type": "Organization", "name": page.body_owner.name},
        "spatialCoverage": {"@type": "AdministrativeArea", "name": page.area.name},
        "temporalCoverage": f"{page.duty.starts_on}/{page.duty.ends_on}" if page.duty else "",
        "about": page.duty.item.title if page.duty else "",
    }
    return {key: value for key, value in about.items() if value}

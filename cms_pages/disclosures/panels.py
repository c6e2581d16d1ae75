"""What the editor of a disclosure says at its top: what is asked, until when, and what the supervisor
found.
"""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel

from cms_pages.choices import CheckState
from communities.words import committee_word, supervisor_word
from disclosure.people import supervisors_of


class GuidancePanel(Panel):
    """The duty with its elements, the remarks of the last check, and a word where there is no supervisor."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms_pages/disclosures/admin/guidance.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Return what the panel shows of the page in the editor."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            page = self.instance
            duty = page.duty
            check = page.checks.prefetch_related("remarks").first() if page.pk else None
            now = timezone.now()
            context.update(
                duty=duty,
                elements=[str(element) for element in duty.item.element_list] if duty else [],
                state=duty.state_on(timezone.localdate(now)).label if duty else "",
                check=check,
                remarks=_remarks(check) if check and check.state == CheckState.RETURNED else [],
                page_id=page.pk,
                is_public=page.first_published_at is not None,
                no_supervisor=no_supervisor_words(page, now) if page.pk else "",
            )
            return context


def _remarks(check: Any) -> list[dict[str, str]]:
    """Return the remarks with the block of the editor that each is about; a row's is its table's."""
    return [
        {
            "place": remark.place,
            "anchor": remark.place.partition(":")[0],
            "label": remark.label,
            "text": remark.text,
        }
        for remark in check.remarks.all()
    ]


def no_supervisor_words(page: Any, now: Any) -> str:
    """Return what a committee without a supervisor reads; "" where there is one."""
    if supervisors_of(page.body_owner, now=now):
        return ""
    return _(
        "%(area)s还没有%(supervisor)s，送审后没有人能审核。请%(committee)s主任在“成员”里任命；送审时会通知街道。"
    ) % {
        "area": page.area.short_name,
        "supervisor": supervisor_word(page.area),
        "committee": committee_word(page.area),
    }

"""Where a duty is met: its page in the editor or on the site, or the button that begins it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages.disclosures.readiness import period_error
from cms_pages.models import DisclosurePage
from disclosure.links import DutyLink, registry
from disclosure.permissions import disclosing_bodies

if TYPE_CHECKING:
    from accounts.models import User
    from disclosure.models import DisclosureDuty


@registry.register("disclosures")
def links(duties: "Sequence[DisclosureDuty]", user: "User") -> Mapping[int, DutyLink]:
    """Return the way to each duty's page; to begin one is for the committee's own officials."""
    own = {body.pk for body in disclosing_bodies(user)}
    pages = {
        page.duty_id: page
        for page in DisclosurePage.objects.filter(duty__in=[duty.pk for duty in duties]).defer("content")
    }
    now = timezone.now()
    found: dict[int, DutyLink] = {}
    for duty in duties:
        page = pages.get(duty.pk)
        if page is not None and duty.body_id in own:
            found[duty.pk] = DutyLink(reverse("wagtailadmin_pages:edit", args=[page.pk]), _("编辑"))
        elif page is not None and page.live:
            found[duty.pk] = DutyLink(page.get_url() or "", _("查看"))
        elif page is None and duty.body_id in own and not period_error(duty, now):
            found[duty.pk] = DutyLink(reverse("disclosure_desk:start", args=[duty.pk]), _("开始编写"))
    return found

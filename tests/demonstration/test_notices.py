"""The demonstration's notices."""

import pytest

from cms_pages.models import NoticePage, NoticeReceipt
from demonstration.notices import load

pytestmark = pytest.mark.django_db


@pytest.mark.once
def test_any_district_gets_notices_of_every_kind_and_state(district, now):
    made = load(now)
    assert made == NoticePage.objects.count() >= 50
    assert set(NoticePage.objects.values_list("kind", flat=True)) == set(NoticePage.Kind.values)
    notices = NoticePage.objects.all()
    assert notices.filter(live=True, audience="committees").exists()
    assert notices.filter(live=True, audience="streets").exists()
    assert notices.not_live().filter(go_live_at__gt=now).exists()
    assert notices.live().filter(effective_until__lte=now).exists()
    assert notices.urgent_for(district["wuyixiang"], now).exists()
    assert NoticeReceipt.objects.filter(signed_at__isnull=True).exists()
    assert NoticeReceipt.objects.filter(signed_at__isnull=False).exists()
    assert not any("{" in title for title in notices.values_list("title", flat=True))
    assert load(now) == 0
    assert NoticePage.objects.count() == made

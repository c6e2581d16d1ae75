"""The demonstration asks, answers and names who does what, in every state that a list or clock has."""

import pytest
from django.utils import timezone

from cms_pages.choices import ConsultationState
from cms_pages.models import ConsultationPage, ErrorReport, Opinion, StaffConsent, StaffDuty
from demonstration.load import load_people_and_offices
from demonstration.places import stage
from demonstration.voices import load

pytestmark = pytest.mark.django_db


def test_every_state_is_there_to_look_at_and_loading_again_adds_nothing(client, district):
    now = timezone.now()
    load_people_and_offices(stage(), now=now)
    for _count in range(2):
        load(now)
    pages = list(ConsultationPage.objects.live())
    assert {page.state_at(now) for page in pages} == set(ConsultationState)
    assert set(Opinion.objects.values_list("state", flat=True)) >= {"pending", "published", "received"}
    reports = ErrorReport.objects.all()
    assert {row.state for row in reports} == set(ErrorReport.State)
    assert reports.overdue(timezone.localdate()).exists() or reports.open().count() >= 3
    assert StaffDuty.objects.filter(member=None).exists()
    assert StaffConsent.objects.exists()
    for page in pages:
        assert client.get(page.get_url()).status_code == 200
    assert (len(pages), reports.count(), StaffDuty.objects.count()) == (6, 8, 7)

"""A record that nobody has assured for half a year: its owner is reminded, its readers are warned."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cms_pages.actions.assure_service import assure_service
from cms_pages.models import ServiceCare
from cms_pages.services.reminders import remind_owners
from events.models import Event
from notifications.models import Notification

pytestmark = pytest.mark.django_db


def age(canteen, days):
    ServiceCare.objects.update(assured_at=timezone.now() - datetime.timedelta(days=days))


def test_a_kept_page_marks_the_record_from_the_moment_on(clock, canteen, client):
    address = canteen.service.get_url()
    assert "已超过半年" not in client.get(address).content.decode()
    clock.shift(datetime.timedelta(days=180, seconds=2))
    assert "已超过半年" in client.get(address).content.decode()
    assert "较久未核对" in client.get("/fuzimiao/wuyixiang/services/").content.decode()


def test_the_owner_is_reminded_once_a_month_until_somebody_assures(clock, canteen):
    def reminders():
        return Notification.objects.filter(recipient=canteen.worker, kind="service.assurance_due").count()

    age(canteen, 165)
    remind_owners(timezone.now())
    assert reminders() == 0
    age(canteen, 167)
    remind_owners(timezone.now())
    remind_owners(timezone.now())
    assert reminders() == 1
    clock.shift(datetime.timedelta(days=31))
    remind_owners(timezone.now())
    assert reminders() == 2
    assure_service(actor=canteen.worker, service=canteen.service, now=timezone.now())
    clock.shift(datetime.timedelta(days=31))
    remind_owners(timezone.now())
    assert reminders() == 2


def test_one_click_on_the_desk_assures_it(canteen, client_for, client, django_capture_on_commit_callbacks):
    age(canteen, 200)
    assert "已超过半年" in client.get(canteen.service.get_url()).content.decode()
    desk = client_for(canteen.worker)
    assert "仍然准确" in desk.get("/admin/").content.decode()
    address = reverse("service_care:assure", args=[canteen.service.pk])
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(address, {"next": "/admin/"})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert "已超过半年" not in client.get(canteen.service.get_url()).content.decode()
    assert "该核对的便民服务" not in desk.get("/admin/").content.decode()
    event = Event.objects.get(verb="service.assured")
    assert event.actor_id == canteen.worker.pk
    assert desk.post(address, {"next": "https://example.org/"})["Location"] == reverse("service_care:index")


def test_nobody_else_assures_it(canteen, client_for):
    with pytest.raises(PermissionDenied):
        assure_service(actor=canteen.stranger, service=canteen.service, now=timezone.now())
    address = reverse("service_care:assure", args=[canteen.service.pk])
    assert client_for(canteen.stranger).post(address).status_code == 404
    assert client_for(canteen.resident).get(reverse("service_care:index")).status_code in (302, 403, 404)


def test_a_new_version_is_an_assurance_and_an_old_one_brings_none_back(canteen):
    age(canteen, 200)
    first = canteen.service.revisions.order_by("pk").first()
    first.publish()
    assert ServiceCare.objects.get().assured_at > timezone.now() - datetime.timedelta(minutes=1)

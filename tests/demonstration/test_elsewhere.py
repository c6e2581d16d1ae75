"""The other places of the demonstration: filled in bulk, some left empty, told in order, fit for anywhere."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

import demonstration
from cms_pages.models import NoticePage, ServiceCare, ServicePage
from cms_pages.services.readiness import service_errors
from communities.actions.seed_categories import seed_categories
from communities.choices import CommunityKind, Role
from communities.models import Area
from demonstration import elsewhere, telling
from demonstration.load import load_people_and_offices
from demonstration.places import dialling_code, spoken, stage
from notifications.models import Notification
from tests.factories import NoticeFactory

pytestmark = pytest.mark.django_db

# Names of Nanjing may stand where only Nanjing's districts see them.
NANJING = ("南京", "秦淮", "夫子庙", "门东", "老城南", "白局", "玄武", "新街口")
ITS_OWN = {"profiles.py", "policy_paper.py", "places.py", "departments.py"}


@pytest.fixture
def filled(district):
    seed_categories(actor=None)
    now = timezone.now()
    load_people_and_offices(stage(), now=now)
    NoticeFactory(parent=district.notices_of("wuyixiang"))
    elsewhere.load(now)
    return now


def areas_of(model):
    return set(model.objects.live().values_list("area__slug", flat=True))


def test_some_places_are_filled_and_some_stay_empty(district, filled, client):
    everywhere = {area.slug for area in district.areas.values() if area.slug}
    for model in (NoticePage, ServicePage):
        assert areas_of(model)
        assert everywhere - areas_of(model)
    # A place that had a notice keeps to its own.
    assert NoticePage.objects.filter(area=district["wuyixiang"]).count() == 1
    for page in (*NoticePage.objects.live(), *ServicePage.objects.live()):
        assert client.get(page.get_url()).status_code == 200
    for slug in areas_of(ServicePage):
        assert "便民服务" in client.get(Area.objects.get(slug=slug).page.get_url()).content.decode()


def test_what_is_filled_lacks_nothing_and_may_be_edited(filled):
    services = list(ServicePage.objects.all())
    assert services
    for service in services:
        assert service_errors(service, now=filled) == []
        assert service.contacts.exists()
        service.save_revision()
    assert ServiceCare.objects.filter(service__in=services).count() == len(services)
    for notice in NoticePage.objects.all():
        assert not notice.publication_errors()
        assert notice.audience_areas.exists()


def test_a_second_time_nothing_is_added(filled):
    before = NoticePage.objects.count(), ServicePage.objects.count()
    assert elsewhere.load(filled) == 0
    assert (NoticePage.objects.count(), ServicePage.objects.count()) == before


def test_people_are_told_in_the_order_of_the_dates(district, official):
    reader = official(Role.COMMITTEE_DIRECTOR, district.body("wuyixiang"))
    now = timezone.now()
    for days in (3, 40, 1, 12):
        notice = NoticeFactory(parent=district.notices_of("fuzimiao"), for_committees=True)
        NoticePage.objects.filter(pk=notice.pk).update(listed_from=now - timedelta(days=days))
    telling.tell_in_order(now)
    told = list(
        Notification.objects.filter(recipient=reader).order_by("pk").values_list("created_at", flat=True)
    )
    assert len(told) == 4
    assert told == sorted(told)
    assert [(now - at).days for at in told] == [40, 12, 3, 1]
    telling.tell_in_order(now)
    assert Notification.objects.filter(recipient=reader).count() == 4


def test_the_texts_name_no_place_of_nanjing_elsewhere():
    folder = Path(demonstration.__file__).parent
    found = []
    for path in sorted(folder.rglob("*.py")):
        if path.name in ITS_OWN:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            said = line.partition("#")[0]
            if any(name in said for name in NANJING):
                found.append(f"{path.name}:{number}: {line.strip()}")
    assert found == []


def test_a_village_has_villagers_and_numbers_are_nobodys(district):
    area = district["wuyixiang"]
    assert dialling_code(area) == "025"
    assert dialling_code(Area(code="220103001001")) == "010"
    words = "请打居委会电话，居民都可以来。"
    assert spoken(words, area) == words
    area.kind = CommunityKind.VILLAGERS
    assert spoken(words, area) == "请打村委会电话，村民都可以来。"

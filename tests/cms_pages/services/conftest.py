"""A community with a canteen that a local unit runs, and everybody who has to do with it."""

from dataclasses import dataclass

import pytest
from django.utils import timezone

from accounts.models import User
from cms_pages.models import ServicePage
from communities.actions.add_bodies import add_bodies
from communities.choices import BodyKind, Role
from communities.models import Body
from tests.factories import UserFactory
from tests.factories.district import District
from tests.factories.services import ServiceFactory, services_of


@dataclass
class Canteen:
    district: District
    unit: Body
    service: ServicePage
    resident: User
    contact: User
    worker: User
    stranger: User


@pytest.fixture
def canteen(district):
    home = district.body("wuyixiang")
    unit = Body(kind=BodyKind.ORGANISATION, name="银龄助老服务社", area=home.area)
    add_bodies(actor=None, bodies=[unit], now=timezone.now())
    service = ServiceFactory(parent=services_of(district, "wuyixiang"), title="乌衣巷食堂", provider=unit)
    return Canteen(
        district=district,
        unit=unit,
        service=service,
        resident=UserFactory(nickname="秦淮人家", member={Role.RESIDENT: home}),
        contact=UserFactory(nickname="助老小许", member={Role.UNIT_CONTACT: unit}),
        worker=UserFactory(nickname="小王", member={Role.COMMITTEE_WORKER: home}),
        stranger=UserFactory(member={Role.COMMITTEE_WORKER: district.body("dongshuiguan")}),
    )

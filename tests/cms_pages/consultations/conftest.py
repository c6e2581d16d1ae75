"""A consultation of 乌衣巷社区, and who has to do with it."""

from types import SimpleNamespace

import pytest

from communities.choices import Role
from tests.factories import UserFactory
from tests.factories.consultations import ConsultationFactory


@pytest.fixture
def park(district, official):
    """The page that is asked about, a resident, and a worker of the committee that asks."""
    home = district.body("wuyixiang")
    return SimpleNamespace(
        district=district,
        notices=district.notices_of("wuyixiang"),
        page=ConsultationFactory(parent=district.notices_of("wuyixiang"), slug="park", with_questions=True),
        resident=UserFactory(nickname="秦淮人家", confirmed=True, member={Role.RESIDENT: home}),
        worker=official(Role.COMMITTEE_WORKER, home),
        url="/fuzimiao/wuyixiang/notices/park/",
    )

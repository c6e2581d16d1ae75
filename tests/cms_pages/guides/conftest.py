"""A department with its page of guides."""

import pytest

from communities.choices import BodyKind, Role
from tests.factories import GuideFactory
from tests.factories.guides import guides_of


@pytest.fixture
def department(district):
    return district.body(kind=BodyKind.DEPARTMENT)


@pytest.fixture
def parent(department):
    return guides_of(department)


@pytest.fixture
def guide(parent):
    return GuideFactory(parent=parent, title="最低生活保障申请", slug="dibao")


@pytest.fixture
def clerk(department, official):
    return official(Role.DEPARTMENT_CLERK, department)

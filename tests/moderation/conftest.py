"""A kind of thing that can be moderated, made of what lies below: categories stand in for what people
write.
"""

import pytest

from communities.choices import Role
from communities.models import Category
from events.querysets import kind_of
from moderation.kinds import Kind, Subject, registry
from moderation.screening import screen as screening
from tests.factories import UserFactory

# Its name is its text, and its position tells its state: 1 public, 0 not.
KIND = "communities.category"


def _set(key, position):
    before = Category.objects.get(pk=key).position
    Category.objects.filter(pk=key).update(position=position)
    return {"position": before}


@pytest.fixture
def category_kind(db):
    """The kind, and what it names."""
    assert kind_of(Category()) == KIND
    registry._entries[KIND] = Kind(
        label="类别",
        load=lambda keys: {
            str(row.pk): Subject(
                title=row.name,
                text=row.name,
                url="/",
                version=row.name,
                is_public=bool(row.position),
                editable=True,
            )
            for row in Category.objects.filter(pk__in=keys)
        },
        approve=lambda key, _actor, _reason, _now: _set(key, 1),
        reject=lambda key, _actor, _reason, _now: _set(key, 0),
        undo=lambda key, _actor, before, _now: _set(key, before["position"]) and None,
        hide=lambda key, _now: _set(key, 0) and None,
        edit=lambda key, _actor, text, _now: Category.objects.filter(pk=key).update(name=text) and None,
    )
    yield KIND
    del registry._entries[KIND]


@pytest.fixture
def thing(category_kind):
    return Category.objects.create(scheme="service", name="一条内容", slug="thing", position=1)


@pytest.fixture
def moderator(district):
    return UserFactory(nickname="版主甲", member={Role.MODERATOR: district.body("wuyixiang")})


@pytest.fixture
def author(district):
    return UserFactory(nickname="作者", member={Role.RESIDENT: district.body("wuyixiang")})


@pytest.fixture(autouse=True)
def _fresh_list():
    screening.forget()
    yield
    screening.forget()

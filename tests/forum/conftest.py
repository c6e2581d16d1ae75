"""A board with somebody who asks, somebody who answers, and somebody who keeps order."""

import pytest

from communities.choices import Role
from forum.checking import findings
from moderation.screening import screen as screening
from tests.factories import UserFactory
from tests.factories.forum import board_of, regular, topic_in


@pytest.fixture
def board(district):
    return board_of(district)


@pytest.fixture
def author(district):
    return regular(district, nickname="秦淮人家")


@pytest.fixture
def neighbour(district):
    return regular(district, nickname="老街坊")


@pytest.fixture
def newcomer(district):
    return UserFactory(confirmed=True, nickname="新邻居", member={Role.RESIDENT: district.body("wuyixiang")})


@pytest.fixture
def moderator(district):
    return UserFactory(
        confirmed=True, nickname="门东版主", member={Role.MODERATOR: district.body("wuyixiang")}
    )


@pytest.fixture
def topic(board, author):
    return topic_in(board, author, title="电动车停在楼道里怎么办")


@pytest.fixture(autouse=True)
def _made_anew(monkeypatch):
    """A test's events are not committed, so that no kept page would hear of them."""
    monkeypatch.setattr("cms_pages.page_cache.answers.keep", lambda *_args: None)


@pytest.fixture(autouse=True)
def _counts_are_right(db):
    """Whatever a test does, the counts are what their rows say."""
    screening.forget()
    yield
    assert findings() == []
    screening.forget()

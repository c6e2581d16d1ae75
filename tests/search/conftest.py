"""A district with something to find, an index of it, and ways to ask."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from communities.choices import BodyKind, Role
from communities.models import AreaAlias
from events.actions.deliver import deliver_due
from events.models import Delivery
from search import indexing, sources, words
from search.actions.load_synonyms import load_synonyms
from search.asking import Asker, Results, find
from search.engines import engine
from search.engines.base import EngineAway
from search.filters import Filters, with_words
from search.language import parse
from search.meaning import directions
from search.models import TextDirection
from search.restrictions import pending_deliveries
from tests.factories import GuideFactory, NoticeFactory, UserFactory
from tests.factories.guides import guides_of
from tests.factories.services import ServiceFactory, services_of
from tests.kept import kept

PRIVATE = "紫金柜台"
# What this process's index of `town` has, and what its texts mean.
_INDEXED: dict[str, str] = {}
_DIRECTIONS: list[TextDirection] = []


class Searching:
    """What a test asks the index, and what it lets happen to it."""

    def __init__(self, district: Any) -> None:
        self.district = district

    def asker(self, user: Any = None, near: str = "") -> Asker:
        return Asker(
            user=user or AnonymousUser(),
            now=timezone.now(),
            near=tuple(self.district[near].ancestor_ids) if near else (),
        )

    def find(self, text: str, *, user: Any = None, near: str = "", **filters: Any) -> Results:
        """Return what somebody finds with `text`."""
        narrowed, query = with_words(Filters(**filters), parse(text), words.lexicon())
        return find(query, narrowed, self.asker(user, near))

    def titles(self, text: str, **options: Any) -> list[str]:
        return [result.shown.title for result in self.find(text, **options).results]

    def deliver(self) -> None:
        """Let the worker take in what has happened."""
        deliver_due(now=timezone.now())


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elasticsearch has a minute for each answer: a busy machine is slow, and no fault of what is tested."""
    monkeypatch.setattr("search.asking.ANSWER_SECONDS", 60.0)
    monkeypatch.setattr("search.engines.elastic.engine.SEARCH_SECONDS", 60.0)


@pytest.fixture(autouse=True)
def _no_kept_directions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys come again with each test, for other things."""
    monkeypatch.setattr(directions, "_kept", directions.Kept())


@pytest.fixture
def own_words(db: None) -> Iterator[None]:
    """No word that another test knew."""
    words.forget()
    yield
    words.forget()


@pytest.fixture
def town(district: Any, own_words: None) -> Any:
    """Notices, guides and services of a small district."""
    kept("town", lambda: build_town(district))
    return district


def build_town(district: Any) -> None:
    """Publish what a test may find, and one draft."""
    load_synonyms(actor=None, now=timezone.now())
    department = guides_of(district.body(kind=BodyKind.DEPARTMENT))
    GuideFactory(parent=department, title="老年人优待证办理", keywords="老年证 老年公交卡")
    GuideFactory(parent=department, title="最低生活保障申请", keywords="低保 困难补助")
    GuideFactory(parent=department, title="犬只登记（养犬证）", keywords="养狗 狗证")
    own, sibling = district.notices_of("wuyixiang"), district.notices_of("dongshuiguan")
    NoticeFactory(
        parent=own,
        title="乌衣巷周六停水通知",
        summary="3幢502室以上的住户请提前储水，5幢101、601室除外，抢修电话8462-0531",
    )
    NoticeFactory(parent=sibling, title="东水关周日停水通知")
    plain = {
        "kind": "general",
        "summary": "请按时办理",
        "content": [{"type": "paragraph", "value": "<p>详情请看公示栏。</p>"}],
    }
    NoticeFactory(
        parent=district.notices_of(), title="全区居民医保缴费开始", to=[district["fuzimiao"]], **plain
    )
    NoticeFactory(parent=district.notices_of("fuzimiao"), title="夫子庙防汛提醒", **plain)
    NoticeFactory(parent=own, title=f"{PRIVATE}草稿", draft=True)
    ServiceFactory(parent=services_of(district, "wuyixiang"), title="乌衣巷社区食堂")
    AreaAlias.objects.create(area=district["wuyixiang"], name="来燕路", first_number=1, last_number=99)


@pytest.fixture
def searching(town: Any) -> Searching:
    """The index of `town`, up to date; it is made anew where the last test left another."""
    if not _INDEXED or _stored() != _INDEXED:
        indexing.rebuild()
        _INDEXED.update(_stored())
        _DIRECTIONS[:] = TextDirection.objects.order_by("pk")
    else:
        for source in sources.sources().values():
            source.prepare(None)
        pending_deliveries().update(state=Delivery.State.DONE)
        TextDirection.objects.bulk_create(_DIRECTIONS)
    return Searching(town)


def _stored() -> dict[str, str]:
    """Return key and digest of what the index has; nothing where there is none."""
    try:
        return dict(engine().stored())
    except EngineAway:
        return {}


@pytest.fixture
def worker(district: Any) -> Any:
    return UserFactory(member={Role.COMMITTEE_WORKER: district.body("wuyixiang")})


@pytest.fixture
def ask(client_for: Callable[..., Any]) -> Callable[..., Any]:
    """The results page, or what else lies below it, as somebody gets it."""

    def get(query: str, user: Any = None, path: str = "", **parameters: str) -> Any:
        return client_for(user).get(f"/search/{path}", {"q": query, **parameters})

    return get

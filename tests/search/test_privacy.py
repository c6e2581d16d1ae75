"""What somebody may not see is gone from results, counts, facets, suggestions and feeds, at once."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms_pages.actions.mask_disclosure import mask_disclosure
from cms_pages.models import NoticePage
from communities.actions.abolish_area import abolish_area
from communities.choices import Role
from communities.roles import ROLE_BODY_KINDS
from search import indexing
from search.actions.alert_saved_search import alert_saved_search
from search.asking import find
from search.engines import engine
from search.engines.base import EngineAway
from search.filters import Filters
from search.language import parse
from search.models import PinnedResult, SavedSearch, TermCount
from search.standing_first import first_keys
from search.suggesting import suggest
from tests.factories import NoticeFactory, UserFactory
from tests.factories.disclosures import OccasionFactory, published

pytestmark = pytest.mark.django_db

WORD = "停水"
TITLE = "乌衣巷周六停水通知"
# Both notices about it mean that, and have no word of it.
QUESTION = "双休日家里自来水突然断了要不要先接点备用"
# What else each of them finds.
OTHERS = {WORD: ["东水关周日停水通知"], QUESTION: ["东水关周日停水通知", "夫子庙防汛提醒"]}


def everything_of(searching, client_for, word=WORD):
    """Return all that a visitor is told about `word`, everywhere."""
    results = searching.find(word)
    client = client_for(None)
    return (
        [result.shown.title for result in results.results],
        results.total,
        results.facets,
        client.get("/search/suggestions/", {"q": "乌衣巷周"}).json()["items"],
        client.get("/search/feed/", {"q": word}).content.decode(),
        client.get("/search/", {"q": word}).content.decode(),
    )


def assert_gone(searching, client_for):
    """The worker has not run: nothing of the index has changed yet."""
    for word, others in OTHERS.items():
        titles, total, facets, suggested, feed, page = everything_of(searching, client_for, word)
        assert titles == others
        assert total == len(others)
        assert sum(facets["kind"].values()) == len(others)
        assert suggested == []
        assert TITLE not in feed
        assert "乌衣巷周六" not in page


def unpublished(_town):
    NoticePage.objects.get(title=TITLE).unpublish()


def deleted(_town):
    NoticePage.objects.get(title=TITLE).delete()


def made_private(_town):
    page = NoticePage.objects.get(title=TITLE)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def below_a_private_page(town):
    PageViewRestriction.objects.create(
        page=town.notices_of("wuyixiang"), restriction_type=PageViewRestriction.LOGIN
    )


def moved_below_a_private_page(town):
    """The branch is moved; the index still has its pages where they were."""
    target = town.page("kangjuli")
    PageViewRestriction.objects.create(page=target, restriction_type=PageViewRestriction.LOGIN)
    branch = town.notices_of("wuyixiang")
    branch.slug = "moved"
    branch.save()
    branch.move(target, pos="last-child")


def of_an_abolished_community(town):
    abolish_area(actor=None, area=town["wuyixiang"], now=timezone.now())


HIDDEN = (
    unpublished,
    deleted,
    made_private,
    below_a_private_page,
    moved_below_a_private_page,
    of_an_abolished_community,
)


def test_what_is_hidden_is_gone_before_the_worker_runs(searching, client_for, town):
    titles, total, _facets, suggested, feed, page = everything_of(searching, client_for)
    assert TITLE in titles
    assert total == 2
    assert TITLE in [item["text"] for item in suggested]
    assert TITLE in feed
    assert "乌衣巷周六" in page
    asked = searching.find(QUESTION)
    assert asked.is_by_meaning
    assert {result.shown.title for result in asked.results} == {TITLE, *OTHERS[QUESTION]}
    for hide in HIDDEN:
        with transaction.atomic():
            hide(town)
            assert_gone(searching, client_for)
            transaction.set_rollback(True)
        assert TITLE in searching.titles(WORD), hide


def test_what_lies_nearer_and_is_for_few_changes_nothing_for_others(searching, client_for, town):
    """What a visitor finds by meaning tells not even that something fits better."""
    before = everything_of(searching, client_for, QUESTION)
    NoticeFactory(parent=town.notices_of("fuzimiao"), title=QUESTION, for_committees=True)
    searching.deliver()
    assert everything_of(searching, client_for, QUESTION) == before
    assert searching.titles(QUESTION, user=UserFactory(is_superuser=True))[:1] == [QUESTION]


def test_what_is_hidden_is_pinned_above_nothing(searching, town):
    page = NoticePage.objects.get(title=TITLE)
    PinnedResult.objects.create(words="储水", folded="储水", page=page)

    def pinned():
        query, now = parse("储水"), timezone.now()
        return find(query, Filters(), searching.asker(), first=first_keys(query, now=now)).results[:1]

    assert [(result.shown.title, result.is_pinned) for result in pinned()] == [(TITLE, True)]
    for hide in HIDDEN:
        with transaction.atomic():
            hide(town)
            assert TITLE not in [result.shown.title for result in pinned()], hide
            transaction.set_rollback(True)


def test_what_is_hidden_is_gone_while_the_engine_is_away(searching, town, monkeypatch):
    """Titles answer then, to whoever asks as to a visitor."""

    def away(*_arguments):
        raise EngineAway

    monkeypatch.setattr(engine(), "search", away)
    keeper = UserFactory(is_superuser=True)
    NoticeFactory(parent=town.notices_of("fuzimiao"), title="报送停水台账", for_committees=True)
    for user in (None, keeper):
        results = searching.find(WORD, user=user)
        assert results.is_degraded
        assert {result.shown.title for result in results.results} == {TITLE, "东水关周日停水通知"}
    for hide in HIDDEN:
        with transaction.atomic():
            hide(town)
            results = searching.find(WORD, user=keeper)
            assert TITLE not in {result.shown.title for result in results.results}, hide
            assert (results.total, results.facets) == (1, {}), hide
            assert suggest(parse(WORD), searching.asker(keeper)) == []
            transaction.set_rollback(True)


@pytest.mark.parametrize("hide", [unpublished, deleted, moved_below_a_private_page])
def test_what_is_hidden_stays_gone_when_the_worker_has_run(searching, client_for, town, hide):
    hide(town)
    searching.deliver()
    assert_gone(searching, client_for)


def test_a_notice_that_is_corrected_to_committees_only_is_gone(searching):
    assert searching.find("防汛").total == 1
    notice = NoticePage.objects.get(title="夫子庙防汛提醒")
    notice.audience = NoticePage.Audience.COMMITTEES
    notice.save_revision().publish()
    assert searching.find("防汛").total == 0
    searching.deliver()
    assert searching.find("防汛").total == 0


def test_a_notice_that_has_not_begun_is_not_found(searching, client_for, town, clock):
    NoticeFactory(
        parent=town.notices_of("wuyixiang"),
        title="下周停水预告",
        effective_from=timezone.now() + timezone.timedelta(days=3),
    )
    searching.deliver()
    assert "下周停水预告" not in searching.titles(WORD)
    clock.shift(timezone.timedelta(days=4))
    assert "下周停水预告" in searching.titles(WORD)


def test_notices_to_committees_are_found_by_those_who_received_them(searching, town):
    NoticeFactory(parent=town.notices_of("fuzimiao"), title="报送停水台账", for_committees=True)
    searching.deliver()
    received = {
        role: UserFactory(member={role: town.body(place)})
        for role, place in (
            (Role.COMMITTEE_WORKER, "wuyixiang"),
            (Role.COMMITTEE_DIRECTOR, "dongshuiguan"),
            (Role.STREET_STAFF, "fuzimiao"),
        )
    }
    others = {
        "visitor": None,
        "resident": UserFactory(member={Role.RESIDENT: town.body("wuyixiang")}),
        "another street's": UserFactory(member={Role.COMMITTEE_WORKER: town.body("kangjuli")}),
        "supervisor": UserFactory(member={Role.SUPERVISOR: town.body("wuyixiang")}),
        "moderator": UserFactory(member={Role.MODERATOR: town.body("wuyixiang")}),
    }
    for name, user in received.items():
        assert "报送停水台账" in searching.titles("台账", user=user), name
    for name, user in others.items():
        results = searching.find("台账", user=user)
        assert (results.total, results.facets.get("kind", {})) == (0, {}), name


def test_index_and_permissions_agree_for_every_role(searching, town):
    """For each role, what the index lets through is what the database lets see."""
    NoticeFactory(parent=town.notices_of("fuzimiao"), title="甲通知停水", for_committees=True)
    NoticeFactory(parent=town.notices_of("qinhong"), title="乙通知停水", for_committees=True)
    NoticeFactory(parent=town.notices_of("wuyixiang"), title="丙通知停水")
    searching.deliver()
    places = {Role.DISTRICT_ADMINISTRATOR: "", Role.STREET_STAFF: "fuzimiao"}
    for role in Role:
        if role in (Role.COMMISSION_MEMBER, Role.DEPARTMENT_CLERK, Role.UNIT_CONTACT):
            continue
        user = UserFactory(member={role: town.body(places.get(role, "wuyixiang"))})
        results = searching.find("“通知停水”", user=user, kinds=frozenset({"notice"}))
        seen = NoticePage.objects.visible_to(user).filter(
            title__contains="通知停水", listed_from__lte=timezone.now()
        )
        assert {result.shown.title for result in results.results} == set(
            seen.values_list("title", flat=True)
        ), role
        assert results.total == seen.count(), role


def test_no_role_is_told_in_any_way_of_what_it_may_not_see(searching, town, ask, now):
    """Results, counts, facets, snippets, suggestions, “did you mean”, alerts; the feed and what others ask
    are a visitor's, whoever looks.
    """
    secret, typo, question = "琥珀应急", "虎珀应急", "应急疏散逃生的训练什么时候搞"
    notice = NoticeFactory(parent=town.notices_of("fuzimiao"), title=f"{secret}演练", for_committees=True)
    searching.deliver()
    people = [None, UserFactory(is_superuser=True)] + [
        UserFactory(member={role: body})
        for role in Role
        for place in ("fuzimiao", "wuyixiang", "kangjuli")
        if (body := town.body(place)).kind in ROLE_BODY_KINDS[role]
    ]
    may = 0
    for user in people:
        seen = NoticePage.objects.visible_to(user or AnonymousUser()).filter(pk=notice.pk).exists()
        may += seen
        results, heard = searching.find(secret, user=user), searching.find(typo, user=user)
        told = (
            results.total,
            len(results.results),
            sum(results.facets.get("kind", {}).values()),
            len(suggest(parse("hupoyingj"), searching.asker(user))),
            heard.total,
            bool(heard.corrected),
        )
        assert told == (seen,) * 6, user
        meant = searching.find(question, user=user)
        assert [secret in result.shown.title for result in meant.results].count(True) == seen, user
        assert meant.total == len(meant.found) == sum(meant.facets.get("kind", {}).values()), user
        assert (f"{secret}</mark>" in ask(secret, user=user).content.decode()) == seen, user
        if user is not None:
            saved = SavedSearch.objects.create(
                user=user, name="演练", address=f"q={secret}", created_at=now, looked_at=now - timedelta(9)
            )
            until = timezone.now() + timedelta(minutes=1)
            assert alert_saved_search(actor=None, saved=saved, late=(), until=until, now=now) == seen, user
    assert 1 < may < len(people)
    superuser = people[1]
    for words in ("琥珀", question):
        assert secret not in ask(words, user=superuser, path="feed/").content.decode()
    assert not TermCount.objects.exists()


def test_drafts_are_in_no_index(searching):
    assert searching.find("紫金柜台").total == 0
    assert indexing.check()[1] == 0


def test_masked_words_of_a_disclosure_are_gone_before_the_worker_runs(searching, town, now):
    body = town.body("wuyixiang")
    writer = UserFactory(member={Role.COMMITTEE_WORKER: body})
    supervisor = UserFactory(member={Role.SUPERVISOR: body})
    duty = OccasionFactory(body=body, starts_on=timezone.localdate(now), occasion="一件事")
    page = published(duty, writer=writer, supervisor=supervisor, now=now, words="补助发给钱塘江先生")
    searching.deliver()
    assert searching.find("钱塘江").total == 1
    mask_disclosure(actor=writer, page=page, text="钱塘江先生", reason="个人信息", now=now)
    assert searching.find("钱塘江").total == 0
    searching.deliver()
    assert searching.find("钱塘江").total == 0

"""What administrators tell the search, at once and without a new index; what was given up, on the
workbench.
"""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from cms_pages.models import GuidePage
from communities.choices import Role
from events.models import Delivery
from search.actions.hide_term import hide_term
from search.actions.pin_result import pin_result
from search.actions.remove_synonym_rule import remove_synonym_rule
from search.actions.retry_indexing import retry_indexing
from search.actions.set_synonym_rule import set_synonym_rule
from search.actions.show_term import show_term
from search.actions.unpin_result import unpin_result
from search.models import HiddenTerm, PinnedResult, SynonymRule
from search.restrictions import pending_deliveries
from search.words import forget
from tests.factories import NoticeFactory, UserFactory

pytestmark = pytest.mark.django_db
DOG = "犬只登记（养犬证）"
RULE = {"is_two_way": True, "is_active": True}


@pytest.fixture
def keeper(district):
    return UserFactory(member={Role.DISTRICT_ADMINISTRATOR: district.body()})


@pytest.fixture
def hands(client_for, keeper):
    return client_for(keeper)


def test_a_rule_works_on_the_next_query_in_one_way_or_two(searching, hands):
    assert searching.titles("汪星人") == []
    fields = {"words": "汪星人", "means": "犬只登记", "is_active": "on"}
    assert hands.post("/admin/synonym_rules/new/", fields).status_code == 302
    forget()
    assert searching.titles("汪星人") == [DOG]
    rule = SynonymRule.objects.get(words="汪星人")
    # One way: who looks for the official word does not find what is only called by the other.
    NoticeFactory(parent=searching.district.notices_of("wuyixiang"), title="汪星人聚会")
    searching.deliver()
    assert "汪星人聚会" not in searching.titles("犬只登记")
    hands.post(f"/admin/synonym_rules/edit/{rule.pk}/", {**fields, "is_two_way": "on"})
    forget()
    assert "汪星人聚会" in searching.titles("犬只登记")
    hands.post(f"/admin/synonym_rules/edit/{rule.pk}/", {"words": "汪星人", "means": "犬只登记"})
    forget()
    assert DOG not in searching.titles("汪星人")


def test_what_makes_no_rule_is_said_at_the_field(searching, hands, keeper, now):
    page = hands.post("/admin/synonym_rules/new/", {"words": "低保", "means": "低保", "is_active": "on"})
    assert "两边的词一样" in page.content.decode()
    set_synonym_rule(actor=keeper, words="甲", means="乙", now=now, **RULE)
    with pytest.raises(ValidationError, match="已有"):
        set_synonym_rule(actor=keeper, words=" 甲 ", means="乙", now=now, **RULE)
    shipped = SynonymRule.objects.filter(is_shipped=True).first()
    with pytest.raises(ValidationError, match="随程序"):
        remove_synonym_rule(actor=keeper, rule=shipped, now=now)


def test_a_page_is_pinned_until_a_day_and_columns_are_not(searching, hands, keeper, now, ask):
    guide = GuidePage.objects.get(title=DOG)
    # Pages are chosen in the tree, not out of a list of all.
    assert f'<option value="{guide.pk}"' not in hands.get("/admin/pinned_results/new/").content.decode()
    assert (
        hands.post(
            "/admin/pinned_results/new/", {"words": "停水", "page": guide.pk, "position": 0}
        ).status_code
        == 302
    )
    assert DOG in ask("停水").content.decode()
    pinned = PinnedResult.objects.get()
    yesterday = timezone.localdate(now) - timezone.timedelta(days=1)
    pin_result(actor=keeper, words="停水", page=guide, position=0, until=yesterday, now=now, pinned=pinned)
    assert DOG not in ask("停水").content.decode()
    with pytest.raises(ValidationError, match="栏目页"):
        pin_result(actor=keeper, words="停水", page=guide.get_parent(), position=0, until=None, now=now)
    unpin_result(actor=keeper, pinned=pinned, now=now)
    assert not PinnedResult.objects.exists()


def test_hidden_words_are_suggested_to_nobody(searching, keeper, now):
    row = hide_term(actor=keeper, term=" 某人 ", now=now)
    with pytest.raises(ValidationError, match="已有"):
        hide_term(actor=keeper, term="某人", now=now)
    show_term(actor=keeper, hidden=row, now=now)
    assert not HiddenTerm.objects.exists()


def test_only_the_districts_administrators_keep_the_registers(searching, client_for, town, now):
    guide = GuidePage.objects.get(title=DOG)
    for role, place in (
        (Role.COMMITTEE_DIRECTOR, "wuyixiang"),
        (Role.STREET_STAFF, "fuzimiao"),
        (Role.MODERATOR, ""),
    ):
        user = UserFactory(member={role: town.body(place)})
        for act in (
            lambda user=user: set_synonym_rule(actor=user, words="甲", means="乙", now=now, **RULE),
            lambda user=user: pin_result(actor=user, words="甲", page=guide, position=0, until=None, now=now),
            lambda user=user: hide_term(actor=user, term="甲", now=now),
            lambda user=user: retry_indexing(actor=user, now=now),
        ):
            with pytest.raises(PermissionDenied):
                act()
        for name in ("synonym_rules", "pinned_results", "hidden_terms"):
            page = client_for(user).get(f"/admin/{name}/")
            assert page.status_code != 200 or "低保" not in page.content.decode(), (role, name)


def test_what_was_given_up_waits_on_the_workbench(searching, town, hands, worker, client_for):
    NoticeFactory(parent=town.notices_of("wuyixiang"), title="写不进去的公告")
    assert "没有进入搜索的内容" not in hands.get("/admin/").content.decode()
    pending_deliveries().update(state=Delivery.State.DEAD)
    page = hands.get("/admin/").content.decode()
    assert "没有进入搜索的内容" in page
    assert "写不进去的公告" in page
    assert "没有进入搜索的内容" not in client_for(worker).get("/admin/").content.decode()
    assert client_for(worker).post("/admin/search_deliveries/retry/").status_code in (302, 403)
    assert searching.titles("写不进去") == []
    hands.post("/admin/search_deliveries/retry/")
    searching.deliver()
    assert searching.titles("写不进去") == ["写不进去的公告"]

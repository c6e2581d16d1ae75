"""The catalogue that ships, and who changes what in it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from communities.choices import CommunityKind, Role
from communities.models import Area
from disclosure.actions.remove_disclosure_item import remove_disclosure_item
from disclosure.actions.seed_standard_catalogue import seed_standard_catalogue
from disclosure.actions.set_disclosure_item import set_disclosure_item
from disclosure.catalogue import standard_items
from disclosure.choices import AppliesTo, Cycle, DisclosureKind, ElementForm
from disclosure.elements import Element, read_elements, write_elements
from disclosure.models import DisclosureDuty, DisclosureItem, kind_label
from events.models import Event

NAMES = st.text("收入支出结余明细说明abc123 ", min_size=1, max_size=20).map(str.strip).filter(bool)


def own_item(body, **values):
    return DisclosureItem(
        **{
            "body": body,
            "kind": DisclosureKind.AFFAIRS,
            "title": "社区食堂运营情况",
            "elements": [Element("用餐人次").as_json()],
            "legal_basis": "居民代表会议决定",
            "cycle": Cycle.MONTHLY,
            "limit_days": 5,
            "counted_from": date(2026, 11, 1),
        }
        | values
    )


def test_the_catalogue_that_ships_is_whole():
    items = standard_items(counted_from=date(2026, 1, 1))
    assert len(items) >= 30
    assert {item.kind for item in items} == set(DisclosureKind.values)
    assert {item.cycle for item in items} == set(Cycle.values)
    assert len({item.title for item in items}) == len({item.code for item in items}) == len(items)
    for item in items:
        assert item.element_list, item.title
        assert "《" in item.legal_basis, item.title
        item.full_clean(validate_unique=False, validate_constraints=False)
    by_code = {item.code: item for item in items}
    assert by_code["income-expenditure"].element_list[0] == Element("收入明细", ElementForm.TABLE)
    assert by_code["village-accounts"].applies_to == AppliesTo.VILLAGES


def test_a_new_district_gets_it_and_a_changed_one_keeps_its_own(district):
    shipped = len(standard_items(counted_from=date(2026, 1, 1)))
    assert DisclosureItem.objects.standard().count() == shipped
    DisclosureItem.objects.filter(code="veterans").delete()
    assert seed_standard_catalogue(actor=None, counted_from=date(2026, 1, 1)) == 0
    assert DisclosureItem.objects.count() == shipped - 1


@given(
    st.lists(
        st.builds(Element, NAMES, st.sampled_from(ElementForm), st.booleans()),
        min_size=1,
        max_size=30,
        unique_by=lambda element: element.name,
    )
)
def test_elements_are_read_as_they_are_written(elements):
    assert read_elements(write_elements(elements)) == elements


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (" \n ", "至少写一个要素"),
        ("收入\n收入（表格）", "写了两次"),
        ("（表格）", "1到40个字"),
        ("长" * 41, "1到40个字"),
        ("\n".join(f"要素{n}" for n in range(31)), "最多30个"),
    ],
)
def test_wrong_elements_are_refused_in_words(text, said):
    with pytest.raises(ValidationError) as refused:
        read_elements(text)
    assert said in str(refused.value.messages)


def test_an_ending_in_brackets_that_is_no_mark_stays_in_the_name():
    assert read_elements("低保（含特困）") == [Element("低保（含特困）")]
    assert read_elements("名单（表格，可不填）") == [Element("名单", ElementForm.TABLE, False)]


def test_villages_have_the_laws_words_and_virtual_communities_have_no_catalogue(district):
    body = district.body("wuyixiang")
    item = DisclosureItem.objects.get(code="committee-members")
    assert item.title_in(body.area).startswith("居委会")
    assert kind_label("affairs", body.area) == "居务"
    assert not DisclosureItem.objects.of_committee(body).filter(applies_to=AppliesTo.VILLAGES)
    Area.objects.filter(pk=body.area_id).update(kind=CommunityKind.VILLAGERS)
    body = district.body("wuyixiang")
    assert item.title_in(body.area).startswith("村委会")
    assert kind_label("affairs", body.area) == "村务"
    assert kind_label("finance", body.area) == "财务"
    assert DisclosureItem.objects.of_committee(body).filter(code="village-accounts").exists()
    assert not DisclosureItem.objects.of_committee(body).filter(applies_to=AppliesTo.RESIDENTS)
    Area.objects.filter(pk=body.area_id).update(kind=CommunityKind.VIRTUAL)
    assert not DisclosureItem.objects.of_committee(district.body("wuyixiang")).exists()


def test_a_committee_adds_its_own_items_and_owes_them(district, official, now):
    body, sibling = district.body("wuyixiang"), district.body("dongshuiguan")
    worker = official(Role.COMMITTEE_WORKER, body)
    item = set_disclosure_item(actor=worker, item=own_item(body), now=now)
    assert DisclosureItem.objects.of_committee(body).filter(pk=item.pk).exists()
    assert not DisclosureItem.objects.of_committee(sibling).filter(pk=item.pk).exists()
    owed = DisclosureDuty.objects.filter(item=item)
    assert {duty.body_id for duty in owed} == {body.pk}
    assert owed.filter(starts_on=date(2026, 11, 1)).exists()
    event = Event.objects.get(verb="disclosure_item.added")
    assert (event.actor, event.body_id) == (worker, body.pk)
    with pytest.raises(PermissionDenied):
        set_disclosure_item(actor=worker, item=own_item(sibling), now=now)
    with pytest.raises(PermissionDenied):
        set_disclosure_item(actor=worker, item=own_item(None), now=now)
    with pytest.raises(PermissionDenied):
        remove_disclosure_item(actor=official(Role.COMMITTEE_WORKER, sibling), item=item, now=now)
    with pytest.raises(ValidationError, match="要素"):
        set_disclosure_item(actor=worker, item=own_item(body, elements=[], title="别的"), now=now)
    remove_disclosure_item(actor=worker, item=item, now=now)
    assert not DisclosureDuty.objects.filter(item__title="社区食堂运营情况").exists()


def test_the_district_changes_the_standard_for_everybody(owing, official, now):
    administrator = official(Role.DISTRICT_ADMINISTRATOR, owing.body())
    item = DisclosureItem.objects.get(code="income-expenditure")
    late = DisclosureDuty.objects.filter(item=item, starts_on=date(2026, 7, 1)).count()
    item.cycle = Cycle.MONTHLY
    set_disclosure_item(actor=administrator, item=item, now=now)
    owed = DisclosureDuty.objects.filter(item=item)
    # What was owed for the third quarter stays owed; nothing is asked for months that were over.
    assert owed.filter(starts_on=date(2026, 7, 1), ends_on=date(2026, 9, 30)).count() == late == 5
    assert not owed.filter(starts_on=date(2026, 10, 1)).exists()
    assert owed.filter(starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 30)).count() == 5
    with pytest.raises(ValidationError, match="停用日期"):
        remove_disclosure_item(actor=administrator, item=item, now=now)
    item.ended_on = date(2026, 12, 1)
    set_disclosure_item(actor=administrator, item=item, now=now)
    assert not DisclosureDuty.objects.filter(item=item, starts_on__gte=date(2026, 12, 1)).exists()
    assert Event.objects.filter(verb="disclosure_item.changed").count() == 2

"""Renaming, abolishing and adding areas."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities import lifecycle
from communities.actions.abolish_area import abolish_area
from communities.actions.add_area_below import add_area_below
from communities.actions.add_bodies import add_bodies
from communities.actions.rename_area import rename_area
from communities.choices import AreaState, BodyKind, Level
from communities.models import Area, AreaAlias, Body
from events.models import Event


@pytest.fixture
def observed(monkeypatch):
    calls = []
    observer = lifecycle.Observer(
        area_renamed=lambda area: calls.append(("renamed", area.short_name)),
        area_abolished=lambda area, successor: calls.append(
            ("abolished", area.short_name, successor and successor.short_name)
        ),
    )
    monkeypatch.setitem(lifecycle.registry._entries, "test", observer)
    return calls


def test_a_renamed_community_has_a_new_address_and_its_committee_a_new_name(district, observed, now):
    area = district["wuyixiang"]
    assert rename_area(actor=None, area=area, name="来燕里社区居委会", now=now)
    area.refresh_from_db()
    assert (area.short_name, area.slug) == ("来燕里社区", "laiyanli")
    assert district.areas["fuzimiao"].path in area.path
    assert Body.objects.get(area=area).name == "来燕里社区居委会"
    assert observed == [("renamed", "来燕里社区")]


def test_renaming_to_the_same_name_does_nothing(district, observed, now):
    assert not rename_area(actor=None, area=district["wuyixiang"], name="乌衣巷社区居委会", now=now)
    assert observed == []
    assert not Event.objects.filter(verb="area.renamed").exists()


def test_a_community_that_becomes_a_city_one_changes_its_kind(district, now):
    area = district["wuyixiang"]
    rename_area(actor=None, area=area, name="乌衣村村民委员会", now=now)
    assert (area.kind, area.short_name, area.slug) == ("villagers", "乌衣村", "wuyicun")


@pytest.mark.parametrize("name", ["", "  ", "莲子营社区居委会", "长" * 101, "乌\u202e衣巷"])
def test_a_name_that_will_not_do_is_refused_and_nothing_changes(district, now, name):
    area = district["wuyixiang"]
    with pytest.raises(ValidationError):
        rename_area(actor=None, area=area, name=name, now=now)
    assert area.name == "乌衣巷社区居委会"
    assert Area.objects.get(pk=area.pk).name == "乌衣巷社区居委会"


def test_a_body_with_a_name_of_its_own_keeps_it(district, now):
    Body.objects.filter(area=district["wuyixiang"]).update(name="乌衣巷居民自治会")
    rename_area(actor=None, area=district["wuyixiang"], name="来燕里社区居委会", now=now)
    assert Body.objects.get(area=district["wuyixiang"]).name == "乌衣巷居民自治会"


def test_an_abolished_community_keeps_its_row_and_ends_its_body(district, observed, now):
    area = district["wuyixiang"]
    grid = add_area_below(actor=None, parent=area, level=Level.GRID, name="第一网格", now=now)
    abolish_area(actor=None, area=area, now=now)
    assert Area.objects.get(pk=area.pk).state == AreaState.ABOLISHED
    assert Area.objects.get(pk=grid.pk).state == AreaState.ABOLISHED
    assert Body.objects.get(area=area).ended_on == timezone.localdate(now)
    assert observed == [("abolished", "乌衣巷社区", None)]


def test_a_merged_community_hands_over_what_lies_below(district, observed, now):
    area, successor = district["wuyixiang"], district["lianziying"]
    estate = add_area_below(actor=None, parent=area, level=Level.ESTATE, name="来燕里小区", now=now)
    building = add_area_below(actor=None, parent=estate, level=Level.BUILDING, name="3幢", now=now)
    for community in (area, successor):
        add_area_below(actor=None, parent=community, level=Level.GRID, name="第一网格", now=now)
    AreaAlias.objects.create(area=area, name="乌衣巷")
    abolish_area(actor=None, area=area, successor=successor, now=now)
    estate.refresh_from_db()
    building.refresh_from_db()
    assert estate.parent == successor
    assert estate.path == f"{successor.path}{estate.pk}/"
    assert building.path == f"{successor.path}{estate.pk}/{building.pk}/"
    assert set(Area.objects.filter(parent=successor, level=Level.GRID).values_list("name", flat=True)) == {
        "第一网格",
        "第一网格（乌衣巷社区）",
    }
    assert set(AreaAlias.objects.values_list("area", "name")) == {
        (successor.pk, "乌衣巷"),
        (successor.pk, "乌衣巷社区"),
    }
    assert observed == [("abolished", "乌衣巷社区", "莲子营社区")]


def test_what_cannot_be_abolished_says_why(district, now):
    for area, successor, sentence in (
        (district.area, None, "区不能撤销"),
        (district["fuzimiao"], None, "还有社区"),
        (district["wuyixiang"], district["fuzimiao"], "同级"),
        (district["wuyixiang"], district["wuyixiang"], "另一个"),
    ):
        with pytest.raises(ValidationError, match=sentence):
            abolish_area(actor=None, area=area, successor=successor, now=now)
    abolish_area(actor=None, area=district["wuyixiang"], now=now)
    with pytest.raises(ValidationError, match="已经撤销"):
        abolish_area(actor=None, area=district["wuyixiang"], now=now)


def test_only_what_belongs_below_can_be_added_there(district, now):
    community = district["wuyixiang"]
    for parent, level in (
        (district["fuzimiao"], Level.ESTATE),
        (community, Level.COMMUNITY),
        (district.area, Level.GRID),
    ):
        with pytest.raises(ValidationError, match="之下不能设"):
            add_area_below(actor=None, parent=parent, level=level, name="一号", now=now)
    add_area_below(actor=None, parent=community, level=Level.ESTATE, name="来燕里小区", now=now)
    with pytest.raises(ValidationError, match="已有"):
        add_area_below(actor=None, parent=community, level=Level.ESTATE, name="来燕里小区", now=now)
    with pytest.raises(ValidationError):
        add_area_below(actor=None, parent=community, level=Level.ESTATE, name="\u200b", now=now)


def test_a_department_gets_a_folder_below_the_district_s(district, now):
    body = Body(kind=BodyKind.DEPARTMENT, name="秦淮区卫生健康委员会", area=district.area)
    add_bodies(actor=None, bodies=[body], now=now)
    assert body.collection.get_parent().name == "秦淮区社区建设管理办公室"
    assert Event.objects.filter(verb="body.added", object_id=str(body.pk)).exists()


def test_an_organisation_of_a_community_gets_a_folder_below_the_committee_s(district, now):
    body = Body(kind=BodyKind.ORGANISATION, name="乌衣巷书画社", area=district["wuyixiang"])
    add_bodies(actor=None, bodies=[body], now=now)
    assert body.collection.get_parent().name == "乌衣巷社区居委会"


def test_a_community_has_one_committee(district, now):
    second = Body(kind=BodyKind.COMMITTEE, name="另一个居委会", area=district["wuyixiang"])
    with pytest.raises(IntegrityError), transaction.atomic():
        add_bodies(actor=None, bodies=[second], now=now)


@pytest.mark.parametrize(
    ("level", "code", "is_fine"),
    [
        (Level.STREET, "320104003", True),
        (Level.STREET, "32010400", False),
        (Level.STREET, None, False),
        (Level.STREET, "３２０１０４００３", False),
        (Level.GRID, None, True),
        (Level.GRID, "320104003", False),
    ],
)
def test_a_code_fits_its_level(district, level, code, is_fine):
    area = Area(level=level, code=code, name="某处", short_name="某处", parent=district.area)
    if is_fine:
        area.clean()
    else:
        with pytest.raises(ValidationError):
            area.clean()

"""An estate, a road or a house number finds the community."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities import lookup
from communities.actions.add_area_below import add_area_below
from communities.choices import AreaState, Level
from communities.lookup import MOST_CANDIDATES, find_communities
from communities.models import Area, AreaAlias

HEADER = "community,kind,name,first,last,parity\n"
QINHUAI = Path(lookup.__file__).parent / "data"


@pytest.fixture
def roads(district):
    """The demonstration rows of the communities that the small district has."""
    codes = {area.code for area in district.communities}
    for line in (QINHUAI / "qinhuai-estates.csv").read_text().splitlines()[1:]:
        code, kind, name, first, last, parity = line.split(",")
        if code in codes and kind in {"road", "alias"}:
            AreaAlias.objects.create(
                area=Area.objects.get(code=code),
                name=name,
                first_number=first or None,
                last_number=last or None,
                parity=parity,
            )
    return district


def found(text):
    return [candidate.community.slug for candidate in find_communities(text)]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("乌衣巷", "wuyixiang"),
        ("乌衣巷社区居委会", "wuyixiang"),
        ("南京市秦淮区夫子庙街道乌衣巷社区", "wuyixiang"),
        ("平江府路25号", "lianziying"),
        ("平江府路26号", "dongshuiguan"),
        ("平江府路２５号", "lianziying"),
        ("平江府路 25-3号", "lianziying"),
        ("平江府路25号3幢502室", "lianziying"),
        ("平江府路26", "dongshuiguan"),
        ("文德桥", "wuyixiang"),
        ("遗址公园", "dongshuiguan"),
    ],
)
def test_what_residents_type_finds_their_community_first(roads, text, slug):
    assert found(text)[0] == slug


def test_the_reason_says_which_numbers_belong_there(roads):
    candidates = find_communities("平江府路25号")
    assert [candidate.reason for candidate in candidates] == ["平江府路1—119号（单号）"]
    assert candidates[0].community.parent.short_name == "夫子庙街道"


def test_a_number_nobody_registered_offers_the_road_s_communities(roads):
    candidates = find_communities("平江府路999号")
    assert {candidate.community.slug for candidate in candidates} == {"lianziying", "dongshuiguan"}
    assert "999号未登记" in candidates[0].reason


def test_an_estate_and_its_building_lead_to_the_community(roads, now):
    estate = add_area_below(
        actor=None, parent=roads["wuyixiang"], level=Level.ESTATE, name="来燕里小区", now=now
    )
    add_area_below(actor=None, parent=estate, level=Level.BUILDING, name="3幢", now=now)
    assert found("来燕里小区3幢502室") == ["wuyixiang"]
    assert found("来燕里") == ["wuyixiang"]
    assert found("3幢") == []


def test_an_abolished_community_is_not_offered(roads):
    Area.objects.filter(slug="wuyixiang").update(state=AreaState.ABOLISHED)
    assert "wuyixiang" not in found("乌衣巷8号")


@pytest.mark.parametrize(
    "text", ["", " ", "x", "%", "_", "\0", "乌\0衣\u200b巷\u202e", "号" * 10_000, "'\"\\", "🏠🏠"]
)
def test_odd_input_is_no_error(roads, text):
    assert len(find_communities(text)) <= MOST_CANDIDATES


@given(text=st.text(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_any_input_is_no_error(roads, text):
    find_communities(text)


def test_invisible_characters_don_t_matter(roads):
    assert found("乌\u200b衣 巷")[0] == "wuyixiang"


def test_the_number_of_queries_is_three(roads, django_assert_num_queries):
    with django_assert_num_queries(3):
        find_communities("平江府路25号")


def run(path):
    out = StringIO()
    call_command("load_estates", str(path), stdout=out)
    return out.getvalue()


def test_estates_load_once(district, tmp_path):
    path = tmp_path / "estates.csv"
    path.write_text(
        HEADER
        + "320104002005,小区,来燕里小区,,,\n"
        + "320104002005,道路,乌衣巷,1,60,\n"
        + "320104002001,道路,平江府路,1,119,单\n"
    )
    assert "新增3条，已有0条" in run(path)
    assert "新增0条，已有3条" in run(path)
    estate = Area.objects.get(level=Level.ESTATE)
    assert estate.path == f"{district['wuyixiang'].path}{estate.pk}/"
    assert found("平江府路3号") == ["lianziying"]


@pytest.mark.django_db
def test_the_demonstration_rows_fit_qinhuai():
    call_command(
        "load_divisions",
        str(QINHUAI / "qinhuai-streets.csv"),
        str(QINHUAI / "qinhuai-communities.csv"),
        stdout=StringIO(),
    )
    assert "已有0条" in run(QINHUAI / "qinhuai-estates.csv")
    assert found("长乐路25号") == ["mendong"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("320104009001,道路,乌衣巷,1,2,", "第3行：没有代码为“320104009001”的社区"),
        ("320104002005,巷子,乌衣巷,1,2,", "第3行：类别“巷子”无法识别"),
        ("320104002005,道路,,1,2,", "第3行：名称是空的"),
        ("320104002005,道路,乌\u200b衣巷,1,2,", "第3行：名称含有看不见的控制字符"),
        ("320104002005,道路,乌衣巷,1号,2,", "第3行：门牌号“1号”应为1至99999的整数"),
        ("320104002005,道路,乌衣巷,0,2,", "第3行：门牌号“0”应为"),
        ("320104002005,道路,乌衣巷,9,2,", "第3行：止号2小于起号9"),
        ("320104002005,道路,乌衣巷,,2,", "第3行：填写了止号或单双号，却没有起号"),
        ("320104002005,道路,乌衣巷,1,2,三", "第3行：单双号“三”无法识别"),
        ("320104002005,小区,来燕里,1,2,", "第3行：只有道路可以填写门牌号和单双号"),
        ("320104002001,道路,平江府路,1,119,单", "第3行：与第2行重复"),
        ("320104002002,道路,平江府路,100,200,", "第3行：“平江府路”的门牌号与第2行另一个社区的重叠"),
        ("320104002002,道路", "第3行：应有6列，实有2列"),
    ],
)
def test_a_wrong_file_of_estates_names_its_line_and_changes_nothing(district, tmp_path, row, sentence):
    path = tmp_path / "estates.csv"
    path.write_text(f"{HEADER}320104002001,道路,平江府路,1,119,单\n{row}\n")
    with pytest.raises(CommandError) as refused:
        run(path)
    assert sentence in str(refused.value)
    assert not AreaAlias.objects.exists()


def test_odd_and_even_numbers_of_one_road_may_lie_in_two_communities(district, tmp_path):
    path = tmp_path / "estates.csv"
    path.write_text(f"{HEADER}320104002001,道路,平江府路,1,119,单\n320104002002,道路,平江府路,1,120,双\n")
    assert "新增2条" in run(path)

"""`load_divisions` makes the tree, and keeps it when it is run again."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection

from communities import lifecycle
from communities.choices import AreaState, BodyKind, CategoryScheme, CommunityKind, Level
from communities.models import Area, Body, CalendarYear, Category
from events.models import Event

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parent / "data"
QINHUAI = Path(lifecycle.__file__).parent / "data"


@pytest.fixture
def qinhuai(db):
    load_pair(QINHUAI / "qinhuai-streets.csv", QINHUAI / "qinhuai-communities.csv")


def load_pair(streets, communities, **options):
    out = StringIO()
    call_command("load_divisions", str(streets), str(communities), stdout=out, **options)
    return out.getvalue()


def community(code):
    return Area.objects.get(code=code)


def test_qinhuai_has_its_sixteen_streets_and_108_communities(qinhuai):
    assert Area.objects.get(level=Level.DISTRICT).name == "秦淮区"
    assert Area.objects.filter(level=Level.STREET).count() == 16
    kinds = Area.objects.filter(level=Level.COMMUNITY).values_list("kind", flat=True)
    assert len(kinds) == 108
    assert list(kinds).count(CommunityKind.RESIDENTS) == 104
    assert list(kinds).count(CommunityKind.VIRTUAL) == 4


def test_an_area_has_short_name_address_and_path(qinhuai):
    area = community("320104002005")
    assert (area.name, area.short_name, area.slug) == ("乌衣巷社区居委会", "乌衣巷社区", "wuyixiang")
    assert area.parent.slug == "fuzimiao"
    assert area.ancestor_ids == [area.parent.parent_id, area.parent_id, area.pk]
    assert area.path.startswith(area.parent.path)


def test_each_area_has_its_body(qinhuai):
    assert set(Body.objects.filter(area__level=Level.DISTRICT).values_list("kind", "name")) == {
        (BodyKind.DISTRICT_OFFICE, "秦淮区社区建设管理办公室"),
        (BodyKind.STEERING_COMMISSION, "秦淮区社区建设指导委员会"),
    }
    assert Body.objects.get(area__code="320104002").name == "夫子庙街道办事处"
    assert Body.objects.get(area__code="320104002005").name == "乌衣巷社区居委会"
    assert Body.objects.filter(kind=BodyKind.COMMITTEE).count() == 108


def test_folders_lie_as_the_bodies_do_and_treebeard_finds_nothing_wrong(qinhuai):
    committee = Body.objects.get(area__code="320104002005").collection
    names = [folder.name for folder in committee.get_ancestors(inclusive=True)]
    assert names[1:] == ["秦淮区社区建设管理办公室", "夫子庙街道办事处", "乌衣巷社区居委会"]
    assert Collection.find_problems() == ([], [], [], [], [])


def test_a_new_site_has_categories_and_a_calendar(qinhuai):
    services = Category.objects.filter(scheme=CategoryScheme.SERVICE).values_list("name", flat=True)
    assert list(services) == ["养老", "助残", "家政", "救助", "法律", "文化", "卫生", "教育", "志愿者帮扶"]
    assert Category.objects.filter(scheme=CategoryScheme.GUIDE_EVENT, name="出生").exists()
    assert CalendarYear.objects.filter(year=2026).exists()


def test_running_it_again_changes_nothing(load):
    load()
    before = list(Area.objects.values())
    bodies, folders, events = Body.objects.count(), Collection.objects.count(), Event.objects.count()
    told = load()
    assert "未变：7个" in told
    assert "新增：0个" in told
    assert list(Area.objects.values()) == before
    assert (bodies, folders, events) == (
        Body.objects.count(),
        Collection.objects.count(),
        Event.objects.count(),
    )


def test_what_is_new_in_the_file_is_added_and_what_it_lacks_is_left_alone(load, files):
    load()
    gone = files.community_rows.pop(0)
    files.community_rows.append({**gone, "code": "320104001003", "name": "乔虹苑社区居委会"})
    told = load()
    assert "320104001003 乔虹苑社区居委会" in told
    assert "文件中没有、保持原样：1个" in told
    assert "320104001001 中牌楼社区居委会" in told
    assert community("320104001001").state == AreaState.ACTIVE
    assert Body.objects.get(area__code="320104001003").collection.get_parent().name == "秦虹街道办事处"
    assert Collection.find_problems() == ([], [], [], [], [])


def test_a_name_that_differs_renames_area_body_and_folder_and_tells_observers(load, files, monkeypatch):
    load()
    renamed = []
    observer = lifecycle.Observer(area_renamed=lambda area: renamed.append((area.code, area.slug)))
    monkeypatch.setitem(lifecycle.registry._entries, "test", observer)
    files.community_rows[2]["name"] = "来燕里社区居委会"
    told = load()
    area = community("320104002005")
    assert (area.short_name, area.slug) == ("来燕里社区", "laiyanli")
    assert "乌衣巷社区居委会 → 来燕里社区居委会" in told
    assert renamed == [("320104002005", "laiyanli")]
    body = Body.objects.get(area=area)
    assert body.name == body.collection.name == "来燕里社区居委会"
    event = Event.objects.get(verb="area.renamed")
    assert event.changes["slug"] == ["wuyixiang", "laiyanli"]


def test_another_suffix_leaves_the_address(load, files):
    load()
    files.community_rows[2]["name"] = "乌衣巷社区居民委员会"
    load()
    area = community("320104002005")
    assert (area.name, area.slug) == ("乌衣巷社区居民委员会", "wuyixiang")


def test_two_communities_can_exchange_their_names(load, files):
    load()
    one, other = files.community_rows[2], files.community_rows[3]
    one["name"], other["name"] = other["name"], one["name"]
    load()
    # Neither takes the other's old address, which redirects to where its readers want to go.
    assert community(one["code"]).slug == "jinlinglu-2"
    assert community(other["code"]).slug == "wuyixiang-2"


def test_observers_get_all_areas_at_once_parents_first(load, monkeypatch):
    calls = []
    observer = lifecycle.Observer(areas_added=lambda areas: calls.append([area.level for area in areas]))
    monkeypatch.setitem(lifecycle.registry._entries, "test", observer)
    load()
    assert calls == [[Level.DISTRICT] + [Level.STREET] * 2 + [Level.COMMUNITY] * 4]


def test_a_dry_run_tells_and_changes_nothing(load):
    told = load(dry_run=True)
    assert "新增：7个" in told
    assert not Area.objects.exists()
    assert not Body.objects.exists()
    assert not Category.objects.exists()


def test_another_district_is_refused(load):
    load()
    with pytest.raises(CommandError, match="已经是秦淮区（320104），不能再装入另一个区（659003）"):
        load_pair(DATA / "659003-streets.csv", DATA / "659003-communities.csv")
    assert Area.objects.filter(code__startswith="659003").count() == 0


def test_the_district_can_be_given_a_name_later(load):
    load()
    load(district_name="秦淮新区")
    assert Area.objects.get(level=Level.DISTRICT).name == "秦淮新区"
    assert Body.objects.filter(name="秦淮新区社区建设指导委员会").exists()
    load()
    assert Area.objects.get(level=Level.DISTRICT).name == "秦淮新区"


def test_an_unknown_code_needs_a_name(load, files):
    for row in files.street_rows + files.community_rows:
        for column in ("code", "streetCode", "areaCode"):
            if column in row:
                row[column] = "329999" + row[column][6:]
        row["cityCode"] = "3299"
    with pytest.raises(CommandError, match="没有代码329999，请用 --district-name"):
        load()
    load(district_name="新设区")
    assert Area.objects.get(level=Level.DISTRICT).slug == "xinshe"


def test_an_abolished_area_stays_abolished(load):
    load()
    Area.objects.filter(code="320104001001").update(state=AreaState.ABOLISHED)
    assert "保持撤销：1个" in load()
    assert community("320104001001").state == AreaState.ABOLISHED


@pytest.mark.parametrize(
    ("district", "name"),
    [
        ("110115", "大兴区"),
        ("150521", "科尔沁左翼中旗"),
        ("220103", "宽城区"),
        ("441900", "东莞市"),
        ("460321", "西沙群岛"),
        ("460400", "儋州市"),
        ("540226", "昂仁县"),
        ("632522", "同德县"),
        ("659003", "图木舒克市"),
    ],
)
def test_other_districts_of_the_country_load_with_all_their_odd_names(db, district, name):
    streets, communities = DATA / f"{district}-streets.csv", DATA / f"{district}-communities.csv"
    load_pair(streets, communities)
    assert Area.objects.get(level=Level.DISTRICT).name == name
    with communities.open(encoding="utf-8", newline="") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    rows = Area.objects.filter(level=Level.COMMUNITY)
    assert {area.code for area in rows} == codes
    assert all(area.short_name and area.slug and area.kind for area in rows)
    assert Body.objects.filter(kind=BodyKind.COMMITTEE).count() == len(codes)
    assert len({(area.parent_id, area.short_name) for area in rows}) == len(codes)


@pytest.mark.once
def test_queries_grow_with_streets_not_with_communities(files):
    def queries(communities):
        files.community_rows = [
            {
                "code": f"32010400{1 + number % 2}{number // 2 + 1:03d}",
                "name": f"第{number}社区居委会",
                "streetCode": f"32010400{1 + number % 2}",
                "provinceCode": "32",
                "cityCode": "3201",
                "areaCode": "320104",
            }
            for number in range(communities)
        ]
        files.write()
        monkey = dict(lifecycle.registry._entries)
        lifecycle.registry._entries.clear()
        try:
            with CaptureQueriesContext(connection) as captured:
                load_pair(files.streets, files.communities)
        finally:
            lifecycle.registry._entries.update(monkey)
        count = len(captured)
        Body.objects.all().delete()
        Collection.objects.filter(depth__gt=1).delete()
        Collection.objects.update(numchild=0)
        for level in (Level.COMMUNITY, Level.STREET, Level.DISTRICT):
            Area.objects.filter(level=level).delete()
        return count

    queries(10)  # the calendar and the categories are loaded once
    small, large = queries(150), queries(1500)
    # Bulk statements are cut where the database's number of parameters ends.
    assert large <= small + 60

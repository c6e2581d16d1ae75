"""Communities merged, abolished and split: what goes over, what stays, and that nothing new begins there."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms_pages.models import NoticeAudience, NoticePage, NoticeRelease, ServicePage
from cms_pages.publication.errors import PublicationRefused
from communities import lifecycle
from communities.actions.abolish_area import abolish_area
from communities.actions.add_area_below import add_area_below
from communities.actions.join_community import join_community
from communities.actions.rename_area import rename_area
from communities.actions.split_area import split_area
from communities.choices import BodyKind, Level, Role
from communities.models import Area, AreaAlias, Body, ContactFact, Membership, OpeningSchedule
from events.actions.deliver import deliver_due
from events.models import Event
from notifications.models import Notification
from tests.factories import DocumentFactory, MembershipFactory, NoticeFactory, UserFactory
from tests.factories.services import ServiceFactory, phone_of, services_of

pytestmark = pytest.mark.django_db
OLD, NEW = "wuyixiang", "lianziying"


@pytest.fixture
def merge(district):
    def run(**more):
        area = Area.objects.get(pk=district[OLD].pk)
        abolish_area(actor=None, area=area, successor=district[NEW], now=timezone.now(), **more)
        return Area.objects.get(pk=area.pk)

    return run


def people_of(district, slug, role):
    rows = Membership.objects.current(today=timezone.localdate()).filter(body=district.body(slug), role=role)
    return set(rows.values_list("user_id", flat=True))


def test_residents_move_with_a_notification_and_history_keeps_where_they_lived(district, merge, client_for):
    old, new = district.body(OLD), district.body(NEW)
    resident = UserFactory(member={Role.RESIDENT: old})
    both = UserFactory(member={Role.RESIDENT: [old, new]})
    fresh = MembershipFactory(user=UserFactory(), body=old, valid_from=timezone.localdate())
    merge()
    assert people_of(district, NEW, Role.RESIDENT) == {resident.pk, both.pk, fresh.user_id}
    past = Membership.objects.get(user=resident, body=old)
    assert past.valid_until == timezone.localdate() - timedelta(days=1)
    deliver_due(now=timezone.now())
    assert Notification.objects.filter(kind="area.merged", recipient=resident).count() == 1
    page = client_for(resident).get("/me/notifications/").content.decode()
    assert "乌衣巷社区已并入莲子营社区" in page
    assert "您已转为莲子营社区的成员" in page


def test_officials_move_or_end_as_the_district_says(district, merge):
    old = district.body(OLD)
    rows = {
        role: MembershipFactory(user=UserFactory(), body=old, role=role)
        for role in (Role.COMMITTEE_DIRECTOR, Role.COMMITTEE_WORKER, Role.SUPERVISOR)
    }
    later = MembershipFactory(
        user=UserFactory(),
        body=old,
        role=Role.COMMITTEE_WORKER,
        valid_from=timezone.localdate() + timedelta(3),
    )
    merge(moving=[rows[Role.COMMITTEE_WORKER].pk, later.pk])
    worker = rows[Role.COMMITTEE_WORKER].user
    assert people_of(district, NEW, Role.COMMITTEE_WORKER) == {worker.pk}
    later.refresh_from_db()
    assert later.body == district.body(NEW)
    assert not people_of(district, NEW, Role.COMMITTEE_DIRECTOR)
    assert not Membership.objects.filter(body=old, valid_until__isnull=True).exists()
    event = Event.objects.get(verb="area.merged")
    assert event.changes["officials"] == [4, 2]


def test_rights_files_facts_and_hours_go_to_the_successor(district, merge, official):
    old, new = district.body(OLD), district.body(NEW)
    fact = ContactFact.objects.create(body=old, kind="phone", label="值班电话", value="025-52201234")
    same = ContactFact.objects.create(body=new, kind="phone", label="值班电话", value="025-52201234")
    hours = OpeningSchedule.objects.create(body=old, name="办公时间", is_main=True)
    OpeningSchedule.objects.create(body=new, name="办公时间", is_main=True)
    document = DocumentFactory(collection=old.collection)
    notice = NoticeFactory(parent=district.notices_of(OLD))
    worker = official(Role.COMMITTEE_WORKER, new)
    merge()
    fact.refresh_from_db()
    hours.refresh_from_db()
    assert (fact.body, fact.label) == (new, "值班电话（原乌衣巷社区）")
    assert (hours.body, hours.name, hours.is_main) == (new, "办公时间（原乌衣巷社区）", False)
    assert ContactFact.objects.get(pk=same.pk).label == "值班电话"
    document = type(document).objects.get(pk=document.pk)
    policy = policy_registry.get_by_type(type(document))
    assert policy.user_has_permission_for_instance(worker, "change", document)
    assert notice.permissions_for_user(worker).can_edit()


def test_services_and_drafts_move_and_old_addresses_lead_there(
    district, merge, client, django_capture_on_commit_callbacks
):
    old_list = services_of(district, OLD)
    service = ServiceFactory(parent=old_list, title="乌衣巷食堂")
    address = service.get_url()
    ServiceFactory(parent=services_of(district, NEW), title="乌衣巷食堂")
    drafts = [
        NoticeFactory(parent=district.notices_of(OLD), draft=True),
        NoticeFactory(parent=district.notices_of(OLD), scheduled=True, slug="soon"),
    ]
    release = NoticeRelease.objects.create(name="联合", body=district.body(OLD))
    with django_capture_on_commit_callbacks(execute=True):
        merge()
    service = ServicePage.objects.get(pk=service.pk)
    assert service.area == district[NEW]
    assert service.body_owner == district.body(NEW)
    assert service.get_url() == "/fuzimiao/lianziying/services/wuyixiangshitang-2/"
    answer = client.get(address)
    assert answer.status_code in (301, 302)
    assert answer["Location"] == service.get_url()
    assert Redirect.objects.exists()
    for draft in drafts:
        moved = NoticePage.objects.get(pk=draft.pk)
        assert moved.body_owner == district.body(NEW)
        assert moved.get_parent().specific == district.notices_of(NEW)
    assert NoticeRelease.objects.get(pk=release.pk).body == district.body(NEW)


def test_published_notices_stay_with_a_banner_and_those_in_effect_are_listed_there(district, merge, client):
    parent = district.notices_of(OLD)
    notice = NoticeFactory(parent=parent, title="周六停水", slug="water")
    ended = NoticeFactory(parent=parent, title="去年的事", expired=True)
    street = NoticeFactory(parent=district.notices_of("fuzimiao"), to=[district[OLD]], title="老楼改造")
    merge()
    for address in ("/fuzimiao/wuyixiang/", "/fuzimiao/wuyixiang/notices/", notice.get_url()):
        page = client.get(address).content.decode()
        assert "并入莲子营社区" in page, address
        assert 'href="/fuzimiao/lianziying/"' in page
    there = client.get("/fuzimiao/lianziying/notices/").content.decode()
    assert "周六停水" in there
    assert "老楼改造" in there
    assert "去年的事" not in there
    assert "并入" not in there
    assert not NoticeAudience.objects.filter(notice=ended, area=district[NEW]).exists()
    kept = NoticePage.objects.get(pk=notice.pk)
    assert (kept.area, kept.body_owner) == (district[OLD], district.body(OLD))
    # What is sent out again later, by a draft of before, reaches the people where they are now.
    street.save_revision().publish()
    assert NoticeAudience.objects.filter(notice=street, area=district[NEW]).exists()


def test_nothing_new_begins_in_an_abolished_community_on_any_way(district, merge, official, client_for):
    parent = district.notices_of(OLD)
    live = NoticeFactory(parent=parent, slug="live")
    elsewhere = NoticeFactory(parent=district.notices_of(NEW), slug="elsewhere")
    worker = official(Role.COMMITTEE_WORKER, district.body(NEW))
    merge()
    parent = Page.objects.get(pk=parent.pk).specific
    for person in (worker, UserFactory(superuser=True)):
        assert not parent.permissions_for_user(person).can_add_subpage()
        rights = Page.objects.get(pk=elsewhere.pk).specific.permissions_for_user(person)
        assert not rights.can_move_to(parent)
        assert not rights.can_copy_to(parent)
        client = client_for(person)
        address = f"/admin/pages/add/cms_pages/noticepage/{parent.pk}/"
        assert client.get(address).status_code in (302, 403)
        copied = client.post(
            f"/admin/pages/{elsewhere.pk}/copy/",
            {"new_title": "复制", "new_slug": "copied", "new_parent_page": parent.pk},
        )
        assert copied.status_code in (200, 302, 403)
        assert not Page.objects.filter(slug="copied").exists()
    stray = NoticePage(
        title="新事", slug="stray", area=district[OLD], body_owner=district.body(OLD), live=False
    )
    parent.add_child(instance=stray)
    with pytest.raises(PublicationRefused, match="已并入莲子营社区"):
        stray.save_revision()
    # What was published may be corrected.
    live = NoticePage.objects.get(pk=live.pk)
    live.title = "更正后的标题"
    live.save_revision().publish()
    with pytest.raises(ValidationError):
        join_community(actor=worker, committee=district.body(OLD), now=timezone.now())


def test_a_service_of_an_abolished_community_takes_no_ratings(district, client_for):
    service = ServiceFactory(parent=services_of(district, OLD))
    resident = UserFactory(member={Role.RESIDENT: district.body(NEW)})
    area = Area.objects.get(pk=district[OLD].pk)
    abolish_area(actor=None, area=area, now=timezone.now())
    page = client_for(resident).get(f"{service.get_url()}rate/")
    assert page.status_code == 403
    assert "已撤销，不再受理" in page.content.decode()
    with pytest.raises(ValidationError, match="不再受理"):
        lifecycle.check_open(area)
    lifecycle.check_open(district[NEW])


def test_units_places_and_the_chosen_community_follow(district, merge, client):
    unit = Body.objects.create(kind=BodyKind.LOCAL_UNIT, name="老门东书店", area=district[OLD])
    service = ServiceFactory(parent=services_of(district, NEW), provider=district.body(OLD))
    estate = add_area_below(
        actor=None, parent=district[OLD], level=Level.ESTATE, name="来燕里小区", now=timezone.now()
    )
    merge()
    unit.refresh_from_db()
    assert unit.area == district[NEW]
    assert unit.ended_on is None
    assert ServicePage.objects.get(pk=service.pk).provider == district.body(NEW)
    assert Area.objects.get(pk=estate.pk).path.startswith(district[NEW].path)
    assert AreaAlias.objects.filter(area=district[NEW], name="乌衣巷社区").exists()
    client.cookies["my_community"] = district[OLD].code
    assert client.get("/my-community/")["Location"] == "/fuzimiao/lianziying/"
    later = Area.objects.get(pk=district[NEW].pk)
    abolish_area(actor=None, area=later, successor=district["dongshuiguan"], now=timezone.now())
    assert Area.objects.get(pk=district[OLD].pk).today() == district["dongshuiguan"]


def test_a_fault_changes_nothing(district, merge, monkeypatch):
    def broken(*_args):
        raise RuntimeError

    resident = UserFactory(member={Role.RESIDENT: district.body(OLD)})
    service = ServiceFactory(parent=services_of(district, OLD))
    monkeypatch.setitem(lifecycle.registry._entries, "zz-broken", lifecycle.Observer(area_abolished=broken))
    events = Event.objects.count()
    with pytest.raises(RuntimeError):
        merge()
    assert Area.objects.get(pk=district[OLD].pk).is_active
    assert people_of(district, OLD, Role.RESIDENT) == {resident.pk}
    assert ServicePage.objects.get(pk=service.pk).area == district[OLD]
    assert Event.objects.count() == events


def test_a_community_is_split(district, client):
    area, now = district[OLD], timezone.now()
    estate = add_area_below(actor=None, parent=area, level=Level.ESTATE, name="长干苑", now=now)
    building = add_area_below(actor=None, parent=estate, level=Level.BUILDING, name="3幢", now=now)
    stays = add_area_below(actor=None, parent=area, level=Level.ESTATE, name="来燕里小区", now=now)
    road = AreaAlias.objects.create(area=area, name="长干路")
    resident = UserFactory(member={Role.RESIDENT: district.body(OLD)})
    new = split_area(
        actor=None,
        area=area,
        code="320104002098",
        name="长干里社区居委会",
        below=[estate.pk],
        aliases=[road.pk],
        now=now,
    )
    assert client.get("/fuzimiao/changganli/").status_code == 200
    assert client.get("/fuzimiao/changganli/notices/").status_code == 200
    assert Body.objects.get(area=new, kind=BodyKind.COMMITTEE).collection is not None
    for place, owner in ((estate, new), (building, new), (stays, area)):
        place.refresh_from_db()
        assert place.path.startswith(owner.path)
    assert AreaAlias.objects.get(pk=road.pk).area == new
    deliver_due(now=timezone.now())
    assert Notification.objects.filter(kind="area.split", recipient=resident).count() == 1
    assert people_of(district, OLD, Role.RESIDENT) == {resident.pk}
    for wrong in ({"code": "320104001098"}, {"code": "12"}, {"code": "320104002098"}, {"name": ""}):
        fields = {"code": "320104002097", "name": "另一个社区居委会", **wrong}
        with pytest.raises(ValidationError):
            split_area(actor=None, area=area, now=now, **fields)
    with pytest.raises(ValidationError, match="不属于"):
        split_area(
            actor=None, area=area, code="320104002097", name="某某社区居委会", below=[building.pk], now=now
        )


def run(file, **options):
    out = StringIO()
    call_command("change_divisions", file, stdout=out, **options)
    return out.getvalue()


def test_a_list_of_changes_is_done_once_and_twice_is_as_good(district, tmp_path):
    add_area_below(
        actor=None, parent=district[NEW], level=Level.ESTATE, name="莲子营小区", now=timezone.now()
    )
    worker = UserFactory(member={Role.COMMITTEE_WORKER: district.body(OLD)})
    file = tmp_path / "changes.csv"
    file.write_text(
        "action,code,name,target,officials,below\n"
        f"更名,{district['dongshuiguan'].code},桃叶渡社区居委会,,,\n"
        f"合并,{district[OLD].code},,{district[NEW].code},转入,\n"
        f"拆分,{district[NEW].code},钞库街社区居委会,320104002077,,莲子营小区\n"
        f"撤销,{district['kangjuli'].code},,,,\n",
        encoding="gb18030",
    )
    assert "没有改动数据库" in run(file, dry_run=True)
    assert Area.objects.get(pk=district[OLD].pk).is_active
    said = run(file)
    assert "合并：乌衣巷社区 → 莲子营社区" in said
    assert "完成4项，0项原已如此。" in said
    assert people_of(district, NEW, Role.COMMITTEE_WORKER) == {worker.pk}
    assert Area.objects.get(code="320104002077").page_id
    events = Event.objects.count()
    assert "完成0项，4项原已如此。" in run(file)
    assert Event.objects.count() == events


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["合并,{old},,999999999999,,"], "没有代码为999999999999的区域"),
        (["合并,{old},,{old},,"], "另一个同级"),
        (["飞走,{old},,,,"], "不认识的动作"),
        (["更名,{old},,,,"], "缺名称"),
        (["合并,{old},,,,"], "缺接续区域"),
        (["更名,x,新社区,,,"], "不是数字"),
        (["合并,{old},,{new},看着办,"], "officials"),
        (["拆分,{old},甲社区居委会,320104002076,,没有的小区"], "没有这些小区"),
        (["撤销,{old},,,,", "更名,{old},甲社区居委会,,,"], "第3行：“乌衣巷社区”已经撤销"),
    ],
)
def test_a_wrong_list_changes_nothing_and_says_where(district, tmp_path, lines, sentence):
    file = tmp_path / "changes.csv"
    rows = [line.format(old=district[OLD].code, new=district[NEW].code) for line in lines]
    file.write_text("\n".join(["action,code,name,target,officials,below", *rows]), encoding="utf-8")
    with pytest.raises(CommandError, match=sentence):
        run(file)
    assert Area.objects.get(pk=district[OLD].pk).is_active


@pytest.mark.parametrize("code", ["150521", "441900", "540226"])
def test_other_districts_merge_rename_and_split_with_their_own_data(db, code, tmp_path):
    from pathlib import Path

    data = Path(__file__).parent / "data"
    call_command(
        "load_divisions",
        str(data / f"{code}-streets.csv"),
        str(data / f"{code}-communities.csv"),
        stdout=StringIO(),
    )
    street = Area.objects.filter(level=Level.STREET, children__level=Level.COMMUNITY).first()
    first, second, *_more = Area.objects.filter(parent=street, level=Level.COMMUNITY).order_by("code")
    NoticeFactory(parent=first.page.get_children().get(slug="notices").specific)
    rename_area(actor=None, area=second, name="新桥村委会", now=timezone.now())
    abolish_area(actor=None, area=first, successor=second, now=timezone.now())
    new = split_area(
        actor=None, area=second, code=f"{street.code}988", name="红旗社区居委会", now=timezone.now()
    )
    assert first.today() == second
    assert new.page.get_parent().specific.area == street
    assert Body.objects.filter(area=new).exists()
    phone_of(Body.objects.get(area=new, kind=BodyKind.COMMITTEE))

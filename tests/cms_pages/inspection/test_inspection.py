"""The site's inspection of itself: clocks, checks, what is told, and who sees it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from cms_pages.inspection.links import dead_links
from cms_pages.models import GuidePage, NoticePage
from communities import inspection
from communities.actions.inspect_site import inspect_site, state_of
from communities.actions.set_inspection_limits import set_inspection_limits
from communities.choices import BodyKind, FindingState, Role
from communities.models import InspectionFinding, InspectionLimit
from communities.oversight import can_see_finding
from events.actions.deliver import deliver_due
from events.models import Event
from notifications.models import Notification
from tests.factories import GuideFactory, NoticeFactory, UserFactory
from tests.factories.guides import guides_of
from tests.factories.services import ServiceFactory, services_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def look(now=None):
    return inspect_site(actor=None, now=now or timezone.now())


def state(district, check, slug):
    row = InspectionFinding.objects.filter(check_key=check, area=district[slug]).first()
    return row.state if row else None


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (None, "empty"),
        (6 * DAY, None),
        (7 * DAY, "warned"),
        (14 * DAY - timedelta(seconds=1), "warned"),
        (14 * DAY, "stale"),
    ],
)
def test_a_clock_warns_from_half_of_its_limit(age, expected):
    now = timezone.now()
    assert state_of(now - age if age is not None else None, 14 * DAY, now) == expected


def test_columns_are_fresh_warned_stale_or_empty(district):
    for slug, days in (("wuyixiang", 1), ("dongshuiguan", 100), ("lianziying", 200)):
        notice = NoticeFactory(parent=district.notices_of(slug))
        NoticePage.objects.filter(pk=notice.pk).update(last_published_at=timezone.now() - days * DAY)
    NoticeFactory(parent=district.notices_of("kangjuli"), draft=True)
    NoticeFactory(parent=district.notices_of("fuzimiao"), for_committees=True)
    look()
    assert state(district, "notices", "wuyixiang") is None
    assert state(district, "notices", "dongshuiguan") == FindingState.WARNED
    assert state(district, "notices", "lianziying") == FindingState.STALE
    assert state(district, "notices", "kangjuli") == FindingState.EMPTY
    # What only committees read fills no column.
    assert state(district, "notices", "fuzimiao") == FindingState.EMPTY
    found = InspectionFinding.objects.get(check_key="notices", area=district["lianziying"])
    assert found.body == district.body("lianziying")
    assert found.url == reverse("wagtailadmin_explore", args=[district.notices_of("lianziying").pk])


def test_the_home_page_has_two_weeks(district):
    notice = NoticeFactory(parent=district.notices_of())
    look(timezone.now() + 8 * DAY)
    assert state(district, "home", "") == state(district, "district-notices", "") == FindingState.WARNED
    # A community's notice is news for the home page, and none of the district's own.
    NoticePage.objects.filter(pk=notice.pk).update(last_published_at=timezone.now() - 20 * DAY)
    NoticeFactory(parent=district.notices_of("wuyixiang"))
    look()
    assert state(district, "home", "") is None
    assert state(district, "district-notices", "") == FindingState.STALE


def test_a_service_that_was_assured_keeps_its_column_fresh(district):
    service = ServiceFactory(parent=services_of(district, "wuyixiang"))
    type(service).objects.filter(pk=service.pk).update(last_published_at=timezone.now() - 400 * DAY)
    look()
    assert state(district, "services", "wuyixiang") is None
    look(timezone.now() + 184 * DAY)
    assert state(district, "services", "wuyixiang") == FindingState.STALE


def test_a_district_sets_its_own_limits(district, official):
    keeper = official(Role.DISTRICT_ADMINISTRATOR, district.body())
    NoticeFactory(parent=district.notices_of("wuyixiang"))
    later = timezone.now() + 11 * DAY
    assert set_inspection_limits(actor=keeper, limits={"notices": 10, "services": 183}, now=later) == 1
    look(later)
    assert state(district, "notices", "wuyixiang") == FindingState.STALE
    assert Event.objects.get(verb="inspection.limits_set").changes == {"notices": [183, 10]}
    assert set_inspection_limits(actor=keeper, limits={"notices": 10}, now=later) == 0
    for wrong in ({"notices": 0}, {"notices": 4000}, {"nothing": 3}):
        with pytest.raises(ValidationError):
            set_inspection_limits(actor=keeper, limits=wrong, now=later)
    with pytest.raises(PermissionDenied):
        set_inspection_limits(
            actor=official(Role.STREET_STAFF, district.body("fuzimiao")), limits={"notices": 5}, now=later
        )


def test_what_changed_is_recorded_and_told_once(district, official):
    worker = official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))
    look()
    assert Event.objects.get(verb="inspection.flagged", body_id=district.body("wuyixiang").pk).changes[
        "flagged"
    ][1] == ["社区公告：空白", "居务公开：空白", "便民服务：空白", "社区论坛：空白"]
    count = Event.objects.count()
    look()
    look(timezone.now() + DAY)
    assert Event.objects.count() == count
    deliver_due(now=timezone.now())
    assert Notification.objects.filter(recipient=worker, kind="inspection.flagged").count() == 1
    NoticeFactory(parent=district.notices_of("wuyixiang"))
    ServiceFactory(parent=services_of(district, "wuyixiang"))
    look()
    cleared = Event.objects.get(verb="inspection.cleared", body_id=district.body("wuyixiang").pk)
    assert cleared.changes["cleared"][0] == ["社区公告", "便民服务"]


def test_a_notification_names_what_still_stands(district, official, client_for):
    worker = official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))
    look()
    deliver_due(now=timezone.now())
    page = client_for(worker).get("/me/notifications/").content.decode()
    assert "栏目自查" in page
    assert "居务公开、社区论坛、社区公告" in page
    InspectionFinding.objects.all().delete()
    assert "栏目自查：" not in client_for(worker).get("/me/notifications/").content.decode()


def test_abolished_and_virtual_communities_have_no_clocks(district):
    area = district["kangjuli"]
    type(area).objects.filter(pk=area.pk).update(state="abolished")
    type(area).objects.filter(pk=district["lianziying"].pk).update(kind="virtual")
    look()
    assert not InspectionFinding.objects.filter(area__in=[area, district["lianziying"]]).exists()


def test_a_broken_clock_hides_nothing_else_and_keeps_what_it_knew(district):
    look()
    before = InspectionFinding.objects.count()

    def broken():
        raise RuntimeError

    clock = inspection.clocks.get("notices")
    inspection.clocks._entries["notices"] = inspection.Clock(clock.title, 1, clock.levels, broken)
    try:
        look()
    finally:
        inspection.clocks._entries["notices"] = clock
    assert InspectionFinding.objects.count() == before


@pytest.mark.once
def test_a_look_takes_the_same_number_of_queries_at_two_sizes(district):
    def queries():
        look()
        with CaptureQueriesContext(connection) as found:
            look()
        return len(found)

    GuideFactory(parent=guides_of(district.body(kind=BodyKind.DEPARTMENT)), stale=True)
    for slug in ("wuyixiang", "fuzimiao"):
        NoticeFactory(parent=district.notices_of(slug))
    few = queries()
    for slug in ("wuyixiang", "fuzimiao", "kangjuli", "dongshuiguan"):
        NoticeFactory(parent=district.notices_of(slug))
        NoticeFactory(parent=district.notices_of(slug), draft=True)
        ServiceFactory(parent=services_of(district, slug))
    GuideFactory(parent=guides_of(district.body(kind=BodyKind.DEPARTMENT)), stale=True)
    assert queries() == few


def test_guides_that_lost_an_element_or_a_review_are_found(district):
    department = district.body(kind=BodyKind.DEPARTMENT)
    good = GuideFactory(parent=guides_of(department))
    lost = GuideFactory(parent=guides_of(department), title="居住证申领")
    late = GuideFactory(parent=guides_of(department), title="尊老金申领", stale=True)
    lost.phones.filter(purpose="complaint").delete()
    lost.places.all().delete()
    look()
    rows = {row.check_key: row for row in InspectionFinding.objects.filter(body=department)}
    assert rows["guide-elements"].title == "“居住证申领”缺投诉电话、办理地点"
    assert rows["guide-elements"].subject == str(lost.pk)
    assert late.title in rows["guide-reviews"].title
    assert rows["guide-reviews"].since is not None
    assert not InspectionFinding.objects.filter(subject=str(good.pk)).exists()


def link(href):
    return [{"type": "paragraph", "value": f'<p>见<a href="{href}">这里</a>。</p>'}]


def test_dead_links_within_the_site_are_found_and_other_hosts_never_asked(district, monkeypatch):
    monkeypatch.setattr("socket.socket.connect", lambda *_args: pytest.fail("a connection was opened"))
    parent = district.notices_of("wuyixiang")
    target = NoticeFactory(parent=parent, slug="there")
    GuideFactory(parent=guides_of(district.body(kind=BodyKind.DEPARTMENT)), slug="dibao")
    Redirect.objects.create(old_path="/old", redirect_link="/")
    base = GuidePage.objects.get().get_url()
    for href in (
        "/fuzimiao/wuyixiang/notices/there/",
        "/fuzimiao/wuyixiang/notices/there",
        "/fuzimiao/wuyixiang/notices/there/print/#top",
        f"{base}check/?q1=1",
        "/communities/find/?q=路",
        "/old/",
        "https://example.org/gone/",
        "mailto:a@b.cn",
        "tel:12345",
        "#here",
        "http://[",
    ):
        NoticeFactory(parent=parent, content=link(href))
    assert list(dead_links(timezone.now(), 0)) == []
    dead = NoticeFactory(parent=parent, title="停气通知", content=link("/fuzimiao/nowhere/?x=1"))
    chosen = [{"type": "paragraph", "value": f'<p><a linktype="page" id="{target.pk}">看</a></p>'}]
    refers = NoticeFactory(parent=parent, title="见旧公告", content=chosen)
    target.unpublish()
    found = {fault.title for fault in dead_links(timezone.now(), 0)}
    assert f"“{dead.title}”里的链接打不开：/fuzimiao/nowhere/" in found
    assert any("见旧公告" in title and str(target.pk) in title for title in found)
    assert [f.body_id for f in dead_links(timezone.now(), 0)] == [district.body("wuyixiang").pk] * len(found)
    assert refers.live


def test_everybody_sees_their_own_and_those_below(district, official):
    look()
    people = {
        "administrator": official(Role.DISTRICT_ADMINISTRATOR, district.body()),
        "superuser": UserFactory(superuser=True),
        "street": official(Role.STREET_STAFF, district.body("fuzimiao")),
        "worker": official(Role.COMMITTEE_WORKER, district.body("wuyixiang")),
        "clerk": official(Role.DEPARTMENT_CLERK, district.body(kind=BodyKind.DEPARTMENT)),
        "resident": official(Role.RESIDENT, district.body("wuyixiang")),
        "moderator": official(Role.MODERATOR, district.body("wuyixiang")),
    }
    everything = list(InspectionFinding.objects.select_related("area"))
    seen = {}
    for name, person in people.items():
        rows = set(InspectionFinding.objects.visible_to(person))
        assert rows == {row for row in everything if can_see_finding(person, row)}, name
        seen[name] = {row.area.slug for row in rows}
    assert seen["administrator"] == seen["superuser"] == {row.area.slug for row in everything}
    assert seen["street"] == {"fuzimiao", "lianziying", "dongshuiguan", "wuyixiang"}
    assert seen["worker"] == {"wuyixiang"}
    assert seen["clerk"] == seen["resident"] == seen["moderator"] == set()


def test_the_page_shows_verdict_places_and_filters(district, official, client_for):
    look()
    keeper = client_for(official(Role.DISTRICT_ADMINISTRATOR, district.body()))
    page = keeper.get("/admin/inspection/").content.decode()
    assert "空白栏目" in page
    assert "不合格" in page
    assert f'href="?area={district["fuzimiao"].pk}"' in page
    only = keeper.get(f"/admin/inspection/?area={district['wuyixiang'].pk}&check=services&state=empty")
    assert [row.area.slug for row, _title in only.context_data["rows"]] == ["wuyixiang"]
    odd = keeper.get("/admin/inspection/?area=x&check=y&state=z")
    assert len(odd.context_data["rows"]) == InspectionFinding.objects.count()
    street = client_for(official(Role.STREET_STAFF, district.body("fuzimiao")))
    shown = street.get("/admin/inspection/").content.decode()
    assert "乌衣巷社区" in shown
    assert "康居里社区" not in shown
    assert "全区合计" not in shown
    home = street.get("/admin/").content.decode()
    assert "下属单位：不合格12项，快到期0项。" in home


def test_the_district_edits_limits_on_a_form(district, official, client_for):
    keeper = client_for(official(Role.DISTRICT_ADMINISTRATOR, district.body()))
    assert "社区公告（天）" in keeper.get("/admin/inspection/limits/").content.decode()
    data = inspection.limits()
    wrong = keeper.post("/admin/inspection/limits/", {**data, "notices": "0", "services": "90"})
    assert wrong.status_code == 200
    assert 'value="90"' in wrong.content.decode()
    assert not InspectionLimit.objects.exists()
    answer = keeper.post("/admin/inspection/limits/", {**data, "notices": "30"})
    assert answer["Location"] == reverse("inspection:index")
    assert inspection.limits()["notices"] == 30
    worker = client_for(official(Role.COMMITTEE_WORKER, district.body("wuyixiang")))
    assert worker.post("/admin/inspection/limits/", {**data, "notices": "99"}).status_code == 302
    assert inspection.limits()["notices"] == 30

"""What bodies published and what waits in them: counted for those above, and for nobody else."""

import io
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import Page, Workflow, WorkflowState

from cms_pages.models import NoticePage, NoticeReceipt, ScheduleFailure, ServiceProposal, ServiceRating
from cms_pages.reports.report import period_of
from communities import reports, workload
from communities.actions.add_bodies import add_bodies
from communities.choices import BodyKind, Role
from communities.models import Body, InspectionFinding
from communities.workload import WorkKind
from tests.factories import GuideFactory, NoticeFactory, UserFactory
from tests.factories.guides import guides_of
from tests.factories.services import ServiceFactory, services_of

pytestmark = pytest.mark.django_db
HOME = "wuyixiang"


@pytest.fixture
def busy(district):
    """Something of each kind waits in 乌衣巷's committee, a draft in another street's community."""
    body, now = district.body(HOME), timezone.now()
    parent = district.notices_of(HOME)
    NoticeFactory(parent=parent)
    NoticeFactory(parent=parent, draft=True)
    service = ServiceFactory(parent=services_of(district, HOME), stale=True)
    ServiceRating.objects.create(service=service, author=UserFactory(), stars=3, said_at=now)
    ServiceProposal.objects.create(service=service, body=body, changes={}, proposed_at=now)
    ScheduleFailure.objects.create(
        page=NoticeFactory(parent=parent, draft=True), body=body, due_at=now, failed_at=now, reason="缺标题"
    )
    InspectionFinding.objects.create(
        check_key="notices", area=district[HOME], body=body, title="社区公告", state="stale", found_at=now
    )
    NoticeFactory(parent=district.notices_of("fuzimiao"), for_committees=True)
    signed = NoticeFactory(parent=district.notices_of("fuzimiao"), for_committees=True)
    NoticeReceipt.objects.create(notice=signed, body=body, opened_at=now, signed_at=now)
    for status in (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES):
        page = NoticeFactory(parent=parent, draft=True)
        WorkflowState.objects.create(
            base_content_type=ContentType.objects.get_for_model(Page),
            content_type=ContentType.objects.get_for_model(NoticePage),
            object_id=str(page.pk),
            workflow=Workflow.objects.get_or_create(name="检查")[0],
            status=status,
        )
    GuideFactory(parent=guides_of(district.body(kind=BodyKind.DEPARTMENT)), stale=True)
    NoticeFactory(parent=district.notices_of("kangjuli"), draft=True)
    return body


def test_everything_that_waits_is_counted_by_body(district, busy):
    waiting = workload.by_body(timezone.now())
    assert dict(waiting[busy.pk]) == {
        WorkKind.CHECK: 3,
        WorkKind.PUBLISH: 4,
        WorkKind.RETURNED: 1,
        WorkKind.SIGN: 1,
        WorkKind.LATE: 1,
        WorkKind.STALE: 2,
    }
    assert dict(waiting[district.body("lianziying").pk]) == {WorkKind.SIGN: 2}
    assert dict(waiting[district.body("kangjuli").pk]) == {WorkKind.PUBLISH: 1}
    assert waiting[district.body(kind=BodyKind.DEPARTMENT).pk][WorkKind.STALE] == 1


def test_the_street_sees_its_communities_and_the_district_its_streets(district, busy, official, client_for):
    street = client_for(official(Role.STREET_STAFF, district.body("fuzimiao")))
    keeper = client_for(official(Role.DISTRICT_ADMINISTRATOR, district.body()))
    home = street.get("/admin/").content.decode()
    assert "下属单位的待办" in home
    page = street.get("/admin/workload/").content.decode()
    assert "乌衣巷社区居委会" in page
    assert "康居里" not in page
    whole = keeper.get("/admin/workload/")
    names = {row.name: row.total for row, _cells in whole.context_data["lines"]}
    assert names["夫子庙街道"] == 16
    assert names["秦虹街道"] == 1
    assert names["区民政局"] == 1
    inside = keeper.get(f"/admin/workload/?area={district['qinhong'].pk}").content.decode()
    assert "康居里社区居委会" in inside
    assert "乌衣巷" not in inside
    worker = client_for(official(Role.COMMITTEE_WORKER, busy))
    assert "下属单位的待办" not in worker.get("/admin/").content.decode()
    assert worker.get("/admin/workload/").status_code == 302


def lines_of(client, query=""):
    report = client.get(f"/admin/body-reports/{query}").context_data["report"]
    return {line.name: dict(zip(report.titles, line.numbers, strict=True)) for line in report.lines}


def test_the_report_counts_the_period_and_what_is_open(district, busy, official, client_for):
    old = NoticeFactory(parent=district.notices_of(HOME))
    NoticePage.objects.filter(pk=old.pk).update(first_published_at=timezone.now() - timedelta(days=400))
    keeper = client_for(official(Role.DISTRICT_ADMINISTRATOR, district.body()))
    lines = lines_of(keeper)
    own = lines["乌衣巷社区居委会"]
    assert (own["发布公告"], own["发布服务"], own["签收公告"], own["待审核"]) == (1, 1, 1, 3)
    assert lines["秦淮区民政局"]["发布指南"] == 1
    assert "秦虹街道办事处" in lines
    ago = timezone.localdate() - timedelta(days=500)
    assert lines_of(keeper, f"?start={ago}")["乌衣巷社区居委会"]["发布公告"] == 2
    only = lines_of(keeper, f"?area={district['qinhong'].pk}&kind=committee")
    assert set(only) == {"中牌楼社区居委会", "康居里社区居委会"}
    summed = lines_of(keeper, "?level=street")
    assert summed["夫子庙街道"]["发布公告"] == 3
    for wrong in ("?start=2026-12-31&end=2026-01-01", "?start=x", "?area=999999", "?start=1999-01-01"):
        assert keeper.get(f"/admin/body-reports/{wrong}").context_data["report"] is None, wrong


def test_everybody_gets_their_own_and_those_below(district, busy, official, client_for):
    street = lines_of(client_for(official(Role.STREET_STAFF, district.body("fuzimiao"))))
    assert set(street) == {
        "夫子庙街道办事处",
        "莲子营社区居委会",
        "东水关社区居委会",
        "乌衣巷社区居委会",
    }
    assert set(lines_of(client_for(official(Role.COMMITTEE_WORKER, busy)))) == {"乌衣巷社区居委会"}
    clerk = official(Role.DEPARTMENT_CLERK, district.body(kind=BodyKind.DEPARTMENT))
    assert set(lines_of(client_for(clerk))) == {"秦淮区民政局"}
    foreign = client_for(official(Role.STREET_STAFF, district.body("fuzimiao")))
    asked = foreign.get(f"/admin/body-reports/?area={district['qinhong'].pk}")
    assert asked.context_data["report"] is None


def test_the_files_hold_the_same_and_no_formula(district, busy, official, client_for):
    Body.objects.filter(pk=district.body("dongshuiguan").pk).update(name="=HYPERLINK(1)")
    keeper = client_for(official(Role.DISTRICT_ADMINISTRATOR, district.body()))
    csv = keeper.get("/admin/body-reports/?file=csv")
    assert csv["Content-Type"].startswith("text/csv")
    text = csv.content.decode("utf-8-sig")
    head = text.splitlines()[0].split(",")
    assert head[:2] == ["所在街道", "单位"]
    assert "'=HYPERLINK(1)" in text
    assert csv["Cache-Control"] == "no-store"
    book = load_workbook(io.BytesIO(keeper.get("/admin/body-reports/?file=xlsx").content))
    rows = list(book.active.iter_rows(values_only=True))
    named = {row[1]: row for row in rows}
    assert named["乌衣巷社区居委会"][head.index("发布公告")] == 1
    cells = {cell.value: cell.data_type for row in book.active.iter_rows() for cell in row}
    assert cells["=HYPERLINK(1)"] == "s"


@pytest.mark.once
def test_counting_takes_the_same_number_of_queries_at_two_sizes(district, busy):
    def queries():
        period = period_of(timezone.localdate(), timezone.localdate())
        with CaptureQueriesContext(connection) as found:
            workload.by_body(timezone.now())
            for _key, column in reports.registry:
                column.count(period)
        return len(found)

    few = queries()
    add_bodies(
        actor=None,
        bodies=[Body(kind="department", name=f"部门{n}", area=district.area) for n in range(3)],
        now=timezone.now(),
    )
    for slug in ("dongshuiguan", "lianziying", "kangjuli"):
        NoticeFactory(parent=district.notices_of(slug), draft=True)
        ServiceFactory(parent=services_of(district, slug))
    NoticeFactory(parent=district.notices_of("qinhong"), for_committees=True)
    assert queries() == few

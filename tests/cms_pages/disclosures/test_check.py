"""A supervisor's check: on the public site, by nobody who wrote it, and the one way to publish."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from cms_pages.actions.decide_check import decide_check
from cms_pages.actions.start_disclosure import start_disclosure
from cms_pages.actions.submit_disclosure import submit_disclosure
from cms_pages.choices import CheckState
from cms_pages.disclosures import jobs
from cms_pages.disclosures.outline import outline
from cms_pages.models import DisclosurePage
from cms_pages.publication.errors import PublicationRefused
from communities.choices import Role
from communities.models import Membership
from disclosure.models import DisclosureDuty
from events.actions.deliver import deliver_due
from events.models import Event
from notifications.models import Notification
from notifications.rendering import lines
from tests.factories import MembershipFactory
from tests.factories.disclosures import filled, published, submitted


def deliver(now):
    deliver_due(now=now + timedelta(minutes=5), waited=timedelta(0))


def test_a_draft_begins_once_with_a_section_for_each_element(scene, now):
    page = start_disclosure(actor=scene.worker, duty=scene.duty, now=now)
    assert start_disclosure(actor=scene.worker, duty=scene.duty, now=now) == page
    assert page.title == "2026年第三季度财务收支情况"
    assert page.slug == "income-expenditure-2026q3"
    assert (page.live, page.body_owner) == (False, scene.body)
    draft = page.get_latest_revision_as_object()
    assert [section.name for section in outline(draft.content)] == [
        "收入明细",
        "支出明细",
        "期末结余",
        "情况说明",
    ]
    assert [str(error.message) for error in draft.publication_errors()] == [
        "缺“收入明细”。",
        "缺“支出明细”。",
        "缺“期末结余”。",
    ]
    with pytest.raises(PublicationRefused):
        submit_disclosure(actor=scene.worker, page=page, now=now)


def test_a_period_that_is_not_over_can_not_be_disclosed(scene, now):
    fourth = DisclosureDuty.objects.with_names().get(
        item=scene.duty.item, starts_on=date(2026, 10, 1), body=scene.body
    )
    with pytest.raises(ValidationError, match="还没有结束，2026-12-31起才能公开"):
        start_disclosure(actor=scene.worker, duty=fourth, now=now)
    fourth.starts_on, fourth.ends_on = date(2027, 1, 1), date(2027, 3, 31)
    DisclosureDuty.objects.filter(pk=fourth.pk).update(
        starts_on=date(2027, 4, 1),
        ends_on=date(2027, 6, 30),
        opens_on=date(2027, 6, 30),
        due_on=date(2027, 7, 20),
        very_late_after=date(2027, 8, 1),
    )
    with pytest.raises(ValidationError, match="还没有开始"):
        start_disclosure(actor=scene.worker, duty=fourth, now=now)
    with pytest.raises(PermissionDenied):
        start_disclosure(actor=scene.supervisor, duty=scene.duty, now=now)


def test_passing_publishes_and_says_who_checked(scene, now, client_for):
    page = published(scene.duty, writer=scene.worker, supervisor=scene.supervisor, now=now)
    assert page.live
    assert page.versions.get().number == 1
    scene.duty.refresh_from_db()
    assert scene.duty.met_on == date(2026, 11, 23)
    text = client_for(None).get(page.get_url()).content.decode()
    assert "居务监督员 秦淮老监督，2026-11-23 09:30审核通过" in text
    assert "12,500.00" in text
    assert "逾期公开" in text
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"disclosure.drafted", "disclosure_check.submitted", "disclosure_check.passed"} <= verbs
    assert {"disclosure.published", "disclosure_duty.met"} <= verbs
    deliver(now)
    [told] = Notification.objects.filter(recipient=scene.worker, kind="disclosure_check.passed")
    assert lines([told], reader=scene.worker)[0].wording.url == page.get_url()


def test_returning_names_the_places_and_the_committee_mends_them(scene, now, client_for):
    check = submitted(scene.duty, writer=scene.worker, now=now)
    section = outline(check.revision.as_object().content)[0]
    row = section.parts[0].rows[1]
    client = client_for(scene.supervisor)
    listed = client.get(reverse("disclosure-checks")).content.decode()
    assert reverse("disclosure-check", args=[check.pk]) in listed
    url = reverse("disclosure-check", args=[check.pk])
    shown = client.get(url).content.decode()
    assert "12,500.00" in shown
    assert client.post(url, {"decision": "return"}).status_code == 422
    both = client.post(url, {"decision": "pass", "remark-whole": "不对"})
    assert "又选了通过" in both.content.decode()
    assert "不对" in both.content.decode()
    data = {
        "decision": "return",
        f"remark-{row.place}": "与发票不符",
        "form_token": "5b0f0d0c-0000-4000-8000-000000000001",
    }
    assert client.post(url, data).status_code == 302
    assert client.post(url, data).status_code in {302, 422}
    check.refresh_from_db()
    assert check.state == CheckState.RETURNED
    [remark] = check.remarks.all()
    assert remark.label == "“收入明细”表格第2行（活动支出）"
    page = DisclosurePage.objects.get(pk=check.page_id)
    assert not page.live
    editor = client_for(scene.worker).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "与发票不符" in editor
    assert f"#block-{section.parts[0].place}-section" in editor
    deliver(now)
    assert Notification.objects.filter(recipient=scene.worker, kind="disclosure_check.returned").exists()
    filled(page, rows=(("物业补贴", 1250000), ("活动支出", 820000))).save_revision(
        user=scene.worker, clean=False
    )
    again = submit_disclosure(actor=scene.worker, page=DisclosurePage.objects.get(pk=page.pk), now=now)
    assert again.pk != check.pk
    decide_check(actor=scene.supervisor, check=again, passes=True, remarks={}, now=now)
    assert DisclosurePage.objects.get(pk=page.pk).live


def test_who_wrote_it_does_not_check_it(scene, now, client_for):
    MembershipFactory(user=scene.worker, body=scene.body, role=Role.SUPERVISOR)
    check = submitted(scene.duty, writer=scene.worker, now=now)
    scene.worker.__dict__.pop("_communities_standing", None)
    with pytest.raises(PermissionDenied, match="您参与编写"):
        decide_check(actor=scene.worker, check=check, passes=True, remarks={}, now=now)
    client = client_for(scene.worker)
    assert "由另一位监督员审核" in client.get(reverse("disclosure-checks")).content.decode()
    url = reverse("disclosure-check", args=[check.pk])
    assert client.post(url, {"decision": "pass"}).status_code == 422
    check.refresh_from_db()
    assert check.state == CheckState.WAITING


def test_a_sibling_s_supervisor_and_everybody_else_find_nothing(scene, now, client_for, official):
    check = submitted(scene.duty, writer=scene.worker, now=now)
    url = reverse("disclosure-check", args=[check.pk])
    sibling = official(Role.SUPERVISOR, scene.district.body("dongshuiguan"))
    for person in (
        sibling,
        scene.worker,
        scene.resident,
        official(Role.STREET_STAFF, scene.district.body("fuzimiao")),
    ):
        client = client_for(person)
        for method in (client.get, client.post):
            assert method(url).status_code == 404
        with pytest.raises(PermissionDenied):
            decide_check(actor=person, check=check, passes=True, remarks={}, now=now)
    assert url not in client_for(sibling).get(reverse("disclosure-checks")).content.decode()
    assert client_for(scene.resident).get(reverse("disclosure-checks")).status_code == 404
    assert client_for(None).get(url).status_code == 302


def test_no_way_in_the_workbench_publishes_or_takes_away(scene, now, client_for, official):
    check = submitted(scene.duty, writer=scene.worker, now=now)
    page = check.page
    sibling = official(Role.COMMITTEE_WORKER, scene.district.body("dongshuiguan"))
    administrator = official(Role.DISTRICT_ADMINISTRATOR, scene.district.body())
    action = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", check.task_state_id])
    for person in (scene.worker, administrator, sibling):
        client = client_for(person)
        client.post(action)
        client.post(
            reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}"
        )
        client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action-publish": "1"})
        assert not DisclosurePage.objects.get(pk=page.pk).live
    for view in ("edit", "history", "usage"):
        assert (
            client_for(sibling).get(reverse(f"wagtailadmin_pages:{view}", args=[page.pk])).status_code == 404
        )
    for view in ("view_draft", "delete"):
        assert (
            client_for(sibling).get(reverse(f"wagtailadmin_pages:{view}", args=[page.pk])).status_code == 404
        )
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"])
    assert client_for(sibling).get(compare).status_code == 404
    assert client_for(scene.worker).get(compare).status_code == 200
    with pytest.raises(PublicationRefused):
        page.publish(page.get_latest_revision())
    decide_check(actor=scene.supervisor, check=check, passes=True, remarks={}, now=now)
    page = DisclosurePage.objects.get(pk=page.pk)
    for person in (scene.worker, administrator):
        client = client_for(person)
        for view in ("unpublish", "delete"):
            client.post(reverse(f"wagtailadmin_pages:{view}", args=[page.pk]))
        for bulk in ("delete", "unpublish"):
            client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", bulk]) + f"?id={page.pk}")
        assert DisclosurePage.objects.get(pk=page.pk).live
    with pytest.raises(PublicationRefused):
        page.unpublish()
    with pytest.raises(PublicationRefused):
        page.delete()


def test_a_submission_is_taken_back_and_a_draft_thrown_away(scene, now, client_for):
    check = submitted(scene.duty, writer=scene.worker, now=now)
    client = client_for(scene.worker)
    edit = reverse("wagtailadmin_pages:edit", args=[check.page_id])
    assert "审核期间不能修改" in client.get(edit).content.decode()
    check.page.current_workflow_state.cancel(user=scene.worker)
    check.refresh_from_db()
    assert check.state == CheckState.WITHDRAWN
    with pytest.raises(PermissionDenied):
        decide_check(actor=scene.supervisor, check=check, passes=True, remarks={}, now=now)
    assert client.post(reverse("wagtailadmin_pages:delete", args=[check.page_id])).status_code == 302
    assert not DisclosurePage.objects.filter(pk=check.page_id).exists()


def test_without_a_supervisor_the_committee_reads_why_and_the_street_is_told_once(
    scene, now, client_for, official
):
    clerk = official(Role.STREET_STAFF, scene.district.body("fuzimiao"))
    Membership.objects.filter(user=scene.supervisor).delete()
    check = submitted(scene.duty, writer=scene.worker, now=now)
    editor = client_for(scene.worker).get(reverse("wagtailadmin_pages:edit", args=[check.page_id]))
    assert "乌衣巷社区还没有居务监督员" in editor.content.decode()
    deliver(now)
    jobs.look_after(now)
    jobs.look_after(now + timedelta(days=1))
    [told] = Notification.objects.filter(recipient=clerk, kind="disclosure_check.unsupervised")
    assert "没有监督员可以审核" in lines([told], reader=clerk)[0].wording.title
    later = official(Role.SUPERVISOR, scene.body)
    decide_check(actor=later, check=check, passes=True, remarks={}, now=now)

"""A page that is not ready is published on no way."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from cms_pages.models import NoticePage
from cms_pages.publication.errors import PublicationRefused, publication_errors
from communities.choices import Role
from events.models import Event
from tests.cms_pages.notices.forms import notice_post
from tests.factories import NoticeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(district):
    return district.notices_of("wuyixiang")


@pytest.fixture
def worker(district, official, client_for):
    return client_for(official(Role.COMMITTEE_WORKER, district.body("wuyixiang")))


def unready(index, **fields):
    """A draft that has lost what it needs."""
    notice = NoticeFactory(parent=index, draft=True, **fields)
    notice.content = []
    notice.save_revision(clean=False)
    return notice


def bulk_publish(client, *pages, **data):
    ids = "&".join(f"id={page.pk}" for page in pages)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return client.post(f"{url}?{ids}", data, follow=True)


def test_a_bulk_publish_names_every_page_that_is_not_ready_and_publishes_none(worker, index):
    ready = NoticeFactory(parent=index, draft=True, title="可以发布的")
    first, second = unready(index, title="缺正文的甲"), unready(index, title="缺正文的乙")
    response = bulk_publish(worker, ready, first, second)
    assert response.status_code == 200
    page = response.content.decode()
    assert "缺正文的甲" in page
    assert "缺正文的乙" in page
    assert "正文和附件都是空的" in page
    assert not NoticePage.objects.live().exists()


def test_a_bulk_publish_of_ready_pages_works(worker, index):
    pages = [NoticeFactory(parent=index, draft=True) for _ in range(2)]
    assert bulk_publish(worker, *pages).status_code == 200
    assert NoticePage.objects.live().count() == 2


def test_a_bulk_publish_with_descendants_stops_with_words_at_one_that_is_not_ready(index, client_for):
    unready(index, title="缺正文的甲")
    response = bulk_publish(client_for(UserFactory(superuser=True)), index, include_descendants="on")
    assert response.status_code == 200
    assert "正文和附件都是空的" in response.content.decode()
    assert not NoticePage.objects.live().exists()


def test_a_workflow_approval_of_an_unready_page_is_a_message_and_no_server_error(index, client_for):
    workflow = Workflow.objects.create(name="核对", active=True)
    task = GroupApprovalTask.objects.create(name="核对", active=True)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=index)
    notice = unready(index)
    person = UserFactory(superuser=True)
    workflow.start(notice, person)
    state = notice.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[notice.pk, "approve", state.pk])
    response = client_for(person).post(url, follow=True)
    assert response.status_code == 200
    assert "正文和附件都是空的" in response.content.decode()
    notice.refresh_from_db()
    assert not notice.live
    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS, "the approval was taken back, too"


def test_a_refused_page_can_not_be_scheduled_in_the_editor(worker, index):
    url = reverse("wagtailadmin_pages:add", args=["cms_pages", "noticepage", index.pk])
    later = timezone.localtime() + datetime.timedelta(hours=3)
    response = worker.post(
        url, notice_post(publish=True, content=[], go_live_at=later.strftime("%Y-%m-%d %H:%M"))
    )
    assert response.status_code == 200
    assert "content" in response.context["form"].errors


def test_publishing_by_code_raises_with_all_reasons(index):
    notice = unready(index)
    notice.is_urgent = True
    with pytest.raises(PublicationRefused) as refused:
        notice.save_revision(clean=False).publish()
    assert {error.field for error in refused.value.errors} == {"content", "urgent_until"}
    with pytest.raises(PublicationRefused):
        notice.save_revision()


def test_a_page_type_without_rules_is_always_ready(district):
    assert publication_errors(district.page("wuyixiang")) == []


@pytest.mark.django_db(transaction=True)
def test_page_and_event_of_one_editors_post_are_one_transaction(worker, index, monkeypatch):
    def fail(**_fields):
        raise RuntimeError("the event could not be written")

    monkeypatch.setattr("cms_pages.actions.publish_notice.record", fail)
    url = reverse("wagtailadmin_pages:add", args=["cms_pages", "noticepage", index.pk])
    worker.raise_request_exception = False
    assert worker.post(url, notice_post(publish=True)).status_code == 500
    assert not NoticePage.objects.exists()
    assert not Event.objects.filter(verb="notice.published").exists()

"""Reviews, readers' opinions, certificates and the workbench's panels."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cms_pages.guides.permissions import can_keep_fact, can_see_feedback
from cms_pages.guides.reviews import due_after, remind_owners
from cms_pages.models import CommitteeCertificate, GuideFeedback, SharedFact
from communities.choices import Role
from events.models import Event
from notifications.models import Notification
from tests.factories import GuideFactory, SharedFactFactory, UserFactory

DAY = datetime.timedelta(days=1)


@given(day=st.dates(datetime.date(2000, 1, 1), datetime.date(2090, 1, 1)), months=st.sampled_from([3, 6, 12]))
def test_a_review_is_due_in_the_month_so_many_months_later(day, months):
    due = due_after(day, months)
    assert (due.year * 12 + due.month) - (day.year * 12 + day.month) == months
    assert due.day == day.day or (due + DAY).day == 1


@pytest.mark.django_db
def test_the_owner_is_reminded_once_before_and_once_after(clock, guide, clerk):
    remind_owners(timezone.now())
    assert not Notification.objects.exists()
    clock.move_to(datetime.datetime.fromisoformat(f"{guide.care.due_on - 10 * DAY}T08:00:00+08:00"))
    remind_owners(timezone.now())
    remind_owners(timezone.now())
    assert [n.kind for n in Notification.objects.filter(recipient=clerk)] == ["guide.review_due"]
    clock.move_to(datetime.datetime.fromisoformat(f"{guide.care.due_on + DAY}T08:00:00+08:00"))
    remind_owners(timezone.now())
    remind_owners(timezone.now())
    assert Notification.objects.filter(recipient=clerk).count() == 2
    assert Event.objects.filter(verb="guide.review_overdue").count() == 1


@pytest.mark.django_db
def test_confirming_begins_the_review_anew_and_takes_the_mark_away(
    clock, parent, clerk, client_for, client, django_capture_on_commit_callbacks
):
    stale = GuideFactory(parent=parent, stale=True, title="该核对的指南")
    assert "过期未核对" in client.get(stale.url).content.decode()
    remind_owners(timezone.now())
    desk = client_for(clerk)
    assert "办事指南过期未核对：该核对的指南" in desk.get("/me/notifications/").content.decode()
    listed = desk.get(reverse("guide_reviews:index")).content.decode()
    assert "该核对的指南" in listed
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(reverse("guide_reviews:confirm", args=[stale.pk])).status_code == 302
    assert "过期未核对" not in client.get(stale.url).content.decode()
    assert "已核对" in desk.get(reverse("guide_reviews:index")).content.decode()
    assert "该核对的指南" not in desk.get(reverse("guide_reviews:index")).content.decode()
    assert "办事指南过期未核对" in desk.get("/me/notifications/").content.decode()


@pytest.mark.django_db
def test_the_district_sees_what_is_stale_by_department_and_others_do_not(
    parent, official, district, client_for, department
):
    stale = GuideFactory(parent=parent, stale=True, title="该核对的指南")
    admin = client_for(official(Role.DISTRICT_ADMINISTRATOR, district.body()))
    page = admin.get(reverse("guide_reviews:index"), {"department": department.pk}).content.decode()
    assert "该核对的指南" in page
    assert "区民政局" in page
    worker = client_for(official(Role.COMMITTEE_WORKER, district.body("wuyixiang")))
    assert "该核对的指南" not in worker.get(reverse("guide_reviews:index")).content.decode()
    assert worker.post(reverse("guide_reviews:confirm", args=[stale.pk])).status_code == 404


@pytest.mark.django_db
def test_a_visitor_says_once_whether_it_was_useful_and_may_change_their_mind(client, guide):
    address = f"{guide.url}useful/"
    first = client.get(address)
    assert "no-store" in first["Cache-Control"]
    assert "guide_reader" in first.cookies
    assert client.post(address, {"useful": "no", "comment": "没写地址"}).status_code == 302
    assert client.post(address, {"useful": "yes", "comment": "后来看到了"}).status_code == 302
    row = GuideFeedback.objects.get()
    assert row.was_useful
    assert row.comment == "后来看到了"
    assert "谢谢" in client.get(f"{address}?thanks=1").content.decode()
    assert not Event.objects.filter(verb__startswith="guide.rated", actor__isnull=False).exists()


@pytest.mark.django_db
def test_without_a_token_or_an_answer_nothing_is_counted(client, guide):
    address = f"{guide.url}useful/"
    assert "允许本站的 Cookie" in client.post(address, {"useful": "yes"}).content.decode()
    client.get(address)
    assert "有几处需要改一改" in client.post(address, {}).content.decode()
    client.post(address, {"useful": "yes", "comment": "长" * 501})
    assert not GuideFeedback.objects.exists()


@pytest.mark.django_db
def test_a_signed_in_reader_counts_once_in_every_browser(client_for, guide):
    reader = UserFactory()
    for _ in range(2):
        client_for(reader).post(f"{guide.url}useful/", {"useful": "yes"})
    assert GuideFeedback.objects.get().was_useful


@pytest.mark.django_db
def test_opinions_are_the_owner_s_to_read(client, guide, clerk, client_for, official, district):
    client.get(f"{guide.url}useful/")
    client.post(f"{guide.url}useful/", {"useful": "no", "comment": "电话打不通"})
    desk = client_for(clerk)
    assert "电话打不通" in desk.get(reverse("guide_feedback:index")).content.decode()
    home = desk.get(reverse("wagtailadmin_home")).content.decode()
    assert "居民对办事指南的意见" in home
    assert "新建办事指南（区民政局）" in home
    worker = client_for(official(Role.COMMITTEE_WORKER, district.body("wuyixiang")))
    assert "电话打不通" not in worker.get(reverse("guide_feedback:index"), follow=True).content.decode()


@pytest.mark.django_db
def test_lists_and_questions_of_rights_agree_for_every_role(district, department, guide, official):
    fact = SharedFactFactory(body=department)
    row = GuideFeedback.objects.create(guide=guide, voter="x", was_useful=True, said_at=timezone.now())
    bodies = {
        Role.DISTRICT_ADMINISTRATOR: district.body(),
        Role.DEPARTMENT_CLERK: department,
        Role.STREET_STAFF: district.body("fuzimiao"),
        Role.COMMITTEE_WORKER: district.body("wuyixiang"),
        Role.RESIDENT: district.body("wuyixiang"),
    }
    people = [official(role, body) for role, body in bodies.items()] + [UserFactory(superuser=True)]
    for person in people:
        assert SharedFact.objects.visible_to(person).filter(pk=fact.pk).exists() == can_keep_fact(
            person, fact
        )
        seen = GuideFeedback.objects.visible_to(person).filter(pk=row.pk).exists()
        assert seen == can_see_feedback(person, row)


@pytest.mark.django_db
def test_the_list_of_certificates_is_the_district_s_and_everybody_reads_it(
    client, client_for, official, district
):
    admin = client_for(official(Role.DISTRICT_ADMINISTRATOR, district.body()))
    add = reverse("certificates:add")
    data = {
        "name": "居住情况说明",
        "stance": "may",
        "instead": "当场开",
        "source": "指导意见",
        "position": "1",
    }
    assert admin.post(add, data).status_code == 302
    data = {
        "name": "亲属关系证明",
        "stance": "refused",
        "instead": "用户口簿",
        "source": "清单",
        "position": "2",
    }
    assert admin.post(add, data).status_code == 302
    page = client.get("/guides/certificates/").content.decode()
    assert "可以开的（1项）" in page
    assert "用户口簿" in page
    only = client.get("/guides/certificates/", {"kind": "refused"}).content.decode()
    assert "居住情况说明" not in only
    assert "没有符合条件的证明" in client.get("/guides/certificates/", {"q": "外星"}).content.decode()
    row = CommitteeCertificate.objects.get(name="亲属关系证明")
    edit = reverse("certificates:edit", args=[row.pk])
    assert admin.post(edit, {**data, "instead": "用结婚证"}).status_code == 302
    assert admin.post(reverse("certificates:delete", args=[row.pk])).status_code == 302
    verbs = (
        Event.objects.filter(verb__startswith="certificate.").order_by("pk").values_list("verb", flat=True)
    )
    assert list(verbs) == [
        "certificate.added",
        "certificate.added",
        "certificate.changed",
        "certificate.removed",
    ]
    clerk = client_for(official(Role.STREET_STAFF, district.body("fuzimiao")))
    assert clerk.get(add).status_code in (302, 403)
    assert client.get("/fuzimiao/guides/certificates/").status_code == 404

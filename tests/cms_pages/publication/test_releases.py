"""Several notices published together, all or none."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cms_pages.actions.publish_release import publish_release
from cms_pages.actions.save_release import save_release
from cms_pages.models import NoticePage, NoticeRelease
from cms_pages.publication.schedule import publish_due
from communities.choices import Role
from tests.factories import NoticeFactory

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def index(district):
    return district.notices_of("fuzimiao")


@pytest.fixture
def clerk(district, official):
    return official(Role.STREET_STAFF, district.body("fuzimiao"))


@pytest.fixture
def plan(index, clerk, district):
    def make(*, release_at=None, notices=None):
        return save_release(
            actor=clerk,
            release=None,
            name="年终三项公示",
            body=district.body("fuzimiao"),
            notices=notices or [NoticeFactory(parent=index, draft=True) for _ in range(3)],
            release_at=release_at,
            now=timezone.now(),
        )

    return make


def test_all_appear_at_one_moment(plan, clock):
    release = plan(release_at=timezone.now() + HOUR)
    publish_due(timezone.now())
    assert not NoticePage.objects.live().exists()
    clock.shift(HOUR)
    publish_due(timezone.now())
    assert NoticePage.objects.live().count() == 3
    release.refresh_from_db()
    assert release.released_at is not None


def test_one_that_is_not_ready_keeps_back_all_and_the_reason_names_it(plan, index, clock):
    bad = NoticeFactory(parent=index, draft=True, title="没写完的公示")
    bad.content = []
    bad.save_revision(clean=False)
    good = NoticeFactory(parent=index, draft=True)
    release = plan(release_at=timezone.now() + HOUR, notices=[good, bad])
    clock.shift(HOUR)
    publish_due(timezone.now())
    publish_due(timezone.now())
    assert not NoticePage.objects.live().exists()
    release.refresh_from_db()
    assert "没写完的公示" in release.failure
    assert "正文和附件都是空的" in release.failure
    draft = bad.get_latest_revision_as_object()
    draft.content = [("paragraph", "<p>写完了。</p>")]
    draft.save_revision()
    assert publish_release(release_id=release.pk, actor=None, now=timezone.now())
    assert NoticePage.objects.live().count() == 2


def test_the_register_plans_and_publishes_own_drafts_alone(index, clerk, client_for, district):
    own = [NoticeFactory(parent=index, draft=True) for _ in range(2)]
    foreign = NoticeFactory(parent=district.notices_of("qinhong"), draft=True, title="别的街道的草稿")
    client = client_for(clerk)
    add = reverse("notice_releases:add")
    assert "别的街道的草稿" not in client.get(add).content.decode()
    data = {"name": "两项公示", "body": district.body("fuzimiao").pk, "release_at": ""}
    refused = client.post(add, {**data, "notices": [own[0].pk, foreign.pk]})
    assert refused.status_code == 200
    assert not NoticeRelease.objects.exists()
    too_few = client.post(add, {**data, "notices": [own[0].pk]})
    assert "至少选两条" in too_few.content.decode()
    accepted = client.post(add, {**data, "notices": [notice.pk for notice in own]})
    assert accepted.status_code == 302
    release = NoticeRelease.objects.get()
    publish = reverse("notice_releases:publish", args=[release.pk])
    assert client.get(publish).status_code == 200
    assert client.post(publish).status_code == 302
    assert NoticePage.objects.live().count() == 2
    assert client.get(reverse("notice_releases:index")).status_code == 200


def test_another_bodys_release_does_not_exist(plan, official, client_for, district):
    release = plan()
    stranger = client_for(official(Role.STREET_STAFF, district.body("qinhong")))
    for view in ("edit", "delete", "publish"):
        url = reverse(f"notice_releases:{view}", args=[release.pk])
        assert stranger.get(url).status_code == 404, view
        assert stranger.post(url).status_code == 404, view
    assert "年终三项公示" not in stranger.get(reverse("notice_releases:index")).content.decode()


def test_the_editor_of_a_failed_release_says_why(plan, clerk, client_for, index):
    release = plan()
    NoticeRelease.objects.filter(pk=release.pk).update(failed_at=timezone.now(), failure="《甲》：缺正文。")
    page = client_for(clerk).get(reverse("notice_releases:edit", args=[release.pk])).content.decode()
    assert "《甲》：缺正文。" in page
    assert "立即发布" in page


def test_a_release_is_dropped_and_its_drafts_stay(plan, clerk, client_for):
    release = plan()
    url = reverse("notice_releases:delete", args=[release.pk])
    assert client_for(clerk).post(url).status_code == 302
    assert not NoticeRelease.objects.exists()
    assert NoticePage.objects.count() == 3

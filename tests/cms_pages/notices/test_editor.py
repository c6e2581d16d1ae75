"""Writing and publishing notices in the editor."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from cms_pages.models import NoticePage
from communities.choices import Role
from tests.cms_pages.notices.forms import notice_post
from tests.factories import NoticeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def add_url(index):
    return reverse("wagtailadmin_pages:add", args=["cms_pages", "noticepage", index.pk])


@pytest.fixture
def index(district):
    return district.notices_of("wuyixiang")


@pytest.fixture
def worker(district, official, client_for):
    return client_for(official(Role.COMMITTEE_WORKER, district.body("wuyixiang")))


@pytest.fixture
def street_clerk(district, official, client_for):
    return client_for(official(Role.STREET_STAFF, district.body("fuzimiao")))


def shanghai(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def test_a_committee_worker_publishes_a_notice_for_their_own_community(worker, index, district):
    response = worker.post(add_url(index), notice_post(publish=True))
    assert response.status_code == 302, response.context["form"].errors
    notice = NoticePage.objects.get()
    assert notice.live
    assert notice.area == district["wuyixiang"]
    assert notice.body_owner == district.body("wuyixiang")
    assert [row.area for row in notice.audience_areas.all()] == [district["wuyixiang"]]


def test_the_form_is_in_chinese_groups_and_offers_a_committee_only_its_own_residents(worker, index):
    page = worker.get(add_url(index)).content.decode()
    for heading in ("发给谁", "生效与失效", "置顶与紧急横幅", "附件"):
        assert heading in page
    assert "本辖区全体居民" in page
    assert "仅发社区和街道" not in page
    assert "指定的街道或社区" not in page


def test_a_street_is_offered_its_own_communities_alone(street_clerk, district):
    form = street_clerk.get(add_url(district.notices_of("fuzimiao"))).context["form"]
    assert [value for value, _label in form.fields["audience"].choices] == [
        "everyone",
        "communities",
        "committees",
    ]
    offered = set(form.fields["chosen_areas"].queryset)
    assert offered == {district["wuyixiang"], district["dongshuiguan"], district["lianziying"]}


def test_a_forged_audience_outside_of_the_publishers_area_is_refused(street_clerk, district):
    data = notice_post(publish=True, audience="communities", chosen_areas=[district["zhongpailou"]])
    response = street_clerk.post(add_url(district.notices_of("fuzimiao")), data)
    assert response.status_code == 200
    assert "有效的选项" in response.context["form"].errors["chosen_areas"][0]
    assert not NoticePage.objects.exists()


@pytest.mark.parametrize("audience", ["streets", "communities", "committees"])
def test_a_committee_can_not_forge_a_wider_audience(worker, index, audience):
    response = worker.post(add_url(index), notice_post(publish=True, audience=audience))
    assert response.status_code == 200
    assert "audience" in response.context["form"].errors


def test_a_street_addresses_chosen_communities(street_clerk, district):
    data = notice_post(publish=True, audience="communities", chosen_areas=[district["wuyixiang"]])
    response = street_clerk.post(add_url(district.notices_of("fuzimiao")), data)
    assert response.status_code == 302, response.context["form"].errors
    assert [row.area for row in NoticePage.objects.get().audience_areas.all()] == [district["wuyixiang"]]


def test_an_unfinished_draft_can_be_saved(worker, index):
    response = worker.post(add_url(index), notice_post(content=[], summary="", is_urgent="on"))
    assert response.status_code == 302, response.context["form"].errors
    assert not NoticePage.objects.get().live


def test_publishing_an_unfinished_notice_says_at_the_fields_what_is_missing(worker, index):
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    data = notice_post(
        publish=True,
        content=[],
        is_urgent="on",
        effective_from=shanghai(tomorrow),
        effective_until=shanghai(tomorrow - datetime.timedelta(hours=3)),
    )
    response = worker.post(add_url(index), data)
    assert response.status_code == 200
    errors = response.context["form"].errors
    assert set(errors) == {"content", "effective_until", "urgent_until"}
    assert "正文和附件都是空的" in errors["content"][0]
    assert "周六清洗二次供水水箱" in response.content.decode(), "what was typed stays"


def test_a_banner_of_more_than_fourteen_days_is_refused(worker, index):
    until = timezone.now() + datetime.timedelta(days=14, hours=2)
    response = worker.post(
        add_url(index), notice_post(publish=True, is_urgent="on", urgent_until=shanghai(until))
    )
    assert "14天" in response.context["form"].errors["urgent_until"][0]


def test_a_picture_without_words_keeps_the_notice_from_being_published(worker, index, district):
    from tests.factories import ImageFactory

    image = ImageFactory(collection=district.body("wuyixiang").collection)
    block = [("image", {"image": str(image.pk), "alt_text": "", "decorative": ""})]
    response = worker.post(add_url(index), notice_post(publish=True, content=block))
    assert response.status_code == 200
    assert "content" in response.context["form"].errors


NAUGHTY = [
    "停" * 10_000,
    "停" * 101,
    "停水\u202e通知",
    "停水\u200b通知",
    "停水\x07通知",
    "停水\ufeff通知",
    "停水\u2066通知",
    "\u200b\u200b",
]


@pytest.mark.parametrize("title", NAUGHTY, ids=[str(number) for number in range(len(NAUGHTY))])
@pytest.mark.parametrize("publish", [True, False])
def test_a_title_that_hides_something_or_never_ends_is_refused_with_a_reason(worker, index, title, publish):
    response = worker.post(add_url(index), notice_post(publish=publish, title=title))
    assert response.status_code == 200
    assert response.context["form"].errors["title"]
    assert not NoticePage.objects.exists()


@pytest.mark.parametrize(
    "title", ["🎉 邻里节来了 👨‍👩‍👧‍👦", "إعلان هام", "<script>alert(1)</script>", "“5·20”活动 & 市集"]
)
def test_emoji_and_other_scripts_are_shown_safely(worker, index, client, title):
    response = worker.post(add_url(index), notice_post(publish=True, title=title))
    assert response.status_code == 302, response.context["form"].errors
    page = client.get(NoticePage.objects.get().url).content.decode()
    assert "<script>alert" not in page
    assert client.get(index.url).status_code == 200
    assert client.get(f"{index.url}feed/").status_code == 200


def test_a_null_byte_is_no_server_error(worker, index):
    assert worker.post(add_url(index), notice_post(publish=True, title="停\x00水")).status_code == 200


def test_submitting_the_form_twice_makes_one_page(worker, index):
    token = str(uuid.uuid4())
    first = worker.post(add_url(index), notice_post(publish=True, submission_token=token))
    second = worker.post(add_url(index), notice_post(publish=True, submission_token=token), follow=True)
    assert first.status_code == 302
    notice = NoticePage.objects.get()
    assert second.redirect_chain[0][0] == reverse("wagtailadmin_pages:edit", args=[notice.pk])
    assert "已经提交过" in second.content.decode()


def test_publishing_while_the_editor_saves_by_itself_publishes(worker, index):
    token = str(uuid.uuid4())
    saved = worker.post(
        add_url(index),
        notice_post(title="周六清洗水", submission_token=token),
        headers={"accept": "application/json"},
    )
    assert saved.json()["success"]
    pressed = notice_post(title="周六清洗水箱", publish=True, submission_token=token)
    assert worker.post(add_url(index), pressed).status_code == 302
    notice = NoticePage.objects.get()
    assert notice.live
    assert notice.title == "周六清洗水箱"


def test_the_form_carries_a_new_token_each_time(worker, index):
    pages = [worker.get(add_url(index)) for _ in range(2)]
    tokens = [page.context["form"]["submission_token"].value() for page in pages]
    assert tokens[0] != tokens[1]
    assert f'value="{tokens[0]}"' in pages[0].content.decode()


def test_the_second_editor_of_a_page_is_warned(district, official, client_for):
    notice = NoticeFactory(parent=district.notices_of("wuyixiang"))
    first = client_for(official(Role.COMMITTEE_WORKER, district.body("wuyixiang"), nickname="王大姐"))
    second = client_for(official(Role.COMMITTEE_DIRECTOR, district.body("wuyixiang")))
    edit = reverse("wagtailadmin_pages:edit", args=[notice.pk])
    first.get(edit)
    page = second.get(edit)
    session = page.context["editing_sessions"]
    answer = second.post(
        session.ping_url,
        {"revision_id": notice.latest_revision_id, "is_editing": "0"},
    ).json()
    assert [other["user"] for other in answer["other_sessions"]] == ["王大姐"]


def test_an_autosave_over_somebody_elses_newer_version_is_refused(worker, index):
    notice = NoticeFactory(parent=index)
    old = notice.latest_revision_id
    notice.save_revision()
    response = worker.post(
        reverse("wagtailadmin_pages:edit", args=[notice.pk]),
        {**notice_post(), "loaded_revision_id": old, "loaded_revision_created_at": ""},
        headers={"accept": "application/json"},
    )
    assert response.status_code == 400
    assert response.json()["error_code"] == "invalid_revision"


def test_the_preview_shows_the_real_page_and_nobody_keeps_it(worker, index):
    notice = NoticeFactory(parent=index, draft=True, title="还没发布的公告")
    for mode in ("", "print"):
        url = reverse("wagtailadmin_pages:view_draft", args=[notice.pk])
        response = worker.get(url, {"mode": mode} if mode else {})
        assert response.status_code == 200
        assert "还没发布的公告" in response.content.decode()
        assert "no-store" in response.headers["Cache-Control"]


def test_a_new_notice_can_be_previewed_before_it_is_saved(worker, index):
    url = reverse("wagtailadmin_pages:preview_on_add", args=["cms_pages", "noticepage", index.pk])
    assert worker.post(url, notice_post(title="尚未保存的公告")).json() == {
        "is_valid": True,
        "is_available": True,
    }
    response = worker.get(url, {"mode": ""})
    assert "尚未保存的公告" in response.content.decode()


def test_a_notice_for_committees_can_be_previewed_by_its_publisher(street_clerk, district):
    notice = NoticeFactory(
        parent=district.notices_of("fuzimiao"), draft=True, for_committees=True, title="仅供内部的通知"
    )
    page = street_clerk.get(reverse("wagtailadmin_pages:view_draft", args=[notice.pk])).content.decode()
    assert "仅供内部的通知" in page
    assert "仅发社区和街道" in page


def test_versions_are_compared_with_chinese_names_of_fields(worker, index):
    notice = NoticeFactory(parent=index)
    first = notice.latest_revision_id
    notice.summary = "改过的摘要"
    second = notice.save_revision().pk
    page = worker.get(
        reverse("wagtailadmin_pages:revisions_compare", args=[notice.pk, first, second])
    ).content.decode()
    assert "摘要" in page
    assert "summary" not in page.split("<main", 1)[-1].lower().replace("summary>", "").replace("<summary", "")


def test_an_earlier_version_is_published_again(worker, index):
    notice = NoticeFactory(parent=index, summary="第一版")
    first = notice.latest_revision_id
    notice.summary = "第二版"
    notice.save_revision().publish()
    url = reverse("wagtailadmin_pages:revisions_revert", args=[notice.pk, first])
    assert worker.get(url).context["form"].instance.summary == "第一版"
    # Wagtail's form of an earlier version posts to the page's own edit address.
    edit = reverse("wagtailadmin_pages:edit", args=[notice.pk])
    response = worker.post(edit, notice_post(publish=True, summary="第一版"))
    assert response.status_code == 302
    notice.refresh_from_db()
    assert notice.summary == "第一版"

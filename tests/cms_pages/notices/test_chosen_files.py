"""A notice brings in only pictures and files that its writer could have chosen, whatever the form sends."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection
from wagtail.test.utils.form_data import inline_formset, rich_text

from cms_pages.forms.chosen_files import NOT_YOURS
from cms_pages.models import FrontPageProfile, NoticeAttachment, NoticePage
from communities.choices import Role
from media.folders import SHARED_FOLDER
from tests.cms_pages.notices.forms import notice_post
from tests.factories import DocumentFactory, ImageFactory, NoticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(district, official, client_for):
    return client_for(official(Role.COMMITTEE_WORKER, district.body("wuyixiang")))


@pytest.fixture
def index(district):
    return district.notices_of("wuyixiang")


@pytest.fixture
def foreign(district):
    """A file and a picture of a sibling committee, that nothing shows yet."""
    folder = district.body("lianziying").collection
    return DocumentFactory(title="别人的文件", collection=folder), ImageFactory(
        title="别人的照片", collection=folder
    )


def attached(document):
    return {"attachments": inline_formset([{"document": document.pk}])}


def in_text(html):
    return {"content": [("paragraph", rich_text(html, features=["link", "document-link"]))]}


def with_picture(image):
    return {"content": [("image", {"image": image.pk, "alt_text": "楼道"})]}


def ways(document, image):
    return {
        "an attachment": attached(document),
        "a link in the text": in_text(f'<p><a linktype="document" id="{document.pk}">表</a></p>'),
        "a picture": with_picture(image),
    }


@pytest.mark.parametrize("way", ["an attachment", "a link in the text", "a picture"])
@pytest.mark.parametrize("publish", [True, False])
def test_a_sibling_committees_file_stays_out_of_a_notice(worker, index, foreign, way, publish):
    document, image = foreign
    url = reverse("wagtailadmin_pages:add", args=["cms_pages", "noticepage", index.pk])
    response = worker.post(url, notice_post(publish=publish, **ways(document, image)[way]))
    assert response.status_code == 200
    assert NOT_YOURS in response.context["form"].non_field_errors()
    assert not NoticePage.objects.exists()
    cache.clear()
    assert Client().get(document.url).status_code == 404


@pytest.mark.parametrize("way", ["an attachment", "a link in the text", "a picture"])
def test_own_and_shared_files_go_in(worker, index, district, way):
    url = reverse("wagtailadmin_pages:add", args=["cms_pages", "noticepage", index.pk])
    shared = Collection.objects.get(name=SHARED_FOLDER)
    for folder in (district.body("wuyixiang").collection, shared):
        sent = ways(DocumentFactory(collection=folder), ImageFactory(collection=folder))[way]
        response = worker.post(url, notice_post(publish=True, **sent))
        assert response.status_code == 302, response.context["form"].errors
    assert NoticePage.objects.live().count() == 2


def test_a_preview_does_not_show_a_sibling_committees_picture(worker, index, foreign):
    url = reverse("wagtailadmin_pages:preview_on_add", args=["cms_pages", "noticepage", index.pk])
    answer = worker.post(url, notice_post(**with_picture(foreign[1])))
    assert answer.json()["is_valid"] is False


def test_a_file_that_was_in_the_notice_before_may_stay(worker, district, foreign):
    notice = NoticeFactory(parent=district.notices_of("wuyixiang"))
    kept = NoticeAttachment.objects.create(notice=notice, document=foreign[0])
    NoticePage.objects.get(pk=notice.pk).save_revision()
    row = {"document": foreign[0].pk, "id": kept.pk}
    url = reverse("wagtailadmin_pages:edit", args=[notice.pk])
    response = worker.post(
        url, notice_post(publish=True, attachments=inline_formset([row], initial=1), submission_token=None)
    )
    assert response.status_code == 302, response.context["form"].errors


def test_a_front_page_takes_no_sibling_committees_picture(worker, district, foreign):
    profile = FrontPageProfile.objects.get(area=district["wuyixiang"])
    url = reverse("front_page_profiles:edit", args=[profile.pk])
    response = worker.post(
        url,
        {"introduction": "乌衣巷。", "picture": foreign[1].pk, **_no_rows(worker.get(url).context["form"])},
    )
    assert response.status_code == 200
    assert NOT_YOURS in response.context["form"].non_field_errors()
    profile.refresh_from_db()
    assert profile.picture_id is None


def _no_rows(form):
    return {
        f"{formset.prefix}-{name}_FORMS": "0"
        for formset in form.formsets.values()
        for name in ("TOTAL", "INITIAL")
    }

"""What the files of each office take, and which are used nowhere."""

from datetime import timedelta

import pytest
from django.urls import reverse

from communities.choices import Role
from media.models import Document, Image
from media.space import folders_of, space_by_folder, unused
from tests.factories import DocumentFactory, ImageFactory, NoticeFactory
from tests.factories.uploads import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(district):
    """The committee's: a used picture, an unused one, a used document; and a sibling's picture."""
    own, other = district.body("wuyixiang").collection, district.body("dongshuiguan").collection
    shown, idle = ImageFactory(collection=own, title="用着的"), ImageFactory(collection=own, title="闲着的")
    attached = DocumentFactory(collection=own, title="附件表")
    NoticeFactory(
        parent=district.notices_of("wuyixiang"),
        content=[
            {"type": "image", "value": {"image": shown.pk, "decorative": False, "alt_text": "桥"}},
            {"type": "paragraph", "value": f'<p><a linktype="document" id="{attached.pk}">表</a></p>'},
        ],
    )
    foreign = ImageFactory(collection=other, title="别家的")
    return {"shown": shown, "idle": idle, "attached": attached, "foreign": foreign}


def long_ago(now):
    for model in (Image, Document):
        model.objects.update(created_at=now - timedelta(days=31))


def test_space_is_summed_by_folder(files, district, official):
    worker = official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))
    [space] = space_by_folder(folders_of(worker))
    assert (space.images, space.documents) == (2, 1)
    assert space.size == files["shown"].file_size + files["idle"].file_size + len(PDF)
    keeper = official(Role.DISTRICT_ADMINISTRATOR, district.body(""))
    assert len(space_by_folder(folders_of(keeper))) == 2


def test_only_what_nothing_shows_for_a_month_is_listed(files, district, official, now):
    folders = folders_of(official(Role.COMMITTEE_WORKER, district.body("wuyixiang")))
    assert unused(folders, now=now) == {"image": [], "document": []}
    long_ago(now)
    assert unused(folders, now=now) == {"image": [files["idle"]], "document": []}


def test_the_report_shows_ones_own_folders_alone(files, district, official, client_for, now):
    long_ago(now)
    url = reverse("file_space:index")
    page = client_for(official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))).get(url).content.decode()
    assert "闲着的" in page
    assert "用着的" not in page
    assert "别家的" not in page
    assert "居民发帖和咨询的附件" not in page
    keeper = client_for(official(Role.DISTRICT_ADMINISTRATOR, district.body("")))
    page = keeper.get(url).content.decode()
    assert "别家的" in page
    assert "居民发帖和咨询的附件" in page
    moderator = client_for(official(Role.MODERATOR, district.body("wuyixiang")))
    assert moderator.get(url).status_code in (302, 403)

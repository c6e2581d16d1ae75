"""A page shows no picture that doesn't say who is in it, and where it comes from."""

import pytest
from django.core.exceptions import ValidationError

from cms_pages.models import FrontPageProfile
from cms_pages.publication.errors import PublicationRefused
from cms_pages.publication.pictures import picture_errors, unspoken_pictures
from tests.factories import ImageFactory, NoticeFactory

pytestmark = pytest.mark.django_db


def block(image):
    return {"image": image.pk, "alt_text": "桥", "decorative": False}


def contents(image):
    """Every block of a page's body that shows pictures."""
    other = block(ImageFactory())
    return {
        "image": block(image),
        "gallery": {
            "pictures": [
                {"type": "item", "id": str(number), "value": {"image": one, "caption": ""}}
                for number, one in enumerate((other, block(image)))
            ],
            "caption": "",
        },
        "before_after": {"before": other, "before_label": "前", "after": block(image), "after_label": "后"},
    }


@pytest.mark.parametrize("kind", ["image", "gallery", "before_after"])
def test_no_way_of_publishing_leads_around_it(district, kind):
    image = ImageFactory(title="议事会", people="", credit="")
    index = district.notices_of("wuyixiang")
    page = NoticeFactory(parent=index, draft=True)
    page.content = page.content.stream_block.to_python([{"type": kind, "value": contents(image)[kind]}])
    revision = page.save_revision(clean=False)
    with pytest.raises(PublicationRefused, match=r"议事会.*同意公开，来源或作者"):
        page.save_revision()
    with pytest.raises(PublicationRefused, match="议事会"):
        revision.publish()
    with pytest.raises(PublicationRefused, match="议事会"):
        page.copy(update_attrs={"slug": "elsewhere", "live": True}, keep_live=True, copy_revisions=False)
    image.people = "agreed"
    image.save()
    with pytest.raises(PublicationRefused, match="议事会”还没有说明：来源或作者"):
        revision.publish()
    image.credit = "本社区拍摄"
    image.save()
    revision.publish()
    page.refresh_from_db()
    assert page.live
    assert picture_errors(page) == []


def test_pictures_without_words_are_counted_wherever_they_stand(district):
    silent = ImageFactory()
    page = NoticeFactory(parent=district.notices_of("wuyixiang"), draft=True)
    values = contents(silent)
    for value in (values["gallery"]["pictures"][1]["value"]["image"], values["before_after"]["after"]):
        value["alt_text"] = ""
    raw = [{"type": kind, "value": values[kind]} for kind in values]
    assert unspoken_pictures(page.content.stream_block.to_python(raw)) == 2


@pytest.mark.once
def test_one_picture_alone_has_its_caption_and_is_not_cut(district, client):
    image = ImageFactory(credit="本社区拍摄")
    alone = {"pictures": [{"image": block(image), "caption": "修好的桥"}], "caption": ""}
    page = NoticeFactory(
        parent=district.notices_of("wuyixiang"), content=[{"type": "gallery", "value": alone}]
    )
    html = client.get(page.url).content.decode()
    figure = html.partition('<figure class="gallery__one">')[2].partition("</figure>")[0]
    assert "修好的桥" in figure
    assert "本社区拍摄" in figure
    assert ".fill-" not in figure
    assert "gallery__pictures" not in html


def test_nor_does_the_front_pages_profile(district):
    profile = FrontPageProfile(area=district.body("wuyixiang").area, picture=ImageFactory(people=""))
    with pytest.raises(ValidationError, match="同意公开"):
        profile.clean()
    profile.picture.people = "nobody"
    profile.clean()

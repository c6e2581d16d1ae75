"""`/media/` hands out renditions and nothing else."""

import pytest
from django.test import Client
from django.utils.html import escape

from media.templatetags.media import picture
from tests.factories import ImageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def image(db):
    return ImageFactory(description='桥 "夜景" <b>')


def test_a_rendition_is_served_for_good(image):
    rendition = image.get_rendition("width-320")
    answer = Client().get(rendition.url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer["Cache-Control"]
    assert Client().head(rendition.url).status_code == 200
    assert Client().post(rendition.url).status_code == 405


def test_originals_are_not_served(image):
    assert Client().get(f"/media/{image.file.name}").status_code == 404
    name = image.file.name.rpartition("/")[2]
    assert Client().get(f"/media/images/{name}").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "..%2foriginal_images%2fx.jpg",
        "../original_images/x.jpg",
        "%2e%2e/%2e%2e/db.sqlite3",
        "a%00.webp",
        ".htaccess",
        "a.html",
        "a.svg",
        "-.webp",
        "a" * 5000 + ".webp",
        "图.webp",
        "",
    ],
)
def test_no_name_leads_out_of_the_folder(name):
    assert Client().get(f"/media/images/{name}").status_code == 404


def test_the_tag_writes_sizes_and_escapes_the_alternative_text(image):
    html = picture(image, sizes="50vw")
    assert escape('桥 "夜景" <b>') in html
    assert "320w" in html
    assert 'width="' in html
    assert 'loading="lazy"' in html
    assert "style=" not in html
    assert picture(None) == ""
    assert 'alt=""' in picture(image, alt="")

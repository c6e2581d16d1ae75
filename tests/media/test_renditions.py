"""`/media/` hands out renditions and nothing else."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from PIL import Image as Pillow

from media.actions.add_attachment import add_attachment
from media.attachments.sweeping import sweep
from media.models import Image
from media.sizes import filters, found_or_made, make_all, make_missing
from media.tasks import make_sizes
from media.templatetags.media import largest_url, responsive
from tests.factories import DocumentFactory, ImageFactory, UserFactory
from tests.factories.uploads import PDF, picture, upload
from tests.media.conftest import files_under

pytestmark = [pytest.mark.django_db, pytest.mark.once]


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


def shown(image, request=None, **options):
    return responsive({"request": request}, image, **options)


def test_the_tag_writes_formats_and_sizes_and_escapes_the_alternative_text(image):
    make_all(image)
    html = shown(image, sizes="50vw")
    assert escape('桥 "夜景" <b>') in html
    assert html.index("image/avif") < html.index("image/webp") < html.index(".jpg")
    assert "320w" in html
    assert 'width="' in html
    assert 'height="' in html
    assert 'loading="lazy"' in html
    assert "style=" not in html
    assert shown(None) == ""
    assert 'alt=""' in shown(image, alt="")
    assert Client().get(largest_url(image))["Content-Type"] == "image/webp"


def test_avif_comes_with_the_worker_and_no_reader_waits_for_it(image):
    assert "image/avif" not in shown(image)
    make_sizes.enqueue(image.pk)
    html = shown(image)
    assert "image/avif" in html
    before = image.renditions.count()
    make_sizes.enqueue(image.pk)
    make_missing(timezone.now())
    assert image.renditions.count() == before
    make_sizes.enqueue(image.pk + 1000)


def test_the_timer_makes_what_is_missing_and_bears_a_picture_without_its_file(image):
    broken = ImageFactory()
    broken.file.storage.delete(broken.file.name)
    make_missing(timezone.now())
    assert image.renditions.filter(filter_spec__endswith="format-avif").exists()
    assert shown(broken) == ""
    assert largest_url(broken) == ""


def test_the_first_picture_of_a_page_is_loaded_at_once_and_the_others_later(image, rf):
    request = rf.get("/")
    assert 'loading="eager"' in shown(image, request)
    assert 'loading="lazy"' in shown(image, request)
    assert 'loading="eager"' in shown(image, request, loading="eager")


def test_a_shape_is_cut_around_the_focal_point(db):
    image = ImageFactory(focal_point_x=10, focal_point_y=10, focal_point_width=10, focal_point_height=10)
    html = shown(image, shape="square")
    assert 'width="320" height="320"' in html
    assert image.renditions.exclude(focal_point_key="").exists()


def test_twelve_pictures_cost_a_phone_less_than_400_kb():
    """A phone of 360 × 3 pixels shows a gallery in two columns: 540 pixels a picture, so it takes 640."""
    noise = Pillow.effect_noise((64, 48), 60).resize((2560, 1920), Pillow.Resampling.BICUBIC)
    leaves = Pillow.effect_noise((512, 384), 25).resize((2560, 1920), Pillow.Resampling.BICUBIC)
    photo = Pillow.merge("RGB", (noise, leaves, Pillow.linear_gradient("L").resize((2560, 1920))))
    target = io.BytesIO()
    photo.save(target, "JPEG", quality=92)
    image = Image(title="夜景", description="夜景", file=upload(target.getvalue()))
    image.save()
    weight = {}
    for name in ("avif", "webp"):
        [phone] = [one for one in filters(image, name, "photo") if one.spec.startswith("fill-640x")]
        weight[name] = image.get_rendition(phone).file.size
    assert weight["avif"] * 12 < 400_000
    assert weight["webp"] * 12 < 800_000


def test_nothing_asks_for_the_storages_paths(image, settings):
    """`MEDIA_ROOT` is used through Django's storage alone, so that files may lie elsewhere."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    elsewhere = Image(title="夜景", description="夜景", file=upload(picture(size=(700, 500))))
    elsewhere.save()
    assert "640w" in shown(elsewhere)
    assert Client().get(largest_url(elsewhere)).status_code == 200
    document = DocumentFactory()
    assert b"".join(Client().get(document.url)) == PDF
    person = UserFactory()
    kept = add_attachment(actor=person, upload=upload(picture()), name="a.jpg", now=timezone.now())
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(kept.small_url).status_code == 200
    sweep(timezone.now() + timedelta(days=2))
    assert client.get(kept.small_url).status_code == 404


def test_a_flood_of_made_up_sizes_fills_no_disk(client, settings, tmp_path):
    """No address makes a size: unknown widths, filters, formats, focal points and signatures get a 404."""
    settings.MEDIA_ROOT = tmp_path
    image = ImageFactory()
    found_or_made(image)
    before = set(files_under(Path(default_storage.location)))
    name = image.renditions.first().file.name.rpartition("/")[2]
    stem, _dot, _ending = name.partition(".")
    some = range(1, 60, 8)
    asked = [f"/media/images/{stem}.width-{width}.{ending}" for width in some for ending in ("webp", "avif")]
    asked += [f"/media/images/{stem}.fill-{side}x{side}-c{side}.format-png.png" for side in some]
    asked += [f"/images/{'A' * 28}={number}/{image.pk}/max-{number}x{number}/" for number in some]
    asked += [f"/media/images/{name}?width={number}&format=avif" for number in some]
    asked += [f"/media/original_images/{name}", f"/media/{image.file.name}"]
    answers = {client.get(address).status_code for address in asked}
    assert answers == {200, 404}
    assert set(files_under(Path(default_storage.location))) == before

"""A picture is taken out of page, versions and drafts; the original is for named roles, each look logged."""

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.test import TestCase
from django.urls import reverse
from wagtail.permissions import policy_registry

from cms_pages.actions.decide_check import decide_check
from cms_pages.actions.lift_mask import lift_mask
from cms_pages.actions.mask_disclosure import mask_disclosure
from cms_pages.actions.submit_disclosure import submit_disclosure
from cms_pages.disclosures.put_away import FOLDER
from cms_pages.models import DisclosureAttachment, DisclosureMask, DisclosurePage
from cms_pages.publication.errors import PublicationRefused
from communities.choices import Role
from events.models import Event
from media.models import Image
from media.sizes import make_missing
from tests.factories import DocumentFactory, ImageFactory
from tests.factories.disclosures import corrected, filled, published

pytestmark = pytest.mark.once

REASON = "拍到了签收人的身份证，<依法>不得公开"
SHOWN = "〔已隐去〕图片，理由：拍到了签收人的身份证，&lt;依法&gt;不得公开"


def with_picture(draft, picture, *, words="发放现场："):
    content = draft.content.get_prep_value()
    content[0]["value"]["content"] += [
        {"type": "paragraph", "id": "aaaaaaaa-0000-4000-8000-000000000001", "value": f"<p>{words}</p>"},
        {
            "type": "image",
            "id": "aaaaaaaa-0000-4000-8000-000000000002",
            "value": {"image": picture.pk, "decorative": False, "alt_text": "王某在窗口签收"},
        },
    ]
    draft.content = content
    return draft


def correct(page, draft, scene, now, note):
    draft.correction_note = note
    draft.save_revision(user=scene.worker, clean=False)
    check = submit_disclosure(actor=scene.worker, page=DisclosurePage.objects.get(pk=page.pk), now=now)
    decide_check(actor=scene.supervisor, check=check, passes=True, remarks={}, now=now)
    return DisclosurePage.objects.get(pk=page.pk)


@pytest.fixture
def picture(scene):
    return ImageFactory(title="签收现场", collection=scene.body.collection)


@pytest.fixture
def page(scene, picture, now):
    """Two versions, the picture in the second."""
    first = published(scene.duty, writer=scene.worker, supervisor=scene.supervisor, now=now)
    return correct(first, with_picture(filled(first), picture), scene, now, "补现场照片")


def pages_of(page):
    base = page.get_url()
    return [base, f"{base}print/", f"{base}versions/2/", f"{base}compare/1/2/"]


def test_the_picture_goes_everywhere_and_its_addresses_too(scene, page, picture, now, client_for):
    visitor = client_for(None)
    shown = visitor.get(page.get_url()).content.decode()
    assert "王某在窗口签收" in shown
    sizes = [size.file.name for size in Image.objects.get(pk=picture.pk).renditions.all()]
    assert sizes
    assert all(visitor.get(f"/media/{name}").status_code == 200 for name in sizes)
    with TestCase.captureOnCommitCallbacks(execute=True):
        mask_disclosure(actor=scene.worker, page=page, picture=picture, reason=REASON, now=now)
    cache.clear()
    for address in pages_of(page):
        shown = visitor.get(address).content.decode()
        assert "王某在窗口签收" not in shown
        assert f"/media/images/{sizes[0][7:20]}" not in shown, address
        assert "拍到了签收人的身份证" in shown, address
    shown = visitor.get(page.get_url()).content.decode()
    assert SHOWN in shown
    assert "（图片）" in shown
    # What the timer makes anew has other names, which nobody outside was ever told.
    make_missing(now)
    assert {visitor.get(f"/media/{name}").status_code for name in sizes} == {404}
    draft = DisclosurePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert SHOWN in str(draft.content[0].value["content"][2].value)


def test_the_original_is_for_named_roles_and_each_look_is_logged(
    scene, page, picture, now, client_for, official
):
    mask = mask_disclosure(actor=scene.worker, page=page, picture=picture, reason=REASON, now=now)
    director = official(Role.COMMITTEE_DIRECTOR, scene.body)
    clerk = official(Role.STREET_STAFF, scene.district.body("fuzimiao"))
    sibling = official(Role.COMMITTEE_DIRECTOR, scene.district.body("dongshuiguan"))
    url = reverse("disclosure_desk:masked", args=[mask.pk])
    inspect = reverse("disclosure_masks:inspect", args=[mask.pk])
    for reader in (director, clerk):
        assert url in client_for(reader).get(inspect).content.decode()
        answer = client_for(reader).get(url)
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("image/")
        assert "no-store" in answer["Cache-Control"]
    assert Event.objects.filter(verb="disclosure_mask.read").count() == 2
    assert url not in client_for(scene.worker).get(inspect).content.decode()
    assert client_for(scene.worker).get(url).status_code in (302, 403)
    assert client_for(sibling).get(url).status_code == 404
    assert Event.objects.filter(verb="disclosure_mask.read").count() == 2
    # Nor among the files: it is in nobody's folder.
    kept = Image.objects.get(pk=picture.pk)
    assert kept.collection.name == FOLDER
    choosable = policy_registry.get_by_type(Image).instances_user_has_any_permission_for(
        scene.worker, ["choose", "change"]
    )
    assert kept not in choosable


def test_it_is_chosen_by_looking_also_from_an_older_version(scene, page, picture, now, client_for):
    plain = corrected(page, writer=scene.worker, supervisor=scene.supervisor, now=now, note="照片不要了")
    client = client_for(scene.worker)
    add = reverse("disclosure_masks:add")
    form = client.get(f"{add}?page={plain.pk}").content.decode()
    assert "签收现场" in form
    assert f'value="{picture.pk}"' in form
    foreign = ImageFactory(title="别的图")
    for chosen, said in ((foreign.pk, "选择"), ("", "只选一样")):
        answer = client.post(add, {"page": plain.pk, "picture": chosen, "reason": REASON})
        assert answer.status_code == 200
        assert said in answer.content.decode()
    both = client.post(add, {"page": plain.pk, "picture": picture.pk, "text": "收支", "reason": REASON})
    assert "只选一样" in both.content.decode()
    assert not DisclosureMask.objects.exists()
    assert client.post(add, {"page": plain.pk, "picture": picture.pk, "reason": REASON}).status_code == 302
    assert "王某" not in client_for(None).get(f"{plain.get_url()}versions/2/").content.decode()
    # Sent twice: there is nothing left to mask, and it says so.
    again = client.post(add, {"page": plain.pk, "picture": picture.pk, "reason": REASON})
    assert again.status_code == 200
    assert DisclosureMask.objects.count() == 1


def test_a_form_that_was_open_meanwhile_brings_it_back_nowhere(scene, page, picture, now):
    stale = with_picture(filled(page), picture)
    mask_disclosure(actor=scene.worker, page=page, picture=picture, reason=REASON, now=now)
    stale.correction_note = "改了一个字"
    stale.save_revision(user=scene.worker, clean=False)
    with pytest.raises((PublicationRefused, ValidationError), match="已经隐去"):
        submit_disclosure(actor=scene.worker, page=DisclosurePage.objects.get(pk=page.pk), now=now)


def test_lifted_it_stands_where_it_stood_and_lies_in_its_folder(
    scene, page, picture, now, client_for, official
):
    mask = mask_disclosure(actor=scene.worker, page=page, picture=picture, reason=REASON, now=now)
    later = correct(
        page, DisclosurePage.objects.get(pk=page.pk).get_latest_revision_as_object(), scene, now, "改日期"
    )
    clerk = official(Role.STREET_STAFF, scene.district.body("fuzimiao"))
    assert later.versions.count() == 3
    assert lift_mask(actor=clerk, mask=mask, reason="照片里是公开的账本", now=now) >= 3
    cache.clear()
    for address in (*pages_of(page)[:3], f"{page.get_url()}versions/3/"):
        shown = client_for(None).get(address).content.decode()
        assert "王某在窗口签收" in shown, address
    assert Image.objects.get(pk=picture.pk).collection == scene.body.collection
    assert default_storage.exists(Image.objects.get(pk=picture.pk).file.name)


def test_a_masked_file_is_in_nobodys_folder_and_never_public(scene, page, now, client_for, official):
    document = DocumentFactory(title="发票扫描件", collection=scene.body.collection)
    DisclosureAttachment.objects.create(page=page, document=document, sort_order=0)
    mask = mask_disclosure(actor=scene.worker, page=page, document=document, reason="含个人信息", now=now)
    for person in (None, scene.worker, scene.resident):
        assert client_for(person).get(document.url).status_code == 404
    director = official(Role.COMMITTEE_DIRECTOR, scene.body)
    answer = client_for(director).get(reverse("disclosure_desk:masked", args=[mask.pk]))
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]


def test_the_district_is_told_that_a_masked_file_cannot_be_deleted(
    scene, page, picture, now, client_for, official
):
    with TestCase.captureOnCommitCallbacks(execute=True):
        mask_disclosure(actor=scene.worker, page=page, picture=picture, reason=REASON, now=now)
    admin = client_for(official(Role.DISTRICT_ADMINISTRATOR, scene.district.body("")))
    answer = admin.post(reverse("wagtailimages:delete", args=[picture.pk]), follow=True)
    assert answer.status_code == 200
    assert Image.objects.filter(pk=picture.pk).exists()

"""Personal data is taken out everywhere, for a public reason; what it was is for named roles, and logged."""

import json

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.models import Revision

from cms_pages.actions.mask_disclosure import mask_disclosure
from cms_pages.actions.raise_objection import raise_objection
from cms_pages.actions.read_masked import read_masked
from cms_pages.models import DisclosureAttachment, DisclosureMask, DisclosurePage
from communities.choices import Role
from events.models import Event
from tests.factories import DocumentFactory
from tests.factories.disclosures import corrected, published

NUMBER = "320104195001011234"
REASON = "居民身份证号，依法不得公开"


@pytest.fixture
def disclosed(scene, now):
    """Two versions, the name of a person in both."""
    first = published(
        scene.duty,
        writer=scene.worker,
        supervisor=scene.supervisor,
        now=now,
        words=f"补助发放给 王某&李某（{NUMBER}）。",
        rows=((f"救助{NUMBER}", 100), ("其他", 200)),
    )
    return corrected(
        first,
        writer=scene.worker,
        supervisor=scene.supervisor,
        now=now,
        words=f"更正：{NUMBER}。",
        rows=((f"救助{NUMBER}", 150), ("其他", 200)),
    )


def everything(page):
    """All that is stored of a page."""
    page = DisclosurePage.objects.get(pk=page.pk)
    return json.dumps(
        [
            page.content.get_prep_value(),
            [version.content for version in page.versions.order_by("pk")],
            [revision.content for revision in Revision.objects.for_instance(page).order_by("pk")],
            list(page.objections.values_list("text", "answer")),
        ],
        ensure_ascii=False,
        default=str,
    )


def test_the_words_are_gone_from_page_versions_comparison_and_revisions(scene, disclosed, now, client_for):
    page = disclosed
    raise_objection(actor=scene.resident, page=page, text=f"为什么写{NUMBER}", now=now)
    assert everything(page).count(NUMBER) > 8
    mask = mask_disclosure(actor=scene.worker, page=page, text=NUMBER, reason=REASON, now=now)
    assert NUMBER not in everything(page)
    base = page.get_url()
    client = client_for(None)
    for address in (base, f"{base}versions/1/", f"{base}versions/2/", f"{base}compare/1/2/"):
        shown = client.get(address).content.decode()
        assert NUMBER not in shown
        assert "〔已隐去〕" in shown
    assert REASON in client.get(base).content.decode()
    table = next(part for part in DisclosurePage.objects.get(pk=page.pk).content[0].value["content"])
    download = client.get(reverse("table-file", args=[page.pk, table.id, "csv"]))
    assert NUMBER not in download.content.decode("utf-8-sig")
    event = Event.objects.get(verb="disclosure_mask.added")
    assert NUMBER not in json.dumps(event.changes, ensure_ascii=False)
    assert str(mask.pk) == event.object_id


def test_what_was_masked_is_read_by_named_roles_alone_and_logged(scene, disclosed, now, client_for, official):
    page = disclosed
    mask = mask_disclosure(actor=scene.worker, page=page, text=NUMBER, reason=REASON, now=now)
    url = reverse("disclosure_masks:inspect", args=[mask.pk])
    director = official(Role.COMMITTEE_DIRECTOR, scene.body)
    clerk = official(Role.STREET_STAFF, scene.district.body("fuzimiao"))
    sibling = official(Role.COMMITTEE_DIRECTOR, scene.district.body("dongshuiguan"))
    for reader in (director, clerk):
        assert NUMBER in client_for(reader).get(url).content.decode()
    assert Event.objects.filter(verb="disclosure_mask.read").count() == 2
    assert NUMBER not in client_for(scene.worker).get(url).content.decode()
    assert client_for(sibling).get(url).status_code == 404
    for person in (scene.worker, sibling, scene.resident):
        with pytest.raises(PermissionDenied):
            read_masked(actor=person, mask=mask, now=now)
    assert Event.objects.filter(verb="disclosure_mask.read").count() == 2


def test_bad_masks_are_refused_and_change_nothing(scene, disclosed, now, client_for, official):
    page = disclosed
    client = client_for(scene.worker)
    add = reverse("disclosure_masks:add")
    assert page.title in client.get(f"{add}?page={page.pk}").content.decode()
    before = everything(page)
    for wrong, said in (
        ({"text": "没有这句话"}, "没有找到"),
        ({"text": ""}, "只选一样"),
        ({"text": "补"}, "2到500"),
        ({"reason": f"写了{NUMBER}"}, "里面不要写"),
    ):
        data = {"page": page.pk, "text": NUMBER, "reason": REASON, **wrong}
        answer = client.post(add, data)
        assert answer.status_code == 200
        assert said in answer.content.decode()
    assert everything(page) == before
    sibling = official(Role.COMMITTEE_WORKER, scene.district.body("dongshuiguan"))
    refused = client_for(sibling).post(add, {"page": page.pk, "text": NUMBER, "reason": REASON})
    assert refused.status_code == 200
    with pytest.raises(PermissionDenied):
        mask_disclosure(actor=sibling, page=page, text=NUMBER, reason=REASON, now=now)
    with pytest.raises(ValidationError):
        mask_disclosure(actor=scene.worker, page=page, text=NUMBER, reason=" ", now=now)
    assert not DisclosureMask.objects.exists()
    assert client.post(add, {"page": page.pk, "text": NUMBER, "reason": REASON}).status_code == 302


def test_a_file_goes_from_the_page_and_its_address(scene, disclosed, now, client_for):
    page = disclosed
    document = DocumentFactory(title="发票扫描件", collection=scene.body.collection)
    DisclosureAttachment.objects.create(page=page, document=document, sort_order=0)
    visitor = client_for(None)
    page = corrected(
        DisclosurePage.objects.get(pk=page.pk),
        writer=scene.worker,
        supervisor=scene.supervisor,
        now=now,
        note="补附件",
    )
    assert "发票扫描件" in visitor.get(page.get_url()).content.decode()
    assert visitor.get(document.url).status_code == 200
    mask_disclosure(actor=scene.worker, page=page, document=document, reason="含个人信息", now=now)
    cache.clear()
    shown = visitor.get(page.get_url()).content.decode()
    assert "发票扫描件" not in shown
    assert "（附件）" in shown
    assert visitor.get(document.url).status_code == 404

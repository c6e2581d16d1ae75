"""Numbers in tables are masked, too; a mask that was a mistake is taken back by named roles, in public."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.models import Revision

from cms_pages.actions.lift_mask import lift_mask
from cms_pages.actions.mask_disclosure import mask_disclosure
from cms_pages.disclosures import jobs
from cms_pages.models import DisclosureMask, DisclosurePage
from cms_pages.tables.finding import tables_of
from communities.choices import Role
from events.models import Event
from tests.cms_pages.disclosures.test_masking import everything
from tests.factories import DocumentFactory
from tests.factories.disclosures import corrected, filled, published

pytestmark = pytest.mark.once

REASON = "困难家庭的补助金额，依法不公开"
ROWS = (("特困补助", 320_000), ("物业补贴", 1_250_000), ("活动支出", 810_000))


@pytest.fixture
def disclosed(scene, now):
    """Two versions; in the second a row came before the one that is to be masked."""
    people = {"writer": scene.worker, "supervisor": scene.supervisor, "now": now}
    first = published(scene.duty, words="补助另附名册。", rows=(("特困补助", 310_000), *ROWS[1:]), **people)
    return corrected(first, words="补助另附名册。", rows=(("茶水", 5_000), *ROWS), **people)


def table_of(page):
    return next(iter(page.content[0].value["content"]))


def parsed(page):
    """All that is stored, whatever the order of its keys."""
    return json.loads(
        everything(page),
        object_hook=lambda one: {
            key: json.loads(value) if key == "content" and isinstance(value, str) else value
            for key, value in one.items()
        },
    )


def mask(scene, page, now, *rows, **how):
    """Mask the amounts of those rows in each of the page's tables, which are alike."""
    cells = [(key, (row, 1)) for key, _table in tables_of(page) for row in rows]
    return mask_disclosure(actor=scene.worker, page=page, reason=REASON, cells=cells, now=now, **how)


def test_an_amount_goes_from_page_versions_chart_and_files_and_comes_back(
    scene, disclosed, now, client_for, official
):
    before = parsed(disclosed)
    kept = mask(scene, disclosed, now, 2)
    page = DisclosurePage.objects.get(pk=disclosed.pk)
    base, table = page.get_url(), table_of(page)
    client = client_for(None)
    files = [reverse("table-file", args=[page.pk, table.id, kind]) for kind in ("csv", "json")]
    addresses = [
        base,
        *files,
        *(f"{base}{below}" for below in ("versions/1/", "versions/2/", "compare/1/2/")),
    ]
    for address in addresses:
        shown = client.get(address).content.decode("utf-8-sig")
        for gone in ("3,200", "3200", "320000", "3,100", "310000", "3100"):
            assert gone not in shown.replace("3200001", ""), address
    assert "表里有隐去的数" in client.get(base).content.decode()
    assert "320000" not in everything(page)
    assert "310000" not in everything(page)
    assert "特困补助" in client.get(base).content.decode()
    # One number alone would be the total less the others.
    assert table.value.totals[1] == "〔已隐去〕"
    assert "3,200.00" in kept.text
    director = official(Role.COMMITTEE_DIRECTOR, scene.body)
    done = lift_mask(actor=director, mask=kept, reason="补助总额本应公开", now=now + timedelta(days=2))
    assert done >= 4
    assert parsed(page) == before
    cache.clear()
    shown = client_for(None).get(f"{base}versions/1/").content.decode()
    assert "3,100.00" in shown
    assert "恢复公开，理由：补助总额本应公开" in shown
    event = Event.objects.get(verb="disclosure_mask.lifted")
    assert (event.actor, event.changes["places"][1]) == (director, done)


def test_who_sets_a_mask_does_not_lift_it_and_nobody_after_thirty_days(scene, disclosed, now, official):
    kept = mask(scene, disclosed, now, 2, 3)
    director = official(Role.COMMITTEE_DIRECTOR, scene.body)
    sibling = official(Role.COMMITTEE_DIRECTOR, scene.district.body("dongshuiguan"))
    for person in (scene.worker, sibling, scene.resident, scene.supervisor):
        with pytest.raises(PermissionDenied):
            lift_mask(actor=person, mask=kept, reason="误", now=now)
    with pytest.raises(ValidationError, match="写明理由"):
        lift_mask(actor=director, mask=kept, reason=" ", now=now)
    jobs.look_after(now + timedelta(days=29))
    assert DisclosureMask.objects.get().undo
    jobs.look_after(now + timedelta(days=30))
    assert DisclosureMask.objects.get().undo == ""
    with pytest.raises(ValidationError, match="超过了30天"):
        lift_mask(actor=director, mask=DisclosureMask.objects.get(), reason="晚了", now=now)
    assert "3,200.00" in DisclosureMask.objects.get().text


def test_masks_over_each_other_are_lifted_from_the_last_and_corrections_are_left_alone(
    scene, disclosed, now, official
):
    clerk = official(Role.STREET_STAFF, scene.district.body("fuzimiao"))
    first = mask(scene, disclosed, now, 2, 3)
    second = mask_disclosure(
        actor=scene.worker, page=disclosed, text="物业补贴", reason="误写", now=now + timedelta(minutes=1)
    )
    with pytest.raises(ValidationError, match="请先恢复那一次"):
        lift_mask(actor=clerk, mask=first, reason="误", now=now)
    lift_mask(actor=clerk, mask=second, reason="误", now=now)
    people = {"writer": scene.worker, "supervisor": scene.supervisor, "now": now}
    page = corrected(disclosed, rows=(("全部", 1_000), ("其余", 2_000)), note="合并列示", **people)
    lift_mask(actor=clerk, mask=first, reason="误", now=now)
    page = DisclosurePage.objects.get(pk=page.pk)
    assert [row[0] for row in table_of(page).value.rows] == ["全部", "其余"]
    assert "320000" in json.dumps([version.content for version in page.versions.all()])
    with pytest.raises(ValidationError, match="不能再恢复"):
        lift_mask(actor=clerk, mask=first, reason="误", now=now)


def test_a_file_that_was_taken_away_comes_back(scene, disclosed, now, official, client_for):
    document = DocumentFactory(title="收据", collection=scene.body.collection)
    people = {"writer": scene.worker, "supervisor": scene.supervisor, "now": now}
    page = corrected(disclosed, note="补附件", attach=document, **people)
    kept = mask_disclosure(actor=scene.worker, page=page, document=document, reason="含个人信息", now=now)
    assert not DisclosurePage.objects.get(pk=page.pk).attachments.exists()
    lift_mask(actor=official(Role.COMMITTEE_DIRECTOR, scene.body), mask=kept, reason="不含", now=now)
    page = DisclosurePage.objects.get(pk=page.pk)
    assert [row.document_id for row in page.attachments.all()] == [document.pk]
    assert [row["title"] for row in page.versions.last().attachments] == ["收据"]
    assert "收据" in client_for(None).get(page.get_url()).content.decode()


def test_the_form_offers_each_cell_and_says_what_is_wrong(scene, disclosed, now, client_for, official):
    client = client_for(scene.worker)
    add = reverse("disclosure_masks:add")
    which = client.get(add).content.decode()
    assert disclosed.title in which
    assert "下一步" in which
    url = f"{add}?page={disclosed.pk}"
    form = client.get(url).content.decode()
    key = f"{table_of(disclosed).id}:2:1"
    assert f'value="{key}"' in form
    assert "第2行“金额”（特困补助）：¥3,200.00" in form
    data = {"page": disclosed.pk, "cells": [key], "reason": REASON, "seen": 2}
    for wrong, said in (
        ({"seen": 1}, "刚刚更正过"),
        ({"cells": ["nothing:1:1"]}, "cells"),
        ({"text": "特困补助"}, "只选一样"),
        ({"reason": "3200.00元不该公开"}, "里面不要写"),
    ):
        answer = client.post(add, {**data, **wrong})
        assert answer.status_code == 200
        assert said in answer.content.decode()
        assert not DisclosureMask.objects.exists()
    assert client.post(add, data).status_code == 302
    [kept] = DisclosureMask.objects.all()
    edit = reverse("disclosure_masks:edit", args=[kept.pk])
    assert client.get(edit).status_code == 302
    boss = client_for(official(Role.COMMITTEE_DIRECTOR, scene.body))
    assert edit in boss.get(reverse("disclosure_masks:inspect", args=[kept.pk])).content.decode()
    assert "恢复以后" in boss.get(edit).content.decode()
    assert boss.post(edit, {"lift_reason": ""}).status_code == 200
    assert boss.post(edit, {"lift_reason": "误勾"}).status_code == 302
    kept.refresh_from_db()
    assert kept.lift_reason == "误勾"
    assert "不能再恢复" in boss.get(edit).content.decode()


def test_a_draft_can_neither_hide_by_itself_nor_bring_back_what_was_masked(scene, disclosed, now):
    mask_disclosure(actor=scene.worker, page=disclosed, text="茶水", reason="误写的名称", now=now)
    page = DisclosurePage.objects.get(pk=disclosed.pk)
    draft = filled(page, rows=(("茶水", 5_000), *ROWS))
    draft.correction_note = "再改"
    assert "又写上了已经隐去的内容" in str([str(one.message) for one in draft.publication_errors()])
    draft = filled(page, rows=(("〔已隐去〕", 5_000), ("〔已隐去〕", 320_000)), words="〔已隐去〕")
    draft.correction_note = "再改"
    assert "不能自己写“〔已隐去〕”" in str([str(one.message) for one in draft.publication_errors()])


def test_words_leave_numbers_and_tags_whole(scene, disclosed, now, client_for):
    """A word that is part of a number, or the name of a tag, must not break what is stored."""
    for text in ("10000", "00.00", "li"):
        with pytest.raises(ValidationError, match="没有找到"):
            mask_disclosure(actor=scene.worker, page=disclosed, text=text, reason="无", now=now)
    kept = mask_disclosure(actor=scene.worker, page=disclosed, text="¥3,200.00", reason="补助金额", now=now)
    assert kept.text == "¥3,200.00"
    assert client_for(None).get(disclosed.get_url()).status_code == 200
    assert "320000" not in json.dumps(
        [revision.content for revision in Revision.objects.for_instance(disclosed)], default=str
    )

"""Every way of publishing, taking off and deleting, tried on a disclosure; long tables; the sheet."""

import contextlib
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.models import Page, Revision

from cms_pages.actions.raise_objection import raise_objection
from cms_pages.actions.start_disclosure import start_disclosure
from cms_pages.disclosures.outline import outline
from cms_pages.models import DisclosureCheck, DisclosureObjection, DisclosurePage, NoticePage
from cms_pages.publication.errors import PublicationRefused
from cms_pages.publication.schedule import publish_due
from communities.choices import Role
from tests.factories.disclosures import corrected, disclosures_of, filled, published, submitted

SHANGHAI = ZoneInfo("Asia/Shanghai")
LONG = tuple((f"第{number}户", number * 100) for number in range(1, 61))


def admin(name, *args):
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def test_copying_moving_reverting_and_scheduling_publish_nothing(scene, now, client_for, official):
    check = submitted(scene.duty, writer=scene.worker, now=now)
    check.page.current_workflow_state.cancel(user=scene.worker)
    key, index = check.page_id, disclosures_of(scene.district, "wuyixiang")
    sibling = disclosures_of(scene.district, "dongshuiguan")
    before = set(Page.objects.values_list("pk", "path"))
    first = Revision.objects.for_instance(check.page).order_by("pk").first()
    people = [scene.worker, official(Role.DISTRICT_ADMINISTRATOR, scene.district.body()), scene.supervisor]
    copied = {"new_title": "副本", "new_slug": "copy", "new_parent_page": index.pk, "publish_copies": "on"}
    for client in map(client_for, people):
        client.post(admin("copy", key), copied)
        client.post(admin("copy", key), copied | {"alias": "on", "new_parent_page": sibling.pk})
        client.post(admin("move_confirm", key, sibling.pk))
        client.post(admin("revisions_revert", key, first.pk), {"action-publish": "1"})
        client.post(admin("edit", key), {"action-publish": "1", "revision": first.pk})
        client.post(admin("edit", key), {"action-publish": "1", "go_live_at": "2026-11-23 09:00"})
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        client.post(f"{bulk}?id={key}", {"chooser": sibling.pk})
    Revision.objects.for_instance(check.page).update(approved_go_live_at=now - timedelta(hours=1))
    publish_due(now)
    assert not DisclosurePage.objects.filter(live=True).exists()
    assert set(Page.objects.values_list("pk", "path")) == before
    for revision in Revision.objects.for_instance(check.page):
        with pytest.raises(PublicationRefused):
            revision.publish(skip_permission_checks=True)


def test_what_was_public_is_deleted_and_taken_off_by_no_path(scene, now, client_for):
    page = published(scene.duty, writer=scene.worker, supervisor=scene.supervisor, now=now)
    for name, refused in {
        "page": lambda: Page.objects.get(pk=page.pk).delete(),
        "query of pages": lambda: DisclosurePage.objects.filter(pk=page.pk).delete(),
        "column": lambda: page.get_parent().specific.delete(),
        "community": lambda: scene.district.page("wuyixiang").delete(),
        "off": lambda: Page.objects.get(pk=page.pk).specific.unpublish(),
    }.items():
        with contextlib.suppress(PublicationRefused, ProtectedError), transaction.atomic():
            refused()
        assert DisclosurePage.objects.filter(pk=page.pk, live=True).exists(), name
    DisclosurePage.objects.filter(pk=page.pk).update(expire_at=now - timedelta(hours=1))
    publish_due(now)
    assert DisclosurePage.objects.get(pk=page.pk).live
    # A correction that nobody checked replaces nothing.
    draft = filled(page, rows=(("全部", 1),))
    revision = draft.save_revision(
        user=scene.worker, clean=False, approved_go_live_at=now - timedelta(hours=1)
    )
    publish_due(now)
    assert "12,500.00" in client_for(None).get(page.get_url()).content.decode()
    with pytest.raises(PublicationRefused):
        DisclosurePage.objects.get(pk=page.pk).publish(revision)


def test_another_committee_can_not_forge_its_way_in(scene, now, client_for, official):
    page = start_disclosure(actor=scene.worker, duty=scene.duty, now=now)
    stranger = client_for(official(Role.COMMITTEE_WORKER, scene.district.body("dongshuiguan")))
    section = page.content[0]
    forged = {
        "title": "改掉",
        "content-count": "1",
        "content-0-id": section.id,
        "content-0-type": "section",
        "content-0-order": "0",
        "content-0-deleted": "",
        "action-submit": "1",
    }
    revisions = Revision.objects.for_instance(page).count()
    for name, *args in (("edit",), ("history",), ("revisions_compare", "earliest", "latest")):
        for answer in (
            stranger.get(admin(name, page.pk, *args)),
            stranger.post(admin(name, page.pk, *args), forged),
        ):
            assert answer.status_code in {404, 405}
    assert stranger.post(reverse("disclosure_desk:start", args=[scene.duty.pk])).status_code == 404
    assert stranger.post(reverse("typed_tables:import", args=[page.pk]), {"text": "a"}).status_code == 404
    assert stranger.get(reverse("disclosure_masks:add"), {"page": page.pk}).status_code == 200
    assert page.title not in stranger.get(reverse("disclosure_masks:add"), {"page": page.pk}).content.decode()
    index = disclosures_of(scene.district, "wuyixiang")
    kinds = ("disclosurepage", "noticepage")
    for kind in kinds:
        answer = client_for(scene.worker).get(admin("add", "cms_pages", kind, index.pk))
        assert answer.status_code in {302, 403, 404}
    assert Revision.objects.for_instance(page).count() == revisions
    assert not DisclosureCheck.objects.exists()
    assert not NoticePage.objects.child_of(index).exists()


def test_a_first_version_has_no_word_of_a_correction(scene, now, client_for):
    page = start_disclosure(actor=scene.worker, duty=scene.duty, now=now)
    client = client_for(scene.worker)
    assert "更正说明" not in client.get(admin("edit", page.pk)).content.decode()
    page.delete()
    page = published(scene.duty, writer=scene.worker, supervisor=scene.supervisor, now=now)
    assert "更正说明" in client.get(admin("edit", page.pk)).content.decode()


def test_every_row_of_a_long_table_can_be_spoken_of(scene, now, client_for):
    check = submitted(scene.duty, writer=scene.worker, now=now, rows=LONG)
    part = outline(check.revision.as_object().content)[0].parts[0]
    client, url = client_for(scene.supervisor), reverse("disclosure-check", args=[check.pk])
    shown = client.get(url).content.decode()
    assert f'name="remark-{part.place}:40"' in shown
    assert f'name="row-{part.place}-0"' in shown
    more = f"row-{part.place}-0"
    for wrong, said in (
        ({more: "61", f"{more}-text": "没有这一行"}, "60"),
        ({more: "57"}, "请写明有什么问题"),
        ({f"{more}-text": "与发票不符"}, "请填写是第几行"),
    ):
        answer = client.post(url, {"decision": "return", **wrong})
        assert answer.status_code == 422
        assert said in answer.content.decode()
    sent = {more: "57", f"{more}-text": "与发票不符", f"remark-{part.place}:3": "缺发票"}
    assert client.post(url, {"decision": "return", **sent}).status_code == 302
    labels = [remark.label for remark in check.remarks.all()]
    assert labels == ["“收入明细”表格第3行（第3户）", "“收入明细”表格第57行（第57户）"]


def test_the_sheet_has_the_whole_tables_the_seal_and_who_checked(scene, now, client_for):
    page = published(scene.duty, writer=scene.worker, supervisor=scene.supervisor, now=now, rows=LONG)
    client = client_for(None)
    assert f"{page.get_url()}print/" in client.get(page.get_url()).content.decode()
    sheet = client.get(f"{page.get_url()}print/").content.decode()
    for expected in (
        "第1户",
        "第60户",
        "（盖章）",
        scene.body.name,
        "秦淮老监督",
        "2026-11-23",
        "<svg",
        "依据",
        "noindex",
    ):
        assert expected in sheet
    page = corrected(page, writer=scene.worker, supervisor=scene.supervisor, now=now + timedelta(days=1))
    sheet = client.get(f"{page.get_url()}print/?v=2").content.decode()
    assert "第2版（2026-11-23更正）" in sheet
    preview = client_for(scene.worker).get(f"{admin('view_draft', page.pk)}?mode=print")
    assert "（盖章）" in preview.content.decode()


def test_lists_keep_a_period_and_words(scene, now, client_for):
    page = published(scene.duty, writer=scene.worker, supervisor=scene.supervisor, now=now)
    client, index = client_for(None), disclosures_of(scene.district, "wuyixiang").get_url()
    for query in (
        {"period": "q3"},
        {"q": "第三季度 收支"},
        {"period": "q3", "year": "2026", "kind": "finance"},
    ):
        assert f'href="{page.get_url()}"' in client.get(index, query).content.decode()
    for query in ({"period": "q2"}, {"period": "m7"}, {"period": "y"}, {"q": "第二季度"}):
        assert f'href="{page.get_url()}"' not in client.get(index, query).content.decode()
    odd = client.get(index, {"period": "x", "q": "长" * 60}).content.decode()
    assert "没有这种期间" in odd
    assert "要找的词太长" in odd
    board = client.get(f"{index}board/", {"period": "q3"}).content.decode()
    assert "2026年第三季度财务收支情况" in board
    assert "2026年第四季度财务收支情况" not in board


def test_an_objection_at_the_last_second_of_the_year_is_due_by_weekdays_of_the_next(scene, now):
    """2027 has no arrangement of holidays yet: its weekdays count, and the first of January does not."""
    page = published(scene.duty, writer=scene.worker, supervisor=scene.supervisor, now=now)
    last = datetime(2026, 12, 31, 23, 59, 59, tzinfo=SHANGHAI)
    first = last + timedelta(seconds=1)
    for moment in (last, first):
        raise_objection(actor=scene.resident, page=page, text=f"提出于{moment}", now=moment)
    dues = list(DisclosureObjection.objects.order_by("pk").values_list("due_on", flat=True))
    assert dues[0] == dues[1] == date(2027, 1, 15)

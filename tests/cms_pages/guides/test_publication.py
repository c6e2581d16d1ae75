"""A guide that lacks an element is not published, whichever way somebody tries."""

import datetime
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_page import CreatePageAction
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms_pages.models import CommitteeCertificate, GuidePage, ScheduleFailure
from cms_pages.publication.errors import PublicationRefused, publication_errors
from cms_pages.publication.schedule import publish_due
from communities.actions.add_bodies import add_bodies
from communities.choices import BodyKind, Role
from communities.models import Body
from events.actions.deliver import deliver_due
from events.models import Event
from tests.factories import GuideFactory, SharedFactFactory
from tests.factories.guides import facts_of, guides_of, hours_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]

MISSING = [
    ("what_it_is", "缺一句话说明"),
    ("conditions", "缺条件"),
    ("materials", "缺材料"),
    ("steps", "缺步骤"),
    ("promised_days", "缺承诺时限"),
    ("fee_kind", "缺收费"),
    ("legal_basis", "缺依据"),
    ("places", "缺办理地点"),
    ("phones", "缺咨询电话"),
]


def said(guide):
    return "".join(str(error.message) for error in publication_errors(guide))


@pytest.mark.parametrize(("element", "words"), MISSING)
def test_each_missing_element_is_named_and_refuses(parent, element, words):
    guide = GuideFactory(parent=parent, without=[element])
    assert words in said(guide)
    with pytest.raises(PublicationRefused):
        guide.save_revision(clean=False).publish()
    assert not GuidePage.objects.live().exists()


def test_all_that_is_missing_is_told_at_once(parent):
    guide = GuideFactory(parent=parent, without=[name for name, _words in MISSING])
    words = said(guide)
    assert all(expected in words for _name, expected in MISSING)
    assert "缺投诉电话" in words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"at_district": False, "at_street": False, "at_community": False}, "缺办理层级"),
        ({"needs_no_materials": True}, "又列了材料"),
        ({"promised_days": 40}, "比法定时限还长"),
        ({"fee_kind": "fixed", "fee_basis": "价目表"}, "要填金额"),
        ({"fee_kind": "fixed", "fee_fen": 2000}, "收费要有依据"),
        ({"fee_kind": "varies", "fee_basis": "价目表"}, "要说明怎么收"),
        ({"fee_fen": 900}, "没有选“收固定金额”"),
        ({"what_it_is": "低于[[没有登记的标准]]的"}, "没有现行的“没有登记的标准”"),
        ({"title": "带\u202e控制符"}, ""),
    ],
)
def test_what_contradicts_itself_is_refused(parent, fields, words):
    guide = GuideFactory(parent=parent, draft=True)
    for name, value in fields.items():
        setattr(guide, name, value)
    assert publication_errors(guide)
    assert words in said(guide)


def test_a_half_filled_block_is_refused(parent):
    guide = GuideFactory(parent=parent, draft=True)
    guide.materials = [("material", {"name": "", "form": "original", "number": 1})]
    assert "“材料”里有没填完" in said(guide)


def test_a_question_may_name_only_variants_that_there_are(parent):
    guide = GuideFactory(parent=parent, draft=True)
    choices = [
        {"label": "是", "outcome": "continue", "variant": "外星户籍"},
        {"label": "不是", "outcome": "continue"},
    ]
    guide.questions = [{"type": "question", "value": {"question": "是吗？", "hint": "", "choices": choices}}]
    assert "外星户籍" in said(guide)


def test_a_certificate_that_committees_refuse_may_not_be_asked_for(parent):
    CommitteeCertificate.objects.create(
        name="亲属关系证明", stance="refused", instead="户口簿", source="清单"
    )
    guide = GuideFactory(parent=parent, draft=True)
    guide.materials = [
        {
            "type": "material",
            "value": {"name": "亲属关系证明", "form": "original", "number": 1, "issuer": "社区居委会"},
        }
    ]
    assert "不能要求居委会开“亲属关系证明”" in said(guide)
    guide.materials = [
        {
            "type": "material",
            "value": {"name": "亲属关系证明", "form": "original", "number": 1, "issuer": "公证处"},
        }
    ]
    assert not publication_errors(guide)


def test_a_figure_that_does_not_hold_yet_is_none(parent, now):
    SharedFactFactory(body=parent.body_page.body, value__since=datetime.date(2027, 1, 1))
    guide = GuideFactory(parent=parent, draft=True)
    guide.what_it_is = "低于[[低保标准]]的"
    assert "没有现行的“低保标准”" in said(guide)


def guide_post(department, **fields):
    """Return the editor's form of a whole guide, with `fields` over it."""
    enquiry, complaint, address = facts_of(department)
    data = {
        "title": "临时救助申请",
        "what_it_is": "一时过不下去的",
        "keywords": "",
        "at_district": "on",
        "at_street": "on",
        "online_url": "",
        "places": inline_formset(
            [{"address": address.pk, "schedule": hours_of(department).pk, "window": ""}]
        ),
        "conditions": streamfield([("condition", "遇到突发困难")]),
        "needs_no_materials": "on",
        "materials": streamfield([]),
        "variants": streamfield([]),
        "pictures": streamfield([]),
        "steps": streamfield([("step", {"title": "到街道申请", "text": ""})]),
        "promised_days": "7",
        "legal_days": "",
        "time_note": "",
        "fee_kind": "free",
        "fee_fen": "",
        "fee_text": "",
        "fee_basis": "",
        "phones": inline_formset(
            [{"purpose": "enquiry", "fact": enquiry.pk}, {"purpose": "complaint", "fact": complaint.pk}]
        ),
        "legal_basis": streamfield([("law", {"title": "《社会救助暂行办法》", "article": "", "url": ""})]),
        "answers": streamfield([]),
        "questions": streamfield([]),
        "review_months": "6",
        "go_live_at": "",
        "expire_at": "",
        "comments": inline_formset([]),
        **fields,
    }
    return nested_form_data({key: value for key, value in data.items() if value is not None})


def add_url(parent):
    return reverse("wagtailadmin_pages:add", args=["cms_pages", "guidepage", parent.pk])


def test_a_clerk_publishes_a_whole_guide_from_the_editor(client_for, clerk, department, parent, client):
    desk = client_for(clerk)
    assert desk.get(add_url(parent)).status_code == 200
    response = desk.post(add_url(parent), {**guide_post(department), "action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors
    guide = GuidePage.objects.get()
    assert guide.live
    assert guide.slug == "linshijiuzhushenqing"
    assert guide.body_owner == department
    assert guide.care.due_on > timezone.localdate()
    assert client.get(guide.url).status_code == 200
    assert Event.objects.filter(verb="guide.published", actor=clerk).count() == 1
    edit = reverse("wagtailadmin_pages:edit", args=[guide.pk])
    page = desk.get(edit).content.decode()
    assert "区民政局 · 监督投诉：025-0000 1202" in page


def test_the_editor_tells_at_the_fields_what_is_missing_and_keeps_the_draft(
    client_for, clerk, department, parent
):
    desk = client_for(clerk)
    data = guide_post(department, conditions=streamfield([]), phones=inline_formset([]), promised_days="")
    response = desk.post(add_url(parent), {**data, "action-publish": "1"})
    errors = response.context["form"].errors
    assert {"conditions", "promised_days"} <= set(errors)
    assert "缺咨询电话" in str(response.context["form"].non_field_errors())
    assert not GuidePage.objects.exists()
    assert desk.post(add_url(parent), data).status_code == 302
    assert not GuidePage.objects.get().live


def test_submitting_the_form_twice_makes_one_guide(client_for, clerk, department, parent):
    desk = client_for(clerk)
    data = guide_post(department, submission_token=str(uuid4()))
    assert desk.post(add_url(parent), data).status_code == 302
    second = desk.post(add_url(parent), data, follow=True)
    guide = GuidePage.objects.get()
    assert second.redirect_chain[0][0] == reverse("wagtailadmin_pages:edit", args=[guide.pk])
    assert "已经提交过" in second.content.decode()


@pytest.mark.parametrize("title", ["低保\u202e申请", "\u200b\u200b", "长" * 101])
def test_a_title_that_hides_something_or_never_ends_is_refused(client_for, clerk, department, parent, title):
    response = client_for(clerk).post(add_url(parent), guide_post(department, title=title))
    assert "title" in response.context["form"].errors
    assert not GuidePage.objects.exists()


def test_money_is_typed_in_yuan_and_kept_in_fen(client_for, clerk, department, parent):
    desk = client_for(clerk)
    data = guide_post(department, fee_kind="fixed", fee_fen="20.50", fee_basis="价目表")
    assert desk.post(add_url(parent), {**data, "action-publish": "1"}).status_code == 302
    guide = GuidePage.objects.get()
    assert guide.fee_fen == 2050
    assert 'value="20.50"' in desk.get(reverse("wagtailadmin_pages:edit", args=[guide.pk])).content.decode()


def test_a_bulk_publish_names_what_is_missing(client_for, clerk, parent):
    guide = GuideFactory(parent=parent, without=["steps"], title="没写完的")
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    page = client_for(clerk).post(f"{url}?id={guide.pk}", follow=True).content.decode()
    assert "没写完的" in page
    assert "缺步骤" in page


def test_a_scheduled_guide_that_became_unfit_is_put_aside_and_its_clerks_are_told(
    parent, clerk, client_for, clock
):
    guide = GuideFactory(parent=parent, draft=True)
    guide.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    revision = guide.save_revision()
    revision.publish()
    revision.refresh_from_db()
    revision.content["steps"] = "[]"
    revision.save()
    clock.shift(datetime.timedelta(hours=2))
    publish_due(timezone.now())
    assert "缺步骤" in ScheduleFailure.objects.get(page_id=guide.pk).reason
    assert not GuidePage.objects.live().exists()
    deliver_due(now=timezone.now())
    told = client_for(clerk).get("/me/notifications/").content.decode()
    assert f"没能定时发布：{guide.title}" in told
    assert "缺步骤" in told


@pytest.fixture
def unfit(guide):
    """A published guide that has lost an element since."""
    GuidePage.objects.filter(pk=guide.pk).update(what_it_is="")
    return GuidePage.objects.get(pk=guide.pk)


WAYS = {
    "publish": lambda guide, _index: guide.save_revision(clean=False).publish(),
    "saving a checked revision": lambda guide, _index: guide.save_revision(),
    "Wagtail's action to make pages": lambda _guide, index: CreatePageAction(
        GuidePage(title="新的", slug="new", live=False), index, publish=True
    ).execute(skip_permission_checks=True),
    "a copy that keeps its state": lambda guide, index: guide.copy(
        to=index, update_attrs={"slug": "copy"}, keep_live=True
    ),
    "Wagtail's action to copy": lambda guide, index: CopyPageAction(
        page=guide, to=index, update_attrs={"slug": "copy"}, keep_live=True
    ).execute(skip_permission_checks=True),
    "an alias": lambda guide, index: guide.create_alias(parent=index, update_slug="alias"),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_publishes_what_is_not_ready(unfit, parent, way):
    before = GuidePage.objects.live().count()
    with transaction.atomic(), pytest.raises(ValidationError):
        WAYS[way](unfit, parent)
    assert GuidePage.objects.live().count() == before


def test_a_copy_in_the_workbench_is_refused_in_words(client_for, clerk, unfit, parent):
    data = {"new_title": "低保（复制）", "new_slug": "copy", "new_parent_page": parent.pk}
    address = reverse("wagtailadmin_pages:copy", args=[unfit.pk])
    refused = client_for(clerk).post(address, {**data, "publish_copies": "on"}, follow=True)
    assert "缺一句话说明" in refused.content.decode()
    assert not GuidePage.objects.filter(slug="copy").exists()
    client_for(clerk).post(address, data)
    assert not GuidePage.objects.get(slug="copy").live, "a draft may lack anything"


def test_moving_publishes_nothing(district, parent, guide):
    draft = GuideFactory(parent=parent, draft=True, without=["steps"])
    other = Body(kind=BodyKind.DEPARTMENT, name="秦淮区文旅局", short_name="区文旅局", area=district.area)
    add_bodies(actor=None, bodies=[other], now=timezone.now())
    for page in (draft, guide):
        page.move(guides_of(other), pos="last-child")
    assert not GuidePage.objects.get(pk=draft.pk).live
    moved = GuidePage.objects.get(pk=guide.pk)
    assert (moved.live, moved.body_owner) == (True, other)


def test_another_department_and_committees_have_no_part_in_it(client_for, official, district, guide, parent):
    for role, body in (
        (Role.COMMITTEE_WORKER, district.body("wuyixiang")),
        (Role.STREET_STAFF, district.body("fuzimiao")),
    ):
        desk = client_for(official(role, body))
        assert desk.get(reverse("wagtailadmin_pages:edit", args=[guide.pk])).status_code == 404
        assert desk.get(add_url(parent)).status_code in (302, 403, 404)


def test_unpublishing_and_deleting_are_recorded_and_free_the_facts(guide):
    assert guide.uses.count() == 4
    guide.unpublish()
    assert not guide.uses.exists()
    guide.delete()
    verbs = list(
        Event.objects.filter(verb__startswith="guide.").order_by("pk").values_list("verb", flat=True)
    )
    assert verbs == ["guide.published", "guide.unpublished", "guide.deleted"]

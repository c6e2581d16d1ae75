"""An objection, its clock, its answer, the correction that follows, and the street that is told."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.personal_data import registry
from cms_pages.actions.answer_objection import answer_objection
from cms_pages.actions.raise_objection import raise_objection
from cms_pages.choices import ObjectionState, WordsState
from cms_pages.disclosures import jobs
from cms_pages.models import DisclosureObjection
from communities.choices import Role
from events.actions.deliver import deliver_due
from moderation.actions.decide_item import decide_item
from moderation.actions.set_screened_word import set_screened_word
from moderation.actions.undo_decision import undo_decision
from moderation.choices import Treatment, Verdict
from moderation.models import QueueItem
from moderation.screening.screen import forget
from notifications.models import Notification
from tests.factories.disclosures import corrected, disclosures_of, published

WORDS = "活动支出与公示栏里的数字不一致"


@pytest.fixture
def disclosed(scene, now):
    return published(scene.duty, writer=scene.worker, supervisor=scene.supervisor, now=now)


def raised(scene, page, now, text=WORDS):
    return raise_objection(actor=scene.resident, page=page, text=text, now=now)


def test_a_form_sent_twice_objects_once_and_shows_no_name(scene, disclosed, now, client_for):
    page = disclosed
    client = client_for(scene.resident)
    url = f"{page.get_url()}object/"
    assert client.post(url, {"text": ""}).status_code == 422
    data = {"text": WORDS, "form_token": "5b0f0d0c-0000-4000-8000-000000000002"}
    for _time in range(2):
        assert client.post(url, data).status_code == 302
    [objection] = DisclosureObjection.objects.all()
    assert objection.due_on == date(2026, 12, 7)
    public = client_for(None).get(page.get_url()).content.decode()
    assert "待答复" in public
    assert WORDS not in public
    listed = client_for(None).get(f"{disclosures_of(scene.district).get_url()}objections/").content.decode()
    assert f"#objection-{objection.pk}" in listed
    for shown in (public, listed):
        assert "resident" not in shown
    assert WORDS in client.get(url).content.decode()


def test_who_does_not_live_there_is_told_why(scene, disclosed, now, client_for, official):
    page = disclosed
    url = f"{page.get_url()}object/"
    stranger = official(Role.RESIDENT, scene.district.body("dongshuiguan"))
    refused = client_for(stranger).get(url)
    assert refused.status_code == 403
    assert "加入乌衣巷社区之后" in refused.content.decode()
    assert client_for(stranger).post(url, {"text": WORDS}).status_code == 422
    for person in (stranger, scene.worker):
        with pytest.raises(PermissionDenied):
            raise_objection(actor=person, page=page, text=WORDS, now=now)
    assert client_for(None).get(url).status_code == 302
    raised(scene, page, now)
    with pytest.raises(ValidationError, match="已经收到"):
        raised(scene, page, now)


def test_an_answer_and_its_correction_are_public_and_linked(scene, disclosed, now, client_for):
    page = disclosed
    objection = raised(scene, page, now)
    client = client_for(scene.worker)
    edit = reverse("disclosure_objections:edit", args=[objection.pk])
    assert WORDS in client.get(edit).content.decode()
    assert client.post(edit, {"answer": " "}).status_code == 200
    assert client.post(edit, {"answer": "您说得对，已更正。", "will_correct": "on"}).status_code == 302
    objection.refresh_from_db()
    assert objection.state_on(date(2026, 11, 23)) is ObjectionState.CORRECTING
    with pytest.raises(PermissionDenied):
        answer_objection(actor=scene.worker, objection=objection, answer="又", will_correct=False, now=now)
    assert "异议成立" not in client_for(None).get(page.get_url()).content.decode()
    corrected(page, writer=scene.worker, supervisor=scene.supervisor, now=now, rows=(("活动支出", 1),))
    objection.refresh_from_db()
    assert objection.correction.number == 2
    cache.clear()
    public = client_for(None).get(page.get_url()).content.decode()
    assert WORDS in public
    assert "您说得对" in public
    assert f"{page.get_url()}versions/2/" in public
    deliver_due(now=now + timedelta(minutes=5), waited=timedelta(0))
    kinds = set(Notification.objects.filter(recipient=scene.resident).values_list("kind", flat=True))
    assert kinds == {"disclosure_objection.answered", "disclosure_objection.corrected"}


def test_an_unanswered_one_alerts_the_street_once(scene, disclosed, now, official, client_for):
    page = disclosed
    clerk = official(Role.STREET_STAFF, scene.district.body("fuzimiao"))
    objection = raised(scene, page, now)
    jobs.look_after(now + timedelta(days=14))
    assert not Notification.objects.filter(recipient=clerk, kind="disclosure_objection.unanswered").exists()
    for days in (15, 16):
        jobs.look_after(now + timedelta(days=days))
    assert Notification.objects.filter(recipient=clerk, kind="disclosure_objection.unanswered").count() == 1
    assert objection.state_on(date(2026, 12, 8)) is ObjectionState.OVERDUE
    index = client_for(clerk).get(reverse("disclosure_objections:index")).content.decode()
    assert page.title in index


def test_a_sibling_committee_finds_and_answers_nothing(scene, disclosed, now, official, client_for):
    page = disclosed
    objection = raised(scene, page, now)
    sibling = official(Role.COMMITTEE_WORKER, scene.district.body("dongshuiguan"))
    client = client_for(sibling)
    assert client.get(reverse("disclosure_objections:edit", args=[objection.pk])).status_code == 404
    assert page.title not in client.get(reverse("disclosure_objections:index")).content.decode()
    with pytest.raises(PermissionDenied):
        answer_objection(actor=sibling, objection=objection, answer="别家", will_correct=False, now=now)


def test_a_person_gets_and_loses_what_is_theirs(scene, disclosed, now):
    page = disclosed
    objection = raised(scene, page, now)
    holding = registry.get("disclosures")
    assert holding.export(scene.resident)["disclosure_objections"][0]["text"] == WORDS
    assert holding.export(scene.supervisor)["disclosure_checks"][0]["state"] == "passed"
    holding.erase(scene.resident)
    holding.erase(scene.supervisor)
    objection.refresh_from_db()
    assert (objection.author, objection.text) == (None, WORDS)
    assert page.checks.get().decided_by_name == ""


def test_a_long_text_is_kept_in_the_form_and_a_screened_one_goes_to_the_street(
    scene, disclosed, now, official, client_for
):
    page = disclosed
    url = f"{page.get_url()}object/"
    long = "账目不清。" * 2000
    answer = client_for(scene.resident).post(url, {"text": long})
    assert answer.status_code == 422
    assert long in answer.content.decode()
    keeper = official(Role.DISTRICT_ADMINISTRATOR, scene.district.body())
    for word, treatment in (("王八蛋", Treatment.QUEUE), ("代开发票", Treatment.BLOCK)):
        set_screened_word(actor=keeper, word=word, treatment=treatment, note="", now=now)
    forget()
    with pytest.raises(ValidationError, match="不能发布的词"):
        raised(scene, page, now, text="代开发票找我")
    objection = raised(scene, page, now, text="做账的都是王 八 蛋")
    [item] = QueueItem.objects.all()
    assert item.body == scene.district.body("fuzimiao")
    assert objection.words_state == WordsState.WAITING
    director = official(Role.COMMITTEE_DIRECTOR, scene.body)
    with pytest.raises(PermissionDenied):
        decide_item(actor=director, item=item, verdict=Verdict.APPROVE, reason="", version="", now=now)
    # The committee answers all the same.
    assert (
        "由街道审核"
        in client_for(scene.worker)
        .get(reverse("disclosure_objections:edit", args=[objection.pk]))
        .content.decode()
    )
    answer_objection(
        actor=scene.worker, objection=objection, answer="账目附后。", will_correct=False, now=now
    )

    def public():
        cache.clear()
        return client_for(None).get(page.get_url()).content.decode()

    assert "正在审核" in public()
    clerk = official(Role.STREET_STAFF, scene.district.body("fuzimiao"))
    decide_item(actor=clerk, item=item, verdict=Verdict.REJECT, reason="辱骂", version="waiting", now=now)
    assert "不宜公开" in public()
    assert "账目附后" in public()
    assert "王 八 蛋" not in public()
    assert "不宜公开" in client_for(scene.resident).get(url).content.decode()
    undo_decision(actor=clerk, decision=item.decisions.get(), now=now)
    decide_item(actor=clerk, item=item, verdict=Verdict.APPROVE, reason="", version="waiting", now=now)
    assert "王 八 蛋" in public()
    forget()

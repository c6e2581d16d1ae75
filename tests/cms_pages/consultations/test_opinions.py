"""Who may say what to a consultation, until when, and who reads it."""

import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.personal_data import registry as holdings
from cms_pages.actions.decide_opinion import decide_opinion
from cms_pages.actions.withdraw_opinion import withdraw_opinion
from cms_pages.choices import OPINION_MOVES, ConsultationAudience, OpinionDisplay, OpinionState
from cms_pages.consultations.permissions import can_give_opinion, can_see, can_see_opinion
from cms_pages.consultations.telling import tell
from cms_pages.models import ConsultationPage, Opinion
from cms_pages.page_cache import generations
from communities.choices import BodyKind, Role
from events.models import Event
from notifications.models import Notification
from notifications.rendering import lines
from tests.factories import UserFactory
from tests.factories.consultations import (
    FREE,
    ONE,
    SEVERAL,
    ConsultationFactory,
    end,
    opinion_of,
    publish_outcome,
)

pytestmark = pytest.mark.django_db


def setting(page, **values):
    ConsultationPage.objects.filter(pk=page.pk).update(**values)
    return ConsultationPage.objects.get(pk=page.pk)


def send(client, park, **fields):
    data = {"form_token": uuid.uuid4(), f"q-{ONE}": "0", "text": "放树下"}
    return client.post(f"{park.url}opinion/", {**data, **fields})


def decide(park, opinion, state=OpinionState.PUBLISHED, reason="", person=None):
    return decide_opinion(
        actor=person or park.worker, opinion=opinion, state=state, reason=reason, now=timezone.now()
    )


def told(person):
    own = Notification.objects.filter(recipient=person)
    return [line.wording.title for line in lines(own, reader=person)]


def test_a_resident_says_what_they_think_changes_it_and_takes_it_back(client_for, park):
    client = client_for(park.resident)
    assert send(client, park, **{f"q-{SEVERAL}": ["0", "2"]}).status_code == 302
    opinion = Opinion.objects.get()
    assert opinion.answers == {ONE: [0], SEVERAL: [0, 2]}
    assert opinion.state == OpinionState.PENDING
    form = client.get(f"{park.url}opinion/").content.decode()
    assert "晾衣架、棋桌" in form
    assert "no-store" in client.get(f"{park.url}opinion/")["Cache-Control"]
    assert send(client, park, text="放亭子旁边", **{f"q-{ONE}": "1"}).status_code == 302
    opinion.refresh_from_db()
    assert (opinion.text, opinion.answers) == ("放亭子旁边", {ONE: [1]})
    assert Opinion.objects.count() == 1
    client.post(f"{park.url}opinion/", {"withdraw": "1"})
    assert not Opinion.objects.exists()
    assert Event.objects.get(verb="opinion.withdrawn").is_tombstone


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({f"q-{ONE}": ""}, "请回答这个问题。"),
        ({f"q-{ONE}": "7"}, "7"),
        ({"text": "字" * 2001}, "2000"),
        ({f"q-{FREE}": "字" * 501}, "500"),
        ({"website": "x"}, "请清空"),
    ],
)
def test_what_is_refused_is_said_and_nothing_typed_is_lost(client_for, park, fields, said):
    answer = send(client_for(park.resident), park, **fields)
    assert answer.status_code == 422
    assert said in unescape(answer.content.decode())
    assert fields.get("text", "放树下") in answer.content.decode()
    assert not Opinion.objects.exists()


def test_without_questions_an_opinion_needs_words(client_for, park):
    page = ConsultationFactory(parent=park.notices, slug="plain")
    answer = client_for(park.resident).post(f"{page.get_url()}opinion/", {"text": " "})
    assert answer.status_code == 422
    assert "请写下意见" in answer.content.decode()
    with pytest.raises(ValidationError, match="写下意见"):
        opinion_of(page, park.resident, text="")
    with pytest.raises(ValidationError, match="2000"):
        opinion_of(page, park.resident, text="字" * 2001)


def test_the_same_form_twice_is_one_opinion(client_for, park):
    client, token = client_for(park.resident), uuid.uuid4()
    for _count in range(2):
        assert send(client, park, form_token=token).status_code == 302
    assert Event.objects.filter(verb="opinion.given").count() == 1
    with transaction.atomic(), pytest.raises(IntegrityError):
        Opinion.objects.create(
            consultation=park.page, author=park.resident, said_at=timezone.now(), state="pending"
        )


def test_who_may_is_the_page_s_setting(client, park):
    now, page = timezone.now(), park.page
    elsewhere = UserFactory(confirmed=True, member={Role.RESIDENT: park.district.body("lianziying")})
    nobody = UserFactory()
    unknown = UserFactory(member={Role.RESIDENT: park.district.body("wuyixiang")})
    people = [park.resident, elsewhere, nobody, AnonymousUser(), park.worker, unknown]

    def may(**values):
        found = setting(page, **values)
        return [can_give_opinion(person, found, now=now) for person in people]

    assert may() == [True, False, False, False, False, False]
    assert may(audience=ConsultationAudience.MEMBERS) == [True, True, False, False, False, False]
    assert may(display=OpinionDisplay.NEVER) == [True, True, False, False, False, True]
    assert may(audience=ConsultationAudience.EVERYBODY) == [True, True, True, True, False, True]
    refused = client.get(f"{setting(page, audience='residents').get_url()}opinion/")
    assert refused.status_code == 403
    assert "请先登录" in refused.content.decode()


def test_the_clock_opens_and_closes(client_for, park, clock):
    clock.move_to(park.page.closes_at - timedelta(seconds=30))
    opinion = opinion_of(park.page, park.resident)
    clock.move_to(park.page.closes_at)
    with pytest.raises(PermissionDenied, match="结束"):
        opinion_of(park.page, park.resident, text="改一改")
    with pytest.raises(ValidationError, match="不能再撤回"):
        withdraw_opinion(actor=park.resident, opinion=opinion, now=timezone.now())
    client = client_for(park.resident)
    assert client.get(f"{park.url}opinion/").status_code == 403
    client.post(f"{park.url}opinion/", {"withdraw": "1"})
    assert Opinion.objects.count() == 1
    coming = ConsultationFactory(parent=park.notices, coming=True)
    with pytest.raises(PermissionDenied, match="还没有开始"):
        opinion_of(coming, park.resident)


def test_a_visitor_where_they_may_is_known_by_their_browser_and_never_shown(client, park):
    setting(park.page, audience=ConsultationAudience.EVERYBODY, display=OpinionDisplay.AT_ONCE)
    first = send(client, park)
    assert first.status_code == 422, "a browser without our mark can't be counted"
    assert send(client, park).status_code == 302
    assert send(client, park, text="改了主意").status_code == 302
    opinion = Opinion.objects.get()
    assert (opinion.text, opinion.state, opinion.author) == ("改了主意", OpinionState.RECEIVED, None)
    assert "改了主意" not in client.get(park.url).content.decode()
    assert "只给" in client.get(f"{park.url}opinion/").content.decode()
    assert Event.objects.get(verb="opinion.given").actor is None
    with pytest.raises(ValidationError):
        decide(park, opinion)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Opinion.objects.filter(pk=opinion.pk).update(state=OpinionState.PUBLISHED)


def test_too_many_from_one_address_are_refused_with_the_time_to_try_again(client, park, now):
    setting(park.page, audience=ConsultationAudience.EVERYBODY)
    client.get(f"{park.url}opinion/")
    for number in range(6):
        assert send(client, park, text=f"第{number}次").status_code == 302
    refused = send(client, park, text="第七次")
    assert refused.status_code == 429
    assert "2026-11-23 10:00以后" in unescape(refused.content.decode())
    assert Opinion.objects.get().text == "第5次"


def test_what_was_said_in_confidence_stays_so_when_the_setting_changes(client, park):
    page = setting(park.page, display=OpinionDisplay.NEVER)
    opinion = opinion_of(page, park.resident, text="说句心里话")
    assert opinion.state == OpinionState.RECEIVED
    setting(page, display=OpinionDisplay.AT_ONCE)
    assert "说句心里话" not in client.get(park.url).content.decode()
    with pytest.raises(ValidationError):
        decide(park, opinion)
    # And what was public is taken back with the setting.
    generations.change_all()
    shown = opinion_of(setting(page, display="at_once"), park.resident, text="公开说的话")
    assert shown.state == OpinionState.PUBLISHED
    assert "公开说的话" in client.get(park.url).content.decode()
    setting(page, display=OpinionDisplay.NEVER)
    generations.change_all()
    assert "公开说的话" not in client.get(park.url).content.decode()


def test_opinions_are_shown_when_they_were_read_and_hidden_with_a_reason(client, park):
    opinion = opinion_of(park.page, park.resident)
    assert "夏天凉快" not in client.get(park.url).content.decode()
    with pytest.raises(ValidationError, match="理由"):
        decide(park, opinion, OpinionState.HIDDEN)
    decide(park, opinion)
    generations.change_all()
    shown = client.get(park.url).content.decode()
    assert "夏天凉快" in shown
    assert "秦淮人家" in shown
    decide(park, opinion, OpinionState.HIDDEN, "有别人的电话")
    tell(Event.objects.get(verb="opinion.hidden"))
    assert told(park.resident) == [f"您的意见没有公开：{park.page.title}"]
    generations.change_all()
    assert "夏天凉快" not in client.get(park.url).content.decode()


def test_changed_words_are_looked_at_anew(park, clock):
    seen = opinion_of(park.page, park.resident)
    decide(park, seen)
    clock.shift(60)
    again = opinion_of(park.page, park.resident, text="改成坏话")
    assert again.state == OpinionState.PENDING
    with pytest.raises(ValidationError, match="改写"):
        decide(park, seen)


@pytest.mark.parametrize("before", OpinionState)
def test_only_the_listed_moves_are_made(park, before):
    opinion = opinion_of(park.page, park.resident)
    Opinion.objects.filter(pk=opinion.pk).update(state=before, reason="x")
    for state in OpinionState:
        if state in OPINION_MOVES[before]:
            continue
        with pytest.raises(ValidationError):
            decide(park, opinion, state, "理由")


def test_the_publisher_is_told_and_decides_in_the_workbench(client_for, park):
    opinion = opinion_of(park.page, park.resident)
    tell(Event.objects.get(verb="opinion.given"))
    assert told(park.worker) == [f"有新意见待审核：{park.page.title}"]
    client = client_for(park.worker)
    assert "待审核的居民意见" in client.get("/admin/").content.decode()
    index = client.get(reverse("consultations:index")).content.decode()
    assert "1份待审核" in index
    address = reverse("consultations:opinions", args=[park.page.pk])
    assert "夏天凉快" in client.get(address).content.decode()
    decide_url = reverse("consultations:decide", args=[opinion.pk])
    for data in ({}, {"state": "hidden"}, {"state": "published", "said_at": "x"}):
        assert client.post(decide_url, data).status_code == 302
    opinion.refresh_from_db()
    assert opinion.state == OpinionState.PUBLISHED
    assert "夏天凉快" in client.get(address, {"state": "published"}).content.decode()
    assert client.get(address, {"state": "x", "after": "²"}).status_code == 200
    assert client.get(address, {"state": "published", "after": opinion.pk}).status_code == 200


def test_the_export_is_safe_to_open_and_another_body_s_page_does_not_exist(client_for, park, official):
    opinion_of(park.page, park.resident, text="=HYPERLINK()", answers={ONE: [1], FREE: "修路"})
    client = client_for(park.worker)
    text = client.get(reverse("consultations:export", args=[park.page.pk])).content.decode()
    assert "'=HYPERLINK()" in text
    assert "亭子旁边" in text
    stranger = client_for(official(Role.COMMITTEE_WORKER, park.district.body("lianziying")))
    for name in ("opinions", "export"):
        assert stranger.get(reverse(f"consultations:{name}", args=[park.page.pk])).status_code == 404
    decide_url = reverse("consultations:decide", args=[Opinion.objects.get().pk])
    assert stranger.post(decide_url, {"state": "published"}).status_code == 404


def test_all_who_took_part_hear_of_the_outcome(park):
    opinion_of(park.page, park.resident)
    end(park.page)
    publish_outcome(park.page, "采纳两条。")
    tell(Event.objects.get(verb="consultation.outcome_published"))
    assert told(park.resident) == [f"征集结果已公布：{park.page.title}"]


def test_a_person_gets_a_copy_and_is_forgotten(park):
    ended = ConsultationFactory(parent=park.notices)
    opinion_of(park.page, park.resident)
    kept = opinion_of(ended, park.resident)
    end(ended)
    holding = holdings.get("consultations")
    assert len(holding.export(park.resident)["opinions"]) == 2
    holding.erase(park.resident)
    kept.refresh_from_db()
    assert (kept.author, kept.text, kept.state) == (None, "", OpinionState.RECEIVED)
    assert Opinion.objects.count() == 1


def test_lists_and_single_answers_agree_on_who_sees_what(park, official):
    draft = ConsultationFactory(parent=park.notices, draft=True)
    for number, state in enumerate(OpinionState):
        opinion = opinion_of(
            park.page, UserFactory(confirmed=True, member={Role.RESIDENT: park.district.body("wuyixiang")})
        )
        Opinion.objects.filter(pk=opinion.pk).update(state=state, reason="x", text=f"{number}")
    bodies = {
        Role.DISTRICT_ADMINISTRATOR: park.district.body(),
        Role.COMMISSION_MEMBER: park.district.body(kind=BodyKind.STEERING_COMMISSION),
        Role.DEPARTMENT_CLERK: park.district.body(kind=BodyKind.DEPARTMENT),
        Role.STREET_STAFF: park.district.body("fuzimiao"),
    }
    people = [official(role, bodies.get(role, park.district.body("wuyixiang"))) for role in Role]
    author = Opinion.objects.get(state=OpinionState.HIDDEN).author
    opinions = list(Opinion.objects.select_related("consultation__body_owner"))
    for person in [*people, author, UserFactory(superuser=True), UserFactory(inactive=True)]:
        assert set(Opinion.objects.visible_to(person)) == {
            row for row in opinions if can_see_opinion(person, row)
        }
        assert set(ConsultationPage.objects.visible_to(person)) == {
            page for page in (park.page, draft) if can_see(person, page)
        }

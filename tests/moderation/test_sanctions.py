"""Silence and suspension have an end and a reason, and somebody else decides on an appeal."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from communities.choices import Role
from events.models import Event
from moderation.actions.decide_appeal import decide_appeal
from moderation.actions.decide_item import decide_item
from moderation.actions.file_appeal import file_appeal
from moderation.actions.give_sanction import give_sanction
from moderation.actions.lift_sanction import lift_sanction
from moderation.actions.open_item import open_item
from moderation.choices import AppealState, Cause, SanctionKind, Verdict
from moderation.models import Appeal, Sanction
from moderation.permissions import can_decide_appeal, check_not_sanctioned, sanction_against
from moderation.telling import tell
from notifications.models import Notification
from notifications.rendering import lines


@pytest.fixture
def silence(district, author, moderator, now):
    return give_sanction(
        actor=moderator,
        user=author,
        body=district.body("wuyixiang"),
        kind=SanctionKind.SILENCE,
        reason="反复骂人",
        ends_at=now + timedelta(days=3),
        now=now,
    )


@pytest.fixture
def second(district, official):
    return official(Role.MODERATOR, district.body("fuzimiao"))


def test_a_silence_holds_in_its_area_until_its_end(silence, district, author, now):
    assert sanction_against(author, district["wuyixiang"], now=now) == silence
    assert sanction_against(author, district["dongshuiguan"], now=now) is None
    with pytest.raises(PermissionDenied, match="反复骂人"):
        check_not_sanctioned(author, district["wuyixiang"], now=now)
    check_not_sanctioned(author, district["wuyixiang"], now=now + timedelta(days=3))


def test_a_silence_can_end_early_once(silence, district, author, moderator, now):
    lift_sanction(actor=moderator, sanction=silence, now=now)
    assert sanction_against(author, district["wuyixiang"], now=now) is None
    with pytest.raises(ValidationError):
        lift_sanction(actor=moderator, sanction=silence, now=now)


def test_only_the_district_suspends_and_nobody_sanctions_moderators(
    district, author, moderator, official, now
):
    given = {
        "body": district.body("wuyixiang"),
        "reason": "广告",
        "ends_at": now + timedelta(days=1),
        "now": now,
    }
    with pytest.raises(PermissionDenied):
        give_sanction(actor=moderator, user=author, kind=SanctionKind.SUSPEND, **given)
    with pytest.raises(PermissionDenied):
        give_sanction(actor=moderator, user=moderator, kind=SanctionKind.SILENCE, **given)
    keeper = official(Role.DISTRICT_ADMINISTRATOR, district.body())
    give_sanction(actor=keeper, user=author, kind=SanctionKind.SUSPEND, **given)
    assert sanction_against(author, district["kangjuli"], now=now)


@pytest.mark.parametrize(("days", "reason"), [(0, "广告"), (366, "广告"), (1, " ")])
def test_a_sanction_without_end_or_reason_is_refused(district, author, moderator, now, days, reason):
    with pytest.raises(ValidationError):
        give_sanction(
            actor=moderator,
            user=author,
            body=district.body("wuyixiang"),
            kind=SanctionKind.SILENCE,
            reason=reason,
            ends_at=now + timedelta(days=days),
            now=now,
        )


def test_an_appeal_is_decided_by_somebody_else_and_lifts(silence, author, moderator, second, now):
    appeal = file_appeal(actor=author, against=silence, text="我没有骂人", now=now)
    assert file_appeal(actor=author, against=silence, text="再说一次", now=now) == appeal
    # Five working days from Monday.
    assert str(appeal.due_on) == "2026-11-30"
    assert not can_decide_appeal(moderator, appeal)
    with pytest.raises(PermissionDenied):
        decide_appeal(actor=moderator, appeal=appeal, state=AppealState.UPHELD, answer="维持", now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).update(decided_by=moderator)
    with pytest.raises(ValidationError):
        decide_appeal(actor=second, appeal=appeal, state=AppealState.UPHELD, answer="", now=now)
    decide_appeal(actor=second, appeal=appeal, state=AppealState.OVERTURNED, answer="证据不足", now=now)
    assert Sanction.objects.get().lifted_at == now
    tell(Event.objects.get(verb="appeal.overturned"))
    told = lines(Notification.objects.filter(recipient=author), reader=author)
    assert [line.wording.note for line in told] == ["证据不足"]


def test_an_appeal_against_a_rejection_puts_it_back(thing, district, author, moderator, second, now):
    item = open_item(
        actor=author,
        instance=thing,
        body=district.body("wuyixiang"),
        author_id=author.pk,
        causes=[Cause.BOARD],
        now=now,
    )
    decision = decide_item(
        actor=moderator, item=item, verdict=Verdict.REJECT, reason="推销", version="", now=now
    )
    with pytest.raises(PermissionDenied):
        file_appeal(actor=second, against=decision, text="不是我的", now=now)
    with pytest.raises(ValidationError):
        file_appeal(actor=author, against=decision, text="太迟", now=now + timedelta(days=16))
    appeal = file_appeal(actor=author, against=decision, text="不是广告", now=now)
    decide_appeal(actor=second, appeal=appeal, state=AppealState.OVERTURNED, answer="确实不是", now=now)
    thing.refresh_from_db()
    assert thing.position == 1


def test_appeal_pages_and_desk(silence, district, author, moderator, second, now, client_for):
    tell(Event.objects.get(verb="sanction.silence"))
    person = client_for(author)
    assert "反复骂人" in person.get("/me/").content.decode()
    address = f"/moderation/appeals/sanction/{silence.pk}/"
    assert "反复骂人" in person.get(address).content.decode()
    assert client_for(second).get(address).status_code == 404
    assert person.post(address, {"text": ""}).status_code == 422
    assert person.post(address, {"text": "我没有骂人"}).status_code == 302
    assert "待复核" in person.get(address).content.decode()
    assert "要由其他版主复核" in client_for(moderator).get("/admin/moderation/appeals/").content.decode()
    tell(Event.objects.get(verb="appeal.filed"))
    desk = client_for(second)
    assert "有申诉等待复核" in desk.get("/me/notifications/").content.decode()
    assert "我没有骂人" in desk.get("/admin/moderation/appeals/").content.decode()
    appeal = Appeal.objects.get()
    desk.post(f"/admin/moderation/appeals/{appeal.pk}/decide/", {"state": "upheld", "answer": "有截图"})
    assert "维持原处理" in person.get(address).content.decode()
    assert "提前解除" in client_for(moderator).get("/admin/moderation/sanctions/").content.decode()
    client_for(moderator).post(f"/admin/moderation/sanctions/{silence.pk}/lift/")
    assert Sanction.objects.get().lifted_by == moderator


def test_a_moderator_gives_a_silence_at_the_desk(district, author, moderator, clock, client_for):
    desk = client_for(moderator)
    address = f"/admin/moderation/sanctions/give/{author.pk}/"
    body = district.body("wuyixiang")
    assert "停用" not in desk.get(address).content.decode().split("<select")[1]
    wrong = {"kind": "silence", "body": body.pk, "ends_on": "不知道", "reason": "骂人"}
    assert "骂人" in desk.post(address, wrong).content.decode()
    assert desk.post(address, {**wrong, "ends_on": "2026-11-25"}).status_code == 302
    assert Sanction.objects.get().reason == "骂人"

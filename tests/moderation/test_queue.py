"""The queue: what waits, who decides, how it is taken back, and what everybody reads of it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.personal_data import registry as holdings
from communities.choices import Role
from events.models import Event
from moderation.actions.close_item import close_item
from moderation.actions.decide_item import decide_item
from moderation.actions.open_item import open_item
from moderation.actions.report_object import report_object
from moderation.actions.undo_decision import undo_decision
from moderation.choices import Cause, ItemState, ReportReason, ReportState, Verdict
from moderation.models import LogEntry, QueueItem, Report
from moderation.permissions import can_see_item
from moderation.telling import summarise, tell
from notifications.models import Notification
from tests.factories import UserFactory


def opened(thing, district, author, now, *causes, slug="wuyixiang"):
    return open_item(
        actor=author,
        instance=thing,
        body=district.body(slug),
        author_id=author.pk,
        causes=causes or [Cause.NEWCOMER],
        words=["词"],
        now=now,
    )


def test_a_thing_waits_once_for_all_its_causes(thing, district, author, now):
    first = opened(thing, district, author, now, Cause.NEWCOMER)
    second = opened(thing, district, author, now, Cause.LINKS)
    assert first.pk == second.pk
    assert second.causes == ["links", "newcomer"]
    close_item(actor=author, instance=thing, now=now)
    assert QueueItem.objects.get().state == ItemState.GONE
    assert opened(thing, district, author, now).pk != first.pk


def test_a_rejection_says_why_and_can_be_taken_back(thing, district, author, moderator, now):
    item = opened(thing, district, author, now)
    with pytest.raises(ValidationError):
        decide_item(actor=moderator, item=item, verdict=Verdict.REJECT, reason=" ", version="", now=now)
    decision = decide_item(
        actor=moderator, item=item, verdict=Verdict.REJECT, reason="广告", version="", now=now
    )
    thing.refresh_from_db()
    assert thing.position == 0
    with pytest.raises(ValidationError):
        decide_item(actor=moderator, item=item, verdict=Verdict.APPROVE, reason="", version="", now=now)
    assert LogEntry.objects.get().reason == "广告"
    tell(Event.objects.get(verb="queue_item.rejected"))
    assert Notification.objects.get().recipient == author
    undo_decision(actor=moderator, decision=decision, now=now)
    thing.refresh_from_db()
    assert thing.position == 1
    assert QueueItem.objects.get().state == ItemState.WAITING
    with pytest.raises(ValidationError):
        undo_decision(actor=moderator, decision=decision, now=now)


def test_three_people_s_reports_hide_and_one_decision_answers_them(thing, district, author, moderator, now):
    body = district.body("wuyixiang")
    people = [UserFactory(member={Role.RESIDENT: body}) for _count in range(3)]

    def report(person):
        return report_object(
            actor=person,
            instance=thing,
            body=body,
            author_id=author.pk,
            reason=ReportReason.ABUSE,
            note="",
            now=now,
        )

    with pytest.raises(PermissionDenied):
        report(author)
    for person in (people[0], people[0], people[1]):
        report(person)
    thing.refresh_from_db()
    assert thing.position == 1
    report(people[2])
    thing.refresh_from_db()
    assert thing.position == 0
    item = QueueItem.objects.get()
    assert item.report_count == 3
    # Who reported is in the whole district's record alone, not in that of the office whose queue it is.
    made = Event.objects.filter(verb="report.made")
    assert {event.actor_id for event in made} == {person.pk for person in people}
    assert {event.body_id for event in made} == {None}
    decide_item(actor=moderator, item=item, verdict=Verdict.APPROVE, reason="", version="", now=now)
    thing.refresh_from_db()
    assert thing.position == 1
    assert set(Report.objects.values_list("state", flat=True)) == {ReportState.DISMISSED}
    report(people[0])
    assert Report.objects.open().count() == 1


def test_nobody_decides_on_their_own_words_that_were_reported(thing, district, moderator, now):
    item = opened(thing, district, moderator, now, Cause.REPORTED)
    colleague = UserFactory(member={Role.MODERATOR: district.body("wuyixiang")})
    given = {"item": item, "reason": "吵架", "version": "", "now": now}
    with pytest.raises(ValidationError, match="其他版主"):
        decide_item(actor=moderator, verdict=Verdict.APPROVE, **given)
    decision = decide_item(actor=colleague, verdict=Verdict.REJECT, **given)
    with pytest.raises(ValidationError, match="其他版主"):
        undo_decision(actor=moderator, decision=decision, now=now)
    assert undo_decision(actor=colleague, decision=decision, now=now).state == ItemState.WAITING


def test_another_reason_needs_words(thing, district, author, moderator, now):
    with pytest.raises(ValidationError):
        report_object(
            actor=moderator,
            instance=thing,
            body=district.body("wuyixiang"),
            author_id=author.pk,
            reason=ReportReason.OTHER,
            note=" ",
            now=now,
        )


def test_who_finds_a_row_is_who_may_decide_it(thing, district, author, official, now):
    item = opened(thing, district, author, now)
    for role, slug, expected in (
        (Role.MODERATOR, "wuyixiang", True),
        (Role.COMMITTEE_DIRECTOR, "wuyixiang", True),
        (Role.MODERATOR, "fuzimiao", True),
        (Role.MODERATOR, "", True),
        (Role.MODERATOR, "dongshuiguan", False),
        (Role.MODERATOR, "qinhong", False),
        (Role.COMMITTEE_WORKER, "wuyixiang", False),
        (Role.RESIDENT, "wuyixiang", False),
    ):
        person = official(role, district.body(slug))
        assert can_see_item(person, item) is expected, (role, slug)
        assert QueueItem.objects.visible_to(person).filter(pk=item.pk).exists() is expected, (role, slug)
        if not expected:
            with pytest.raises(PermissionDenied):
                decide_item(actor=person, item=item, verdict=Verdict.APPROVE, reason="", version="", now=now)
    assert can_see_item(UserFactory(superuser=True), item)


def test_the_desk_shows_decides_in_bulk_notes_edits_and_undoes(
    thing, district, author, moderator, now, client_for
):
    item = opened(thing, district, author, now)
    desk = client_for(moderator)
    assert "待审核的内容" in desk.get("/admin/").content.decode()
    page = desk.get("/admin/moderation/queue/").content.decode()
    assert "一条内容" in page
    assert "新成员" in page
    desk.post(f"/admin/moderation/queue/{item.pk}/note/", {"text": "像是推销"})
    desk.post(f"/admin/moderation/queue/{item.pk}/edit/", {"text": "改过的内容"})
    page = desk.get("/admin/moderation/queue/").content.decode()
    assert "像是推销" in page
    assert "改过的内容" in page
    refused = desk.post("/admin/moderation/queue/decide/", {"verdict": "reject", "item": [item.pk]})
    assert (refused.status_code, "checked" in refused.content.decode()) == (422, True)
    assert QueueItem.objects.get().state == ItemState.WAITING
    desk.post("/admin/moderation/queue/decide/", {"verdict": "reject", "item": [item.pk], "reason": "推销"})
    assert QueueItem.objects.get().state == ItemState.REJECTED
    page = desk.get("/admin/moderation/queue/").content.decode()
    assert "推销" in page
    desk.post(f"/admin/moderation/queue/decisions/{item.decisions.get().pk}/undo/")
    # What is refused is said at its form, with what was written.
    for deed, typed in (("decide", {"verdict": "reject", "reason": " "}), ("note", {"text": ""})):
        refused = desk.post(f"/admin/moderation/queue/{item.pk}/{deed}/", typed)
        assert (refused.status_code, f"refusal-{item.pk}" in refused.content.decode()) == (422, True)
    desk.post(f"/admin/moderation/queue/{item.pk}/decide/", {"verdict": "approve"})
    assert QueueItem.objects.get().state == ItemState.APPROVED
    refused = desk.post(f"/admin/moderation/queue/{item.pk}/edit/", {"text": "来晚了的修改"})
    assert "来晚了的修改" in refused.content.decode()


def test_what_waits_for_a_day_is_said_once(thing, district, author, moderator, clock):
    from datetime import timedelta

    from django.utils import timezone

    opened(thing, district, author, timezone.now())
    clock.shift(timedelta(days=2))
    summarise(timezone.now())
    summarise(timezone.now())
    rows = Notification.objects.filter(kind="queue_item.waiting", recipient=moderator)
    assert rows.count() == 1


def test_the_public_log_names_nobody(thing, district, author, moderator, now, client_for):
    item = opened(thing, district, author, now)
    decide_item(actor=moderator, item=item, verdict=Verdict.REJECT, reason="推销", version="", now=now)
    page = client_for().get("/moderation/log/?area=wuyixiang").content.decode()
    assert "推销" in page
    for name in (str(author), str(moderator), "一条内容"):
        assert name not in page
    assert "推销" not in client_for().get("/moderation/log/?area=qinhong").content.decode()


def test_a_person_s_copy_and_erasure(thing, district, author, moderator, now):
    item = opened(thing, district, author, now)
    decide_item(actor=moderator, item=item, verdict=Verdict.REJECT, reason="推销", version="", now=now)
    holding = holdings.get("moderation")
    assert holding.export(author)["moderation"]["decisions"][0]["reason"] == "推销"
    holding.erase(author)
    holding.erase(moderator)
    item.refresh_from_db()
    assert item.author is None
    assert item.decisions.get().actor is None

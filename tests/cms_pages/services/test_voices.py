"""Ratings and proposals: who may, what becomes of them, and who sees what."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.personal_data import registry as holdings
from cms_pages.actions.answer_service_rating import answer_service_rating
from cms_pages.actions.approve_service_proposal import approve_service_proposal
from cms_pages.actions.decide_service_rating import decide_service_rating
from cms_pages.actions.propose_service_change import propose_service_change
from cms_pages.actions.rate_service import rate_service
from cms_pages.actions.reject_service_proposal import reject_service_proposal
from cms_pages.choices import RATING_MOVES, RatingState
from cms_pages.models import ServicePage, ServiceProposal, ServiceRating
from cms_pages.services.permissions import can_see, can_see_proposal, can_see_rating
from cms_pages.services.proposals import FIELDS
from communities.choices import Role
from events.models import Event
from moderation.actions.decide_item import decide_item
from moderation.actions.undo_decision import undo_decision
from moderation.choices import Verdict
from moderation.models import Decision, QueueItem
from notifications.models import Notification
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def rate(canteen, stars=4, comment="菜软烂", person=None):
    return rate_service(
        actor=person or canteen.resident,
        service=canteen.service,
        stars=stars,
        comment=comment,
        now=timezone.now(),
    )


def decide(canteen, rating, state=RatingState.PUBLISHED, reason="", person=None):
    return decide_service_rating(
        actor=person or canteen.worker, rating=rating, state=state, reason=reason, now=timezone.now()
    )


def propose(canteen, note="", **wanted):
    values = {name: getattr(canteen.service, name) for name in FIELDS} | wanted
    return propose_service_change(
        actor=canteen.contact, service=canteen.service, wanted=values, note=note, now=timezone.now()
    )


def test_a_rating_shows_only_when_it_is_published_and_only_then_counts(
    canteen, client, django_capture_on_commit_callbacks
):
    first = rate(canteen, 5, "好吃")
    rate(canteen, 1, "等了半小时", UserFactory(member={Role.RESIDENT: canteen.district.body("wuyixiang")}))
    address = canteen.service.get_url()
    assert "好吃" not in client.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        decide(canteen, first)
    page = client.get(address).content.decode()
    assert "好吃" in page
    assert "5.0分（1人评价）" in page
    assert "等了半小时" not in page
    with django_capture_on_commit_callbacks(execute=True):
        decide(canteen, ServiceRating.objects.get(pk=first.pk), RatingState.REJECTED, "泄露隐私")
    assert "好吃" not in client.get(address).content.decode()


def test_one_person_has_one_rating_and_new_words_are_looked_at_again(canteen):
    rating = decide(canteen, rate(canteen))
    answer_service_rating(actor=canteen.contact, rating=rating, answer="谢谢", now=timezone.now())
    again = rate(canteen, 2, "这周咸了")
    assert (again.pk, again.state, again.answer) == (rating.pk, RatingState.PENDING, "")
    assert ServiceRating.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceRating.objects.create(
            service=canteen.service, author=canteen.resident, stars=3, said_at=timezone.now()
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceRating.objects.update(stars=6)


def test_words_that_changed_while_somebody_read_them_are_not_published(canteen):
    seen = rate(canteen)
    rate(canteen, 1, "改成广告了")
    with pytest.raises(ValidationError, match="改写"):
        decide(canteen, seen)


@pytest.mark.parametrize("start", RatingState)
@pytest.mark.parametrize("end", [RatingState.PUBLISHED, RatingState.REJECTED])
def test_a_rating_moves_only_as_the_table_says(canteen, start, end):
    rating = rate(canteen)
    ServiceRating.objects.filter(pk=rating.pk).update(state=start, reason="x")
    rating.refresh_from_db()
    if end in RATING_MOVES[start]:
        assert decide(canteen, rating, end, "理由").state == end
    else:
        with pytest.raises(ValidationError):
            decide(canteen, rating, end, "理由")


def test_a_rejection_needs_a_reason_and_its_author_reads_it(canteen, client_for):
    rating = rate(canteen)
    with pytest.raises(ValidationError):
        decide(canteen, rating, RatingState.REJECTED, "  ")
    decide(canteen, rating, RatingState.REJECTED, "有电话号码")
    page = client_for(canteen.resident).get(f"{canteen.service.get_url()}rate/").content.decode()
    assert "有电话号码" in page


def test_who_has_to_do_with_a_service_does_not_rate_it(canteen):
    for person in (canteen.worker, canteen.contact, UserFactory()):
        with pytest.raises(PermissionDenied):
            rate(canteen, person=person)


def test_a_published_rating_is_answered_once_by_provider_or_publisher(canteen, client):
    rating = rate(canteen)
    with pytest.raises(ValidationError):
        answer_service_rating(actor=canteen.worker, rating=rating, answer="谢谢", now=timezone.now())
    rating = decide(canteen, rating)
    for person in (canteen.stranger, canteen.resident):
        with pytest.raises(PermissionDenied):
            answer_service_rating(actor=person, rating=rating, answer="我来说", now=timezone.now())
    answer_service_rating(actor=canteen.contact, rating=rating, answer="下周加座", now=timezone.now())
    with pytest.raises(ValidationError):
        answer_service_rating(actor=canteen.worker, rating=rating, answer="再说一次", now=timezone.now())
    page = client.get(canteen.service.get_url()).content.decode()
    assert "银龄助老服务社回复" in page
    assert "下周加座" in page


def test_a_rating_waits_in_the_moderators_one_queue_and_either_place_settles_both(canteen, client_for):
    moderator = UserFactory(confirmed=True, member={Role.MODERATOR: canteen.district.body("wuyixiang")})
    rating = rate(canteen, 5, "好吃")
    desk = client_for(moderator)
    page = desk.get("/admin/moderation/queue/").content.decode()
    assert f"{canteen.service.title}，5星" in page
    item = QueueItem.objects.waiting().get()
    desk.post(f"/admin/moderation/queue/{item.pk}/decide/", {"verdict": "reject", "reason": "看不清"})
    rating.refresh_from_db()
    assert (rating.state, rating.reason) == (RatingState.REJECTED, "看不清")
    undo_decision(actor=moderator, decision=Decision.objects.get(), now=timezone.now())
    rating.refresh_from_db()
    assert (rating.state, rating.reason) == (RatingState.PENDING, "")
    decide_item(
        actor=moderator,
        item=item,
        verdict=Verdict.APPROVE,
        reason="",
        version=rating.said_at.isoformat(),
        now=timezone.now(),
    )
    rating.refresh_from_db()
    assert rating.state == RatingState.PUBLISHED
    again = rate(canteen, 1, "这周咸了")
    assert QueueItem.objects.waiting().count() == 1
    decide(canteen, again)
    assert not QueueItem.objects.waiting().exists()


def test_another_committee_finds_nothing_in_the_queues(canteen, client_for):
    rating, proposal = rate(canteen), propose(canteen, summary="新的说明")
    client = client_for(canteen.stranger)
    assert client.post(reverse("service_ratings:decide", args=[rating.pk])).status_code == 404
    assert client.post(reverse("service_ratings:answer", args=[rating.pk])).status_code == 404
    assert client.get(reverse("service_proposals:read", args=[proposal.pk])).status_code == 404
    assert client.post(reverse("service_proposals:decide", args=[proposal.pk])).status_code == 404
    assert "菜软烂" not in client.get(reverse("service_ratings:index")).content.decode()
    assert "乌衣巷食堂" not in client.get("/admin/").content.decode()
    with pytest.raises(PermissionDenied):
        decide(canteen, rating, person=canteen.stranger)


def test_the_committee_decides_in_the_workbench(canteen, client_for):
    rating = rate(canteen)
    client = client_for(canteen.worker)
    assert "待审核的服务评价" in client.get("/admin/").content.decode()
    page = client.get(reverse("service_ratings:index"))
    assert "菜软烂" in page.content.decode()
    said = rating.said_at.isoformat()
    address = reverse("service_ratings:decide", args=[rating.pk])
    assert client.post(address, {"state": "published", "said_at": said}).status_code == 302
    rating.refresh_from_db()
    assert rating.state == RatingState.PUBLISHED
    assert client.post(address, {"state": "nonsense", "said_at": "x"}).status_code == 302
    client.post(reverse("service_ratings:answer", args=[rating.pk]), {"answer": "谢谢"})
    rating.refresh_from_db()
    assert rating.answered_for == canteen.service.body_owner


def test_a_contact_proposes_the_committee_sees_the_difference_and_publishes_it(
    canteen, client_for, client, django_capture_on_commit_callbacks
):
    contact = client_for(canteen.contact)
    address = f"{canteen.service.get_url()}propose/"
    form = contact.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {"summary": "两荤两素，新增软食。", "fee_kind": "fixed", "fee_fen": "13.50", "note": "周六也开"}
    assert contact.post(address, data).status_code == 302
    proposal = ServiceProposal.objects.get()
    assert set(proposal.changes) == {"summary", "fee_kind", "fee_fen"}
    assert "正在审核" in contact.get(address).content.decode()
    assert "两荤两素" not in client.get(canteen.service.get_url()).content.decode()

    worker = client_for(canteen.worker)
    text = worker.get(reverse("service_proposals:read", args=[proposal.pk])).content.decode()
    for part in (
        "<del>一荤两素一汤，堂食送餐都行。</del>",
        "<ins>两荤两素，新增软食。</ins>",
        "¥13.50",
        "周六也开",
    ):
        assert part in text
    revisions = canteen.service.revisions.count()
    with django_capture_on_commit_callbacks(execute=True):
        worker.post(reverse("service_proposals:decide", args=[proposal.pk]), {"decision": "approve"})
    page = client.get(canteen.service.get_url()).content.decode()
    assert "两荤两素，新增软食。" in page
    assert "¥13.50" in page
    assert canteen.service.revisions.count() == revisions + 1
    assert Event.objects.filter(verb="service_proposal.approved", actor_id=canteen.worker.pk).exists()


def test_a_rejected_proposal_changes_nothing_and_says_why(canteen, client_for):
    proposal = propose(canteen, summary="广告词")
    with pytest.raises(ValidationError):
        propose(canteen, summary="第二条")
    reject_service_proposal(
        actor=canteen.worker, proposal=proposal, reason="请写实际菜品", now=timezone.now()
    )
    assert ServicePage.objects.get(pk=canteen.service.pk).summary == canteen.service.summary
    assert (
        "请写实际菜品"
        in client_for(canteen.contact).get(f"{canteen.service.get_url()}propose/").content.decode()
    )
    with pytest.raises(ValidationError):
        approve_service_proposal(actor=canteen.worker, proposal=proposal, now=timezone.now())
    propose(canteen, summary="两荤两素")


def test_a_proposal_never_takes_the_committee_s_own_draft_away(canteen):
    proposal = propose(canteen, summary="新的说明")
    draft = ServicePage.objects.get(pk=canteen.service.pk)
    draft.description = "还没写完"
    draft.save_revision(user=canteen.worker)
    with pytest.raises(ValidationError, match="草稿"):
        approve_service_proposal(actor=canteen.worker, proposal=proposal, now=timezone.now())


def test_the_forms_are_for_those_concerned_alone(canteen, client_for, client):
    address = canteen.service.get_url()
    assert client.get(f"{address}rate/").status_code == 302
    for person in (canteen.resident, canteen.stranger):
        assert client_for(person).get(f"{address}propose/").status_code == 404
        assert client_for(person).get(f"{address}answer/").status_code == 404
    assert client_for(canteen.worker).get(f"{address}propose/").status_code == 404
    for view in ("propose", "answer"):
        assert client_for(canteen.contact).get(f"{address}{view}/").status_code == 200
    assert "我负责的服务" in client_for(canteen.contact).get("/me/").content.decode()
    assert "我负责的服务" not in client_for(canteen.resident).get("/me/").content.decode()


def test_lists_and_questions_agree_on_who_sees_what(canteen):
    rating, proposal = rate(canteen), propose(canteen, summary="新的说明")
    people = [
        canteen.resident,
        canteen.contact,
        canteen.worker,
        canteen.stranger,
        UserFactory(superuser=True),
    ]
    for state in RatingState:
        ServiceRating.objects.update(state=state, reason="x")
        rating.refresh_from_db()
        for person in people:
            assert ServiceRating.objects.visible_to(person).exists() == can_see_rating(person, rating)
    for person in people:
        assert ServiceProposal.objects.visible_to(person).exists() == can_see_proposal(person, proposal)
    canteen.service.unpublish()
    service = ServicePage.objects.get(pk=canteen.service.pk)
    for person in people:
        assert ServicePage.objects.visible_to(person).exists() == can_see(person, service)


def test_those_concerned_are_told(canteen, django_capture_on_commit_callbacks, client_for):
    with django_capture_on_commit_callbacks(execute=True):
        rating = rate(canteen)
        proposal = propose(canteen, summary="新的说明")
    deliver_all()
    assert set(Notification.objects.filter(recipient=canteen.worker).values_list("kind", flat=True)) == {
        "service_rating.submitted",
        "service_proposal.submitted",
    }
    decide(canteen, rating)
    reject_service_proposal(actor=canteen.worker, proposal=proposal, reason="请写菜名", now=timezone.now())
    deliver_all()
    assert (
        "您的评价已公开：乌衣巷食堂"
        in client_for(canteen.resident).get("/me/notifications/").content.decode()
    )
    assert "请写菜名" in client_for(canteen.contact).get("/me/notifications/").content.decode()


def deliver_all():
    from events.actions.deliver import deliver_due

    deliver_due(now=timezone.now())


def test_a_person_s_ratings_are_exported_and_go_with_the_account(canteen):
    rate(canteen)
    holding = holdings.get("services")
    assert holding.export(canteen.resident)["service_ratings"][0]["comment"] == "菜软烂"
    holding.erase(canteen.resident)
    assert not ServiceRating.objects.exists()

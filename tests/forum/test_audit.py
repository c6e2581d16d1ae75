"""Whatever is done in the forum and to it leaves a row that says who did it: every action, by the folder."""

import pkgutil
from datetime import timedelta

from django.utils import timezone

import forum.actions
import moderation.actions
from accounts.choices import ContactKind
from accounts.models import Contact
from communities.choices import BodyKind, Role
from communities.models import Body
from events.models import Event
from forum.actions.accept_answer import accept_answer
from forum.actions.answer_enquiry import answer_enquiry
from forum.actions.assign_enquiry import assign_enquiry
from forum.actions.change_member_profile import change_member_profile
from forum.actions.confirm_enquiry import confirm_enquiry
from forum.actions.delete_draft import delete_draft
from forum.actions.delete_post import delete_post
from forum.actions.edit_post import edit_post
from forum.actions.ensure_boards import ensure_boards
from forum.actions.ensure_categories import USUAL, ensure_categories
from forum.actions.forward_enquiry import forward_enquiry
from forum.actions.hide_post import hide_post
from forum.actions.lock_topic import lock_topic
from forum.actions.merge_enquiry import merge_enquiry
from forum.actions.merge_topic import merge_topic
from forum.actions.move_topic import move_topic
from forum.actions.note_enquiry import note_enquiry
from forum.actions.pin_topic import pin_topic
from forum.actions.remove_answer_template import remove_answer_template
from forum.actions.rename_topic import rename_topic
from forum.actions.reopen_enquiry import reopen_enquiry
from forum.actions.restore_post import restore_post
from forum.actions.revert_post import revert_post
from forum.actions.save_draft import save_draft
from forum.actions.send_referral import send_referral
from forum.actions.set_answer_template import set_answer_template
from forum.actions.set_board import SETTINGS, set_board
from forum.actions.set_enquiry_category import set_enquiry_category
from forum.actions.set_like import set_like
from forum.actions.set_watch import set_watch
from forum.actions.settle_referral import settle_referral
from forum.actions.show_post import show_post
from forum.actions.sign_answer import sign_answer
from forum.actions.split_topic import split_topic
from forum.actions.start_topic import PollPlan
from forum.actions.submit_enquiry import submit_enquiry
from forum.actions.vote_poll import vote_poll
from forum.actions.withhold_post import withhold_post
from forum.choices import Purpose, ReferralState, State, TopicKind, WatchLevel
from forum.models import Board, EnquiryCategory, Post
from moderation.actions.carry_sanctions import carry_sanctions
from moderation.actions.close_item import close_item
from moderation.actions.decide_appeal import decide_appeal
from moderation.actions.decide_item import decide_item
from moderation.actions.edit_item import edit_item
from moderation.actions.file_appeal import file_appeal
from moderation.actions.give_sanction import give_sanction
from moderation.actions.lift_sanction import lift_sanction
from moderation.actions.note_item import note_item
from moderation.actions.open_item import open_item
from moderation.actions.remove_screened_word import remove_screened_word
from moderation.actions.report_object import report_object
from moderation.actions.set_screened_word import set_screened_word
from moderation.actions.undo_decision import undo_decision
from moderation.choices import AppealState, Cause, ReportReason, SanctionKind, Treatment, Verdict
from moderation.models import SanctionMark
from tests.factories.forum import board_of, regular, reply_in, topic_in

# How far one has read is no deed, and a record of it would be one of who reads what; nor is letting go of
# fingerprints that nobody needs any more.
WITHOUT = {"mark_topic_read", "forget_sanction_marks"}
WHY = "试一试"


def test_every_action_has_an_audit_row(board, district, official):
    now = timezone.now()
    street = district.body("fuzimiao")
    admin = official(
        Role.DISTRICT_ADMINISTRATOR, district.body(kind=BodyKind.DISTRICT_OFFICE), confirmed=True
    )
    boss = official(Role.STREET_STAFF, street, confirmed=True)
    second = official(Role.STREET_STAFF, street, confirmed=True)
    done: dict[str, int] = {}

    def run(act, verb, *, actor=boss, **given):
        """Do it, and see that a row of that verb names who did it."""
        before = Event.objects.count()
        result = act(actor=actor, now=now, **given)
        rows = Event.objects.order_by("-pk")[: Event.objects.count() - before]
        found = [row for row in rows if row.verb == verb]
        assert found, (act.__name__, [row.verb for row in rows])
        assert found[0].actor == actor
        done[act.__name__] = len(found)
        return result

    def ask(**fields):
        given = {"board": board, "body": street, "category": category, "purpose": Purpose.ASK}
        given |= {"title": "谁来管楼道灯", "text": f"灯不亮 {len(done)} {fields}", "is_private": False}
        person = regular(district)
        return person, run(submit_enquiry, "enquiry.received", actor=person, **{**given, **fields}).enquiry

    def writer_and_topic(**fields):
        person = regular(district)
        return person, topic_in(board, person, **fields)

    # Setting up.
    category = EnquiryCategory.objects.get(name=USUAL[0][0])
    settings = {key: getattr(category, key) for key in ("body_kind", "department", "working_days")}
    settings |= {"name": "新类别", "needs_signature": False, "position": 99}
    run(set_enquiry_category, "enquiry_category.added", actor=admin, settings=settings)
    EnquiryCategory.objects.all().delete()
    run(ensure_categories, "enquiry_category.added", actor=None)
    category = EnquiryCategory.objects.get(name=USUAL[0][0])
    Board.objects.filter(area__slug="kangjuli").delete()
    run(ensure_boards, "board.added", actor=None, bodies=list(Body.objects.select_related("area")))
    director = official(Role.COMMITTEE_DIRECTOR, board.body, confirmed=True)
    values = {key: getattr(board, key) for key in SETTINGS} | {"name": "失物招领"}
    child = run(set_board, "board.added", actor=director, parent=board, settings=values)
    word = run(
        set_screened_word,
        "screened_word.added",
        actor=admin,
        word="某某词",
        note="",
        treatment=Treatment.MASK,
    )
    run(remove_screened_word, "screened_word.removed", actor=admin, screened=word)

    # Talking.
    author, topic = writer_and_topic(kind=TopicKind.QUESTION)
    neighbour = regular(district)
    first = Post.objects.get(topic=topic)
    assert Event.objects.filter(verb="topic.started", actor=author).exists()
    reply = reply_in(topic, neighbour)
    assert Event.objects.filter(verb="post.replied", actor=neighbour).exists()
    done |= {"start_topic": 1, "reply_topic": 1}
    run(accept_answer, "topic.answer_accepted", actor=author, topic=topic, post=reply)
    run(set_like, "post.liked", actor=author, post=reply, liked=True)
    run(set_watch, "forum.watch_set", actor=author, of=board, level=WatchLevel.WATCH)
    run(edit_post, "post.edited", actor=author, post=first, text="改过的话", seen=0)
    first.refresh_from_db()
    run(revert_post, "post.edited", actor=author, post=first, revision=first.revisions.get(), seen=1)
    run(rename_topic, "topic.renamed", actor=author, topic=topic, title="换一个标题")
    draft = run(save_draft, "draft.saved", actor=author, board=board, topic=None, title="", text="半句")
    run(delete_draft, "draft.dropped", actor=author, draft=draft)
    profile = {"introduction": "", "shows_posts": True, "shows_numbers": True, "is_findable": False}
    run(change_member_profile, "forum_member.changed", actor=author, **profile)
    _poller, poll = writer_and_topic(kind=TopicKind.POLL, poll=PollPlan(["东门", "西门"], False, False, None))
    options = [poll.poll.options.first().pk]
    run(vote_poll, "poll.voted", actor=neighbour, topic=poll, options=options)

    # Keeping order.
    run(lock_topic, "topic.locked", topic=topic, lock=True, reason=WHY)
    run(pin_topic, "topic.pinned", topic=topic, pin=True, until=None, reason=WHY)
    run(move_topic, "topic.moved", topic=topic, board=child, reason=WHY)
    new = run(
        split_topic, "topic.split", topic=topic, numbers=[2], title="另一件事情", board=board, reason=WHY
    )
    run(merge_topic, "topic.merged", topic=new, into=topic, reason=WHY)
    run(withhold_post, "post.withheld", post=first, state=State.HIDDEN)
    first.refresh_from_db()
    run(show_post, "post.shown", post=first)
    item = run(
        open_item,
        "queue_item.opened",
        instance=first,
        body=board.body,
        author_id=author.pk,
        causes=[Cause.BOARD],
    )
    run(note_item, "queue_item.noted", item=item, text=WHY)
    run(edit_item, "queue_item.edited", item=item, text="换一种说法", version="")
    decision = run(
        decide_item, "queue_item.rejected", item=item, verdict=Verdict.REJECT, reason=WHY, version=""
    )
    run(undo_decision, "queue_item.undone", decision=decision)
    run(close_item, "queue_item.gone", actor=author, instance=first)
    run(
        report_object,
        "report.made",
        actor=neighbour,
        instance=first,
        body=board.body,
        author_id=author.pk,
        reason=ReportReason.ADVERT,
        note="",
    )
    rude = regular(district)
    silence = {"user": rude, "body": street, "kind": SanctionKind.SILENCE, "reason": WHY}
    sanction = run(give_sanction, "sanction.silence", ends_at=now + timedelta(days=3), **silence)
    appeal = run(file_appeal, "appeal.filed", actor=rude, against=sanction, text="冤枉")
    run(decide_appeal, "appeal.upheld", actor=second, appeal=appeal, state=AppealState.UPHELD, answer="维持")
    again = regular(district)
    number = Contact.objects.create(
        user=again, kind=ContactKind.PHONE, value="+8613900001234", fingerprint="f" * 64, confirmed_at=now
    )
    SanctionMark.objects.create(sanction=sanction, fingerprint=number.fingerprint)
    run(carry_sanctions, "sanction.silence", actor=None, user=again)
    run(lift_sanction, "sanction.lifted", sanction=sanction)
    again = reply_in(topic, boss)
    run(hide_post, "queue_item.rejected", post=again, reason=WHY, actor=second)
    run(restore_post, "queue_item.undone", post=again, actor=second)
    run(delete_post, "topic.deleted", post=Post.objects.get(topic=topic, number=1), reason=WHY)

    # The desk.
    asker, enquiry = ask()
    run(assign_enquiry, "enquiry.assigned", enquiry=enquiry, to=second)
    run(note_enquiry, "enquiry.noted", enquiry=enquiry, text=WHY)
    run(answer_enquiry, "enquiry.answered", enquiry=enquiry, text="明天来换。")
    run(reopen_enquiry, "enquiry.reopened", actor=asker, enquiry=enquiry, reason="还是不亮")
    _other, twin = ask()
    run(merge_enquiry, "enquiry.merged", enquiry=twin, into=enquiry)
    EnquiryCategory.objects.update(needs_signature=True)
    run(answer_enquiry, "enquiry.drafted", actor=second, enquiry=enquiry, text="后天来换。")
    run(sign_answer, "enquiry.answered", enquiry=enquiry, approve=True, note="")
    run(confirm_enquiry, "enquiry.confirmed", actor=asker, enquiry=enquiry, is_solved=True, stars=5)
    _third, far = ask()
    run(forward_enquiry, "enquiry.forwarded", enquiry=far, to=board.body, reason=WHY)
    template = run(set_answer_template, "answer_template.added", body=street, title="换灯", text="两天内。")
    run(remove_answer_template, "answer_template.removed", template=template)
    referral = run(
        send_referral,
        "referral.sent",
        from_body=street,
        to_body=board.body,
        title=WHY,
        text=WHY,
        due_on=timezone.localdate(now),
    )
    run(
        settle_referral,
        "referral.received",
        actor=director,
        referral=referral,
        state=ReferralState.RECEIVED,
        answer="",
    )
    assert board_of(district, "kangjuli")
    folders = (forum.actions.__path__, moderation.actions.__path__)
    actions = {module.name for path in folders for module in pkgutil.iter_modules(path)}
    assert actions - WITHOUT == set(done), actions.symmetric_difference({*done, *WITHOUT})

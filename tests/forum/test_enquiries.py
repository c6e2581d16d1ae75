"""The enquiry desk: from question to answer, in time or late, in public or not, and between offices."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.actions.close_account import close_account
from communities.choices import BodyKind, Role
from communities.models import Membership
from events.models import Event
from forum.actions.answer_enquiry import answer_enquiry
from forum.actions.assign_enquiry import assign_enquiry
from forum.actions.confirm_enquiry import confirm_enquiry
from forum.actions.forward_enquiry import forward_enquiry
from forum.actions.merge_enquiry import merge_enquiry
from forum.actions.note_enquiry import note_enquiry
from forum.actions.reopen_enquiry import reopen_enquiry
from forum.actions.send_referral import send_referral
from forum.actions.settle_referral import settle_referral
from forum.actions.sign_answer import sign_answer
from forum.actions.submit_enquiry import submit_enquiry
from forum.choices import EnquiryState, Purpose, ReferralState
from forum.enquiries import can_handle, can_see_referral, suggested_body
from forum.enquiry_telling import follow_up, remind, tell
from forum.models import AnswerTemplate, Board, Enquiry, EnquiryCategory, Post, Referral, Topic
from forum.permissions import can_see_topic
from forum.standings import rows_of
from forum.telling import tell as tell_forum
from moderation.actions.give_sanction import give_sanction
from moderation.choices import SanctionKind
from notifications.models import Notification
from notifications.rendering import lines
from tests.factories import UserFactory
from tests.factories.forum import NEXT, reply_in


@pytest.fixture
def category(district):
    return EnquiryCategory.objects.get(name="楼道与环境卫生")


@pytest.fixture
def worker(district, official):
    return official(Role.COMMITTEE_WORKER, district.body("wuyixiang"), nickname="小王", confirmed=True)


@pytest.fixture
def colleague(district, official):
    return official(Role.COMMITTEE_DIRECTOR, district.body("wuyixiang"), nickname="主任", confirmed=True)


@pytest.fixture
def clerk(district, official):
    return official(Role.DEPARTMENT_CLERK, district.body(kind=BodyKind.DEPARTMENT), confirmed=True)


@pytest.fixture
def ask(board, author, category):
    def make(**fields):
        number = NEXT()
        given = {
            "actor": author,
            "body": board.body,
            "category": category,
            "purpose": Purpose.HELP,
            "title": f"楼道灯坏了第{number}盏",
            "text": f"三单元的灯不亮，编号{number}。",
            "is_private": False,
            "now": timezone.now(),
            **fields,
        }
        return submit_enquiry(board=board, **given).enquiry

    return make


def told(user):
    return [line.wording.title for line in lines(Notification.objects.filter(recipient=user), reader=user)]


def test_an_enquiry_has_a_number_a_body_and_a_day(clock, ask, board):
    enquiry = ask()
    assert enquiry.number[:-1] == "2026-00000"
    # Monday and five working days.
    assert str(enquiry.due_on) == "2026-11-30"
    assert enquiry.body == board.body
    token = uuid4()
    later = timezone.now() + timedelta(minutes=1)
    first = ask(token=token, now=later, text="同一张表单")
    assert ask(token=token, now=later, text="同一张表单") == first


def test_a_category_suggests_the_body(category, district):
    street = EnquiryCategory.objects.get(name="市政与道路")
    department = EnquiryCategory.objects.create(
        name="低保", department=district.body(kind=BodyKind.DEPARTMENT), working_days=10
    )
    area = district["wuyixiang"]
    assert suggested_body(category, area) == district.body("wuyixiang")
    assert suggested_body(street, area) == district.body("fuzimiao")
    assert suggested_body(department, area) == department.department
    assert suggested_body(category, district.area) == district.body()


def test_asked_answered_confirmed(ask, worker, author, client_for):
    enquiry = ask()
    tell(Event.objects.get(verb="enquiry.received"))
    assert told(worker) == [f"新的咨询投诉：{enquiry.topic.title}"]
    assign_enquiry(actor=worker, enquiry=enquiry, to=worker, now=timezone.now())
    answer_enquiry(actor=worker, enquiry=enquiry, text="今天下午换灯。", now=timezone.now())
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.was_on_time, enquiry.working_days_taken) == ("answered", True, 0)
    tell(Event.objects.get(verb="enquiry.answered"))
    assert told(author) == [f"您的咨询有答复了：{enquiry.topic.title}"]
    page = client_for().get(f"/topics/{enquiry.topic_id}/").content.decode()
    assert "官方答复" in page
    assert "今天下午换灯" in page
    with pytest.raises(PermissionDenied):
        confirm_enquiry(actor=worker, enquiry=enquiry, is_solved=True, stars=5, now=timezone.now())
    with pytest.raises(ValidationError):
        answer_enquiry(actor=worker, enquiry=enquiry, text="再答一次", now=timezone.now())
    asker = client_for(author)
    assert "确认办结" in asker.get(f"/topics/{enquiry.topic_id}/").content.decode()
    asker.post(f"/enquiries/{enquiry.pk}/confirm/", {"solved": "yes", "stars": "5"})
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.is_solved, enquiry.stars) == ("confirmed", True, 5)


def test_reopened_the_clock_starts_anew(clock, ask, worker, author, client_for):
    enquiry = ask()
    answer_enquiry(actor=worker, enquiry=enquiry, text="已经换了。", now=timezone.now())
    clock.shift(timedelta(days=7))
    asker = client_for(author)
    assert asker.post(f"/enquiries/{enquiry.pk}/reopen/", {"reason": ""}).status_code == 422
    asker.post(f"/enquiries/{enquiry.pk}/reopen/", {"reason": "还是不亮"})
    enquiry.refresh_from_db()
    assert (enquiry.state, str(enquiry.due_on)) == ("reopened", "2026-12-07")
    answer_enquiry(actor=worker, enquiry=enquiry, text="线路也修了。", now=timezone.now())
    for text in ("又坏了", "再坏"):
        reopen_enquiry(actor=author, enquiry=enquiry, reason=text, now=timezone.now())
        clock.shift(timedelta(minutes=1))
        answer_enquiry(actor=worker, enquiry=enquiry, text=f"修了{text}", now=timezone.now())
    with pytest.raises(ValidationError, match="另提一件"):
        reopen_enquiry(actor=author, enquiry=enquiry, reason="还坏", now=timezone.now())


def test_what_is_late_is_marked_in_public_and_counted(clock, ask, worker, client_for, district):
    late, answered = ask(), ask(now=timezone.now() + timedelta(minutes=1))
    clock.shift(timedelta(days=10))
    answer_enquiry(actor=worker, enquiry=answered, text="晚了，抱歉。", now=timezone.now())
    answered.refresh_from_db()
    assert answered.was_on_time is False
    assert "已超期" in client_for().get(f"/topics/{late.topic_id}/").content.decode()
    row = rows_of(district["wuyixiang"], today=timezone.localdate())[0]
    assert (row.received, row.answered, row.on_time, row.open, row.overdue) == (2, 1, 0, 1, 1)
    # From Monday to the Thursday of the next week.
    assert row.median_days == 8
    page = client_for().get("/enquiries/?area=wuyixiang").content.decode()
    assert late.topic.title in page
    assert "怎么算的" in page
    export = client_for().get("/enquiries/export/?area=wuyixiang").content.decode()
    assert "乌衣巷社区居委会,2,1,0,1,1,8" in export
    remind(timezone.now())
    remind(timezone.now())
    assert told(worker) == [f"快到期或已超期：{late.topic.title}"]


def test_a_private_enquiry_shows_nowhere(ask, author, neighbour, worker, clerk, board, client_for, district):
    enquiry = ask(is_private=True, title="家里的难处不想公开", text="只说给居委会听。")
    topic = enquiry.topic
    secret = (topic.title, "只说给居委会听", enquiry.number)
    visitor = client_for()
    readers = (visitor, client_for(neighbour), client_for(clerk))
    addresses = [
        "/fuzimiao/wuyixiang/forum/",
        "/fuzimiao/forum/",
        "/forum/",
        "/enquiries/",
        "/enquiries/export/",
        f"/boards/{board.pk}/feed/",
        f"/users/{author.pk}/",
        "/moderation/log/",
    ]
    for client in readers:
        for address in addresses:
            page = client.get(address).content.decode()
            assert not [word for word in secret if word in page], address
        for address in (f"/topics/{topic.pk}/", f"/topics/{topic.pk}/feed/", f"/topics/{topic.pk}/news/"):
            assert client.get(address).status_code == 404
        assert client.get(f"/posts/{topic.posts.get().pk}/").status_code == 404
    board.refresh_from_db()
    assert (board.topic_count, board.post_count) == (0, 0)
    assert "只说给居委会听" in client_for(author).get(f"/topics/{topic.pk}/").content.decode()
    assert "只说给居委会听" in client_for(worker).get(f"/topics/{topic.pk}/").content.decode()
    for person in (AnonymousUser(), neighbour, clerk, author, worker):
        shown = Topic.objects.visible_to(person).filter(pk=topic.pk).exists()
        assert shown is can_see_topic(person, topic) is (person in (author, worker))
    reply_in(topic, author, "再补充一句", now=timezone.now() + timedelta(minutes=1))
    with pytest.raises(PermissionDenied):
        reply_in(topic, neighbour, "我也想看")
    for event in Event.objects.filter(verb__in=("post.replied", "topic.started")):
        tell_forum(event)
    assert told(neighbour) == []
    assert not [event for event in Event.objects.filter(object_kind="forum.topic") if event.area_paths]
    answer_enquiry(actor=worker, enquiry=enquiry, text="我们上门来看您。", now=timezone.now())


def test_number_and_code_read_it_without_an_account(board, author, category, client_for):
    done = submit_enquiry(
        actor=author,
        board=board,
        body=board.body,
        category=category,
        purpose=Purpose.COMPLAIN,
        title="不公开的投诉",
        text="办事态度不好。",
        is_private=True,
        now=timezone.now(),
    )
    visitor = client_for()
    shown = visitor.post("/enquiries/query/", {"number": done.enquiry.number, "code": done.code.lower()})
    assert "办事态度不好" in shown.content.decode()
    for wrong in ({"number": done.enquiry.number, "code": "AAAAAAAA"}, {"number": "x", "code": done.code}):
        assert visitor.post("/enquiries/query/", wrong).status_code == 422
    # Written in another way it is the same enquiry, and counts with it.
    year, serial = done.enquiry.number.split("-")
    for count in range(9):
        wrong = {"number": f"{year}-{serial.lstrip('0'):0>{count % 8 or 1}}", "code": "AAAAAAAA"}
        blocked = visitor.post("/enquiries/query/", wrong)
    assert "次数太多了" in blocked.content.decode()
    assert (blocked.status_code, 0 < int(blocked["Retry-After"]) <= 3600) == (429, True)
    assert (
        "次数太多了"
        in visitor.post(
            "/enquiries/query/", {"number": done.enquiry.number, "code": done.code}
        ).content.decode()
    )


def test_a_silence_in_the_forum_does_not_stop_a_private_letter(ask, author, moderator, district):
    give_sanction(
        actor=moderator,
        user=author,
        body=district.body("wuyixiang"),
        kind=SanctionKind.SILENCE,
        reason="骂人",
        ends_at=timezone.now() + timedelta(days=1),
        now=timezone.now() - timedelta(seconds=1),
    )
    with pytest.raises(PermissionDenied):
        ask()
    assert ask(is_private=True).state == EnquiryState.RECEIVED


def test_a_second_person_signs_where_it_is_set(ask, worker, colleague):
    enquiry = ask(category=EnquiryCategory.objects.get(name="对工作人员的投诉"))
    answer_enquiry(actor=worker, enquiry=enquiry, text="初稿", now=timezone.now())
    enquiry.refresh_from_db()
    assert enquiry.state == EnquiryState.SIGNING
    assert not Post.objects.filter(topic=enquiry.topic, answered_for__isnull=False).exists()
    with pytest.raises(PermissionDenied):
        sign_answer(actor=worker, enquiry=enquiry, approve=True, note="", now=timezone.now())
    with pytest.raises(ValidationError):
        sign_answer(actor=colleague, enquiry=enquiry, approve=False, note=" ", now=timezone.now())
    sign_answer(actor=colleague, enquiry=enquiry, approve=False, note="写具体些", now=timezone.now())
    answer_enquiry(actor=worker, enquiry=enquiry, text="具体的答复", now=timezone.now())
    sign_answer(actor=colleague, enquiry=enquiry, approve=True, note="", now=timezone.now())
    enquiry.refresh_from_db()
    assert enquiry.answer.text == "具体的答复"


def test_forwarded_with_a_reason_and_merged(ask, worker, official, district, author, neighbour, client_for):
    enquiry = ask()
    with pytest.raises(ValidationError):
        forward_enquiry(
            actor=worker, enquiry=enquiry, to=district.body("fuzimiao"), reason="", now=timezone.now()
        )
    forward_enquiry(
        actor=worker, enquiry=enquiry, to=district.body("fuzimiao"), reason="是市政路灯", now=timezone.now()
    )
    assert "是市政路灯" in client_for().get(f"/topics/{enquiry.topic_id}/").content.decode()
    enquiry.refresh_from_db()
    assert not can_handle(worker, enquiry)
    with pytest.raises(PermissionDenied):
        answer_enquiry(actor=worker, enquiry=enquiry, text="我来答", now=timezone.now())
    street = official(Role.STREET_STAFF, district.body("fuzimiao"))
    other = ask(actor=neighbour, body=district.body("fuzimiao"))
    merge_enquiry(actor=street, enquiry=other, into=enquiry, now=timezone.now())
    assert enquiry.number in client_for().get(f"/topics/{other.topic_id}/").content.decode()
    answer_enquiry(actor=street, enquiry=enquiry, text="路灯所明天来。", now=timezone.now())
    tell_forum(Event.objects.filter(verb="post.replied").order_by("-pk")[0])
    assert told(neighbour) == [f"“{enquiry.topic.title}”有1条新回复"]


def test_four_weeks_later_it_is_asked_once(clock, ask, worker, author):
    enquiry = ask()
    answer_enquiry(actor=worker, enquiry=enquiry, text="换好了。", now=timezone.now())
    clock.shift(timedelta(days=27))
    follow_up(timezone.now())
    assert told(author) == []
    clock.shift(timedelta(days=1))
    follow_up(timezone.now())
    follow_up(timezone.now())
    assert told(author) == [f"四周过去了，问题解决了吗？{enquiry.topic.title}"]


def test_the_desk_shows_what_is_mine_due_and_late_and_does_it_all(
    ask, worker, colleague, client_for, district
):
    enquiry = ask()
    desk = client_for(worker)
    assert enquiry.topic.title in desk.get("/admin/").content.decode()
    for view in ("open", "mine", "soon", "late", "signing", "answered"):
        assert desk.get(f"/admin/enquiries/?view={view}").status_code == 200
    for sought, found in ((enquiry.number, True), (enquiry.topic.title[:3], True), ("2026-999999", False)):
        assert (enquiry.topic.title in desk.get(f"/admin/enquiries/?q={sought}").content.decode()) is found
    address = f"/admin/enquiries/{enquiry.pk}/"
    desk.post(address, {"deed": "assign", "to": colleague.pk})
    desk.post(address, {"deed": "note", "note": "打过电话了"})
    page = desk.get(address).content.decode()
    assert "打过电话了" in page
    assert "打过电话了" not in client_for().get(f"/topics/{enquiry.topic_id}/").content.decode()
    desk.post(
        "/admin/answer_templates/new/", {"body": enquiry.body_id, "title": "换灯", "text": "两天内换好。"}
    )
    template = AnswerTemplate.objects.get()
    sent = {"deed": "template", "template": template.pk, "text": "李女士："}
    assert "李女士：\n\n两天内换好。" in desk.post(address, sent).content.decode()
    # What is refused is said at its form, and what was typed stands there still.
    for deed, typed, said in (
        ("answer", {"text": " "}, "请写答复"),
        ("forward", {"body": "", "reason": "归街道管"}, "请选单位"),
        ("merge", {"into": "2026-77"}, "请填要并入的编号"),
        ("note", {"note": " "}, "请写备注"),
    ):
        refused = desk.post(address, {"deed": deed, **typed})
        assert refused.status_code == 422
        page = refused.content.decode()
        assert f'aria-describedby="refusal-{deed}"' in page
        assert f'id="refusal-{deed}">{said}' in page
        assert [*typed.values()][-1] in page
    desk.post(address, {"deed": "answer", "text": "两天内换好。"})
    enquiry.refresh_from_db()
    assert enquiry.state == EnquiryState.ANSWERED
    stranger = client_for(UserFactory(member={Role.COMMITTEE_WORKER: district.body("kangjuli")}))
    assert stranger.get(address).status_code == 404
    with pytest.raises(PermissionDenied):
        note_enquiry(actor=UserFactory(), enquiry=enquiry, text="我看看", now=timezone.now())


def test_offices_refer_to_each_other_with_receipt_and_clock(clock, worker, clerk, ask, district, client_for):
    enquiry = ask()
    desk, department = client_for(worker), client_for(clerk)
    to = district.body(kind=BodyKind.DEPARTMENT)
    fields = {
        "enquiry": enquiry.pk,
        "from_body": enquiry.body_id,
        "to_body": to.pk,
        "title": "请核实低保条件",
        "text": "居民家里两人残疾。",
        "due_on": "2026-11-30",
    }
    assert desk.get(f"/admin/referrals/send/?enquiry={enquiry.pk}").status_code == 200
    refused = desk.post("/admin/referrals/send/", {**fields, "title": ""})
    assert (refused.status_code, "居民家里两人残疾" in refused.content.decode()) == (422, True)
    assert not Referral.objects.exists()
    desk.post("/admin/referrals/send/", fields)
    referral = Referral.objects.get()
    tell(Event.objects.get(verb="referral.sent"))
    assert told(clerk) == ["收到联系单：请核实低保条件"]
    assert "请核实低保条件" in department.get("/admin/").content.decode()
    address = f"/admin/referrals/{referral.pk}/"
    department.post(address, {"state": "received"})
    assert department.post(address, {"state": "answered", "answer": ""}).status_code == 422
    department.post(address, {"state": "answered", "answer": "符合条件，请来窗口。"})
    assert "符合条件" in desk.get(address).content.decode()
    with pytest.raises(PermissionDenied):
        settle_referral(
            actor=clerk, referral=referral, state=ReferralState.CLOSED, answer="", now=timezone.now()
        )
    desk.post(address, {"state": "closed"})
    referral.refresh_from_db()
    assert (referral.state, referral.received_by, referral.answered_by) == ("closed", clerk, clerk)
    assert "请核实低保条件" in desk.get("/admin/referrals/").content.decode()
    assert enquiry.topic.title in department.get(address).content.decode()
    # Of a letter the other office learns what the sender wrote, and its number.
    clock.shift(timedelta(minutes=1))
    secret = ask(is_private=True, title="家里的难处不想公开")
    desk.post("/admin/referrals/send/", {**fields, "enquiry": secret.pk, "title": "请核实另一户"})
    about = Referral.objects.get(enquiry=secret)
    assert "不要写来信人" in desk.get(f"/admin/referrals/send/?enquiry={secret.pk}").content.decode()
    assert "家里的难处" in desk.get(f"/admin/referrals/{about.pk}/").content.decode()
    for page in ("/admin/", "/admin/referrals/", f"/admin/referrals/{about.pk}/"):
        assert "家里的难处" not in department.get(page).content.decode()
    assert secret.number in department.get(f"/admin/referrals/{about.pk}/").content.decode()
    stranger = UserFactory(member={Role.COMMITTEE_WORKER: district.body("kangjuli")})
    assert not can_see_referral(stranger, referral)
    assert not Referral.objects.visible_to(stranger).exists()
    assert client_for(stranger).get(address).status_code == 404
    with pytest.raises(ValidationError):
        send_referral(
            actor=worker,
            from_body=enquiry.body,
            to_body=enquiry.body,
            title="给自己",
            text="x",
            due_on=timezone.localdate(),
            now=timezone.now(),
        )


def test_a_resident_asks_by_the_form(board, author, category, client_for):
    asker = client_for(author)
    address = f"/boards/{board.pk}/ask/"
    page = asker.get(address).content.decode()
    for number in ("110", "119", "120", "12345"):
        assert number in page
    assert asker.post(address, {"purpose": "ask", "title": "", "text": ""}).status_code == 422
    done = asker.post(
        address,
        {
            "purpose": "ask",
            "category": category.pk,
            "title": "楼道灯什么时候修",
            "text": "三单元。",
            "visibility": "private",
        },
    ).content.decode()
    enquiry = Enquiry.objects.get()
    assert enquiry.number in done
    assert "查询码" in done
    assert enquiry.topic.is_private
    board.refresh_from_db()
    assert Board.objects.get(pk=board.pk).topic_count == 0


def test_one_s_own_list_says_what_became_of_each(clock, ask, worker, author, neighbour, board, client_for):
    assert "我的咨询投诉" not in client_for(author).get("/me/").content.decode()
    open_one = ask()
    clock.shift(timedelta(minutes=1))
    secret = ask(is_private=True, title="家里的难处不想公开")
    answer_enquiry(actor=worker, enquiry=open_one, text="换好了。", now=timezone.now())
    # Who asked is told once of the answer, and not again of a reply.
    for event in Event.objects.filter(verb__in=("enquiry.answered", "post.replied")):
        (tell if event.verb == "enquiry.answered" else tell_forum)(event)
    assert told(author) == [f"您的咨询有答复了：{open_one.topic.title}"]
    clock.shift(timedelta(days=30))
    for address in ("/me/", "/enquiries/mine/"):
        page = client_for(author).get(address).content.decode()
        for said in (open_one.number, "看答复，确认办结", secret.number, "家里的难处", "不公开", "已超期"):
            assert said in page, (address, said)
        assert secret.number not in client_for(neighbour).get(address).content.decode()
    # The board's list says so, too, and what is private is not in it.
    page = client_for(neighbour).get("/fuzimiao/wuyixiang/forum/").content.decode()
    assert "已答复" in page
    assert "已超期" not in page
    late = ask(title="路灯也坏了")
    clock.shift(timedelta(days=30))
    assert "已超期" in client_for(neighbour).get("/fuzimiao/wuyixiang/forum/").content.decode()
    assert late.is_late(timezone.localdate())


def test_categories_are_the_district_s(category, official, district, client_for):
    keeper = client_for(official(Role.DISTRICT_ADMINISTRATOR, district.body()))
    fields = {"name": "停水停电", "body_kind": "committee", "working_days": "2", "position": "9"}
    assert keeper.post("/admin/enquiry_categories/new/", fields).status_code == 302
    assert keeper.post("/admin/enquiry_categories/new/", fields).status_code == 200
    row = EnquiryCategory.objects.get(name="停水停电")
    keeper.post(f"/admin/enquiry_categories/edit/{row.pk}/", {**fields, "working_days": "99"})
    row.refresh_from_db()
    assert row.working_days == 2
    assert "停水停电" in keeper.get("/admin/enquiry_categories/").content.decode()


def test_whoever_leaves_leaves_an_open_enquiry_to_the_office(
    clock, ask, worker, author, client_for, district
):
    enquiry = ask()
    close_account(actor=author, user=author, now=timezone.now())
    assert not Membership.objects.filter(user=author).exists()
    desk = client_for(worker).get(f"/admin/enquiries/{enquiry.pk}/").content.decode()
    assert "已注销用户" in desk
    answer_enquiry(actor=worker, enquiry=enquiry, text="今天下午换灯。", now=timezone.now())
    tell(Event.objects.get(verb="enquiry.answered"))
    page = client_for().get(f"/topics/{enquiry.topic_id}/").content.decode()
    assert "已注销用户" in page
    assert "今天下午换灯" in page
    follow_up(timezone.now() + timedelta(days=30))
    assert not Notification.objects.filter(recipient=author).exists()

"""The forum in a real browser: a question is answered, a queue is cleared by keyboard, order is kept, no
string runs.
"""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from communities.choices import Role
from forum.actions.answer_enquiry import answer_enquiry
from forum.actions.note_enquiry import note_enquiry
from forum.actions.reopen_enquiry import reopen_enquiry
from forum.actions.send_referral import send_referral
from forum.actions.set_answer_template import set_answer_template
from forum.actions.submit_enquiry import submit_enquiry
from forum.choices import Purpose
from forum.models import EnquiryCategory, Topic
from media.actions.add_attachment import add_attachment
from moderation.actions.file_appeal import file_appeal
from moderation.actions.give_sanction import give_sanction
from moderation.choices import SanctionKind
from moderation.models import Decision, QueueItem, ScreenedWord
from tests.accounts.test_contacts import last_code
from tests.chromium import PHONE
from tests.factories import UserFactory
from tests.factories.forum import board_of, regular, reply_in, topic_in
from tests.factories.people import PASSWORD
from tests.factories.uploads import PDF, upload

pytestmark = pytest.mark.browser

BOARD = "/fuzimiao/wuyixiang/forum/"
# Each would set `window.ran` or open a dialog, if it ran.
ATTACKS = (
    "<script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    "<svg/onload=window.ran=1>",
    '"><script>window.ran=1</script>',
    "[x](javascript:window.ran=1)",
    "<javascript:window.ran=1>",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    '[x](https://example.org "onmouseover=window.ran=1")',
    "`<img src=x onerror=window.ran=1>`",
    "{{constructor.constructor('window.ran=1')()}}",
    "</title><script>window.ran=1</script>",
    "<a href='j&#97;vascript:window.ran=1'>x</a>",
)


def test_a_resident_signs_up_by_phone_without_javascript_asks_is_answered_and_confirms(browsing, settings):
    settings.OUTBOX_PAGE = True  # keeps the words of what was sent
    district = browsing.district
    worker = UserFactory(
        nickname="小王", confirmed=True, member={Role.COMMITTEE_WORKER: district.body("wuyixiang")}
    )
    phone = browsing.new_page(width=PHONE, javascript=False)
    phone.goto(BOARD)
    phone.get_by_role("link", name="咨询投诉", exact=True).first.click()
    phone.get_by_role("main").get_by_role("link", name="注册").click()
    phone.get_by_label("用户名").fill("lisi")
    phone.get_by_label("手机号或电子邮箱").fill("13900001234")
    phone.get_by_label("昵称").fill("小李")
    phone.get_by_label("密码", exact=True).fill(PASSWORD)
    phone.get_by_label("再输一遍密码").fill(PASSWORD)
    phone.locator("label[for=id_agrees]").click()
    phone.get_by_role("button", name="注册").click()
    expect(phone.locator("h1")).to_have_text("输入验证码")
    phone.get_by_label("验证码").fill(last_code())
    phone.keyboard.press("Enter")
    expect(phone.locator("h1")).not_to_have_text("输入验证码")
    phone.goto("/me/")
    phone.get_by_role("link", name="加入我的社区").click()
    phone.get_by_label("我的社区").select_option("乌衣巷社区")
    phone.get_by_role("button", name="加入").click()
    phone.goto(BOARD)
    phone.get_by_role("link", name="咨询投诉", exact=True).first.click()
    phone.get_by_label("求助").check()
    phone.get_by_label("哪方面的事").select_option(label="楼道与环境卫生")
    phone.get_by_label("标题").fill("楼道灯坏了三天")
    phone.get_by_label("内容").fill("三单元二楼的灯不亮。")
    phone.get_by_role("main").get_by_role("button", name="提交").click()
    expect(phone.get_by_role("main")).to_contain_text("查询码")
    desk = browsing.new_page(user=worker)
    desk.goto("/admin/")
    desk.get_by_role("link", name="楼道灯坏了三天").first.click()
    desk.get_by_label("以“乌衣巷社区居委会”的名义答复").fill("今天下午换灯泡。")
    desk.get_by_role("button", name="发布答复").click()
    expect(desk.locator(".messages")).to_contain_text("已答复")
    phone.get_by_role("link", name="看这件事").click()
    expect(phone.get_by_role("main")).to_contain_text("官方答复")
    expect(phone.get_by_role("main")).to_contain_text("今天下午换灯泡。")
    phone.get_by_role("link", name="确认办结").click()
    phone.get_by_label("解决了", exact=True).check()
    phone.get_by_role("main").get_by_role("button", name="提交").click()
    expect(phone.get_by_role("main")).to_contain_text("已办结")


def test_a_member_talks_with_javascript_and_sees_what_is_new(browsing):
    district = browsing.district
    topic = topic_in(
        board_of(district), regular(district, nickname="门西老李"), title="电动车停在楼道里怎么办"
    )
    member = browsing.new_page(user=regular(district, nickname="桃叶渡"), width=PHONE, elder=True)
    member.goto(BOARD)
    member.get_by_role("link", name=topic.title).click()
    box = member.get_by_label("写回复")
    member.get_by_role("button", name="加粗").click()
    box.press_sequentially("去登记")
    expect(box).to_have_value("去登记")
    member.get_by_role("button", name="发布回复").click()
    expect(member.get_by_role("article").last).to_contain_text("去登记")
    member.get_by_role("button", name="赞", exact=False).first.click()
    expect(member.get_by_role("button", name="已赞")).to_have_count(1)
    reply_in(topic, topic.author, "谢谢提醒", now=timezone.now() + timedelta(seconds=30))
    member.goto(BOARD)
    expect(member.get_by_role("main")).to_contain_text("1条新")


def test_a_moderator_clears_the_queue_by_keyboard(browsing):
    district = browsing.district
    board = board_of(district)
    for number in range(2):
        newcomer = UserFactory(confirmed=True, member={Role.RESIDENT: district.body("wuyixiang")})
        topic_in(board, newcomer, title=f"看这个网站第{number}", text=f"example.org 第{number}")
    moderator = UserFactory(member={Role.MODERATOR: district.body("wuyixiang")})
    desk = browsing.new_page(user=moderator)
    desk.goto("/admin/moderation/queue/")
    expect(desk.locator("[data-queue-item]").first).to_be_focused()
    desk.keyboard.press("j")
    expect(desk.locator("[data-queue-item]").nth(1)).to_be_focused()
    desk.keyboard.press("k")
    desk.keyboard.press("r")
    desk.keyboard.type("广告")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-queue-item]")).to_have_count(1)
    expect(desk.locator("[data-queue-item]")).to_be_focused()
    desk.keyboard.press("a")
    expect(desk.get_by_role("main")).to_contain_text("没有等待审核的内容")
    desk.keyboard.press("u")
    expect(desk.locator("[data-queue-item]")).to_have_count(1)
    assert sorted(QueueItem.objects.values_list("state", flat=True)) == ["rejected", "waiting"]


def test_order_is_kept_three_reports_a_split_a_merge_and_a_silence(browsing):
    district, now = browsing.district, timezone.now()
    board, author = board_of(district), regular(district, nickname="门西老李")
    topic = topic_in(board, author, title="电动车停在楼道里怎么办")
    rude = regular(district, nickname="路人乙")
    post = reply_in(topic, rude, "有争议的话")
    reply_in(topic, author, "说另一件事", now=now)
    for _count in range(3):
        reader = browsing.new_page(user=regular(district), width=PHONE)
        reader.goto(f"/posts/{post.pk}/report/")
        reader.get_by_label("辱骂、人身攻击").check()
        reader.get_by_role("button", name="提交举报").click()
        expect(reader.get_by_role("main")).to_contain_text("举报已收到")
    visitor = browsing.new_page(width=PHONE)
    visitor.goto(f"/topics/{topic.pk}/")
    expect(visitor.get_by_role("main")).to_contain_text("这一楼已隐藏")
    desk = browsing.new_page(user=UserFactory(member={Role.MODERATOR: district.body("wuyixiang")}))
    desk.goto(f"/topics/{topic.pk}/manage/")
    desk.get_by_label("拆哪些楼层").fill("3")
    desk.get_by_label("新话题的标题").fill("另一件事单独说")
    desk.get_by_role("button", name="拆分").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("另一件事单独说")
    desk.get_by_role("link", name="管理话题").click()
    desk.get_by_label("并入哪个话题").fill(f"/topics/{topic.pk}/")
    desk.get_by_role("button", name="合并").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(topic.title)
    desk.goto(f"/admin/moderation/sanctions/give/{rude.pk}/")
    desk.get_by_label("以哪个单位的名义").select_option(label="乌衣巷社区居委会")
    desk.get_by_label("理由").fill("反复骂人")
    desk.get_by_role("button", name="确定").click()
    expect(desk.locator(".messages")).to_contain_text("已处理")
    silenced = browsing.new_page(user=rude)
    silenced.goto(f"/topics/{topic.pk}/")
    expect(silenced.get_by_role("main")).to_contain_text("您被禁言至")
    expect(silenced.get_by_label("写回复")).to_have_count(0)


def _attack_the_desk(board, author, moderator, district):
    """Put the strings into whatever the desk and the moderators write, and say where it is read."""
    now, street = timezone.now() + timedelta(minutes=5), district.body("fuzimiao")
    clerk = UserFactory(confirmed=True, nickname=ATTACKS[1], member={Role.STREET_STAFF: street})
    category = EnquiryCategory.objects.get(name="其他")
    category.name = ATTACKS[0][:20]
    category.save()
    asked = []
    for step, is_private in enumerate((False, True)):
        then = now + timedelta(minutes=step)
        name = f"{ATTACKS[1]}.pdf"
        file = add_attachment(actor=author, upload=upload(PDF, "a.pdf"), name=name, now=then)
        text = f"{ATTACKS[step]} {step}\n\n" + "\n\n".join(ATTACKS)
        given = {
            "purpose": Purpose.HELP,
            "title": f"标题{ATTACKS[1]}",
            "text": text,
            "is_private": is_private,
        }
        given |= {"attachments": [file.key], "body": street, "category": category}
        asked.append(submit_enquiry(actor=author, board=board, now=then, **given).enquiry)
    public = asked[0]
    note_enquiry(actor=clerk, enquiry=public, text=ATTACKS[0], now=now)
    answer_enquiry(actor=clerk, enquiry=public, text="\n\n".join(ATTACKS), now=now)
    reopen_enquiry(actor=author, enquiry=public, reason=ATTACKS[1], now=now)
    template = set_answer_template(actor=clerk, body=street, title=ATTACKS[1], text=ATTACKS[3], now=now)
    referral = send_referral(
        actor=clerk,
        from_body=street,
        to_body=board.body,
        title=ATTACKS[1],
        text=ATTACKS[0],
        due_on=timezone.localdate(now),
        enquiry=public,
        now=now,
    )
    rude = regular(district, nickname=ATTACKS[2])
    given = {"user": rude, "body": board.body, "kind": SanctionKind.SILENCE, "reason": ATTACKS[1]}
    silence = give_sanction(actor=moderator, ends_at=now + timedelta(days=3), now=now, **given)
    file_appeal(actor=rude, against=silence, text=ATTACKS[0], now=now)
    return SimpleNamespace(
        public=public.pk,
        private=asked[1].pk,
        template=template.pk,
        referral=referral,
        topic=f"/topics/{public.topic_id}/",
    )


def test_no_attack_runs_wherever_it_is_typed(browsing):
    district = browsing.district
    browsing.expected.append("422")
    author = regular(district, nickname="门西老李", trust=3)
    member = browsing.new_page(user=author)
    member.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    board = board_of(district)
    text = "\n\n".join(ATTACKS)
    member.goto(f"/boards/{board.pk}/new/")
    member.get_by_label("投票", exact=True).check()
    member.get_by_label("标题").fill(f"标题{ATTACKS[1]}")
    member.get_by_label("内容").fill(text)
    member.get_by_label("标签").fill("<b>停车</b>")
    member.get_by_label("投票选项").fill("\n".join(ATTACKS[:3]))
    member.get_by_role("button", name="预览").click()
    expect(member.get_by_role("heading", name="预览")).to_be_visible()
    assert member.evaluate("window.ran") is None
    member.get_by_role("button", name="发布话题").click()
    expect(member.locator(".error-summary")).to_contain_text("标签里只能有")
    member.get_by_label("标签").fill("停车")
    member.get_by_role("button", name="发布话题").click()
    topic = Topic.objects.get()
    other = regular(district, nickname="<img src=x onerror=window.ran=1>")
    reply_in(topic, other, text + "\n\n再说一句", now=timezone.now())
    member.goto("/users/me/")
    member.get_by_label("自我介绍").fill(ATTACKS[0])
    member.get_by_role("main").get_by_role("button", name="保存").click()
    moderator = UserFactory(member={Role.MODERATOR: district.body("wuyixiang")})
    desk = browsing.new_page(user=moderator)
    post = topic.posts.get(number=2)
    member.goto(f"/posts/{post.pk}/report/")
    member.get_by_label("其他").check()
    member.get_by_label("说明").fill(text[:400])
    member.get_by_role("button", name="提交举报").click()
    hidden = reply_in(topic, other, "这一楼要隐藏", now=timezone.now() + timedelta(minutes=1))
    desk.goto(f"/posts/{hidden.pk}/hide/")
    desk.get_by_label("理由").fill(text[:190])
    desk.get_by_role("main").get_by_role("button", name="隐藏").click()
    expect(desk.get_by_role("main")).to_contain_text("已隐藏")
    about = _attack_the_desk(board, author, moderator, district)
    clerk = browsing.new_page(user=about.referral.sent_by)
    keeper = UserFactory(is_superuser=True)
    word = ScreenedWord.objects.create(
        word="水货", form="水货", note=ATTACKS[0], changed_at=timezone.now(), changed_by=keeper
    )
    kept, other_page = browsing.new_page(user=keeper), browsing.new_page(user=other)
    kept.goto(f"/admin/boards/edit/{board.pk}/")
    kept.get_by_label("名称").fill(ATTACKS[1])
    kept.get_by_label("说明").fill(ATTACKS[0])
    # The tags that a board offers are plain words: what is none is refused at its field, and shown there.
    kept.locator("[name=tagging]").select_option("offered")
    kept.locator("[name=offered_tags]").fill("\n".join(ATTACKS[:3]))
    kept.get_by_role("button", name="保存").click()
    assert kept.evaluate("window.ran") is None
    kept.locator("[name=offered_tags]").fill("停车、楼道")
    kept.get_by_role("button", name="保存").click()
    board.refresh_from_db()
    assert (board.name, board.offered_tags) == (ATTACKS[1], "停车 楼道")
    for page, address in (
        *((clerk, f"/admin/enquiries/{key}/") for key in (about.public, about.private)),
        (clerk, f"/admin/answer_templates/edit/{about.template}/"),
        *((clerk, address) for address in ("/admin/", "/admin/enquiries/", "/admin/referrals/")),
        *((clerk, address) for address in ("/admin/happenings/", "/admin/answer_templates/")),
        (clerk, f"/admin/referrals/{about.referral.pk}/"),
        (kept, "/admin/screened_words/"),
        (kept, f"/admin/screened_words/edit/{word.pk}/"),
        (kept, "/admin/boards/"),
        (kept, f"/admin/boards/edit/{board.pk}/"),
        (desk, "/admin/moderation/sanctions/"),
        (desk, "/admin/moderation/appeals/"),
        (member, about.topic),
        (member, "/moderation/log/"),
        (member, "/me/notifications/"),
        (member, "/enquiries/"),
        (member, f"/topics/{topic.pk}/"),
        (member, f"/boards/{board.pk}/new/"),
        (other_page, "/me/"),
        (other_page, f"/moderation/appeals/decision/{Decision.objects.get().pk}/"),
        (member, BOARD),
        (member, f"/users/{author.pk}/"),
        (member, f"/users/{other.pk}/"),
        (member, f"/topics/{topic.pk}/reply/?to={post.pk}&quote=1"),
        (member, "/me/"),
        (desk, "/admin/moderation/queue/"),
        (desk, f"/topics/{topic.pk}/manage/"),
    ):
        page.goto(address)
        assert page.evaluate("window.ran") is None, address
        if page.locator("#template").count():
            page.get_by_role("button", name="插入").click()
            assert page.evaluate("window.ran") is None, address
        for link in page.locator("main a[href]").all():
            assert not (link.get_attribute("href") or "").lower().startswith(("javascript:", "data:"))

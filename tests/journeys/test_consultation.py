"""A resident answers a consultation on a phone, the committee shows the opinion, and publishes what it made
of it.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cms_pages.models import ConsultationPage
from communities.choices import Role
from tests.chromium import PHONE
from tests.factories import UserFactory
from tests.factories.consultations import ConsultationFactory
from tests.journeys.workbench import AUTOSAVE_WAITS, press, sign_in

pytestmark = pytest.mark.browser


def test_a_consultation_is_answered_shown_and_ended_with_an_outcome(browsing, official):
    browsing.expected += ["422", AUTOSAVE_WAITS]
    district = browsing.district
    home = district.body("wuyixiang")
    page = ConsultationFactory(
        parent=district.notices_of("wuyixiang"), title="小游园怎么改", with_questions=True
    )
    resident = UserFactory(nickname="秦淮人家", confirmed=True, member={Role.RESIDENT: home})
    worker = official(Role.COMMITTEE_WORKER, home)

    phone = browsing.new_page(width=PHONE, javascript=False)
    sign_in(phone, resident)
    phone.goto("/fuzimiao/wuyixiang/")
    phone.get_by_role("link", name="小游园怎么改").click()
    phone.get_by_role("link", name="提意见", exact=True).click()
    phone.get_by_label("我的意见").fill("放树下，夏天凉快。")
    phone.get_by_role("button", name="提交意见").click()
    expect(phone.get_by_role("main")).to_contain_text("请回答这个问题。")
    phone.get_by_label("梧桐树下").check()
    phone.get_by_label("路灯").check()
    phone.get_by_role("button", name="提交意见").click()
    expect(phone.get_by_role("main")).to_contain_text("意见已收到")
    expect(phone.get_by_role("main")).to_contain_text("待审核")

    desk = browsing.new_page()
    sign_in(desk, worker)
    desk.goto("/admin/")
    desk.get_by_role("link", name="小游园怎么改").first.click()
    expect(desk.get_by_role("main")).to_contain_text("夏天凉快")
    desk.get_by_role("button", name="公开", exact=True).click()
    expect(desk.locator(".messages")).to_contain_text("已公开")
    phone.goto(page.get_url())
    expect(phone.get_by_role("main")).to_contain_text("放树下，夏天凉快。")

    # A week goes by.
    past = timezone.now() - timedelta(minutes=1)
    ConsultationPage.objects.filter(pk=page.pk).update(
        closes_at=past, first_published_at=past - timedelta(days=7)
    )
    ConsultationPage.objects.get(pk=page.pk).save_revision(clean=False)
    desk.goto(f"/admin/pages/{page.pk}/edit/")
    desk.locator("#id_outcome_summary").fill("收到1份意见，长椅放在树下。")
    press(desk, "action-publish")
    expect(desk.locator("body")).to_contain_text("请逐条写明是否采纳")
    section = desk.locator("[data-contentpath=outcome_points]")
    section.locator(".c-sf-add-button").first.click()
    section.locator("textarea").first.fill("长椅放树下")
    press(desk, "action-publish")
    expect(desk.locator(".messages")).to_contain_text("发布")

    phone.goto(page.get_url())
    main = phone.get_by_role("main")
    expect(main).to_contain_text("收到1份意见，长椅放在树下。")
    expect(main).to_contain_text("采纳")
    expect(main.get_by_role("link", name="提意见", exact=True)).to_have_count(0)

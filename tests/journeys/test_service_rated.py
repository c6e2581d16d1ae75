"""A resident finds a service that is near, rates it, and reads the answer once the committee has
looked at it.
"""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from communities.actions.add_bodies import add_bodies
from communities.choices import BodyKind, Role
from communities.models import Body
from tests.chromium import PHONE
from tests.factories import UserFactory
from tests.factories.services import ServiceFactory, services_of
from tests.journeys.workbench import sign_in

pytestmark = pytest.mark.browser

HOME = "/fuzimiao/wuyixiang/services/"


def test_a_rating_is_given_published_answered_and_read(browsing, official):
    browsing.expected.append("422")
    district = browsing.district
    home = district.body("wuyixiang")
    unit = Body(kind=BodyKind.ORGANISATION, name="银龄助老服务社", area=home.area)
    add_bodies(actor=None, bodies=[unit], now=timezone.now())
    ServiceFactory(parent=services_of(district, "wuyixiang"), title="乌衣巷食堂", provider=unit)
    resident = UserFactory(nickname="秦淮人家", member={Role.RESIDENT: home})
    contact = UserFactory(member={Role.UNIT_CONTACT: unit})
    worker = official(Role.COMMITTEE_WORKER, home)

    phone = browsing.new_page(width=PHONE, javascript=False)
    sign_in(phone, resident)
    phone.goto(HOME)
    phone.get_by_role("link", name="乌衣巷食堂").click()
    phone.get_by_role("link", name="写评价").click()
    phone.get_by_role("button", name="提交评价").click()
    expect(phone.get_by_role("main")).to_contain_text("请选择几颗星。")
    phone.get_by_label("4星 满意").check()
    phone.get_by_label("评价", exact=False).last.fill("菜软烂，就是要排队。")
    phone.get_by_role("button", name="提交评价").click()
    expect(phone.get_by_role("main")).to_contain_text("审核后公开")
    phone.get_by_role("link", name="回到服务").click()
    expect(phone.get_by_role("main")).to_contain_text("还没有公开的评价。")

    desk = browsing.new_page()
    sign_in(desk, worker)
    desk.goto("/admin/")
    desk.get_by_role("link", name="乌衣巷食堂：4星").click()
    expect(desk.get_by_role("main")).to_contain_text("菜软烂，就是要排队。")
    desk.get_by_role("button", name="公开", exact=True).click()
    expect(desk.locator(".messages")).to_contain_text("已公开这条评价")

    provider = browsing.new_page(user=contact, width=PHONE)
    provider.goto("/me/")
    provider.get_by_role("link", name="回复评价").click()
    provider.get_by_label("回复").fill("下周加16个座位。")
    provider.get_by_role("button", name="公开回复").click()
    expect(provider.get_by_role("main")).to_contain_text("已回复")

    visitor = browsing.new_page(width=PHONE)
    visitor.goto(HOME)
    expect(visitor.get_by_role("main")).to_contain_text("4.0分（1人评价）")
    visitor.get_by_role("link", name="乌衣巷食堂").click()
    main = visitor.get_by_role("main")
    expect(main).to_contain_text("菜软烂，就是要排队。")
    expect(main).to_contain_text("银龄助老服务社回复")
    expect(main).to_contain_text("下周加16个座位。")


def test_the_list_is_sorted_by_distance_where_the_visitor_allows_it(browsing):
    own = services_of(browsing.district, "wuyixiang")
    ServiceFactory(parent=own, title="远处的理发店", latitude="32.05", longitude="118.79")
    ServiceFactory(parent=own, title="近处的食堂", latitude="32.021", longitude="118.79")
    page = browsing.new_page(width=PHONE)
    page.goto(HOME)
    # Nobody has asked for the place yet; refused, the list says so and stays.
    page.get_by_role("button", name="按离我的远近排").click()
    expect(page.locator("[data-locate-state]")).to_contain_text("没有得到您的位置")
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 32.0200456, "longitude": 118.7900456})
    page.get_by_role("button", name="按离我的远近排").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("离我近的便民服务")
    assert "lat=32.020&lon=118.790" in page.url
    expect(page.locator(".service-row__title")).to_have_text(["近处的食堂", "远处的理发店"])


def test_without_a_script_the_list_by_community_has_everything(browsing):
    ServiceFactory(parent=services_of(browsing.district, "wuyixiang"), title="近处的食堂")
    page = browsing.new_page(width=PHONE, javascript=False)
    page.goto(HOME)
    expect(page.get_by_role("button", name="按离我的远近排")).to_have_count(0)
    expect(page.get_by_role("link", name="近处的食堂")).to_be_visible()
    page.goto("/services/map/")
    page.get_by_role("table").get_by_role("link", name="夫子庙街道").click()
    expect(page.get_by_role("link", name="近处的食堂")).to_be_visible()

"""Every public page in a real browser: axe finds nothing, and nothing is wider than the window."""

import re
import time
from itertools import product
from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Consent, Contact
from communities.actions.add_bodies import add_bodies
from communities.choices import BodyKind, Role
from communities.models import Body
from tests.axe import LOOKS, violations
from tests.communities.test_assisting import PHONE as NUMBER
from tests.communities.test_assisting import begin
from tests.factories import UserFactory
from tests.factories.people import PASSWORD
from tests.factories.services import services_of
from tests.town import furnish, public_pages

pytestmark = pytest.mark.browser

# In each run two looks, at few pages that show together whatever the site shows: on a phone by day with all
# rules, each template once at least; on a desk, by night and in elder mode, with the rules for what is
# seen. Every page in every look takes its time.
PHONE_BY_DAY = (360, "light", False)
DESK_BY_NIGHT = (1280, "dark", True)
ALL = [*product((360, 1280), ("light", "dark"), (False, True))]
CLASSES = re.compile(r'class="([^"]*)"|<([a-z]+)|\btype="([a-z]+)"')


def named(combination):
    width, scheme, elder = combination
    return f"{width}-{scheme}-{'elder' if elder else 'standard'}"


def shown(html):
    """Return what style sheets tell apart on a page: elements, their classes, the types of fields."""
    return {name for found in CLASSES.findall(html) for name in " ".join(found).split()}


def look_at(browsing, pages, town, combination, rules=()):
    """Open `pages` in one combination; fail with what axe holds against them and what is too wide."""
    width, scheme, elder = combination
    browsing.expected += ["403", "404", "422"]
    windows, found = {}, []
    for page in pages:
        if page.reader not in windows:
            windows[page.reader] = browsing.new_page(
                user=page.user(town), width=width, scheme=scheme, elder=elder
            )
        window = windows[page.reader]
        window.goto(page.address)
        found += [f"{page.name} ({page.address}): {line}" for line in violations(window, rules=rules)]
        overflow = window.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if overflow > 0:
            found.append(f"{page.name} ({page.address}): {overflow} px wider than the window")
    assert not found, "\n".join(found)


def cover(named_pages):
    """Return few of the pages that show, together, whatever one of them shows: the richest first."""
    left, chosen = dict(named_pages), []
    missing = set().union(*left.values())
    while missing:
        page = max(left, key=lambda page: len(left[page] & missing))
        missing -= left.pop(page)
        chosen.append(page)
    return chosen


def test_axe_accepts_whatever_a_page_can_show_and_it_fits_the_window(browsing, client_for):
    town = furnish(browsing.district)
    seen, drawn_by = {}, {}
    for page in public_pages(town):
        response = client_for(page.user(town)).get(page.address)
        seen[page] = shown(response.content.decode())
        drawn_by[page] = seen[page] | {template.name for template in response.templates}
    pages = cover(drawn_by)
    assert len(pages) > 20
    look_at(browsing, pages, town, PHONE_BY_DAY)
    look_at(browsing, cover(seen), town, DESK_BY_NIGHT, LOOKS)


@pytest.mark.full
@pytest.mark.parametrize("combination", ALL, ids=named)
def test_axe_accepts_every_public_page_in_every_look(browsing, combination):
    town = furnish(browsing.district)
    look_at(browsing, public_pages(town), town, combination)


def test_axe_finds_a_picture_without_words(browsing):
    window = browsing.new_page()
    window.goto("/display/")
    window.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert any(line.startswith("image-alt: ") for line in violations(window))


@pytest.fixture
def behind_forms(browsing, official, client_for, settings):
    """What no address alone shows: what a form, a password or an official at a desk leads to."""
    settings.OUTBOX_PAGE = True
    town = furnish(browsing.district)
    body = browsing.district.body("wuyixiang")
    person = UserFactory(username="wang", confirmed=True, member={Role.RESIDENT: body})
    Consent.objects.create(user=person, purpose="real_name", version="1", given_at=timezone.now())
    fingerprint = Contact.fingerprint_of("phone", NUMBER)
    Contact.objects.create(
        user=person, kind="phone", value=NUMBER, fingerprint=fingerprint, confirmed_at=timezone.now()
    )
    worker = client_for(official(Role.COMMITTEE_WORKER, body))
    begin(worker, body)
    unit = Body(kind=BodyKind.ORGANISATION, name="银龄助老服务社", area=body.area)
    add_bodies(actor=None, bodies=[unit], now=timezone.now())
    service = services_of(browsing.district, "wuyixiang").get_children().specific().first()
    type(service).objects.filter(pk=service.pk).update(provider=unit)
    contact = UserFactory(member={Role.UNIT_CONTACT: unit})
    return SimpleNamespace(town=town, worker=worker, contact=contact, service=service.get_url())


def sign_in(page):
    page.goto("/accounts/login/?next=/me/")
    page.get_by_label("用户名").fill("wang")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def behind_a_password(page):
    """Sign in, and yield the name of each page that wants to know who one is."""
    sign_in(page)
    page.wait_for_url("**/me/")
    page.goto("/me/contact/")
    yield "password again"
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="继续").click()
    page.wait_for_url("**/me/contact/")
    for address in ("/me/contact/", "/me/data/close/", "/me/data/consents/real_name/withdraw/"):
        page.goto(address)
        yield address
    page.goto("/me/contact/")
    page.get_by_label("手机号或电子邮箱").fill("13900001234")
    page.locator("main form.form button[type=submit]").click()
    page.wait_for_url("**/code/")
    yield "code"
    page.goto("/accounts/second-factor/app/")
    yield "app"
    secret = page.locator("code.people-text").inner_text().replace(" ", "")
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    page.get_by_label("验证器显示的6位数").fill(code)
    page.get_by_role("button", name="完成设置").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("备用码")
    yield "codes"
    for address in ("codes/new/", "app/remove/", "again/"):
        page.goto(f"/accounts/second-factor/{address}")
        yield address


def half_signed_in(page):
    """Yield the second step of signing in."""
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("第二重验证")
    yield "second step"


def before_signing_in(page):
    """Yield the name of each page that a form leads a visitor to."""
    page.goto("/accounts/outbox/")
    yield "outbox"
    page.goto("/accounts/password/reset/")
    page.get_by_label("手机号或电子邮箱").fill("13900001234")
    page.locator("main form.form button[type=submit]").click()
    page.wait_for_load_state()
    yield "code for a new password"
    for _try in range(settings.AXES_FAILURE_LIMIT):
        page.goto("/accounts/login/")
        page.get_by_label("用户名").fill("nobody-of-that-name")
        page.get_by_label("密码", exact=True).fill("wrong-123456")
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_load_state()
    expect(page.locator("h1")).to_have_text("暂时不能登录")
    yield "locked out"


def writing(page, topic):
    """Yield the page after an enquiry, and the one of what is gone."""
    page.goto(f"/boards/{topic.board_id}/ask/")
    page.get_by_label("求助").check()
    page.get_by_label("哪方面的事").select_option(index=1)
    page.get_by_label("标题").fill("楼道灯坏了三天")
    page.get_by_label("内容").fill("三单元二楼的灯不亮。")
    page.get_by_role("main").get_by_role("button", name="提交").click()
    expect(page.get_by_role("main")).to_contain_text("查询码")
    yield "asked"
    page.goto(f"/topics/{topic.pk}/reply/")
    page.get_by_label("内容").fill("写到一半，话题没了。")
    type(topic).objects.filter(pk=topic.pk).update(state="deleted")
    page.get_by_role("button", name="发布回复").click()
    expect(page.get_by_role("main")).to_contain_text("写到一半，话题没了。")
    yield "gone"


@pytest.mark.full
@pytest.mark.parametrize("combination", ALL, ids=named)
def test_axe_accepts_what_a_form_or_a_password_leads_to(browsing, behind_forms, combination):
    width, scheme, elder = combination
    browsing.expected += ["403", "404", "422", "429"]
    look, told = {"width": width, "scheme": scheme, "elder": elder}, behind_forms
    found = []

    def check(page, names):
        for name in names:
            found.extend(f"{name} ({page.url}): {line}" for line in violations(page))
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{name} ({page.url}) is wider than the window")

    for walk in (behind_a_password, half_signed_in, before_signing_in):
        page = browsing.new_page(**look)
        check(page, walk(page))
    page = browsing.new_page(user=told.town.asker, **look)
    check(page, writing(page, told.town.topic))
    page = browsing.new_page(user=told.contact, **look)
    page.goto(f"{told.service}propose/")
    check(page, ["propose"])
    page = browsing.new_page(**look)
    page.context.add_cookies(
        [
            {"name": name, "value": cookie.value, "url": browsing.address}
            for name, cookie in told.worker.cookies.items()
        ]
    )
    page.goto("/assisting/")
    check(page, ["assisting"])
    assert not found, "\n".join(found)

"""What front pages show of disclosures, the forum, the enquiry desk, services, guides and the staff."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from cms_pages.models import GuidePage, ServicePage, StaffCard, StaffConsent, StaffDuty
from communities.choices import BodyKind, CommunityKind, Role
from communities.models import Area, ContactFact
from events.models import Delivery
from forum.actions.answer_enquiry import answer_enquiry
from forum.actions.submit_enquiry import submit_enquiry
from forum.actions.withhold_post import withhold_post
from forum.choices import Audience, Purpose, State
from forum.models import Board, EnquiryCategory
from tests.factories import GuideFactory, UserFactory
from tests.factories.forum import board_of, regular, topic_in
from tests.factories.guides import guides_of
from tests.factories.services import ServiceFactory, schedule_of, services_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOME, STREET, COMMUNITY, SIBLING = "/", "/fuzimiao/", "/fuzimiao/wuyixiang/", "/fuzimiao/lianziying/"
EVERY_DAY = 127


def text_of(path, client=None):
    response = (client or Client()).get(path)
    assert response.status_code == 200
    return response.content.decode()


def section(text, name):
    """The part of the page under the heading with that id."""
    start = text.index(f'id="{name}-title"')
    return text[start : text.index("</section>", start)]


def ask(district, title="路灯不亮了", slug="wuyixiang", **fields):
    board = board_of(district, slug)
    given = {"is_private": False, "purpose": Purpose.ASK, "body": board.body, **fields}
    return submit_enquiry(
        actor=regular(district, slug),
        board=board,
        category=EnquiryCategory.objects.get_or_create(name="市政设施")[0],
        title=title,
        text=f"三号楼门口的，{title}。",
        now=timezone.now() - timedelta(days=2),
        **given,
    ).enquiry


@pytest.fixture
def made_anew(monkeypatch):
    """No page is kept: a test's events are not committed, so that none would hear of them."""
    monkeypatch.setattr("cms_pages.page_cache.answers.keep", lambda *_args: None)


@pytest.fixture
def at_noon(clock):
    """A Tuesday, twelve o'clock."""
    clock.move_to(datetime(2026, 11, 24, 12, 0, tzinfo=SHANGHAI))
    return clock


def test_services_that_are_open_now_come_first_with_their_state(district, at_noon, made_anew):
    body = district.body("wuyixiang")
    at_night = schedule_of(body, (EVERY_DAY, "20:00", "06:00"), name="夜里", on_holidays="open")
    by_day = schedule_of(body, (EVERY_DAY, "09:00", "17:00"), name="白天", on_holidays="open")
    parent = services_of(district, "wuyixiang")
    ServiceFactory(parent=parent, title="A夜间药房", opening=at_night)
    ServiceFactory(parent=parent, title="Z社区食堂", opening=by_day)
    ServiceFactory(parent=parent, title="B草稿", draft=True)
    ServiceFactory(parent=services_of(district, "lianziying"), title="C隔壁的")
    ServiceFactory(parent=services_of(district, "fuzimiao"), title="D街道的")
    ServiceFactory(parent=services_of(district, "fuzimiao"), title="E只给隔壁", to=[district["lianziying"]])
    listed = section(text_of(COMMUNITY), "services")
    assert "现在开着的服务" in listed
    assert listed.index("Z社区食堂") < listed.index("A夜间药房")
    assert "17:00 关门" in listed
    assert "D街道的" in listed
    assert "草稿" not in listed
    assert "隔壁" not in listed
    at_noon.move_to(datetime(2026, 11, 24, 22, 0, tzinfo=SHANGHAI))
    listed = section(text_of(COMMUNITY), "services")
    assert listed.index("A夜间药房") < listed.index("Z社区食堂")


def test_a_kept_front_page_ends_when_a_service_on_it_closes(district, at_noon):
    body = district.body("wuyixiang")
    by_day = schedule_of(body, (EVERY_DAY, "09:00", "12:05"), name="上午", on_holidays="open")
    ServiceFactory(parent=services_of(district, "wuyixiang"), title="社区食堂", opening=by_day)
    Delivery.objects.all().delete()
    assert "opening-state_closing" in section(text_of(COMMUNITY), "services")
    at_noon.move_to(datetime(2026, 11, 24, 12, 6, tzinfo=SHANGHAI))
    assert "opening-state_closed" in section(text_of(COMMUNITY), "services")


def test_each_tier_names_the_guides_to_what_is_done_there(district):
    parent = guides_of(district.body(kind=BodyKind.DEPARTMENT))
    guide = GuideFactory(parent=parent, title="居住证办理")
    GuidePage.objects.filter(pk=guide.pk).update(at_community=True, at_street=False, at_district=False)
    other = GuideFactory(parent=parent, title="社会组织登记")
    GuidePage.objects.filter(pk=other.pk).update(at_community=False, at_street=False, at_district=True)
    GuideFactory(parent=parent, title="没写完的", draft=True)
    community, street, home = (section(text_of(path), "guides") for path in (COMMUNITY, STREET, HOME))
    assert "在社区就能办" in community
    assert "居住证办理" in community
    assert "社会组织登记" not in community
    assert "还没有这里就能办的事项" in street
    assert "居住证办理" in home
    assert "社会组织登记" in home
    assert "没写完的" not in home


def test_the_newest_topics_of_a_board_and_of_those_below_it(district):
    topic_in(board_of(district), regular(district), title="楼下车棚谁来管")
    topic_in(board_of(district, "lianziying"), regular(district, "lianziying"), title="莲子营的桂花开了")
    topic_in(board_of(district, "fuzimiao"), regular(district), title="街道的夜市几点收")
    own = section(text_of(COMMUNITY), "forum")
    assert "楼下车棚谁来管" in own
    assert "桂花" not in own
    assert "夜市" not in own
    for path in (STREET, HOME):
        news = section(text_of(path), "forum")
        for words in ("楼下车棚谁来管", "莲子营的桂花开了", "街道的夜市几点收", "乌衣巷社区"):
            assert words in news


def test_a_board_that_not_everybody_reads_is_silent_to_visitors_and_members_alike(
    district, client_for, official
):
    board = board_of(district)
    Board.objects.filter(pk=board.pk).update(read_by=Audience.RESIDENTS)
    person = regular(district)
    topic_in(board, person, title="只说给邻居听")
    assert "只说给邻居听" not in text_of(COMMUNITY)
    assert "只说给邻居听" not in text_of(HOME, client_for(person))
    assert "还没有人发话题" in section(text_of(STREET), "forum")


def test_a_topic_that_was_hidden_is_not_on_the_front_page(district, official, made_anew):
    topic = topic_in(board_of(district), regular(district), title="本来公开的话题")
    assert "本来公开的话题" in text_of(COMMUNITY)
    withhold_post(
        actor=official(Role.MODERATOR, district.body("wuyixiang")),
        post=topic.posts.get(number=1),
        state=State.HIDDEN,
        now=timezone.now(),
    )
    for path in (COMMUNITY, STREET, HOME):
        assert "本来公开的话题" not in text_of(path)


def test_the_enquiry_desk_leads_to_the_form_and_shows_what_was_answered(district, official):
    enquiry = ask(district)
    ask(district, "不想公开的事", is_private=True)
    answer_enquiry(
        actor=official(Role.COMMITTEE_WORKER, district.body("wuyixiang")),
        enquiry=enquiry,
        text="今天已经换了灯泡，请您看看。",
        now=timezone.now(),
    )
    desk = section(text_of(COMMUNITY), "desk")
    assert f"/boards/{board_of(district).pk}/ask/" in desk
    assert "/enquiries/query/" in desk
    assert "公开受理1件，已答复1件" in desk
    assert "路灯不亮了" in desk
    assert "不想公开的事" not in desk
    # What was asked elsewhere is not this office's, but the district sees it all.
    assert "路灯不亮了" not in section(text_of(SIBLING), "desk")
    assert "路灯不亮了" in section(text_of(HOME), "desk")
    # An enquiry is at the desk, not among what neighbours talk about.
    assert "路灯不亮了" not in section(text_of(COMMUNITY), "forum")


def test_a_closed_board_takes_no_enquiry(district):
    Board.objects.filter(pk=board_of(district).pk).update(is_closed=True)
    desk = section(text_of(COMMUNITY), "desk")
    assert "/ask/" not in desk
    assert "/enquiries/query/" in desk


def test_who_works_there_by_duty_and_by_name_only_with_consent(district):
    body = district.body("wuyixiang")
    for title, name, agrees in (("社区主任", "王秀兰", True), ("网格员", "李不愿", False)):
        person = UserFactory(member={Role.COMMITTEE_WORKER: body})
        office = person.memberships.get()
        StaffDuty.objects.create(body=body, title=title, member=office, phone="025-0000 5566")
        card = StaffCard.objects.create(membership=office, name=name)
        if agrees:
            StaffConsent.objects.create(card=card, field="name", given_at=timezone.now())
    staff = section(text_of(COMMUNITY), "staff")
    for words in ("社区主任", "王秀兰", "网格员", "tel:02500005566", f"{COMMUNITY}staff/"):
        assert words in staff
    assert "李不愿" not in staff
    assert "分工还没有登记" in section(text_of(STREET), "staff")


def test_every_tier_shows_the_state_of_disclosure_but_a_virtual_community(district, made_anew):
    for path in (COMMUNITY, STREET, HOME):
        assert "今年按时率" in section(text_of(path), "disclosure")
    Area.objects.filter(pk=district["wuyixiang"].pk).update(kind=CommunityKind.VIRTUAL)
    assert 'id="disclosure-title"' not in text_of(COMMUNITY)


def test_empty_columns_say_what_to_do(district):
    text = text_of(COMMUNITY)
    for name, words in (
        ("services", "这里还没有登记便民服务"),
        ("guides", "还没有这里就能办的事项"),
        ("forum", "还没有人发话题"),
        ("staff", "分工还没有登记"),
    ):
        assert words in section(text, name)


def test_a_post_or_a_service_lets_go_the_pages_that_show_it_and_no_sibling(
    district, client, django_capture_on_commit_callbacks
):
    Delivery.objects.all().delete()
    sibling = client.get(SIBLING)
    for path in (COMMUNITY, STREET, HOME):
        client.get(path)
    with django_capture_on_commit_callbacks(execute=True):
        topic_in(board_of(district), regular(district), title="刚刚发的话题")
        ServiceFactory(parent=services_of(district, "wuyixiang"), title="刚刚登记的服务")
    for path in (COMMUNITY, STREET, HOME):
        assert "刚刚发的话题" in text_of(path, client)
    assert "刚刚登记的服务" in text_of(COMMUNITY, client)
    assert client.get(SIBLING)["ETag"] == sibling["ETag"]
    assert ServicePage.objects.count() == 1


def test_an_office_with_many_numbers_shows_the_first_and_leads_to_all(district):
    body = district.body("wuyixiang")
    for number in range(7):
        ContactFact.objects.create(
            body=body, kind="phone", label=f"{number}号窗口", value=f"025-0000 000{number}", position=number
        )
    text = text_of(COMMUNITY)
    assert "4号窗口" in text
    assert "5号窗口" not in text
    assert f'<a href="{COMMUNITY}staff/">全部电话</a>' in text
    assert "6号窗口" in text_of(f"{COMMUNITY}staff/")
